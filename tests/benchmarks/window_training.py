"""Training in the window, with curves live, against a bare PyTorch loop.

    python tests/benchmarks/window_training.py [--epochs 8] [--rounds 3] [--threads 1 2]

The bare loop and the window train the same small network on the same digits of 28×28
pixels, 64 at a step, each in a process of its own; samples a second are counted from
the end of the first epoch to the end of the last, validation included. Rounds take
turns, and the median of each is shown. Lateness is that of a 10 ms timer in the window
while it trains. Use a quiet machine, and the display that counts or
QT_QPA_PLATFORM=offscreen. Nothing asserts.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
sys.path.insert(0, str(CHECKOUT))

from designer import script_source  # noqa: E402
from designer.graph import Design, Graph  # noqa: E402
from designer.layers import (  # noqa: E402
    Conv2d,
    Flatten,
    Input,
    Linear,
    MaxPool2d,
    Output,
    ReLU,
)

BARE = """
import sys, time
import torch
sys.path.insert(0, {folder!r})
import script

torch.set_num_threads({threads})
(images, labels), validation = script.load_data("cpu")
model, loss_function, optimizer = script.build("cpu")
for epoch in range({epochs}):
    model.train()
    for batch in torch.randperm(len(labels)).split({batch_size}):
        loss = loss_function(model(images[batch]), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.inference_mode():
        for batch in torch.arange(len(validation[1])).split({batch_size}):
            loss_function(model(validation[0][batch]), validation[1][batch]).item()
    if epoch == 0:
        began = time.perf_counter()
print(({epochs} - 1) * len(labels) / (time.perf_counter() - began))
"""


def small_network(epochs: int, threads: int) -> Design:
    """Two convolutions on 28×28."""
    graph = Graph().add("image", Input(shape=(1, 28, 28)))
    last = "image"
    for name, layer in (
        ("conv1", Conv2d(out_channels=16, kernel_size=3, padding=1)),
        ("relu1", ReLU()),
        ("pool1", MaxPool2d(kernel_size=2)),
        ("conv2", Conv2d(out_channels=32, kernel_size=3, padding=1)),
        ("relu2", ReLU()),
        ("pool2", MaxPool2d(kernel_size=2)),
        ("flatten", Flatten()),
        ("fc", Linear(out_features=10)),
        ("answer", Output()),
    ):
        graph = graph.add(name, layer).connect(last, name)
        last = name
    return Design(graph).with_training(epochs=epochs, threads=threads)


def bare_rate(design: Design) -> float:
    """Samples a second of a loop as one writes it by hand, in a fresh process."""
    training = design.training
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "script.py").write_text(script_source(design), encoding="utf-8")
        loop = BARE.format(
            folder=folder,
            threads=training.threads,
            epochs=training.epochs,
            batch_size=training.batch_size,
        )
        done = subprocess.run(
            [sys.executable, "-c", loop], capture_output=True, text=True, check=True
        )
    return float(done.stdout)


class Window:
    """The real window, training while a timer counts how late it is."""

    def __init__(self, folder: str) -> None:
        from PySide6.QtCore import QSettings, Qt, QTimer
        from PySide6.QtWidgets import QApplication

        from designer.ui.style import Appearance
        from designer.ui.window import MainWindow

        self.application = QApplication([])
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        self.window = MainWindow(Appearance(self.application, settings), settings)
        self.window.training.runs = Path(folder, "runs")
        self.window.resize(1280, 800)
        self.window.show()
        self.late: list[float] = []
        self._last = 0.0
        self._timer = QTimer(interval=10, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note_lateness)
        self.ends: list[float] = []
        self.busy: list[float] = []
        self.window.training.worker.received.connect(self._note_epoch)

    def rate(self, design: Design) -> float:
        """Samples a second of a run in the window."""
        from PySide6.QtCore import QEventLoop

        panel = self.window.training
        self.window.document.open_design(design, "benchmark")
        self._wait_until_ready()
        self.ends.clear()
        self.busy.clear()
        loop = QEventLoop()
        panel.state_changed.connect(lambda state: state == "idle" and loop.quit())
        self.window.training_commands.train()
        loop.exec()
        self._timer.stop()
        run = panel.run
        if run is None or run.done is None or run.started is None:
            raise SystemExit(f"the run did not end well: {panel.banner.text}")
        epochs = len(self.ends) - 1
        seconds = self.ends[-1] - self.ends[0]
        return epochs * run.started.training_samples / seconds

    @property
    def share(self) -> float:
        """The share of one core that the window took in the last run."""
        return (self.busy[-1] - self.busy[0]) / (self.ends[-1] - self.ends[0])

    def _wait_until_ready(self) -> None:
        from PySide6.QtCore import QEventLoop

        worker = self.window.training.worker
        worker.start_ahead()
        if not worker.is_ready:
            loop = QEventLoop()
            worker.ready.connect(loop.quit)
            loop.exec()

    def close(self) -> None:
        """End the process that waits."""
        self.window.training.close()

    def _note_epoch(self, message: object) -> None:
        from designer.training.messages import Epoch

        if isinstance(message, Epoch):
            self.ends.append(time.perf_counter())
            self.busy.append(time.process_time())
            if len(self.ends) == 1:
                self._last = time.perf_counter()
                self._timer.start()

    def _note_lateness(self) -> None:
        now = time.perf_counter()
        self.late.append(max((now - self._last) * 1000 - 10, 0.0))
        self._last = now


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        window = Window(folder)
        print(f"{os.cpu_count()} cores, median of {chosen.rounds} rounds")
        print(
            "threads  bare/s  window/s  ratio  window's CPU  late p50  p99, ms  worst"
        )
        for threads in chosen.threads:
            design = small_network(chosen.epochs, threads)
            window.late.clear()
            rates, shares = [], []
            for _ in range(chosen.rounds):
                rates.append((bare_rate(design), window.rate(design)))
                shares.append(window.share)
            bare, live = (
                statistics.median(column) for column in zip(*rates, strict=True)
            )
            late = statistics.quantiles(window.late, n=100, method="inclusive")
            print(
                f"{threads:7}  {bare:6,.0f}  {live:8,.0f}  {live / bare:5.2f}"
                f"  {statistics.median(shares):12.0%}"
                f"  {late[49]:8.1f}  {late[98]:7.1f}  {max(window.late):5.1f}",
                flush=True,
            )
        window.close()


if __name__ == "__main__":
    main()
