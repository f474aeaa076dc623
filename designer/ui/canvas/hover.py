"""What the pointer is on: a port, a wire, or neither."""

from PySide6.QtCore import QPointF

from designer.ui.canvas.card import PortEnd
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.scene import Scene
from designer.ui.canvas.wire_ends import loose_end
from designer.ui.canvas.wire_item import WireItem


class Hover:
    """At most one port and one wire that stand out."""

    def __init__(self) -> None:
        self.node: NodeItem | None = None
        self.wire: WireItem | None = None

    def follow(
        self, stage: Scene, place: QPointF, reach: float, port_reach: float
    ) -> None:
        """Let what can be taken up at a place of the scene stand out."""
        port = stage.port_at(place, port_reach)
        free = not port and not stage.node_at(place)
        wire = stage.wire_at(place, reach / 2) if free else None
        if wire is not None:
            port = loose_end(stage, wire.wire, place, port_reach)
        node = stage.card_of(port.node) if port else None
        self.show(node if isinstance(node, NodeItem) else None, port, wire)

    def show(
        self,
        node: NodeItem | None = None,
        port: PortEnd | None = None,
        wire: WireItem | None = None,
        wrong: bool = False,
    ) -> None:
        """Let these stand out and nothing else; a port as a mistake if it is `wrong`."""
        if self.node and self.node is not node:
            self.node.set_hovered_port(None)
        if self.wire and self.wire is not wire:
            self.wire.set_hovered(False)
        self.node, self.wire = node, wire
        if node:
            node.set_hovered_port(port, wrong)
        if wire:
            wire.set_hovered(True)
