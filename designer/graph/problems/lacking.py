"""The ends that a network needs, an Input and an Output, and edits that give them."""

from collections.abc import Iterator
from functools import partial

from designer.graph.design import Design
from designer.graph.edits import append
from designer.graph.ends import is_apart
from designer.graph.graph import Graph
from designer.graph.node import SPACING
from designer.graph.problems.fixes import fix
from designer.graph.report import Fix
from designer.layers import Input, Layer, Output


def lacking_ends(graph: Graph) -> str:
    """ "no Output", or what else a network needs before it can be trained."""
    gone = [kind.__name__ for kind in (Input, Output) if not graph.named(kind)]
    return " and ".join(f"no {name}" for name in gone)


def lacking_fixes(design: Design, lacking: Layer) -> tuple[Fix, ...]:
    """What gives a design the Input or the Output that it lacks, if it has any layers."""
    graph = design.graph
    if isinstance(lacking, Output):
        return tuple(_output_fixes(graph))
    source = design.training.data
    return tuple(_input_fixes(graph, Input(shape=source.shape)))


def _output_fixes(graph: Graph) -> Iterator[Fix]:
    """An Output after the path that ends last."""
    ends = [
        name
        for name in graph.order
        if graph.nodes[name].layer.outputs
        and not graph.wiring.adj[name]
        and not is_apart(graph, name)
    ]
    for end in ends[-1:]:
        yield fix(f"Add an Output after {end}", partial(_ended, end=end))


def _ended(graph: Graph, end: str) -> Graph:
    return append(graph, Output(), end)[0]


def _input_fixes(graph: Graph, layer: Input) -> Iterator[Fix]:
    """An Input before the first layer that has none."""
    for node in graph:
        open_port = node.layer.inputs and not graph.wires_into(node.name)
        if open_port and not isinstance(node.layer, Output):
            label = f"Add an Input before {node.name}"
            yield fix(label, partial(_begun, layer=layer, first=node.name))
            return


def _begun(graph: Graph, layer: Input, first: str) -> Graph:
    x, y = graph.node(first).position
    name = graph.free_name(layer)
    return graph.add(name, layer, (x - SPACING, y)).connect(name, first)
