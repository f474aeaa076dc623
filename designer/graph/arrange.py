"""Places for nodes: left to right in columns, long chains wrapped into rows.

Each node stands one column to the right of the last one it depends on. A wire that
passes columns by is given a lane of its own there, so that nodes do not stand on it.
"""

from collections import defaultdict
from itertools import pairwise

import networkx as nx

from designer.graph.graph import SPACING, Graph, Position
from designer.layers import Annotation

LANE = 90.0
ROW_GAP = 80.0
COLUMNS = 5

Place = str | tuple[str, str, int]
"""A node, or a wire from one node to another where it passes a column."""


def arrange(graph: Graph, columns: int = COLUMNS) -> Graph:
    """The same graph with its nodes in columns, at most so many in a row.

    Notes, and nodes that nothing is wired to, follow below.
    """
    apart = [
        n for n in graph.nodes if not (graph.wiring.pred[n] or graph.wiring.adj[n])
    ]
    wired = graph.wiring.subgraph(set(graph.nodes) - set(apart))
    generations = [list(names) for names in nx.topological_generations(wired)]
    places = _with_lanes(graph, generations)
    positions: dict[str, Position] = {}
    top = 0.0
    for first, last in _rows(graph, generations, columns):
        band = places[first:last]
        height = max(map(len, band)) * LANE
        for column, stack in enumerate(band):
            start = top + (height - len(stack) * LANE) / 2
            for lane, place in enumerate(stack):
                if isinstance(place, str):
                    positions[place] = (column * SPACING, start + lane * LANE)
        top += height + ROW_GAP
    cell = 0
    for name in apart:  # a note is wide and takes two places
        positions[name] = (cell % columns * SPACING, top + cell // columns * 2 * LANE)
        cell += 2 if isinstance(graph.nodes[name].layer, Annotation) else 1
    return graph.move(positions)


def _with_lanes(graph: Graph, generations: list[list[str]]) -> list[list[Place]]:
    """The columns, each from top to bottom, with a lane for each wire that passes."""
    column = {name: i for i, names in enumerate(generations) for name in names}
    places: list[list[Place]] = [list(names) for names in generations]
    before: dict[Place, list[Place]] = defaultdict(list)
    for wire in sorted(graph.wires, key=lambda w: graph.order.index(w.target)):
        last: Place = wire.source
        for i in range(column[wire.source] + 1, column[wire.target]):
            lane = (wire.source, wire.target, i)
            if lane not in places[i]:
                places[i].append(lane)
                before[lane].append(last)
            last = lane
        before[wire.target].append(last)
    for left, right in pairwise(places):
        height = {place: i - (len(left) - 1) / 2 for i, place in enumerate(left)}
        right.sort(key=lambda place: _mean([height.get(b, 0) for b in before[place]]))
    return places


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def _rows(
    graph: Graph, generations: list[list[str]], columns: int
) -> list[tuple[int, int]]:
    """Where rows begin and end: where one wire crosses, if there is such a place."""
    column = {name: i for i, names in enumerate(generations) for name in names}
    crossing = [0] * (len(generations) + 1)
    for wire in graph.wires:
        for i in range(column[wire.source] + 1, column[wire.target] + 1):
            crossing[i] += 1
    rows = []
    first = 0
    while first < len(generations):
        last = min(first + columns, len(generations))
        if last < len(generations):
            good = [
                i for i in range(last, first + columns // 2, -1) if crossing[i] == 1
            ]
            last = good[0] if good else last
        rows.append((first, last))
        first = last
    return rows
