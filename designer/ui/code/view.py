"""The design as Python, changing as it changes; the selected nodes' lines are marked."""

from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from designer.codegen import generate_model
from designer.codegen.text import Source
from designer.errors import DesignerError
from designer.ui.code.editor import CodeEditor
from designer.ui.document import Document
from designer.ui.form import Words
from designer.ui.icons import icon
from designer.ui.place import Place
from designer.ui.problems.card import row
from designer.ui.selection import Selection
from designer.ui.style import mark
from designer.ui.theme import Theme

EMPTY = Source(())


class CodeView(QWidget):
    """The model's code, or the whole script's. Not made anew while nobody looks."""

    def __init__(
        self, place: Document | Place, selection: Selection, theme: Theme
    ) -> None:
        super().__init__()
        self.place = place
        self.document = document = place.document
        self.selection = selection
        self.source = EMPTY
        self.editor = CodeEditor(theme)
        self._is_stale = True
        self._is_pressing = False
        self._build(theme)
        document.checked.connect(self.refresh)
        place.checked.connect(self._mark)
        selection.changed.connect(self._mark)
        self.editor.line_pressed.connect(self._go_to)

    @property
    def shows_script(self) -> bool:
        """Whether the whole script is shown and not the model alone."""
        return self.script_button.isChecked()

    def refresh(self) -> None:
        """Show the code of the design as it is now, if anyone can see it."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        try:
            self.source = self._generate()
        except DesignerError as error:
            self._tell(str(error))
            return
        self._tell("")
        self.editor.show_lines(tuple(line.text for line in self.source.lines))
        self._mark()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.editor.set_theme(theme)
        self.copy_button.setIcon(icon("copy", theme, theme.muted))

    def _generate(self) -> Source:
        if self.shows_script:
            from designer.training.script import script_source

            return script_source(self.document.design, self.document.report)
        return generate_model(self.document.design, self.document.report)

    def _build(self, theme: Theme) -> None:
        self.model_button = _choice("Model", "The network's class")
        self.script_button = _choice("Script", "A whole program that trains it")
        self.model_button.setChecked(True)
        group = QButtonGroup(self)
        for button in (self.model_button, self.script_button):
            group.addButton(button)
        group.buttonClicked.connect(self.refresh)
        self.copy_button = QPushButton("Copy")
        self.copy_button.setIcon(icon("copy", theme, theme.muted))
        self.copy_button.setProperty("quiet", True)
        self.copy_button.setToolTip("Copy all of this code")
        self.copy_button.clicked.connect(self._copy)
        bar = row(self.model_button, self.script_button, spacing=4)
        bar.addWidget(self.copy_button)
        bar.setContentsMargins(12, 6, 12, 4)
        self.banner = QFrame()
        self.banner.setProperty("card", "error")
        self._words = Words(role="")
        QVBoxLayout(self.banner).addWidget(self._words)
        self.banner.hide()
        holder = QVBoxLayout()
        holder.setContentsMargins(12, 0, 12, 4)
        holder.addWidget(self.banner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addLayout(holder)
        layout.addWidget(self.editor, 1)

    def _tell(self, problem: str) -> None:
        """Dim the last good code and say what keeps it from changing."""
        self.editor.dim(bool(problem))
        self.copy_button.setEnabled(not problem)
        stays = " The code below is from before." if self.editor.lines else ""
        self._words.setText(f"{problem}{stays}" if problem else "")
        report = self.document.report
        waits = bool(report.awaited) and not report.errors
        mark(self.banner, "card", "note" if waits else "error")
        self.banner.setVisible(bool(problem))

    def _mark(self) -> None:
        if not self.isVisible():
            return
        names, block = frozenset(self.selection.names), self._block
        numbers = [
            number
            for number, line in enumerate(self.source.lines, start=1)
            if line.node in names and line.block == block
        ]
        self.editor.mark(numbers, reveal=not self._is_pressing)

    def _go_to(self, number: int) -> None:
        """Select the node that a line was written for, in its block."""
        line = self.source.line_at(number)
        if not line.node:
            return
        self._is_pressing = True
        if line.block != self._block and isinstance(self.place, Place):
            way = self.document.design.way_to(line.block) if line.block else ()
            self.place.go(way or ())
        if line.block == self._block and line.node in self.place.design.graph.nodes:
            self.selection.reveal(line.node)
        self._is_pressing = False

    @property
    def _block(self) -> str:
        """The block that is seen; empty in the network."""
        return self.place.design.name if self.place.way else ""

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.source.text)


def _choice(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setProperty("quiet", True)
    button.setToolTip(tip)
    return button
