"""What the catalogue costs: `python tests/benchmarks/catalogue.py`.

How long its import takes in a fresh process, how long the check of a long chain of
mixed layers takes, and how much memory such a chain holds, each beside a plain
reference of the same run. Nothing is asserted.
"""

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from designer import layers
from designer.graph import Design, Graph, check
from designer.graph.files import to_text
from designer.graph.inference import infer
from designer.layers import Layer

ROOT = Path(__file__).parents[2]
LENGTH = 1_000
ROUNDS = 15


def row(what: str, found: str, ratio: float, reference: str) -> None:
    """Prints one measurement and how many times its reference it is."""
    print(f"  {what:44}{found:>12}{ratio:8.2f} × {reference}")


# Import --------------------------------------------------------------------------------

TIMED = """
import sys, time
began = time.perf_counter()
import {module}
print(time.perf_counter() - began, *({{"torch", "networkx"}} & set(sys.modules)))
"""


def imported(module: str, folder: str) -> tuple[float, list[str]]:
    """Seconds that an import takes in a fresh process, and what heavy it brought.

    `folder` keeps the byte code, as an installed app does: the median is of later runs.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": folder}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    seconds, heavy = [], []
    for _ in range(ROUNDS):
        done = subprocess.run(
            [sys.executable, "-c", TIMED.format(module=module)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        first, *heavy = done.stdout.split()
        seconds.append(float(first))
    return statistics.median(seconds[1:]), heavy


def import_costs() -> None:
    """Prints what importing the catalogue costs, and all that a check needs."""
    print(f"Import in a fresh process, {len(layers.CATALOGUE)} layers")
    with tempfile.TemporaryDirectory() as folder:
        reference, _ = imported("networkx", folder)
        for module in ("designer.layers", "designer.graph", "designer.training.script"):
            seconds, heavy = imported(module, folder)
            what = f"{module} ({', '.join(sorted(heavy)) or 'nothing heavy'})"
            row(what, f"{seconds * 1e3:.0f} ms", seconds / reference, "networkx")


# Check and memory ----------------------------------------------------------------------


def section(width: int) -> list[Layer]:
    """Layers from an image of 4×4 pixels to another, with a residual connection."""
    return [
        layers.Conv2d(out_channels=width, padding=1),
        layers.BatchNorm2d(),
        layers.ReLU(),
        layers.MaxPool2d(kernel_size=3, stride=1, padding=1),
        layers.ZeroPad2d(padding=1),
        layers.Conv2d(out_channels=width),
        layers.Add(),
        layers.Flatten(),
        layers.Linear(out_features=width * 16),
        layers.Reshape(shape=(width, 4, 4)),
    ]


def mixed_chain(length: int) -> Graph:
    """About so many layers, no two of which have been met with the same tensors."""
    graph = Graph().add("image", layers.Input(shape=(3, 4, 4)))
    last, width = "image", 3
    while len(graph) < length:
        width += 1
        skip = ""
        for layer in section(width):
            name = graph.free_name(layer)
            graph = graph.add(name, layer).connect(last, name)
            if isinstance(layer, layers.Add):
                graph = graph.connect(skip, name)
            skip = skip or name
            last = name
    return graph


def best(action: Callable[[], object]) -> float:
    """Seconds of the fastest of several tries."""
    found = []
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        began = time.perf_counter()
        action()
        found.append(time.perf_counter() - began)
        gc.enable()
    return min(found)


def held(make: Callable[[], object]) -> tuple[int, object]:
    """Bytes that stay allocated by what `make` returns, and that."""
    gc.collect()
    tracemalloc.start()
    made = make()
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size, made


def chain_costs() -> None:
    """Prints what a check from nothing costs, and what a graph and its report hold."""
    size, graph = held(lambda: mixed_chain(LENGTH))
    assert isinstance(graph, Graph)
    nodes = len(graph)

    def unread() -> Design:
        """The design as if nothing had been worked out yet."""
        infer.cache_clear()
        return Design(Graph(graph.nodes, graph.wiring))

    assert check(unread()).problems == ()
    names = list(graph.nodes)
    look_up = best(lambda: [graph.nodes[name] for name in names])
    print(f"\nA chain of {nodes:,} mixed layers")
    seconds = best(lambda: check(unread()))
    row("check from nothing", f"{seconds * 1e3:.1f} ms", seconds / look_up, "a look-up")
    text = to_text(Design(graph))
    parsed, _ = held(lambda: json.loads(text))
    report, _ = held(lambda: check(unread()))
    for what, number in (("graph", size), ("report", report)):
        found = f"{number / nodes:,.0f} B/node"
        row(f"memory of its {what}", found, number / parsed, "its parsed file")


def main() -> None:
    """Print the tables."""
    import_costs()
    chain_costs()


if __name__ == "__main__":
    main()
