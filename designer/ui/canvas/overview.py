"""The whole of a large graph at a small zoom, painted at once.

Where nodes are a few pixels wide, one call for all of them costs a fraction of what an
item for each does.
"""

from __future__ import annotations

from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from designer.ui.canvas.frame_item import FrameItem
from designer.ui.canvas.look import Look
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.note_item import NoteItem

if TYPE_CHECKING:
    from designer.ui.canvas.scene import Scene


MARK = 1.5
"""How wide the edge around what is selected is, in pixels."""


class Overview:
    """Rectangles by colour and one line a wire, kept until the scene changes."""

    def __init__(self) -> None:
        self._rects: dict[tuple[str, float], list[QRectF]] = {}
        self._lines: list[QLineF] = []
        self._bounds = QRectF()
        self._away = QPointF()
        self._fresh = False
        self._marks: list[tuple[QPen, list[QRectF], QPainterPath]] | None = None

    def forget(self) -> None:
        """The scene has changed."""
        self._fresh = False
        self.forget_marks()

    def forget_marks(self) -> None:
        """Other nodes are selected."""
        self._marks = None

    def shift(self, step: QPointF) -> None:
        """All of the scene has moved by one step."""
        self._away += step

    def bounds(self, scene: Scene) -> QRectF:
        """The rectangle around all that is shown."""
        if not self._fresh:
            self._collect(scene)
        frames = (scene.nodes[name] for name in scene.graph.members)
        areas = [item.card_rect for item in frames]
        bounds = self._bounds.translated(self._away)
        return reduce(QRectF.united, [bounds, *areas])

    def paint(self, painter: QPainter, scene: Scene, titles: bool = True) -> None:
        """Paint the scene; `painter` is in scene units. With `titles` those of frames."""
        if not self._fresh:
            self._collect(scene)
        scene.frames.paint_grounds(painter)
        pen = QPen(QColor(scene.look.theme.wire), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.translate(self._away)
        painter.drawLines(self._lines)
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_marks(painter, scene)
        for (colour, opacity), rects in self._rects.items():
            painter.setBrush(QBrush(QColor(colour)))
            painter.setOpacity(opacity)
            painter.drawRects(rects)
        painter.setOpacity(1.0)
        painter.translate(-self._away)
        if titles:
            scene.frames.paint_titles(painter)
        for sketch in scene.sketches:
            painter.setPen(sketch.pen())
            painter.setBrush(sketch.brush())
            painter.drawPath(sketch.path())

    def _collect(self, scene: Scene) -> None:
        self._rects = {}
        for item in scene.nodes.values():
            if not item.isVisible() or isinstance(item, FrameItem):
                continue
            colour = _colour(item, scene.look)
            shade = (colour, item.opacity())
            self._rects.setdefault(shade, []).append(item.card_rect)
        shown = (item for item in scene.wires.values() if item.isVisible())
        self._lines = [line for item in shown for line in item.lines()]
        every = chain.from_iterable(self._rects.values())
        self._bounds = reduce(QRectF.united, every, QRectF())
        self._away = QPointF()
        self._fresh = True

    def _paint_marks(self, painter: QPainter, scene: Scene) -> None:
        """What is selected, and where mistakes are: an edge around the card."""
        if self._marks is None:
            self._marks = self._find_marks(scene)
        width = MARK / painter.worldTransform().m11()
        for pen, cards, frames in self._marks:
            painter.setBrush(pen.color())  # filled, for to draw edges takes far longer
            painter.drawRects([r.adjusted(-width, -width, width, width) for r in cards])
            painter.strokePath(frames, pen)

    def _find_marks(
        self, scene: Scene
    ) -> list[tuple[QPen, list[QRectF], QPainterPath]]:
        items = [item for item in scene.nodes.values() if item.isVisible()]
        wrong = [item for item in items if item.card.severity == "error"]
        chosen = [item for item in items if item.highlighted]
        marks = []
        for colour, marked in (
            (scene.look.error, wrong),
            (scene.look.selected, chosen),
        ):
            pen, cards, frames = QPen(colour.color(), 2), [], QPainterPath()
            pen.setCosmetic(True)
            for item in marked:
                rect = item.card_rect.translated(-self._away)
                if isinstance(item, FrameItem):
                    frames.addRect(rect)
                else:
                    cards.append(rect)
            marks.append((pen, cards, frames))
        return marks


def _colour(item: NodeItem | NoteItem, look: Look) -> str:
    """What a node is filled with where it is small."""
    if isinstance(item, NoteItem):
        return look.note_edge.color().name()
    if item.tint is look.warm(0.0):
        return look.theme.node_border  # what costs nothing, beside what does
    return item.tint.color().name() if item.tint else look.theme.family(item.card.layer)
