"""How the lines of the table are painted: numbers in front of their share of the total."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from designer.graph.costs.rows import Row
from designer.ui.costs.cost_model import SHARE, Index
from designer.ui.costs.lines import HEADS, text
from designer.ui.style import blend
from designer.ui.theme import Theme, monospace

PADDING = 8
INSET = 3


class CostRows(QStyledItemDelegate):
    """Numbers in the font of code, each before a bar as long as its share."""

    def __init__(self, view: QTreeView, theme: Theme) -> None:
        super().__init__(view)
        self.set_theme(theme)
        self._font = monospace()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._bar = QColor(blend(theme.accent, theme.window, 0.22))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.column() > 1:
            option.font = self._font  # type: ignore[attr-defined]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        share = index.data(SHARE)
        if share:
            cell: QRect = option.rect  # type: ignore[attr-defined]
            room = cell.width() - 2 * INSET
            bar = QRectF(0, 0, max(2.0, room * share), cell.height() - 2 * INSET)
            bar.moveTopRight(QRectF(cell).topRight())
            painter.fillRect(bar.translated(-INSET, INSET), self._bar)
        super().paint(painter, option, index)


class TotalLine(QWidget):
    """What all lines sum up to, under the columns of a table; it does not scroll away."""

    def __init__(self, view: QTreeView, theme: Theme) -> None:
        super().__init__()
        self.view = view
        self.theme = theme
        self.row: Row | None = None
        self.setAccessibleName("Total")
        self.setSizePolicy(
            self.sizePolicy().horizontalPolicy(), view.sizePolicy().Policy.Fixed
        )
        view.header().sectionResized.connect(lambda *_: self.update())
        view.header().geometriesChanged.connect(self.update)

    def show_total(self, row: Row, name: str) -> None:
        """Show a sum."""
        self.row = row._replace(name=name)
        known = [f"{HEADS[place]} {text(row, place)}" for place in (3, 4, 5)]
        self.setAccessibleDescription(", ".join(known))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, self.fontMetrics().height() + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.row is None:
            return
        painter = QPainter(self)
        painter.setPen(QColor(self.theme.border))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setPen(QColor(self.theme.text))
        header, words = self.view.header(), self.font()
        words.setBold(True)
        for column in (0, 3, 4, 5):
            left = header.sectionViewportPosition(column) + self.view.frameWidth()
            room = QRect(left, 1, header.sectionSize(column), self.height() - 1)
            painter.setFont(words if column == 0 else monospace())
            side = (
                Qt.AlignmentFlag.AlignLeft
                if column == 0
                else Qt.AlignmentFlag.AlignRight
            )
            painter.drawText(
                room.adjusted(PADDING, 0, -4, 0),
                side | Qt.AlignmentFlag.AlignVCenter,
                text(self.row, column),
            )
