"""The rubber band: selecting the nodes in a rectangle."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from designer.ui.canvas.gesture import Gesture, Pointer


class RubberBand(Gesture):
    """Selects the nodes in a rectangle."""

    def begin(self) -> None:
        look = self.canvas.stage.look
        self._before = self.canvas.selection.names if self.start.adds else ()
        self._band = QGraphicsPathItem()
        self._band.setPen(look.band_edge)
        self._band.setBrush(look.band)
        self.canvas.stage.add_sketch(self._band)

    def drag(self, pointer: Pointer) -> None:
        rect = QRectF(self.start.place, pointer.place).normalized()
        path = QPainterPath()
        path.addRect(rect)
        self._band.setPath(path)
        inside = self.canvas.stage.nodes_in(rect)
        self.canvas.choose(dict.fromkeys([*self._before, *inside]))

    def drop(self, pointer: Pointer) -> None:
        self.drag(pointer)
        self.abandon()

    def click(self) -> None:
        if not self.start.adds:
            self.canvas.choose(())

    def abandon(self) -> None:
        self.canvas.stage.remove_sketch(self._band)
