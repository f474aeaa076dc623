"""The process as the window meets it: started, told, paused, killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file

from designer import Design, layers
from designer.graph.files import to_text
from designer.training.messages import (
    Done,
    Epoch,
    Failed,
    Message,
    Paused,
    Ready,
    Resumed,
    Started,
    Steps,
    Weights,
    decode,
)

COMMAND = "from designer.training.worker import main; raise SystemExit(main())"


class Worker:
    """A worker process and the messages that it has printed."""

    def __init__(self, code: str = COMMAND) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.messages: list[Message] = []

    def say(self, **command: Any) -> None:
        self.write(json.dumps(command))

    def write(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def train(self, design: Design, weights: Path | None = None) -> None:
        path = str(weights) if weights else None
        self.say(command="train", design=to_text(design), weights=path)

    def wait_for(self, kind: type) -> Any:
        """The next message of a kind; everything before it is kept."""
        for line in self.process.stdout:
            self.messages.append(decode(line))
            if isinstance(self.messages[-1], kind):
                return self.messages[-1]
        pytest.fail(f"no {kind.__name__}; {self.process.stderr.read()}")

    def end(self) -> int:
        """Close the input and read on; the exit status."""
        self.process.stdin.close()
        self.messages += map(decode, self.process.stdout)
        return self.process.wait(timeout=60)


@pytest.fixture
def worker(python_path: None) -> Iterator[Worker]:
    started = Worker()
    yield started
    started.process.kill()
    started.process.wait()
    for pipe in (
        started.process.stdin,
        started.process.stdout,
        started.process.stderr,
    ):
        with suppress(BrokenPipeError):
            pipe.close()


@pytest.fixture
def endless(chain) -> Design:
    """A run that nobody waits for."""
    return chain(
        layers.Input(shape=(1, 8, 8)), epochs=1_000_000, batch_size=16, threads=1
    )


def test_a_run_from_start_to_end(worker, tiny, tmp_path) -> None:
    ready = worker.wait_for(Ready)
    worker.train(tiny, tmp_path / "weights.safetensors")
    done = worker.wait_for(Done)

    assert ready.torch
    assert "cpu" in ready.devices
    assert ready.threads >= 1
    kinds = [type(message) for message in worker.messages]
    assert kinds[:3] == [Ready, Started, Steps]
    assert kinds[-3:] == [Epoch, Weights, Done]
    assert (done.epochs, done.stopped) == (2, False)
    assert worker.process.wait(timeout=60) == 0
    assert worker.process.stdout.read() == ""
    assert worker.process.stderr.read() == ""


def test_pause_resume_and_stop(worker, endless) -> None:
    worker.train(endless)
    worker.wait_for(Steps)
    worker.say(command="pause")
    paused = worker.wait_for(Paused)
    told = sum(len(m.losses) for m in worker.messages if isinstance(m, Steps))
    assert paused.step == told  # nothing that was done is kept back

    worker.say(command="resume")
    resumed = worker.wait_for(Resumed)
    assert resumed.step == paused.step
    assert worker.wait_for(Steps).first == paused.step + 1

    worker.say(command="stop")
    done = worker.wait_for(Done)
    assert done.stopped
    assert worker.process.wait(timeout=60) == 0


def test_the_end_of_input_ends_a_run(worker, endless) -> None:
    worker.train(endless)
    worker.wait_for(Steps)

    assert worker.end() == 0
    assert worker.messages[-1].stopped


def test_the_end_of_input_ends_a_paused_run(worker, endless) -> None:
    worker.train(endless)
    worker.wait_for(Steps)
    worker.say(command="pause")
    worker.wait_for(Paused)

    assert worker.end() == 0
    assert worker.messages[-1].stopped


def test_the_end_of_input_ends_a_process_that_waits(worker) -> None:
    worker.wait_for(Ready)

    assert worker.end() == 0
    assert [type(message) for message in worker.messages] == [Ready]
    assert worker.process.stderr.read() == ""


BAD_COMMANDS = {
    "rubbish": "is no command",
    "3": "is no command",
    '{"order": "train"}': "is no command",
    "\x00\xff": "is no command",
    '{"command": "dance"}': "no command 'dance'",
    '{"command": ["train"]}': "no command",
    '{"command": "pause"}': "no training to pause",
    '{"command": "train"}': "needs a design",
    '{"command": "train", "design": "{"}': "design cannot be read",
    '{"command": "train", "design": "{}", "weights": 3}': "weights as a path",
    '{"command": "train", "design": "{}", "weights": "/no/where/at.all"}': "no folder",
}


def test_bad_commands_are_answered_and_survived(worker, tiny) -> None:
    for line, words in BAD_COMMANDS.items():
        worker.write(line)
        assert words in worker.wait_for(Failed).message

    worker.train(tiny.with_training(epochs=1))
    assert not worker.wait_for(Done).stopped


def test_a_second_run_needs_another_process(worker, endless) -> None:
    worker.train(endless)
    worker.wait_for(Steps)
    worker.train(endless)

    assert "has a training already" in worker.wait_for(Failed).message


def test_a_design_with_problems_is_refused(worker, chain) -> None:
    worker.train(chain(layers.Input(shape=(2, 8, 8))))

    assert worker.wait_for(Failed).node == "image1"
    assert worker.end() == 0


def test_standard_output_holds_messages_only(python_path, tiny) -> None:
    """Whoever prints meanwhile, in Python or below, prints to standard error."""
    noisy = """
import os, sys
from designer.training import worker
def perform(*arguments):
    print("from Python")
    os.system("echo from below")
    return worker_perform(*arguments)
worker_perform, worker.perform = worker.perform, perform
raise SystemExit(worker.main())
"""
    worker = Worker(noisy)
    worker.train(tiny)
    worker.wait_for(Done)

    said = worker.process.communicate()[1]
    assert "from Python" in said
    assert "from below" in said


def test_a_process_that_nobody_listens_to_ends_quietly(worker, endless) -> None:
    worker.train(endless)
    worker.wait_for(Steps)
    worker.process.stdout.close()

    assert worker.process.wait(timeout=60) == 0
    assert worker.process.stderr.read() == ""


@pytest.mark.skipif(os.name == "nt", reason="signals are not for Windows")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL"])
def test_a_killed_run_leaves_whole_weights(worker, chain, tmp_path, name) -> None:
    """Killed near the moment of writing."""
    path = tmp_path / "weights.safetensors"
    design = chain(
        layers.Input(shape=(1, 8, 8)),
        layers.Flatten(),
        layers.Linear(out_features=2000),
        layers.Linear(out_features=10),
        layers.Output(),
        epochs=1_000_000,
        batch_size=2000,
        threads=1,
    )
    worker.train(design, path)
    for _ in range(3):
        worker.wait_for(Weights)
    worker.wait_for(Epoch)  # the next weights are being written
    number = signal.Signals[name]
    worker.process.send_signal(number)

    assert worker.process.wait(timeout=60) == -number
    assert load_file(path)["fc1.weight"].shape == (2000, 64)
