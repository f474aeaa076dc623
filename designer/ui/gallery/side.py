"""The left of the gallery: to begin with nothing, and what a person made before."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.errors import DesignerError
from designer.graph import check, load
from designer.ui.icons import icon
from designer.ui.theme import Theme
from designer.words import counted

Rows = Callable[[], Iterable[tuple[str, str]]]
"""Gives what a list shows: for each row a title and a line about it."""

WIDTH, NARROW = 280, 224
LARGEST = 30_000
"""Bytes of a design that is read only to say how many problems it has."""

MINUTE, HOUR, DAY = 60, 3600, 86_400


class Side(QScrollArea):
    """A column of buttons and lists; what they do, their owner says.

    `recent` gives the files opened last, `blocks` the rows of blocks that are kept.
    """

    empty_wanted = Signal()
    open_wanted = Signal()
    back_wanted = Signal()
    recent_chosen = Signal(object)
    block_chosen = Signal(str)

    def __init__(
        self, theme: Theme, recent: Callable[[], list[Path]], blocks: Rows
    ) -> None:
        super().__init__()
        self.recent = recent
        self.blocks = blocks
        self.theme = theme
        self.empty = _button("Empty design", self.empty_wanted.emit)
        self.empty.setProperty("accent", True)
        self.open = _button("Open…", self.open_wanted.emit)
        self.back = _button("Back", self.back_wanted.emit)
        self.back.setToolTip("Esc")
        self.recent_rows: list[Row] = []
        self.block_rows: list[Row] = []
        self.lists = QVBoxLayout()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        self.set_theme(theme)

    @property
    def stops(self) -> list[QWidget]:
        """What the key Tab goes to, from top to bottom."""
        buttons = [self.empty, self.open, self.back]
        return [
            each
            for each in (*buttons, *self.recent_rows, *self.block_rows)
            if not each.isHidden()
        ]

    def show_lists(self, open_title: str) -> None:
        """Show what there is now; a title offers the way back to what is open."""
        self.back.setText(f"Back to {open_title}")
        self.back.setVisible(bool(open_title))
        while (item := self.lists.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        self.recent_rows = [
            Row(path.stem, " ", self.theme, partial(self.recent_chosen.emit, path))
            for path in self.recent()
        ]
        self.block_rows = [
            Row(title, detail, self.theme, partial(self.block_chosen.emit, title))
            for title, detail in self.blocks()
        ]
        self._add_list("Recent", self.recent_rows)
        self._add_list("My blocks", self.block_rows)

    def read(self) -> Iterator[None]:
        """Find out when recent designs were edited, and what is wrong with them."""
        for row, path in zip(list(self.recent_rows), self.recent(), strict=False):
            row.setToolTip(str(path))
            try:
                facts = path.stat()
            except OSError:
                row.say("not there any more")
                continue
            words = edited(facts.st_mtime, time.time())
            row.say(words)
            yield
            if facts.st_size <= LARGEST:
                row.say(" · ".join(filter(None, (words, _problems(path)))))
                yield

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.empty.setIcon(icon("plus", theme, theme.accent_text))
        self.open.setIcon(icon("folder", theme, theme.muted))
        self.back.setIcon(icon("back", theme, theme.muted))
        for row in (*self.recent_rows, *self.block_rows):
            row.theme = theme
            row.update()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(20, 22, 20, 20)
        column.setSpacing(8)
        for button in (self.empty, self.open, self.back):
            column.addWidget(button)
        column.addLayout(self.lists)
        column.addStretch(1)
        self.lists.setSpacing(2)
        self.setWidget(content)

    def _add_list(self, title: str, rows: "list[Row]") -> None:
        if rows:
            heading = QLabel(title)
            heading.setProperty("role", "heading")
            heading.setContentsMargins(0, 16, 0, 4)
            self.lists.addWidget(heading)
        for row in rows:
            self.lists.addWidget(row)


class Row(QAbstractButton):
    """A button of two lines: a title, and below it something to know."""

    def __init__(
        self, title: str, detail: str, theme: Theme, deed: Callable[[], object]
    ) -> None:
        super().__init__()
        self.theme = theme
        self.detail = detail
        self.setText(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(lambda: deed())
        self.say(detail)

    def say(self, detail: str) -> None:
        """Show another second line."""
        self.detail = detail
        self.setAccessibleDescription(detail)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROW - 40, 2 * self.fontMetrics().height() + 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.hover if self.underMouse() else theme.window
        edge = theme.accent if self.hasFocus() else ground
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6
        )
        title = QFont(self.font())
        title.setWeight(QFont.Weight.DemiBold)
        self._write(painter, title, self.text(), theme.text, 7)
        below = 9 + self.fontMetrics().height()
        self._write(painter, self.font(), self.detail, theme.muted, below)

    def _write(
        self, painter: QPainter, font: QFont, text: str, colour: str, top: int
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        room = self.width() - 20
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(10, top + metrics.ascent(), shown)


def edited(then: float, now: float) -> str:
    """When something was edited: "edited 5 minutes ago", "edited yesterday"."""
    day, today = (datetime.fromtimestamp(each).date() for each in (then, now))
    days, seconds = (today - day).days, now - then
    if seconds < MINUTE:
        return "edited just now"
    if seconds < HOUR:
        return f"edited {counted(int(seconds // MINUTE), 'minute')} ago"
    if days == 0 or seconds < HOUR * 6:
        return f"edited {counted(int(seconds // HOUR), 'hour')} ago"
    if days == 1:
        return "edited yesterday"
    if days < 30:
        return f"edited {counted(days, 'day')} ago"
    return f"edited on {day.day} {day:%B %Y}"


def _problems(path: Path) -> str:
    """How many problems a design has, in words; empty if it has none."""
    try:
        problems = check(load(path)).errors
    except DesignerError:
        return "cannot be read"
    return counted(len(problems), "problem") if problems else ""


def _button(text: str, deed: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("start", True)
    button.clicked.connect(lambda: deed())
    return button
