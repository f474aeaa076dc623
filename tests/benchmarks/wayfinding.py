"""How quick the way is found at 1,000 and 5,000 nodes: search, minimap, frames.

    python tests/benchmarks/wayfinding.py

Each figure is the median of several runs, in milliseconds. Nothing asserts a time.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QPoint, QSettings
from PySide6.QtWidgets import QApplication

from designer.graph.finding import Index
from designer.graph.framing import framed
from designer.ui.canvas.find_bar import FindBar
from designer.ui.canvas.minimap import Minimap
from designer.ui.theme import DARK
from tests.benchmarks.gestures import network
from tests.ui.canvas_hand import open_canvas

RUNS = 9
FRAMES = 20


def median(deed: Callable[[], object], runs: int = RUNS) -> str:
    """The median of several runs, with what is to be painted afterwards."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        deed()
        QApplication.processEvents()
        times.append(1000 * (time.perf_counter() - start))
    return f"{statistics.median(times):7.1f}"


def measure(count: int) -> dict[str, str]:
    """What is done, and how long it takes."""
    graph = network(count)
    names = list(graph.nodes)
    part = len(names) // FRAMES
    for number in range(FRAMES):
        graph, frame = framed(graph, names[number * part : (number + 1) * part])
    canvas = open_canvas(graph)
    settings = QSettings(tempfile.mktemp(suffix=".ini"), QSettings.Format.IniFormat)
    bar, minimap = FindBar(canvas, DARK), Minimap(canvas, settings, DARK)
    QApplication.processEvents()
    design = canvas.document.design
    found = {"look through all nodes": median(lambda: Index(design))}
    bar.open_bar()
    letters = iter("node12" * RUNS)
    found["a letter typed into the find bar"] = median(
        lambda: bar.field.setText(bar.field.text()[-5:] + next(letters))
    )
    bar.field.setText("node1")
    found["on to the next that is found"] = median(lambda: bar.go(1))
    bar.close_bar()
    found["the minimap painted anew"] = median(minimap._make)
    found["pan a step beside the minimap"] = median(lambda: canvas.pan(QPoint(8, 0)))
    found["collapse or expand a frame"] = median(
        lambda: canvas.annotations.collapse(frame)
    )
    return found


if __name__ == "__main__":
    application = QApplication([])
    columns = {count: measure(count) for count in (1_000, 5_000)}
    print(f"{'milliseconds':36}" + "".join(f"{count:>9,}" for count in columns))
    for row in columns[1_000]:
        print(f"{row:36}" + "".join(f"{found[row]:>9}" for found in columns.values()))
