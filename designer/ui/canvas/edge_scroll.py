"""Moving the view on while a gesture is held at the edge of the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QPoint, QRectF, QTimer

from designer.ui.canvas.gesture import Gesture, Pointer

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

EDGE = 8
"""How near to the edge, in pixels, the view begins to move."""

REACH = 40
"""Pixels further out, beyond the edge, where it moves fastest."""

FASTEST = 14
"""The most pixels that it moves at a step."""

DELAY = 300
"""Milliseconds at the edge before it moves: who only ends there wants no move."""

MARGIN = 60.0
"""Around all that is there, in scene units, where a view that is bounded stops."""

EVERY = 16
"""Milliseconds between two steps."""


class EdgeScroll(QObject):
    """Moves a canvas under a gesture, the faster the further out the pointer is."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._held: tuple[Gesture, Pointer] | None = None
        self._there = QRectF()
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY)
        self._clock.timeout.connect(self._scroll)
        self._delay = QTimer(self, singleShot=True, interval=DELAY)
        self._delay.timeout.connect(self._begin)

    def follow(self, gesture: Gesture, pointer: Pointer) -> None:
        """The pointer of a gesture has moved."""
        self._held = (gesture, pointer)
        if not gesture.scrolls or not gesture.begun or self._step(pointer).isNull():
            self._rest()
        elif not (self._clock.isActive() or self._delay.isActive()):
            self._delay.start()

    def stop(self) -> None:
        """The gesture has ended."""
        self._held = None
        self._rest()

    def _rest(self) -> None:
        self._clock.stop()
        self._delay.stop()

    def _scroll(self) -> None:
        if self._held is None:
            return
        gesture, pointer = self._held
        step = self._step(pointer)
        self._canvas.pan(self._within(step) if gesture.bounded else step)
        gesture.move(pointer._replace(place=self._canvas.mapToScene(pointer.pixel)))

    def _step(self, pointer: Pointer) -> QPoint:
        room = self._canvas.viewport().rect()
        return QPoint(
            _pull(pointer.pixel.x(), room.width()),
            _pull(pointer.pixel.y(), room.height()),
        )

    def _begin(self) -> None:
        """Look once how much there is, for it stays so while a gesture lasts."""
        margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
        self._there = self._canvas.stage.bounds().marginsAdded(margins)
        self._clock.start()

    def _within(self, step: QPoint) -> QPoint:
        """As much of a step as does not lead away from all that is there."""
        canvas, there = self._canvas, self._there
        seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        back = (there.topLeft() - seen.topLeft()) * canvas.zoom
        on = (there.bottomRight() - seen.bottomRight()) * canvas.zoom
        return QPoint(
            _bounded(step.x(), back.x(), on.x()), _bounded(step.y(), back.y(), on.y())
        )


def _pull(at: int, length: int) -> int:
    """How far to move along one axis; nothing in the middle."""
    over = max(EDGE - at, 0) - max(at - (length - 1 - EDGE), 0)
    if not over:
        return 0
    speed = min(max(abs(over) * FASTEST / REACH, 2), FASTEST)
    return round(-speed if over > 0 else speed)


def _bounded(step: int, back: float, on: float) -> int:
    """A step, no further back or on than there is something to be seen."""
    return round(min(max(step, min(back, 0)), max(on, 0)))
