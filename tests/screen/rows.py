"""Networks whose nodes stand in rows, where a pointer finds them."""

from collections.abc import Mapping

from designer import Graph
from designer.layers import Layer


def in_rows(chain: Mapping[str, Layer], columns: int, apart: float) -> Graph:
    """A chain of layers by name, so many in a row, with rows so far apart."""
    graph, before = Graph(), ""
    for place, (name, layer) in enumerate(chain.items()):
        position = (place % columns * 240.0, place // columns * apart)
        graph = graph.add(name, layer, position)
        if before:
            graph = graph.connect(before, name)
        before = name
    return graph
