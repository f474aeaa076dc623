"""The networks of the papers: `python tests/benchmarks/papers.py`.

Checking from nothing, reading a file and writing code, each beside a plain reference in
the same run: the parsing of the file's JSON. Then how much longer a window takes to open
ResNet-50 than to open nothing. Nothing is asserted.
"""

import gc
import json
import os
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

import designer
from designer.codegen import generate_model
from designer.graph import Design
from designer.resources import examples
from designer.ui.style import Appearance
from designer.ui.training.panel import TrainingPanel
from designer.ui.window import MainWindow
from tests.codegen.flatten import flattened

ROUNDS = 9


def forget() -> None:
    """Let go of everything that is remembered from one check or code to the next."""
    ours = [
        m
        for n, m in sys.modules.items()
        if n.startswith(("designer.graph", "designer.codegen"))
    ]
    for module in ours:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def best(action: Callable[[], object], before: Callable[[], object]) -> float:
    """Milliseconds of the fastest of several tries."""
    found = []
    gc.disable()
    for _ in range(ROUNDS):
        before()
        start = time.perf_counter()
        action()
        found.append(1000 * (time.perf_counter() - start))
    gc.enable()
    return min(found)


def report(what: str, ours: float, reference: float, name: str) -> None:
    """A line of the table."""
    print(f"{what:48} {ours:8.2f} ms {ours / reference:8.1f} × {name}")


def measure_core(name: str, path: Path) -> None:
    """Reading, checking and writing one network."""
    text = path.read_text(encoding="utf-8")
    parsed = best(lambda: json.loads(text), lambda: None)
    design = designer.load(path)
    report(f"{name}: read", best(lambda: designer.load(path), forget), parsed, "json")
    check_and_write(name, design, parsed)


def check_and_write(name: str, design: Design, parsed: float) -> None:
    """The check from nothing, the check again, and the code."""
    checked = best(lambda: designer.check(design), forget)
    report(f"{name}: check from nothing", checked, parsed, "json")
    known = designer.check(design)
    written = best(lambda: generate_model(design, known), forget)
    report(f"{name}: code", written, parsed, "json")


def measure_window(path: Path, folder: str) -> None:
    """From a file to a painted window, in a window that is there."""
    application = QApplication([])
    TrainingPanel.prepare = lambda self: None  # type: ignore[method-assign]
    settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)

    def opened(file: Path) -> float:
        window = MainWindow(Appearance(application, settings), settings)
        window.resize(1280, 800)
        forget()
        start = time.perf_counter()
        window.document.open(file)
        window.show()
        QTest.qWaitForWindowExposed(window)
        window.grab()
        took = 1000 * (time.perf_counter() - start)
        window.close()
        return took

    empty = Path(folder) / "empty.json"
    designer.save(Design(), empty)
    opened(empty)
    nothing = min(opened(empty) for _ in range(ROUNDS))
    ours = min(opened(path) for _ in range(ROUNDS))
    report(
        "ResNet-50: open and paint, more than nothing",
        ours - nothing,
        nothing,
        "nothing",
    )


def main() -> None:
    """Print the table."""
    paths = examples()
    for name in ("resnet-50", "vit-b-16", "densenet-121", "efficientnet-b0"):
        measure_core(name, paths[name])
    path = paths["densenet-121"]
    text = path.read_text(encoding="utf-8")
    design, _ = flattened(designer.load(path))
    nodes = len(design.graph)
    parsed = best(lambda: json.loads(text), lambda: None)
    check_and_write(f"densenet-121 flat, {nodes} nodes", design, parsed)
    with tempfile.TemporaryDirectory() as folder:
        measure_window(paths["resnet-50"], folder)


if __name__ == "__main__":
    main()
