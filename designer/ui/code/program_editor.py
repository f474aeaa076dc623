"""Python text to type: it keeps the indentation, and lets go of the keyboard.

What is typed means nothing here: `program` enters it into the design.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QToolTip

from designer.ui.code.python_text import PythonDocument, PythonText, common
from designer.ui.theme import Theme

STEP = 4
"""How far a level is indented. Source: PEP 8."""

MARK = "# "

HOW_TO_LEAVE = "Esc and then Tab leaves the text. Ctrl+/ turns lines into comments."

Lines = list[str]
Key = Qt.Key
MODIFIERS = (Key.Key_Shift, Key.Key_Control, Key.Key_Alt, Key.Key_Meta, Key.Key_AltGr)


class ProgramEditor(PythonText):
    """A text of Python to type. `left` says that the keyboard is elsewhere now."""

    least_digits = 2
    number_margin = 14
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        self.empty = PythonDocument(theme)
        super().__init__(theme, self.empty)
        self._may_leave = False
        self.setProperty("program", True)
        self.setCursorWidth(2)
        self.setAccessibleDescription(HOW_TO_LEAVE)

    @property
    def ground(self) -> str:
        return self.theme.field

    @property
    def mark_colours(self) -> tuple[str, str]:
        return self.theme.error_fill, self.theme.error

    def show_text(self, text: PythonDocument | None) -> None:
        """Show another text, or none."""
        self.setDocument(text or self.empty)
        self.make_room()

    def go_to(self, line: int) -> None:
        """Put the cursor where a line begins to say something; lines count from 1."""
        block = self.document().findBlockByNumber(line - 1)
        cursor = QTextCursor(block if block.isValid() else self.document().lastBlock())
        cursor.setPosition(cursor.position() + len(_margin(cursor.block().text())))
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus()

    # What Qt asks

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(
            event, QKeyEvent
        ):
            is_ours = self._takes(event)
            if is_ours is not None:
                event.setAccepted(is_ours)
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            line = self.cursorForPosition(event.pos()).blockNumber() + 1
            QToolTip.showText(event.globalPos(), self.marks.get(line, ""), self)
            return True
        return super().viewportEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._may_leave = False
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.horizontalScrollBar().setValue(0)  # to be read from the start of lines
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in MODIFIERS:
            super().keyPressEvent(event)
            return
        may_leave, self._may_leave = self._may_leave, event.key() == Key.Key_Escape
        deed = self._deed(event, may_leave)
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()
            self.ensureCursorVisible()

    def _takes(self, event: QKeyEvent) -> bool | None:
        """Whether a key is meant for this text and not for the window; None: ask Qt.

        With nothing left to undo here, the design's undo is meant.
        """
        if event.matches(QKeySequence.StandardKey.Undo):
            return self._may_type and self.document().isUndoAvailable()
        if event.matches(QKeySequence.StandardKey.Redo):
            return self._may_type and self.document().isRedoAvailable()
        control = Qt.KeyboardModifier.ControlModifier
        if event.modifiers() == control and event.key() == Key.Key_Slash:
            return True
        other = control | Qt.KeyboardModifier.AltModifier
        is_plain = not event.modifiers() & other and event.key() < Key.Key_F1
        return True if is_plain else None

    def _deed(self, event: QKeyEvent, may_leave: bool) -> Callable[[], object] | None:
        """What a key does here that it does not do in other texts."""
        key, modifiers = event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in (Key.Key_Tab, Key.Key_Backtab):
            is_back = shift or key == Key.Key_Backtab
            if control or may_leave:
                return lambda: self._leave(forward=not is_back)
            if not self._may_type:
                return None
            return self._outdent if is_back else self._indent
        if not self._may_type:
            return None
        if key in (Key.Key_Return, Key.Key_Enter):
            return self._break_line
        if key == Key.Key_Slash and control:
            return lambda: self._change_lines(commented)
        if key == Key.Key_Backspace and not control and self._is_indented():
            return self._outdent
        return None

    @property
    def _may_type(self) -> bool:
        return not self.isReadOnly()

    # Deeds

    def _leave(self, forward: bool) -> None:
        self.setTabChangesFocus(True)
        self.focusNextPrevChild(forward)
        self.setTabChangesFocus(False)

    def _indent(self) -> None:
        if self.textCursor().hasSelection():
            self._change_lines(indented)
        else:
            gap = STEP - len(self._before_cursor().expandtabs(STEP)) % STEP
            self.textCursor().insertText(" " * gap)

    def _outdent(self) -> None:
        self._change_lines(outdented)

    def _break_line(self) -> None:
        before = self._before_cursor()
        level = " " * STEP if opens_block(before) else ""
        self.textCursor().insertText(f"\n{_margin(before)}{level}")

    def _before_cursor(self) -> str:
        """What stands on the line before the cursor, or before what is selected."""
        cursor = self.textCursor()
        cursor.setPosition(cursor.selectionStart())
        cursor.movePosition(
            QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor
        )
        return cursor.selectedText()

    def _is_indented(self) -> bool:
        """Whether only spaces stand before the cursor, and nothing is selected."""
        before = self._before_cursor()
        is_bare = bool(before) and not before.strip(" ")
        return is_bare and not self.textCursor().hasSelection()

    def _change_lines(self, change: Callable[[Lines], Lines]) -> None:
        """Change the lines that are selected, or the cursor's, as one step of undo."""
        blocks = self._selected_blocks()
        lines = [block.text() for block in blocks]
        cursor = self.textCursor()
        cursor.beginEditBlock()
        for block, old, new in zip(blocks, lines, change(lines), strict=True):
            _turn(block, old, new)
        cursor.endEditBlock()

    def _selected_blocks(self) -> list[QTextBlock]:
        cursor, document = self.textCursor(), self.document()
        first = document.findBlock(cursor.selectionStart())
        last = document.findBlock(cursor.selectionEnd())
        if last.position() == cursor.selectionEnd() and last != first:
            last = last.previous()
        numbers = range(first.blockNumber(), last.blockNumber() + 1)
        return [document.findBlockByNumber(number) for number in numbers]


