"""Going from problem to problem and mending them, from anywhere in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.errors import DesignerError
from designer.graph import Problem
from designer.graph.inference import do_not_run
from designer.graph.problems.fit import ready_problems
from designer.graph.problems.mending import Mended, best_fix, is_problem, mend
from designer.graph.report import Kind
from designer.ui.actions import Wanted
from designer.ui.problems.card import apply
from designer.ui.problems.popover import ProblemPopover
from designer.words import counted

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

TOLD = 3
"""How many of the problems that stay are told of one by one."""


class Mending(QObject):
    """What F8 and Ctrl+. do, and the buttons that mend several problems at once."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.document = window.document
        self.popover = ProblemPopover(window.canvas)
        self._last: Problem | None = None
        window.problems.mend_wanted.connect(self.mend_kind)
        self.document.mended.connect(self._show_new)
        window.place.mended.connect(self._show_new)
        window.canvas.badge_pressed.connect(self.popover.show_node)
        self.popover.pressed.connect(window.guide.go_inside)
        self._is_told = False
        self.document.changed.connect(self._forget)

    def wanted(self) -> list[Wanted]:
        """What the Edit menu offers."""
        back, on = (lambda: self.step(-1)), (lambda: self.step(1))
        return [
            Wanted("next_problem", "Next pro&blem", "F8", "warning", on),
            Wanted("previous_problem", "Pre&vious problem", "Shift+F8", "", back),
            Wanted("mend", "&Mend", "Ctrl+.", "check", self.mend_one),
            Wanted("mend_all", "Me&nd all problems", "Ctrl+Shift+.", "", self.mend_all),
        ]

    def step(self, by: int) -> None:
        """Go to the next problem or the one before, round and round."""
        problems = self.window.problems.problems
        if not problems:
            self.show_lacking()
            return
        place = problems.index(self._last) + by if self._last in problems else 0
        if self._last not in problems and by < 0:
            place = -1
        self.go_to(problems[place % len(problems)])

    def show_lacking(self) -> None:
        """Say that nothing is wrong, or what is lacking still."""
        lacking = ready_problems(self.document.design)
        words = " ".join(map(str, lacking)) or "No problems: nothing to mend."
        self.tell(words if len(self.document.design.graph) else "The design is empty.")

    def go_to(self, problem: Problem) -> None:
        """Show a problem where it lies, with what mends it."""
        window = self.window
        self._last = problem
        window.place.go(problem.way)
        if problem.at in window.place.design.graph.nodes:
            window.canvas.choose([problem.at])
            window.selection.reveal(problem.at)
            self.popover.show_node(problem.at)
        else:
            window.docks.show("problems")

    def mend_one(self) -> None:
        """Make the best fix of the selected node's problem, or else of the next one."""
        self.window.commit()
        name = self.window.selection.single
        own = self.window.place.report.said_of(name) if name else ()
        if own:
            self._mend(own[0], lambda: self.popover.show_node(name))
            return
        problems = list(filter(is_problem, self.window.problems.problems))
        if not problems:
            self.show_lacking()
            return
        problem = next(filter(best_fix, problems), problems[0])
        self._mend(problem, lambda: self.go_to(problem), whole=True)

    def mend_all(self) -> None:
        """Make the best fix of each problem, as one step of undo."""
        self._mend_several(is_problem)

    def mend_kind(self, kind: Kind | None) -> None:
        """Make the best fix of each problem of a kind, or with None of each problem."""
        if kind is None:
            self.mend_all()
        else:
            self._mend_several(lambda problem: problem.kind == kind)

    def tell(self, words: str) -> None:
        """Say what was done, and leave the number of problems in sight."""
        self.window.canvas.tell(words)
        self._is_told = True

    def _show_new(self, names: tuple[str, ...]) -> None:
        """Let what a fix has added be seen, if it stands in what is seen at all."""
        canvas = self.window.canvas
        if new := [name for name in names if name in canvas.stage.nodes]:
            canvas.show_new(new)

    def _forget(self) -> None:
        """What was done is no news after another edit."""
        if self._is_told:
            self.window.canvas.toast.hide()
        self._is_told = False

    def _mend(
        self, problem: Problem, decide: Callable[[], None], whole: bool = False
    ) -> None:
        """Make the best fix of a problem; what a person must decide is shown instead."""
        fix = best_fix(problem)
        if fix is None:
            decide()
            why = (
                "This one is yours to decide." if problem.fixes else "No edit is known."
            )
            self.tell(f"{why} {problem.message}")
            return
        source = self.document if whole else self.window.place
        try:
            apply(source, fix)
        except DesignerError as error:
            self.window.canvas.refuse(str(error))
            return
        left = len(self.document.report.problems)
        rest = f"{counted(left, 'problem')} left" if left else "No problems left"
        self.tell(f"{fix.label}: done. {rest}.")

    def _mend_several(self, wanted: Callable[[Problem], bool]) -> None:
        self.window.commit()
        document = self.document
        measure = document.measure if document.trusted else do_not_run
        mended = mend(document.design, wanted, measure)
        if mended.labels:
            document.edit(mended.label, mended.design)
        elif not mended.left:
            self.show_lacking()
            return
        words = outcome(mended)
        self.tell(words.split("\n")[0])
        self.window.problems.say(words if mended.left or mended.problems > 1 else "")


def outcome(mended: Mended) -> str:
    """What was mended and what was not, and why, a line each."""
    done = (
        f"Mended {counted(mended.problems, 'problem')}"
        if mended.labels
        else "Mended none"
    )
    if not mended.left:
        return f"{done}; none is left."
    lines = [f"{done}. {len(mended.left):,} left."]
    for problem, why in mended.left[:TOLD]:
        lines.append(f"{problem.place or problem.node}: {why}".removeprefix(": "))
    return "\n".join(lines)
