"""Which nodes are selected: view state, shared by all panels and no part of the design."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The names of the selected nodes, in no particular order."""

    changed = Signal(tuple)
    revealed = Signal(str)
    presented = Signal(tuple)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()

    @property
    def single(self) -> str:
        """The selected node when it is the only one; otherwise empty."""
        return self.names[0] if len(self.names) == 1 else ""

    def set(self, names: Iterable[str]) -> None:
        """Select these nodes and no others."""
        chosen = tuple(names)
        if set(chosen) != set(self.names):
            self.names = chosen
            self.changed.emit(chosen)

    def present(self, name: str) -> None:
        """Select a node that is new, and ask the canvas to let it be seen."""
        self.set((name,))
        self.presented.emit((name,))

    def reveal(self, name: str) -> None:
        """Select one node and ask the canvas to bring it into view."""
        self.set((name,))
        self.revealed.emit(name)
