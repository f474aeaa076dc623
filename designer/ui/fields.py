"""Fields: one widget for each kind of value, and which kind gets which.

A field shows a value and says `entered` with what a person typed or chose: text, which
its setting still has to parse, or a value. It never decides whether that is allowed.
"""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from designer import kinds
from designer.kinds import (
    Choice,
    Either,
    Kind,
    Nothing,
    Text,
    Truth,
    Variant,
)
from designer.resources import resource
from designer.ui.stepper import HEIGHT, Stepper
from designer.ui.steps import has_numbers, stepped
from designer.ui.style import mark
from designer.ui.tick import Tick


class Field(QWidget):
    """Base of the fields. `entered` carries text or a value, and whether it was a step.

    Steps that follow each other are one step of undo.
    """

    entered = Signal(object, bool)
    focused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QHBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(4)

    def show_value(self, value: Any) -> None:
        """Show a value of the design."""
        raise NotImplementedError

    def commit(self) -> None:
        """Enter what was typed, if anything was."""

    def mark_refused(self, refused: bool) -> None:
        """Draw the border in red, or no longer."""
        mark(self._frame(), "refused", refused)

    def describe(self, name: str, about: str) -> None:
        """Say to a screen reader what is entered here."""
        self._frame().setAccessibleName(name)
        self._frame().setAccessibleDescription(about)

    def wanted_width(self, value: Any) -> int:
        """The width without which a value cannot be read; 0 where any will do."""
        return 0

    def offer(self, actions: list[QAction]) -> None:
        """Offer these in the menu of the field, where it has a menu of its own."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit()
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            return self.take_back()
        return super().eventFilter(watched, event)

    def take_back(self) -> bool:
        """Undo what was typed and not entered. Returns whether there was any."""
        return False

    def _frame(self) -> QWidget:
        return self.focusProxy() or self

    def _hold(self, widget: QWidget) -> None:
        self.box.addWidget(widget, 1)
        self.setFocusProxy(widget)
        widget.installEventFilter(self)


class Typed(Field):
    """A value that is typed: a number, a size, a word. Arrows step its numbers.

    Values that have names of their own, such as none and 'same', are offered in a menu.
    """

    def __init__(self, kind: Kind, unit: str = "") -> None:
        super().__init__()
        self.kind = kind
        self.shown = ""
        self.words = words_of(kind)
        self.stepper = Stepper(has_numbers(kind), unit)
        self.edit = self.stepper.lineEdit()
        self._hold(self.stepper)
        self.edit.installEventFilter(self)
        self.stepper.editingFinished.connect(self.commit)
        self.stepper.stepped.connect(self._step)
        self.edit.textChanged.connect(self.stepper.show_unit)
        if self.words:
            self.box.addWidget(self._word_button())

    def text_of(self, value: Any) -> str:
        """The value as it is shown and typed."""
        return self.kind.show(value)

    def offer(self, actions: list[QAction]) -> None:
        self.stepper.offered = actions

    def show_value(self, value: Any) -> None:
        text = self.text_of(value)
        if text == self.shown and text == self.edit.text():
            return
        self.shown = text
        position = self.edit.cursorPosition()
        self.edit.setText(text)
        if self.stepper.hasFocus():
            self.edit.setCursorPosition(min(position, len(text)))
        else:
            self.edit.setCursorPosition(0)

    def commit(self) -> None:
        if self.edit.text() != self.shown:
            self.entered.emit(self.edit.text(), False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # With nothing typed there is nothing to undo here: undo the design instead.
        is_undo = (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (
                event.matches(QKeySequence.StandardKey.Undo)
                or event.matches(QKeySequence.StandardKey.Redo)
            )
        )
        if is_undo and self.edit.text() == self.shown:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def take_back(self) -> bool:
        is_typed = self.edit.text() != self.shown
        if is_typed:
            self.edit.setText(self.shown)
            self.edit.selectAll()
            self.entered.emit(self.shown, False)
        return is_typed

    def _step(self, steps: int) -> None:
        try:
            value = self.kind.parse(self.edit.text())
        except ValueError:
            return
        place = self.edit.text()[: self.edit.cursorPosition()].count("×")
        self.entered.emit(stepped(self.kind, value, steps, place), True)

    def _word_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("words", True)
        button.setFixedSize(22, HEIGHT)
        button.setIcon(QIcon(str(resource("icons", "control-down.svg"))))
        button.setIconSize(QSize(12, 12))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip("Choose a word")
        button.setAccessibleName("Choose a word")
        menu = QMenu(button)
        for text, value in self.words.items():
            menu.addAction(text).triggered.connect(
                lambda _=False, value=value: self.entered.emit(value, False)
            )
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button


class Line(Field):
    """A short text, such as a name."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""
        self.edit = QLineEdit()
        self.edit.setFixedHeight(HEIGHT)
        self._hold(self.edit)
        self.edit.editingFinished.connect(self.commit)

    def show_value(self, value: str) -> None:
        if value != self.shown or value != self.edit.text():
            self.shown = value
            self.edit.setText(value)
            if not self.edit.hasFocus():
                self.edit.setCursorPosition(0)

    def commit(self) -> None:
        if self.edit.text() != self.shown:
            self.entered.emit(self.edit.text(), False)

    def take_back(self) -> bool:
        is_typed = self.edit.text() != self.shown
        if is_typed:
            self.edit.setText(self.shown)
            self.entered.emit(self.shown, False)
        return is_typed


