"""Layers that overwrite what the layer before them still needs in order to learn.

Going back, torch asks many a layer for the numbers that it gave; others give a view of
numbers that may not change. A layer that overwrites its input right after these fails
as soon as something is learned. What several layers use is seen to in `check`.
"""

from collections.abc import Mapping

import networkx as nx

from designer.graph.ends import titled
from designer.graph.graph import Graph
from designer.graph.inference import Inference, Outcome
from designer.graph.problems.fixes import set_fix
from designer.graph.report import Problem
from designer.graph.wiring import Wire

NEED_THEIR_OUTPUT = frozenset(
    "CumProd Exp GlobalMaxPool LSTM LogSoftmax LogSumExp Max Min Norm PairwiseDistance "
    "Prod RNNCell ReLU Sigmoid Softmax Softmax2d Softmin Sqrt Std Tanh".split()
)
"""Layers whose way back is worked out from what they gave, at their first output."""

NEED_IT_INPLACE = frozenset("CELU ELU LeakyReLU RReLU SELU".split())
"""Layers of which that is so when they overwrite their input themselves."""

NEVER_DO = frozenset(["AlphaDropout", "FeatureAlphaDropout"])
"""Layers that do not overwrite their input while training, whatever they are told."""

LEARNED = frozenset(["LearnedConstant"])
"""Layers that give what they learn as it is."""

PARTS = frozenset(["Chunk", "Split"])
"""Layers whose outputs are parts of one tensor, of which torch lets none be changed."""

VIEWS = frozenset(
    "Cast Crop Detach Expand Flatten Identity MoveAxis Permute Reshape Select Slice Squeeze "
    "Transpose Unflatten Unsqueeze".split()
)
"""Layers that give the numbers of their input themselves, and no copies."""


def inplace_problems(graph: Graph, outcomes: Mapping[str, Outcome]) -> list[Problem]:
    """Layers that fail in training because they overwrite their input."""
    found = []
    for name, node in graph.nodes.items():
        overwrites = getattr(node.layer, "inplace", False)
        if overwrites and type(node.layer).__name__ not in NEVER_DO:
            why = _why_not(graph, name, outcomes)
            if why:
                found.append(_problem(graph, name, why))
    return found


def _problem(graph: Graph, name: str, why: str) -> Problem:
    layer = graph.nodes[name].layer
    return Problem(
        name,
        f"{titled(graph, name)} overwrites its input, {why}.",
        setting="inplace",
        find_fixes=lambda: (set_fix(name, {"inplace": False}, layer),),
    )


def _why_not(graph: Graph, name: str, outcomes: Mapping[str, Outcome]) -> str:
    """Why a node must not overwrite its input; empty if it may."""
    learns = _is_learned(graph, name, outcomes)
    wires = graph.wires_into(name)
    while len(wires) == 1:
        (wire,) = wires.values()
        title = titled(graph, wire.source)
        kind = type(graph.nodes[wire.source].layer).__name__
        if kind == "Expand" and _grows(outcomes.get(wire.source)):
            return f"in which {title} lets many places share one number"
        if kind in PARTS and learns:
            return f"which {title} gives as a part of another tensor"
        if _needs(graph, wire) and learns:
            return f"which {title} still needs in order to learn"
        if kind not in VIEWS:
            return ""
        wires = graph.wires_into(wire.source)
    return ""


def _needs(graph: Graph, wire: Wire) -> bool:
    """Whether the source of a wire needs what it gave there."""
    layer = graph.nodes[wire.source].layer
    kind = type(layer).__name__
    if kind in NEED_IT_INPLACE:
        return bool(getattr(layer, "inplace", False))
    is_first = wire.source_port == graph.output_ports(wire.source)[0]
    return kind in LEARNED or (kind in NEED_THEIR_OUTPUT and is_first)


def _grows(outcome: Outcome | None) -> bool:
    """Whether a layer gives more numbers than it gets."""
    if not isinstance(outcome, Inference) or outcome.inputs[0] is None:
        return False
    return outcome.outputs[0].elements > outcome.inputs[0].elements


def _is_learned(graph: Graph, name: str, outcomes: Mapping[str, Outcome]) -> bool:
    """Whether training goes back through a node to something that learns."""
    known = (outcomes.get(each) for each in nx.ancestors(graph.wiring, name))
    return any(isinstance(each, Inference) and each.parameters for each in known)
