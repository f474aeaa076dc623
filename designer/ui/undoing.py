"""Undo and redo: what was undone is told where it cannot be seen."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from designer.graph import Design
from designer.ui.place import Place


class Undoing(QObject):
    """The two actions. `told` says what was done to what is not on the canvas now."""

    told = Signal(str)

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.stack = place.undo_stack
        self._is_seen = True
        self.undo = self._action(self.stack.createUndoAction(self, "&Undo"), "Undone")
        self.redo = self._action(self.stack.createRedoAction(self, "&Redo"), "Redone")
        self.undo.setShortcut("Ctrl+Z")
        self.redo.setShortcuts(["Ctrl+Shift+Z", "Ctrl+Y"])
        place.changed.connect(self._look)

    def _action(self, action: QAction, done: str) -> QAction:
        action.triggered.connect(lambda: self._tell(done))
        return action

    def _look(self, before: Design, after: Design) -> None:
        self._is_seen = before.graph != after.graph

    def _tell(self, done: str) -> None:
        if not self._is_seen:
            stack = self.stack
            label = stack.redoText() if done == "Undone" else stack.undoText()
            self.told.emit(f"{done}: {label}")
