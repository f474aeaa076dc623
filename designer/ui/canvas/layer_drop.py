"""Dropping a layer that is dragged in from outside the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from designer.errors import DesignerError
from designer.graph import Graph
from designer.graph.adding import Site
from designer.graph.spot import Spot
from designer.layers import Layer
from designer.ui.canvas import placing
from designer.ui.canvas.card import card_of
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.wire_item import WireItem
from designer.ui.placing_blocks import layer_for

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

LAYER_FORMAT = "application/x-designer-layer"
"""The format in which a palette drags a layer or a block: its key in UTF-8."""


class DropLayer:
    """Drags a layer in from outside: a pale card shows where it will be.

    Over a wire the row makes room for it; over a node whose place it would take, that
    node stands out. Words beside the pointer say what letting go means.
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
        self._moved: dict[str, QPointF] = {}
        canvas.stage.addItem(self._ghost)

    def move(self, place: QPointF) -> None:
        """The pointer is there."""
        wire = self.canvas.wire_for(self.layer, place)
        if wire is None:
            self._make_room({})
            self._ghost.setPos(*placing.dropped(self.canvas.graph, place))
        elif wire is not self._wire:
            self._go_between(wire, place)
        self._wire = wire
        self.canvas.hover.show(wire=wire)
        node = None if wire else self.canvas.node_for(self.layer, place)
        self._let_stand_out(node)
        self._ghost.setVisible(node is None)
        words, wrong = self._words(wire, node)
        self.canvas.say(words, self.canvas.mapFromScene(place), wrong)

    def drop(self, place: QPointF) -> None:
        """Add the layer there."""
        wire = self._wire
        self.cancel()
        self.canvas.add_layer_at(self.layer, place, wire)

    def cancel(self) -> None:
        """The pointer has left."""
        self._make_room({})
        self.canvas.hover.show()
        self.canvas.say("", QPoint())
        self._let_stand_out(None)
        self.canvas.stage.removeItem(self._ghost)

    def _go_between(self, wire: WireItem, place: QPointF) -> None:
        """Show where the layer would stand in a wire, and what would move aside."""
        before = self.canvas.graph
        graph, name = placing.placed(before, self.layer, place, wire.wire)
        self._make_room(
            {
                each.name: QPointF(*each.position)
                for each in graph
                if each.name != name and each is not before.nodes[each.name]
            }
        )
        self._ghost.setPos(*graph.node(name).position)

    def _make_room(self, places: dict[str, QPointF]) -> None:
        """Put nodes elsewhere for now, and those that were where they were."""
        stage, graph = self.canvas.stage, self.canvas.graph
        back = {
            name: QPointF(*graph.nodes[name].position)
            for name in self._moved
            if name in graph.nodes
        }
        if places or back:
            stage.place({**back, **places})
            stage.settle({**back, **places})
        self._moved = places

    def _words(self, wire: WireItem | None, node: NodeItem | None) -> tuple[str, bool]:
        """What letting go means, and whether the layer would not fit then."""
        canvas, kind = self.canvas, type(self.layer).__name__
        if wire is not None:
            site, words = Site(wire=wire.wire), ""
        elif node is not None:
            site, words = _site_of(canvas.graph, node.name), f"In place of {node.name}"
        else:
            return "", False
        spot = Spot(canvas.document.design, canvas.document.report, site)
        made = spot.judge(self.layer)
        words = words or spot.words.capitalize()
        if made.fits:
            return words, False
        return f"{words}, but {kind} {made.why}", True

    def _let_stand_out(self, node: NodeItem | None) -> None:
        """Show which node would be replaced, if one would."""
        chosen = self.canvas.selection.names
        if self._node is not None and self._node is not node:
            self._node.set_highlighted(self._node.name in chosen)
        if node is not None:
            node.set_highlighted(True)
        self._node = node


class Arriving:
    """What is dragged over a canvas from outside: a layer, or nothing of ours."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.layer: DropLayer | None = None

    def enter(self, event: QDragEnterEvent) -> None:
        """Something comes; what is no layer is not taken."""
        self.leave()  # what came before may have gone without a word
        data = event.mimeData()
        if not data.hasFormat(LAYER_FORMAT):
            event.ignore()
            return
        key = bytes(data.data(LAYER_FORMAT).data()).decode(errors="replace")
        try:
            _, layer = layer_for(self.canvas.document.design, key)
            self.layer = DropLayer(self.canvas, layer)
        except DesignerError as error:
            event.ignore()
            self.canvas.refuse(str(error))
            return
        self.move(event)

    def move(self, event: QDragMoveEvent) -> None:
        """It is moved."""
        if self.layer:
            self.layer.move(self._place(event))
            event.acceptProposedAction()

    def leave(self) -> None:
        """It has left, or was given up."""
        layer, self.layer = self.layer, None
        if layer:
            layer.cancel()

    def drop(self, event: QDropEvent) -> None:
        """It is let go."""
        layer, self.layer = self.layer, None
        if layer:
            try:
                layer.drop(self._place(event))
            except DesignerError as error:
                self.canvas.refuse(str(error))
            event.acceptProposedAction()
            self.canvas.setFocus()

    def _place(self, event: QDropEvent) -> QPointF:
        return self.canvas.mapToScene(event.position().toPoint())


def _site_of(graph: Graph, name: str) -> Site:
    """The site of a node that is there, by what reaches its first input."""
    wire = next(iter(graph.wires_into(name).values()), None)
    return Site(source=f"{wire.source}.{wire.source_port}") if wire else Site()
