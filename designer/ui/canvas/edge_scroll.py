"""Moving the view on while a gesture is held at the edge of the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

from designer.ui.canvas.gesture import Gesture, Pointer

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

EDGE = 28
"""How near to the edge, in pixels, the view begins to move."""

FASTEST = 20
"""The most pixels that it moves at a step."""

EVERY = 16
"""Milliseconds between two steps."""


class EdgeScroll(QObject):
    """Moves a canvas under a gesture, the faster the nearer the pointer is to the edge."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._held: tuple[Gesture, Pointer] | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY)
        self._clock.timeout.connect(self._scroll)

    def follow(self, gesture: Gesture, pointer: Pointer) -> None:
        """The pointer of a gesture has moved."""
        self._held = (gesture, pointer)
        if not gesture.scrolls or not gesture.begun or self._step(pointer).isNull():
            self._clock.stop()
        elif not self._clock.isActive():
            self._clock.start()

    def stop(self) -> None:
        """The gesture has ended."""
        self._held = None
        self._clock.stop()

    def _scroll(self) -> None:
        if self._held is None:
            return
        gesture, pointer = self._held
        self._canvas.pan(self._step(pointer))
        gesture.move(pointer._replace(place=self._canvas.mapToScene(pointer.pixel)))

    def _step(self, pointer: Pointer) -> QPoint:
        room = self._canvas.viewport().rect()
        return QPoint(
            _pull(pointer.pixel.x(), room.width()),
            _pull(pointer.pixel.y(), room.height()),
        )


def _pull(at: int, length: int) -> int:
    """How far to move along one axis; nothing in the middle."""
    over = max(EDGE - at, 0) - max(at - (length - 1 - EDGE), 0)
    return -max(min(round(over * FASTEST / EDGE), FASTEST), -FASTEST)
