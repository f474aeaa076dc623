"""Python text that is read, not written, and changed line by line."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent

from designer.ui.code.python_text import PythonDocument, PythonText
from designer.ui.theme import Theme


class CodeEditor(PythonText):
    """A text of Python. `line_pressed` carries the number of a line, from 1."""

    line_pressed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        self.text = PythonDocument(theme)
        super().__init__(theme, self.text)
        self.lines: tuple[str, ...] = ()
        self.marked: tuple[int, ...] = ()
        self.is_dimmed = False
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def show_lines(self, lines: tuple[str, ...]) -> int:
        """Show a text, touching only the lines that differ. Returns how many did."""
        if not self.lines:
            self.setPlainText("\n".join(lines))
            touched = len(lines)
        else:
            self.setUpdatesEnabled(False)
            touched = self.text.turn_into(lines)
            self.setUpdatesEnabled(True)
        self.lines = lines
        return touched

    def mark(self, numbers: Iterable[int], reveal: bool) -> None:
        """Mark lines, counted from 1, and bring the first into view."""
        self.marked = tuple(sorted(numbers))
        self.show_marks(dict.fromkeys(self.marked, ""))
        if reveal and self.marked and not any(map(self._is_seen, self.marked)):
            bar = self.verticalScrollBar()
            bar.setValue(max(0, self.marked[0] - 4))

    def dim(self, dimmed: bool) -> None:
        """Draw the text faintly, for it is not of the design as it is now."""
        if dimmed != self.is_dimmed:
            self.is_dimmed = dimmed
            self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        self.text.highlighter.set_theme(theme)
        super().set_theme(theme)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and not self.textCursor().hasSelection():
            cursor = self.cursorForPosition(event.position().toPoint())
            self.line_pressed.emit(cursor.blockNumber() + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.is_dimmed:
            veil = QColor(self.theme.window)
            veil.setAlphaF(0.6)
            painter = QPainter(self.viewport())
            painter.fillRect(event.rect(), veil)

    def _is_seen(self, number: int) -> bool:
        block = self.document().findBlockByNumber(number - 1)
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        return 0 <= top <= self.viewport().height() - 12
