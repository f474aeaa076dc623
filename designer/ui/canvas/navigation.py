"""A view that zooms around the pointer, pans, and has a grid of dots for its ground."""

from functools import lru_cache
from math import ceil, floor

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QNativeGestureEvent,
    QPainter,
    QPen,
    QPolygonF,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

LOW_ZOOM, HIGH_ZOOM = 0.02, 4.0
STEP = 1.25
NOTCH = 120.0
"""What Qt calls one notch of a wheel."""

DOTS = 24.0
"""Between the dots of the grid, in scene units."""

WORLD = QRectF(-1e6, -1e6, 2e6, 2e6)
MARGIN = 40.0
MORE = 60
"""Pixels around what has just come into view, so that what comes next has a place."""


class NavigationView(QGraphicsView):
    """Zoom from 2 % to 400 %. `zoomed` tells the new zoom, where 1 is 100 %."""

    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(
            QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate
        )
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSceneRect(WORLD)  # the scene keeps its own, small, for its index
        self.ground = QColor("black")
        self.grid = QColor("white")

    @property
    def zoom(self) -> float:
        """How much larger things are than at 100 %."""
        return self.transform().m11()

    def set_zoom(self, zoom: float, around: QPoint | None = None) -> None:
        """Zoom, keeping a place of the viewport where it is: its middle by default."""
        fixed = self.viewport().rect().center() if around is None else around
        place = self.mapToScene(fixed)
        zoom = min(max(zoom, LOW_ZOOM), HIGH_ZOOM)
        if zoom == self.zoom:
            return
        self.setTransform(QTransform.fromScale(zoom, zoom))
        self.pan(self.mapFromScene(place) - fixed)
        self.zoomed.emit(zoom)

    def zoom_in(self) -> None:
        """Show things larger."""
        self.set_zoom(self.zoom * STEP)

    def zoom_out(self) -> None:
        """Show more."""
        self.set_zoom(self.zoom / STEP)

    def reset_zoom(self) -> None:
        """Show things at 100 %."""
        self.set_zoom(1.0)

    @property
    def seen(self) -> QRectF:
        """The part of the scene that is seen."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    @property
    def room(self) -> tuple[float, float]:
        """The width and height, in pixels, in which what is shown whole must fit."""
        size = self.viewport().size()
        return size.width() - 2 * MARGIN, size.height() - 2 * MARGIN

    def zoom_for(self, rect: QRectF) -> float:
        """The zoom at which a rectangle is seen whole; at most 100 %."""
        wide, high = self.room
        wide, high = wide / max(rect.width(), 1.0), high / max(rect.height(), 1.0)
        return min(wide, high, 1.0)

    def show_rect(self, rect: QRectF) -> None:
        """Bring a rectangle into the middle, whole, but at no more than 100 %."""
        self.set_zoom(self.zoom_for(rect))
        self.centerOn(rect.center())

    def show_more(self, rect: QRectF, around: float = MORE) -> None:
        """Move on just so far that a rectangle is seen, with room around it."""
        wanted = self.mapFromScene(rect).boundingRect()
        more = round(around)
        room = self.viewport().rect().adjusted(more, more, -more, -more)
        self.pan(
            QPoint(
                _beyond(wanted.left(), wanted.right(), room.left(), room.right()),
                _beyond(wanted.top(), wanted.bottom(), room.top(), room.bottom()),
            )
        )

    def pan(self, by: QPoint) -> None:
        """Move the view over the scene, in pixels."""
        for bar, step in (
            (self.horizontalScrollBar(), by.x()),
            (self.verticalScrollBar(), by.y()),
        ):
            bar.setValue(bar.value() + step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            precise = event.pixelDelta()
            self.pan(-(precise if not precise.isNull() else event.angleDelta()))
        else:
            notches = event.angleDelta().y() / NOTCH
            self.set_zoom(self.zoom * STEP**notches, event.position().toPoint())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.set_zoom(self.zoom * (1 + event.value()), event.position().toPoint())
            return True
        return super().viewportEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, self.ground)
        gap = DOTS
        while gap * self.zoom < 0.6 * DOTS:
            gap *= 2
        left, top = floor(rect.left() / gap), floor(rect.top() / gap)
        columns = ceil(rect.right() / gap) - left + 1
        rows = ceil(rect.bottom() / gap) - top + 1
        pen = QPen(self.grid, 2)
        pen.setCosmetic(True)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)
        painter.translate(left * gap, top * gap)
        painter.scale(gap, gap)
        painter.drawPoints(_dots(columns, rows))
        painter.restore()


def _beyond(first: int, last: int, start: int, end: int) -> int:
    """How far a stretch lies beyond another; its beginning counts where it is longer."""
    return first - start if first < start else max(min(last - end, first - start), 0)


@lru_cache(maxsize=32)
def _dots(columns: int, rows: int) -> QPolygonF:
    """A dot at every whole number."""
    return QPolygonF([QPointF(x, y) for y in range(rows) for x in range(columns)])
