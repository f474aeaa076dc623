import math

import pytest

from designer.graph import Design
from designer.training.messages import (
    Done,
    Epoch,
    Failed,
    Paused,
    Resumed,
    Started,
    Steps,
    Weights,
)
from designer.ui.training import run as run_module
from designer.ui.training.run import Run, duration, measure, percent

STARTED = Started(10, 20, 1280, 320, ("a", "b"), "cpu", 2, "")


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(run_module.time, "monotonic", lambda: now[0])
    return now


def run_of(*messages):
    run = Run(3, Design())
    for message in messages:
        run.take(message)
    return run


def steps(first, count, loss=1.0, accuracy=0.5):
    return Steps(first, (loss,) * count, (accuracy,) * count, 640.0)


def epoch(number, loss=0.4, accuracy=0.9):
    return Epoch(number, number * 20, 0.5, 0.8, loss, accuracy, ((1, 0), (0, 1)), 2.0)


def test_title_is_the_recipe():
    assert Run(3, Design()).title == "digits · Adam 0.001 · batch 64 · 10 epochs"


def test_progress_before_the_first_step():
    run = run_of()
    assert run.progress == "starting PyTorch…"
    run.torch_is_ready = True
    assert run.progress == "loading the data…"
    assert run.share == 0


def test_progress_tells_epoch_rate_and_time_left(clock):
    run = run_of(STARTED)
    clock[0] += 10
    run.take(steps(1, 50))
    assert run.progress == "epoch 3 of 10 · 640 samples/s · 0:30 left"
    assert run.share == 0.25


def test_a_pause_is_no_time_of_the_run(clock):
    run = run_of(STARTED)
    clock[0] += 10
    run.take(steps(1, 50))
    run.take(Paused(50))
    clock[0] += 1000
    assert run.progress == "epoch 3 of 10 · 640 samples/s · paused"
    run.take(Resumed(50))
    assert run.progress.endswith("0:30 left")


def test_the_end_is_told():
    assert run_of(STARTED, Done(10, False, 75.4)).progress == "10 epochs in 1:15"
    stopped = run_of(STARTED, steps(1, 30), Done(1, True, 5))
    assert stopped.progress == "stopped after 1 of 10 epochs · 0:05"
    failed = run_of(STARTED, steps(1, 30), Failed("no"))
    assert failed.progress == "ended in epoch 2 of 10, at step 30"
    assert stopped.over and failed.over and not run_of(STARTED).over


def test_validation_is_known_from_its_step_on():
    run = run_of(STARTED, steps(1, 60), epoch(1, 0.4), epoch(2, 0.3))
    assert math.isnan(run.loss.validation_at(19))
    assert run.loss.validation_at(20) == run.loss.validation_at(39) == 0.4
    assert run.loss.validation_at(60) == 0.3
    assert run.result == "90.0 % of validation right after epoch 2"


def test_ranges_leave_out_what_is_no_number():
    run = run_of(STARTED, steps(1, 3), epoch(1, math.nan), epoch(2, math.inf))
    assert (run.loss.low, run.loss.high) == (1.0, 1.0)


def test_weights_are_known_when_they_lie_there():
    assert run_of(STARTED).weights is None
    assert str(run_of(Weights("weights.safetensors")).weights) == "weights.safetensors"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (41.4, "0:41"), (59.6, "1:00"), (725, "12:05"), (3723, "1:02:03")],
)
def test_times_read_as_on_a_clock(seconds, text):
    assert duration(seconds) == text


def test_numbers_have_the_digits_that_matter():
    assert percent(0.9722) == "97.2 %"
    assert measure(0.41234) == "0.412"
    assert measure(0.0001234) == "1.23e-04"
    assert measure(0.0) == "0.000"
    assert percent(math.nan) == measure(math.inf) == "–"
