"""A network as a picture for paper: SVG, PDF or PNG, whole and in full detail.

It is drawn in a scene of its own, so neither the window's theme and zoom nor what is
selected there is in it, and neither are marks of problems. How it is asked for is the
dialog's, and how a picture carries a design `graph.picture_file`'s.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QImage,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from designer.errors import DesignerError
from designer.graph import Design, Report
from designer.graph.picture_file import png_with, svg_with
from designer.layers import Layer
from designer.ui import icons
from designer.ui.canvas.look import Look
from designer.ui.canvas.scene import Scene
from designer.ui.theme import DARK, LIGHT, Theme, monospace

FORMATS = ("png", "svg", "pdf")
THEMES = {
    "light": replace(LIGHT, canvas="#ffffff"),  # as paper is
    "dark": DARK,
}
SCALES = (1, 2, 4)
MARGIN = 24
MOST_PIXELS = 100_000_000
LONGEST_SIDE = 32_000
"""Pixels of a picture that other programs open."""

QUICK = 70
"""How Qt is told to pack a PNG in a third of the time, a tenth larger."""

POINTS = 14_400
"""The longest side of a page. Source: PDF 1.7, annex C."""


@dataclass(frozen=True)
class Paper:
    """How a picture looks: the name of its theme, and whether it has a ground."""

    theme: str = "light"
    transparent: bool = False


class PaperLook(Look):
    """Icons are drawn as lines, for a picture may be shown at any size."""

    def paint_icon(
        self, painter: QPainter, place: QRectF, layer: Layer, scale: float
    ) -> None:
        name = icons.family_icon_name(layer.family)
        icons.draw(painter, name, self.theme.ink(layer), place)


class Picture:
    """A graph laid out for paper; with `names`, these nodes and what is between them.

    Raises DesignerError where there is nothing to draw.
    """

    def __init__(
        self,
        design: Design,
        report: Report,
        paper: Paper,
        names: Collection[str] | None = None,
    ) -> None:
        self.paper = paper
        self.theme: Theme = THEMES[paper.theme]
        self.title = design.name
        self.scene = Scene(PaperLook(self.theme), lambda name, text: None)
        self.scene.follow(design, report)
        self.scene.tracks.waiting.finish()
        self._leave_out_problems()
        if names is not None:
            self._keep(set(names))
        self.area = self._bounds()

    @property
    def size(self) -> QSize:
        """Its pixels at 100 %."""
        return self.area.size()

    def pixels(self, scale: float) -> QSize:
        """The pixels of a PNG: as many as wanted, or as a picture may have."""
        size = self.size
        sides = max(size.width(), size.height())
        room = (MOST_PIXELS / (size.width() * size.height())) ** 0.5
        fitting = min(scale, room, LONGEST_SIDE / sides)
        width, height = size.width() * fitting, size.height() * fitting
        return QSize(max(int(width), 1), max(int(height), 1))

    def image(self, size: QSize) -> QImage:
        """It as pixels."""
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        if image.isNull():
            raise DesignerError(
                f"There is no memory for a picture of {size.width()}×{size.height()} "
                "pixels. Save it smaller, or as SVG."
            )
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._paint(painter, QRect(0, 0, size.width(), size.height()))
        return image

    def png(self, scale: float) -> bytes:
        """It as a PNG file."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image = self.image(self.pixels(scale))
        if not self.paper.transparent:
            image = image.convertToFormat(QImage.Format.Format_RGB32)
        image.save(buffer, "PNG", QUICK)
        return bytes(data.data())

    def svg(self) -> bytes:
        """It as an SVG file, its text as text."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        made = QSvgGenerator()
        made.setOutputDevice(buffer)
        made.setSize(self.size)
        made.setViewBox(QRect(0, 0, self.size.width(), self.size.height()))
        made.setResolution(96)
        made.setTitle(self.title)
        made.setDescription("")
        self._paint(QPainter(made), made.viewBox())
        return _tidied(bytes(data.data()))

    def pdf(self) -> bytes:
        """It as a PDF of one page that is as large as it."""
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        made = QPdfWriter(buffer)
        side = max(self.size.width(), self.size.height())
        points = QSizeF(self.size) * min(1.0, POINTS / side)
        page = QPageSize(points, QPageSize.Unit.Point, "", _EXACT)
        made.setPageSize(page)
        made.setPageMargins(QMarginsF())
        made.setResolution(FINE)
        made.setTitle(self.title)
        made.setCreator("Network Designer")
        self._paint(QPainter(made), QRect(0, 0, made.width(), made.height()))
        return bytes(data.data())

    def file(self, format: str, scale: float, text: str = "") -> bytes:
        """It as a "png", "svg" or "pdf", with the text of a design in it if there is one.

        A PDF carries none.
        """
        if format == "pdf":
            return self.pdf()
        if format == "svg":
            return svg_with(self.svg(), text) if text else self.svg()
        return png_with(self.png(scale), text) if text else self.png(scale)

    def _paint(self, painter: QPainter, target: QRect) -> None:
        """Paint it into a rectangle, in the detail of 100 % however large that is.

        Items look at the world's transform to know how much can be seen; a window and
        a viewport are not in it.
        """
        painter.setWindow(self.area)
        painter.setViewport(target)
        if not self.paper.transparent:
            painter.fillRect(self.area, QColor(self.theme.canvas))
        self.scene.render(painter, QRectF(self.area), QRectF(self.area))
        painter.end()

    def _leave_out_problems(self) -> None:
        for item in self.scene.nodes.values():
            if item.card.severity:
                item.set_card(replace(item.card, severity="", message=""), item.look)
        for wire in self.scene.wires.values():
            wire.set_tensor(wire.tensor, broken=False)

    def _keep(self, names: set[str]) -> None:
        for name, item in self.scene.nodes.items():
            item.setVisible(item.isVisible() and name in names)
        for wire, shown in self.scene.wires.items():
            shown.set_shown(
                shown.isVisible() and wire.source in names and wire.target in names
            )

    def _bounds(self) -> QRect:
        items = [
            *self.scene.nodes.values(),
            *self.scene.wires.values(),
            *(wire.label for wire in self.scene.wires.values()),
        ]
        found = QRectF()
        for item in items:
            if item.isVisible():
                found = found.united(item.sceneBoundingRect())
        if found.isEmpty():
            raise DesignerError("There is nothing to draw yet. Add a layer first.")
        margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
        return found.marginsAdded(margins).toAlignedRect()


_EXACT = QPageSize.SizeMatchPolicy.ExactMatch
FINE = 720
"""Dots an inch on a PDF's page, to which lines and letters are rounded."""


EMPTY = re.compile(rb"<g [^>]*>\s*</g>\s*")
"""What Qt writes each time that a pen changes: a third of the file."""


def _tidied(svg: bytes) -> bytes:
    """Without empty groups, and with families that are there or resemble them elsewhere.

    Qt writes names that only this desktop understands, such as "Sans Serif".
    """
    for font, kind in ((QFont(), "sans-serif"), (monospace(), "monospace")):
        real = f"{QFontInfo(font).family()}, {kind}"
        asked = f'font-family="{font.family()}"'.encode()
        svg = svg.replace(asked, f'font-family="{real}"'.encode())
    return EMPTY.sub(b"", svg)
