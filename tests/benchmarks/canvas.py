"""The canvas against a bare scene with one rectangle a node and one path a wire.

Run it with the display that counts, or with QT_QPA_PLATFORM=offscreen:

    python tests/benchmarks/canvas.py

Each figure is the best of several runs, in milliseconds, beside the same on the bare
scene in the same process, and their ratio. Nothing asserts a time.
"""

import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsView,
)

from designer import layers
from designer.graph import Design, Graph
from designer.ui.canvas import Canvas
from designer.ui.document import Document
from designer.ui.selection import Selection
from designer.ui.theme import DARK, NODE_HEIGHT, NODE_WIDTH

ROW = 25


def chain(count: int) -> Graph:
    """Convolutions and activations in rows, each row from left to right."""
    graph = Graph().add("image", layers.Input(shape=(8, 16, 16)), (0, 0))
    last = "image"
    for number in range(1, count):
        name = f"node{number}"
        layer = (
            layers.ReLU()
            if number % 2
            else layers.Conv2d(out_channels=8, padding="same")
        )
        place = (number % ROW * 240.0, number // ROW * 120.0)
        graph = graph.add(name, layer, place).connect(last, name)
        last = name
    return graph


class Bare:
    """The least that shows the same graph."""

    def __init__(self) -> None:
        self.scene = QGraphicsScene()
        self.view = QGraphicsView(self.scene)
        self.view.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.view.resize(1280, 800)
        self.rects: dict[str, QGraphicsRectItem] = {}

    def open(self, graph: Graph) -> None:
        self.scene.clear()
        pen, brush = QPen(QColor(DARK.wire), 2), QColor(DARK.node)
        for node in graph:
            rect = QGraphicsRectItem(QRectF(0, 0, NODE_WIDTH, NODE_HEIGHT))
            rect.setPos(*node.position)
            rect.setBrush(brush)
            self.rects[node.name] = rect
            self.scene.addItem(rect)
        for wire in graph.wires:
            start = QPointF(*graph.nodes[wire.source].position)
            end = QPointF(*graph.nodes[wire.target].position)
            path = QPainterPath(start)
            path.cubicTo(start + QPointF(40, 0), end - QPointF(40, 0), end)
            item = QGraphicsPathItem(path)
            item.setPen(pen)
            self.scene.addItem(item)


def timed(act: Callable[[], object], runs: int = 7) -> float:
    """Milliseconds until an action is done and painted, the best of several."""
    times = []
    for _ in range(runs):
        QApplication.processEvents()
        start = time.perf_counter()
        act()
        QApplication.processEvents()
        times.append(1000 * (time.perf_counter() - start))
    return min(times)


def report(what: str, ours: float, bare: float) -> None:
    print(f"{what:58} {ours:9.2f} {bare:9.2f} {ours / bare:7.1f}×", flush=True)


def make_canvas() -> Canvas:
    canvas = Canvas(Document(), Selection(), DARK)
    canvas.resize(1280, 800)
    canvas.show()
    QTest.qWaitForWindowExposed(canvas)
    return canvas


def measure_edit(canvas: Canvas, bare: Bare) -> None:
    graph = chain(500)
    document = canvas.document
    document.open_design(Design(graph), "chain")
    canvas.selection.reveal("node2")
    bare.open(graph)
    bare.view.centerOn(bare.rects["node2"])
    sizes, counts, tints = cycle((5, 3)), cycle((6, 8)), cycle((100, 120))

    def set_kernel() -> None:
        size = (next(sizes),) * 2
        changed = document.design.graph.set("node2", kernel_size=size)
        document.edit("Set", document.design.with_graph(changed))

    def set_channels() -> None:
        changed = document.design.graph.set("node2", out_channels=next(counts))
        document.edit("Set", document.design.with_graph(changed))

    def follow_only() -> None:
        before = canvas.document.design
        after = before.with_graph(before.graph.set("node2", kernel_size=(7, 7)))
        canvas.stage.follow(after, document.report)
        canvas.stage.follow(before, document.report)

    def touch_bare() -> None:
        bare.rects["node2"].setBrush(QColor(DARK.node).lighter(next(tints)))

    touch = timed(touch_bare)
    report(
        "edit, 500 nodes: check, undo step, canvas, repaint", timed(set_kernel), touch
    )
    report("the same where the next wire's shape changes", timed(set_channels), touch)
    report("of it the canvas: two comparisons", timed(follow_only), touch)


def measure_size(canvas: Canvas, bare: Bare, count: int) -> None:
    graph = chain(count)
    document = canvas.document
    empty, full = Design(), Design(graph)

    def open_ours() -> None:
        document.open_design(empty, "empty")
        document.open_design(full, "full")

    report(
        f"open {count:,} nodes, and close what was there",
        timed(open_ours, 3),
        timed(lambda: bare.open(graph), 3),
    )
    for zoom in (1.0, 0.35, 0.15):
        canvas.set_zoom(zoom)
        canvas.centerOn(1500, 600)
        bare.view.resetTransform()
        bare.view.scale(zoom, zoom)
        bare.view.centerOn(1500, 600)
        report(
            f"  repaint all at {zoom:.0%}",
            timed(canvas.viewport().repaint),
            timed(bare.view.viewport().repaint),
        )
    canvas.set_zoom(1.0)
    bare.view.resetTransform()
    middle = f"node{min(count - 1, 5 * ROW + 6)}"
    canvas.selection.reveal(middle)
    bare.view.centerOn(bare.rects[middle])
    item, rect, step = canvas.stage.nodes[middle], bare.rects[middle], 8.0

    def drag_ours() -> None:
        nonlocal step
        step = -step
        canvas.stage.place({middle: item.pos() + QPointF(step, step)})

    def drag_bare() -> None:
        nonlocal step
        step = -step
        rect.setPos(rect.pos() + QPointF(step, step))

    report("  drag one node by a step", timed(drag_ours), timed(drag_bare))


def main() -> None:
    application = QApplication([])
    canvas, bare = make_canvas(), Bare()
    bare.view.show()
    QTest.qWaitForWindowExposed(bare.view)
    print(f"{'milliseconds':58} {'canvas':>9} {'bare':>9} {'ratio':>8}")
    measure_edit(canvas, bare)
    for count in (1000, 5000):
        measure_size(canvas, bare, count)
    application.quit()


if __name__ == "__main__":
    main()
