"""All problems of the design, each a card that leads to its node."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from designer.graph import Problem
from designer.graph.fit import ready_problems
from designer.ui.document import Document
from designer.ui.form import Words
from designer.ui.place import Place
from designer.ui.problem_card import ProblemCard
from designer.ui.selection import Selection
from designer.words import counted

MOST = 40


class ProblemsView(QScrollArea):
    """Errors first, then warnings. What is not seen is not built.

    `went_to` carries the problem whose card was pressed, once its node is selected in
    the block where it lies.
    """

    went_to = Signal(object)

    def __init__(self, place: Document | Place, selection: Selection) -> None:
        super().__init__()
        self.place = place
        self.document = document = place.document
        self.selection = selection
        self.cards: list[ProblemCard] = []
        self._lacking: tuple[Problem, ...] = ()
        self._is_stale = True
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(16, 8, 16, 16)
        self._column.setSpacing(8)
        self._remark = Words()
        self._column.addWidget(self._remark)
        self._column.addStretch(1)
        self.setWidget(content)
        self.setAccessibleName("Problems")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        document.checked.connect(self._refresh_for_design)

    def show_lacking(self, problems: tuple[Problem, ...]) -> None:
        """Show also what keeps the design from being trained, until the next edit."""
        self._lacking = problems
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _refresh_for_design(self) -> None:
        self._lacking = ()
        self._refresh()

    def _refresh(self) -> None:
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        for card in self.cards:
            card.hide()
            card.deleteLater()
        problems = _ordered(self._lacking, self.document.report.problems)
        self.cards = [
            ProblemCard(self.document, problem, wide=True)
            for problem in problems[:MOST]
        ]
        for place, card in enumerate(self.cards):
            card.pressed.connect(lambda card=card: self._go_to(card.problem))
            self._column.insertWidget(place, card)
        self._remark.setText(self._remark_for(len(problems)))
        self._remark.setVisible(bool(self._remark.text()))

    def _remark_for(self, number: int) -> str:
        if number > MOST:
            return f"And {counted(number - MOST, 'more problem')}."
        if number:
            return ""
        if not len(self.document.design.graph):
            return "The design is empty. Drag a layer onto the canvas to begin."
        if lacking := ready_problems(self.document.design):
            return " ".join(["Not ready to train yet.", *map(str, lacking)])
        return "No problems. The design is ready to train."

    def _go_to(self, problem: Problem) -> None:
        if isinstance(self.place, Place):
            self.place.go(problem.way)
        if problem.at in self.place.design.graph.nodes:
            self.selection.reveal(problem.at)
            self.went_to.emit(problem)


def _ordered(
    lacking: tuple[Problem, ...], problems: tuple[Problem, ...]
) -> list[Problem]:
    """Errors first; a warning that now keeps from training is shown as that only."""
    said = {(problem.node, problem.message) for problem in lacking}
    others = [each for each in problems if (each.node, each.message) not in said]
    return sorted([*lacking, *others], key=lambda problem: problem.severity != "error")
