"""The frames of a scene: where they stand, what they hide, and what has to follow.

A frame surrounds its nodes. What is lifted out of it, as while it is dragged, it does
not follow; so one can see what it would leave, and where it would be put.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from designer.graph import Design, Graph, Wire
from designer.layers import Frame
from designer.ui.canvas.frame_item import (
    EMPTY,
    SIDE,
    TITLE_BOTTOM,
    TITLE_LEFT,
    TOP,
    FrameItem,
    paint_ground,
    paint_title,
)
from designer.ui.canvas.items import Item
from designer.ui.canvas.placing import GRID
from designer.ui.theme import NODE_HEIGHT, NODE_WIDTH

if TYPE_CHECKING:
    from designer.ui.canvas.scene import Scene


class Frames:
    """Knows of each node the collapsed frame that hides it, in `hidden`."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.hidden: Mapping[str, str] = {}
        self.lifted: frozenset[str] = frozenset()

    def follow(
        self, before: Design, after: Design, touched: Collection[str]
    ) -> set[str]:
        """The frames and their nodes that may look different, where `touched` do."""
        old, new = before.graph, after.graph
        self.hidden = _hidden(new)
        if not (old.members or new.members):
            return set()
        found: set[str] = set()
        for frame in old.members.keys() | new.members.keys():
            was, now = _of(old, frame), _of(new, frame)
            if was != now:
                found |= {frame, *was[0], *now[0]}
            elif not touched.isdisjoint(now[0]):  # type: ignore[attr-defined]
                found.add(frame)
        return found & new.nodes.keys()

    def is_inside(self, wire: Wire) -> bool:
        """Whether a collapsed frame hides a wire with both its ends."""
        frame = self.hidden.get(wire.source)
        return frame is not None and frame == self.hidden.get(wire.target)

    def rect(self, name: str) -> QRectF:
        """Where a frame stands, in the scene; a collapsed one is as large as its card."""
        graph = self.scene.graph
        around = self._around(graph.members[name])
        layer = graph.nodes[name].layer
        assert isinstance(layer, Frame)
        if not layer.collapsed:
            if around.isNull():
                around = QRectF(QPointF(*graph.nodes[name].position), QPointF())
                around.setSize(QRectF(0, 0, *EMPTY).size())
                return around
            return around.adjusted(-SIDE, -TOP, SIDE, SIDE)
        if around.isNull():
            return QRectF(QPointF(*graph.nodes[name].position), QPointF())
        middle = around.center()
        left = round((middle.x() - NODE_WIDTH / 2) / GRID) * GRID
        return QRectF(left, self._row(graph.members[name], middle.y()), 0, 0)

    def place(self, names: Iterable[str]) -> list[str]:
        """Let frames surround nodes that have come to stand elsewhere for now.

        Returns the frames whose cards have moved.
        """
        graph, nodes = self.scene.graph, self.scene.nodes
        frames = dict.fromkeys(
            name if name in graph.members else graph.nodes[name].frame for name in names
        )
        moved = []
        for frame in frames:
            item = nodes.get(frame)
            if isinstance(item, FrameItem):
                if self._has_some(frame):
                    item.surround(self.rect(frame))
            elif item is not None:
                item.setPos(self.rect(frame).topLeft())
                moved.append(frame)
        return moved

    def at(self, place: QPointF, own: str = "") -> str:
        """The open frame around a place: a node's own, or else the smallest."""
        found = [
            item
            for name in self.scene.graph.members
            if isinstance(item := self.scene.nodes.get(name), FrameItem)
            and name not in self.lifted
            and item.card_rect.contains(place)
        ]
        if any(item.name == own for item in found):
            return own
        areas = {i.name: i.card_rect.width() * i.card_rect.height() for i in found}
        return min(areas, key=lambda name: areas[name], default="")

    def taken_in(self, graph: Graph, names: Iterable[str]) -> Graph:
        """A graph with new nodes in the open frames that they stand in."""
        joining: dict[str, list[str]] = {}
        for name in names:
            node = graph.nodes[name]
            if not node.frame and not isinstance(node.layer, Frame):
                x, y = node.position
                frame = self.at(QPointF(x + NODE_WIDTH / 2, y + NODE_HEIGHT / 2))
                if frame in graph.members:
                    joining.setdefault(frame, []).append(name)
        for frame, inside in joining.items():
            graph = graph.put_in(frame, *inside)
        return graph

    def show_taking(self, names: Collection[str]) -> None:
        """Let the frames stand out that what is dragged would come to stand in."""
        for name in self.scene.graph.members:
            item = self.scene.nodes[name]
            if isinstance(item, FrameItem):
                item.set_taking(name in names)

    def part_titles(self) -> None:
        """Let no title stand on another's, where frames begin at the same place."""
        open_ones = [item for item in self._items() if isinstance(item, FrameItem)]
        boxes: list[QRectF] = []
        for item in sorted(open_ones, key=lambda item: item.card_rect.width()):
            box = item.title_box
            left = box.left()
            for other in sorted(boxes, key=QRectF.left):
                if box.intersects(other):
                    box.moveLeft(other.right() + SIDE)
            boxes.append(box)
            item.set_title_shift(box.left() - left)

    # In the overview

    def paint_grounds(self, painter: QPainter) -> None:
        """The rectangles of all open frames, behind what stands in them."""
        for item in self._items():
            if isinstance(item, FrameItem):
                paint_ground(painter, item.card_rect, item.card, self.scene.look)

    def paint_titles(self, painter: QPainter) -> None:
        """The titles of all frames, none on another; those of cards above them."""
        taken: list[QRectF] = []
        zoom = painter.worldTransform().m11()
        for item in self._items():
            rect = item.title_rect if isinstance(item, FrameItem) else item.card_rect
            if not isinstance(item, FrameItem):
                rect = rect.translated(-TITLE_LEFT, -TITLE_BOTTOM)
                rect.setWidth(6 * rect.width())
            paint_title(painter, rect, item.card, self.scene.look, zoom, taken)

    # How

    def _items(self) -> Iterator[Item]:
        return (self.scene.nodes[name] for name in self.scene.graph.members)

    def _around(self, members: Iterable[str]) -> QRectF:
        rect = QRectF()
        for name in members:
            if name not in self.lifted:
                rect = rect.united(self.scene.nodes[name].card_rect)
        return rect

    def _row(self, members: Iterable[str], middle: float) -> float:
        """The top of the member nearest to a height, so that a card stands in a row."""
        tops = [self.scene.nodes[name].card_rect for name in members]
        return min(tops, key=lambda rect: abs(rect.center().y() - middle)).top()

    def _has_some(self, frame: str) -> bool:
        """Whether anything in a frame is not lifted; else it stays where it was."""
        return any(n not in self.lifted for n in self.scene.graph.members[frame])


def _of(graph: Graph, frame: str) -> tuple[tuple[str, ...], object]:
    node = graph.nodes.get(frame)
    members = graph.members.get(frame, ())
    return members, node.layer if node else None


def _hidden(graph: Graph) -> dict[str, str]:
    return {
        name: frame
        for frame, members in graph.members.items()
        if getattr(graph.nodes[frame].layer, "collapsed", False)
        for name in members
    }
