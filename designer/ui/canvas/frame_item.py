"""A frame on the canvas: a soft rectangle behind its nodes, with a title.

The title stays as large as can be read, however small the nodes are seen. A collapsed
frame is no item of this kind but a card like any other.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from designer.layers import Frame
from designer.ui.canvas.card import Card
from designer.ui.canvas.look import TEXT_ZOOM, Look

SIDE, TOP = 24.0, 40.0
"""Between a frame and its nodes, and above them, where the title stands."""

EMPTY = (280.0, 136.0)
"""How large a frame is that nothing stands in."""

FRAME_LEVEL = -4.0
CORNER = 12.0
EDGE = 7.0
"""How near to its edge a frame can be taken hold of."""

TITLE_LEFT, TITLE_BOTTOM = 14.0, 31.0
TITLE, LEAST_TITLE = 13.0, 12.0
"""Pixels of a title's font at 100 %, and the least on the screen at any zoom."""

CHEVRON = 24.0
"""The square in the upper right corner that collapses a frame."""

ABOVE = 48.0
"""How far a title may stand out above a frame that is seen small."""


class FrameItem(QGraphicsItem):
    """One open frame. The scene tells it what to show and where; it decides nothing."""

    def __init__(self, card: Card, look: Look) -> None:
        super().__init__()
        self.highlighted = False
        self.taking = False
        self.title_shift = 0.0
        self._rect = QRectF(QPointF(), QPointF(*EMPTY))
        self.setZValue(FRAME_LEVEL)
        self.set_card(card, look)

    @property
    def name(self) -> str:
        """The frame's name."""
        return self.card.name

    @property
    def card_rect(self) -> QRectF:
        """The whole frame in scene units."""
        return self._rect.translated(self.pos())

    @property
    def chevron(self) -> QRectF:
        """Where a click collapses the frame, in the scene."""
        corner = self.card_rect.topRight() + QPointF(-CHEVRON - 6, 7)
        return QRectF(corner.x(), corner.y(), CHEVRON, CHEVRON)

    @property
    def title_bar(self) -> QRectF:
        """The strip at the top, in the scene."""
        rect = self.card_rect
        return QRectF(rect.left(), rect.top(), rect.width(), TOP - 6)

    @property
    def title_rect(self) -> QRectF:
        """The frame from where its title begins, which may give way to another's."""
        return self.card_rect.adjusted(self.title_shift, 0, 0, 0)

    @property
    def title_box(self) -> QRectF:
        """The room of its title where that began at the left, seen at half size."""
        metrics = QFontMetricsF(title_font(self.look, 0.5))
        box = QRectF(0, 0, metrics.horizontalAdvance(self.card.title), TOP)
        return box.translated(self.card_rect.topLeft())

    def set_title_shift(self, shift: float) -> None:
        """Let the title begin farther to the right."""
        if shift != self.title_shift:
            self.title_shift = shift
            self.update()

    def set_card(self, card: Card, look: Look) -> None:
        """Show another title or colour."""
        assert isinstance(card.layer, Frame)
        self.card = card
        self.look = look
        self.update()

    def surround(self, rect: QRectF) -> None:
        """Stand there, in the scene."""
        if rect != self.card_rect:
            self.prepareGeometryChange()
            self._rect = QRectF(QPointF(), rect.size())
            self.setPos(rect.topLeft())
            self.update()

    def set_highlighted(self, highlighted: bool) -> None:
        """Show whether the frame is selected."""
        if highlighted != self.highlighted:
            self.highlighted = highlighted
            self.update()

    def set_taking(self, taking: bool) -> None:
        """Show whether what is dragged would stand in the frame."""
        if taking != self.taking:
            self.taking = taking
            self.update()

    def is_held_at(self, place: QPointF) -> bool:
        """Whether the frame can be taken hold of there: at its title or its edge."""
        inner = self.card_rect.adjusted(EDGE, EDGE, -EDGE, -EDGE)
        return self.title_bar.contains(place) or (
            self.card_rect.contains(place) and not inner.contains(place)
        )

    def boundingRect(self) -> QRectF:
        return self._rect.adjusted(-2, -ABOVE, 2, 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        paint_ground(painter, self._rect, self.card, self.look)
        if self.highlighted or self.taking:
            painter.setPen(self.look.selected)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._rect, CORNER, CORNER)
        rect = self.title_rect.translated(-self.pos())
        paint_title(painter, rect, self.card, self.look, zoom)
        if zoom >= TEXT_ZOOM:
            self._paint_chevron(painter)

    def _paint_chevron(self, painter: QPainter) -> None:
        middle = self.chevron.translated(-self.pos()).center()
        path = QPainterPath(middle + QPointF(-4, -2))
        path.lineTo(middle + QPointF(0, 2))
        path.lineTo(middle + QPointF(4, -2))
        pen = QPen(self.look.frame(self.card.layer).ink)
        pen.setWidthF(1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


def paint_ground(painter: QPainter, rect: QRectF, card: Card, look: Look) -> None:
    """The tinted rectangle."""
    colours = look.frame(card.layer)
    painter.setPen(colours.edge)
    painter.setBrush(colours.fill)
    painter.drawRoundedRect(rect, CORNER, CORNER)


def paint_title(
    painter: QPainter,
    rect: QRectF,
    card: Card,
    look: Look,
    zoom: float,
    taken: list[QRectF] | None = None,
) -> None:
    """The title in the upper edge, which grows out of it where all is seen small.

    One that would stand on another that is `taken` already is left out.
    """
    font = title_font(look, zoom)
    metrics = QFontMetricsF(font)
    scale = min(zoom, 1.0)
    room = rect.width() - 2 * TITLE_LEFT - (CHEVRON if zoom >= TEXT_ZOOM else 0)
    text = metrics.elidedText(card.title, Qt.TextElideMode.ElideRight, room)
    if len(text) < min(3, len(card.title)):
        return
    box = QRectF(0, 0, metrics.horizontalAdvance(text), metrics.height())
    box.moveBottomLeft(rect.topLeft() + QPointF(TITLE_LEFT, TITLE_BOTTOM))
    if taken is not None:
        if any(box.intersects(other) for other in taken):
            return
        taken.append(box)
    if zoom < TEXT_ZOOM:  # it stands over wires and nodes there
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.backdrop)
        gap = 4 / scale
        painter.drawRoundedRect(box.adjusted(-gap, 0, gap, 0), gap, gap)
    painter.setPen(look.frame(card.layer).ink)
    painter.setFont(font)
    painter.drawText(
        box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, text
    )


def title_font(look: Look, zoom: float) -> QFont:
    """The font of titles in scene units, large enough to be read at a zoom."""
    font = QFont(look.title_font)
    font.setPixelSize(round(max(TITLE, LEAST_TITLE / zoom)))
    return font
