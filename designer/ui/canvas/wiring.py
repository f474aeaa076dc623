"""Wiring: drawing a wire from a port, or taking up one that is there at either end."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsPathItem

from designer.errors import GraphError
from designer.graph import Graph, Wire, edits
from designer.ui.canvas import routes
from designer.ui.canvas.card import PortEnd
from designer.ui.canvas.gesture import Gesture, Pointer
from designer.ui.canvas.look import OVERVIEW_ZOOM
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.wire_ends import WireEnds, ends_of, loose_end

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas


class DragWire(Gesture):
    """Draws a wire from a port, or moves one of the ends of a wire.

    One end stays `held`; the other is sought. A wire that was `taken` up is removed where
    nothing is, and put back where it is refused.
    """

    cursor = Qt.CursorShape.CrossCursor
    scrolls = True

    def __init__(
        self,
        canvas: Canvas,
        start: Pointer,
        held: PortEnd,
        taken: Wire | None = None,
        pressed: PortEnd | None = None,
    ) -> None:
        super().__init__(canvas, start)
        self.held = held
        self.taken = taken
        self.pressed = pressed
        self.ends = WireEnds(canvas.stage, canvas.document.report, held, taken)

    def begin(self) -> None:
        stage = self.canvas.stage
        self._seen = QRectF()
        self._wire = QGraphicsPathItem()
        stage.add_sketch(self._wire)
        if self.taken:
            stage.wires[self.taken].set_shown(False)

    def drag(self, pointer: Pointer) -> None:
        self._offer()
        stage = self.canvas.stage
        end = self._end_at(pointer)
        verdict = self.ends.verdict(end) if end else None
        wrong = verdict is not None and not verdict.suits
        node = stage.card_of(end.node) if end else None
        self.canvas.hover.show(
            node if isinstance(node, NodeItem) else None, end, wrong=wrong
        )
        self.canvas.say(verdict.words if verdict else "", pointer.pixel, wrong)
        self._wire.setPen(stage.look.wires["error" if wrong else "selected"])
        self._draw_to(stage.place_of(end) if end else pointer.place)

    def drop(self, pointer: Pointer) -> None:
        end = self._end_at(pointer)
        self.abandon()
        if end is not None:
            self._wire_to(end)
        elif self.taken:
            graph = self.canvas.graph.disconnect(self.taken)
            self.canvas.edit("Remove wire", graph)
        elif not self._is_near_held(pointer):
            self.canvas.wire_dropped.emit(self.held, pointer.place)

    def click(self) -> None:
        canvas, adds = self.canvas, self.start.adds
        if self.pressed is not None:
            name = canvas.stage.card_of(self.pressed.node).name
            if adds:
                canvas.toggle(name)
            else:
                canvas.choose([name])
        elif self.taken is not None:
            canvas.pick(self.taken, adds)

    def abandon(self) -> None:
        stage = self.canvas.stage
        stage.remove_sketch(self._wire)
        stage.offer({})
        self.canvas.hover.show()
        self.canvas.say("", self.start.pixel)
        if self.taken and self.taken in stage.wires:
            stage.wires[self.taken].set_shown(True)

    def _wire_to(self, end: PortEnd) -> None:
        """Draw the wire, or say why that cannot be."""
        verdict = self.ends.verdict(end)
        if verdict.sort == "refused":
            self.canvas.refuse(verdict.words)
            return
        wire, graph = self.ends.wire(end), self.canvas.graph
        label = f"Wire {wire.source} to {wire.target}"
        if self.taken:
            label = "Move wire"
        if verdict.sort == "swaps":
            label = f"Swap inputs of {wire.target}"
        try:
            self.canvas.edit(label, rewired(graph, wire, self.taken))
        except GraphError as error:
            self.canvas.refuse(str(error))

    def _offer(self) -> None:
        """Let the ports in view stand out that suit; far away they cannot be seen."""
        canvas = self.canvas
        seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        if seen != self._seen and canvas.zoom >= OVERVIEW_ZOOM:
            self._seen = seen
            canvas.stage.offer(self.ends.offered(canvas.stage.nodes_in(seen)))

    def _end_at(self, pointer: Pointer) -> PortEnd | None:
        if self.taken is None and self._is_near_held(pointer):
            return None  # a hand that has hardly left its port means no other yet
        return self.ends.at(pointer.place, self.canvas.reach)

    def _is_near_held(self, pointer: Pointer) -> bool:
        way = pointer.place - self.canvas.stage.place_of(self.held)
        return hypot(way.x(), way.y()) <= 2 * self.canvas.reach

    def _draw_to(self, loose: QPointF) -> None:
        stage = self.canvas.stage
        held, card = stage.place_of(self.held), stage.card_of(self.held.node).card_rect
        flow = stage.graph.flow
        dot = QRectF(loose, loose)
        if self.ends.seeks == "input":
            route = routes.route(held, loose, card, dot, flow=flow)
        else:
            route = routes.route(loose, held, dot, card, flow=flow)
        self._wire.setPath(route.path)


def rewired(graph: Graph, wire: Wire, taken: Wire | None) -> Graph:
    """With a wire in place of the one at its input, and of the one that was taken up.

    Two inputs of one node change places. Raises GraphError as `Graph.connect` does.
    """
    if wire == taken:
        return graph
    if taken is not None:
        there = graph.wires_into(wire.target).get(wire.target_port)
        if there and taken != there and taken.target == wire.target:
            return edits.exchanged(
                graph, wire.target, taken.target_port, wire.target_port
            )
        graph = graph.disconnect(taken)
    source, target = (
        f"{wire.source}.{wire.source_port}",
        f"{wire.target}.{wire.target_port}",
    )
    return edits.rewired(graph, source, target)


def from_port(canvas: Canvas, start: Pointer, end: PortEnd) -> DragWire:
    """A new wire from a port, or the one that ends at an input, taken up there."""
    taken = None
    if end.side == "input":
        taken = canvas.graph.wires_into(end.node).get(end.port)
    held = PortEnd(taken.source, "output", taken.source_port) if taken else end
    return DragWire(canvas, start, held, taken, pressed=end)


def at_end(canvas: Canvas, start: Pointer, wire: Wire) -> DragWire | None:
    """A wire taken up near one of its ends; None where both are far away."""
    loose = loose_end(canvas.stage, wire, start.place, canvas.port_reach)
    if loose is None:
        return None
    source, target = ends_of(wire)
    return DragWire(canvas, start, source if loose == target else target, wire)
