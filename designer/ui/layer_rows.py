"""How a family, a layer type, a block and a result of a search look in a list."""

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from designer.graph.block import Use
from designer.ui.icons import family_icon, icon
from designer.ui.placing_blocks import Offer
from designer.ui.row_ground import paint_row_ground
from designer.ui.theme import NODE_WIDTH, Theme

if TYPE_CHECKING:
    from designer.ui.layer_tree import LayerTree

Index = QModelIndex | QPersistentModelIndex

TYPE = Qt.ItemDataRole.UserRole
"""The name of a layer type, or the key of a block; headings have none."""

WORD = Qt.ItemDataRole.UserRole + 1
"""What a type was found by, if its name does not show it."""

COUNT = Qt.ItemDataRole.UserRole + 2
"""How many types a family has."""

COMMON = "Common"
"""The heading over what most designs need; it is no family."""

ICON = 16
PICTURE_HEIGHT = 30.0
LEFT, GAP, RIGHT = 8, 8, 10
HELP_LINES = 4
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class LayerRows(QStyledItemDelegate):
    """Draws a family as a quiet heading, and a type with its family's icon.

    A result of a search has its help under its name.
    """

    def __init__(self, tree: "LayerTree") -> None:
        super().__init__(tree)
        self.tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = option.fontMetrics.height()
        if not index.data(TYPE):
            return QSize(80, height + 13)
        if index.parent().isValid():
            return QSize(80, height + 9)
        small = _smaller(option.font)
        help = lines(self.tree.offer(index.data(TYPE)).help, small, self._room)
        return QSize(80, height + len(help) * QFontMetrics(small).height() + 12)

    @property
    def _room(self) -> int:
        """The width for a result's help, the same with a scroll bar and without."""
        bar = self.tree.verticalScrollBar().sizeHint().width()
        return self.tree.width() - bar - LEFT - ICON - GAP - RIGHT

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(0, 1, -4, -1)
        paint_row_ground(painter, option, ground, self.tree.theme)
        if not index.data(TYPE):
            self._paint_family(painter, option, index)
        elif index.parent().isValid():
            self._paint_name(painter, option.rect, self.tree.offer(index.data(TYPE)))
        else:
            self._paint_result(painter, option, index)
        painter.restore()

    def _paint_family(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme, rect = self.tree.theme, option.rect
        is_open = self.tree.isExpanded(index)
        arrow = icon("chevron-down" if is_open else "chevron-right", theme, theme.muted)
        arrow.paint(painter, rect.x() + 1, rect.y(), 12, rect.height())
        first = index.model().index(0, 0, index)
        own = family_icon(self.tree.offer(first.data(TYPE)).kind or Use, theme)
        if index.data() == COMMON:
            own = icon("star", theme, theme.muted)
        own.paint(painter, rect.x() + 18, rect.y(), ICON, rect.height())
        count = str(index.data(COUNT))
        painter.setPen(QColor(theme.muted))
        painter.drawText(
            rect.adjusted(0, 0, -RIGHT, 0), MIDDLE | Qt.AlignmentFlag.AlignRight, count
        )
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if is_open else theme.muted))
        painter.drawText(rect.adjusted(42, 0, -36, 0), MIDDLE, index.data())

    def _paint_name(self, painter: QPainter, rect: QRect, offer: Offer) -> None:
        """The icon and the name, with … where the name is wider than the list."""
        theme = self.tree.theme
        own = _icon(offer, theme)
        own.paint(painter, rect.x() + 18, rect.y(), ICON, rect.height())
        painter.setPen(QColor(theme.text if offer.kind else theme.muted))
        _draw_elided(painter, rect.adjusted(42, 0, -RIGHT, 0), offer.name)

    def _paint_result(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme, offer = self.tree.theme, self.tree.offer(index.data(TYPE))
        metrics = option.fontMetrics
        line = QRect(option.rect)
        line.setTop(line.top() + 4)
        line.setHeight(max(metrics.height(), ICON))
        own = _icon(offer, theme)
        own.paint(painter, line.x() + LEFT, line.y(), ICON, line.height())
        left = LEFT + ICON + GAP
        line.adjust(left, 0, -RIGHT, 0)
        painter.setPen(QColor(theme.text))
        _draw_elided(painter, line, offer.name)
        small = _smaller(option.font)
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        room = line.adjusted(metrics.horizontalAdvance(f"{offer.name}  "), 0, 0, 0)
        word = index.data(WORD) or ""
        if painter.fontMetrics().horizontalAdvance(word) <= room.width():
            painter.drawText(room, MIDDLE | Qt.AlignmentFlag.AlignRight, word)
        below = QRect(line.x(), line.bottom() + 1, line.width(), 0)
        for text in lines(offer.help, small, self._room):
            below.setHeight(painter.fontMetrics().height())
            painter.drawText(below, MIDDLE, text)
            below.moveTop(below.bottom() + 1)


@lru_cache(maxsize=1024)
def lines(text: str, font: QFont, width: int) -> list[str]:
    """A text broken into the lines that there is room for, the last with … if need be."""
    metrics = QFontMetrics(font)
    made, words = [""], text.split()
    while words:
        longer = f"{made[-1]} {words[0]}".strip()
        if made[-1] and metrics.horizontalAdvance(longer) > width:
            if len(made) == HELP_LINES:
                rest = f"{made[-1]} {' '.join(words)}"
                made[-1] = metrics.elidedText(
                    rest, Qt.TextElideMode.ElideRight, max(width, 0)
                )
                break
            made.append("")
            continue
        made[-1] = longer
        del words[0]
    return made


def node_picture(offer: Offer, theme: Theme, scale: float) -> QPixmap:
    """A layer as it hangs on the pointer: a small card with its name."""
    font = QFont()
    font.setBold(True)
    width = min(QFontMetrics(font).horizontalAdvance(offer.name) + 34, NODE_WIDTH)
    pixmap = QPixmap(QSize(int(width * scale), int(PICTURE_HEIGHT * scale)))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect = QRectF(0.5, 0.5, width - 1, PICTURE_HEIGHT - 1)
    painter.setPen(QPen(QColor(theme.accent), 1))
    painter.setBrush(QColor(theme.node))
    painter.drawRoundedRect(rect, 6, 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.family(offer.kind or Use)))
    painter.drawRoundedRect(QRectF(1, 1, 7, PICTURE_HEIGHT - 2), 4, 4)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    _draw_elided(painter, rect.adjusted(17, 0, -8, 0).toRect(), offer.name)
    painter.end()
    return pixmap


def _icon(offer: Offer, theme: Theme) -> QIcon:
    """The icon of its family, or a warning where it cannot be placed."""
    if offer.kind is None:
        return icon("warning", theme, theme.warning)
    return family_icon(offer.kind, theme)


def _draw_elided(painter: QPainter, rect: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, max(rect.width(), 0)
    )
    painter.drawText(rect, MIDDLE, shown)


def _smaller(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(made.pointSizeF() - 1)
    return made
