"""What problems cost in large designs: `python tests/benchmarks/mending.py`.

A check is compared with one that looks for no habits; mending is told in milliseconds.
Nothing is asserted but that what should be mended is.
"""

import gc
import importlib
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import designer
from designer import layers
from designer.data.source import NoData
from designer.graph import Design, Graph
from designer.graph.problems.mending import mend

checking = importlib.import_module("designer.graph.check")


def residual(count: int, bias: bool = False) -> Design:
    """Blocks of five nodes with a skip, each convolution before a norm."""
    conv = layers.Conv2d(out_channels=16, padding=1, bias=bias)
    graph = Graph().add("image", layers.Input(shape=(16, 32, 32)))
    last = "image"
    for number in range(count // 5):
        start = last
        for layer in (conv, layers.BatchNorm2d(), layers.ReLU(), conv, layers.Add()):
            name = f"{type(layer).__name__}{number}".lower()
            name = name if name not in graph.nodes else f"{name}b"
            graph = graph.add(name, layer).connect(last, name)
            last = name
        graph = graph.connect(start, last)
    graph = graph.add("answer", layers.Output()).connect(last, "answer")
    return Design(graph).with_training(data=NoData())


def timed(act: Callable[[], object], runs: int = 9) -> float:
    """Milliseconds, the median of several runs."""
    act()
    found = []
    gc.disable()
    for _ in range(runs):
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    gc.enable()
    return statistics.median(found) * 1e3


def measure(count: int) -> None:
    """Prints what checks and mends cost at one size."""
    sound, wasteful = residual(count), residual(count, bias=True)
    plain = checking.habit_problems
    for what, design in (("sound", sound), ("a bias in vain everywhere", wasteful)):
        with_habits = timed(lambda design=design: designer.check(design))
        checking.habit_problems = lambda *_: iter(())
        without = timed(lambda design=design: designer.check(design))
        checking.habit_problems = plain
        print(
            f"{count:,} nodes, {what}: check {with_habits:.1f} ms, without habits "
            f"{without:.1f} ms"
        )
    start = time.perf_counter()
    kind = designer.check(wasteful).hints[0].kind
    mended = mend(wasteful, lambda problem: problem.kind == kind)
    seconds = time.perf_counter() - start
    assert not designer.check(mended.design).hints
    print(f"{count:,} nodes: {mended.problems:,} of a kind mended in {seconds:.2f} s")


if __name__ == "__main__":
    for size in (500, 5_000):
        measure(size)
