"""The ground of a row in a list, where it is chosen or has the pointer on it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from designer.ui.theme import Theme

CHOSEN = 0.22
"""How much of the accent's colour is in the ground of the row that is chosen."""

CORNER = 5


def paint_row_ground(
    painter: QPainter, option: QStyleOptionViewItem, ground: QRectF, theme: Theme
) -> None:
    """Fill the part of a row that its ground takes; other rows have none."""
    if option.state & option.state.State_Selected:
        fill = QColor(theme.accent)
        fill.setAlphaF(CHOSEN)
    elif option.state & option.state.State_MouseOver:
        fill = QColor(theme.hover)
    else:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(ground, CORNER, CORNER)
