"""The grid of cards: as many in a row as have room, each painted, none a widget."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from designer.ui.gallery.cards import CARD, Card, Chosen, Index
from designer.ui.gallery.miniature import paint
from designer.ui.theme import Theme, monospace

Part = tuple[str, QFont]
"""A text and its font."""

GAP = 16
"""Between two cards, in pixels."""

NARROWEST = 272
PADDING, PICTURE, ABOVE_WORDS, BETWEEN_LINES = 14, 144, 12, 3
BAR = 11
"""Room for the scroll bar, which is kept free so that cards never change their width."""


class CardView(QListView):
    """Cards in a grid. `chosen` carries a card that was clicked or entered.

    `typed` carries what is typed here, which is meant for the field of the search.
    The marked card is seen while the keys go here or to the search, where Enter opens it;
    only here it looks as if it had the keys.
    `laid_out` says how wide a row of cards is now.
    """

    chosen = Signal(object)
    typed = Signal(str)
    laid_out = Signal(int)

    def __init__(self, cards: Chosen, theme: Theme, search: QWidget) -> None:
        super().__init__()
        self.search = search
        self.drawn = CardPainter(theme, self)
        self.setProperty("bare", True)
        self.setAccessibleName("Examples")
        self.setItemDelegate(self.drawn)
        self.setModel(cards)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setDragEnabled(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(40)
        self.clicked.connect(self.choose)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.drawn.theme = theme
        self.viewport().update()

    def is_marked(self, index: Index) -> bool:
        """Whether Enter would open this card."""
        keys_go_to = self.window().focusWidget()
        return self.currentIndex() == index and keys_go_to in (self, self.search)

    def choose(self, index: QModelIndex) -> None:
        """Choose the card at an index, if there is one."""
        if index.isValid():
            self.chosen.emit(index.data(CARD))

    def mark_first(self) -> None:
        """Mark the first card, as Enter would open it."""
        self.setCurrentIndex(self.model().index(0, 0))

    def move_current(self, step: QListView.CursorAction) -> None:
        """Mark the next card in a direction."""
        index = self.moveCursor(step, Qt.KeyboardModifier.NoModifier)
        if index.isValid():
            self.setCurrentIndex(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.width() - BAR
        columns = max(1, room // (NARROWEST + GAP))
        cell = QSize(room // columns, card_height(self.fontMetrics().height()) + GAP)
        self.drawn.size = cell
        self.setGridSize(cell)
        super().resizeEvent(event)
        self.laid_out.emit(columns * cell.width() - GAP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        self.typed.emit(search)


def card_height(line: int) -> int:
    """How tall a card is with lines of text of this height, in pixels."""
    words = 3 * line + 3 * BETWEEN_LINES
    return PADDING + PICTURE + ABOVE_WORDS + words + PADDING


class CardPainter(QStyledItemDelegate):
    """Paints a card: a picture, a title, a line about it, and what it costs."""

    def __init__(self, theme: Theme, view: CardView) -> None:
        super().__init__(view)
        self.view = view
        self.theme = theme
        self.size = QSize(NARROWEST + GAP, PICTURE + GAP)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.size

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        card: Card = index.data(CARD)
        place = QRectF(option.rect).adjusted(0.5, 0.5, -GAP - 0.5, -GAP - 0.5)
        is_marked = self.view.is_marked(index)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, place, is_marked, is_hovered)
        inner = place.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        self._paint_picture(painter, inner, card)
        inner.setTop(inner.top() + PICTURE + ABOVE_WORDS)
        self._paint_words(painter, inner, card, option.font)
        painter.restore()

    def _paint_frame(
        self, painter: QPainter, place: QRectF, is_marked: bool, is_hovered: bool
    ) -> None:
        theme = self.theme
        is_current = is_marked and self.view.hasFocus()
        edge = theme.wire if is_hovered or is_marked else theme.border
        painter.setPen(QPen(QColor(theme.accent if is_current else edge), 1))
        painter.setBrush(QColor(theme.window))
        painter.drawRoundedRect(place, 10, 10)
        if is_current:
            glow = QColor(theme.accent)
            glow.setAlpha(70)
            painter.setPen(QPen(glow, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 9, 9)

    def _paint_picture(self, painter: QPainter, inner: QRectF, card: Card) -> None:
        theme = self.theme
        area = QRectF(inner.topLeft(), QPointF(inner.right(), inner.top() + PICTURE))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.canvas))
        painter.drawRoundedRect(area, 7, 7)
        if card.picture is not None:
            paint(painter, area.adjusted(14, 12, -14, -12), card.picture, theme)

    def _paint_words(
        self, painter: QPainter, inner: QRectF, card: Card, font: QFont
    ) -> None:
        theme = self.theme
        title, number = QFont(font), monospace(font.pointSizeF())
        title.setWeight(QFont.Weight.DemiBold)
        number.setWeight(QFont.Weight.DemiBold)
        pen = _Pen(painter, inner)
        pen.write(card.example.title, title, theme.text)
        pen.new_line()
        pen.write(card.example.subtitle, font, theme.muted)
        pen.new_line(extra=BETWEEN_LINES)
        if card.trouble:
            pen.write(card.trouble, font, theme.error)
        elif card.picture is not None:
            for text, face in costs(card, number, font, inner.width()):
                pen.write(text, face, theme.text if face is number else theme.muted)


def costs(card: Card, number: QFont, font: QFont, room: float) -> list[Part]:
    """What a design costs: in full where there is room on the line, else shortly."""
    rest = [(f"   {card.macs}", number), (" MACs", font)]
    ways = (
        [(card.parameters, number), (" parameters", font), *rest],
        [(card.short_parameters, number), (" parameters", font), *rest],
    )
    return next((parts for parts in ways if _width(parts) <= room), ways[-1])


def _width(parts: Iterable[Part]) -> float:
    return sum(QFontMetricsF(font).horizontalAdvance(text) for text, font in parts)


class _Pen:
    """Writes from left to right, and no further than the right edge."""

    def __init__(self, painter: QPainter, area: QRectF) -> None:
        self.painter = painter
        self.area = area
        self.left = area.left()
        self.top = area.top()
        self.height = 0.0

    def write(self, text: str, font: QFont, colour: str) -> None:
        """Go on with a text, shortened where there is no room for it."""
        metrics = QFontMetricsF(font)
        room = max(self.area.right() - self.left, 0)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.height = max(self.height, metrics.height())
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour))
        self.painter.drawText(QPointF(self.left, self.top + metrics.ascent()), shown)
        self.left += metrics.horizontalAdvance(shown)

    def new_line(self, extra: float = 0) -> None:
        """Begin the line below."""
        self.top += self.height + BETWEEN_LINES / 2 + extra
        self.left, self.height = self.area.left(), 0.0
