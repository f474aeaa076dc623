"""What works and is wasted: habits that a good engineer would gently point out.

None of these is an error. They look at neighbours of one graph only, never across the
border of a block, and only where each node has one reader: what branches is meant so.
Which nodes to look at follows from the wires and the types of layers, and is found once
for all edits of settings.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from designer.graph.edits import insert
from designer.graph.ends import titled
from designer.graph.graph import Graph
from designer.graph.inference import Inference, Outcome
from designer.graph.problems.fixes import fix, remove_fix, set_fix
from designer.graph.report import Fix, Kind, Problem
from designer.layers import AdaptiveAvgPool2d, Flatten, Layer, Linear, ReLU
from designer.layers.convolution import Convolution, Filters
from designer.layers.layer import CATALOGUE
from designer.layers.transposed_convolution import TransposedConvolution
from designer.words import counted, listed

LEARNING = (Linear, Filters)
"""Layers that are a sum of what they get, with learned weights, and a bias."""

NORMS = tuple(
    CATALOGUE[f"{kind}Norm{axes}d"]
    for kind in ("Batch", "Instance")
    for axes in (1, 2, 3)
)
"""Layers that take the mean of each channel away, and with it any bias."""

STAY_LINEAR = (
    *NORMS[:3],
    Flatten,
    *(
        CATALOGUE[name]
        for name in "Identity Dropout Dropout1d Dropout2d Dropout3d GlobalAvgPool AvgPool1d "
        "AvgPool2d AvgPool3d AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d".split()
    ),
)
"""Layers after which two learned sums in a row are still no more than one."""

ONCE_IS_ENOUGH = tuple(CATALOGUE[name] for name in ("ReLU", "ReLU6", "Hardtanh", "Abs"))
"""Layers that change nothing of what they gave themselves."""

ACTIVATIONS = tuple(
    CATALOGUE[name]
    for name in "ReLU GELU SiLU LeakyReLU ELU SELU Mish Hardswish Tanh PReLU ReLU6".split()
)
"""What may be put between two layers; the network's own is chosen."""

LARGE = 10_000_000
"""Learned numbers from which on a Linear after a map is worth a word ..."""

WIDE = 14
"""... where the map is still higher and wider than this: published networks end at 7."""

BIAS = Kind(
    "{} layers have a bias that the norm after them takes away.",
    "Turn off the bias in all {}",
)
NO_ACTIVATION = Kind(
    "In {} places layers follow each other with no activation between.",
    "Insert an activation in all {}",
)
TWICE = Kind("{} activations change nothing, for they stand twice.", "Delete all {}")


class Pair(NamedTuple):
    """A layer and the one that alone reads it, perhaps through others that stay linear."""

    first: str
    second: str


def habit_problems(
    graph: Graph, outcomes: Mapping[str, Outcome], needed: Collection[str]
) -> Iterator[Problem]:
    """Warnings and hints on a graph of which `outcomes` are known.

    Only nodes that are `needed` are spoken of: the others are left out anyway.
    """
    lent = {node.shares for node in graph.nodes.values()}
    pairs = graph.once("before norms", lambda: _before_norms(graph))
    for pair in pairs:
        is_own = pair.second in needed and pair.first not in lent
        if is_own and _is_wasted(graph, pair, outcomes):
            yield _wasted_bias(graph, pair)
    pairs = graph.once("in a row", lambda: _in_a_row(graph))
    apart = [p for p in pairs if p.second in needed and lent.isdisjoint(p)]
    for run in _runs(pair for pair in apart if _is_one(graph, pair, outcomes)):
        yield _no_activation(graph, run)
    for pair in graph.once("twice", lambda: _twice(graph)):
        if pair.second in needed:
            yield _needless(graph, pair)
    for pair in graph.once("after maps", lambda: _after_maps(graph)):
        known = outcomes.get(pair.second)
        if isinstance(known, Inference) and known.parameters >= LARGE:
            yield from _large(graph, pair, outcomes, known)


