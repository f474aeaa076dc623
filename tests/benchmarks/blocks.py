"""An edit inside a block that is used many times, against one in a flat network.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/blocks.py

Milliseconds until a canvas and the whole window show it, the best of several runs; and
how long going into the block and out of it takes. Nothing asserts a time.
"""

import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer import layers
from designer.expression import Expression
from designer.graph import Design, Graph
from designer.graph.block import Block, Use
from designer.graph.block_settings import block_setting
from designer.graph.dissolving import dissolved
from designer.graph.layout.arrange import arrange
from designer.ui.canvas import Canvas
from designer.ui.document import Document
from designer.ui.follow import follow
from designer.ui.place import Place
from designer.ui.selection import Selection
from designer.ui.style import Appearance
from designer.ui.theme import DARK
from designer.ui.training.panel import TrainingPanel
from designer.ui.window import MainWindow
from tests.benchmarks.canvas import timed

STAGES = (3, 4, 6, 3)
"""How often the block stands in each stage: 16 times, as in ResNet-50."""


def bottleneck() -> Block:
    """Three convolutions and a skip, of 13 nodes."""
    channels, stride = Expression("channels"), Expression("stride")
    wide = Expression("channels * 4")
    row = {
        "x": layers.Input(shape=(64, 56, 56)),
        "conv1": layers.Conv2d(out_channels=channels, kernel_size=1, bias=False),
        "bn1": layers.BatchNorm2d(),
        "relu1": layers.ReLU(),
        "conv2": layers.Conv2d(out_channels=channels, stride=stride, padding=1),
        "bn2": layers.BatchNorm2d(),
        "relu2": layers.ReLU(),
        "conv3": layers.Conv2d(out_channels=wide, kernel_size=1, bias=False),
        "bn3": layers.BatchNorm2d(),
        "add1": layers.Add(),
        "relu3": layers.ReLU(),
        "out": layers.Output(),
    }
    graph = chained(row)
    skip = layers.Conv2d(out_channels=wide, kernel_size=1, stride=stride)
    graph = graph.add("skip", skip).connect("x", "skip").connect("skip", "add1")
    settings = (block_setting("channels", 64), block_setting("stride", 1))
    return Block("Bottleneck", arrange(graph), settings)


def chained(row: dict[str, layers.Layer]) -> Graph:
    """The layers, each wired to the next."""
    graph, last = Graph(), ""
    for name, layer in row.items():
        graph = graph.add(name, layer)
        graph = graph.connect(last, name) if last else graph
        last = name
    return graph


def resnet() -> Design:
    """ResNet-50: one block in four stages."""
    block = bottleneck()
    row: dict[str, layers.Layer] = {
        "image": layers.Input(shape=(3, 224, 224)),
        "stem": layers.Conv2d(out_channels=64, kernel_size=7, stride=2, padding=3),
        "pool1": layers.MaxPool2d(kernel_size=3, stride=2, padding=1),
    }
    for number, repeat in enumerate(STAGES):
        stride = Expression("2 if i == 0 else 1") if number else 1
        channels = 64 * 2**number
        row[f"stage{number + 1}"] = Use(
            block, channels=channels, stride=stride, repeat=repeat
        )
    row |= {
        "gap": layers.AdaptiveAvgPool2d(output_size=1),
        "flatten1": layers.Flatten(),
        "fc1": layers.Linear(out_features=1000),
        "scores": layers.Output(),
    }
    return Design().with_graph(arrange(chained(row)))


def flat(design: Design) -> Design:
    """The same network with no block in it."""
    for number in range(len(STAGES)):
        design = dissolved(design, f"stage{number + 1}")
    return design


def report(what: str, ours: float, other: float | None = None) -> None:
    ratio = f"{other:9.2f} {ours / other:7.1f}×" if other else ""
    print(f"{what:58} {ours:9.2f} {ratio}", flush=True)


def setter(place: Place) -> Callable[[], None]:
    """An edit of a convolution to a value not seen before, which the next one follows."""
    numbers = count(1)
    base = place.design.graph.node("conv2").layer.out_channels

    def act() -> None:
        channels = Expression(f"{base} + {next(numbers)}")
        graph = place.design.graph.set("conv2", out_channels=channels)
        place.edit("Set", place.design.with_graph(graph))

    return act


def measure_canvas() -> None:
    document = Document()
    place, selection = Place(document), Selection()
    follow(place, selection)
    canvas = Canvas(place, selection, DARK)
    canvas.resize(1280, 800)
    canvas.show()
    QTest.qWaitForWindowExposed(canvas)
    design = resnet()
    document.open_design(flat(design), "flat")
    selection.reveal("conv2")
    plain = timed(setter(place))
    document.open_design(design, "resnet")
    place.enter("stage3", 2)
    selection.reveal("conv2")
    inside = timed(setter(place))
    report("edit in a block used 16 times: check, undo, canvas", inside, plain)

    def in_and_out() -> None:
        place.leave()
        place.enter("stage3", 2)

    report("out of the block and in again", timed(in_and_out))


def measure_window(application: QApplication, folder: str) -> None:
    TrainingPanel.prepare = lambda self: None  # type: ignore[method-assign]
    settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
    window = MainWindow(Appearance(application, settings), settings)
    window.resize(1680, 1050)
    window.show()
    QTest.qWaitForWindowExposed(window)
    design = resnet()
    window.document.open_design(flat(design), "flat")
    window.selection.reveal("conv2")
    plain = timed(setter(window.place))
    window.document.open_design(design, "resnet")
    window.place.enter("stage3", 2)
    window.selection.reveal("conv2")
    inside = timed(setter(window.place))
    report("the same until the whole window shows it", inside, plain)

    def in_and_out() -> None:
        window.place.leave()
        window.place.enter("stage3", 2)

    report("out of the block and in again, in the window", timed(in_and_out))
    window.document.undo_stack.setClean()
    window.close()


def main() -> None:
    application = QApplication([])
    print(f"{'milliseconds':58} {'block':>9} {'flat':>9} {'ratio':>8}")
    measure_canvas()
    with tempfile.TemporaryDirectory() as folder:
        measure_window(application, folder)


if __name__ == "__main__":
    main()
