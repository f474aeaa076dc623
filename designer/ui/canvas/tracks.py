"""Where cards stand and wires run, so that each new wire finds a way of its own."""

from PySide6.QtCore import QPointF, QRectF

from designer.graph import Wire
from designer.graph.graph import Flow
from designer.ui.canvas.cells import Cells, Rect
from designer.ui.canvas.path import Route
from designer.ui.canvas.routes import Lanes, route

EFFORT = 1500
"""So many cards and wires are looked at for one wire; in a heap it finds no way."""


class Tracks:
    """Cards by name, and the long pieces of wires that go around them."""

    def __init__(self) -> None:
        self._cards: Cells[str] = Cells()
        self._pieces: Cells[Wire] = Cells()

    def stand(self, name: str, card: QRectF) -> None:
        """A card stands there now."""
        rect = Rect(card.left(), card.top(), card.right(), card.bottom())
        self._cards.put(name, rect)

    def leave(self, name: str) -> None:
        """A card is gone."""
        self._cards.remove(name)

    def free(self, wire: Wire) -> None:
        """A wire is gone, or about to run elsewhere."""
        self._pieces.remove(wire)

    def route(
        self,
        wire: Wire,
        ends: tuple[QPointF, QPointF],
        cards: tuple[QRectF, QRectF],
        flow: Flow,
    ) -> Route:
        """The way of a wire between two ports, which is kept free for it.

        `cards` are those at its ends.
        """
        self.free(wire)
        most = self._looked + EFFORT
        found = route(
            *ends,
            *cards,
            self._cards_in,
            self._lanes_beside(wire),
            flow,
            lambda: self._looked < most,
        )
        self.keep(wire, found)
        return found

    def keep(self, wire: Wire, found: Route) -> None:
        """Keep the way of a wire free for it."""
        self._pieces.put(wire, *found.pieces)

    @property
    def _looked(self) -> int:
        return self._cards.looked + self._pieces.looked

    def _cards_in(self, area: Rect) -> list[Rect]:
        return [rect for _, rect in self._cards.touching(area)]

    def _lanes_beside(self, wire: Wire) -> Lanes:
        def lanes(area: Rect) -> list[tuple[bool, Rect]]:
            return [
                (other[:2] == wire[:2], piece)
                for other, piece in self._pieces.touching(area)
            ]

        return lanes
