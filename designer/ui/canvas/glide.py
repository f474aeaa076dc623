"""Nodes that glide to their places, so that the eye can follow where they went."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QPointF,
    QRectF,
    QVariantAnimation,
)
from PySide6.QtWidgets import QStyle

from designer.graph import Graph

if TYPE_CHECKING:
    from designer.ui.canvas.display import Display

MOST = 300
"""More nodes than these jump: no eye follows so many, and no frame is drawn in time."""

KEPT = 20
"""So many steps glide when they are undone."""

ENDING = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.KeyPress,
    QEvent.Type.DragEnter,
    QEvent.Type.ContextMenu,
)
"""What a person does next ends it: then all is where it belongs."""


class Glide(QVariantAnimation):
    """Moves what a canvas shows, while the design is where it will be already."""

    def __init__(self, canvas: Display) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self._steps: deque[tuple[Graph, Graph]] = deque(maxlen=KEPT)
        self._before: dict[str, QPointF] = {}
        self._after: dict[str, QPointF] = {}
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self.valueChanged.connect(self._place)
        self.finished.connect(self._settle)
        for widget in (canvas, canvas.viewport()):
            widget.installEventFilter(self)

    def remember(self, before: Graph, after: Graph) -> None:
        """Glide from one graph to the other, and back when that is undone."""
        self._steps.append((before, after))

    def shown(self, before: Graph, after: Graph) -> dict[str, QPointF]:
        """Where nodes stand now, if they glide from one graph to the other."""
        self.end()
        ids = {id(before), id(after)}
        if len(after) > MOST or all({id(a), id(b)} != ids for a, b in self._steps):
            return {}
        return {name: item.pos() for name, item in self.canvas.stage.nodes.items()}

    def begin(self, shown: dict[str, QPointF]) -> None:
        """Let nodes come to where they are now from where they were shown."""
        nodes = self.canvas.stage.nodes
        moved = {n: p for n, p in shown.items() if n in nodes and nodes[n].pos() != p}
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        duration = self.canvas.style().styleHint(hint, None, self.canvas)
        if moved and duration and self.canvas.isVisible():
            self._before = moved
            self._after = {name: nodes[name].pos() for name in moved}
            self.setDuration(duration)
            self._place(0.0)
            self.start()

    def end(self) -> None:
        """Be there at once."""
        if self.state() != QVariantAnimation.State.Stopped:
            self.stop()
            self._settle()

    def bounds(self) -> QRectF:
        """The rectangle around all nodes where they will be."""
        rect = QRectF()
        for name, item in self.canvas.stage.nodes.items():
            card = item.card_rect
            if name in self._after:
                card.translate(self._after[name] - item.pos())
            rect = rect.united(card)
        return rect

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in ENDING:
            self.end()
        return super().eventFilter(watched, event)

    def _place(self, done: float) -> None:
        if self._after:
            way = {name: self._after[name] - at for name, at in self._before.items()}
            self.canvas.stage.place({n: self._before[n] + way[n] * done for n in way})

    def _settle(self) -> None:
        after, self._before, self._after = self._after, {}, {}
        self.canvas.stage.place(after)
        self.canvas.stage.settle(after)
