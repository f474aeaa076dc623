"""Where a person has been, to go back there and forward again, as in a browser.

Only jumps are remembered: to a problem or a node that was sought, into a block and out
of it. Scrolling and zooming change the place that one comes back to.
"""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent

from designer.errors import GraphError
from designer.graph.design import Way
from designer.ui.canvas.display import Display
from designer.ui.place import Place

MOST = 100
"""Places that are remembered."""

CLOSE = 4.0
"""Pixels by which a view may differ and still be the same."""


class Sight(NamedTuple):
    """What is seen: the way into blocks, the zoom, and the place in the middle."""

    way: Way
    zoom: float
    middle: QPointF


class History(QObject):
    """The places before and after the one that is seen. `changed` when there are others.

    What was seen is noted whenever the event loop comes round, so at a jump it is still
    known where it began, wherever it leads.
    """

    changed = Signal()

    def __init__(self, canvas: Display) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self._past: list[Sight] = []
        self._ahead: list[Sight] = []
        self._last = self._sight()
        self._jumped = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._settle)
        for bar in (canvas.horizontalScrollBar(), canvas.verticalScrollBar()):
            bar.valueChanged.connect(self._wait)
        canvas.zoomed.connect(self._wait)
        canvas.document.moved.connect(self.jump)
        canvas.selection.revealed.connect(self.jump)
        canvas.document.opened.connect(self.clear)
        canvas.viewport().installEventFilter(self)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        """Whether one has come back from a place."""
        return bool(self._ahead)

    def jump(self) -> None:
        """What happens now leads elsewhere: remember what was seen before."""
        self._jumped = True
        self._clock.start()

    def back(self) -> None:
        """Go to where one was before the last jump."""
        self._go(self._past, self._ahead)

    def forward(self) -> None:
        """Go to where one was before coming back."""
        self._go(self._ahead, self._past)

    def clear(self) -> None:
        """Forget all: another design is open."""
        self._past, self._ahead = [], []
        self._last, self._jumped = self._sight(), False
        self._clock.start()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._wait()
        if isinstance(event, QMouseEvent) and event.type() in PRESSES:
            deed = {BACK: self.back, FORWARD: self.forward}.get(event.button())
            if deed is not None:
                deed()
                return True
        return False

    def _wait(self, _: object = None) -> None:
        self._clock.start()

    def _settle(self) -> None:
        now = self._sight()
        if self._jumped and not _is_same(self._last, now):
            self._past = [*self._past[1 - MOST :], self._last]
            self._ahead = []
            self.changed.emit()
        self._last, self._jumped = now, False

    def _go(self, there: list[Sight], here: list[Sight]) -> None:
        self._settle()
        while there:
            sight = there.pop()
            if self._show(sight):
                here.append(self._last)
                break
        self._last, self._jumped = self._sight(), False
        self.changed.emit()

    def _show(self, sight: Sight) -> bool:
        """Whether a place is still there, and is seen now."""
        place = self.canvas.document
        try:
            if isinstance(place, Place):
                place.go(sight.way)
        except GraphError as error:
            if sight.way and not _is_there(place, sight.way):
                return False  # the block is gone
            self.canvas.refuse(str(error))
            return True
        self.canvas.set_zoom(sight.zoom)
        self.canvas.centerOn(sight.middle)
        return True

    def _sight(self) -> Sight:
        canvas = self.canvas
        middle = canvas.mapToScene(canvas.viewport().rect().center())
        return Sight(canvas.document.way, canvas.zoom, middle)


BACK, FORWARD = Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


def _is_same(one: Sight, other: Sight) -> bool:
    apart = (one.middle - other.middle).manhattanLength() * one.zoom
    return one.way == other.way and one.zoom == other.zoom and apart < CLOSE


def _is_there(place: Place, way: Way) -> bool:
    try:
        place.document.design.at(way)
    except GraphError:
        return False
    return True
