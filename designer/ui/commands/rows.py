"""How a command looks in the palette: its menu, its name, and its keys at the right."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from designer.ui.commands.command import BETWEEN, Command
from designer.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

COMMAND = Qt.ItemDataRole.UserRole
HEIGHT = 30
INSET, PADDING, GAP = 6, 8, 16
MIDDLE = Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight
CHOSEN = 0.22
"""How much of the accent's colour is in the ground of the row that is marked."""


class CommandRows(QStyledItemDelegate):
    """Paints one command a row; what cannot be done is grey, with the reason."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        command: Command = index.data(COMMAND)
        row: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        words = row.adjusted(INSET + PADDING, 0, -INSET - PADDING, 0)
        words.setRight(words.right() - self._paint_end(painter, words, command))
        left = self._write(painter, words, command.path + BETWEEN, self.theme.muted)
        words.setLeft(words.left() + left)
        off = bool(command.lacking)
        self._write(painter, words, command.name, self._colour(off), not off)
        painter.restore()

    def _colour(self, is_off: bool) -> str:
        return self.theme.muted if is_off else self.theme.text

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

    def _paint_end(self, painter: QPainter, room: QRect, command: Command) -> int:
        """Write the keys, or why it cannot be done. Returns the width of that."""
        tick = "✓  " if command.is_on else ""
        text = command.lacking or f"{tick}{command.keys}"
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(room, MIDDLE | RIGHT, text)
        return painter.fontMetrics().horizontalAdvance(text) + GAP if text else 0

    def _write(
        self, painter: QPainter, room: QRect, text: str, colour: str, bold: bool = False
    ) -> int:
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, MIDDLE, shown)
        painter.restore()
        return metrics.horizontalAdvance(text)
