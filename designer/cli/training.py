"""The commands that train: for a person in a terminal, and for the window."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType

from designer.cli.files import read_design
from designer.cli.progress import Progress
from designer.errors import TrainingError
from designer.training.messages import Done, Failed, Message, encode

FAILED = 2
INTERRUPTED = 130


def train(options: argparse.Namespace) -> int:
    """Train a design in this process."""
    wanted = {"epochs": options.epochs, "seed": options.seed}
    changes = {name: value for name, value in wanted.items() if value is not None}
    design = read_design(options.file).with_training(**changes)
    from designer.training.worker import perform

    show = _print_line if options.json else Progress(sys.stdout).show
    last: list[Message] = []

    def emit(message: Message) -> None:
        show(message)
        last[:] = [message]

    commands: SimpleQueue[str] = SimpleQueue()
    with _interrupt_calls(lambda: commands.put("stop")):
        perform(design, commands, emit, options.weights)
    match last:
        case [Failed(message)]:
            raise TrainingError(message)
        case [Done(stopped=True)]:
            return INTERRUPTED
    return 0


def worker(options: argparse.Namespace) -> int:
    """Train for the window, which talks to this process line by line."""
    from designer.training.worker import main

    main()
    return 0


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
