"""A form made from any class of settings: a row for each, with its range and its help.

A value that its setting refuses is refused at the field: a red border, the sentence
under it, and nothing changed. What the values mean is no business of a form.
"""

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from designer.errors import DesignerError
from designer.kinds import Variant
from designer.settings import Setting, Settings
from designer.ui.fields import HEIGHT, Field, field_for
from designer.ui.style import mark
from designer.ui.theme import monospace

LABEL_WIDTH = 124


class Words(QLabel):
    """A text that breaks its lines and asks for no more room than it needs."""

    def __init__(self, text: str = "", role: str = "muted") -> None:
        super().__init__(text)
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_role(self, role: str) -> None:
        """Another look: "muted", "error", "heading" ..."""
        mark(self, "role", role)


class Row(QWidget):
    """A name, a field, and room under it for why a value was refused."""

    edited = Signal(str, object, bool)
    focused = Signal(str)

    def __init__(self, name: str, field: Field, help: str = "", unit: str = "") -> None:
        super().__init__()
        self.name = name
        self.field = field
        self.value: Any = None
        self.help = help
        self.unit = unit
        self.label = _Elided(name)
        self.message = Words(role="error")
        self.message.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(field, 0, 1)
        grid.addWidget(self.message, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        for widget in (self.label, field):
            widget.setToolTip(_tip(name, help, unit))
        field.focusProxy().setAccessibleName(name)
        field.focusProxy().setAccessibleDescription(help)
        field.entered.connect(lambda value, step: self.edited.emit(name, value, step))
        field.focused.connect(lambda: self.focused.emit(name))

    def show_value(self, value: Any) -> None:
        """Show a value of the design, and forget what was refused."""
        self.value = value
        self.field.show_value(value)
        self._tell("")

    def refuse(self, message: str) -> None:
        """Say why the value in the field cannot be."""
        self._tell(message)

    @property
    def refusal(self) -> str:
        """Why the value in the field cannot be; empty when it can."""
        return self.message.text()

    def _tell(self, message: str) -> None:
        if message != self.message.text():
            self.field.mark_refused(bool(message))
            self.message.setText(message)
            self.message.setVisible(bool(message))


class Form(QWidget):
    """The settings of one class. `edited` carries a name, a value and whether it steps.

    A value that reaches `edited` is one that its setting takes. Whoever applies it may
    still find that it does not do, and say so by `refuse`.
    """

    edited = Signal(str, object, bool)
    focused = Signal(str)

    def __init__(self, type_: type[Settings], skip: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.type = type_
        self.settings: Settings | None = None
        self.rows: dict[str, Row] = {}
        self.nested: dict[str, Form] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        for name, declaration in type_.declared_settings.items():
            if name not in skip:
                self._add(name, declaration)

    def show_settings(self, settings: Settings) -> None:
        """Show these values. A field keeps its cursor when its value stays."""
        self.settings = settings
        for name, row in self.rows.items():
            value = getattr(settings, name)
            if isinstance(self.type.declared_settings[name].kind, Variant):
                row.show_value(type(value).__name__)
                self._show_nested(name, value)
            else:
                row.show_value(value)

    def refuse(self, name: str, message: str) -> None:
        """Show at a field why its value cannot be."""
        if name in self.rows:
            self.rows[name].refuse(message)

    def commit(self) -> None:
        """Enter whatever was typed and not yet entered."""
        for row in self.rows.values():
            row.field.commit()
        for form in self.nested.values():
            form.commit()

    def help_for(self, name: str) -> str:
        """What a setting is for, in a sentence."""
        declaration = self.type.declared_settings.get(name)
        return declaration.help if declaration else ""

    def _add(self, name: str, declaration: Setting) -> None:
        field = field_for(declaration.kind, declaration.unit)
        row = Row(name, field, _help(declaration), declaration.unit)
        row.edited.connect(self._enter)
        row.focused.connect(self.focused)
        self.rows[name] = row
        self._column.addWidget(row)

    def _enter(self, name: str, value: Any, step: bool) -> None:
        """Read what a field gives; refuse it there, or pass it on."""
        declaration = self.type.declared_settings[name]
        row = self.rows[name]
        is_variant = isinstance(declaration.kind, Variant)
        if is_variant and value == type(getattr(self.settings, name)).__name__:
            return
        try:
            if is_variant:
                read = declaration.kind.variants[value]()
            elif isinstance(value, str):
                read = declaration.parse(value)
            else:
                read = declaration.read(value)
        except DesignerError as error:
            row.refuse(str(error))
            return
        if getattr(self.settings, name) == read:
            row.show_value(read)
        else:
            self.edited.emit(name, read, step)

    def _show_nested(self, name: str, value: Settings) -> None:
        form = self.nested.get(name)
        if form is not None and form.type is not type(value):
            self._column.removeWidget(form)
            form.hide()
            form.deleteLater()
            form = None
        if form is None:
            form = Form(type(value))
            form.setContentsMargins(12, 0, 0, 0)
            form.setVisible(bool(form.rows))
            form.edited.connect(
                lambda key, inner, step: self._enter_nested(name, key, inner, step)
            )
            form.focused.connect(self.focused)
            self.nested[name] = form
            self._column.insertWidget(self._column.indexOf(self.rows[name]) + 1, form)
        form.show_settings(value)

    def _enter_nested(self, name: str, key: str, value: Any, step: bool) -> None:
        form = self.nested[name]
        assert form.settings is not None
        try:
            changed = form.settings.changed(**{key: value})
        except DesignerError as error:
            form.refuse(key, str(error))
            return
        self.edited.emit(name, changed, step)


class _Elided(QLabel):
    """A setting's name in the font of code, cut short where there is no room."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.whole = text
        self.setProperty("role", "muted")
        font = monospace()
        font.setPointSizeF(max(7.5, font.pointSizeF() - 0.5))
        self.setFont(font)
        self.setFixedSize(LABEL_WIDTH, HEIGHT)
        metrics = self.fontMetrics()
        self.setText(
            metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, LABEL_WIDTH)
        )

    def sizeHint(self) -> QSize:
        return QSize(LABEL_WIDTH, HEIGHT)


def _help(declaration: Setting) -> str:
    kind = declaration.kind
    if isinstance(kind, Variant):
        return declaration.help
    words = str(kind) if type(kind).__str__ is not object.__str__ else ""
    return (
        declaration.help
        if "of at" not in words and " from " not in words
        else (f"{declaration.help} {words[0].upper()}{words[1:]}.")
    )


def _tip(name: str, help: str, unit: str) -> str:
    return f"{name}: {help}" + (f" In {unit}." if unit else "")
