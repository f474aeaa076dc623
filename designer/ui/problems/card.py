"""A problem as a card: what is wrong, why, and a button for each edit that mends it."""

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from designer.graph import Fix, Problem
from designer.graph.problems.mending import is_problem
from designer.ui.document import Document
from designer.ui.flow import Flow
from designer.ui.form import Words
from designer.ui.wrapping_button import WrappingButton
from designer.words import counted


class ProblemCard(QFrame):
    """One problem. `pressed` says that it was clicked beside its buttons."""

    pressed = Signal()

    def __init__(self, document: Document, problem: Problem, wide: bool) -> None:
        super().__init__()
        self.problem = problem
        self.setProperty("card", problem.severity)
        self.buttons: list[QPushButton] = []
        sentence = Words(problem.message, role="heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        if problem.place:
            layout.addWidget(Words(f"In {problem.place}"))
        layout.addWidget(sentence)
        if problem.reason:
            layout.addWidget(Words(problem.reason, role=""))
        if problem.fixes:
            layout.addWidget(self._fixes(document, problem.fixes))
        for words in self.findChildren(Words):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        if wide or problem.line or problem.way:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        event.accept()

    def _fixes(self, document: Document, fixes: tuple[Fix, ...]) -> QWidget:
        holder = QWidget()
        flow = Flow(holder)
        for number, fix in enumerate(fixes):
            button = WrappingButton(fix.label)
            is_best = number == 0 and not fix.by_hand
            button.setProperty("accent", is_best and is_problem(self.problem))
            button.setCursor(Qt.CursorShape.ArrowCursor)
            button.clicked.connect(applying(document, fix))
            self.buttons.append(button)
            flow.addWidget(button)
        return holder


def applying(document: Document, fix: Fix) -> Callable[[], None]:
    """What a fix's button does: one edit, one step of undo."""
    return lambda: apply(document, fix)


def apply(document: Document, fix: Fix) -> None:
    """Make a fix, as one step of undo, and tell which nodes it has added."""
    before = document.design.graph.nodes
    document.edit(fix.label, fix.apply(document.design))
    after = document.design.graph.nodes
    document.mended.emit(tuple(name for name in after if name not in before))


def heading(problems: tuple[Problem, ...]) -> tuple[str, str]:
    """ "2 problems, 1 warning" or "1 warning", and the role that it is drawn in."""
    nouns = {"error": "problem", "warning": "warning", "hint": "hint"}
    counts = Counter(problem.severity for problem in problems)
    words = [
        counted(counts[each], noun) for each, noun in nouns.items() if counts[each]
    ]
    worst = next((each for each in nouns if counts[each]), "hint")
    return ", ".join(words), "muted" if worst == "hint" else f"{worst}-heading"


def row(*widgets: QWidget, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side, with what room is left at the end."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return layout
