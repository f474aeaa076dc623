"""The line that numbers and sizes are typed in: small arrows, a unit, and a value aside."""

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
    QValidator,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QWidget

from designer.ui.style import mark
from designer.ui.theme import monospace

HEIGHT = 28
CHOOSING = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
)
EDGE = 16
"""Between an expression and its value, and from there to the border."""


class Stepper(QAbstractSpinBox):
    """A text with small arrows; what a step does is up to its field."""

    stepped = Signal(int)

    def __init__(self, steps: bool, unit: str = "") -> None:
        super().__init__()
        self.steps = steps
        self.unit = QLabel(unit, self)
        self.unit.setProperty("role", "muted")
        self.unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.aside = QLabel(self)
        self.aside.setProperty("role", "muted")
        self.aside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.is_formula = False
        self.offered: list[QAction] = []
        self.popup: QWidget | None = None
        self._set_margin(self.unit)
        self.setKeyboardTracking(False)
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(60)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Without its buttons, Qt would leave no room for the text under a style sheet.
        self.setProperty("arrows", steps)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flag = QAbstractSpinBox.StepEnabledFlag
        if not self.steps:
            return flag.StepNone
        return flag.StepUpEnabled | flag.StepDownEnabled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.unit, 22 if self.steps else 8)
        self._place(self.aside, 8)
        self._set_margin(self.aside if self.is_formula else self.unit)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_font()  # the style sheet, which comes with showing, takes it away

    def show_unit(self, text: str) -> None:
        """Show the unit of a number, and of a word such as none no unit."""
        has_digits = any(letter.isdigit() for letter in text)
        self.unit.setVisible(has_digits and not self.is_formula)

    def show_formula(self, is_formula: bool, aside: str = "") -> None:
        """Look as an expression with its value beside it, or as a number."""
        if is_formula != self.is_formula:
            self.is_formula = is_formula
            mark(self, "arrows", self.steps and not is_formula)
            self._show_font()
        self.aside.setText(aside)
        self.aside.setVisible(is_formula)
        self.show_unit(self.lineEdit().text())
        self._place(self.aside, 8)
        self._set_margin(self.aside if is_formula else self.unit)

    def width_for(self, text: str, aside: str) -> int:
        """The width in which an expression and its value can be read."""
        beside = self.aside.fontMetrics().horizontalAdvance(aside)
        text_width = QFontMetrics(monospace()).horizontalAdvance(text)
        return 8 + text_width + beside + EDGE + 6

    def _show_font(self) -> None:
        """Show expressions in the font of code."""
        self.lineEdit().setFont(monospace() if self.is_formula else self.font())

    def _place(self, label: QLabel, margin: int) -> None:
        """Put a label at the right end of the text."""
        size = label.sizeHint().boundedTo(QSize(self.width() // 2, self.height()))
        label.resize(size)
        top = (self.height() - size.height()) // 2
        label.move(self.width() - margin - size.width(), top)

    def _set_margin(self, label: QLabel) -> None:
        """Leave room for a label."""
        room = min(label.sizeHint().width(), self.width() // 2)
        edge = EDGE if self.is_formula else 2
        self.lineEdit().setTextMargins(8, 0, room + edge, 0)

    def stepBy(self, steps: int) -> None:
        self.stepped.emit(steps)

    def validate(self, text: str, position: int) -> Any:
        return QValidator.State.Acceptable, text, position

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and self.steps:
            super().wheelEvent(event)
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.lineEdit().createStandardContextMenu()
        if self.offered:
            first = menu.actions()[0] if menu.actions() else None
            menu.insertActions(first, self.offered)
            menu.insertSeparator(first)
        menu.setParent(self, menu.windowFlags())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        # Keys that choose among the names that are offered do nothing else.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in CHOOSING
            and self.popup is not None
            and self.popup.isVisible()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # its field takes back what is typed, if anything is
            return
        super().keyPressEvent(event)