class _TextBox(QPlainTextEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class Paragraph(Field):
    """A text of several lines; entered when the field is left."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""
        self.edit = _TextBox()
        self.edit.setProperty("field", True)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(96)
        self._hold(self.edit)
        self.edit.left.connect(self.commit)

    def show_value(self, value: str) -> None:
        if value != self.shown or value != self.edit.toPlainText():
            self.shown = value
            self.edit.setPlainText(value)

    def commit(self) -> None:
        if self.edit.toPlainText() != self.shown:
            self.entered.emit(self.edit.toPlainText(), False)

    def take_back(self) -> bool:
        is_typed = self.edit.toPlainText() != self.shown
        if is_typed:
            self.edit.setPlainText(self.shown)
            self.entered.emit(self.shown, False)
        return is_typed


class Check(Field):
    """On or off."""

    def __init__(self) -> None:
        super().__init__()
        self.check = Tick()
        self.check.setFixedHeight(HEIGHT)
        self._hold(self.check)
        self.check.clicked.connect(lambda on: self.entered.emit(bool(on), False))
        self.check.toggled.connect(
            lambda on: self.check.setText(Truth().show(bool(on)))
        )

    def show_value(self, value: bool) -> None:
        self.check.setChecked(value)
        self.check.setText(Truth().show(value))


class _Combo(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Options(Field):
    """One of a few words."""

    def __init__(self, options: tuple[str, ...]) -> None:
        super().__init__()
        self.combo = _Combo()
        self.combo.addItems(list(options))
        self.combo.setFixedHeight(HEIGHT)
        self.combo.setMinimumContentsLength(6)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._hold(self.combo)
        self.combo.activated.connect(
            lambda index: self.entered.emit(self.combo.itemText(index), False)
        )

    def show_value(self, value: str) -> None:
        self.combo.setCurrentText(value)


def field_for(kind: Kind, unit: str = "") -> Field:
    """The field that suits a kind of value."""
    if isinstance(kind, Truth):
        return Check()
    if isinstance(kind, Choice):
        return Options(kind.options)
    if isinstance(kind, Variant):
        return Options(tuple(kind.variants))
    if isinstance(kind, kinds.Line):
        return Line()
    if isinstance(kind, Text):
        return Paragraph()
    return Typed(kind, unit)


def words_of(kind: Kind) -> dict[str, Any]:
    """Values of an Either that have names, by those names."""
    if not isinstance(kind, Either):
        return {}
    words: dict[str, Any] = {}
    for one in kind.kinds:
        if isinstance(one, Nothing):
            words[one.show(None)] = None
        elif isinstance(one, Choice):
            words.update({option: option for option in one.options})
    return words
