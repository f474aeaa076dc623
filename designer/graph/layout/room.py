"""Where new nodes stand: in the row of the node before, on no other, with room made.

All is worked out along the flow and across it, so that a network that runs down gets new
nodes below as one that runs to the right gets them at the right.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from designer.graph.graph import Graph
from designer.graph.node import DROP, SPACING, Flow, Position
from designer.layers import Frame

ROW = 54.0
"""Nodes whose tops are nearer than this stand in one row."""

LENGTH = 5
"""Nodes of a row, before a new one is begun."""

WIDE, HIGH = SPACING - 60, 70.0
"""How far apart two nodes stand at least, side by side and one above the other."""

STEP: Mapping[Flow, float] = MappingProxyType({"right": SPACING, "down": DROP})
"""From a node to the next one of its row."""

ASIDE: Mapping[Flow, float] = MappingProxyType({"right": 90.0, "down": SPACING})
"""From a place that is taken to the one beside it."""

NEXT: Mapping[Flow, float] = MappingProxyType({"right": 170.0, "down": SPACING + 60})
"""From a row to the one after it."""


def beside(graph: Graph, places: Iterable[Position]) -> list[Position]:
    """These places, or those nearest beside them on which no node stands."""
    wanted, aside = list(places), ASIDE[graph.flow]
    across = 1 if graph.flow == "right" else 0
    first = min(place[1 - across] for place in wanted) - SPACING
    last = max(place[1 - across] for place in wanted) + SPACING
    near = [each for each in _standing(graph) if first < each[1 - across] < last]
    while any(_overlap(place, other) for place in wanted for other in near):
        wanted = [_moved(place, aside, graph.flow) for place in wanted]
    return wanted


def free_place(graph: Graph, wanted: Position | None = None) -> Position:
    """The wanted place, or the nearest beside it where no node stands."""
    if wanted is None:
        if not graph.nodes:
            return (0.0, 0.0)
        return after(graph, [*graph.nodes][-1], 1)[0]
    return beside(graph, [wanted])[0]


def after(graph: Graph, name: str, count: int) -> list[Position]:
    """Free places for nodes in a row after another, which goes on in the next row."""
    flow = graph.flow
    start, across = _turned(graph.node(name).position, flow)
    row = (_turned(place, flow) for place in _standing(graph))
    left = min(along for along, y in row if abs(y - across) < ROW)
    return beside(graph, _rows((start + STEP[flow], across), left, count, flow))


def along(graph: Graph, first: Position, count: int) -> list[Position]:
    """Free places for nodes in a row from a place on, which goes on in the next row."""
    start = _turned(first, graph.flow)
    return beside(graph, _rows(start, start[0], count, graph.flow))


def up_to(graph: Graph, last: Position, count: int) -> list[Position]:
    """Free places for nodes in a row that ends at a place."""
    end, across = _turned(last, graph.flow)
    start = end - (count - 1) * STEP[graph.flow]
    return along(graph, _turned((start, across), graph.flow), count)


def in_row(graph: Graph, source: str, target: str) -> bool:
    """Whether a node stands in the row of another, and behind it."""
    start, across = _turned(graph.node(source).position, graph.flow)
    end, height = _turned(graph.node(target).position, graph.flow)
    return abs(across - height) < ROW and end > start


def between(
    graph: Graph, source: str, target: str, count: int
) -> tuple[Graph, list[Position]]:
    """Places between two nodes, and the graph with room made for them.

    Where both stand in one row, what follows in it moves on as far as it must, and no
    farther. Else the places are in the row of the first, or beside it.
    """
    flow = graph.flow
    start, across = _turned(graph.node(source).position, flow)
    step = STEP[flow]
    places = [_turned((start + step * (i + 1), across), flow) for i in range(count)]
    if in_row(graph, source, target):
        end = _turned(graph.node(target).position, flow)
        graph = graph.move(_pushed(graph, end, start + step * (count + 1)))
    return graph, beside(graph, places)


def _pushed(graph: Graph, first: Position, least: float) -> dict[str, Position]:
    """The nodes of a row from a place on, so that none stands before `least`."""
    flow = graph.flow
    before, across = first
    row = sorted(
        (along, y, node.name)
        for node in graph
        for along, y in [_turned(node.position, flow)]
        if along >= before
        and abs(y - across) < ROW
        and not isinstance(node.layer, Frame)
    )
    moved: dict[str, Position] = {}
    for along, y, name in row:
        least += min(along - before, STEP[flow])
        if along >= least:
            break
        moved[name] = _turned((least, y), flow)
        before = along
    return moved


def _rows(start: Position, left: float, count: int, flow: Flow) -> list[Position]:
    """Places from one on, in rows that begin at `left`."""
    along, across = start
    found = []
    for _ in range(count):
        if along - left > STEP[flow] * (LENGTH - 1) + 1:
            along, across = left, across + NEXT[flow]
        found.append(_turned((along, across), flow))
        along += STEP[flow]
    return found


def _standing(graph: Graph) -> list[Position]:
    """Where nodes stand; a frame is where its members are."""
    nodes = graph.nodes.values()
    return [node.position for node in nodes if type(node.layer) is not Frame]


def _turned(place: Position, flow: Flow) -> Position:
    """A place along and across the flow, or back as x and y."""
    return place if flow == "right" else (place[1], place[0])


def _moved(place: Position, aside: float, flow: Flow) -> Position:
    x, y = place
    return (x, y + aside) if flow == "right" else (x + aside, y)


def _overlap(place: Position, other: Position) -> bool:
    return abs(place[0] - other[0]) < WIDE and abs(place[1] - other[1]) < HIGH
