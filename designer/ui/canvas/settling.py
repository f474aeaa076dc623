"""Where cards have come to stand: the wires at them, and those in the way, run anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF

from designer.graph import Wire
from designer.ui.canvas import routes
from designer.ui.canvas.items import is_in_the_way
from designer.ui.canvas.wire_item import WireItem

if TYPE_CHECKING:
    from designer.ui.canvas.scene import Scene

MANY_WIRES = 100
"""Beyond so many, curves cannot be drawn anew at each step of the mouse."""

MARGINS = QMarginsF(routes.CLEAR, routes.CLEAR, routes.CLEAR, routes.CLEAR)


class Settling:
    """Remembers where each card of a scene stood when its wires were drawn."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._stood: dict[str, QRectF] = {}
        self._placed: set[str] = set()

    @property
    def is_done(self) -> bool:
        """Whether all cards stand where they belong, and none is dragged."""
        return not self._placed

    def begin(self, names: Iterable[str]) -> None:
        """Nodes are elsewhere for now, until they settle."""
        self._placed.update(names)

    def shift(self, x: float, y: float) -> None:
        """All cards have moved by one step, and their wires with them."""
        for rect in self._stood.values():
            rect.translate(x, y)

    def settle(self, names: Collection[str]) -> None:
        """Draw wires anew where nodes have come to stand, or stood before."""
        if len(names) > MANY_WIRES:
            self.scene.sceneRect()  # it grows, and the index with it, only if asked for
        self._placed.difference_update(names)
        areas = self._follow(names)
        here = [name for name in names if name in self.scene.nodes]
        if len(here) == len(self.scene.nodes):  # as when a file is opened
            self.scene.tracks.route(set(self.scene.wires))
            return
        if len(areas) > MANY_WIRES:  # one look at all of them
            areas = [reduce(QRectF.united, areas)]
        wires = self.scene.wires_at(here).union(*map(self._wires_in, areas))
        self.scene.tracks.route(wires)

    def _follow(self, names: Collection[str]) -> list[QRectF]:
        """Where cards stood and stand now."""
        areas = []
        for name in names:
            item, before = self.scene.nodes.get(name), self._stood.pop(name, None)
            after = item.card_rect if item and is_in_the_way(item) else None
            areas += [area for area in (before, after) if area]
            if after:
                self._stood[name] = after
        return areas

    def _wires_in(self, rect: QRectF) -> set[Wire]:
        items = self.scene.near(rect.marginsAdded(MARGINS))
        return {
            item.wire
            for item in items
            if isinstance(item, WireItem) and item.wire in self.scene.wires
        }
