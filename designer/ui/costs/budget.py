"""A limit that a person sets for a network: parameters, multiply-accumulates or memory.

It is the person's, who has one device or one phone to fit, so it is kept for all designs.
"""

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import QObject, QSettings, Signal

from designer.errors import DesignerError
from designer.ui.costs.ledger import Ledger
from designer.words import memory, short

LARGEST = 10**18


class Kind(NamedTuple):
    """Something that can be limited: its words, how it is written, and what it is now."""

    title: str
    noun: str
    example: str
    written: Callable[[int], str]
    spent: Callable[[Ledger], int]


KINDS = MappingProxyType(
    {
        "parameters": Kind(
            "Parameters",
            "parameters",
            "12 M",
            short,
            lambda ledger: ledger.document.report.parameters,
        ),
        "macs": Kind(
            "MACs",
            "MACs",
            "4 G",
            short,
            lambda ledger: ledger.document.report.macs,
        ),
        "memory": Kind(
            "Memory to train",
            "to train",
            "4 GiB",
            memory,
            lambda ledger: ledger.training_bytes,
        ),
    }
)

DECIMAL = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "b": 10**9, "t": 10**12}
BINARY = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
NUMBER = re.compile(r"([\d ,_]*\.?\d+)\s*([a-z]*)", re.IGNORECASE)


def read_limit(text: str, kind: str) -> int:
    """A limit as a person types it: "12 M", "1.5k", "4 GiB"; raises DesignerError."""
    example = KINDS[kind].example
    found = NUMBER.fullmatch(text.strip())
    unit = found[2].lower() if found else ""
    if kind == "memory":
        sizes, unit = BINARY, re.sub(r"i?b$", "", unit)
    else:
        sizes = DECIMAL
    if not found or unit not in sizes:
        raise DesignerError(f"Type a number as {example}, not {text.strip()!r}.")
    limit = round(float(re.sub(r"[ ,_]", "", found[1])) * sizes[unit])
    if not 1 <= limit <= LARGEST:
        raise DesignerError(f"Type a number above 0, such as {example}.")
    return limit


class Budget(QObject):
    """The limit, if there is one, and how much of it is spent. `changed` tells of both."""

    changed = Signal()

    def __init__(self, ledger: Ledger, settings: QSettings) -> None:
        super().__init__(ledger)
        self.ledger = ledger
        self.settings = settings
        self.kind = str(settings.value("budget_kind", "parameters"))
        if self.kind not in KINDS:
            self.kind = "parameters"
        try:
            self.limit = int(str(settings.value("budget_limit", 0)))
        except ValueError:
            self.limit = 0
        ledger.changed.connect(self.changed)

    @property
    def spent(self) -> int:
        """What the network takes of what is limited."""
        return KINDS[self.kind].spent(self.ledger)

    @property
    def share(self) -> float:
        """How much of the limit is spent; 1 is all, and 0 where there is none."""
        return self.spent / self.limit if self.limit else 0.0

    @property
    def is_over(self) -> bool:
        """Whether more is spent than may be."""
        return bool(self.limit) and self.spent > self.limit

    @property
    def words(self) -> str:
        """ "14.2 M of 12 M parameters"; empty where there is no limit."""
        if not self.limit:
            return ""
        kind = KINDS[self.kind]
        return f"{kind.written(self.spent)} of {self.limit_words} {kind.noun}"

    @property
    def limit_words(self) -> str:
        """ "12 M"; empty where there is no limit."""
        return KINDS[self.kind].written(self.limit) if self.limit else ""

    def set_limit(self, kind: str, limit: int) -> None:
        """Have another limit, or none with 0, and remember it."""
        self.kind, self.limit = kind, limit
        self.settings.setValue("budget_kind", kind)
        self.settings.setValue("budget_limit", str(limit))
        self.changed.emit()
