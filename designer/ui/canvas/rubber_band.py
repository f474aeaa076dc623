"""The rubber band: selecting the nodes that a rectangle touches."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from designer.ui.canvas.gesture import FREE, Gesture, Pointer


class RubberBand(Gesture):
    """Selects the nodes in a rectangle; Shift adds them, Ctrl turns each the other way.

    What would be selected is shown at once, and is selected at the end: panels need not
    follow each step of the mouse.
    """

    scrolls = True
    bounded = True

    def begin(self) -> None:
        look = self.canvas.stage.look
        self._before = self.canvas.selection.names if self.start.adds else ()
        self._names = self._before
        self._band = QGraphicsPathItem()
        self._band.setPen(look.band_edge)
        self._band.setBrush(look.band)
        self.canvas.stage.add_sketch(self._band)

    def drag(self, pointer: Pointer) -> None:
        rect = QRectF(self.start.place, pointer.place).normalized()
        path = QPainterPath()
        path.addRect(rect)
        self._band.setPath(path)
        self._names = self._with(self.canvas.stage.nodes_in(rect))
        self.canvas.stage.highlight(self._names, ())

    def _with(self, inside: list[str]) -> tuple[str, ...]:
        before, band = dict.fromkeys(self._before), dict.fromkeys(inside)
        if self.start.keys & FREE:
            kept = [name for name in before if name not in band]
            return (*kept, *(name for name in band if name not in before))
        return tuple(before | band)

    def drop(self, pointer: Pointer) -> None:
        self.drag(pointer)
        self.canvas.stage.remove_sketch(self._band)
        self.canvas.choose(self._names)

    def click(self) -> None:
        if not self.start.adds:
            self.canvas.choose(())

    def abandon(self) -> None:
        canvas = self.canvas
        canvas.stage.remove_sketch(self._band)
        canvas.stage.highlight(canvas.selection.names, canvas.selected_wires)
