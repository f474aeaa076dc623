"""The commands that train: for a person in a terminal, and for the window."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from types import FrameType

from designer.cli.files import measure_for, read_design
from designer.cli.progress import Progress
from designer.errors import FileError, TrainingError
from designer.training.messages import Failed, Message, encode

INTERRUPTED = 130


def train(options: argparse.Namespace) -> int:
    """Train a design in this process; raises TrainingError when it fails."""
    wanted = {"epochs": options.epochs, "seed": options.seed}
    changes = {name: value for name, value in wanted.items() if value is not None}
    design = read_design(options.file).with_training(**changes)
    measure = measure_for(design, options.trust)
    if options.weights and not Path(options.weights).absolute().parent.is_dir():
        raise FileError(f"{options.weights} is in a folder that is not there.")
    from designer.training.worker import perform

    emit = _print_line if options.json else Progress(sys.stdout).show
    commands: SimpleQueue[str] = SimpleQueue()
    with _interrupt_calls(lambda: commands.put("stop")):
        last = perform(design, commands, emit, options.weights, measure)
    if isinstance(last, Failed):
        raise TrainingError(last.message)
    return INTERRUPTED if last.stopped else 0


def worker(options: argparse.Namespace) -> int:
    """Train for the window, which talks to this process line by line."""
    from designer.training.worker import main

    return main()


def measurer(options: argparse.Namespace) -> int:
    """Try out layers with code of their own for the window, line by line."""
    from designer.training.measurer import main

    return main()


def _print_line(message: Message) -> None:
    print(encode(message), flush=True)


@contextmanager
def _interrupt_calls(stop: Callable[[], None]) -> Iterator[None]:
    """Let the first Ctrl+C call `stop`; the second is an interrupt as ever."""

    def handle(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        stop()

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
