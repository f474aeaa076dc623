"""Where new nodes stand: in the row of the node before, on no other, with room made.

All is worked out along the flow and across it, so that a network that runs down gets new
nodes below as one that runs to the right gets them at the right.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from designer.graph.graph import DROP, SPACING, Flow, Graph, Node, Position
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


class Ground:
    """The places that nodes have taken; whether one is free is known at once."""

    def __init__(self, graph: Graph) -> None:
        self.flow = graph.flow
        self._cells: dict[tuple[int, int], list[Position]] = defaultdict(list)
        for node in _standing(graph):
            self._cells[_cell(node.position)].append(node.position)

    def is_free(self, place: Position) -> bool:
        """Whether a node put there would stand on no other."""
        column, row = _cell(place)
        return not any(
            abs(x - place[0]) < WIDE and abs(y - place[1]) < HIGH
            for near in (column - 1, column, column + 1)
            for beside in (row - 1, row, row + 1)
            for x, y in self._cells.get((near, beside), ())
        )

    def beside(self, places: Iterable[Position]) -> list[Position]:
        """These places, or those nearest beside them that are all free."""
        wanted = list(places)
        while not all(map(self.is_free, wanted)):
            wanted = [_moved(place, ASIDE[self.flow], self.flow) for place in wanted]
        return wanted


def free_place(graph: Graph, wanted: Position | None = None) -> Position:
    """The wanted place, or the nearest beside it where no node stands."""
    if wanted is None:
        if not graph.nodes:
            return (0.0, 0.0)
        return after(graph, [*graph.nodes][-1], 1)[0]
    return Ground(graph).beside([wanted])[0]


def after(graph: Graph, name: str, count: int) -> list[Position]:
    """Free places for nodes in a row after another, which goes on in the next row."""
    flow = graph.flow
    start, across = _turned(graph.node(name).position, flow)
    row = (_turned(node.position, flow) for node in _standing(graph))
    left = min(along for along, y in row if abs(y - across) < ROW)
    return Ground(graph).beside(_rows((start + STEP[flow], across), left, count, flow))


def along(graph: Graph, first: Position, count: int) -> list[Position]:
    """Free places for nodes in a row from a place on, which goes on in the next row."""
    start = _turned(first, graph.flow)
    return Ground(graph).beside(_rows(start, start[0], count, graph.flow))


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
    return graph, Ground(graph).beside(places)


def _pushed(graph: Graph, first: Position, least: float) -> dict[str, Position]:
    """The nodes of a row from a place on, so that none stands before `least`."""
    flow = graph.flow
    before, across = first
    row = sorted(
        (along, y, node.name)
        for node in _standing(graph)
        for along, y in [_turned(node.position, flow)]
        if along >= before and abs(y - across) < ROW
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


def _standing(graph: Graph) -> Iterator[Node]:
    """The nodes that have a place of their own: a frame is where its members are."""
    return (node for node in graph if not isinstance(node.layer, Frame))


def _turned(place: Position, flow: Flow) -> Position:
    """A place along and across the flow, or back as x and y."""
    return place if flow == "right" else (place[1], place[0])


def _moved(place: Position, aside: float, flow: Flow) -> Position:
    x, y = place
    return (x, y + aside) if flow == "right" else (x + aside, y)


def _cell(place: Position) -> tuple[int, int]:
    return int(place[0] // WIDE), int(place[1] // HIGH)
