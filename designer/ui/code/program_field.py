"""The field for a program: its text, and under it what keeps it from working.

`program` enters what is typed; the problems of the design have their own place.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.ui.code.program import Program
from designer.ui.code.program_editor import HOW_TO_LEAVE, ProgramEditor
from designer.ui.form import Words
from designer.ui.style import mark
from designer.ui.theme import Theme, monospace

LINES = 12
"""How many lines the field has room for."""


TRIED = "Trying it out …"


class ProgramView(QWidget):
    """A program to type, and in words why it is refused, or locked.

    `refused` says that there are new words for why it is.
    """

    refused = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.program: Program | None = None
        self.editor = ProgramEditor(theme)
        self.refusal = Words(role="error")
        self.lock = Words()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        for widget in (self.editor, self.refusal, self.lock):
            self.column.addWidget(widget)
        self.editor.left.connect(self.commit)

    def show_program(self, program: Program | None) -> None:
        """Show a program; the same one again keeps the cursor."""
        if program is self.program:
            return
        self.commit()
        if self.program is not None:
            self.program.told.disconnect(self.tell)
            self.program.gone.disconnect(self._let_go)
        self.program = program
        self.editor.show_text(program and program.text)
        if program is not None:
            program.told.connect(self.tell)
            program.gone.connect(self._let_go)
            self.tell()

    def commit(self) -> None:
        """Enter what was typed, if anything was and it can be."""
        if self.program is not None:
            self.program.commit()

    def tell(self) -> None:
        """Show what there is to say of the program now."""
        program = self.program
        assert program is not None
        self.editor.setReadOnly(bool(program.locked))
        mark(self.editor, "refused", bool(program.message))
        is_news = bool(program.message) and program.message != self.refusal.text()
        if program.lines != self.editor.marks:
            self.editor.show_marks(program.lines)
        for words, text in (
            (self.refusal, program.message),
            (self.lock, program.locked),
        ):
            words.setText(text)
            words.setVisible(bool(text))
        if is_news:
            self.refused.emit()

    def _let_go(self) -> None:
        """Forget a program whose node is gone, with what was typed into it."""
        self.show_program(None)


class ProgramField(QWidget):
    """A program among the settings of a node. `large_wanted` asks for a larger view."""

    large_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.view = ProgramView(theme)
        self.editor = self.view.editor
        self.editor.setFixedHeight(_height(self.editor))
        self.label = QLabel()
        self.label.setProperty("role", "muted")
        self.label.setFont(monospace(monospace().pointSizeF() - 0.5))
        self.large_button = _quiet("Open large", self.large_wanted.emit)
        self.large_button.setToolTip("Edit this code in a window of its own")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.label)
        head.addStretch(1)
        head.addWidget(self.large_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.view)

    def show_program(self, program: Program | None) -> None:
        """Show a program, or nothing."""
        self.view.show_program(program)
        self.setVisible(program is not None)
        if program is not None:
            tried = f" · {TRIED.lower()}" if program.is_tried else ""
            self.label.setText(f"{program.setting}{tried}")
            self.label.setToolTip(HOW_TO_LEAVE)
            self.editor.setAccessibleName(f"{program.setting} of {program.node}")


def _height(editor: ProgramEditor) -> int:
    bar = editor.horizontalScrollBar().sizeHint().height()
    margin = round(2 * editor.document().documentMargin()) + 2
    return LINES * editor.fontMetrics().lineSpacing() + margin + bar


def _quiet(text: str, deed: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("quiet", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda: deed())
    return button
