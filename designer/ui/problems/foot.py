"""The problems of what is selected, under its form, in a part of the height."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from designer.graph import Problem
from designer.ui.document import Document
from designer.ui.form import Words
from designer.ui.problems.card import ProblemCard, heading
from designer.ui.tall_scroll import TallScroll

MOST = 2
"""So that the form keeps its room; the Problems tab shows them all."""

SHARE = 0.4
"""Of the height that form and problems have together."""


class ProblemFoot(QScrollArea):
    """Stays in sight however long the form is, and scrolls where it would take too much.

    `pressed` carries a problem whose card was clicked beside its buttons. `held` says
    whether one of the buttons is down: they must not move away then.
    """

    pressed = Signal(object)
    held = Signal(bool)

    def __init__(self, document: Document, above: TallScroll) -> None:
        """`above` is the form, which has the first claim to the height."""
        super().__init__()
        self.document = document
        self.above = above
        above.asked.connect(self._fit)
        self.held.connect(above.hold)
        self.cards: list[ProblemCard] = []
        self.title = Words()
        self._height = 0
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(16, 8, 16, 12)
        self._column.setSpacing(8)
        self._column.addWidget(self.title)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons that mend, from top to bottom."""
        return [button for card in self.cards for button in card.buttons]

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show the first of these, and how many there are.

        While one of its buttons is down, what is shown stays if it still holds:
        pressing it enters what was typed elsewhere, and it would be gone when let go.
        """
        shown = tuple(card.problem for card in self.cards)
        if shown == problems[:MOST] and any(b.isDown() for b in self.buttons):
            return
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [
            ProblemCard(self.document, problem, wide=False)
            for problem in problems[:MOST]
        ]
        for card in self.cards:
            card.pressed.connect(lambda card=card: self.pressed.emit(card.problem))
            self._column.addWidget(card)
            for button in card.buttons:
                button.pressed.connect(lambda: self.held.emit(True))
                button.released.connect(lambda: self.held.emit(False))
            card.show()  # now, or its height would not be reckoned with
        text, role = heading(problems) if problems else ("", "muted")
        self.title.setText(text)
        self.title.set_role(role)
        self.held.emit(False)
        self.setVisible(bool(problems))
        self.verticalScrollBar().setValue(0)
        self._fit()

    def share(self, height: int) -> None:
        """Take at most a part of this height, or what the form leaves of it."""
        self._height = height
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """As high as the cards, as far as that goes."""
        self._column.invalidate()
        needed = self._column.totalHeightForWidth(self.width())
        left = self._height - self.above.sizeHint().height()
        self.setFixedHeight(min(needed, max(round(self._height * SHARE), left)))
