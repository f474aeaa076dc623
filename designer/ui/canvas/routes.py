"""The path of a wire from an output to an input, and where its label stands.

A wire that would run behind other cards goes around them, between the rows.
"""

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath

from designer.ui.theme import NODE_WIDTH

TURN = 22.0
"""How far a wire leaves a port before it turns."""

RADIUS = 10.0

ABOVE = 9.0
"""How far a label stands above a level piece of wire."""


CLEAR = 12.0
"""How far a wire that goes around stays from cards."""

FAR = 400.0
"""How far up and down cards are looked at for a free level."""

Cards = Callable[[QRectF], Sequence[QRectF]]
"""Gives the cards that touch a rectangle."""


class Route(NamedTuple):
    """A wire's path, the middle of its label, and the room that the label has."""

    path: QPainterPath
    label: QPointF
    room: float


def straight(start: QPointF, end: QPointF) -> Route:
    """The shortest path; for many wires that move at once."""
    path = QPainterPath(start)
    path.lineTo(end)
    return Route(path, (start + end) / 2, abs(end.x() - start.x()))


def route(
    start: QPointF,
    end: QPointF,
    source: QRectF,
    target: QRectF,
    cards: Cards = lambda area: (),
) -> Route:
    """A curve to a target on the right; otherwise around, between the two rows.

    `source` and `target` are the cards at both ends.
    """
    across = end.x() - start.x()
    if across < 2:
        wanted = _aisle(source, target)
    else:
        curve = _curve(start, end)
        if across < NODE_WIDTH or not _hits(curve.path, cards, (source, target)):
            return curve
        wanted = (start.y() + end.y()) / 2
    left, right = sorted((start.x() + TURN, end.x() - TURN))
    if cards(QRectF(left, wanted - CLEAR, right - left, 2 * CLEAR)):
        corridor = QRectF(left, wanted - FAR, right - left, 2 * FAR)
        wanted = _free_level(wanted, cards(corridor))
    return _around(start, end, wanted)


def stacked(heights: Sequence[float], apart: float) -> list[float]:
    """Heights of labels from the top, moved until they stand so far apart."""
    gaps = [below - above for above, below in itertools.pairwise(heights)]
    if not heights or min(gaps, default=apart) >= apart:
        return list(heights)
    top = sum(heights) / len(heights) - apart * (len(heights) - 1) / 2
    return [top + apart * place for place in range(len(heights))]


def _around(start: QPointF, end: QPointF, level: float) -> Route:
    """Out to the right, along at the height `level`, and in from the left."""
    right, left = start.x() + TURN, end.x() - TURN
    corners = [
        start,
        QPointF(right, start.y()),
        QPointF(right, level),
        QPointF(left, level),
        QPointF(left, end.y()),
        end,
    ]
    middle = QPointF((left + right) / 2, level - ABOVE)
    return Route(_rounded(corners), middle, abs(right - left) - 2 * RADIUS)


def _curve(start: QPointF, end: QPointF) -> Route:
    path = QPainterPath(start)
    across = end.x() - start.x()
    middle = (start + end) / 2
    if abs(end.y() - start.y()) < 1:
        path.lineTo(end)
        return Route(path, middle - QPointF(0, ABOVE), across)
    bend = QPointF(max(across / 2, TURN), 0)
    path.cubicTo(start + bend, end - bend, end)
    lift = ABOVE if abs(end.y() - start.y()) < 2 * ABOVE else 0
    return Route(path, middle - QPointF(0, lift), across)


def _aisle(source: QRectF, target: QRectF) -> float:
    """The height half-way between two rows, or below both where they overlap."""
    if target.top() > source.bottom() + 2 * RADIUS:
        return (source.bottom() + target.top()) / 2
    if source.top() > target.bottom() + 2 * RADIUS:
        return (target.bottom() + source.top()) / 2
    return max(source.bottom(), target.bottom()) + TURN


def _hits(path: QPainterPath, cards: Cards, ends: tuple[QRectF, QRectF]) -> bool:
    """Whether a path runs behind a card other than those at its ends."""
    bounds = path.boundingRect().adjusted(0, -1, 0, 1)
    return any(card not in ends and crosses(path, card) for card in cards(bounds))


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


def _free_level(wanted: float, cards: Sequence[QRectF]) -> float:
    """The height nearest to the wanted one at which no card stands in the way."""
    taken = sorted((card.top() - CLEAR, card.bottom() + CLEAR) for card in cards)
    higher, lower = wanted, wanted
    for top, bottom in taken:
        if top < lower < bottom:
            lower = bottom
    for top, bottom in sorted(taken, key=lambda span: -span[1]):
        if top < higher < bottom:
            higher = top
    return higher if wanted - higher <= lower - wanted else lower


def _rounded(corners: list[QPointF]) -> QPainterPath:
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
