"""How long after the process's start the window is painted, beside a bare Qt window.

    python tests/benchmarks/start.py [--rounds N]

Prints the median of several starts of each, and whether torch was imported by then.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time

BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow as Window
def run(): QApplication([]); window = Window(); window.show(); QApplication.exec()
"""
OURS = """
import gc
gc.disable()
from designer.cli.main import main
from designer.ui.window import MainWindow as Window
def run(): main(["digits-cnn"])
"""
PAINTED = """
import sys, time
from PySide6.QtCore import QTimer
def painted():
    print(time.time() - float(sys.argv[1]), "torch" in sys.modules)
    sys.stdout.flush()
    import os
    os._exit(0)
Window.paintEvent = lambda self, event: QTimer.singleShot(0, painted)
run()
"""


def start(window: str) -> tuple[float, bool]:
    """Seconds until one window was painted, and whether torch was imported."""
    code = window + PAINTED
    done = subprocess.run(
        [sys.executable, "-c", code, str(time.time())],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    seconds, torch = done.stdout.split()[-2:]
    return float(seconds), torch == "True"


def main() -> None:
    """Start both in turn and print their medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    bare, ours = [], []
    for _ in range(rounds):
        bare.append(start(BARE)[0])
        ours.append(start(OURS))
    seconds = statistics.median(each[0] for each in ours)
    reference = statistics.median(bare)
    print(f"bare Qt window painted  {reference:6.2f} s")
    print(
        f"designer painted        {seconds:6.2f} s  {seconds / reference:.2f} times as long"
    )
    print(f"torch imported by then  {any(each[1] for each in ours)}")


if __name__ == "__main__":
    main()
