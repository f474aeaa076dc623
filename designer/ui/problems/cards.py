"""Cards that can be walked through by keys, for one problem or for a habit at many places."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from designer.graph import Problem
from designer.graph.problems.mending import is_problem
from designer.graph.report import Kind
from designer.ui.document import Document
from designer.ui.flow import Flow
from designer.ui.form import Words
from designer.ui.problems.card import ProblemCard
from designer.ui.wrapping_button import WrappingButton
from designer.words import counted

LISTED = 60
"""Places of a habit that are listed; the rest are only counted."""

WAY = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Card(QFrame):
    """A card in a list. `walked` carries 1 or −1 for the next or the one before."""

    walked = Signal(int)

    def take_keys(self, name: str) -> None:
        """Let the card have the focus, and be read out."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def go(self) -> None:
        """Go to what the card tells of."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in WAY:
            self.walked.emit(WAY[Qt.Key(event.key())])
        elif event.key() in ENTER:
            focus = self.focusWidget()
            focus.click() if isinstance(focus, QPushButton) else self.go()
        else:
            super().keyPressEvent(event)


class OneCard(Card):
    """A problem by itself. `wanted` carries it when somebody wants to go there."""

    wanted = Signal(object)

    def __init__(self, document: Document, problem: Problem) -> None:
        super().__init__()
        self.problem = problem
        self.card = ProblemCard(document, problem, wide=True)
        self.buttons = self.card.buttons
        self.pressed = self.card.pressed
        self.card.pressed.connect(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        self.setProperty("ring", "true")
        self.take_keys(f"{problem.severity.capitalize()}: {problem}")

    def go(self) -> None:
        self.wanted.emit(self.problem)


class KindCard(Card):
    """A habit at many places, with one button for all and the places on demand."""

    wanted = Signal(object)

    def __init__(
        self,
        problems: tuple[Problem, ...],
        mend: Callable[[Kind], object],
        is_open: bool = False,
    ) -> None:
        super().__init__()
        kind = problems[0].kind
        assert kind is not None
        self.kind = kind
        self.problem = problems[0]
        inner = QFrame()
        inner.setProperty("card", self.problem.severity)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inner)
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        sentence = kind.words.format(len(problems))
        column.addWidget(Words(sentence, role="heading"))
        if self.problem.rule:
            column.addWidget(Words(self.problem.rule, role=""))
        self.places = self._places(problems)
        self.opener = QPushButton()
        self.opener.setCheckable(True)
        self.opener.setProperty("accent", False)
        self.opener.toggled.connect(self._open)
        deed = WrappingButton(kind.deed.format(len(problems)))
        deed.setProperty("accent", is_problem(self.problem))
        deed.clicked.connect(lambda: mend(kind))
        self.buttons: list[QPushButton] = [deed]
        column.addWidget(_side_by_side(deed, self.opener))
        column.addWidget(self.places)
        self.opener.setChecked(is_open)
        self._open(is_open)
        self.setProperty("ring", "true")
        self.take_keys(f"{self.problem.severity.capitalize()}: {sentence}")

    def go(self) -> None:
        self.opener.toggle()

    def _places(self, problems: tuple[Problem, ...]) -> QWidget:
        holder = QWidget()
        flow = Flow(holder)
        for problem in problems[:LISTED]:
            button = QPushButton(problem.place or problem.node)
            button.setProperty("quiet", "true")
            button.setToolTip(problem.message)
            button.clicked.connect(lambda _=False, each=problem: self.wanted.emit(each))
            flow.addWidget(button)
        if len(problems) > LISTED:
            more = counted(len(problems) - LISTED, "more place")
            flow.addWidget(Words(f"and {more}"))
        return holder

    def _open(self, is_open: bool) -> None:
        self.places.setVisible(is_open)
        self.opener.setText("Hide the places" if is_open else "Show the places")


def _side_by_side(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    flow = Flow(holder)
    for widget in widgets:
        widget.setCursor(Qt.CursorShape.ArrowCursor)
        flow.addWidget(widget)
    return holder
