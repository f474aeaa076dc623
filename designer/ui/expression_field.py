"""Fields for a value that may follow from settings: plain, or an expression in its place.

They are the plain fields until an expression is typed or chosen; then they are a text in
the font of code, with the value that it gives now beside it and names to complete it.
"""

import re
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter

from designer.expression import Expression, Value
from designer.kinds import Kind, Truth
from designer.ui.expression_text import NOWHERE, Scope, gives, looks_followed, spelled
from designer.ui.fields import Check, Field, Typed, field_for

WORD_BEFORE = re.compile(r"[A-Za-z_]\w*$")
NAME = Qt.ItemDataRole.UserRole
POPUP_WIDTH = 168


class Reckoned(Typed):
    """A number or a size, or an expression in its place."""

    def __init__(self, kind: Kind, unit: str = "") -> None:
        super().__init__(kind, unit)
        self.scope: Scope = NOWHERE
        self.names = _Names(self)
        self.edit.textEdited.connect(lambda _: self.names.offer())
        self.edit.textChanged.connect(self._look)

    def set_scope(self, scope: Scope) -> None:
        """Let expressions use these names, which have these values."""
        if scope != self.scope:
            self.scope = scope
            self.names.fill(scope)
            self._look(self.edit.text())

    def text_of(self, value: Any) -> str:
        return value.text if isinstance(value, Expression) else self.kind.show(value)

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self._look(self.edit.text())

    def follow(self) -> None:
        """Let a person choose what to follow, in place of what is there."""
        self.edit.setFocus()
        self.edit.selectAll()
        self.names.offer_all()

    def wanted_width(self, value: Any) -> int:
        if not isinstance(value, Expression):
            return 0
        given = gives(self.kind, value, self.scope)
        return self.stepper.width_for(value.text, f"= {given}")

    @property
    def aside(self) -> str:
        """What stands beside the expression: the value that it gives now."""
        return self.stepper.aside.text() if self.stepper.is_formula else ""

    def _look(self, text: str) -> None:
        """Look as what is typed so far: a number or a size, or an expression."""
        is_formula = looks_followed(self.kind, text, self.scope)
        given = self._given(text) if is_formula else ""
        self.stepper.show_formula(is_formula, f"= {given}" if given else "")
        self.edit.setToolTip(f"{text} = {given}" if given else "")

    def _given(self, text: str) -> str:
        try:
            expression = Expression(spelled(self.kind, text, self.scope))
        except ValueError:
            return ""
        return gives(self.kind, expression, self.scope)


class Switch(Check):
    """On or off, or an expression in its place, which is chosen from the menu."""

    def __init__(self) -> None:
        super().__init__()
        self.formula = Reckoned(Truth())
        self.formula.hide()
        self.formula.entered.connect(self._enter)
        self.formula.focused.connect(self.focused)
        self.box.addWidget(self.formula, 1)
        self.is_on = False

    def set_scope(self, scope: Scope) -> None:
        """Let expressions use these names, which have these values."""
        self.formula.set_scope(scope)

    def show_value(self, value: Any) -> None:
        self.formula.show_value(value)
        self._turn(isinstance(value, Expression))
        if not isinstance(value, Expression):
            self.is_on = value
            super().show_value(value)

    def commit(self) -> None:
        if self.formula.isVisibleTo(self):
            self.formula.commit()

    def describe(self, name: str, about: str) -> None:
        for frame in (self.check, self.formula.stepper):
            frame.setAccessibleName(name)
            frame.setAccessibleDescription(about)

    def offer(self, actions: list[QAction]) -> None:
        self.formula.offer(actions)

    def mark_refused(self, refused: bool) -> None:
        self.formula.mark_refused(refused)

    def wanted_width(self, value: Any) -> int:
        return self.formula.wanted_width(value)

    def follow(self) -> None:
        """Let a person choose what to follow, in place of the tick."""
        self._turn(True)
        self.formula.follow()

    def _enter(self, text: Any, step: bool) -> None:
        """Pass on an expression; with nothing in its place there is the tick again."""
        if isinstance(text, str) and not text.strip():
            text = self.is_on
        if text == Truth().show(self.is_on):
            self.show_value(self.is_on)
        self.entered.emit(text, step)

    def _turn(self, is_formula: bool) -> None:
        """Show the expression, or the tick; the focus stays in the field."""
        shown, other = (
            (self.formula, self.check) if is_formula else (self.check, self.formula)
        )
        if shown.isVisibleTo(self):
            return
        had_focus = self.formula.stepper.hasFocus() or self.check.hasFocus()
        other.hide()
        shown.show()
        self.setFocusProxy(self.formula.stepper if is_formula else self.check)
        if had_focus:
            self.setFocus()


def reckoned_field(kind: Kind, unit: str = "") -> Field:
    """The field for a value that an expression may stand in for."""
    plain = field_for(kind, unit)
    if isinstance(plain, Check):
        return Switch()
    return Reckoned(kind, unit) if isinstance(plain, Typed) else plain


class _Names(QObject):
    """The names in scope, offered as they are typed."""

    def __init__(self, field: Reckoned) -> None:
        super().__init__(field)
        self.field = field
        self.model = QStandardItemModel(self)
        self.completer = QCompleter(self.model, self)
        self.completer.setWidget(field.stepper)
        self.completer.setCompletionRole(NAME)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.activated.connect(self._insert)
        self.popup = self.completer.popup()
        self.popup.setProperty("names", True)
        field.stepper.popup = self.popup

    def fill(self, scope: Scope) -> None:
        """Offer these names, each with its value."""
        self.model.clear()
        for name in scope[0]:
            value = _said(scope[0][name], scope[-1][name])
            item = QStandardItem(f"{name} = {value}")
            item.setData(name, NAME)
            self.model.appendRow(item)

    def offer(self) -> None:
        """Offer the names that begin as the word before the cursor does."""
        text = self.field.edit.text()[: self.field.edit.cursorPosition()]
        word = WORD_BEFORE.search(text)
        is_new = bool(text.strip()) and not text.strip()[-1].isalnum()
        if word is None and not is_new:
            self.popup.hide()
            return
        self._show(word.group() if word else "", chosen=word is not None)

    def offer_all(self) -> None:
        """Offer every name."""
        self._show("", chosen=True)

    def _show(self, start: str, chosen: bool) -> None:
        self.completer.setCompletionPrefix(start)
        found = self.completer.completionModel()
        names = [found.index(i, 0).data(NAME) for i in range(found.rowCount())]
        if not names or names == [start]:
            self.popup.hide()
            return
        rect = self.field.stepper.rect()
        rect.setWidth(max(POPUP_WIDTH, self.field.width()))
        self.completer.complete(rect)
        if chosen and start not in names:
            self.popup.setCurrentIndex(found.index(0, 0))

    def _insert(self, shown: str) -> None:
        """Put a name in place of the word before the cursor, or of what is selected."""
        index = self.popup.currentIndex()
        name = index.data(NAME) if index.isValid() else shown.split(" = ")[0]
        edit = self.field.edit
        if edit.hasSelectedText():
            edit.insert(name)
            return
        place = edit.cursorPosition()
        word = WORD_BEFORE.search(edit.text()[:place])
        start = word.start() if word else place
        edit.setText(edit.text()[:start] + name + edit.text()[place:])
        edit.setCursorPosition(start + len(name))


def _said(first: Value, last: Value) -> str:
    shown = [
        Truth().show(one) if isinstance(one, bool) else str(one)
        for one in (first, last)
    ]
    return shown[0] if shown[0] == shown[1] else " → ".join(shown)
