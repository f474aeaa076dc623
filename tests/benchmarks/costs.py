"""What seeing the cost costs: `python tests/benchmarks/costs.py`.

A residual chain of 5,000 nodes: the rows from nothing, an edit of one setting while the
table and the colours are seen, sorting and filtering. Beside it, in the same run, the
check of the same edit. Medians; nothing is asserted.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer import layers
from designer.graph import Design, Graph, check
from designer.graph.costs.memory import saved_bytes
from designer.graph.costs.rows import Costs
from designer.ui.costs.lines import HEADS
from designer.ui.style import Appearance
from designer.ui.training.panel import TrainingPanel
from designer.ui.window import MainWindow

ROUNDS = 15
BLOCKS = 1250


def chain(blocks: int = BLOCKS) -> Graph:
    """Convolutions in a row, every second one with a skip around it: four nodes each."""
    graph = Graph().add("image", layers.Input(shape=(8, 32, 32)))
    last = "image"
    for number in range(blocks):
        names = [f"{kind}{number}" for kind in ("conv", "bn", "relu", "add")]
        kinds = (
            layers.Conv2d(out_channels=8, padding=1),
            layers.BatchNorm2d(),
            layers.ReLU(),
            layers.Add(),
        )
        before = last
        for name, layer in zip(names, kinds, strict=True):
            place = (220.0 * (len(graph) % 60), 90.0 * (len(graph) // 60))
            graph = graph.add(name, layer, place).connect(last, name)
            last = name
        graph = graph.connect(before, last)
    return graph.add("answer", layers.Output()).connect(last, "answer")


def median(action: Callable[[int], object], rounds: int = ROUNDS) -> float:
    """Milliseconds, of several tries."""
    found = []
    for number in range(rounds):
        start = time.perf_counter()
        action(number)
        found.append(1000 * (time.perf_counter() - start))
    return statistics.median(found)


def measure_core(graph: Graph) -> None:
    """Rows and memory, without a window."""
    design = Design(graph)
    inside = check(design).inside
    print(
        f"rows of {len(graph):,} nodes from nothing {median(lambda _: Costs(inside), 5):8.1f} ms"
    )
    costs = Costs(inside)
    for name, setting in (("conv600", "bias"), ("conv600", "kernel_size")):
        values = {"bias": (False, True), "kernel_size": ((1, 1), (3, 3))}[setting]
        known = [
            check(Design(graph.set(name, **{setting: value, "padding": "same"}))).inside
            for value in values
        ]
        state = [costs]

        def edit(number: int, known=known, state=state) -> None:
            state[0] = Costs(known[number % 2], before=state[0])

        print(f"rows after an edit of {setting:20} {median(edit):8.1f} ms")
    fresh = [check(Design(graph.set("conv600", bias=b))).inside for b in (False, True)]

    def memory(number: int) -> None:
        fresh[number % 2].kept.pop("memory", None)
        saved_bytes(fresh[number % 2], fresh[(number + 1) % 2])

    saved_bytes(fresh[1])
    print(f"memory of training after an edit       {median(memory):8.1f} ms")


def measure_window(graph: Graph) -> None:
    """An edit of one setting until all show it, with and without the table."""
    application = QApplication([])
    TrainingPanel.prepare = lambda self: None  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        window = MainWindow(Appearance(application, settings), settings)
        window.resize(1280, 800)
        window.show()
        QTest.qWaitForWindowExposed(window)
        window.document.open_design(Design(graph), "chain")

        def edit(number: int) -> None:
            design = window.document.design
            changed = design.graph.set("conv600", bias=number % 2 == 0)
            window.document.edit("Set", design.with_graph(changed))
            window.repaint()

        for shown in ("problems", "summary"):
            window.docks.show(shown)
            QTest.qWait(200)
            edit(1)
            print(f"an edit with the tab {shown:18} {median(edit):8.1f} ms")
        table = window.summary

        def show_table(number: int) -> None:
            graph = window.document.design.graph
            edited = Design(graph.set("conv600", bias=number % 2 == 0))
            known = Costs(check(edited).inside, before=table.ledger.costs)
            start = time.perf_counter()
            table.model.show_costs(known)
            table.tree.viewport().repaint()
            alone.append(1000 * (time.perf_counter() - start))

        alone: list[float] = []
        median(show_table)
        print(
            f"of it the table alone                  {statistics.median(alone):8.1f} ms"
        )
        window.account.heat.choose("parameters")
        edit(1)
        print(f"an edit with the table and the colours {median(edit):8.1f} ms")
        column = HEADS.index("MACs")
        print(
            f"sorting                                {median(lambda _: table.sort(column)):8.1f} ms"
        )
        words = ("conv", "relu1")
        filtering = median(lambda number: table.filter.setText(words[number % 2]))
        print(f"filtering                              {filtering:8.1f} ms")
        window.document.undo_stack.setClean()
        window.close()


if __name__ == "__main__":
    made = chain()
    measure_core(made)
    measure_window(made)
