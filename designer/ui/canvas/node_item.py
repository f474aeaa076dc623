"""A node on the canvas: a card with its ports, painted as one item."""

from collections.abc import Mapping
from functools import lru_cache
from math import hypot
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from designer.layers import Frame
from designer.ui.canvas.card import Card, PortEnd, Side
from designer.ui.canvas.card_text import (
    PILL_PADDING,
    PILL_RIGHT,
    TEXT_LEFT,
    CardText,
    LargeTitle,
)
from designer.ui.canvas.look import ICON, ICON_ZOOM, TEXT_ZOOM, TITLE_ZOOM, Look
from designer.ui.theme import NODE_WIDTH

BAR = 9.0
CORNER = 9.0
PORT = 5.0
HOVER, GLOW = 8.0, 5.0
"""How far around a port its glow reaches: under the pointer, and where a wire may end."""

BADGE = 9.0
MARGIN = 12.0
"""Around the card, for ports that glow, the badge and the border."""

BEHIND = (6.0, 3.0)
"""How far the cards of a stack stand out to the right and above, the last first."""

PILL_HEIGHT = 15.0
ICON_RIGHT = 10.0
"""Between the icon and the right edge, which the output's port needs."""

NOTHING: Mapping[tuple[Side, str], bool] = MappingProxyType({})


