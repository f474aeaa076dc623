"""Python text on the screen: coloured, numbered, and marked line by line.

What a text that is only read and one that is typed have in common.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import (
    QPlainTextDocumentLayout,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from designer.ui.code.highlight import PythonHighlighter
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
    start = common(before, after)
    end = common(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, old_from, old_to, new_from, new_to in reversed(blocks):
        if tag != "equal":
            yield start + old_from, start + old_to, tuple(new[new_from:new_to])


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same at the start."""
    pairs = zip(one, other, strict=False)
    return next(
        (place for place, (a, b) in enumerate(pairs) if a != b),
        min(len(one), len(other)),
    )


class PythonDocument(QTextDocument):
    """A text of Python in colour. Several texts on the screen may show the same one."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setDocumentLayout(QPlainTextDocumentLayout(self))
        self.setDefaultFont(monospace())
        self.setDocumentMargin(6)
        self.highlighter = PythonHighlighter(self, theme)

    def turn_into(self, lines: Sequence[str]) -> int:
        """Change only the lines that differ, so that cursors stay. Returns how many."""
        before = self.toPlainText().split("\n")
        if len(before) != self.blockCount():  # some character ends a line, but no block
            self.setPlainText("\n".join(lines))
            return len(lines)
        touched = 0
        for first, last, new in changes(before, tuple(lines)):
            self._replace(first, last, new)
            touched += max(last - first, len(new))
        return touched

    def _replace(self, first: int, last: int, new: tuple[str, ...]) -> None:
        cursor = QTextCursor(self)
        if first == last:  # only added
            at_end = first >= self.blockCount()
            block = self.findBlockByNumber(first - 1 if at_end else first)
            cursor.setPosition(block.position())
            if at_end:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
                cursor.insertText("".join(f"\n{line}" for line in new))
            else:
                cursor.insertText("".join(f"{line}\n" for line in new))
            return
        start = self.findBlockByNumber(first)
        end = self.findBlockByNumber(last - 1)
        keep = QTextCursor.MoveMode.KeepAnchor
        cursor.setPosition(start.position())
        cursor.setPosition(end.position() + end.length() - 1, keep)
        if new:
            cursor.insertText("\n".join(new))
            return
        cursor.removeSelectedText()
        if last < self.blockCount() or first == 0:
            cursor.deleteChar()
        else:
            cursor.deletePreviousChar()


class PythonText(QPlainTextEdit):
    """Base of the texts of Python: with the number of each line, and marks on some."""

    least_digits = 3
    """How many digits the column of numbers has room for at least."""
    number_margin = 20
    """What the numbers keep free at their sides, in pixels."""

    def __init__(self, theme: Theme, text: PythonDocument) -> None:
        super().__init__()
        self.theme = theme
        self._marks: list[tuple[QTextCursor, str]] = []
        self.setDocument(text)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(monospace())
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setAccessibleName("Python code")
        self.numbers = _Numbers(self)
        self.blockCountChanged.connect(self.make_room)
        self.updateRequest.connect(self._follow)
        self.make_room()

    @property
    def marks(self) -> dict[int, str]:
        """The marked lines, from 1, and what there is to say of each."""
        return {cursor.blockNumber() + 1: tip for cursor, tip in self._marks}

    @property
    def ground(self) -> str:
        """The colour that the numbers stand on."""
        return self.theme.window

    @property
    def mark_colours(self) -> tuple[str, str]:
        """Of a marked line, and of its number."""
        return self.theme.code_highlight, self.theme.text

    def show_marks(self, tips: Mapping[int, str]) -> None:
        """Mark lines, counted from 1; a mark stays on its line while text is typed."""
        blocks = [self.document().findBlockByNumber(number - 1) for number in tips]
        cursors = [QTextCursor(block) for block in blocks if block.isValid()]
        self._marks = list(zip(cursors, tips.values(), strict=False))
        self.setExtraSelections([self._selection(cursor) for cursor in cursors])
        self.numbers.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours; the text itself has its own."""
        self.theme = theme
        self.show_marks(self.marks)

    def make_room(self) -> None:
        """Keep room for the numbers on the left."""
        self.setViewportMargins(self.numbers.wanted_width(), 0, 0, 0)
        self._place_numbers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_numbers()

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines that are seen."""
        painter = QPainter(self.numbers)
        painter.fillRect(event.rect(), QColor(self.ground))
        painter.setFont(self.font())
        marked, ink = self.marks, self.mark_colours[1]
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        height = self.fontMetrics().height()
        while block.isValid() and top <= event.rect().bottom():
            number = block.blockNumber() + 1
            painter.setPen(QColor(ink if number in marked else self.theme.wire))
            painter.drawText(
                QRect(0, round(top), self.numbers.width() - 8, height),
                Qt.AlignmentFlag.AlignRight,
                str(number),
            )
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def _selection(self, cursor: QTextCursor) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.format.setBackground(QColor(self.mark_colours[0]))
        selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        selection.cursor = cursor
        return selection

    def _place_numbers(self) -> None:
        area = self.contentsRect()
        self.numbers.setGeometry(
            QRect(area.left(), area.top(), self.numbers.wanted_width(), area.height())
        )

    def _follow(self, rect: QRect, moved: int) -> None:
        if moved:
            self.numbers.scroll(0, moved)
        else:
            self.numbers.update(0, rect.y(), self.numbers.width(), rect.height())


class _Numbers(QWidget):
    """The column of line numbers."""

    def __init__(self, text: PythonText) -> None:
        super().__init__(text)
        self.text = text

    def wanted_width(self) -> int:
        digits = max(self.text.least_digits, len(str(self.text.blockCount())))
        return (
            self.text.fontMetrics().horizontalAdvance("9" * digits)
            + self.text.number_margin
        )

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.text.paint_numbers(event)
