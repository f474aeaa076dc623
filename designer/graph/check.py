"""Check: everything that can be said of a design without running it."""

from collections.abc import Iterator

from designer.errors import ShapeError
from designer.graph.design import Design, Way
from designer.graph.ends import is_apart, titled, used
from designer.graph.graph import Graph
from designer.graph.inference import (
    Broken,
    Inference,
    Inside,
    Measure,
    Missing,
    NotRun,
    Outcome,
    do_not_run,
    survey,
)
from designer.graph.problems.blocks import problems_within, use_problems
from designer.graph.problems.clashes import clash_problems
from designer.graph.problems.fit import fit_problems
from designer.graph.problems.fixes import loose_fix, missing_fixes, set_fix, shape_fixes
from designer.graph.problems.habits import habit_problems
from designer.graph.problems.inplace import inplace_problems
from designer.graph.problems.sharing import sharing_problems
from designer.graph.report import Kind, Problem, Report, Severity
from designer.layers import Annotation, Input
from designer.words import listed


def check(
    design: Design, measure: Measure = do_not_run, before: Report | None = None
) -> Report:
    """Tensors, costs and problems of a design. Never raises for what a design holds.

    `measure` runs the layers that hold code of their own; by default nothing does.
    `before` is the report on an earlier design: with it, a check costs what was edited.
    """
    known = before.inside if before else None
    inside = survey(design.graph, design.values, measure=measure, before=known)
    problems = [*graph_problems(inside, measure), *clash_problems(design)]
    if not any(problem.severity == "error" for problem in problems):
        problems += fit_problems(design, inside)
    return Report(design.graph, inside, tuple(problems))


def check_inside(
    design: Design, report: Report, way: Way, measure: Measure = do_not_run
) -> Report:
    """What is known inside a block, with what reaches it there.

    Where nothing is known of that, with the shapes that its Inputs have themselves.
    """
    for step in way:
        inside = report.inside_of(step)
        design = design.at((step,))
        if inside is None:
            inside = survey(design.graph, design.values, measure=measure)
        report = Report(design.graph, inside, graph_problems(inside, measure))
    return report


def graph_problems(inside: Inside, measure: Measure) -> tuple[Problem, ...]:
    """What is wrong or doubtful in a graph and in its blocks, worked out once."""
    if "problems" not in inside.kept:
        found = _graph_problems(inside, measure)
        inside.kept["problems"] = tuple(_once_in_each_block(found))
    kept: tuple[Problem, ...] = inside.kept["problems"]
    return kept


def _once_in_each_block(problems: Iterator[Problem]) -> Iterator[Problem]:
    """A habit is that of the block, and told once however often the block is used."""
    seen: set[tuple[str, str, Kind]] = set()
    for problem in problems:
        if problem.block and problem.kind:
            key = (problem.block, problem.at, problem.kind)
            if key in seen:
                continue
            seen.add(key)
        yield problem


def _graph_problems(inside: Inside, measure: Measure) -> Iterator[Problem]:
    graph, outcomes = inside.graph, inside.outcomes
    needed = used(graph)
    for name, outcome in outcomes.items():
        if isinstance(outcome, Inference) and not outcome.inside:
            continue
        if isinstance(outcome, Inference | Broken):
            yield from problems_within(graph, name, outcome, measure, graph_problems)
        if not isinstance(outcome, Inference):
            yield from _node_problems(graph, name, outcomes, name in needed, measure)
    yield from use_problems(graph)
    yield from sharing_problems(graph, outcomes)
    yield from _unused(graph, outcomes, needed)
    yield from _without_batch(graph, needed)
    yield from _overwritten(graph)
    yield from inplace_problems(graph, outcomes)
    yield from habit_problems(graph, outcomes, needed)


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
    if isinstance(outcome, Missing):
        return [_missing(graph, name, outcome, is_needed, measure)]
    return []


def _missing(
    graph: Graph, name: str, outcome: Missing, is_needed: bool, measure: Measure
) -> Problem:
    """A node that lacks a wire, or all of them."""
    title = titled(graph, name)
    if is_apart(graph, name):
        return Problem(
            name,
            f"{title} is wired to nothing, so it is left out of the network.",
            "warning",
            find_fixes=lambda: (loose_fix(name),),
        )
    needed = [port for port in graph.nodes[name].layer.inputs if not port.optional]
    ports = f" at {listed(outcome.ports)}" if len(needed) > 1 else ""
    return Problem(
        name,
        f"{title} has no input{ports}. Drag a wire to it from the layer before.",
        "error" if is_needed else "warning",
        find_fixes=lambda: missing_fixes(graph, name, measure),
    )


def _unused(
    graph: Graph, outcomes: dict[str, Outcome], needed: set[str]
) -> list[Problem]:
    """Nodes that work but lead to no Output, each path named once, at its end.

    While a node that is needed has no input, the wire that is missing there may well be
    theirs: one mistake is one problem.
    """
    missing = [name for name, each in outcomes.items() if isinstance(each, Missing)]
    if not needed.isdisjoint(missing):
        return []
    return [
        Problem(
            name,
            f"{titled(graph, name)} leads to no Output, so it is left out of the network.",
            "warning",
            find_fixes=lambda name=name: (loose_fix(name),),  # type: ignore[misc]
        )
        for name in graph.order
        if name not in needed
        and not graph.wiring.adj[name]
        and not isinstance(graph.nodes[name].layer, Input | Annotation)
        and isinstance(outcomes[name], Inference)
    ]


def _without_batch(graph: Graph, needed: set[str]) -> list[Problem]:
    """Layers that hold a tensor for each sample, in a network that gets no samples."""
    if not needed.isdisjoint(graph.named(Input)):
        return []
    layers = {name: graph.nodes[name].layer for name in graph.order if name in needed}
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
