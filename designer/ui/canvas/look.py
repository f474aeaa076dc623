"""A theme as pens, brushes and fonts, made once and shared by all items."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QStaticText,
)

from designer.layers import Frame, Layer
from designer.ui.icons import family_icon_name, picture
from designer.ui.theme import Theme, monospace

TEXT_ZOOM = 0.4
"""Below this zoom nodes are plain rectangles, with nothing but their titles, large ..."""

TITLE_ZOOM = 0.25
"""... and below this one without them, for they could not be read."""

LABEL_ZOOM = 0.5
"""Below this zoom wires show no shapes."""

OVERVIEW_ZOOM = 0.2
"""Below this zoom the whole graph is painted at once, without items."""

ICON_ZOOM = 0.6
"""Below this zoom a family's icon is a blur, and left out."""

ICON = 14.0
NOTE = "#f5a524"


class FrameColours(NamedTuple):
    """What a frame is painted with: its ground, its edge and its title."""

    fill: QBrush
    edge: QPen
    ink: QPen


SHADES = 24
"""How many colours tell what nodes cost."""


class ShapeText:
    """A shape in words, prepared once for all the wires that carry it.

    `bounds` has its middle at (0, 0).
    """

    def __init__(self, text: str, font: QFont) -> None:
        metrics = QFontMetricsF(font)
        width, height = metrics.horizontalAdvance(text) + 6, metrics.height()
        self.text = text
        self.bounds = QRectF(-width / 2, -height / 2, width, height)
        self.prepared = QStaticText(text)
        self.prepared.setTextFormat(Qt.TextFormat.PlainText)


