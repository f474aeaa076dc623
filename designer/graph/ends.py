"""Where a graph ends, and which nodes its answer depends on."""

import networkx as nx

from designer.graph.graph import Graph
from designer.layers import Annotation, Input, Output


def outputs_of(graph: Graph) -> tuple[str, ...]:
    """The nodes whose inputs the network returns: Outputs, or else what ends a path."""
    return graph.once("ends", lambda: _outputs_of(graph))


def _outputs_of(graph: Graph) -> tuple[str, ...]:
    named = graph.named(Output)
    if len(named) == 1:
        return named
    if named:
        return tuple(name for name in graph.order if name in named)
    return tuple(
        name
        for name in graph.order
        if not graph.wiring.adj[name] and not is_apart(graph, name)
    )


def is_apart(graph: Graph, name: str) -> bool:
    """Whether a node takes no part: a note, a frame, or a layer that nothing is wired to."""
    layer = graph.nodes[name].layer
    loose = not graph.wiring.pred[name] and not graph.wiring.adj[name]
    return isinstance(layer, Annotation) or (loose and not isinstance(layer, Input))


def used(graph: Graph) -> set[str]:
    """The nodes that the network's answer depends on."""
    return graph.once("used", lambda: _used(graph))


def _used(graph: Graph) -> set[str]:
    ends = outputs_of(graph)
    return set(ends).union(*(nx.ancestors(graph.wiring, end) for end in ends))


def titled(graph: Graph, name: str) -> str:
    """A node as messages call it: "Conv2d conv1"."""
    return f"{type(graph.nodes[name].layer).__name__} {name}"
