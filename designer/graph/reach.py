"""What lies before and behind some nodes, as far as wires lead."""

from collections.abc import Iterable, Mapping

from designer.graph.graph import Graph


def upstream(graph: Graph, names: Iterable[str]) -> set[str]:
    """Nodes, and all that they depend on."""
    return reached(graph.wiring.pred, names)


def downstream(graph: Graph, names: Iterable[str]) -> set[str]:
    """Nodes, and all that depends on them."""
    return reached(graph.wiring.adj, names)


def reached(neighbours: Mapping[str, Iterable[str]], names: Iterable[str]) -> set[str]:
    """What can be reached from nodes, themselves among it."""
    found, waiting = set(names), list(names)
    while waiting:
        fresh = set(neighbours[waiting.pop()]) - found
        found |= fresh
        waiting += fresh
    return found
