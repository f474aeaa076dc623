"""The problems of a node in a frame over the canvas, beside the mark on its card."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout

from designer.graph import Problem
from designer.ui.canvas import Canvas
from designer.ui.canvas.badge import middle_of_badge
from designer.ui.form import Words
from designer.ui.problems.card import ProblemCard
from designer.ui.problems.cards import ENTER, WAY
from designer.words import counted

WIDTH = 340
MOST = 2
GAP = 14


class ProblemPopover(QFrame):
    """Mends without leaving the canvas. It goes with Esc, or a press elsewhere.

    `pressed` carries a problem whose card was clicked beside its buttons.
    """

    pressed = Signal(object)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.node = ""
        self.cards: list[ProblemCard] = []
        self.setProperty("card", "note")
        self.setAccessibleName("Problem")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(8)
        self._more = Words()
        self._column.addWidget(self._more)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        canvas.viewport().installEventFilter(self)
        canvas.document.checked.connect(self._follow)
        canvas.document.moved.connect(self.close_it)
        for bar in (canvas.horizontalScrollBar(), canvas.verticalScrollBar()):
            bar.valueChanged.connect(self._follow_view)
        canvas.zoomed.connect(self._follow_view)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the node, and what could be better."""
        return self.canvas.document.report.said_of(self.node)

    def show_node(self, name: str) -> None:
        """Show the problems of a node, if it has any, and take the keys."""
        self.node = name
        if not self.problems:
            self.close_it()
            return
        self._fill()
        self.show()
        self._place()
        self.raise_()
        self._take_keys()

    def close_it(self) -> None:
        """Go away, and give the keys back to the canvas."""
        if self._has_keys:
            self.canvas.setFocus()
        self.node = ""
        self.hide()

    @property
    def _has_keys(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def _take_keys(self) -> None:
        (self.buttons[0] if self.buttons else self).setFocus(
            Qt.FocusReason.PopupFocusReason
        )

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons that mend, from top to bottom."""
        return [button for card in self.cards for button in card.buttons]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key goes on to the canvas: there it would move the node."""
        focus = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        elif event.key() in ENTER and isinstance(focus, QPushButton):
            focus.click()
        elif event.key() in WAY:
            self.focusNextPrevChild(WAY[Qt.Key(event.key())] > 0)
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round the buttons; on the canvas it would select other nodes."""
        buttons = self.buttons
        focus = QApplication.focusWidget()
        if buttons:
            place = buttons.index(focus) if focus in buttons else -1
            new = (place + (1 if forward else -1)) % len(buttons)
            buttons[new].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.isVisible() and event.type() == QEvent.Type.MouseButtonPress:
            self.close_it()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        """Show what is still wrong after an edit, or go."""
        if not self.isVisible():
            return
        if not self.problems:
            self.close_it()
            return
        had_keys = self._has_keys
        self._fill()
        self._place()
        if had_keys:
            self._take_keys()

    def _follow_view(self) -> None:
        if self.isVisible():
            self._place()

    def _fill(self) -> None:
        if self._has_keys:  # or they would go to whatever comes next
            self.setFocus()
        for card in self.cards:
            card.hide()
            card.deleteLater()
        problems = self.problems
        self.cards = [
            ProblemCard(self.canvas.document, each, wide=False)
            for each in problems[:MOST]
        ]
        for place, card in enumerate(self.cards):
            card.pressed.connect(lambda card=card: self.pressed.emit(card.problem))
            self._column.insertWidget(place, card)
            card.show()  # now, or its height would not be reckoned with
        self._more.setText(f"And {counted(len(problems) - MOST, 'more problem')}.")
        self._more.setVisible(len(problems) > MOST)

    def _place(self) -> None:
        """Under the mark, wholly inside the canvas; gone where the mark is out of sight."""
        item = self.canvas.stage.nodes.get(self.node)
        if item is None:
            self.close_it()
            return
        self.setFixedWidth(min(WIDTH, self.canvas.width() - 16))
        self._column.activate()
        self.setFixedHeight(self._column.totalHeightForWidth(self.width()))
        mark = self.canvas.mapFromScene(item.pos() + middle_of_badge())
        foot = self.canvas.mapFromScene(QPointF(item.card_rect.bottomLeft()))
        near = self.canvas.viewport().mapTo(self.canvas, QPoint(foot.x(), foot.y()))
        room = self.canvas.size() - self.size()
        x = min(max(near.x(), 8), max(room.width() - 8, 8))
        y = near.y() + GAP
        if y > room.height() - 8:  # no room below: above the card
            y = mark.y() - GAP - self.height()
        self.move(x, min(max(y, 8), max(room.height() - 8, 8)))
