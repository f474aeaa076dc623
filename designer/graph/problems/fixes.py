"""Edits that might mend a problem, each tried before it is offered.

A layer says which settings of its own would help; a join's mistake lies upstream, so
here the branches are searched for what could make them agree. Whatever is guessed is
applied to a copy of the graph and offered only if the node then works.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice, product, starmap
from typing import Any, get_args

import networkx as nx

from designer.errors import DesignerError, ShapeError
from designer.graph.design import Design
from designer.graph.edits import bypass, insert
from designer.graph.graph import Graph
from designer.graph.inference import (
    Inference,
    Measure,
    Outcome,
    carried,
    do_not_run,
    work_out,
)
from designer.graph.node import Node
from designer.graph.problems.rearranging import rearrangements, size_lost
from designer.graph.report import Fix
from designer.graph.wiring import Wire
from designer.layers import Concat, Conv2d, Flatten, Input, Layer, Reshape, Tensor
from designer.layers.convolution import Convolution
from designer.layers.merge import Join
from designer.layers.pooling import MaxPool, SlidingPool
from designer.layers.tensor import Dtype
from designer.layers.unpooling import MaxUnpool
from designer.words import listed

Edit = Callable[[Graph], Graph]
MOST = 3
TRIED = 8
"""Loose ends that are tried, however many there are."""


def shape_fixes(
    graph: Graph,
    name: str,
    error: ShapeError,
    outcomes: dict[str, Outcome],
    measure: Measure = do_not_run,
) -> tuple[Fix, ...]:
    """At most three edits after which the node takes what reaches it."""
    found: list[Fix] = []
    for fix in _candidates(graph, name, error, outcomes):
        if len(found) < MOST and fix not in found and _works(graph, name, fix, measure):
            found.append(fix)
    return tuple(found)


def missing_fixes(
    graph: Graph, name: str, measure: Measure = do_not_run
) -> tuple[Fix, ...]:
    """What a node whose inputs are not all wired could get, or else to do without it."""
    indices = (
        fix for fix in _index_wires(graph, name) if _works(graph, name, fix, measure)
    )
    wires = (
        fix for fix in _main_wires(graph, name) if _works(graph, name, fix, measure)
    )
    return (*islice(indices, 1), *islice(wires, 1), loose_fix(name))


def _main_wires(graph: Graph, name: str) -> Iterator[Fix]:
    """Wires from the loose ends around a node that has no input, the nearest first."""
    node = graph.nodes[name]
    open_ports = [p for p in node.layer.inputs if p.name not in graph.wires_into(name)]
    if not open_ports or graph.wires_into(name):
        return
    refused = nx.descendants(graph.wiring, name) | {name}
    ends = [
        end
        for end in graph
        if end.layer.outputs
        and not graph.wiring.adj[end.name]
        and end.name not in refused
    ]
    for end in sorted(ends, key=lambda end: _distance(node, end))[:TRIED]:
        yield fix(f"Wire {end.name} to {name}", partial(_wired, end.name, name))


def _distance(node: Node, before: Node) -> float:
    """How far a wire would run; back to the left counts for more."""
    (x1, y1), (x2, y2) = before.position, node.position
    return (x2 - x1 if x2 > x1 else 4 * (x1 - x2)) + abs(y2 - y1)


def _wired(source: str, target: str, graph: Graph) -> Graph:
    return graph.connect(source, target)


def _index_wires(graph: Graph, name: str) -> Iterator[Fix]:
    """Wires from the pools before an unpooling, the nearest first."""
    if not isinstance(graph.nodes[name].layer, MaxUnpool):
        return
    if "indices" in graph.wires_into(name):
        return
    before = nx.ancestors(graph.wiring, name)
    for pool in reversed([n for n in graph.order if n in before]):
        layer = graph.nodes[pool].layer
        if isinstance(layer, MaxPool):
            label = f"Turn on return_indices of {pool} and wire it"
            if layer.return_indices:
                label = f"Wire the indices of {pool}"
            yield fix(label, partial(_with_indices, pool=pool, unpool=name))


def _with_indices(graph: Graph, pool: str, unpool: str) -> Graph:
    graph = graph.set(pool, return_indices=True)
    return graph.connect(f"{pool}.indices", f"{unpool}.indices")


def fix(label: str, edit: Edit, reason: str = "") -> Fix:
    """A fix that edits the graph only."""
    return Fix(label, lambda design: design.with_graph(edit(design.graph)), reason)


def both(first: Fix, second: Fix) -> Fix:
    """Two fixes as one."""
    label = f"{first.label} and {second.label[0].lower()}{second.label[1:]}"
    reason = f"{first.reason} {second.reason}".strip()
    return Fix(label, lambda design: second.apply(first.apply(design)), reason)


def set_fix(name: str, changes: dict[str, Any], layer: Any, reason: str = "") -> Fix:
    """A fix that sets settings of one node."""
    words = [
        f"{key} to {layer.require(key).kind.brief(layer.require(key).read(value))}"
        for key, value in changes.items()
    ]
    label = f"Set {name} {listed(words)}"
    made = fix(label, lambda graph: graph.set(name, **changes), reason)
    return replace(made, sets=(name, changes))


def remove_fix(name: str) -> Fix:
    """A fix that takes a node out and joins what was around it."""
    return fix(f"Delete {name}", partial(bypass, name=name))


def loose_fix(name: str) -> Fix:
    """A fix that takes out a node that is not wired yet, for the person to decide."""
    return replace(remove_fix(name), by_hand=True)


def _inserted(graph: Graph, wire: Wire, layer: Layer) -> Graph:
    return insert(graph, wire, layer)[0]


def _works(graph: Graph, name: str, candidate: Fix, measure: Measure) -> bool:
    try:
        edited = candidate.apply(Design(graph)).graph
    except DesignerError:
        return False
    if name not in edited.nodes:
        return True
    needed = nx.ancestors(edited.wiring, name) | {name}
    return isinstance(work_out(edited, needed, measure)[name], Inference)


def _candidates(  # each is tried, so it may guess
    graph: Graph, name: str, error: ShapeError, outcomes: dict[str, Outcome]
) -> Iterator[Fix]:
    layer = graph.nodes[name].layer
    if isinstance(layer, Concat) and len(graph.wires_into(name)) > 1:
        yield from _agreements(graph, name, outcomes)
    words = size_lost(graph, name, outcomes)
    if any("kernel_size" in changes for changes in error.changes):
        if isinstance(layer, SlidingPool):
            yield replace(remove_fix(name), reason=words)
        yield from (set_fix(name, each, layer, words) for each in error.changes)
    yield from rearrangements(graph, name, outcomes)
    for changes in error.changes:
        yield set_fix(name, changes, layer)
    for other in error.instead:
        yield fix(
            f"Use {type(other).__name__} for {name}",
            partial(Graph.replace, name=name, layer=other),
        )
    upstream = nx.ancestors(graph.wiring, name)
    for node, dtype in product(graph, get_args(Dtype)):
        if node.name in upstream and type(node.layer) is Input:
            yield set_fix(node.name, {"dtype": dtype}, node.layer)
    for wire in graph.wires_into(name).values():
        for before in error.before:
            yield fix(
                f"Insert {type(before).__name__} before {name}",
                partial(_inserted, wire=wire, layer=before),
            )
        if isinstance(graph.nodes[wire.source].layer, Flatten | Reshape):
            yield remove_fix(wire.source)
    if isinstance(layer, Join) and len(graph.wires_into(name)) < 2:
        yield remove_fix(name)
    elif isinstance(layer, Join) and not isinstance(layer, Concat):
        yield from _agreements(graph, name, outcomes)


def _agreements(graph: Graph, name: str, outcomes: dict[str, Outcome]) -> Iterator[Fix]:
    """Edits upstream of a join that could make its inputs agree."""
    wires = list(graph.wires_into(name).values())
    branches = [nx.ancestors(graph.wiring, w.source) | {w.source} for w in wires]
    shared = set.intersection(*branches)
    places = {name: place for place, name in enumerate(graph.order)}
    sizes: list[Fix] = []
    for branch in branches:
        for upstream in sorted(branch - shared, key=places.__getitem__, reverse=True):
            outcome = outcomes[upstream]
            if isinstance(outcome, Inference):
                sizes += _keep_size(graph, upstream, outcome)
    widths: list[Fix] = []
    tensors = [carried(graph, wire, outcomes) for wire in wires]
    # A skip that carries its tensor unchanged is mended before a layer is changed.
    inputs = sorted(
        zip(wires, tensors, strict=True), key=lambda i: i[0].source not in shared
    )
    for (wire, tensor), other in product(inputs, tensors):
        if tensor is not None and other is not None:
            widths += _match(graph, wire, tensor, other, shared)
    yield from sizes
    yield from widths
    yield from starmap(both, product(sizes, widths))


def _keep_size(graph: Graph, name: str, outcome: Inference) -> Iterator[Fix]:
    """Settings with which a convolution or a pooling keeps the size of its input."""
    layer = graph.nodes[name].layer
    if not isinstance(layer, Convolution | SlidingPool) or outcome.inputs[0] is None:
        return
    before, after = outcome.inputs[0].shape[1:], outcome.outputs[0].shape[1:]
    if before == after:
        return
    axes = listed(
        ["depth", "height", "width"][-len(after) :] if after[1:] else ["length"]
    )
    lost = {b - a for b, a in zip(before, after, strict=True)}
    by = f" by {lost.pop()}" if len(lost) == 1 else ""
    strides = layer.stride or layer.kernel_size
    if isinstance(layer, Convolution) and all(stride == 1 for stride in strides):
        little = "no" if layer.padding in ((0,) * len(after), "valid") else "too little"
        words = f"{name} shrinks {axes}{by} because it has {little} padding."
        if any(a > b for b, a in zip(before, after, strict=True)):
            words = f"{name} grows {axes} because it has too much padding."
        yield set_fix(name, {"padding": layer.keeping_padding()}, layer, words)
    elif isinstance(layer, Convolution):
        ones = (1,) * len(after)
        yield set_fix(
            name,
            {"stride": ones, "padding": layer.keeping_padding()},
            layer,
            f"{name} shrinks {axes} because it has stride {max(strides)}.",
        )
    else:
        yield fix(
            f"Delete {name}",
            partial(bypass, name=name),
            f"{name} shrinks {axes} from {before[0]} to {after[0]}.",
        )


def _match(
    graph: Graph, wire: Wire, tensor: Tensor, other: Tensor, shared: set[str]
) -> Iterator[Fix]:
    """Edits that give one input of a join the channels, or the shape, of another."""
    if tensor.shape == other.shape or not tensor.shape or not other.shape:
        return
    if wire.source not in shared:
        yield from _match_width(graph, wire.source, tensor, other)
        return
    if len(tensor.shape) != 3 or len(other.shape) != 3:
        return
    if isinstance(graph.nodes[wire.target].layer, Concat):
        return
    stride = max(1, round(tensor.shape[1] / other.shape[1]))
    skip = Conv2d(
        out_channels=other.shape[0], kernel_size=(1, 1), stride=(stride, stride)
    )
    yield fix(
        f"Add a 1×1 convolution on the skip from {wire.source}",
        partial(_inserted, wire=wire, layer=skip),
        f"The skip from {wire.source} carries {tensor} and the other branch {other}.",
    )


def _match_width(
    graph: Graph, name: str, tensor: Tensor, other: Tensor
) -> Iterator[Fix]:
    """As many channels or features as another branch has, from the layer that sets them."""
    while True:
        layer = graph.nodes[name].layer
        for key, axis in (("out_channels", 0), ("out_features", -1)):
            if key in layer.declared_settings:
                words = f"{name} makes {tensor.shape[axis]} {key[4:]}"
                words += f" and the other branch {other.shape[axis]}."
                yield set_fix(name, {key: other.shape[axis]}, layer, words)
                return
        before = list(graph.wires_into(name).values())
        if len(before) != 1:
            return
        name = before[0].source
