"""Wiring: drawing a wire from a port, or taking up one that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QGraphicsPathItem

from designer.errors import GraphError
from designer.graph import Wire, edits
from designer.ui.canvas import routes
from designer.ui.canvas.card import PortEnd, Side
from designer.ui.canvas.gesture import Gesture, Pointer
from designer.ui.canvas.node_item import NodeItem

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas


class DragWire(Gesture):
    """Draws a wire from a port, or takes up a wire at its input.

    One end stays `held`; the other is sought. A wire taken up is removed where nothing
    is, and put back where it is refused.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas, start: Pointer, end: PortEnd) -> None:
        super().__init__(canvas, start)
        self.pressed = end
        self.taken: Wire | None = None
        if end.side == "input":
            self.taken = canvas.graph.wires_into(end.node).get(end.port)
        wire = self.taken
        self.held = PortEnd(wire.source, "output", wire.source_port) if wire else end
        self.seeks: Side = "input" if self.held.side == "output" else "output"
        graph = canvas.graph
        self.graph = graph.disconnect(wire) if wire else graph

    def begin(self) -> None:
        possible = (
            edits.possible_targets if self.seeks == "input" else edits.possible_sources
        )(self.graph, self.held.node)
        stage = self.canvas.stage
        stage.offer(self.seeks, possible)
        self._possible = possible
        self._wire = QGraphicsPathItem()
        self._wire.setPen(stage.look.wires["selected"])
        stage.add_sketch(self._wire)
        if self.taken:
            stage.wires[self.taken].set_shown(False)

    def drag(self, pointer: Pointer) -> None:
        stage = self.canvas.stage
        end = self._end_at(pointer)
        fits = end is not None and end.node in self._possible
        node = stage.nodes[end.node] if end and fits else None
        self.canvas.hover.show(node if isinstance(node, NodeItem) else None, end)
        loose = stage.place_of(end) if end and fits else pointer.place
        held = stage.place_of(self.held)
        start, stop = (held, loose) if self.seeks == "input" else (loose, held)
        dot = QRectF(pointer.place, pointer.place)
        card = stage.nodes[self.held.node].card_rect
        ends = (card, dot) if self.seeks == "input" else (dot, card)
        self._wire.setPath(routes.route(start, stop, *ends).path)

    def drop(self, pointer: Pointer) -> None:
        end = self._end_at(pointer)
        self.abandon()
        if end is None:
            if self.taken:
                self.canvas.edit("Remove wire", self.graph)
            return
        source, target = (self.held, end) if self.seeks == "input" else (end, self.held)
        try:
            graph = edits.rewired(self.graph, str(source), str(target))
        except GraphError as error:
            self.canvas.refuse(str(error))
            return
        label = "Move wire" if self.taken else f"Wire {source.node} to {target.node}"
        self.canvas.edit(label, graph)

    def click(self) -> None:
        if self.start.adds:
            self.canvas.toggle(self.pressed.node)
        else:
            self.canvas.choose([self.pressed.node])

    def abandon(self) -> None:
        stage = self.canvas.stage
        stage.remove_sketch(self._wire)
        stage.offer(None)
        self.canvas.hover.show()
        if self.taken and self.taken in stage.wires:
            stage.wires[self.taken].set_shown(True)

    def _end_at(self, pointer: Pointer) -> PortEnd | None:
        """The port to end at: one nearby, or else the first free one of a node."""
        stage = self.canvas.stage
        near = stage.port_at(pointer.place, self.canvas.reach, self.seeks)
        if near and near != self.held:
            return near
        item = stage.node_at(pointer.place)
        if not isinstance(item, NodeItem):
            return None
        if self.seeks == "output":
            ports = self.graph.output_ports(item.name)
            return PortEnd(item.name, "output", ports[0]) if ports else None
        ports = self.graph.input_ports(item.name)
        used = self.graph.wires_into(item.name)
        free = [port for port in ports if port not in used] or list(ports)
        return PortEnd(item.name, "input", free[0]) if free else None
