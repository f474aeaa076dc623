"""A large graph in the whole window, beside a bare scene: `python tests/benchmarks/canvas.py`.

The window is the real one at 1280×800, with every panel listening and a residual network
opened from a file. The bare scene has one rectangle a node and one path a wire. Medians
in milliseconds of the processor, which other work on the machine makes no longer, both
sides in the same process, each group of figures in a process of its own; the memory is
what each took more than before, alone in its process. Nothing is asserted.

    python tests/benchmarks/canvas.py [--nodes 1000 5000] [--only opening painting ...]
"""

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from math import sqrt
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QPoint, QPointF, QRectF, QSettings, Qt
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
from designer.graph import Design, Graph, Node, Wire, load, save
from designer.ui.style import Appearance
from designer.ui.theme import DARK, NODE_HEIGHT, NODE_WIDTH
from designer.ui.training.panel import TrainingPanel
from designer.ui.window import MainWindow
from tests.ui.canvas_hand import Hand

RUNS = 21
ACROSS, DOWN = 240.0, 120.0
LAYERS = {
    "conv": layers.Conv2d(out_channels=8, padding="same", bias=False),
    "bn": layers.BatchNorm2d(),
    "relu": layers.ReLU(),
    "add": layers.Add(),
}
STEPS = ("conv relu add", "conv relu add", "conv bn relu add")
HUB = 200
"""Wires at the node in the middle of the last group."""

Figures = dict[str, tuple[float, float]]
"""What is measured, and its milliseconds: the window's and the bare scene's."""


# What is shown -------------------------------------------------------------------------


