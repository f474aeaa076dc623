"""Mending several problems in one go, with a look at the whole after each edit.

What only the person can decide, such as whether a loose layer is to go, is left, and so
is a problem whose fix would bring others. What was hidden behind a mistake and shows up
once that is mended counts as nobody's fault, and is mended in its turn.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from designer.errors import DesignerError
from designer.graph.check import check
from designer.graph.design import Design
from designer.graph.inference import Measure, Unknown, do_not_run
from designer.graph.report import Fix, Kind, Problem, Report
from designer.words import counted

MOST = 200
"""Edits in one go, so that nobody waits for long."""

NO_FIX = "No edit is known that would mend it."
BY_HAND = "That is yours to decide: {}."
WORSE = "Its fix would bring another problem: {}"
LATER = "There was no time for it. Mend the rest once more."


class Left(NamedTuple):
    """A problem that was not mended, and why."""

    problem: Problem
    why: str


class Mended(NamedTuple):
    """What became of a design: what was done to it, and what is still wrong."""

    design: Design
    problems: int
    labels: tuple[str, ...]
    left: tuple[Left, ...]

    @property
    def label(self) -> str:
        """The name of the step of undo."""
        if len(self.labels) == 1:
            return self.labels[0]
        return f"Mend {counted(self.problems, 'problem')}"


class _Step(NamedTuple):
    """A design after an edit, with what is known of it."""

    design: Design
    report: Report
    labels: tuple[str, ...]


def is_problem(problem: Problem) -> bool:
    """Whether something is wrong or doubtful, and not only wasteful."""
    return problem.severity != "hint"


def best_fix(problem: Problem) -> Fix | None:
    """The edit to make unasked; None where there is none that may be."""
    return next((fix for fix in problem.fixes if not fix.by_hand), None)


def mend(
    design: Design,
    wanted: Callable[[Problem], bool] = is_problem,
    measure: Measure = do_not_run,
) -> Mended:
    """The design after the best fix of each problem that is wanted, errors first."""
    step = _Step(design, check(design, measure), ())
    why: dict[Problem, str] = {}
    mended: set[Problem] = set()
    for _ in range(MOST):
        waiting = [p for p in step.report.found if wanted(p) and p not in why]
        if not waiting:
            break
        several = alike(waiting)[0]
        tried = _mended(step, several, measure) or _mended(step, several[:1], measure)
        if tried is None or not mended.isdisjoint(several):  # it comes again and again
            why[several[0]] = _why_not(step, several[0], measure)
            continue
        still = set(tried.report.found)
        mended |= {p for p in step.report.found if wanted(p) and p not in still}
        step = tried
    left = [Left(p, why.get(p, LATER)) for p in step.report.found if wanted(p)]
    return Mended(step.design, len(mended), step.labels, tuple(left))


def alike(problems: Iterable[Problem]) -> list[tuple[Problem, ...]]:
    """Problems of one kind together, errors first, else in their order."""
    found: dict[Problem | tuple[str, Kind], list[Problem]] = {}
    ranks = ("error", "warning", "hint")
    for problem in sorted(problems, key=lambda each: ranks.index(each.severity)):
        key = (problem.severity, problem.kind) if problem.kind else problem
        found.setdefault(key, []).append(problem)
    return [tuple(each) for each in found.values()]


def _mended(step: _Step, problems: Iterable[Problem], measure: Measure) -> _Step | None:
    """After an edit for each of these; None where not all are gone, or others came.

    One alone is mended by the first of its fixes that will do.
    """
    first, *rest = problems
    if rest:
        fixes = [best_fix(problem) for problem in (first, *rest)]
        choices = [[fix for fix in fixes if fix is not None]] if all(fixes) else []
    else:
        choices = [[fix] for fix in first.fixes if not fix.by_hand]
    for chosen in choices:
        tried = _after(step, chosen, measure)
        if tried is None or not {first, *rest}.isdisjoint(tried.report.found):
            continue
        if _cost(_made(step.report, tried.report)) < _cost(_gone(step.report, tried)):
            return tried
    return None


def _after(step: _Step, fixes: Iterable[Fix], measure: Measure) -> _Step | None:
    chosen = list(fixes)
    try:
        design = _all_set(step.design, chosen)
        if design is None:
            design = step.design
            for fix in chosen:
                design = fix.apply(design)
    except DesignerError:
        return None
    labels = (*step.labels, *(fix.label for fix in chosen))
    return _Step(design, check(design, measure), labels)


def _all_set(design: Design, fixes: list[Fix]) -> Design | None:
    """The design after many fixes that set something, in one edit; or not by these.

    One after another each would copy all the nodes: 4 s for a thousand of 5,000.
    """
    graph = design.graph
    sets = dict(fix.sets for fix in fixes if fix.sets is not None)
    if len(sets) < len(fixes) or len(fixes) < 2:
        return None
    shared = {node.shares for node in graph} | {n.name for n in graph if n.shares}
    if not shared.isdisjoint(sets):
        return None
    layers = {n: graph.node(n).layer.changed(**each) for n, each in sets.items()}
    return design.with_graph(graph.relayered(layers))


def _gone(before: Report, after: _Step) -> list[Problem]:
    still = set(after.report.found)
    return [problem for problem in before.found if problem not in still]


def _made(before: Report, after: Report) -> list[Problem]:
    """What an edit has made wrong, and not merely uncovered."""
    known = set(before.found)
    hidden = {n for n, each in before.outcomes.items() if isinstance(each, Unknown)}
    return [
        problem
        for problem in after.found
        if problem not in known and problem.node not in hidden
    ]


def _cost(problems: Iterable[Problem]) -> int:
    weights = {"error": 9, "warning": 3, "hint": 1}
    return sum(weights[problem.severity] for problem in problems)


def _why_not(step: _Step, problem: Problem, measure: Measure) -> str:
    """Why none of its fixes was taken, in words."""
    if not problem.fixes:
        return NO_FIX
    fix = best_fix(problem)
    if fix is None:
        return BY_HAND.format(problem.fixes[0].label)
    tried = _after(step, [fix], measure)
    made = _made(step.report, tried.report) if tried else []
    return WORSE.format(made[0].message) if made else NO_FIX
