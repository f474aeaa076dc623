"""How quick the mouse is on the canvas: a step of each gesture, and its beginning and end.

    python tests/benchmarks/gestures.py

Each figure is the median of several runs, in milliseconds. Nothing asserts a time.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from designer import layers
from designer.graph import Graph
from designer.graph.node import Node
from designer.graph.wiring import Wire, Wiring, rewire
from designer.ui.canvas.card import PortEnd
from designer.ui.canvas.cutting import CutWires
from designer.ui.canvas.gesture import Gesture, Pointer
from designer.ui.canvas.moving import MoveNodes
from designer.ui.canvas.rubber_band import RubberBand
from designer.ui.canvas.wiring import from_port
from tests.ui.canvas_hand import open_canvas

ROW = 25
NO_KEYS = Qt.KeyboardModifier.NoModifier


def network(count: int) -> Graph:
    """A chain in rows with a skip every third node."""
    nodes, wires = {"image": Node("image", layers.Input(shape=(8, 16, 16)))}, []
    last = "image"
    for number in range(1, count):
        name = f"node{number}"
        layer = layers.Add() if number % 3 == 0 else layers.ReLU()
        place = (number % ROW * 240.0, number // ROW * 120.0)
        nodes[name] = Node(name, layer, place)
        port = "input1" if number % 3 == 0 else "input"
        wires.append(Wire(last, "output", name, port))
        if number % 3 == 0 and number > 3:
            wires.append(Wire(f"node{number - 3}", "output", name, "input2"))
        last = name
    return Graph(nodes, rewire(Wiring(), add_nodes=nodes, add_wires=wires))


def timed(deed: Callable[[], object]) -> float:
    """Milliseconds, with what is to be painted afterwards."""
    start = time.perf_counter()
    deed()
    QApplication.processEvents()
    return 1000 * (time.perf_counter() - start)


def measure(make: Callable[[], Gesture], canvas, start: QPoint) -> str:  # type: ignore[no-untyped-def]
    """The beginning, a step in the middle, and the end of a gesture."""

    def pointer(pixel: QPoint) -> Pointer:
        return Pointer(canvas.mapToScene(pixel), pixel, NO_KEYS)

    gesture = make()
    begin = timed(lambda: gesture.move(pointer(start + QPoint(40, 20))))
    steps = [
        timed(lambda n=n: gesture.move(pointer(start + QPoint(40 + 7 * n, 20 + 5 * n))))
        for n in range(20)
    ]
    end = timed(lambda: gesture.release(pointer(start + QPoint(200, 130))))
    return f"{begin:9.1f}{statistics.median(steps):9.1f}{end:9.1f}"


class Trial:
    """A canvas on a network, and the gestures that are measured on it."""

    def __init__(self, count: int) -> None:
        self.canvas = open_canvas(network(count))
        self.canvas.resize(1280, 800)
        QApplication.processEvents()
        self.card = self.canvas.stage.nodes["node60"].card_rect.center()
        self.canvas.centerOn(self.card)
        QApplication.processEvents()

    def at(self, place: QPointF) -> Pointer:
        """The pointer there, without keys."""
        return Pointer(place, self.canvas.mapFromScene(place), NO_KEYS)

    def row(
        self, name: str, place: QPointF, make: Callable[[Pointer], Gesture]
    ) -> None:
        """Measure one gesture and take it back."""
        pointer = self.at(place)
        figures = measure(lambda: make(pointer), self.canvas, pointer.pixel)
        print(f"  {name:30}{figures}")
        self.canvas.document.undo_stack.setIndex(0)

    def run(self) -> None:
        """All gestures."""
        canvas, stage = self.canvas, self.canvas.stage
        port = PortEnd("node60", "output", "output")
        ground = self.card + QPointF(-110, -60)
        self.row("move one", self.card, self._moved)
        self.row("wire", stage.place_of(port), lambda p: from_port(canvas, p, port))
        self.row("band", ground, lambda p: RubberBand(canvas, p))
        self.row("cut", ground, lambda p: CutWires(canvas, p))
        for share in (0.1, 1.0):
            names = list(canvas.graph.nodes)[: int(len(canvas.graph) * share)]
            canvas.choose(["node60", *names])
            self.row(f"move {len(names):,}", self.card, self._moved)
        canvas.fit()
        QApplication.processEvents()
        corner = canvas.mapToScene(QPoint(20, 20))
        self.row("band, all in view", corner, lambda p: RubberBand(canvas, p))

    def _moved(self, pointer: Pointer) -> Gesture:
        return MoveNodes(self.canvas, pointer, "node60")


def main() -> None:
    app = QApplication([])
    for count in map(int, sys.argv[1:] or ("1000", "5000")):
        print(f"{count:,} nodes at 100 %{'begin':>22}{'step':>9}{'end':>9}  (ms)")
        trial = Trial(count)
        trial.run()
        trial.canvas.deleteLater()
        app.processEvents()


if __name__ == "__main__":
    main()