def indented(lines: Lines) -> Lines:
    """One level further to the right; empty lines stay empty."""
    return [f"{' ' * STEP}{line}" if line.strip() else line for line in lines]


def outdented(lines: Lines) -> Lines:
    """One level back to the left, as far as there is one."""
    return [line[_to_go(_margin(line)) :] for line in lines]


def commented(lines: Lines) -> Lines:
    """As comments; or as code, where all of them are comments."""
    said = [line for line in lines if line.strip()]
    if all(line.lstrip().startswith("#") for line in said):
        return [_bared(line) for line in lines]
    column = min(len(_margin(line)) for line in said)
    return [
        f"{line[:column]}{MARK}{line[column:]}" if line.strip() else line
        for line in lines
    ]


def opens_block(line: str) -> bool:
    """Whether what follows a line stands one level further in."""
    return line.split("#")[0].rstrip().endswith(":")


def _bared(line: str) -> str:
    margin = _margin(line)
    said = line[len(margin) :]
    return margin + said.removeprefix(MARK if said.startswith(MARK) else "#")


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _to_go(margin: str) -> int:
    """How many characters lie between a margin and the level before it."""
    if margin.startswith("\t") or not margin:
        return len(margin[:1])
    spaces = len(margin) - len(margin.lstrip(" "))
    return (spaces - 1) % STEP + 1


def _turn(block: QTextBlock, old: str, new: str) -> None:
    """Change a line only where it differs, so that the cursor stays in its place."""
    start = common(old, new)
    end = common(old[start:][::-1], new[start:][::-1])
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + start)
    length = len(old) - end - start
    cursor.setPosition(cursor.position() + length, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(new[start : len(new) - end])
