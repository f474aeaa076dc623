"""Cutting: a line drawn with the mouse, and every wire that it crosses is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QCursor, QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from designer.graph import Wire
from designer.ui.canvas.gesture import Gesture, Pointer
from designer.ui.canvas.look import Look
from designer.ui.icons import picture
from designer.words import counted

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

CUT_KEY = Qt.Key.Key_X
"""Held, it cuts as Alt does, which some desktops keep for themselves."""

SCISSORS = 22
"""The side of the cursor, in pixels."""


class CutWires(Gesture):
    """Removes the wires that the pointer goes over; a click removes the one there."""

    scrolls = True

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        super().__init__(canvas, start)
        self.cursor = scissors(canvas.stage.look)
        self._cut: dict[Wire, None] = {}

    def begin(self) -> None:
        self._last = self.start.place
        self._path = QPainterPath(self._last)
        self._line = QGraphicsPathItem()
        self._line.setPen(self.canvas.stage.look.blade)
        self.canvas.stage.add_sketch(self._line)

    def drag(self, pointer: Pointer) -> None:
        stage = self.canvas.stage
        for wire in stage.wires_across(QLineF(self._last, pointer.place)):
            self._cut[wire] = None
            stage.wires[wire].set_doomed(True)
        self._last: QPointF = pointer.place
        self._path.lineTo(self._last)
        self._line.setPath(self._path)
        count = counted(len(self._cut), "wire") if self._cut else ""
        self.canvas.say(f"Cut {count}" if count else "", pointer.pixel)

    def drop(self, pointer: Pointer) -> None:
        self.drag(pointer)
        self.abandon()
        self._remove(list(self._cut))

    def click(self) -> None:
        item = self.canvas.stage.wire_at(self.start.place, self.canvas.reach / 2)
        if item is not None:
            self._remove([item.wire])

    def abandon(self) -> None:
        stage = self.canvas.stage
        stage.remove_sketch(self._line)
        self.canvas.say("", self.start.pixel)
        for wire in self._cut:
            if wire in stage.wires:
                stage.wires[wire].set_doomed(False)

    def _remove(self, wires: list[Wire]) -> None:
        if wires:
            graph = self.canvas.graph.disconnect(*wires)
            self.canvas.edit(f"Cut {counted(len(wires), 'wire')}", graph)


def scissors(look: Look) -> QCursor:
    """The cursor while wires are cut; its hot spot is where the blades meet."""
    return QCursor(picture("cut", look.theme.error, SCISSORS))
