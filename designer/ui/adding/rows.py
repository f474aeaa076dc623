"""How a layer looks in the search on the canvas: its family, its name, what is said."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from designer.ui.adding.entries import Entry
from designer.ui.theme import Theme, monospace

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole
HEIGHT = 30
INSET, PADDING, GAP = 6, 10, 12
BAR = QSize(4, 14)
MIDDLE = Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight
CHOSEN, PALE = 0.22, 0.4
"""How much of the accent is in the ground of the marked row, and of a pale colour."""


class EntryRows(QStyledItemDelegate):
    """Paints one layer a row; what does not fit is pale, with the reason at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        entry: Entry = index.data(ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        room = QRect(option.rect).adjusted(INSET + PADDING, 0, -INSET - PADDING, 0)
        self._paint_bar(painter, room, entry)
        room.setLeft(room.left() + BAR.width() + GAP)
        is_marked = bool(option.state & option.state.State_Selected)
        note = f"{entry.note} {entry.more}" if is_marked else entry.note
        self._paint_words(painter, room, entry, note.strip())
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & option.state.State_Selected:
            fill = QColor(self.theme.accent)
            fill.setAlphaF(CHOSEN)
        elif option.state & option.state.State_MouseOver:
            fill = QColor(self.theme.hover)
        else:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        ground = QRectF(option.rect).adjusted(INSET, 1, -INSET, -1)
        painter.drawRoundedRect(ground, 5, 5)

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
        left = self._write(painter, room, entry.name, colour, painter.font())
        room = room.adjusted(left + GAP, 0, 0, 0)
        small = monospace(painter.font().pointSizeF() - 1)
        end = painter.fontMetrics().horizontalAdvance(note) + GAP
        detail = room.adjusted(0, 0, -min(end, room.width() // 2), 0)
        left = self._write(painter, detail, entry.detail, self.theme.muted, small)
        room = room.adjusted(left + GAP if left else 0, 0, 0, 0)
        self._write(painter, room, note, self.theme.muted, painter.font(), RIGHT)

    def _write(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        colour: str,
        font: QFont,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> int:
        """Write a text, with … where it is too long. Returns its width."""
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(
            text, Qt.TextElideMode.ElideRight, max(room.width(), 0)
        )
        painter.drawText(room, MIDDLE | align, shown)
        painter.restore()
        return metrics.horizontalAdvance(shown)
