"""One setting of the network or of a block: its name, default and help, to edit."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QWidget

from designer.resources import resource
from designer.settings import Setting
from designer.ui.fields import Field, Line, field_for
from designer.ui.form import LABEL_WIDTH, Words
from designer.ui.stepper import HEIGHT

UP, DOWN = -1, 1


class SettingRow(QWidget):
    """Fields for a setting, and buttons that move or remove it.

    `changed` carries what was entered as the default, and whether that was a step;
    `moved` whether it goes up or down.
    """

    renamed = Signal(str)
    changed = Signal(object, bool)
    described = Signal(str)
    removed = Signal()
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.shown: Setting | None = None
        self.name = Line()
        self.name.setFixedWidth(LABEL_WIDTH)
        self.name.describe("name of the setting", "As in expressions and in the code.")
        self.default: Field | None = None
        self.help = Line()
        self.help.describe("what the setting is for", "A sentence of help.")
        self.help.edit.setPlaceholderText("What it is for")
        self.up = self._button("control-up")
        self.down = self._button("control-down")
        self.remove = self._button("control-close")
        self.message = Words(role="error")
        self.message.hide()
        self._lay_out()
        self.name.entered.connect(lambda text, step: self.renamed.emit(text))
        self.help.entered.connect(lambda text, step: self.described.emit(text))
        self.up.clicked.connect(lambda: self.moved.emit(UP))
        self.down.clicked.connect(lambda: self.moved.emit(DOWN))
        self.remove.clicked.connect(self.removed)

    def show_setting(self, setting: Setting) -> None:
        """Show a setting, and forget what was refused."""
        if (
            self.default is None
            or self.shown is None
            or setting.kind != self.shown.kind
        ):
            self._put_field(field_for(setting.kind))
        assert self.default is not None
        self.shown = setting
        self.name.show_value(setting.name)
        self.default.show_value(setting.default)
        self.default.describe(setting.name, f"What {setting.name} is by default.")
        self.help.show_value(setting.help)
        for button, words in (
            (self.up, f"Move {setting.name} up"),
            (self.down, f"Move {setting.name} down"),
            (self.remove, f"Remove {setting.name}"),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self._tell("", None)

    def show_place(self, place: int, count: int) -> None:
        """Show where it stands, as one of so many."""
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < count - 1)

    def refuse(self, message: str, field: Field | None = None) -> None:
        """Say why the name, or what was entered in another field, cannot be."""
        self._tell(message, field or self.name)

    @property
    def parts(self) -> list[QWidget]:
        """Its fields and buttons, as they are read."""
        fields = [self.name, *([self.default] if self.default else []), self.help]
        return [*fields, self.up, self.down, self.remove]

    @property
    def refusal(self) -> str:
        """Why what was entered cannot be; empty when it can."""
        return self.message.text()

    def commit(self) -> None:
        """Enter whatever was typed and not yet entered."""
        for field in (self.name, self.default, self.help):
            if field is not None:
                field.commit()

    def take_name(self) -> None:
        """Let the name be typed over."""
        self.name.edit.setFocus()
        self.name.edit.selectAll()

    def take_move(self, step: int) -> None:
        """Let the same key move the setting on; at an end, back."""
        button, other = (self.up, self.down) if step < 0 else (self.down, self.up)
        (button if button.isEnabled() else other).setFocus()

    def _tell(self, message: str, refused: Field | None) -> None:
        for field in (self.name, self.default):
            if field is not None:
                field.mark_refused(field is refused)
        self.message.setText(message)
        self.message.setVisible(bool(message))

    def _put_field(self, field: Field) -> None:
        if self.default is not None:
            self._grid.removeWidget(self.default)
            self.default.hide()
            self.default.deleteLater()
        self.default = field
        field.entered.connect(self.changed)
        self._grid.addWidget(field, 0, 1)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.help, 1)
        for button in (self.up, self.down, self.remove):
            below.addWidget(button)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.addWidget(self.name, 0, 0)
        self._grid.addLayout(below, 1, 0, 1, 2)
        self._grid.addWidget(self.message, 2, 0, 1, 2)
        self._grid.setColumnStretch(1, 1)

    def _button(self, picture: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("words", True)
        button.setFixedSize(22, HEIGHT)
        button.setIcon(QIcon(str(resource("icons", f"{picture}.svg"))))
        button.setIconSize(QSize(12, 12))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
