"""Undo and redo: what comes back is selected, and what cannot be seen is told."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from designer.graph import Design
from designer.ui.follow import renamed
from designer.ui.place import Place


class Undoing(QObject):
    """The two actions. `told` says what was done to what is not on the canvas now.

    `came` carries the nodes that are there again.
    """

    told = Signal(str)
    came = Signal(list)

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.stack = place.undo_stack
        self._is_seen = True
        self._come: list[str] = []
        self._has_moved = False
        self.undo = self._action(self.stack.createUndoAction(self, "&Undo"), "Undone")
        self.redo = self._action(self.stack.createRedoAction(self, "&Redo"), "Redone")
        self.undo.setShortcut("Ctrl+Z")
        self.redo.setShortcuts(["Ctrl+Shift+Z", "Ctrl+Y"])
        place.moved.connect(self._move)
        place.changed.connect(self._look)

    def _action(self, action: QAction, done: str) -> QAction:
        action.triggered.connect(lambda: self._tell(done))
        return action

    def _look(self, before: Design, after: Design) -> None:
        old, new = before.graph, after.graph
        self._is_seen = old != new
        come = [name for name in new.nodes if name not in old.nodes]
        is_same = self._has_moved or bool(come and renamed(old, new))
        self._come, self._has_moved = [] if is_same else come, False

    def _move(self) -> None:
        """What is seen from elsewhere has not come back."""
        self._has_moved = True

    def _tell(self, done: str) -> None:
        if self._come:
            self.came.emit(self._come)
        if not self._is_seen:
            stack = self.stack
            label = stack.redoText() if done == "Undone" else stack.undoText()
            self.told.emit(f"{done}: {label}")
