"""Check: everything that can be said of a design without running it."""

import networkx as nx

from designer.errors import ShapeError
from designer.graph.clashes import clash_problems
from designer.graph.design import Design
from designer.graph.fit import fit_problems
from designer.graph.fixes import remove_fix, set_fix, shape_fixes
from designer.graph.graph import Graph
from designer.graph.inference import (
    Inference,
    Measure,
    Missing,
    NotRun,
    Outcome,
    do_not_run,
    work_out,
)
from designer.graph.report import Problem, Report, Severity
from designer.layers import Input, Note, Output
from designer.words import listed


def check(design: Design, measure: Measure = do_not_run) -> Report:
    """Tensors, costs and problems of a design. Never raises for what a design holds.

    `measure` runs the layers that hold code of their own; by default nothing does.
    """
    graph = design.graph
    outcomes = work_out(graph, measure=measure)
    needed = used(graph)
    problems = [
        problem
        for name, outcome in outcomes.items()
        if not isinstance(outcome, Inference)
        for problem in _node_problems(graph, name, outcomes, name in needed, measure)
    ]
    problems += _unused(graph, outcomes, needed)
    problems += _without_batch(graph, needed)
    problems += clash_problems(design)
    problems += _overwritten(graph)
    if not any(problem.severity == "error" for problem in problems):
        problems += fit_problems(design, outcomes)
    return Report(graph, outcomes, tuple(problems))


def outputs_of(graph: Graph) -> tuple[str, ...]:
    """The nodes whose inputs the network returns: Outputs, or else what ends a path."""
    named = tuple(n for n in graph.order if isinstance(graph.nodes[n].layer, Output))
    if named:
        return named
    return tuple(
        name
        for name in graph.order
        if not graph.wiring.adj[name] and not is_apart(graph, name)
    )


def is_apart(graph: Graph, name: str) -> bool:
    """Whether a node takes no part: a note, or a layer that nothing is wired to."""
    layer = graph.nodes[name].layer
    loose = not graph.wiring.pred[name] and not graph.wiring.adj[name]
    return isinstance(layer, Note) or (loose and not isinstance(layer, Input))


def used(graph: Graph) -> set[str]:
    """The nodes that the network's answer depends on."""
    return graph.once("used", lambda: _used(graph))


def _used(graph: Graph) -> set[str]:
    ends = outputs_of(graph)
    return set(ends).union(*(nx.ancestors(graph.wiring, end) for end in ends))


def titled(graph: Graph, name: str) -> str:
    """A node as messages call it: "Conv2d conv1"."""
    return f"{type(graph.nodes[name].layer).__name__} {name}"


def _node_problems(
    graph: Graph,
    name: str,
    outcomes: dict[str, Outcome],
    is_needed: bool,
    measure: Measure,
) -> list[Problem]:
    title, outcome = titled(graph, name), outcomes[name]
    if isinstance(outcome, ShapeError):
        return [
            Problem(
                name,
                f"{title} {outcome}",
                rule=outcome.rule,
                setting=outcome.setting,
                line=outcome.line,
                find_fixes=lambda: shape_fixes(graph, name, outcome, outcomes, measure),
            )
        ]
    if isinstance(outcome, NotRun) and outcome.why:
        severity: Severity = "error" if is_needed else "warning"
        return [Problem(name, f"{title} {outcome.why}", severity, setting="text")]
    if isinstance(outcome, Missing) and is_apart(graph, name):
        return [
            Problem(
                name,
                f"{title} is wired to nothing, so it is left out of the network.",
                "warning",
                find_fixes=lambda: (remove_fix(name),),
            )
        ]
    if isinstance(outcome, Missing):
        needed = [port for port in graph.nodes[name].layer.inputs if not port.optional]
        ports = f" at {listed(outcome.ports)}" if len(needed) > 1 else ""
        return [
            Problem(
                name,
                f"{title} has no input{ports}. Drag a wire to it from the layer before.",
                "error" if is_needed else "warning",
                find_fixes=lambda: (remove_fix(name),),
            )
        ]
    return []


def _unused(
    graph: Graph, outcomes: dict[str, Outcome], needed: set[str]
) -> list[Problem]:
    """Nodes that work but lead to no Output, each path named once, at its end."""
    return [
        Problem(
            name,
            f"{titled(graph, name)} leads to no Output, so it is left out of the network.",
            "warning",
            find_fixes=lambda name=name: (remove_fix(name),),  # type: ignore[misc]
        )
        for name in graph.order
        if name not in needed
        and not graph.wiring.adj[name]
        and not isinstance(graph.nodes[name].layer, Input | Note)
        and isinstance(outcomes[name], Inference)
    ]


def _without_batch(graph: Graph, needed: set[str]) -> list[Problem]:
    """Layers that hold a tensor for each sample, in a network that gets no samples."""
    layers = {name: graph.nodes[name].layer for name in graph.order if name in needed}
    if any(isinstance(layer, Input) for layer in layers.values()):
        return []
    return [
        Problem(
            name,
            f"{titled(graph, name)} gives a tensor for each sample, but no Input leads "
            f"to the network's answer. Wire an Input to what it answers with.",
        )
        for name, layer in layers.items()
        if layer.needs_batch
    ]


def _overwritten(graph: Graph) -> list[Problem]:
    """Layers that overwrite an input which others need as it was."""
    found = []
    for name, node in graph.nodes.items():
        if not getattr(node.layer, "inplace", False):
            continue
        for wire in graph.wires_into(name).values():
            value = (wire.source, wire.source_port)
            users = {w.target for w in graph.wires_from(wire.source) if w[:2] == value}
            others = [user for user in graph.order if user in users - {name}]
            if others:
                found.append(_overwrites(graph, name, others))
    return found


def _overwrites(graph: Graph, name: str, others: list[str]) -> Problem:
    layer = graph.nodes[name].layer
    return Problem(
        name,
        f"{titled(graph, name)} overwrites its input, which {listed(others)} "
        f"{'uses' if len(others) == 1 else 'use'} too.",
        "warning",
        setting="inplace",
        find_fixes=lambda: (set_fix(name, {"inplace": False}, layer),),
    )
