"""The path of a wire as a value, what goes through it, and its round corners."""

import itertools
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath

from designer.ui.canvas.cells import Rect

RADIUS = 10.0


class Route(NamedTuple):
    """A wire's path, the middle of its label, the room for that, and its long pieces."""

    path: QPainterPath
    label: QPointF
    room: float
    pieces: tuple[Rect, ...] = ()

    def shifted(self, step: QPointF) -> "Route":
        """The same route elsewhere."""
        x, y = step.x(), step.y()
        return Route(
            self.path.translated(step),
            self.label + step,
            self.room,
            tuple(piece.moved(x, y) for piece in self.pieces),
        )

    def lines(self) -> list[QLineF]:
        """The path as it is seen from far away."""
        if len(self.pieces) > 1:
            return [QLineF(*piece) for piece in self.pieces]
        first, last = self.path.elementAt(0), self.path.currentPosition()
        return [QLineF(first.x, first.y, last.x(), last.y())]


def crosses(path: QPainterPath, card: QRectF) -> bool:
    """Whether a path runs over a card; Qt's own test takes the path as an area."""
    points = path.toSubpathPolygons()[0].toList()
    near = card.adjusted(-0.5, -0.5, 0.5, 0.5)
    return any(
        near.intersects(QRectF(a, b).normalized().adjusted(-0.1, -0.1, 0.1, 0.1))
        for a, b in itertools.pairwise(points)
    )


def is_cut(path: QPainterPath, cut: QLineF) -> bool:
    """Whether a straight cut goes through a path."""
    points = path.toSubpathPolygons()[0].toList()
    bounded = QLineF.IntersectionType.BoundedIntersection
    return any(
        QLineF(a, b).intersects(cut)[0] == bounded
        for a, b in itertools.pairwise(points)
    )


def rounded(corners: list[QPointF]) -> QPainterPath:
    """Straight pieces with round corners, smaller where a piece is short."""
    path = QPainterPath(corners[0])
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        arriving, leaving = corner - before, after - corner
        radius = min(RADIUS, _length(arriving) / 2, _length(leaving) / 2)
        if radius < 0.5:
            path.lineTo(corner)
            continue
        path.lineTo(corner - arriving * (radius / _length(arriving)))
        path.quadTo(corner, corner + leaving * (radius / _length(leaving)))
    path.lineTo(corners[-1])
    return path


def _length(step: QPointF) -> float:
    """Of a level or upright step."""
    return abs(step.x()) + abs(step.y())


def line(x1: float, y1: float, x2: float, y2: float) -> Rect:
    """A level or upright piece of a wire."""
    return Rect(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
