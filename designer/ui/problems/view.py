"""All problems of the design, each a card that leads to its node."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.graph import Problem
from designer.graph.problems.fit import ready_problems
from designer.graph.problems.mending import alike, is_problem
from designer.ui.document import Document
from designer.ui.form import Words
from designer.ui.hints import EMPTY_DESIGN
from designer.ui.place import Place
from designer.ui.problems.cards import KindCard, OneCard
from designer.ui.selection import Selection
from designer.words import counted

MOST = 40
LEAST = 2
"""Problems for which a button for all is offered."""

SORTS = {"": "All", "error": "Errors", "warning": "Warnings", "hint": "Hints"}


class ProblemsView(QWidget):
    """Errors first, then warnings, then hints. What is not seen is not built.

    Above them stand what to show and a button that mends all. `went_to` carries the
    problem whose card was pressed, once its node is selected in the block where it
    lies. `mend_wanted` carries the kind of problem to mend, None for all.
    """

    went_to = Signal(object)
    mend_wanted = Signal(object)

    def __init__(self, place: Document | Place, selection: Selection) -> None:
        super().__init__()
        self.place = place
        self.document = document = place.document
        self.selection = selection
        self.cards: list[OneCard | KindCard] = []
        self._lacking: tuple[Problem, ...] = ()
        self._is_stale = True
        self._build()
        document.checked.connect(self._refresh_for_design)

    @property
    def problems(self) -> list[Problem]:
        """What there is to show, errors first."""
        return _ordered(self._lacking, self.document.report.found)

    def show_lacking(self, problems: tuple[Problem, ...]) -> None:
        """Show also what keeps the design from being trained, until the next edit."""
        self._lacking = problems
        self._refresh()

    def say(self, words: str) -> None:
        """Say above the cards what was done, until the next edit."""
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _refresh_for_design(self) -> None:
        self._lacking = ()
        self.say("")
        self._refresh()

    def _refresh(self) -> None:
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        focused = self._focused()
        problems = self.problems
        self._show_head(problems)
        wanted = self._sort
        groups = alike(p for p in problems if wanted in ("", p.severity))
        opened = {
            c.kind
            for c in self.cards
            if isinstance(c, KindCard) and c.opener.isChecked()
        }
        if focused is not None:  # or it would go to whatever comes next
            self._scroll.setFocus()
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [self._card(each, opened) for each in groups[:MOST]]
        only_hints = not any(map(is_problem, problems))
        for place, card in enumerate(self.cards, start=only_hints):
            self._column.insertWidget(place, card)
            card.show()  # now, or it could not take the keys yet
        more = sum(map(len, groups[MOST:]))
        self._remark.setText(self._remark_for(more, bool(problems)))
        self._remark.setVisible(bool(self._remark.text()))
        if focused is not None and self.cards:
            self.cards[min(focused, len(self.cards) - 1)].setFocus()

    def _card(
        self, problems: tuple[Problem, ...], opened: set[object]
    ) -> OneCard | KindCard:
        card: OneCard | KindCard
        if len(problems) == 1:
            card = OneCard(self.document, problems[0])
        else:
            is_open = problems[0].kind in opened
            card = KindCard(problems, self.mend_wanted.emit, is_open)
        card.wanted.connect(self._go_to)
        card.walked.connect(lambda step: self._walk(card, step))
        return card

    def _show_head(self, problems: list[Problem]) -> None:
        """How many there are of each sort; a sort of which there is none is not offered."""
        counts = {s: sum(p.severity == s for p in problems) for s in SORTS if s}
        if self._sort and not counts[self._sort]:
            self.sorts[""].setChecked(True)
        for sort, button in self.sorts.items():
            number = counts[sort] if sort else len(problems)
            button.setText(f"{SORTS[sort]} {number}")
            button.setVisible(bool(number) and (not sort or number < len(problems)))
        self.sorts[""].setVisible(sum(map(bool, counts.values())) > 1)
        number = sum(map(is_problem, self.document.report.problems))
        self.mend_all.setText(f"Mend all ({number})")
        if self.mend_all.hasFocus() and number < LEAST:
            self._scroll.setFocus()  # and not a field, where keys would do other things
        self.mend_all.setVisible(number >= LEAST)
        self.head.setVisible(number >= LEAST or not self.sorts[""].isHidden())

    @property
    def _sort(self) -> str:
        return next(sort for sort, button in self.sorts.items() if button.isChecked())

    def _remark_for(self, more: int, any_problems: bool) -> str:
        if more:
            return f"And {counted(more, 'more problem')}."
        if any_problems and any(map(is_problem, self.problems)):
            return ""
        if not len(self.document.design.graph):
            return EMPTY_DESIGN
        if lacking := ready_problems(self.document.design):
            return " ".join(["Not ready to train yet.", *map(str, lacking)])
        return "No problems. The design is ready to train."

    def _focused(self) -> int | None:
        """Which card the keys are in, if they are in one."""
        focus = QApplication.focusWidget()
        for place, card in enumerate(self.cards):
            if focus is not None and (card is focus or card.isAncestorOf(focus)):
                return place
        return None

    def _walk(self, card: OneCard | KindCard, step: int) -> None:
        place = self.cards.index(card) + step
        if 0 <= place < len(self.cards):
            self.cards[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(self.cards[place], 0, 8)

    def _go_to(self, problem: Problem) -> None:
        if isinstance(self.place, Place):
            self.place.go(problem.way)
        if problem.at in self.place.design.graph.nodes:
            self.selection.reveal(problem.at)
            self.went_to.emit(problem)

    def _build(self) -> None:
        self._build_head()
        self._build_list()
        self.said = Words(role="")
        self.said.setContentsMargins(16, 8, 16, 0)
        self.said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.said)
        column.addWidget(self._scroll, 1)

    def _build_head(self) -> None:
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(4)
        group = QButtonGroup(self)
        self.sorts: dict[str, QPushButton] = {}
        for sort, words in SORTS.items():
            self.sorts[sort] = button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("quiet", "true")
            button.setAccessibleName(f"Show {words.lower()}")
            group.addButton(button)
            row.addWidget(button)
        self.sorts[""].setChecked(True)
        group.buttonClicked.connect(self._refresh)
        row.addStretch(1)
        self.mend_all = QPushButton("Mend all")
        self.mend_all.setToolTip(
            "Make the best fix of each problem, as one step (Ctrl+Shift+.)"
        )
        self.mend_all.clicked.connect(lambda: self.mend_wanted.emit(None))
        row.addWidget(self.mend_all)

    def _build_list(self) -> None:
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(16, 8, 16, 16)
        self._column.setSpacing(8)
        self._remark = Words()
        self._column.addWidget(self._remark)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _ordered(
    lacking: tuple[Problem, ...], problems: tuple[Problem, ...]
) -> list[Problem]:
    """Errors first; a warning that now keeps from training is shown as that only."""
    said = {(problem.node, problem.message) for problem in lacking}
    others = [each for each in problems if (each.node, each.message) not in said]
    ranks = ("error", "warning", "hint")
    return sorted([*lacking, *others], key=lambda each: ranks.index(each.severity))
