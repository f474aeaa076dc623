"""What menus and keys do to selected nodes and wires, as functions on graphs."""

import re
from collections.abc import Collection, Iterable

from PySide6.QtCore import QPointF, QRectF

from designer.errors import DesignerError
from designer.graph import Design, Graph, Wire, edits
from designer.graph.files import from_text, to_text
from designer.graph.merging import merged, part
from designer.graph.names import stem_of
from designer.graph.node import Position
from designer.layers import Frame, Layer
from designer.ui.canvas.placing import snapped
from designer.ui.theme import NODE_HEIGHT, NODE_WIDTH
from designer.words import counted

COPY_STEP = 24.0
"""From the selection down to its copies, and from one try to the next."""


NOTHING_TO_PASTE = "The clipboard holds no nodes to paste. Copy some nodes first."

LONGEST = 240
"""Characters of a reason, for what is pasted may hold values of any length."""


def in_order(graph: Graph, names: Collection[str]) -> list[str]:
    """Names in the order in which the graph holds them."""
    return [name for name in graph.nodes if name in names]


def named(names: Iterable[str]) -> str:
    """Nodes in the label of an edit: "conv1" or "3 nodes"."""
    listed = list(names)
    return listed[0] if len(listed) == 1 else counted(len(listed), "node")


def titled(graph: Graph, name: str) -> str:
    """A node in a label: a frame by its title."""
    layer = graph.node(name).layer
    return layer.title if isinstance(layer, Frame) and layer.title else name


def free_offset(graph: Graph, names: Collection[str]) -> tuple[float, float]:
    """How far below nodes their copies stand free, as a group."""
    taken = [_card(*node.position) for node in graph]
    originals = [graph.node(name).position for name in names]
    tops = [y for _, y in originals]
    down = snapped(max(tops) - min(tops) + NODE_HEIGHT + COPY_STEP)
    while any(
        _card(x, y + down).intersects(card) for x, y in originals for card in taken
    ):
        down += COPY_STEP
    return 0.0, down


def _card(x: float, y: float) -> QRectF:
    return QRectF(x, y, NODE_WIDTH, NODE_HEIGHT).adjusted(-8, -8, 8, 8)


def deleted(
    graph: Graph, names: Collection[str], wires: Iterable[Wire]
) -> tuple[str, Graph]:
    """Without nodes and wires, and what that is called.

    Where nodes of a chain are taken out, their neighbours are wired together, unless
    the wires in between are to go as well.
    """
    chosen = [wire for wire in wires if wire in graph.wires]
    loose = [w for w in chosen if w.source not in names and w.target not in names]
    label = named(names) if names else counted(len(loose), "wire")
    if len(loose) == 1 and not names:
        label = f"wire from {loose[0].source} to {loose[0].target}"
    without = graph.disconnect(*chosen)
    healed = edits.bypass(without, *names) if names else without
    return f"Delete {label}", healed


def beside(order: Iterable[str], names: Collection[str]) -> list[str]:
    """The one that follows names in an order, or else comes before them; none if all go."""
    listed = list(order)
    last = max((i for i, name in enumerate(listed) if name in names), default=-1)
    left = [name for name in listed if name not in names]
    after = [name for name in listed[last + 1 :] if name not in names]
    return (after or left[::-1])[:1] if last >= 0 else []


def copied(design: Design, names: Collection[str]) -> str:
    """Nodes, the wires between them and the blocks they need, as the text of a design."""
    return to_text(part(design, names))


def pasted(design: Design, text: str, middle: QPointF) -> tuple[Design, list[str]]:
    """With the nodes in a text, around a place; raises DesignerError in words.

    They never stand right on others, as where one pastes twice.
    """
    if not text.lstrip().startswith("{"):
        raise DesignerError(NOTHING_TO_PASTE)
    try:
        other = from_text(text)
    except DesignerError as error:
        words = str(error)
        if len(words) > LONGEST:
            words = f"{words[:LONGEST]} …"
        raise DesignerError(f"The clipboard holds no whole design: {words}") from error
    added = other.graph
    if not added.nodes:
        raise DesignerError("The clipboard holds a design without nodes.")
    left = min(node.position[0] for node in added)
    right = max(node.position[0] for node in added) + NODE_WIDTH
    top = min(node.position[1] for node in added)
    bottom = max(node.position[1] for node in added) + NODE_HEIGHT
    offset = (
        snapped(middle.x() - (left + right) / 2),
        snapped(middle.y() - (top + bottom) / 2),
    )
    places = {_cell(*node.position) for node in design.graph}
    while any(
        _cell(node.position[0] + offset[0], node.position[1] + offset[1]) in places
        for node in added
    ):
        offset = (offset[0] + COPY_STEP, offset[1] + COPY_STEP)
    return merged(design, other, offset)


def _cell(x: float, y: float) -> tuple[float, float]:
    """Corners in one cell of the grid stand on each other, as far as one can see."""
    return snapped(x), snapped(y)


def sharing(graph: Graph, names: Iterable[str]) -> Graph:
    """With nodes that use the weights of the first; raises GraphError."""
    first, *others = names
    for name in others:
        if name not in graph.group(first):
            graph = graph.share(name, first)
    return graph


def can_share(graph: Graph, names: Collection[str]) -> bool:
    """Whether nodes could use one set of weights, and do not yet."""
    chosen = [graph.nodes[name] for name in names if name in graph.nodes]
    if len(chosen) < 2 or any(
        type(node.layer) is not type(chosen[0].layer) for node in chosen
    ):
        return False
    layer = chosen[0].layer
    owners = {node.shares or node.name for node in chosen}
    return bool(layer.inputs and layer.outputs) and len(owners) > 1


def duplicated_sharing(
    graph: Graph,
    names: Collection[str],
    learned: Collection[str],
    offset: Position,
    taken: Collection[str] = (),
) -> tuple[Graph, list[str]]:
    """With copies of nodes; those that have learned something use the same weights."""
    graph, copies = edits.duplicated(graph, names, offset, taken)
    for name, copy in zip(names, copies, strict=True):
        if name in learned:
            graph = graph.share(copy, name)
    return graph, copies


def replaced(
    graph: Graph, name: str, layer: Layer, taken: Collection[str] = ()
) -> tuple[Graph, str]:
    """With another layer in a node's place, its wires kept where they can be.

    A name that the node got with its old layer follows: conv1 becomes relu1. Returns
    the graph and the name.
    """
    stem = stem_of(type(graph.node(name).layer).__name__)
    graph = edits.succeeded(graph, name, layer)
    if not re.fullmatch(rf"{re.escape(stem)}(_?\d+)?", name):
        return graph, name
    new = graph.free_name(layer, taken)
    return graph.rename(name, new), new


def nudged(graph: Graph, names: Iterable[str], dx: float, dy: float) -> Graph:
    """With nodes moved a little."""
    return graph.move(
        {
            name: (graph.node(name).position[0] + dx, graph.node(name).position[1] + dy)
            for name in names
        }
    )
