"""How a command looks in the palette: its menu, its name, and its keys at the right."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from designer.ui.commands.command import BETWEEN, Command
from designer.ui.popup.rows import INSET, MIDDLE, RIGHT, RowPainter, write

PADDING, GAP = 8, 16


class CommandPainter(RowPainter):
    """Paints one command a row; what cannot be done is grey, with the reason."""

    def paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, command: Command
    ) -> None:
        words: QRect = option.rect.adjusted(INSET + PADDING, 0, -INSET - PADDING, 0)
        words.setRight(words.right() - self._paint_end(painter, words, command))
        font, path = QFont(painter.font()), command.path + BETWEEN
        font.setWeight(QFont.Weight.Normal)
        left = write(painter, words, path, self.theme.muted, font)
        words.setLeft(words.left() + left)
        colour = self.theme.muted
        if not command.lacking:
            colour = self.theme.text
            font.setWeight(QFont.Weight.DemiBold)
        write(painter, words, command.name, colour, font)

    def _paint_end(self, painter: QPainter, room: QRect, command: Command) -> int:
        """Write the keys, or why it cannot be done. Returns the width of that."""
        tick = "✓  " if command.is_on else ""
        text = command.lacking or f"{tick}{command.keys}"
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(room, MIDDLE | RIGHT, text)
        return painter.fontMetrics().horizontalAdvance(text) + GAP if text else 0
