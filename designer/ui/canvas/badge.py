"""The mark at the corner of a card that has problems, to be pressed for its fixes."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from designer.ui.canvas.look import TEXT_ZOOM
from designer.ui.canvas.moving import MoveNodes
from designer.ui.canvas.node_item import BADGE, NodeItem
from designer.ui.theme import NODE_WIDTH

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas


def middle_of_badge() -> QPointF:
    """Where the mark stands, from the card's corner."""
    return QPointF(NODE_WIDTH - 7, 0)


def badge_at(canvas: Canvas, place: QPointF) -> str:
    """The node whose mark is there; empty if there is none, or if it is not painted."""
    if canvas.zoom < TEXT_ZOOM:
        return ""
    around = QRectF(place.x() - 1, place.y() - 1, 2, 2)
    for item in canvas.stage.items(around):
        if isinstance(item, NodeItem) and item.card.severity:
            away = place - item.pos() - middle_of_badge()
            if hypot(away.x(), away.y()) <= BADGE + 1:
                return item.name
    return ""


class PressBadge(MoveNodes):
    """A click on a mark asks for the fixes; dragging by it moves the node all the same."""

    def click(self) -> None:
        super().click()
        self.canvas.badge_pressed.emit(self.name)
