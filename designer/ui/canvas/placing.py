"""Where new nodes are put: on the grid, and in a wire with room made for them."""

from collections.abc import Collection

from PySide6.QtCore import QPointF

from designer.graph import Graph, Wire, edits
from designer.graph.layout.room import free_place, in_row
from designer.graph.node import Position
from designer.layers import Layer
from designer.ui.theme import NODE_HEIGHT, NODE_WIDTH

GRID = 8.0
ROW_REACH = 12.0
"""A node dropped so near to the row of another one stands in it."""


def snapped(value: float) -> float:
    """The nearest line of the grid."""
    return round(value / GRID) * GRID


def corner(middle: QPointF) -> Position:
    """The top left corner, on the grid, of a node with its middle there."""
    return (
        snapped(middle.x() - NODE_WIDTH / 2),
        snapped(middle.y() - NODE_HEIGHT / 2),
    )


def dropped(graph: Graph, middle: QPointF) -> Position:
    """The corner of a node dropped there, in the row of a node that is about there."""
    place, axis = list(corner(middle)), 1 if graph.flow == "right" else 0
    wanted = place[axis]
    rows = [node.position[axis] for node in graph]
    near = min(rows, key=lambda each: abs(each - wanted), default=wanted)
    if abs(near - wanted) <= ROW_REACH:
        place[axis] = near
    return place[0], place[1]


def placed(
    graph: Graph,
    layer: Layer,
    middle: QPointF,
    wire: Wire | None,
    taken: Collection[str] = (),
) -> tuple[Graph, str]:
    """With a new node around a place, or in a wire. Returns the graph and the name."""
    if wire is None:
        name = graph.free_name(layer, taken)
        return graph.add(name, layer, dropped(graph, middle)), name
    if in_row(graph, wire.source, wire.target):
        return edits.insert(graph, wire, layer, taken=taken)  # the row makes room
    place = free_place(graph, corner(middle))
    return edits.insert(graph, wire, layer, place, taken)
