"""Where cards have come to stand: the wires at them, and those in the way, run anew."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QPointF, QRectF

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

    def settle(self, names: Collection[str]) -> None:
        """Draw wires anew where nodes have come to stand, or stood before."""
        if len(names) > MANY_WIRES:
            self.scene.sceneRect()  # it grows, and the index with it, only if asked for
        stood = len(self._stood)
        areas, steps = self._follow(names)
        if len(names) == stood == len(self._stood) and len(steps) == 1:
            step = steps.pop()
            if step is not None:  # all have moved alike, and the wires with them
                self.scene.tracks.shift(QPointF(*step))
                return
        here = [name for name in names if name in self.scene.nodes]
        if len(areas) > MANY_WIRES:  # one look at all of them
            areas = [reduce(QRectF.united, areas)]
        wires = self.scene.wires_at(here).union(*map(self._wires_in, areas))
        self.scene.tracks.route(wires)

    def _follow(
        self, names: Collection[str]
    ) -> tuple[list[QRectF], set[tuple[float, float] | None]]:
        """Where cards stood and stand now, and how far each has moved."""
        areas, steps = [], set()
        for name in names:
            item, before = self.scene.nodes.get(name), self._stood.pop(name, None)
            after = item.card_rect if item and is_in_the_way(item) else None
            areas += [area for area in (before, after) if area]
            steps.add(_step(before, after))
            if after:
                self._stood[name] = after
        return areas, steps

    def _wires_in(self, rect: QRectF) -> set[Wire]:
        items = self.scene.near(rect.marginsAdded(MARGINS))
        return {
            item.wire
            for item in items
            if isinstance(item, WireItem) and item.wire in self.scene.wires
        }


def _step(before: QRectF | None, after: QRectF | None) -> tuple[float, float] | None:
    """How far a card has moved; None if it has come or gone, or has another size."""
    if before is None or after is None or before.size() != after.size():
        return None
    return after.left() - before.left(), after.top() - before.top()
