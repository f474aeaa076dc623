"""What a person does with the mouse on the canvas, one class for each gesture.

A gesture lives from press to release. Pressing without moving is a click. While it
lasts it only shows; the design changes once, at its end, so it is one step of undo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QApplication, QGraphicsPathItem

from designer.errors import GraphError
from designer.graph import Wire, edits
from designer.layers import Layer
from designer.ui.canvas import placing, routes
from designer.ui.canvas.card import PortEnd, Side, card_of
from designer.ui.canvas.commands import named
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.wire_item import WireItem

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

LAYER_FORMAT = "application/x-designer-layer"
"""The format in which a palette drags a layer or a block: its key in UTF-8."""

ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Pointer(NamedTuple):
    """Where the mouse is: in the scene, in the viewport, and with which keys."""

    place: QPointF
    pixel: QPoint
    keys: Qt.KeyboardModifier

    @property
    def adds(self) -> bool:
        """Whether what is clicked joins the selection."""
        return bool(self.keys & ADDING)


class Gesture:
    """From press to release. A subclass says what moving and letting go mean."""

    cursor: Qt.CursorShape | None = None

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        self.canvas = canvas
        self.start = start
        self.begun = False

    def move(self, pointer: Pointer) -> None:
        """The mouse has moved; a tremble of the hand is no drag."""
        if not self.begun:
            way = pointer.pixel - self.start.pixel
            if way.manhattanLength() < QApplication.startDragDistance():
                return
            self.begun = True
            self.begin()
        self.drag(pointer)

    def release(self, pointer: Pointer) -> None:
        """The button is up."""
        if self.begun:
            self.drop(pointer)
        else:
            self.click()

    def cancel(self) -> None:
        """Leave everything as it was."""
        if self.begun:
            self.abandon()

    def begin(self) -> None:
        """The first move."""

    def drag(self, pointer: Pointer) -> None:
        """A move."""

    def drop(self, pointer: Pointer) -> None:
        """The button is up after a move."""

    def click(self) -> None:
        """The button is up, and the mouse has not moved."""

    def abandon(self) -> None:
        """Undo what `begin` and `drag` have shown."""


class Pan(Gesture):
    """Moves the view over the scene."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def begin(self) -> None:
        self._last = self.start.pixel

    def drag(self, pointer: Pointer) -> None:
        self.canvas.pan(self._last - pointer.pixel)
        self._last = pointer.pixel


class MoveNodes(Gesture):
    """Moves the selected nodes over the grid."""

    def __init__(self, canvas: Canvas, start: Pointer, name: str) -> None:
        super().__init__(canvas, start)
        self.name = name
        self._was_selected = name in canvas.selection.names
        self._places: dict[str, QPointF] = {}
        if start.adds:
            canvas.toggle(name)
        elif not self._was_selected:
            canvas.choose([name])

    def begin(self) -> None:
        nodes = self.canvas.stage.nodes
        names = set(self.canvas.selection.names) | {self.name}
        self._places = {name: nodes[name].pos() for name in names}

    def drag(self, pointer: Pointer) -> None:
        held = self._places[self.name]
        wanted = held + pointer.place - self.start.place
        step = QPointF(placing.snapped(wanted.x()), placing.snapped(wanted.y())) - held
        self.canvas.stage.place({n: at + step for n, at in self._places.items()})

    def drop(self, pointer: Pointer) -> None:
        self.drag(pointer)
        stage = self.canvas.stage
        stage.settle(self._places)
        places = {name: stage.nodes[name].pos() for name in self._places}
        if places == self._places:
            return
        graph = self.canvas.graph.move({n: (p.x(), p.y()) for n, p in places.items()})
        self.canvas.edit(f"Move {named(places)}", graph)

    def click(self) -> None:
        if self._was_selected and not self.start.adds:
            self.canvas.choose([self.name])

    def abandon(self) -> None:
        self.canvas.stage.place(self._places)
        self.canvas.stage.settle(self._places)


class RubberBand(Gesture):
    """Selects the nodes in a rectangle."""

    def begin(self) -> None:
        look = self.canvas.stage.look
        self._before = self.canvas.selection.names if self.start.adds else ()
        self._band = QGraphicsPathItem()
        self._band.setPen(look.band_edge)
        self._band.setBrush(look.band)
        self.canvas.stage.add_sketch(self._band)

    def drag(self, pointer: Pointer) -> None:
        rect = QRectF(self.start.place, pointer.place).normalized()
        path = QPainterPath()
        path.addRect(rect)
        self._band.setPath(path)
        inside = self.canvas.stage.nodes_in(rect)
        self.canvas.choose(dict.fromkeys([*self._before, *inside]))

    def drop(self, pointer: Pointer) -> None:
        self.drag(pointer)
        self.abandon()

    def click(self) -> None:
        if not self.start.adds:
            self.canvas.choose(())

    def abandon(self) -> None:
        self.canvas.stage.remove_sketch(self._band)


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


class DropLayer:
    """Drags a layer in from outside: a pale card shows where it will be.

    Over a node whose place it would take, that node stands out.
    """

    def __init__(self, canvas: Canvas, layer: Layer) -> None:
        self.canvas = canvas
        self.layer = layer
        graph, new = placing.placed(canvas.graph, layer, QPointF(), None)
        design = canvas.document.design.with_graph(graph)
        card = card_of(design, graph.node(new), ())
        self._ghost = NodeItem(card, canvas.stage.look)
        self._ghost.setOpacity(0.65)
        self._ghost.setZValue(4)
        self._wire: WireItem | None = None
        self._node: NodeItem | None = None
        canvas.stage.addItem(self._ghost)

    def move(self, place: QPointF) -> None:
        """The pointer is there."""
        self._ghost.setPos(*placing.corner(place))
        self._wire = self.canvas.wire_for(self.layer, place)
        if self._wire is None:
            self._ghost.setPos(*placing.dropped(self.canvas.graph, place))
        self.canvas.hover.show(wire=self._wire)
        self._let_stand_out(self.canvas.node_for(self.layer, place))

    def drop(self, place: QPointF) -> None:
        """Add the layer there."""
        self.cancel()
        self.canvas.add_layer_at(self.layer, place)

    def cancel(self) -> None:
        """The pointer has left."""
        self.canvas.hover.show()
        self._let_stand_out(None)
        self.canvas.stage.removeItem(self._ghost)

    def _let_stand_out(self, node: NodeItem | None) -> None:
        """Show which node would be replaced, if one would."""
        chosen = self.canvas.selection.names
        if self._node is not None and self._node is not node:
            self._node.set_highlighted(self._node.name in chosen)
        if node is not None:
            node.set_highlighted(True)
        self._node = node


def gesture_for(
    canvas: Canvas, button: Qt.MouseButton, pointer: Pointer
) -> Gesture | None:
    """What a press begins; a press on a wire only selects it."""
    if button == Qt.MouseButton.MiddleButton or (
        button == Qt.MouseButton.LeftButton and canvas.space_held
    ):
        return Pan(canvas, pointer)
    if button != Qt.MouseButton.LeftButton:
        return None
    port = canvas.stage.port_at(pointer.place, canvas.reach)
    if port:
        return DragWire(canvas, pointer, port)
    node = canvas.stage.node_at(pointer.place)
    if node:
        return MoveNodes(canvas, pointer, node.name)
    wire = canvas.stage.wire_at(pointer.place, canvas.reach / 2)
    if wire is None:
        return RubberBand(canvas, pointer)
    if pointer.adds:
        canvas.choose(canvas.selection.names, canvas.selected_wires ^ {wire.wire})
    else:
        canvas.choose((), {wire.wire})
    return None
