"""What a popup lists, and how its rows look: the ground of each, and words in a room."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from designer.ui.row_ground import paint_row_ground
from designer.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

ROW = Qt.ItemDataRole.UserRole
HEIGHT, INSET = 30, 6
MIDDLE = Qt.AlignmentFlag.AlignVCenter
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class Row(Protocol):
    """What can be listed: it has a name, and is said in one line."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def spoken(self) -> str:
        """All of it, for who listens."""


class Rows(QAbstractListModel):
    """What is listed now."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: Sequence[Row] = ()

    def set(self, listed: Sequence[Row]) -> None:
        """List something else."""
        self.beginResetModel()
        self.listed = listed
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.listed)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.listed[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == ROW else None


class RowPainter(QStyledItemDelegate):
    """Paints one row; what stands in it is left to `paint_row`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Row
    ) -> None:
        """Paint what is said in a row."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(INSET, 1, -INSET, -1)
        paint_row_ground(painter, option, ground, self.theme)
        self.paint_row(painter, option, index.data(ROW))
        painter.restore()


def write(
    painter: QPainter,
    room: QRect,
    text: str,
    colour: str,
    font: QFont,
    align: Qt.AlignmentFlag = LEFT,
) -> int:
    """Write a text, with … where it is too long. Returns its width."""
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = painter.fontMetrics()
    width = max(room.width(), 0)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    painter.drawText(room, MIDDLE | align, shown)
    painter.restore()
    return metrics.horizontalAdvance(shown)