class Look:
    """What all items of a canvas paint with."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._choose_fonts()
        self._mix_cards(theme)
        self._mix_gestures(theme)
        self.wires = {
            "plain": _wire(theme.wire, 2),
            "error": _wire(theme.error, 2),
            "hovered": _wire(theme.text, 2),
            "selected": _wire(theme.accent, 3),
            "inner": _wire(theme.accent, 2),
            "doomed": _dashed(_wire(theme.error, 3)),
        }
        self._families: dict[str, tuple[QBrush, QPen]] = {}
        self._spare: dict[str, QPen] = {}
        self._frames: dict[str, FrameColours] = {}
        self._warm: dict[int, QBrush] = {}
        self._pills: dict[str, QBrush] = {}
        self._shapes: dict[str, ShapeText] = {}
        self._icons: dict[tuple[str, int], QPixmap] = {}

    def _choose_fonts(self) -> None:
        self.title_font = QFont()
        self.title_font.setPixelSize(13)
        self.title_font.setWeight(QFont.Weight.DemiBold)
        self.detail_font = _pixels(monospace(), 11)
        self.shape_font = _pixels(monospace(), 10)
        self.note_font = _pixels(QFont(), 12)
        self.badge_font = _pixels(QFont(), 12)
        self.badge_font.setWeight(QFont.Weight.Bold)

    def _mix_cards(self, theme: Theme) -> None:
        self.text = QPen(QColor(theme.text))
        self.muted = QPen(QColor(theme.muted))
        self.on_badge = QPen(QColor(theme.accent_text))
        self.canvas = QBrush(QColor(theme.canvas))
        self.node = QBrush(QColor(theme.node))
        self.backdrop = QBrush(_faded(theme.canvas, 225))
        self.note = QBrush(_mixed(NOTE, theme.canvas, 0.12))
        self.note_edge = QPen(_mixed(NOTE, theme.canvas, 0.4), 1)
        self.border = QPen(QColor(theme.node_border), 1)
        self.selected = QPen(QColor(theme.accent), 2)
        self.error = QPen(QColor(theme.error), 2)
        self.behind = QPen(_mixed(theme.wire, theme.canvas, 0.55), 1)
        self.behind_fill = QBrush(_mixed(theme.node, theme.canvas, 0.6))
        self.dashed = QPen(QColor(theme.error), 1.5, Qt.PenStyle.DashLine)
        self.link = _wire(theme.muted, 1.3)
        self.badges = {
            "error": QBrush(QColor(theme.error)),
            "warning": QBrush(QColor(theme.warning)),
        }
        self.faint = QPen(_mixed(theme.muted, theme.node, 0.6))

    def _mix_gestures(self, theme: Theme) -> None:
        self.glow = QBrush(_faded(theme.accent, 70))
        self.aura = QPen(_faded(theme.accent, 90), 6)
        self.wrong_glow = QBrush(_faded(theme.error, 70))
        self.offered = QPen(QColor(theme.accent), 2)
        self.band_edge = QPen(QColor(theme.accent), 1)
        self.band_edge.setCosmetic(True)
        self.band = QBrush(_faded(theme.accent, 30))
        self.guide = QPen(QColor(theme.accent), 1)
        self.guide.setCosmetic(True)
        self.blade = _dashed(QPen(QColor(theme.error), 2))
        self.blade.setCosmetic(True)

    def family(self, layer: Layer) -> tuple[QBrush, QPen]:
        """The brush of a layer's bar and the pen of its ports."""
        colour = self.theme.family(layer)
        if colour not in self._families:
            ink = QPen(QColor(self.theme.ink(layer)), 2)
            self._families[colour] = (QBrush(QColor(colour)), ink)
        return self._families[colour]

    def frame(self, layer: Layer) -> FrameColours:
        """The colours of a frame."""
        colour = self.theme.family(layer)
        if colour not in self._frames:
            edge = QPen(_faded(colour, 110), 1.3)
            edge.setCosmetic(True)
            self._frames[colour] = FrameColours(
                QBrush(_faded(colour, 24 if self.theme.is_dark else 20)),
                edge,
                QPen(QColor(self.theme.ink(layer))),
            )
        return self._frames[colour]

    def warm(self, warmth: float) -> QBrush:
        """The ground of a card by what its node costs, from 0 to 1."""
        step = round(warmth * SHADES)
        if step not in self._warm:
            theme = self.theme
            share = step / SHADES * (0.72 if theme.is_dark else 0.6)
            self._warm[step] = QBrush(_mixed(theme.heat, theme.node, share))
        return self._warm[step]

    def pill(self, layer: Layer) -> QBrush:
        """The ground of how often a block is repeated."""
        colour = self.theme.family(layer)
        if colour not in self._pills:
            self._pills[colour] = QBrush(_mixed(colour, self.theme.node, 0.22))
        return self._pills[colour]

    def spare(self, layer: Layer) -> QPen:
        """The pen of ports that may stay free."""
        colour = self.theme.ink(layer)
        if colour not in self._spare:
            self._spare[colour] = QPen(_mixed(colour, self.theme.canvas, 0.6), 1.5)
        return self._spare[colour]

    def paint_icon(
        self, painter: QPainter, place: QRectF, layer: Layer, scale: float
    ) -> None:
        """Paint the icon of a layer's family, as sharp as it can be at that scale."""
        icon = self.icon(layer, scale)
        painter.drawPixmap(place, icon, QRectF(icon.rect()))

    def shape(self, text: str) -> ShapeText:
        """A shape on a wire."""
        if text not in self._shapes:
            self._shapes[text] = ShapeText(text, self.shape_font)
        return self._shapes[text]

    def icon(self, layer: Layer, scale: float) -> QPixmap:
        """The icon of a layer's family, as large as it is at that scale."""
        family = layer.colour if isinstance(layer, Frame) else layer.family
        key = (family, max(round(ICON * scale), 1))
        if key not in self._icons:
            name, colour = family_icon_name(layer.family), self.theme.ink(layer)
            if isinstance(layer, Frame):
                name = "chevron-right"
            self._icons[key] = picture(name, colour, key[1])
        return self._icons[key]


def _pixels(font: QFont, size: int) -> QFont:
    """The font in scene units, so that text keeps its place in a card."""
    font.setPixelSize(size)
    return font


def _faded(colour: str, alpha: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made


def _mixed(colour: str, ground: str, share: float) -> QColor:
    """An opaque tint, so that the grid does not show through."""
    above, below = QColor(colour), QColor(ground)
    return QColor.fromRgbF(
        above.redF() * share + below.redF() * (1 - share),
        above.greenF() * share + below.greenF() * (1 - share),
        above.blueF() * share + below.blueF() * (1 - share),
    )


def _dashed(pen: QPen) -> QPen:
    pen.setDashPattern([3, 2.5])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _wire(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
