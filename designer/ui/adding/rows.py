"""How a layer looks in the search on the canvas: its family, its name, what is said."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from designer.ui.adding.entries import Entry
from designer.ui.popup.rows import INSET, RIGHT, RowPainter, write
from designer.ui.theme import monospace

PADDING, GAP = 10, 12
BAR = QSize(4, 14)
PALE = 0.4
"""How much is seen of a pale colour."""


class EntryPainter(RowPainter):
    """Paints one layer a row; what does not fit is pale, with the reason at the right."""

    def paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry
    ) -> None:
        room = QRect(option.rect).adjusted(INSET + PADDING, 0, -INSET - PADDING, 0)
        self._paint_bar(painter, room, entry)
        room.setLeft(room.left() + BAR.width() + GAP)
        is_marked = bool(option.state & option.state.State_Selected)
        note = f"{entry.note} {entry.more}" if is_marked else entry.note
        self._paint_words(painter, room, entry, note.strip())

    def _paint_bar(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        colour = QColor(self.theme.error)
        if entry.kind is not None:
            colour = QColor(self.theme.family(entry.kind))
        if entry.sort == "misfits":
            colour.setAlphaF(PALE)
        bar = QRectF(room.left(), 0, BAR.width(), BAR.height())
        bar.moveTop(room.top() + (room.height() - BAR.height()) / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(bar, 2, 2)

    def _paint_words(
        self, painter: QPainter, room: QRect, entry: Entry, note: str
    ) -> None:
        """The name and its settings at the left; what is said has the rest."""
        colours = {"fits": self.theme.text, "wrong": self.theme.error}
        colour = colours.get(entry.sort, self.theme.muted)
        left = write(painter, room, entry.name, colour, painter.font())
        room = room.adjusted(left + GAP, 0, 0, 0)
        small = monospace(painter.font().pointSizeF() - 1)
        end = painter.fontMetrics().horizontalAdvance(note) + GAP
        detail = room.adjusted(0, 0, -min(end, room.width() // 2), 0)
        left = write(painter, detail, entry.detail, self.theme.muted, small)
        room = room.adjusted(left + GAP if left else 0, 0, 0, 0)
        write(painter, room, note, self.theme.muted, painter.font(), RIGHT)
