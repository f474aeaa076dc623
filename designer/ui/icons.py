"""Icons: one family of lines, drawn in the theme's colour and sharp at every scale."""

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from designer.layers import Layer
from designer.resources import resource
from designer.ui.theme import FAMILIES, Theme

SIZE = 16
SCALES = (1.0, 1.25, 1.5, 2.0)


def icon(name: str, theme: Theme, colour: str = "") -> QIcon:
    """The icon of that name in `colour`, by default the theme's colour of text."""
    return _icon(name, colour or theme.text, theme.wire)


def family_icon(layer: type[Layer] | Layer, theme: Theme) -> QIcon:
    """The icon of a layer's family, in the family's colour."""
    return icon(family_icon_name(layer.family), theme, theme.ink(layer))


def family_icon_name(family: str) -> str:
    """The file of a family's icon; one for all the families that others bring."""
    known = family if family in FAMILIES else "other"
    return f"family-{re.sub('[^a-z]+', '-', known.lower())}"


def picture(name: str, colour: str, size: int, scale: float = 1.0) -> QPixmap:
    """The icon of that name as a picture of `size` pixels, each `scale` of the screen's."""
    pixmap = _drawn(_renderer(name, colour), round(size * scale))
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def draw(painter: QPainter, name: str, colour: str, place: QRectF) -> None:
    """Draw the icon of that name as lines, sharp however large it is shown."""
    _kept_renderer(name, colour).render(painter, place)


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    made = QIcon()
    for mode, shade in (
        (QIcon.Mode.Normal, colour),
        (QIcon.Mode.Disabled, disabled),
    ):
        renderer = _renderer(name, shade)
        for scale in SCALES:
            made.addPixmap(_drawn(renderer, round(SIZE * scale)), mode)
    return made


@lru_cache(maxsize=256)
def _text(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_text(name).replace("currentColor", colour)))


@lru_cache(maxsize=64)
def _kept_renderer(name: str, colour: str) -> QSvgRenderer:
    return _renderer(name, colour)


def _drawn(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
