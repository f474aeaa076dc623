"""What the window knows of one run: its settings, its curves, how far it is.

A run takes the worker's messages one by one and can be asked at any time. It draws
nothing; `run_view.py` does.
"""

import math
import time
from dataclasses import dataclass, field
from pathlib import Path

from designer.graph import Design
from designer.training.messages import (
    Done,
    Epoch,
    Failed,
    Message,
    Paused,
    Resumed,
    Started,
    Steps,
    Weights,
)
from designer.ui.training.series import Series, Smoothing
from designer.words import counted


class Curve:
    """One measure of a run: each training step, smoothed steps, and each validation."""

    def __init__(self) -> None:
        self.training = Series()
        self.smoothed = Series(points=400)
        self.validation: list[tuple[int, float]] = []  # (step, value)
        self._smoothing = Smoothing(1)

    def begin(self, steps_per_epoch: int) -> None:
        """Choose how much to smooth: a third of an epoch."""
        self._smoothing = Smoothing(min(max(steps_per_epoch / 3, 5), 100))

    def add(self, values: tuple[float, ...]) -> None:
        """Add training steps."""
        self.training.append(values)
        self.smoothed.append(self._smoothing.of(values))

    def validation_at(self, step: int) -> float:
        """The newest validation that was known at a step, or nan."""
        return next(
            (value for at, value in reversed(self.validation) if at <= step), math.nan
        )

    @property
    def high(self) -> float:
        """The highest value of the lines that are strong, or -inf."""
        tested = [value for _, value in self.validation if math.isfinite(value)]
        return max((self.smoothed.high, *tested))

    @property
    def low(self) -> float:
        """The lowest value of any line, or inf."""
        tested = [value for _, value in self.validation if math.isfinite(value)]
        return min((self.training.low, *tested))


@dataclass
class Run:
    """One training of one design, as far as it has come.

    `number` counts the runs of this window. `weights` is where the last epoch's weights
    lie, once there are any.
    """

    number: int
    design: Design
    weights: Path | None = None
    started: Started | None = None
    epoch: Epoch | None = None
    done: Done | None = None
    failed: Failed | None = None
    lost: str = ""
    torch_is_ready: bool = False
    paused: bool = False
    rate: float = 0.0
    loss: Curve = field(default_factory=Curve)
    accuracy: Curve = field(default_factory=Curve)

    def __post_init__(self) -> None:
        self._clock = _Clock()

    def take(self, message: Message) -> None:
        """Learn from a message of the worker."""
        match message:
            case Started():
                self.started = message
                self.loss.begin(message.steps_per_epoch)
                self.accuracy.begin(message.steps_per_epoch)
                self._clock.run()
            case Steps():
                self.loss.add(message.losses)
                self.accuracy.add(message.accuracies)
                self._feel_rate(message.samples_per_second)
            case Epoch():
                self.epoch = message
                self.loss.validation.append((message.step, message.validation_loss))
                self.accuracy.validation.append(
                    (message.step, message.validation_accuracy)
                )
            case Paused():
                self.paused = True
                self._clock.stop()
            case Resumed():
                self.paused = False
                self._clock.run()
            case Weights():
                self.weights = Path(message.path)
            case Done():
                self.done = message
            case Failed():
                self.failed = message

    def _feel_rate(self, rate: float) -> None:
        """A few messages together, for one alone jumps about."""
        self.rate = self.rate * 0.9 + rate * 0.1 if self.rate else rate

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return bool(self.done or self.failed or self.lost)

    @property
    def step(self) -> int:
        """Steps done."""
        return len(self.loss.training)

    @property
    def steps(self) -> int:
        """Steps of the whole run, or 0 while that is not known."""
        return self.started.epochs * self.started.steps_per_epoch if self.started else 0

    @property
    def steps_per_epoch(self) -> int:
        """Steps of one epoch, at least 1."""
        return max(self.started.steps_per_epoch, 1) if self.started else 1

    @property
    def share(self) -> float:
        """How much of the run is done, from 0 to 1."""
        return min(self.step / self.steps, 1.0) if self.steps else 0.0

    @property
    def title(self) -> str:
        """The run in one line: data, optimizer and how long."""
        training = self.design.training
        rate = type(training.optimizer).require("lr").kind.show(training.optimizer.lr)
        return " · ".join(
            (
                type(training.data).__name__.lower(),
                f"{type(training.optimizer).__name__} {rate}",
                f"batch {training.batch_size}",
                counted(training.epochs, "epoch"),
            )
        )

    @property
    def progress(self) -> str:
        """Where the run is, how fast it goes, and how long it still takes."""
        if self.started is None:
            if self.over:
                return ""
            return "loading the data…" if self.torch_is_ready else "starting PyTorch…"
        epochs = self.started.epochs
        now = min(self.step // self.steps_per_epoch + 1, epochs)
        if self.done:
            done, took = self.done.epochs, duration(self.done.seconds)
            if self.done.stopped:
                return f"stopped after {done} of {counted(epochs, 'epoch')} · {took}"
            return f"{counted(epochs, 'epoch')} in {took}"
        if self.over:
            return f"ended in epoch {now} of {epochs}, at step {self.step:,}"
        parts = [f"epoch {now} of {epochs}"]
        if self.rate > 0:
            parts.append(f"{self.rate:,.0f} samples/s")
        if self.paused:
            parts.append("paused")
        elif (left := self.seconds_left) is not None:
            parts.append(f"{duration(left)} left")
        return " · ".join(parts)

    @property
    def seconds_left(self) -> float | None:
        """Seconds that the run still takes at its pace so far; None when not known."""
        if not self.step or not self._clock.seconds:
            return None
        return self._clock.seconds / self.step * (self.steps - self.step)

    @property
    def result(self) -> str:
        """What came of it, once an epoch is over: "97.2 % of validation right"."""
        if self.epoch is None:
            return ""
        right = percent(self.epoch.validation_accuracy)
        return f"{right} of validation right after epoch {self.epoch.epoch}"


class _Clock:
    """Seconds that the run was running."""

    def __init__(self) -> None:
        self._before = 0.0
        self._since: float | None = None

    def run(self) -> None:
        if self._since is None:
            self._since = time.monotonic()

    def stop(self) -> None:
        self._before, self._since = self.seconds, None

    @property
    def seconds(self) -> float:
        running = time.monotonic() - self._since if self._since is not None else 0.0
        return self._before + running


def duration(seconds: float) -> str:
    """A time as a clock shows it: "0:41", "12:05", "1:02:03"."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def percent(share: float) -> str:
    """A share in percent: "97.2 %"; a dash when there is none."""
    return f"{share:.1%}".replace("%", " %") if math.isfinite(share) else "–"


def measure(value: float) -> str:
    """A loss with three digits that matter; a dash when there is none."""
    if not math.isfinite(value):
        return "–"
    plain = value == 0 or 0.01 <= abs(value) < 1000
    return f"{value:.3f}" if plain else f"{value:.2e}"
