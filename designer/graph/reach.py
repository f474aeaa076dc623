"""What lies before and behind some nodes, as far as wires lead."""

from collections.abc import Iterable, Mapping

from designer.graph.graph import Graph


def upstream(graph: Graph, names: Iterable[str]) -> set[str]:
    """Nodes, and all that they depend on."""
    return _reached(graph.wiring.pred, names)


def downstream(graph: Graph, names: Iterable[str]) -> set[str]:
    """Nodes, and all that depends on them."""
    return _reached(graph.wiring.adj, names)


def _reached(links: Mapping[str, Iterable[str]], names: Iterable[str]) -> set[str]:
    found = set(names)
    ahead = list(found)
    while ahead:
        new = set(links[ahead.pop()]) - found
        found |= new
        ahead += new
    return found