def _reader(graph: Graph, name: str) -> str:
    """The node that alone reads a node, by its main input; empty if it is not so."""
    links = graph.wiring.adj[name]
    if len(links) != 1:
        return ""
    ((target, keys),) = links.items()
    return target if len(keys) == 1 and len(graph.wiring.pred[target]) == 1 else ""


# A bias before a norm ------------------------------------------------------------------


def _before_norms(graph: Graph) -> list[Pair]:
    found = []
    for name, node in graph.nodes.items():
        if isinstance(node.layer, NORMS):
            for source in graph.wiring.pred[name]:
                is_learning = isinstance(graph.nodes[source].layer, LEARNING)
                if is_learning and _reader(graph, source) == name:
                    found.append(Pair(source, name))
    return found


def _is_wasted(graph: Graph, pair: Pair, outcomes: Mapping[str, Outcome]) -> bool:
    """Whether the norm takes away all that the bias adds.

    A Linear adds along the last axis and a norm takes away along the first, so they
    meet only where there is but one.
    """
    node, known = graph.nodes[pair.first], outcomes.get(pair.first)
    if not getattr(node.layer, "bias", False) or node.shares:
        return False
    if not isinstance(known, Inference):
        return False
    return isinstance(node.layer, Filters) or len(known.outputs[0].shape) == 1


def _wasted_bias(graph: Graph, pair: Pair) -> Problem:
    layer = graph.nodes[pair.first].layer
    return Problem(
        pair.first,
        f"{titled(graph, pair.first)} learns a bias that {titled(graph, pair.second)} "
        f"takes away again.",
        "hint",
        setting="bias",
        rule="It does no harm, but without it the network learns the same with less.",
        kind=BIAS,
        find_fixes=lambda: (set_fix(pair.first, {"bias": False}, layer),),
    )


# No activation between -----------------------------------------------------------------


def _in_a_row(graph: Graph) -> list[Pair]:
    """Learned sums of the same sort, each the only reader of the one before."""
    found = []
    for name in graph.order:
        first = graph.nodes[name].layer
        if not isinstance(first, LEARNING):
            continue
        after = _reader(graph, name)
        while after and isinstance(graph.nodes[after].layer, STAY_LINEAR):
            after = _reader(graph, after)
        if after and _is_alike(first, graph.nodes[after].layer):
            found.append(Pair(name, after))
    return found


def _is_alike(first: Layer, second: Layer) -> bool:
    """Between a picture made small and one made large no activation may be meant."""
    if isinstance(first, TransposedConvolution):
        return isinstance(second, TransposedConvolution)
    if isinstance(first, Convolution):
        return isinstance(second, Convolution | Linear)
    return isinstance(second, Linear)


def _is_one(graph: Graph, pair: Pair, outcomes: Mapping[str, Outcome]) -> bool:
    """Whether two layers in a row, with weights of their own, can do no more than one.

    They can where few numbers pass between many, where each channel is filtered apart,
    or where one looks along the height and the other along the width: all of these are
    ways to learn less on purpose.
    """
    first, second = (graph.nodes[name].layer for name in pair)
    if any(graph.nodes[name].shares for name in pair):
        return False
    if getattr(first, "groups", 1) > 1 or getattr(second, "groups", 1) > 1:
        return False
    if isinstance(first, Filters) and isinstance(second, Filters):
        kernels = zip(first.kernel_size, second.kernel_size, strict=False)
        if {(a > 1, b > 1) for a, b in kernels} >= {(True, False), (False, True)}:
            return False
    before, after = outcomes.get(pair.first), outcomes.get(pair.second)
    if not isinstance(before, Inference) or not isinstance(after, Inference):
        return False
    axis = -1 if isinstance(first, Linear) else 0
    got, passed = before.inputs[0], before.outputs[0].shape[axis]
    made = after.outputs[0].shape[-1 if isinstance(second, Linear) else 0]
    assert got is not None
    return passed >= min(got.shape[axis], made)


def _runs(pairs: Iterator[Pair]) -> Iterator[list[str]]:
    """Pairs that hang together, as one run of names: one mistake is one problem."""
    following = dict(pairs)
    inner = set(following.values())
    for first in following:
        if first not in inner:
            run = [first]
            while run[-1] in following:
                run.append(following[run[-1]])
            yield run


