"""Colours on the canvas by what nodes cost: warmer where more is spent.

It is how a person looks at a design, and no part of it: it is remembered with the window.
"""

from collections.abc import Callable
from math import log
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import QObject, QSettings, Signal

from designer.graph.costs.rows import Row
from designer.ui.canvas import Canvas
from designer.ui.canvas.node_item import NodeItem
from designer.ui.costs.ledger import Ledger
from designer.ui.theme import Theme
from designer.words import memory, short

OFF = "family"
LEAST = 0.15
"""Of the full colour: what little costs is still told from what costs nothing."""

SPREAD = 1.6
"""Above 1, the warmest are told apart better than the coldest."""

KEY = "colour_by"


class Measure(NamedTuple):
    """Something to colour by: what it is called, and its number in a row."""

    title: str
    noun: str
    value: Callable[[Row], float | None]
    written: Callable[[int], str] = short


MEASURES = MappingProxyType(
    {
        OFF: Measure("family", "", lambda row: None),
        "parameters": Measure("parameters", "parameters", lambda row: row.parameters),
        "macs": Measure("MACs", "MACs", lambda row: row.macs),
        "activations": Measure(
            "activations",
            "of activations",
            lambda row: row.activations,
            memory,
        ),
        "field": Measure(
            "receptive field",
            "receptive field",
            lambda row: row.field.extent if row.field else None,
        ),
    }
)


class Heat(QObject):
    """What the cards of a canvas are coloured by, from the least to the most: `ends`.

    `changed` says that either is another.
    """

    changed = Signal()

    def __init__(
        self, canvas: Canvas, ledger: Ledger, theme: Theme, settings: QSettings
    ) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.ledger = ledger
        self.theme = theme
        self.settings = settings
        chosen = str(settings.value(KEY, OFF))
        self.mode = chosen if chosen in MEASURES else OFF
        self.ends: tuple[int, int] | None = None
        self._warmths: dict[str, float] = {}
        canvas.document.checked.connect(self.refresh)
        canvas.document.moved.connect(self.refresh)
        self.refresh()

    @property
    def measure(self) -> Measure:
        """What is coloured by."""
        return MEASURES[self.mode]

    def choose(self, mode: str) -> None:
        """Colour by something else, and remember it."""
        self.mode = mode
        self.settings.setValue(KEY, mode)
        self.refresh()
        self.changed.emit()

    def cycle(self) -> None:
        """Colour by the next one."""
        modes = list(MEASURES)
        self.choose(modes[(modes.index(self.mode) + 1) % len(modes)])

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Colour the cards by what their nodes cost now; only those that change."""
        if self.mode == OFF and not self._warmths:
            return
        way = self.canvas.document.way
        costs = None if self.mode == OFF else self.ledger.at(way)
        rows = costs.rows if costs else {}
        values = {n: self.measure.value(row) for n, row in rows.items()}
        self._warmths = warmths(values)
        self._show_ends(_finite(values))
        stage = self.canvas.stage
        before = [item.tint for item in _cards(self.canvas)]
        for item in _cards(self.canvas):
            warmth = self._warmths.get(item.name, 0.0)
            item.set_tint(stage.look.warm(warmth) if self.mode != OFF else None)
        if before != [item.tint for item in _cards(self.canvas)]:
            stage.renew()

    def _show_ends(self, found: list[float]) -> None:
        """Know the least and the most that a node costs, if any costs something."""
        ends = (round(min(found)), round(max(found))) if found else None
        if ends != self.ends:
            self.ends = ends
            self.changed.emit()


def _cards(canvas: Canvas) -> list[NodeItem]:
    return [each for each in canvas.stage.nodes.values() if isinstance(each, NodeItem)]


def warmths(values: dict[str, float | None]) -> dict[str, float]:
    """How warm each value is, from 0 to 1, on a logarithmic scale.

    What is infinite is as warm as the largest; what is 0 or not known is cold.
    """
    finite = _finite(values)
    if not finite:
        return {name: 1.0 for name, value in values.items() if value}
    low, high = log(min(finite)), log(max(finite))
    room = high - low
    found = {}
    for name, value in values.items():
        if value:
            share = (min(log(value), high) - low) / room if room else 1.0
            found[name] = LEAST + (1 - LEAST) * share**SPREAD
    return found


def _finite(values: dict[str, float | None]) -> list[float]:
    return [v for v in values.values() if v and v != float("inf")]
