"""A form made from any class of settings: a row for each, with its range and its help.

A value that its setting refuses is refused at the field: a red border, the sentence
under it, and nothing changed. What the values mean is no business of a form, nor which
settings there are to follow: `scope` tells.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from designer.errors import DesignerError
from designer.expression import Expression
from designer.graph.block import REPEAT, Use
from designer.kinds import Variant
from designer.settings import Setting, Settings
from designer.ui.expression_field import Reckoned, Switch, reckoned_field
from designer.ui.expression_text import NOWHERE, Scope, read
from designer.ui.fields import Field, field_for
from designer.ui.row_actions import RowActions
from designer.ui.stepper import HEIGHT
from designer.ui.style import mark
from designer.ui.theme import monospace

LABEL_WIDTH = 124
GAP = 8
FOLLOWS = "It may follow settings: right-click it, or type as in channels * 4."
THEN = 'Type "2, then 1" for 2 in the first repeat and 1 in those after it.'


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
    setting_wanted = Signal(str)

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
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(field, 0, 1)
        grid.addWidget(self.message, 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self._is_wide = False
        field.describe(name, help)
        field.entered.connect(lambda value, step: self.edited.emit(name, value, step))
        field.focused.connect(lambda: self.focused.emit(name))
        self.menu = self._menu() if isinstance(field, Reckoned | Switch) else None
        self.disable("")

    def show_value(self, value: Any) -> None:
        """Show a value of the design, and forget what was refused."""
        self.value = value
        self.field.show_value(value)
        self._tell("")
        self._make_room()

    def set_scope(self, declaration: Setting, scope: Scope) -> None:
        """Let expressions use these names, which have these values."""
        if isinstance(self.field, Reckoned | Switch) and self.menu is not None:
            self.field.set_scope(scope)
            self.menu.suit(self.value, scope, _given(declaration, self.value, scope))
            self._make_room()

    def refuse(self, message: str) -> None:
        """Say why the value in the field cannot be."""
        self._tell(message)

    def disable(self, why: str) -> None:
        """Let nothing be entered, and say why; with nothing said, let it again."""
        self.field.setEnabled(not why)
        tip = why or _tip(self.name, self.help, self.unit)
        tip += f"\n{FOLLOWS}" if self.menu is not None and not why else ""
        self.label.setToolTip(tip)
        self.field.setToolTip(tip)

    @property
    def refusal(self) -> str:
        """Why the value in the field cannot be; empty when it can."""
        return self.message.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Give a long expression a line of its own; one that is typed stays in place."""
        room = self.width() - LABEL_WIDTH - GAP
        is_wide = self.field.wanted_width(self.value) > room
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._grid.removeWidget(self.field)
            self._grid.addWidget(self.field, *((1, 0, 1, 2) if is_wide else (0, 1)))

    def _menu(self) -> RowActions:
        assert isinstance(self.field, Reckoned | Switch)
        menu = RowActions(self)
        menu.follow_wanted.connect(self.field.follow)
        menu.setting_wanted.connect(lambda: self.setting_wanted.emit(self.name))
        menu.value_wanted.connect(
            lambda value: self.edited.emit(self.name, value, False)
        )
        if isinstance(self.field, Reckoned):
            self.field.edit.textEdited.connect(lambda _: menu.make.setEnabled(True))
        self.field.offer(menu.all)
        return menu

    def _tell(self, message: str) -> None:
        if message != self.message.text():
            self.field.mark_refused(bool(message))
            self.message.setText(message)
            self.message.setVisible(bool(message))


class Form(QWidget):
    """The settings of one class. `edited` carries a name, a value and whether it steps.

    A value that reaches `edited` is one that its setting takes. Whoever applies it may
    still find that it does not do, and say so by `refuse`. `setting_wanted` carries the
    name of a setting that is to be made one of the block. `narrow` are declarations to
    read by in place of the class's own.
    """

    edited = Signal(str, object, bool)
    focused = Signal(str)
    setting_wanted = Signal(str)

    def __init__(
        self,
        type_: type[Settings],
        skip: tuple[str, ...] = (),
        scope: Callable[[str], Scope] = lambda name: NOWHERE,
        narrow: Mapping[str, Setting] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self.type = type_
        self.declared = {
            name: narrow.get(name, each)
            for name, each in type_.declared_settings.items()
        }
        self.scope = scope
        self.settings: Settings | None = None
        self.rows: dict[str, Row] = {}
        self.nested: dict[str, Form] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        for name, declaration in self.declared.items():
            if name not in skip:
                self._add(name, declaration)

    def show_settings(self, settings: Settings) -> None:
        """Show these values. A field keeps its cursor when its value stays."""
        self.settings = settings
        for name, row in self.rows.items():
            value = getattr(settings, name)
            if isinstance(self.declared[name].kind, Variant):
                row.show_value(type(value).__name__)
                self._show_nested(name, value)
            else:
                row.show_value(value)
        self.show_scope()

    def show_scope(self) -> None:
        """Show what expressions give now that settings have other values."""
        for name, row in self.rows.items():
            row.set_scope(self.declared[name], self.scope(name))

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
        declaration = self.declared.get(name)
        return declaration.help if declaration else ""

    def _add(self, name: str, declaration: Setting) -> None:
        is_reckoned = self.type.takes_expressions and declaration.kind.reckoned
        make_field = reckoned_field if is_reckoned else field_for
        field = make_field(declaration.kind, declaration.unit)
        help = _help(declaration)
        if issubclass(self.type, Use) and name != REPEAT.name:
            help = f"{help} {THEN}".strip()
        row = Row(name, field, help, declaration.unit)
        row.edited.connect(self._enter)
        row.focused.connect(self.focused)
        row.setting_wanted.connect(self.setting_wanted)
        self.rows[name] = row
        self._column.addWidget(row)

    def _enter(self, name: str, value: Any, step: bool) -> None:
        """Read what a field gives; refuse it there, or pass it on."""
        declaration = self.declared[name]
        row = self.rows[name]
        is_variant = isinstance(declaration.kind, Variant)
        if is_variant and value == type(getattr(self.settings, name)).__name__:
            return
        try:
            if is_variant:
                entered = declaration.kind.variants[value]()
            elif isinstance(value, str) and row.menu is not None:
                entered = read(declaration, value, self.scope(name))
            elif isinstance(value, str):
                entered = declaration.parse(value)
            else:
                entered = declaration.read(value)
        except DesignerError as error:
            row.refuse(str(error))
            return
        if getattr(self.settings, name) == entered:
            row.show_value(entered)
        else:
            self.edited.emit(name, entered, step)

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


def _given(declaration: Setting, value: Any, scope: Scope) -> Any:
    """What an expression gives, if that is the same in all repeats."""
    if not isinstance(value, Expression):
        return None
    try:
        ends = [declaration.worked_out(value, names) for names in (scope[0], scope[-1])]
    except DesignerError:
        return None
    return ends[0] if ends[0] == ends[1] else None


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
