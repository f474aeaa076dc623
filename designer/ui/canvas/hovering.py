"""What hovering over the scene says: of a port, a node or a wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from designer.graph import Report
from designer.layers import Annotation
from designer.layers.help_text import help_text
from designer.ui.canvas.block_help import block_help
from designer.ui.canvas.card import Card, PortEnd, Side
from designer.ui.canvas.spoken import settings_in_words

if TYPE_CHECKING:
    from designer.ui.canvas.scene import Scene


def help_at(scene: Scene, report: Report, place: QPointF, reach: float) -> str:
    """What there is at a place of the scene, in words."""
    port = scene.port_at(place, reach)
    if port:
        return _port_help(scene, report, port)
    node = scene.node_at(place)
    if node and node.card.is_block and not node.card.message:
        return block_help(report, node.name)
    if node:
        return _node_help(report, node.card)
    wire = scene.wire_at(place, reach)
    return wire.help if wire else ""


def _node_help(report: Report, card: Card) -> str:
    """What a node is and does, and its settings in brief, as they turn out here."""
    node = report.resolved.nodes.get(card.name)
    if node is None or card.message or isinstance(card.layer, Annotation):
        return card.help
    written = card.layer.expressions
    values = ", ".join(
        f"{name} {written[name]} = {value}" if name in written else f"{name} {value}"
        for name, value in settings_in_words(node.layer).items()
    )
    return "\n".join(filter(None, [card.help, values]))


def _port_help(scene: Scene, report: Report, end: PortEnd) -> str:
    """What a port is, what it carries, and whether it may stay open."""
    card = scene.nodes[end.node].card
    if end.side == "output":
        tensor = report.tensors.get(str(end))
        carried = f"{tensor} {tensor.dtype}" if tensor else "unknown"
        return _explained(f"{end}: {carried}", card, end.side)
    wire = scene.graph.wires_into(end.node).get(end.port)
    if wire:
        return _explained(scene.wires[wire].help, card, end.side)
    or_not = ", or leave it open" if end.port in card.spare else ""
    return _explained(f"{end}: drag a wire here{or_not}", card, end.side)


def _explained(text: str, card: Card, side: Side) -> str:
    """A text, and where ports have names what the layer's help says of that side."""
    if not card.labelled:
        return text
    said = (
        f"{label}: {words}"
        for label, words in help_text(type(card.layer)).shapes
        if side in label.lower()
    )
    return "\n".join([text, *said])
