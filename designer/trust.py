"""Whose code may run: the texts that the person wrote here, or said yes to once.

A design file is text from a stranger. What is trusted is the text of each layer, not
the file: a file that moves stays trusted, and one that changes is asked about again.
"""

import hashlib
import json
from functools import cached_property
from pathlib import Path

import platformdirs

from designer.errors import FileError
from designer.graph import Design
from designer.graph.report import BETWEEN
from designer.layers import Code
from designer.layers.code import TEMPLATE
from designer.storage import read_text, write_whole


class Trust:
    """The texts that may run, remembered on disk as fingerprints."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self._for_now: set[str] = set()

    def holds(self, design: Design) -> bool:
        """Whether all code that a design holds may run; so it is when it holds none."""
        return not self.unknown(design)

    def unknown(self, design: Design) -> list[str]:
        """Where there is code which may not run."""
        return [
            name
            for name, text in texts(design).items()
            if fingerprint(text) not in self._known | self._for_now
        ]

    def allow(self, design: Design) -> None:
        """Let the code of a design run for as long as this app runs."""
        self._for_now |= fingerprints(design)

    def add(self, design: Design) -> None:
        """Let the code of a design run, now and later; raises FileError in words.

        Where it cannot be remembered, it is trusted for as long as this app runs.
        """
        new = fingerprints(design) - self._known
        if not new:
            return
        self._known.update(new, self._read())  # another window may have added to it
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(
                f"{self.path.parent} could not be made: {error.strerror or error}."
            ) from error
        content = json.dumps({"trusted": sorted(self._known)}, indent=1)
        write_whole(self.path, f"{content}\n")

    @cached_property
    def _known(self) -> set[str]:
        return self._read()

    def _read(self) -> set[str]:
        try:
            known = json.loads(read_text(self.path))["trusted"]
            return {each for each in known if isinstance(each, str)}
        except (FileError, ValueError, TypeError, KeyError):
            return set()  # nothing is trusted, and each design is asked about again


def texts(design: Design) -> dict[str, str]:
    """The code of their own that layers of a design hold, by where they stand."""
    found = {
        f"{block}{BETWEEN}{node.name}" if block else node.name: node.layer.text
        for block, graph in design.graphs()
        for node in graph
        if isinstance(node.layer, Code)
    }
    return {place: text for place, text in found.items() if text != TEMPLATE}


def fingerprints(design: Design) -> set[str]:
    """What stands for the code that a design holds."""
    return set(map(fingerprint, texts(design).values()))


def fingerprint(text: str) -> str:
    """What stands for a text: no other text has it."""
    return hashlib.sha256(text.encode()).hexdigest()


def default_path() -> Path:
    """Where what is trusted is remembered."""
    return Path(platformdirs.user_data_dir("network-designer")) / "trusted.json"
