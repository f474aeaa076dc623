"""Frames around nodes: making one, and what goes along with one.

Which node stands in which frame is told by `Node.frame`; how large a frame is drawn
follows from its nodes, and is the window's.
"""

from collections.abc import Collection, Iterable

from designer.errors import GraphError
from designer.graph.graph import Graph
from designer.layers import Frame
from designer.layers.network import COLOURS


def framed(graph: Graph, names: Collection[str]) -> tuple[Graph, str]:
    """With a frame around nodes, which leave those that they stood in.

    A frame left empty by that is gone. Returns the graph and the frame's name. Raises
    GraphError in words where there is nothing to put into it.
    """
    inside = [
        name for name in graph.nodes if name in names and not is_frame(graph, name)
    ]
    if not inside:
        raise GraphError("Select the nodes first that the frame is to stand around.")
    left = {graph.nodes[name].frame for name in inside} - {""}
    empty = [each for each in left if {*graph.members[each]} <= {*inside}]
    layer = Frame(colour=_next_colour(graph))
    name = graph.free_name(layer)
    corner = (
        min(graph.nodes[each].position[0] for each in inside),
        min(graph.nodes[each].position[1] for each in inside),
    )
    return graph.add(name, layer, corner).put_in(name, *inside).remove(*empty), name


def is_frame(graph: Graph, name: str) -> bool:
    """Whether a node is a frame."""
    return isinstance(graph.node(name).layer, Frame)


def is_collapsed(graph: Graph, name: str) -> bool:
    """Whether a node is a frame that shows one card in place of its nodes."""
    layer = graph.node(name).layer
    return isinstance(layer, Frame) and layer.collapsed


def with_members(graph: Graph, names: Iterable[str]) -> list[str]:
    """Nodes, and what stands in the frames among them, each once."""
    found = dict.fromkeys(names)
    for name in [frame for frame in graph.members if frame in found]:
        found.update(dict.fromkeys(graph.members[name]))
    return list(found)


def with_hidden(graph: Graph, names: Iterable[str]) -> list[str]:
    """Nodes, and what the collapsed frames among them stand for, each once."""
    found = dict.fromkeys(names)
    for name in [each for each in found if is_collapsed(graph, each)]:
        found.update(dict.fromkeys(graph.members[name]))
    return list(found)


def hidden_by(graph: Graph, name: str) -> str:
    """The collapsed frame whose card stands for a node; empty if none does."""
    frame = graph.node(name).frame
    return frame if frame and is_collapsed(graph, frame) else ""


def _next_colour(graph: Graph) -> str:
    """A colour that the fewest frames have, the first of these."""
    used = [
        each.layer.colour
        for each in map(graph.node, graph.members)
        if isinstance(each.layer, Frame)
    ]
    return min(COLOURS, key=used.count)
