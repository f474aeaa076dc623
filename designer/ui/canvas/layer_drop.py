"""Dropping a layer that is dragged in from outside the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from designer.layers import Layer
from designer.ui.canvas import placing
from designer.ui.canvas.card import card_of
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.wire_item import WireItem

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

LAYER_FORMAT = "application/x-designer-layer"
"""The format in which a palette drags a layer or a block: its key in UTF-8."""


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
