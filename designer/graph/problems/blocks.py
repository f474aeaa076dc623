"""What is wrong with a block where it is used, and what is wrong inside it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from designer.graph.block import Use
from designer.graph.design import Design, Step
from designer.graph.ends import titled
from designer.graph.graph import Graph
from designer.graph.inference import Broken, Inference, Inside, Measure
from designer.graph.nesting import uses
from designer.graph.problems.fixes import fix
from designer.graph.report import BETWEEN, Fix, Problem
from designer.graph.wiring import Wire
from designer.words import counted, listed, nearest

Find = Callable[[Inside, Measure], tuple[Problem, ...]]


def problems_within(
    graph: Graph,
    name: str,
    outcome: Inference | Broken,
    measure: Measure,
    find: Find,
) -> Iterator[Problem]:
    """The problems inside a block, each told once however often it is repeated.

    `find` gives the problems of a graph.
    """
    use = graph.nodes[name].layer
    if not isinstance(use, Use):
        return
    seen: Counter[tuple[str, str, str, str]] = Counter()
    first: dict[tuple[str, str, str, str], Problem] = {}
    for place, inside in enumerate(outcome.inside):
        for problem in find(inside, measure):
            key = (problem.place, problem.at, problem.setting, problem.rule)
            seen[key] += 1
            step = Step(name, place)
            first.setdefault(key, _lifted(problem, step, use, len(outcome.inside)))
    for key, problem in first.items():
        yield _with_others(problem, seen[key] - 1)


def use_problems(graph: Graph) -> Iterator[Problem]:
    """Wires at ports that are gone, and settings that a block does not have."""
    for name, use in uses(graph):
        for wire in graph.strays(name):
            yield _stray(graph, name, use, wire)
    for name, use in uses(graph):
        for setting in use.unknown:
            yield _unknown(graph, name, use, setting)


def _lifted(problem: Problem, step: Step, use: Use, repeats: int) -> Problem:
    """A problem inside a block, as it is seen outside."""
    count = use.repeat if isinstance(use.repeat, int) else repeats
    here = [step.node, *([f"block {step.repeat + 1}"] if count > 1 else [])]
    inner = problem.place or problem.node
    return replace(
        problem,
        node=step.node,
        way=(step, *problem.way),
        inner=problem.at,
        block=problem.block or use.block.name,
        place=BETWEEN.join([*here, *([inner] if inner else [])]),
        find_fixes=lambda: tuple(
            _fix_inside(each, step, use.block.name) for each in problem.fixes
        ),
    )


def _fix_inside(fix: Fix, step: Step, block: str) -> Fix:
    """An edit of a block, which every use of it follows."""

    def apply(design: Design) -> Design:
        return design.put((step,), fix.apply(design.at((step,))))

    label = fix.label if " in " in fix.label else f"{fix.label} in {block}"
    return Fix(label, apply, fix.reason)


def _with_others(problem: Problem, others: int) -> Problem:
    if not others:
        return problem
    words = f"{problem.message} So it is in {counted(others, 'repeat')} more."
    return replace(problem, message=words)


def _stray(graph: Graph, name: str, use: Use, wire: Wire) -> Problem:
    is_input = wire.target == name and wire.target_port not in {
        port.name for port in use.inputs
    }
    side, port, other = (
        ("input", wire.target_port, wire.source)
        if is_input
        else ("output", wire.source_port, wire.target)
    )
    ports = [each.name for each in (use.inputs if is_input else use.outputs)]
    has = f"It has {listed(ports)}." if ports else f"It has no {side} at all."
    verb = "comes from" if is_input else "leads to"
    return Problem(
        name,
        f"{titled(graph, name)} has no {side} {port} any more, and a wire still {verb} "
        f"{other} there. {has}",
        find_fixes=lambda: tuple(_stray_fixes(graph, wire, side, ports)),
    )


def _stray_fixes(
    graph: Graph, wire: Wire, side: str, ports: list[str]
) -> Iterator[Fix]:
    taken = set() if side == "output" else set(graph.wires_into(wire.target))
    free = [port for port in ports if port not in taken]
    for port in free[:2]:
        yield fix(f"Move the wire to {port}", partial(_moved, wire, side, port))
    yield fix("Remove the wire", lambda graph: graph.disconnect(wire))


def _moved(wire: Wire, side: str, port: str, graph: Graph) -> Graph:
    new = (
        wire._replace(target_port=port)
        if side == "input"
        else wire._replace(source_port=port)
    )
    return graph.disconnect(wire).attach(new)


def _unknown(graph: Graph, name: str, use: Use, setting: str) -> Problem:
    hint = nearest(setting, use.declared_settings)
    return Problem(
        name,
        f"{titled(graph, name)} is given {setting}, which {use.block.name} does not have "
        f"among its settings.{hint}",
        find_fixes=lambda: (
            fix(
                f"Forget {setting}",
                lambda graph: graph.relayered(
                    {name: _without(graph.nodes[name].layer, setting)}
                ),
            ),
        ),
    )


def _without(use: object, setting: str) -> Use:
    assert isinstance(use, Use)
    unknown = {n: value for n, value in use.unknown.items() if n != setting}
    return Use(use.block, unknown, **use.given)
