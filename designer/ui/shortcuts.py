"""Every shortcut and every gesture, in a sheet that is searched by words.

What the menus hold is read off them, so the sheet is never behind; only what the mouse
and plain keys do is said here.
"""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenuBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.ui.commands.command import BETWEEN, WORD, entries, plain

SCROLLS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)

UNDOING = ("Undo", "Redo")
"""What they are called when it is not said what they would undo."""

GESTURES = {
    "Canvas": [
        ("Add by search", "tap Space, or double-click on the ground"),
        ("Add a chain", "Space, then for instance conv 64, bn, relu"),
        ("Add what fits a wire", "drag a wire from a port and let go over nothing"),
        ("Put a layer into a wire, or in place of a node", "drop it there"),
        ("Wire two ports", "drag from port to port, or onto a card"),
        ("Move a wire", "drag it near either end; let go over nothing to remove it"),
        ("Swap two inputs", "drag the wire from one to the other"),
        ("Cut wires", "Alt and drag across them, or X and drag"),
        ("Select several", "drag around them; Shift adds, Ctrl turns each around"),
        ("Move what is selected", "drag, or the arrow keys"),
        ("Move freely, or straight", "Ctrl or Shift while dragging"),
        ("Zoom", "wheel"),
        ("Move about", "drag with the middle button, or Space and drag"),
        ("Cancel what the mouse does, or select nothing", "Esc"),
        ("Finish writing a note", "Esc, or Ctrl and Enter"),
    ],
    "Canvas, by keys alone": [
        ("Choose the next or the previous layer", "Tab, Shift+Tab"),
        ("Follow a wire, or go to what is beside", "Ctrl and an arrow key"),
        ("Add the next layer to the selection", "Shift and an arrow key"),
        ("Move what is selected", "the arrow keys"),
        ("Wire what is selected", "W, then Tab or arrows to a port, then Enter"),
        ("Cut a wire: take it away", "W, then Tab to its end, then Delete"),
        ("Open a block, or go to the settings of a layer", "Enter"),
        ("Open the menu of what is selected", "Menu key"),
    ],
    "Lists and forms": [
        ("Append a layer", "double-click in the list, or Enter in its search"),
        ("Step a number in a form", "↑ and ↓, or the wheel"),
        ("Take back what is typed in a field", "Esc"),
        ("Go back to the canvas", "Esc where nothing is typed, or in a list"),
        ("Open a design", "drop its file, or a picture of it, on the window"),
    ],
}


class Line(NamedTuple):
    """Something that can be done, and how."""

    words: str
    keys: str


Sheet = dict[str, list[Line]]


def sheet(bar: QMenuBar) -> Sheet:
    """Everything by group: gestures first, then what the menus of a bar hold."""
    found = {title: [Line(*each) for each in rows] for title, rows in GESTURES.items()}
    for path, action in entries(bar):
        title, *rest = path.split(BETWEEN)
        lines = found.setdefault(title, [])
        if action.shortcuts():
            name = ": ".join([*rest, _called(action)])
            lines.append(Line(name, "  or  ".join(_written(action))))
    return {title: lines for title, lines in found.items() if lines}


def suiting(whole: Sheet, query: str) -> Sheet:
    """The lines that hold all words of a query, in their words, keys or title."""
    typed = WORD.findall(query.lower()) or query.lower().split()
    found = {
        title: [
            line
            for line in lines
            if all(
                word in f"{title} {line.words} {line.keys}".lower() for word in typed
            )
        ]
        for title, lines in whole.items()
    }
    return {title: lines for title, lines in found.items() if lines}


def _called(action: QAction) -> str:
    text = plain(action.text())
    return next((word for word in UNDOING if text.startswith(word)), text)


def _written(action: QAction) -> Iterator[str]:
    for keys in action.shortcuts():
        yield keys.toString(QKeySequence.SequenceFormat.NativeText)


class Shortcuts(QDialog):
    """Every shortcut and gesture, in two columns under a field to search them."""

    def __init__(self, parent: QWidget, bar: QMenuBar) -> None:
        super().__init__(parent)
        self.whole = sheet(bar)
        self.shown: Sheet = {}
        self.setWindowTitle("Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(940, 660)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search words or keys")
        self.search.setAccessibleName("Search shortcuts")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.refresh)
        self.search.installEventFilter(self)
        self.nothing = QLabel()
        self.nothing.setProperty("role", "muted")
        self.area = QScrollArea()
        self.area.setAccessibleName("Shortcuts")
        self.area.setWidgetResizable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        for part in (self.search, self.nothing, self.area):
            layout.addWidget(part)
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that mean nothing in a line of text move the sheet."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and event.key() in SCROLLS:
            QApplication.sendEvent(self.area, event)
            return True
        return super().eventFilter(watched, event)

    def refresh(self) -> None:
        """Show what suits the query."""
        query = self.search.text().strip()
        self.shown = suiting(self.whole, query)
        self.nothing.setText(f"Nothing suits “{query}”.")
        self.nothing.setVisible(not self.shown)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(40)
        for titles in _halves(self.shown):
            column = QVBoxLayout()
            column.setSpacing(18)
            for title in titles:
                column.addWidget(_group(title, self.shown[title]))
            column.addStretch(1)
            row.addLayout(column, 1)
        self.area.setWidget(content)


def _halves(shown: Sheet) -> tuple[list[str], list[str]]:
    """The titles in two columns of about one height, in their order."""
    sizes = {title: len(lines) + 2 for title, lines in shown.items()}
    half, left, height = sum(sizes.values()) / 2, [], 0
    titles = list(sizes)
    for title in titles:
        if left and height + sizes[title] / 2 > half:
            break
        left.append(title)
        height += sizes[title]
    return left, titles[len(left) :]


def _group(title: str, lines: list[Line]) -> QWidget:
    made = QFrame()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    heading = QLabel(title)
    heading.setProperty("role", "heading")
    grid.addWidget(heading, 0, 0, 1, 2)
    for place, line in enumerate(lines, start=1):
        for column, text in enumerate(line):
            label = QLabel(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setProperty("role", "muted" if column else "")
            grid.addWidget(label, place, column)
    return made
