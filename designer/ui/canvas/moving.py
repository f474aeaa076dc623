"""Moving the selected nodes with the mouse, into line with others or freely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from designer.graph.framing import with_members
from designer.graph.layout.alignment import Box, Guide, Neighbours
from designer.ui.canvas import placing
from designer.ui.canvas.commands import named, titled
from designer.ui.canvas.framing import Joining
from designer.ui.canvas.gesture import FREE, STRAIGHT, Gesture, Pointer
from designer.ui.canvas.look import TEXT_ZOOM

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

NEAR = 6.0
"""How near to being in line, in pixels, a node is drawn into line."""

MANY = 200
"""Beyond so many nodes only their outlines move with the pointer, as quickly as one.
They join no frame then, and leave none."""

TICK = 3.0
"""Half as long, in pixels, as the ticks at both ends of a gap."""


class MoveNodes(Gesture):
    """Moves the selected nodes over the grid, and into line with those around.

    With Ctrl they go anywhere, and with Shift only straight across or down.
    """

    scrolls = True

    def __init__(self, canvas: Canvas, start: Pointer, name: str) -> None:
        super().__init__(canvas, start)
        self.name = name
        self._was_selected = name in canvas.selection.names
        self._places: dict[str, QPointF] = {}
        if not self._was_selected:
            canvas.choose([*(canvas.selection.names if start.adds else ()), name])

    def begin(self) -> None:
        canvas = self.canvas
        nodes, names = canvas.stage.nodes, canvas.selection.names
        names = with_members(canvas.graph, names)
        self._places = {name: nodes[name].pos() for name in names}
        is_crowd = len(names) > MANY
        joining = frozenset[str]() if is_crowd else frozenset(names)
        self._joining = Joining(canvas.stage, joining)
        self._seen = QRectF()
        self._lines = QGraphicsPathItem()
        self._lines.setPen(canvas.stage.look.guide)
        canvas.stage.add_sketch(self._lines)
        self._outlines: list[QRectF] = []
        if is_crowd:
            self._outlines = [nodes[name].card_rect for name in self._places]

    def drag(self, pointer: Pointer) -> None:
        step, guides = self._step(pointer)
        path = self._drawn(guides)
        if self._outlines:
            self._outline(path, step)
        else:
            self.canvas.stage.place({n: at + step for n, at in self._places.items()})
            self._joining.show()
        self._lines.setPath(path)

    def drop(self, pointer: Pointer) -> None:
        self.drag(pointer)
        self._end()
        step, _ = self._step(pointer)
        places = {name: at + step for name, at in self._places.items()}
        graph = self.canvas.graph.move({n: (p.x(), p.y()) for n, p in places.items()})
        graph = self._joining.done(graph)
        if step.isNull():
            return
        moved = [name for name in places if not self._joining.is_carried(name)]
        what = titled(graph, moved[0]) if len(moved) == 1 else named(moved)
        self.canvas.edit(f"Move {what}", graph)

    def click(self) -> None:
        if self._was_selected and self.start.adds:
            self.canvas.toggle(self.name)
        elif self._was_selected:
            self.canvas.choose([self.name])

    def abandon(self) -> None:
        self._joining.end()
        if not self._outlines:
            self.canvas.stage.place(self._places)
        self._end()

    def _end(self) -> None:
        self.canvas.stage.remove_sketch(self._lines)
        if not self._outlines:
            self.canvas.stage.settle(self._places)

    def _outline(self, path: QPainterPath, step: QPointF) -> None:
        """Add the outlines that can be seen; where those are too many, one around all."""
        canvas = self.canvas
        seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        here = seen.translated(-step)
        shown = [rect for rect in self._outlines if rect.intersects(here)]
        if len(shown) > MANY:
            shown = [canvas.stage.bounds(self._places)]
        for rect in shown:
            path.addRect(rect.translated(step))

    def _step(self, pointer: Pointer) -> tuple[QPointF, list[Guide]]:
        """How far to move, and what has come into line."""
        way = pointer.place - self.start.place
        if pointer.keys & STRAIGHT:
            is_level = abs(way.x()) >= abs(way.y())
            way = QPointF(way.x(), 0) if is_level else QPointF(0, way.y())
        if pointer.keys & FREE:
            return QPointF(round(way.x()), round(way.y())), []
        held = self._places[self.name]
        card = self.canvas.stage.nodes[self.name].card_rect
        wanted = box_of(QRectF(held + way, card.size()))
        others = self._neighbours()
        across, down = others.snap(wanted, NEAR / self.canvas.zoom)
        if across is None:
            across = placing.snapped(wanted.left) - wanted.left
        if down is None:
            down = placing.snapped(wanted.top) - wanted.top
        there = wanted.moved(across, down)
        return QPointF(there.left, there.top) - held, others.guides(there)

    def _neighbours(self) -> Neighbours:
        """The cards in view that stay where they are; none where they are too small."""
        canvas = self.canvas
        seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        if seen != self._seen:
            self._seen = seen
            frames = canvas.graph.members
            aligns = canvas.zoom >= TEXT_ZOOM and self.name not in frames
            names = canvas.stage.nodes_in(seen) if aligns else []
            self._beside = Neighbours(
                box_of(canvas.stage.nodes[name].card_rect)
                for name in names
                if name not in self._places and name not in frames
            )
        return self._beside

    def _drawn(self, guides: list[Guide]) -> QPainterPath:
        """Lines through what is in line; a gap that is as wide as another has ticks."""
        path, tick = QPainterPath(), TICK / self.canvas.zoom
        for guide in guides:
            start, end = QPointF(*guide.start), QPointF(*guide.end)
            path.moveTo(start)
            path.lineTo(end)
            if guide.is_gap:
                along = start.y() == end.y()
                aside = QPointF(0, tick) if along else QPointF(tick, 0)
                for place in (start, end):
                    path.moveTo(place - aside)
                    path.lineTo(place + aside)
        return path


def box_of(rect: QRectF) -> Box:
    """A rectangle as the arithmetic of alignment takes it."""
    return Box(rect.left(), rect.top(), rect.right(), rect.bottom())
