"""A mouse gesture: what every one has from press to release, and panning the view.

A gesture lives from press to release. Pressing without moving is a click. While it
lasts it only shows; the design changes once, at its end, so it is one step of undo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

FREE = Qt.KeyboardModifier.ControlModifier
STRAIGHT = Qt.KeyboardModifier.ShiftModifier
CUTTING = Qt.KeyboardModifier.AltModifier
ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Pointer(NamedTuple):
    """Where the mouse is: in the scene, in the viewport, and with which keys."""

    place: QPointF
    pixel: QPoint
    keys: Qt.KeyboardModifier

    @property
    def adds(self) -> bool:
        """Whether what is clicked joins the selection."""
        return bool(self.keys & ADDING)


class Gesture:
    """From press to release. A subclass says what moving and letting go mean."""

    cursor: Qt.CursorShape | QCursor | None = None
    scrolls = False
    """Whether the view moves on while the pointer is at its edge."""
    bounded = False
    """Whether it then stops where nothing more is."""

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        self.canvas = canvas
        self.start = start
        self.begun = False

    def move(self, pointer: Pointer) -> None:
        """The mouse has moved; a tremble of the hand is no drag."""
        if not self.begun:
            way = pointer.pixel - self.start.pixel
            if way.manhattanLength() < QApplication.startDragDistance():
                return
            self.begun = True
            self.begin()
        self.drag(pointer)

    def release(self, pointer: Pointer) -> None:
        """The button is up."""
        if self.begun:
            self.drop(pointer)
        else:
            self.click()

    def cancel(self) -> None:
        """Leave everything as it was."""
        if self.begun:
            self.abandon()

    def begin(self) -> None:
        """The first move."""

    def drag(self, pointer: Pointer) -> None:
        """A move."""

    def drop(self, pointer: Pointer) -> None:
        """The button is up after a move."""

    def click(self) -> None:
        """The button is up, and the mouse has not moved."""

    def abandon(self) -> None:
        """Undo what `begin` and `drag` have shown."""


class Pan(Gesture):
    """Moves the view over the scene."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def begin(self) -> None:
        self._last = self.start.pixel

    def drag(self, pointer: Pointer) -> None:
        self.canvas.pan(self._last - pointer.pixel)
        self._last = pointer.pixel
