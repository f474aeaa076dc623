"""Moving the selected nodes with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from designer.ui.canvas import placing
from designer.ui.canvas.commands import named
from designer.ui.canvas.gesture import Gesture, Pointer

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas


class MoveNodes(Gesture):
    """Moves the selected nodes over the grid."""

    def __init__(self, canvas: Canvas, start: Pointer, name: str) -> None:
        super().__init__(canvas, start)
        self.name = name
        self._was_selected = name in canvas.selection.names
        self._places: dict[str, QPointF] = {}
        if start.adds:
            canvas.toggle(name)
        elif not self._was_selected:
            canvas.choose([name])

    def begin(self) -> None:
        nodes = self.canvas.stage.nodes
        names = set(self.canvas.selection.names) | {self.name}
        self._places = {name: nodes[name].pos() for name in names}

    def drag(self, pointer: Pointer) -> None:
        held = self._places[self.name]
        wanted = held + pointer.place - self.start.place
        step = QPointF(placing.snapped(wanted.x()), placing.snapped(wanted.y())) - held
        self.canvas.stage.place({n: at + step for n, at in self._places.items()})

    def drop(self, pointer: Pointer) -> None:
        self.drag(pointer)
        stage = self.canvas.stage
        stage.settle(self._places)
        places = {name: stage.nodes[name].pos() for name in self._places}
        if places == self._places:
            return
        graph = self.canvas.graph.move({n: (p.x(), p.y()) for n, p in places.items()})
        self.canvas.edit(f"Move {named(places)}", graph)

    def click(self) -> None:
        if self._was_selected and not self.start.adds:
            self.canvas.choose([self.name])

    def abandon(self) -> None:
        self.canvas.stage.place(self._places)
        self.canvas.stage.settle(self._places)
