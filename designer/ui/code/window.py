"""A program in a large window of its own, beside the main one and in step with it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.ui.code.program import Program
from designer.ui.code.program_field import TRIED, ProgramView
from designer.ui.document import Document
from designer.ui.form import Words
from designer.ui.theme import Theme
from designer.ui.trust_bar import TrustBar

SIZE = (760, 600)


class CodeWindow(QWidget):
    """One node's program, with its problems under it. It closes with the node."""

    def __init__(self, parent: QWidget, program: Program, theme: Theme) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.program = program
        self.view = ProgramView(theme)
        self.problems = Words(role="error")
        self.trust_bar = TrustBar(program.document)
        self.trust_bar.read_button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.trust_bar)
        column.addWidget(self.view, 1)
        column.addWidget(self.problems)
        self.view.show_program(program)
        self.view.column.setStretch(0, 1)
        program.told.connect(self._tell)
        close = QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self)
        close.activated.connect(self.close)
        self.resize(*SIZE)
        self._tell()

    def _tell(self) -> None:
        self.setWindowTitle(f"Code {self.program.node}")
        is_settled = not (self.program.message or self.program.locked)
        problems = self.program.problems if is_settled else ()
        tried = TRIED if self.program.is_tried else ""
        said = "\n".join(map(str, problems)) or tried
        is_wrong = any(problem.severity == "error" for problem in problems)
        self.problems.set_role("error" if is_wrong else "muted")
        self.problems.setText(said)
        self.problems.setVisible(bool(said))


class CodeWindows:
    """The large windows, one for each program at most.

    `actions` are those of the main window whose shortcuts hold in these too.
    """

    def __init__(self, owner: QWidget, document: Document, theme: Theme) -> None:
        self.owner = owner
        self.theme = theme
        self.actions: list[QAction] = []
        self.by_program: dict[Program, CodeWindow] = {}
        document.opened.connect(self.close)

    def show(self, program: Program) -> CodeWindow:
        """Open a program's window, or bring it to the front."""
        if program not in self.by_program:
            window = CodeWindow(self.owner.window(), program, self.theme)
            window.addActions(self.actions)
            self.by_program[program] = window
            program.gone.connect(lambda: self._forget(program))
        window = self.by_program[program]
        window.show()
        window.raise_()
        window.activateWindow()
        window.view.editor.setFocus()
        return window

    def close(self) -> None:
        """Close them all."""
        for window in self.by_program.values():
            window.close()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        for window in self.by_program.values():
            window.view.editor.set_theme(theme)

    def _forget(self, program: Program) -> None:
        window = self.by_program.pop(program)
        window.view.show_program(None)
        window.close()
        window.deleteLater()