class NodeItem(QGraphicsItem):
    """One node. The scene tells it what to show; it decides nothing."""

    def __init__(self, card: Card, look: Look) -> None:
        super().__init__()
        self.highlighted = False
        self.offered: Mapping[tuple[Side, str], bool] = NOTHING
        self.hovered_port: PortEnd | None = None
        self._is_wrong = False
        self.tint: QBrush | None = None
        self.set_card(card, look)

    @property
    def name(self) -> str:
        """The node's name."""
        return self.card.name

    @property
    def card_rect(self) -> QRectF:
        """The card in scene units."""
        return self.card.rect.translated(self.pos())

    def set_card(self, card: Card, look: Look) -> None:
        """Show something else."""
        self.prepareGeometryChange()
        self.card = card
        self.look = look
        self._bounds = card.rect.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        self._words: CardText | None = None
        self._large_title: LargeTitle | None = None
        self.update()

    def set_highlighted(self, highlighted: bool) -> None:
        """Show whether the node is selected."""
        if highlighted != self.highlighted:
            self.highlighted = highlighted
            self.update()

    def set_tint(self, tint: QBrush | None) -> None:
        """Have another ground, as where colours tell what nodes cost."""
        if tint is not self.tint:
            self.tint = tint
            self.update()

    def set_offered(self, ports: Mapping[tuple[Side, str], bool]) -> None:
        """Make ports stand out where a wire could end; those glow that are free."""
        if ports != self.offered:
            self.offered = ports
            self.update()

    def set_hovered_port(self, port: PortEnd | None, wrong: bool = False) -> None:
        """Make one port larger, in the colour of a mistake if it is `wrong`."""
        if (port, wrong) != (self.hovered_port, self._is_wrong):
            self.hovered_port, self._is_wrong = port, wrong
            self.update()

    def place_of(self, side: Side, port: str) -> QPointF:
        """The middle of a port, in the scene."""
        return self.pos() + self.card.places[side, port]

    def end_of(self, side: Side, port: str) -> PortEnd:
        """What one of the ports is: on the card of a frame, that of a node inside."""
        if isinstance(self.card.layer, Frame):
            node, _, own = port.partition(".")
            return PortEnd(node, side, own)
        return PortEnd(self.name, side, port)

    def distances(
        self, place: QPointF, side: Side | None = None
    ) -> list[tuple[float, PortEnd]]:
        """How far each port, of one side if so, is from a place in the scene."""
        from_here = place - self.pos()
        return [
            (
                hypot(at.x() - from_here.x(), at.y() - from_here.y()),
                self.end_of(port_side, port),
            )
            for (port_side, port), at in self.card.places.items()
            if side in (None, port_side)
        ]

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        if zoom < TEXT_ZOOM:
            self._paint_plain(painter)
            if zoom >= TITLE_ZOOM:
                self._paint_large_title(painter)
            return
        self._paint_card(painter)
        self._paint_text(painter, zoom)
        self._paint_ports(painter)
        if self.card.severity:
            self._paint_badge(painter)

    def _paint_plain(self, painter: QPainter) -> None:
        rect, look = self.card.rect, self.look
        if self.highlighted or any(self.offered.values()):
            painter.fillRect(rect.adjusted(-4, -4, 4, 4), look.selected.brush())
        elif self.card.severity == "error":
            painter.fillRect(rect.adjusted(-4, -4, 4, 4), look.error.brush())
        else:
            painter.fillRect(rect.adjusted(-3, -3, 3, 3), look.border.brush())
        painter.fillRect(rect, self.tint or look.node)
        bar = QRectF(0, 0, 3 * BAR, rect.height())
        painter.fillRect(bar, look.family(self.card.layer)[0])

    def _paint_large_title(self, painter: QPainter) -> None:
        if self._large_title is None:
            self._large_title = LargeTitle(self.card, self.look)
        painter.setPen(self.look.text)
        painter.setFont(self._large_title.font)
        painter.drawStaticText(self._large_title.place, self._large_title.text)

    def _paint_card(self, painter: QPainter) -> None:
        rect, look = self.card.rect, self.look
        broken = self.card.severity == "error"
        if self.card.repeats or isinstance(self.card.layer, Frame):
            painter.setPen(look.behind)
            painter.setBrush(look.behind_fill)
            for out in BEHIND:
                painter.drawRoundedRect(rect.translated(out, -out), CORNER, CORNER)
        painter.setPen(look.aura if any(self.offered.values()) else Qt.PenStyle.NoPen)
        painter.setBrush(self.tint or look.node)
        painter.drawRoundedRect(rect, CORNER, CORNER)
        painter.fillPath(_bar(rect.height()), look.family(self.card.layer)[0])
        edge = look.error if broken else look.border
        if self.card.is_absent:
            edge = look.dashed
        painter.setPen(look.selected if self.highlighted else edge)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, CORNER, CORNER)

    def _paint_text(self, painter: QPainter, zoom: float) -> None:
        look = self.look
        if self._words is None:  # most nodes of a large graph are never seen
            self._words = CardText(self.card, look)
        words = self._words
        top = self.card.text_top
        painter.setPen(look.text)
        painter.setFont(words.title_font)
        painter.drawStaticText(QPointF(TEXT_LEFT, top + words.title_drop), words.title)
        painter.setPen(look.text if self.tint else look.muted)
        painter.setFont(look.detail_font)
        painter.drawStaticText(QPointF(words.detail_left, top + 19), words.detail)
        if self.card.has_link:
            self._paint_link(painter, QPointF(TEXT_LEFT, top + 26))
        if self.card.repeats:
            self._paint_pill(painter, words, top)
        if words.has_icon and zoom >= ICON_ZOOM:
            scale = zoom * painter.device().devicePixelRatioF()
            place = QRectF(NODE_WIDTH - ICON_RIGHT - ICON, top + 2, ICON, ICON)
            look.paint_icon(painter, place, self.card.layer, scale)
        if words.ports:
            painter.setFont(look.shape_font)
        pens = {"gone": look.error, "spare": look.faint}
        for place, name, kind in words.ports:
            painter.setPen(pens.get(kind, look.muted))
            painter.drawStaticText(place, name)

    def _paint_pill(self, painter: QPainter, words: CardText, top: float) -> None:
        """How often a block is repeated, at the end of the title's line."""
        left = NODE_WIDTH - PILL_RIGHT - words.pill_width
        pill = QRectF(left, top + 1.5, words.pill_width, PILL_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.pill(self.card.layer))
        painter.drawRoundedRect(pill, PILL_HEIGHT / 2, PILL_HEIGHT / 2)
        painter.setPen(self.look.text)
        painter.setFont(self.look.shape_font)
        height = words.pill.size().height()
        place = QPointF(left + PILL_PADDING, pill.center().y() - height / 2)
        painter.drawStaticText(place, words.pill)

    def _paint_link(self, painter: QPainter, place: QPointF) -> None:
        """Two links of a chain: the weights are another node's too."""
        painter.setPen(self.look.link)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for x in (0.0, 4.5):
            link = QRectF(place.x() + x, place.y() - 2.5, 7, 5)
            painter.drawRoundedRect(link, 2.5, 2.5)

    def _paint_ports(self, painter: QPainter) -> None:
        look = self.look
        pen, faint = look.family(self.card.layer)[1], look.spare(self.card.layer)
        for (side, port), at in self.card.places.items():
            hovered = self.hovered_port == self.end_of(side, port)
            offered = (side, port) in self.offered
            wrong = hovered and self._is_wrong
            if hovered or self.offered.get((side, port)):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.wrong_glow if wrong else look.glow)
                radius = PORT + (HOVER if hovered else GLOW)
                painter.drawEllipse(at, radius, radius)
            is_spare = side == "input" and port in self.card.spare and not offered
            is_gone = (side, port) in self.card.gone
            own = look.error if is_gone or wrong else faint if is_spare else pen
            painter.setPen(look.offered if offered and not wrong else own)
            painter.setBrush(look.canvas)
            radius = PORT - 1.5 if is_spare else PORT
            painter.drawEllipse(at, radius, radius)

    def _paint_badge(self, painter: QPainter) -> None:
        middle = QPointF(NODE_WIDTH - 7, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.badges[self.card.severity])
        painter.drawEllipse(middle, BADGE, BADGE)
        painter.setPen(self.look.on_badge)
        painter.setFont(self.look.badge_font)
        box = QRectF(middle.x() - BADGE, middle.y() - BADGE, 2 * BADGE, 2 * BADGE)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!")


@lru_cache(maxsize=64)
def _bar(height: float) -> QPainterPath:
    """The left end of a card."""
    card = QPainterPath()
    card.addRoundedRect(QRectF(0, 0, NODE_WIDTH, height), CORNER, CORNER)
    bar = QPainterPath()
    bar.addRect(QRectF(0, 0, BAR, height))
    return card.intersected(bar)