def residual(count: int) -> Graph:
    """Steps of three or four layers, each added to what went in: 1.3 wires a node.

    It stands in rows, about as wide as they are high.
    """
    columns = round(sqrt(count * 0.8))
    nodes = [Node("image", layers.Input(shape=(8, 16, 16)))]
    wires: list[Wire] = []
    steps, kinds, skip = cycle(STEPS), list[str](), ""
    for number in range(1, count):
        last = nodes[-1].name
        if not kinds:
            skip, kinds = last, next(steps).split()
        kind = kinds.pop(0)
        place = (number % columns * ACROSS, number // columns * DOWN)
        nodes.append(Node(f"{kind}{number}", LAYERS[kind], place))
        if kind == "add":
            wires.append(Wire(last, "output", nodes[-1].name, "input1"))
            wires.append(Wire(skip, "output", nodes[-1].name, "input2"))
        else:
            wires.append(Wire(last, "output", nodes[-1].name, "input"))
    return Graph.of(nodes, wires)


def hub() -> Graph:
    """One node with many wires, in the middle of the nodes at their other ends."""
    side = round(sqrt(HUB))
    middle = (side / 2 * ACROSS, side / 2 * DOWN)
    nodes = [Node("image", layers.Input(shape=(8, 16, 16)), middle)]
    for number in range(HUB):
        place = (number % side * ACROSS, number // side * DOWN)
        nodes.append(Node(f"relu{number}", layers.ReLU(), place))
    wires = [Wire("image", "output", node.name, "input") for node in nodes[1:]]
    return Graph.of(nodes, wires)


class Bare:
    """The least that shows the same graph."""

    def __init__(self) -> None:
        self.scene = QGraphicsScene()
        self.view = QGraphicsView(self.scene)
        self.view.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.rects: dict[str, QGraphicsRectItem] = {}
        self.paths: dict[str, list[tuple[QGraphicsPathItem, str, str]]] = {}

    def show(self, window: MainWindow) -> None:
        """Be as large as the window's canvas, and no smaller part of the screen."""
        self.view.resize(window.canvas.size())
        self.view.show()
        QTest.qWaitForWindowExposed(self.view)

    def open(self, graph: Graph) -> None:
        self.scene.clear()
        self.rects, self.paths = {}, {}
        for node in graph:
            rect = QGraphicsRectItem(QRectF(0, 0, NODE_WIDTH, NODE_HEIGHT))
            rect.setPos(*node.position)
            rect.setBrush(QColor(DARK.node))
            self.rects[node.name] = rect
            self.scene.addItem(rect)
        for wire in graph.wires:
            item = QGraphicsPathItem()
            item.setPen(QPen(QColor(DARK.wire), 2))
            for name in (wire.source, wire.target):
                ends = (item, wire.source, wire.target)
                self.paths.setdefault(name, []).append(ends)
            self._route(item, wire.source, wire.target)
            self.scene.addItem(item)

    def move(self, names: list[str], by: QPointF) -> None:
        """Move nodes, and the wires at them."""
        for name in names:
            self.rects[name].setPos(self.rects[name].pos() + by)
        for ends in {ends for name in names for ends in self.paths.get(name, ())}:
            self._route(*ends)

    def _route(self, item: QGraphicsPathItem, source: str, target: str) -> None:
        start = self.rects[source].pos() + QPointF(NODE_WIDTH, NODE_HEIGHT / 2)
        end = self.rects[target].pos() + QPointF(0, NODE_HEIGHT / 2)
        path = QPainterPath(start)
        path.cubicTo(start + QPointF(40, 0), end - QPointF(40, 0), end)
        item.setPath(path)


# How it is measured --------------------------------------------------------------------


def timed(act: Callable[[], object], runs: int = RUNS) -> float:
    """Milliseconds until something is done and painted, the median of several."""
    times = []
    for _ in range(runs):
        QApplication.processEvents()
        gc.collect()
        start = time.process_time()
        act()
        QApplication.processEvents()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def resident() -> float:
    """Megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def open_window() -> MainWindow:
    """The window, on an empty design, as it is after a while."""
    TrainingPanel.prepare = lambda self: None  # type: ignore[method-assign]
    settings = QSettings(tempfile.mktemp(".ini"), QSettings.Format.IniFormat)
    window = MainWindow(Appearance(QApplication.instance(), settings), settings)
    window.resize(1280, 800)
    window.show()
    QTest.qWaitForWindowExposed(window)
    QTest.qWait(200)
    return window


def both(path: Path) -> tuple[MainWindow, Bare]:
    """The window and the bare scene, with the graph of a file in both."""
    window, bare = open_window(), Bare()
    bare.show(window)
    window.document.open(path)
    bare.open(window.document.design.graph)
    window.canvas.stage.tracks.waiting.finish()
    QTest.qWait(400)
    return window, bare


def middle_of(graph: Graph) -> str:
    """A convolution half-way."""
    names = [node.name for node in graph if node.name.startswith("conv")]
    return names[len(names) // 2]


def close_by(window: MainWindow, bare: Bare, name: str) -> None:
    """Both at 100 % with a node in the middle."""
    for view, item in (
        (window.canvas, window.canvas.stage.nodes[name]),
        (bare.view, bare.rects[name]),
    ):
        view.resetTransform()
        view.centerOn(item.sceneBoundingRect().center())
    window.canvas.zoomed.emit(1.0)
    QApplication.processEvents()


# The figures ---------------------------------------------------------------------------


def opening(path: Path) -> Figures:
    """From a file to a painted window."""
    window, bare = open_window(), Bare()
    bare.show(window)
    empty = Path(path).with_name("empty.json")
    graph = load(path).graph
    ours, others = [], []
    for _ in range(5):
        window.document.open(empty)
        bare.open(Graph())
        ours.append(timed(lambda: window.document.open(path), 1))
        others.append(timed(lambda: bare.open(graph), 1))
    times = (statistics.median(ours), statistics.median(others))
    return {"open from file to painted": times}


def memory(path: Path, whose: str) -> float:
    """Megabytes that an open graph takes."""
    window, bare = open_window(), Bare()
    bare.show(window)
    graph = load(path).graph if whose == "bare" else None
    gc.collect()
    before = resident()
    if graph is None:
        window.document.open(path)
    else:
        bare.open(graph)
    QTest.qWait(300)
    gc.collect()
    return resident() - before


def painting(path: Path) -> Figures:
    """The whole graph in view."""
    window, bare = both(path)
    window.canvas.fit()
    bare.view.fitInView(
        bare.scene.itemsBoundingRect(), Qt.AspectRatioMode.KeepAspectRatio
    )
    figures = {"repaint of the whole graph in view": paint(window, bare)}
    for zoom in (0.35, 1.0):
        close_by(window, bare, middle_of(window.canvas.graph))
        window.canvas.set_zoom(zoom)
        bare.view.scale(zoom, zoom)
        figures[f"  repaint at {zoom:.0%}"] = paint(window, bare)
    return figures


def paint(window: MainWindow, bare: Bare) -> tuple[float, float]:
    return timed(window.canvas.viewport().repaint), timed(bare.view.viewport().repaint)


def moving(path: Path) -> Figures:
    """Drag one node, pan and zoom, at 100 %."""
    window, bare = both(path)
    canvas = window.canvas
    name = middle_of(canvas.graph)
    close_by(window, bare, name)
    hand, steps, other = Hand(canvas), back_and_forth(), back_and_forth()
    start = QPoint(*map(int, hand.pixel(hand.body(name)).toTuple()))
    hand.press(hand.body(name))
    hand.move(hand.body(name))
    figures = {}
    figures["drag one node, at 100 %"] = (
        timed(lambda: QTest.mouseMove(canvas.viewport(), start + next(steps))),
        timed(lambda: bare.move([name], QPointF(next(other)))),
    )
    hand.key(Qt.Key.Key_Escape)
    close_by(window, bare, name)
    bar = bare.view.horizontalScrollBar()
    figures["pan, at 100 %"] = (
        timed(lambda: canvas.pan(next(steps))),
        timed(lambda: bar.setValue(bar.value() + next(other).x())),
    )
    ours, others = cycle((1.25, 1.0)), cycle((1.25, 0.8))
    factor = lambda: next(others)  # noqa: E731

    def zoom_bare() -> None:
        by = factor()
        bare.view.scale(by, by)

    figures["zoom a step, at 100 %"] = (
        timed(lambda: canvas.set_zoom(next(ours))),
        timed(zoom_bare),
    )
    return figures


def back_and_forth() -> Iterator[QPoint]:
    """Steps of a mouse."""
    return cycle((QPoint(40, 24), QPoint(-40, -24)))


def editing(path: Path) -> Figures:
    """An edit of one setting until all panels show it."""
    window, bare = both(path)
    name = middle_of(window.canvas.graph)
    window.selection.reveal(name)
    close_by(window, bare, name)
    rect, tints = bare.rects[name], cycle((100, 120))
    touch = timed(lambda: rect.setBrush(QColor(DARK.node).lighter(next(tints))))
    sizes, sides = cycle((5, 3)), cycle((18, 16))

    def set_kernel() -> None:
        window.inspector.form.edited.emit("kernel_size", (next(sizes),) * 2, False)

    def set_image() -> None:
        side = next(sides)
        design = window.document.design
        graph = design.graph.set("image", shape=(8, side, side))
        window.document.edit("Set", design.with_graph(graph))

    figures = {}
    for tab in window.docks.panels:
        if tab not in ("layers", "inspector"):
            window.docks.show(tab)
            QTest.qWait(100)
            figures[f"an edit of one setting, {tab} open"] = (timed(set_kernel), touch)
    window.docks.show("training")
    figures["  one that changes every shape"] = (timed(set_image, 7), touch)
    return figures


def undoing(path: Path) -> Figures:
    """Undo of "select all, move"."""
    window, bare = both(path)
    canvas, stack = window.canvas, window.document.undo_stack
    everything = list(canvas.graph.nodes)
    away = {n.name: (n.position[0] + 24, n.position[1] + 24) for n in canvas.graph}
    canvas.edit("Move", canvas.graph.move(away))
    steps = back_and_forth()
    ours, others, choosing = [], [], []
    for _ in range(7):
        canvas.choose(())
        choosing.append(timed(canvas.select_all, 1))
        ours.append(timed(stack.undo, 1))
        others.append(timed(lambda: bare.move(everything, QPointF(next(steps))), 1))
        stack.redo()
    move = statistics.median(others)
    return {
        'undo of "select all, move"': (statistics.median(ours), move),
        "  select all": (statistics.median(choosing), move),
    }


def hubbing(path: Path) -> Figures:
    """A node with many wires is dragged."""
    save(Design(hub()), path.with_name("hub.json"))
    window, bare = both(path.with_name("hub.json"))
    window.canvas.fit()
    bare.view.setTransform(window.canvas.transform())
    hand, steps, other = Hand(window.canvas), back_and_forth(), back_and_forth()
    start = hand.pixel(hand.body("image"))
    hand.press(hand.body("image"))
    hand.move(hand.body("image"))
    ours = timed(lambda: QTest.mouseMove(window.canvas.viewport(), start + next(steps)))
    theirs = timed(lambda: bare.move(["image"], QPointF(next(other))))
    return {f"drag a node with {HUB} wires, all in view": (ours, theirs)}


GROUPS = {
    each.__name__: each
    for each in (opening, painting, moving, editing, undoing, hubbing)
}


# The table -----------------------------------------------------------------------------


def apart(*arguments: object) -> Figures:
    """What this script prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def tell(group: str, path: Path) -> None:
    """Measure one group here, and print it for the process that asked."""
    application = QApplication([])
    if group in GROUPS:
        figures = json.dumps(GROUPS[group](path))
    else:
        figures = json.dumps({"": memory(path, group)})
    print(figures, flush=True)
    os._exit(0 if application else 1)


def report(what: str, ours: float, bare: float, unit: str = "ms") -> None:
    """A line of the table."""
    print(f"  {what:44} {ours:8.1f} {bare:8.1f} {unit} {ours / bare:7.1f}×", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--only", nargs="+", default=[*GROUPS, "memory"])
    parser.add_argument("--tell", nargs=2)
    options = parser.parse_args()
    if options.tell:
        tell(options.tell[0], Path(options.tell[1]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.json"
        save(Design(), path.with_name("empty.json"))
        for count in options.nodes:
            graph = residual(count)
            save(Design(graph), path)
            print(
                f"{count:,} nodes, {len(graph.wires):,} wires{'window':>29} bare scene"
            )
            for group in [name for name in GROUPS if name in options.only]:
                for what, (ours, bare) in apart("--tell", group, path).items():
                    report(what, ours, bare)
            if "memory" in options.only:
                (ours,), (bare,) = (
                    apart("--tell", whose, path).values() for whose in ("ours", "bare")
                )
                report("  memory, more than before", ours, bare, "MB")


if __name__ == "__main__":
    main()
