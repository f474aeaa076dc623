"""Where new nodes are put: on the grid, and in a wire with room made for them."""

from PySide6.QtCore import QPointF

from designer.graph import Graph, Wire, edits
from designer.graph.graph import Position
from designer.layers import Layer
from designer.ui.theme import NODE_HEIGHT, NODE_WIDTH

GRID = 8.0
GAP = 72.0
"""Between two nodes of a row, with room for a shape."""

LEAST_GAP = 48.0


def snapped(value: float) -> float:
    """The nearest line of the grid."""
    return round(value / GRID) * GRID


def corner(middle: QPointF) -> Position:
    """The top left corner, on the grid, of a node with its middle there."""
    return (
        snapped(middle.x() - NODE_WIDTH / 2),
        snapped(middle.y() - NODE_HEIGHT / 2),
    )


def fits_in_wire(layer: Layer) -> bool:
    """Whether a layer can be put into a wire: one input, one output."""
    single = len(layer.inputs) == 1 and not layer.inputs[0].many
    return single and len(layer.outputs) == 1


def placed(
    graph: Graph, layer: Layer, middle: QPointF, wire: Wire | None
) -> tuple[Graph, str]:
    """With a new node around a place, or in a wire. Returns the graph and the name."""
    if wire is None:
        name = graph.free_name(layer)
        return graph.add(name, layer, corner(middle)), name
    start, end = graph.node(wire.source), graph.node(wire.target)
    row = abs(start.position[1] - end.position[1]) < NODE_HEIGHT
    if not row or end.position[0] < start.position[0] + NODE_WIDTH:
        place = edits.free_place(graph, corner(middle))
        return edits.insert(graph, wire, layer, place)
    room = end.position[0] - start.position[0] - NODE_WIDTH
    if room < NODE_WIDTH + 2 * LEAST_GAP:
        graph = _with_room(graph, wire, NODE_WIDTH + 2 * GAP - room)
        place = (start.position[0] + NODE_WIDTH + GAP, start.position[1])
    else:
        place = (corner(middle)[0], start.position[1])
    return edits.insert(graph, wire, layer, place)


def _with_room(graph: Graph, wire: Wire, step: float) -> Graph:
    """With the rest of the target's row further to the right."""
    left, top = graph.node(wire.target).position
    return graph.move(
        {
            node.name: (node.position[0] + step, node.position[1])
            for node in graph
            if node.position[0] >= left and abs(node.position[1] - top) < NODE_HEIGHT
        }
    )
