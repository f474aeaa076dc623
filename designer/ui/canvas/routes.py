"""The path of a wire from an output to an input, and where its label stands.

A wire runs straight to a neighbour. One that would run behind other cards, or along
another wire, goes around them on a lane of its own. All is worked out as if the network
ran to the right; for one that runs down, x and y are exchanged.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QTransform

from designer.graph.node import Flow
from designer.ui.canvas.cells import Rect
from designer.ui.canvas.path import RADIUS, Route, line, rounded
from designer.ui.theme import NODE_WIDTH

TURN = 22.0
"""How far a wire leaves a port before it turns."""

MORE = (0.0, -8.0, 8.0, 16.0, 24.0, 32.0)
"""How much farther it turns if another one does so there already."""

BEND = 64.0
"""How long the curve is by which a straight wire reaches a port beside its line."""

ABOVE = 9.0
"""How far a label stands above a level piece of wire."""

NEAR = 96.0
"""So far apart stand only neighbours, with nothing between them."""

CLEAR = 12.0
"""How far a wire that goes around stays from cards."""

LABEL_CLEAR = 20.0
"""How far below a card, where its label stands between them."""

LANE = 16.0
"""How far apart two wires are that run beside each other."""

BESIDE = 7.0
"""How far apart they are where they turn."""

AISLE = 40.0
"""How far before a row a wire runs that comes from another."""

FARTHER = 6
"""So many cards are gone around where a wire turns."""

LANES = 30
"""So many lanes are tried on each side."""

Cards = Callable[[Rect], Iterable[Rect]]
"""Gives the cards that touch an area."""

Lanes = Callable[[Rect], Iterable[tuple[bool, Rect]]]
"""Gives the pieces of other wires that touch an area, and whether of the same output."""


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
    lanes: Lanes = lambda area: (),
    flow: Flow = "right",
    may_try: Callable[[], bool] = lambda: True,
) -> Route:
    """A path to a port further along; otherwise around, between the two rows.

    `source` and `target` are the cards at both ends. `may_try` is asked before another
    way is tried; without, the wire takes the first, whatever is there.
    """
    turned = flow == "down"
    plan = _Plan(
        _turned(start) if turned else start,
        _turned(end) if turned else end,
        _plain(source, turned),
        _plain(target, turned),
        _turning(cards) if turned else cards,
        (lambda area: _turned_lanes(lanes, area)) if turned else lanes,
        DOWN if turned else RIGHT,
        may_try,
    )
    found = plan.found()
    if not turned:
        return found
    # the label of an upright wire stands on it
    lift = ABOVE if plan.lifted else 0.0
    return Route(
        _EXCHANGE.map(found.path),
        _turned(found.label + QPointF(0, lift)),
        NODE_WIDTH,
        tuple(piece.turned() for piece in found.pieces),
    )


class Margins(NamedTuple):
    """How far a lane is from cards after and before it, and from the next lane.

    `turn` is how far from a port a wire turns.
    """

    after: float
    before: float
    lane: float
    turn: float


RIGHT = Margins(CLEAR, LABEL_CLEAR, LANE, TURN)
DOWN = Margins(36.0, 36.0, 40.0, 13.0)
"""Beside an upright wire there is as much room as its label is wide, and above less."""


class _Plan:
    """One wire on its way, to the right."""

    def __init__(
        self,
        start: QPointF,
        end: QPointF,
        source: Rect,
        target: Rect,
        cards: Cards,
        lanes: Lanes,
        margins: Margins,
        may_try: Callable[[], bool],
    ) -> None:
        self.start, self.end = start, end
        self.source, self.target = self.ends = (source, target)
        self.cards, self.lanes = cards, lanes
        self.margins = margins
        self.may_try = may_try
        self.lifted = True

    def found(self) -> Route:
        """The simplest path that is free."""
        across = self.end.x() - self.start.x()
        if across >= 2:
            if across < NEAR or (across < NODE_WIDTH and not self._between()):
                return self._curve()
            near = self._along(self.start.y(), late=True) or self._along(
                self.end.y(), late=False
            )
            if near is not None:
                return near
        return self._around()

    # Straight on

    def _curve(self) -> Route:
        """To a neighbour."""
        start, end = self.start, self.end
        path = QPainterPath(start)
        across, down = end.x() - start.x(), end.y() - start.y()
        middle = (start + end) / 2
        self.lifted = abs(down) < 2 * ABOVE
        if abs(down) < 1:
            path.lineTo(end)
        else:
            bend = QPointF(max(across / 2, self.margins.turn), 0)
            path.cubicTo(start + bend, end - bend, end)
        lift = ABOVE if self.lifted else 0
        return Route(path, middle - QPointF(0, lift), across)

    def _between(self) -> bool:
        """Whether a card stands between the ports."""
        low, high = sorted((self.start.y(), self.end.y()))
        area = Rect(self.start.x(), low - 2, self.end.x(), high + 2)
        return self._hits(area, *self.ends)

    def _along(self, level: float, late: bool) -> Route | None:
        """Level for most of the way, with a curve at one end; None if that is not free."""
        start, end = self.start, self.end
        left, right = start.x(), end.x()
        if abs(end.y() - start.y()) >= 1:
            left, right = (left, right - BEND) if late else (left + BEND, right)
        way = Rect(left, level - 2, right, level + 2)
        bend = Rect(
            right + 1 if late else start.x(),
            min(start.y(), end.y()),
            end.x() if late else left - 1,
            max(start.y(), end.y()),
        )
        if (
            self._hits(way, *self.ends)
            or self._hits(bend, *self.ends)
            or self._shares(way)
        ):
            return None
        path = QPainterPath(start)
        half = QPointF(BEND / 2, 0)
        for place in (QPointF(left, level), QPointF(right, level), end):
            here = path.currentPosition()
            if abs(place.y() - here.y()) >= 1:
                path.cubicTo(here + half, place - half, place)
            elif place != here:
                path.lineTo(place)
        middle = QPointF((left + right) / 2, level - ABOVE)
        return Route(path, middle, right - left, (line(left, level, right, level),))

    def _hits(self, area: Rect, *ends: Rect) -> bool:
        """Whether a card is there, other than those at ends."""
        return any(card not in ends for card in self.cards(area))

    def _shares(self, area: Rect) -> bool:
        """Whether another wire runs along there."""
        return any(
            piece.right - piece.left > piece.bottom - piece.top
            for _, piece in self.lanes(area)
        )

    # Around

    def _around(self) -> Route:
        """Out to the right, along a free level, and in from the left."""
        wanted = self._wanted()
        best: tuple[float, float, float] | None = None
        for level in self._levels(wanted):
            first = self._turn(self.start, level, 1)
            last = self._turn(self.end, level, -1)
            best = best or (
                first or self.margins.turn,
                last or self.margins.turn,
                level,
            )
            if not self.may_try():
                break
            if first and last and self._is_free(level, first, last):
                best = (first, last, level)
                break
        assert best is not None
        first, last, level = best
        return self._by(self.start.x() + first, self.end.x() - last, level)

    def _by(self, right: float, left: float, level: float) -> Route:
        start, end = self.start, self.end
        corners = [
            start,
            QPointF(right, start.y()),
            QPointF(right, level),
            QPointF(left, level),
            QPointF(left, end.y()),
            end,
        ]
        middle = QPointF((left + right) / 2, level - ABOVE)
        pieces = (
            line(right, start.y(), right, level),
            line(left, level, right, level),
            line(left, level, left, end.y()),
        )
        return Route(rounded(corners), middle, abs(right - left) - 2 * RADIUS, pieces)

    def _wanted(self) -> float:
        """Between two rows; beside the one row of both, on the side of the port."""
        source, target = self.source, self.target
        if target.top > source.bottom + 2 * RADIUS:
            return max((source.bottom + target.top) / 2, target.top - AISLE)
        if source.top > target.bottom + 2 * RADIUS:
            return min((target.bottom + source.top) / 2, target.bottom + AISLE)
        if self.end.y() < (target.top + target.bottom) / 2 - 1:
            return min(source.top, target.top) - self.margins.after - 12
        return max(source.bottom, target.bottom) + max(TURN, self.margins.before + 4)

    def _levels(self, wanted: float) -> Iterator[float]:
        """The wanted level and those around it; then such beside whatever is near."""
        yield wanted
        lane = self.margins.lane
        for step in range(1, 4):
            yield wanted + step * lane
            yield wanted - step * lane
        left, right = sorted((self.start.x(), self.end.x()))
        reach = LANES * lane
        near = [*self.cards(Rect(left, wanted - reach, right, wanted + reach))]
        edges = {card.bottom + self.margins.before for card in near}
        edges |= {card.top - self.margins.after for card in near}
        steps = {
            edge + step * lane * (1 if edge > wanted else -1)
            for edge in edges
            for step in range(6)
        }
        steps |= {wanted + step * lane for step in range(-LANES, LANES + 1)}
        yield from sorted(steps, key=lambda level: (abs(level - wanted), level))

    def _turn(self, port: QPointF, level: float, way: int) -> float:
        """How far from a port a wire can turn to a level; 0 if nowhere."""
        own = self.source if way > 0 else self.target
        top, bottom = sorted((port.y(), level))
        turns = (self.margins.turn + more for more in MORE)
        for turn in itertools.chain(turns, self._farther(port, level, way)):
            if not self.may_try():
                break
            x = port.x() + way * turn
            left, right = sorted((port.x() + way, x))
            if self._hits(Rect(x - 2, top, x + 2, bottom), own) or self._hits(
                Rect(left, port.y() - 1, right, port.y() + 1), own
            ):
                continue
            area = Rect(x - BESIDE, top + 1, x + BESIDE, bottom - 1)
            if not any(
                piece.bottom - piece.top > piece.right - piece.left
                for may_join, piece in self.lanes(area)
                if not (may_join and way > 0)
            ):
                return turn
        return 0.0

    def _farther(self, port: QPointF, level: float, way: int) -> Iterator[float]:
        """Turns behind the cards that stand where a wire would turn."""
        top, bottom = sorted((port.y(), level))
        x = port.x() + way * self.margins.turn
        for _ in range(FARTHER):
            hit = [*self.cards(Rect(x - 2, top, x + 2, bottom))]
            if not hit:
                return
            x = (
                max(card.right for card in hit) + CLEAR
                if way > 0
                else min(card.left for card in hit) - CLEAR
            )
            yield way * (x - port.x())

    def _is_free(self, level: float, first: float, last: float) -> bool:
        """Whether a wire can run there: no card is near, and no other wire."""
        left, right = sorted((self.start.x() + first, self.end.x() - last))
        margins = self.margins
        if any(
            self.cards(
                Rect(left, level - margins.before + 1, right, level + margins.after - 1)
            )
        ):
            return False
        room = margins.lane - 2
        area = Rect(left + 1, level - room, right - 1, level + room)
        return not any(
            piece.right - piece.left > piece.bottom - piece.top
            for _, piece in self.lanes(area)
        )


def stacked(heights: Sequence[float], apart: float) -> list[float]:
    """Heights of labels from the top, moved until they stand so far apart."""
    gaps = [below - above for above, below in itertools.pairwise(heights)]
    if not heights or min(gaps, default=apart) >= apart:
        return list(heights)
    top = sum(heights) / len(heights) - apart * (len(heights) - 1) / 2
    return [top + apart * place for place in range(len(heights))]


# Down instead of right

_EXCHANGE = QTransform(0, 1, 1, 0, 0, 0)


def _turned(place: QPointF) -> QPointF:
    return QPointF(place.y(), place.x())


def _plain(rect: QRectF, turned: bool) -> Rect:
    plain = Rect(rect.left(), rect.top(), rect.right(), rect.bottom())
    return plain.turned() if turned else plain


def _turning(cards: Cards) -> Cards:
    return lambda area: [card.turned() for card in cards(area.turned())]


def _turned_lanes(lanes: Lanes, area: Rect) -> list[tuple[bool, Rect]]:
    return [(may_join, piece.turned()) for may_join, piece in lanes(area.turned())]