def _no_activation(graph: Graph, run: list[str]) -> Problem:
    first, second = titled(graph, run[0]), titled(graph, run[1])
    words = f"{second} follows {first} with no activation between"
    if len(run) > 2:
        names = listed(run if len(run) < 6 else [*run[:2], "…", run[-1]])
        words = (
            f"{names.replace(', … and', ' … to')} follow each other with no activation"
        )
    return Problem(
        run[1],
        f"{words}, so together they can do no more than one layer.",
        "warning",
        kind=NO_ACTIVATION,
        find_fixes=lambda: (_activate(graph, run[:-1]),),
    )


def _activate(graph: Graph, names: list[str]) -> Fix:
    kind = _usual(graph)
    word = kind.__name__
    label = f"Insert {word} after {names[0]}"
    if len(names) > 1:
        label = f"Insert {word} after each ({len(names)})"
    return fix(label, partial(_activated, names=names, kind=kind))


def _usual(graph: Graph) -> type[Layer]:
    """The activation that the graph has most of, or else ReLU."""
    counts = Counter(type(node.layer) for node in graph)
    best = max(ACTIVATIONS, key=lambda kind: counts[kind])
    return best if counts[best] else ReLU


def _activated(graph: Graph, names: list[str], kind: type[Layer]) -> Graph:
    """With an activation after each of these, or after the norm that follows it."""
    for name in names:
        (wire,) = graph.wires_from(name)
        if isinstance(graph.nodes[wire.target].layer, NORMS):
            (wire,) = graph.wires_from(wire.target)
        graph, _ = insert(graph, wire, kind())
    return graph


# An activation twice -------------------------------------------------------------------


def _twice(graph: Graph) -> list[Pair]:
    return [
        Pair(source, name)
        for name, node in graph.nodes.items()
        if isinstance(node.layer, ONCE_IS_ENOUGH)
        for source in graph.wiring.pred[name]
        if type(graph.nodes[source].layer) is type(node.layer)
    ]


def _needless(graph: Graph, pair: Pair) -> Problem:
    return Problem(
        pair.second,
        f"{titled(graph, pair.second)} comes right after {titled(graph, pair.first)} and "
        f"changes nothing more.",
        "warning",
        kind=TWICE,
        find_fixes=lambda: (remove_fix(pair.second),),
    )


# A large Linear after a map ------------------------------------------------------------


def _after_maps(graph: Graph) -> list[Pair]:
    return [
        Pair(source, name)
        for name, node in graph.nodes.items()
        if isinstance(node.layer, Linear)
        for source in graph.wiring.pred[name]
        if isinstance(graph.nodes[source].layer, Flatten)
    ]


def _large(
    graph: Graph, pair: Pair, outcomes: Mapping[str, Outcome], known: Inference
) -> Iterator[Problem]:
    flat = outcomes.get(pair.first)
    shape = (
        flat.inputs[0].shape if isinstance(flat, Inference) and flat.inputs[0] else ()
    )
    (wire,) = graph.wires_into(pair.first).values()
    if len(shape) != 3 or min(shape[1:]) <= WIDE or not graph.wires_into(wire.source):
        return
    small = AdaptiveAvgPool2d(output_size=(7, 7)), AdaptiveAvgPool2d()
    yield Problem(
        pair.second,
        f"{titled(graph, pair.second)} learns {counted(known.parameters, 'number')}, for "
        f"{pair.first} lays a map of {shape[1]}×{shape[2]} in a row.",
        "warning",
        find_fixes=lambda: tuple(_pooled(wire.source, pair.first, p) for p in small),
    )


def _pooled(source: str, flatten: str, pool: AdaptiveAvgPool2d) -> Fix:
    height, width = pool.output_size

    def pooled(graph: Graph) -> Graph:
        (wire,) = graph.wires_into(flatten).values()
        return insert(graph, wire, pool)[0]

    return fix(f"Average the map to {height}×{width} before {flatten}", pooled)
