"""Nodes that use one set of weights: whether what reaches them suits the weights."""

from collections.abc import Iterator, Mapping
from typing import Any

from designer.graph.ends import titled
from designer.graph.graph import Graph
from designer.graph.inference import Inference, Outcome
from designer.graph.problems.fixes import fix
from designer.graph.report import Problem


def sharing_problems(
    graph: Graph, outcomes: Mapping[str, Outcome]
) -> Iterator[Problem]:
    """Nodes whose inputs ask for other weights than those that they share."""
    for node in graph:
        if not node.shares:
            continue
        own, first = outcomes.get(node.name), outcomes.get(node.shares)
        if not (isinstance(own, Inference) and isinstance(first, Inference)):
            continue
        if weights(graph, node.name, own) != weights(graph, node.shares, first):
            yield _problem(graph, node.name, node.shares, own, first)


def weights(graph: Graph, name: str, known: Inference) -> Any:
    """What is made for a node: the code of its module, and for a block all inside."""
    if not known.inside:
        return str(graph.nodes[name].layer.make(*known.inputs))
    return [
        [
            weights(inside.graph, inner, outcome)
            for inner, outcome in inside.outcomes.items()
            if isinstance(outcome, Inference)
        ]
        for inside in known.inside
    ]


def _problem(
    graph: Graph, name: str, first: str, own: Inference, other: Inference
) -> Problem:
    mine = " and ".join(map(str, filter(None, own.inputs)))
    theirs = " and ".join(map(str, filter(None, other.inputs)))
    return Problem(
        name,
        f"{titled(graph, name)} uses the weights of {first}, which are made for "
        f"{theirs}, and gets {mine}.",
        find_fixes=lambda: (
            fix(f"Give {name} weights of its own", lambda graph: graph.unshare(name)),
        ),
    )
