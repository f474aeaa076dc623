"""Where wires run: each finds a way of its own between the cards and the other wires."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF

from designer.graph import Wire
from designer.ui.canvas import routes
from designer.ui.canvas.card import PortEnd
from designer.ui.canvas.cells import Cells, Rect
from designer.ui.canvas.items import is_in_the_way
from designer.ui.canvas.path import Route
from designer.ui.canvas.routes import Lanes
from designer.ui.canvas.waiting import Waiting

if TYPE_CHECKING:
    from designer.ui.canvas.scene import Scene
    from designer.ui.canvas.wire_item import WireItem

AT_ONCE = 300
"""So many wires find their ways before anything else is done."""

EFFORT = 1500
"""So many cards and wires are looked at for one wire; in a heap it finds no way."""


class Tracks:
    """The cards of a scene, and the long pieces of its wires, by where they are."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._cards: Cells[str] = Cells()
        self._pieces: Cells[Wire] = Cells()
        self.waiting = Waiting(scene, self._draw, scene.renew)

    def stand(self, name: str) -> None:
        """A card has come, or stands elsewhere now."""
        item = self.scene.nodes[name]
        if not is_in_the_way(item):
            self.leave(name)
            return
        card = item.card_rect
        rect = Rect(card.left(), card.top(), card.right(), card.bottom())
        self._cards.put(name, rect)

    def leave(self, name: str) -> None:
        """A card is gone."""
        self._cards.remove(name)

    def free(self, wire: Wire) -> None:
        """A wire is gone, or about to run elsewhere."""
        self.waiting.remove(wire)
        self._pieces.remove(wire)

    def route(self, wires: Collection[Wire]) -> None:
        """Draw wires anew, short ones first: the long ones go around them.

        Of very many, those that are left run straight until their turn comes.
        """
        scene = self.scene
        for wire in wires:
            self.free(wire)
            scene.wires[wire].set_shown(not scene.frames.is_inside(wire))
        seen = [wire for wire in wires if scene.wires[wire].isVisible()]
        ways = {wire: self._ends_of(wire) for wire in seen}
        lengths = {
            w: (end - start).manhattanLength() for w, (start, end) in ways.items()
        }
        seen.sort(key=lambda wire: (lengths[wire], wire))
        for wire in seen[:AT_ONCE]:
            self._route(wire, ways[wire])
        for wire in seen[AT_ONCE:]:
            scene.wires[wire].set_route(routes.straight(*ways[wire]))
            self.waiting.add(wire)

    def drag(self, wires: Collection[Wire], straight: bool) -> None:
        """Draw wires whose nodes are dragged, `straight` to be quick."""
        for wire in wires:
            if self.scene.frames.is_inside(wire):
                continue
            ends = self._ends_of(wire)
            if straight:
                self.free(wire)
                self.scene.wires[wire].set_route(routes.straight(*ends))
            else:
                self._route(wire, ends)

    def shift(self, x: float, y: float) -> None:
        """Move all cards and wires by one step; those that wait go on waiting."""
        self._cards.shift(x, y)
        self._pieces.shift(x, y)
        for item in self.scene.wires.values():
            item.shift(x, y)

    def beside(self, wire: Wire) -> list[WireItem]:
        """The wires between the same two nodes, itself among them."""
        wiring, known = self.scene.graph.wiring, self.scene.wires
        between = wiring.get_edge_data(wire.source, wire.target, default={})
        wires = [Wire(wire.source, out, wire.target, into) for out, into in between]
        return [known[each] for each in wires if each in known]

    def _ends_of(self, wire: Wire) -> tuple[QPointF, QPointF]:
        return (
            self.scene.place_of(PortEnd(wire.source, "output", wire.source_port)),
            self.scene.place_of(PortEnd(wire.target, "input", wire.target_port)),
        )

    def _draw(self, wire: Wire) -> None:
        """Let a wire that has waited find its way."""
        if self.scene.wires[wire].isVisible():
            self._route(wire, self._ends_of(wire))

    def _route(self, wire: Wire, ends: tuple[QPointF, QPointF]) -> None:
        self.free(wire)
        most = self._looked + EFFORT
        found = routes.route(
            *ends,
            self.scene.card_of(wire.source).card_rect,
            self.scene.card_of(wire.target).card_rect,
            self._cards_in,
            self._lanes_beside(wire),
            self.scene.graph.flow,
            lambda: self._looked < most,
        )
        self._show(wire, found)

    def _show(self, wire: Wire, route: Route) -> None:
        self._pieces.put(wire, *route.pieces)
        self.scene.wires[wire].set_route(route)
        self._stack_labels(self.beside(wire))

    def _stack_labels(self, items: list[WireItem]) -> None:
        """Let no label of wires that run side by side lie on another."""
        if len(items) < 2:
            return
        items.sort(key=lambda item: item.route.label.y())
        heights = [item.route.label.y() for item in items]
        apart = QFontMetricsF(self.scene.look.shape_font).height()
        for item, height in zip(items, routes.stacked(heights, apart), strict=True):
            item.label.setY(height)

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
