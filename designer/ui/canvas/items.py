"""Which item shows which node: a card, a note, or a frame around others."""

from designer.layers import Frame, Note
from designer.ui.canvas.card import Card
from designer.ui.canvas.frame_item import FrameItem
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.note_item import NoteItem

Item = NodeItem | NoteItem | FrameItem


def item_type(card: Card) -> type[Item]:
    """What shows a card: a collapsed frame is shown as a node is."""
    if isinstance(card.layer, Note):
        return NoteItem
    is_open = isinstance(card.layer, Frame) and not card.layer.collapsed
    return FrameItem if is_open else NodeItem


def is_in_the_way(item: Item) -> bool:
    """Whether wires go around it."""
    return item.isVisible() and not isinstance(item, FrameItem)
