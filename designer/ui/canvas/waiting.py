"""Wires that wait for a way of their own: to find thousands takes longer than a moment."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from designer.graph import Wire

SLICE = 0.004
"""Seconds that are spent on them before others have their turn."""


class Waiting(QObject):
    """Draws one wire after another with `draw`, while nothing else is to be done.

    When there is none left it calls `done`.
    """

    def __init__(
        self,
        parent: QObject,
        draw: Callable[[Wire], None],
        done: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._draw = draw
        self._done = done
        self._wires: dict[Wire, None] = {}
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._go_on)

    @property
    def is_done(self) -> bool:
        """Whether no wire waits."""
        return not self._wires

    def add(self, wire: Wire) -> None:
        """A wire waits, after all others."""
        self._wires[wire] = None
        if not self._clock.isActive():
            self._clock.start(0)

    def remove(self, wire: Wire) -> None:
        """A wire is gone, or has found its way."""
        self._wires.pop(wire, None)

    def finish(self) -> None:
        """Draw all of them now, as for a picture."""
        self._go_on(float("inf"))

    def _go_on(self, slice: float = SLICE) -> None:
        end = time.monotonic() + slice
        while self._wires and time.monotonic() < end:
            wire = next(iter(self._wires))
            del self._wires[wire]
            self._draw(wire)
        if not self._wires and self._clock.isActive():
            self._clock.stop()
            self._done()
