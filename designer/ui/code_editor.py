"""Python text that is read, not written: numbered, coloured, and changed line by line."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from designer.ui.highlight import PythonHighlighter
from designer.ui.theme import Theme, monospace

Change = tuple[int, int, tuple[str, ...]]
"""Lines from one place up to another, counted from 0, and what stands there instead."""


def changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """What turns one text into another, from its end to its start."""
    if len(before) == len(after):
        for place in range(len(before) - 1, -1, -1):
            if before[place] != after[place]:
                yield place, place + 1, (after[place],)
        return
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, old_from, old_to, new_from, new_to in reversed(blocks):
        if tag != "equal":
            yield start + old_from, start + old_to, tuple(new[new_from:new_to])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same at the start."""
    pairs = zip(one, other, strict=False)
    return next(
        (place for place, (a, b) in enumerate(pairs) if a != b),
        min(len(one), len(other)),
    )


class CodeEditor(QPlainTextEdit):
    """A text of Python. `line_pressed` carries the number of a line, from 1."""

    line_pressed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.lines: tuple[str, ...] = ()
        self.marked: tuple[int, ...] = ()
        self.is_dimmed = False
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(monospace())
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName("Python code")
        self.document().setDocumentMargin(6)
        self.highlighter = PythonHighlighter(self.document(), theme)
        self.numbers = _Numbers(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        self._make_room()

    def show_lines(self, lines: tuple[str, ...]) -> int:
        """Show a text, touching only the lines that differ. Returns how many did."""
        touched = 0
        if not self.lines:
            self.setPlainText("\n".join(lines))
            touched = len(lines)
        else:
            self.setUpdatesEnabled(False)
            for first, last, new in changes(self.lines, lines):
                self._replace(first, last, new)
                touched += max(last - first, len(new))
            self.setUpdatesEnabled(True)
        self.lines = lines
        return touched

    def mark(self, numbers: Iterable[int], reveal: bool) -> None:
        """Mark lines, counted from 1, and bring the first into view."""
        self.marked = tuple(sorted(numbers))
        self.setExtraSelections([self._mark(number) for number in self.marked])
        if reveal and self.marked and not any(map(self._is_seen, self.marked)):
            bar = self.verticalScrollBar()
            bar.setValue(max(0, self.marked[0] - 4))

    def dim(self, dimmed: bool) -> None:
        """Draw the text faintly, for it is not of the design as it is now."""
        if dimmed != self.is_dimmed:
            self.is_dimmed = dimmed
            self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.highlighter.set_theme(theme)
        self.mark(self.marked, reveal=False)
        self.numbers.update()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.contentsRect()
        self.numbers.setGeometry(
            QRect(area.left(), area.top(), self.numbers.wanted_width(), area.height())
        )

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines that are seen."""
        painter = QPainter(self.numbers)
        painter.fillRect(event.rect(), QColor(self.theme.window))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        height = self.fontMetrics().height()
        while block.isValid() and top <= event.rect().bottom():
            number = block.blockNumber() + 1
            is_marked = number in self.marked
            colour = self.theme.text if is_marked else self.theme.wire
            painter.setPen(QColor(colour))
            painter.drawText(
                QRect(0, round(top), self.numbers.width() - 8, height),
                Qt.AlignmentFlag.AlignRight,
                str(number),
            )
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def _replace(self, first: int, last: int, new: tuple[str, ...]) -> None:
        document = self.document()
        cursor = QTextCursor(document)
        if first == last:  # only added
            at_end = first >= document.blockCount()
            block = document.findBlockByNumber(first - 1 if at_end else first)
            cursor.setPosition(block.position())
            if at_end:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
                cursor.insertText("".join(f"\n{line}" for line in new))
            else:
                cursor.insertText("".join(f"{line}\n" for line in new))
            return
        start = document.findBlockByNumber(first)
        end = document.findBlockByNumber(last - 1)
        keep = QTextCursor.MoveMode.KeepAnchor
        cursor.setPosition(start.position())
        cursor.setPosition(end.position() + end.length() - 1, keep)
        if new:
            cursor.insertText("\n".join(new))
            return
        cursor.removeSelectedText()
        if last < document.blockCount() or first == 0:
            cursor.deleteChar()
        else:
            cursor.deletePreviousChar()

    def _mark(self, number: int) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.format.setBackground(QColor(self.theme.code_highlight))
        selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        block = self.document().findBlockByNumber(number - 1)
        selection.cursor = QTextCursor(block)
        return selection

    def _is_seen(self, number: int) -> bool:
        block = self.document().findBlockByNumber(number - 1)
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        return 0 <= top <= self.viewport().height() - 12

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers.wanted_width(), 0, 0, 0)

    def _follow(self, rect: QRect, moved: int) -> None:
        if moved:
            self.numbers.scroll(0, moved)
        else:
            self.numbers.update(0, rect.y(), self.numbers.width(), rect.height())


class _Numbers(QWidget):
    """The column of line numbers."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self.editor = editor

    def wanted_width(self) -> int:
        digits = max(3, len(str(self.editor.blockCount())))
        return self.editor.fontMetrics().horizontalAdvance("9" * digits) + 20

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.editor.paint_numbers(event)
