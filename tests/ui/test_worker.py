import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QProcess

from designer.graph import Design
from designer.training.messages import Done, Epoch, Paused, Resumed, Started, Steps
from designer.ui.process import Lines
from designer.ui.training.worker import Worker

FAKE = Path(__file__).parent / "fake_worker.py"


@pytest.fixture
def make_worker(qtbot):
    made = []

    def make(*arguments):
        worker = Worker(command=[sys.executable, str(FAKE), *arguments])
        worker.heard = []
        worker.received.connect(worker.heard.append)
        made.append(worker)
        return worker

    yield make
    for worker in made:
        worker.close()


def run_to_end(qtbot, worker, weights=None):
    with qtbot.waitSignal(worker.ended, timeout=20_000) as ended:
        worker.train(Design(), weights)
    return ended.args[0]


def of_type(worker, kind):
    return [message for message in worker.heard if isinstance(message, kind)]


@given(st.lists(st.binary(max_size=9)), st.binary(max_size=5))
def test_lines_come_out_whole_however_they_come_in(lines, rest):
    lines = [line.replace(b"\n", b"") for line in lines]
    stream = b"".join(line + b"\n" for line in lines) + rest.replace(b"\n", b"")
    for size in (1, 3, 1000):
        cutter = Lines()
        parts = [stream[at : at + size] for at in range(0, len(stream), size)]
        assert [line for part in parts for line in cutter.feed(part)] == lines


def test_a_line_without_an_end_is_thrown_away(monkeypatch):
    monkeypatch.setattr(Lines, "LONGEST", 10)
    cutter = Lines()
    assert cutter.feed(b"x" * 8) == cutter.feed(b"y" * 8) == cutter.feed(b"z") == []
    assert cutter.feed(b"rest\nnext\n") == [b"next"]


def test_a_run_tells_everything_in_order(qtbot, make_worker, tmp_path):
    worker = make_worker("done")
    assert run_to_end(qtbot, worker, tmp_path / "weights.safetensors") == ""
    assert isinstance(worker.heard[0], Started)
    assert worker.heard[-1] == Done(3, False, 2.0)
    assert [message.first for message in of_type(worker, Steps)] == list(range(1, 61))
    assert [message.epoch for message in of_type(worker, Epoch)] == [1, 2, 3]
    assert (tmp_path / "weights.safetensors").exists()


def test_a_process_waits_ahead_and_another_after_each_run(qtbot, make_worker):
    worker = make_worker("done")
    with qtbot.waitSignal(worker.ready, timeout=20_000):
        worker.start_ahead()
    first = worker.process_id
    worker.start_ahead()
    assert worker.process_id == first and worker.is_ready
    with qtbot.waitSignal(worker.ready, timeout=20_000):
        assert run_to_end(qtbot, worker) == ""
    assert worker.process_id not in (0, first)
    assert not worker.running
    assert run_to_end(qtbot, worker) == ""


def test_pause_holds_the_run_until_resume(qtbot, make_worker):
    worker = make_worker("asks-first")
    worker.received.connect(
        lambda message: isinstance(message, Started) and worker.pause()
    )
    worker.received.connect(
        lambda message: isinstance(message, Paused) and worker.resume()
    )
    assert run_to_end(qtbot, worker) == ""
    (paused,), (resumed,) = of_type(worker, Paused), of_type(worker, Resumed)
    assert paused.step == resumed.step == 1
    assert worker.heard.index(paused) + 1 == worker.heard.index(resumed)


def test_stop_ends_the_run_early(qtbot, make_worker):
    worker = make_worker("asks-later")
    worker.received.connect(
        lambda message: isinstance(message, Epoch) and worker.stop()
    )
    assert run_to_end(qtbot, worker) == ""
    assert worker.heard[-1] == Done(1, True, 1.5)
    assert len(of_type(worker, Steps)) == 21


def test_a_killed_process_is_told_in_words_and_another_run_follows(qtbot, make_worker):
    worker = make_worker("asks-later")
    worker.start_ahead()
    worker.command[-1] = "done"  # of the next process
    worker.received.connect(
        lambda message: (
            isinstance(message, Epoch) and os.kill(worker.process_id, signal.SIGKILL)
        ),
    )
    words = run_to_end(qtbot, worker)
    assert words.startswith("The training process was killed by signal 9 (SIGKILL).")
    worker.received.disconnect()
    assert run_to_end(qtbot, worker) == ""


def test_last_words_of_a_dead_process_are_told(qtbot, make_worker):
    worker = make_worker("exit")
    words = run_to_end(qtbot, worker)
    assert "ended by itself with code 3" in words
    assert "ImportError: no module" in words


def test_a_process_that_cannot_begin_is_told_when_it_matters(qtbot, make_worker):
    worker = make_worker("never-ready")
    ended = []
    worker.ended.connect(ended.append)
    worker.start_ahead()
    qtbot.waitUntil(lambda: worker.process_id == 0, timeout=20_000)
    assert ended == []
    assert "torch cannot be imported" in run_to_end(qtbot, worker)


def test_a_command_that_is_not_there_is_told(qtbot):
    worker = Worker(command=["/nowhere/python", "worker"])
    assert "could not be started" in run_to_end(qtbot, worker)
    assert "/nowhere/python worker" in run_to_end(qtbot, worker)
    worker.close()


def test_garbage_on_standard_output_goes_to_the_log(qtbot, make_worker, caplog):
    worker = make_worker("garbage")
    assert run_to_end(qtbot, worker) == ""
    assert len(of_type(worker, Steps)) == 60
    assert "a library says hello" in caplog.text


def test_a_deaf_process_can_be_ended(qtbot, make_worker):
    worker = make_worker("deaf")
    worker.received.connect(
        lambda message: isinstance(message, Started) and worker.kill()
    )
    assert "was ended before it answered" in run_to_end(qtbot, worker)


def test_close_ends_a_deaf_process(qtbot, make_worker):
    worker = make_worker("deaf")
    with qtbot.waitSignal(worker.received, timeout=20_000):
        worker.train(Design(), None)
    process = worker.findChild(QProcess)
    worker.close()
    assert process.state() == QProcess.ProcessState.NotRunning
    assert worker.process_id == 0
