"""The process that trains: commands come in on standard input, messages go out.

One process performs one run. Standard output carries messages only, one a line; what
libraries print goes to standard error. The end of standard input ends the run.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from designer.codegen.measuring import measure
from designer.errors import DesignerError, TrainingError
from designer.graph.design import Design
from designer.graph.files import from_text
from designer.layers.plugins import load_plugins
from designer.training.messages import Failed, Message, Ready, encode
from designer.training.performance import Commands, Emit, devices, perform

Job = tuple[Design, str | None]

CONTROLS = ("pause", "resume", "stop")

__all__ = ["main", "perform"]


def main() -> int:
    """Serve standard input and output until one run has ended; the exit status."""
    say = take_over_output()
    load_plugins()  # the command line has told which are left out

    def emit(message: Message) -> None:
        say(encode(message))

    jobs: SimpleQueue[Job | None] = SimpleQueue()
    commands: Commands = SimpleQueue()
    reader = Thread(target=listen, args=(jobs, commands, emit), daemon=True)
    reader.start()
    import torch

    emit(Ready(torch.__version__, devices(), torch.get_num_threads()))
    _warm_up()
    job = jobs.get()
    if job is not None:
        design, weights = job
        perform(design, commands, emit, weights, measure)
    return 0


def listen(jobs: "SimpleQueue[Job | None]", commands: Commands, emit: Emit) -> None:
    """Read commands until the input ends; a bad one is answered and forgotten."""
    has_job = False
    for line in _lines(sys.stdin.fileno()):
        try:
            command = _parse(line)
            if command["command"] == "train":
                if has_job:
                    raise TrainingError("This process has a training already.")
                jobs.put(_job(command))
                has_job = True
            elif not has_job:
                raise TrainingError(f"There is no training to {command['command']}.")
            else:
                commands.put(command["command"])
        except DesignerError as error:
            emit(Failed(str(error)))
    jobs.put(None)
    commands.put("stop")


def _parse(line: bytes) -> dict[str, Any]:
    """A line as a command that is known; raises TrainingError in words."""
    try:
        content = json.loads(line)
        if content["command"] in ("train", *CONTROLS):
            return dict(content)
        raise TrainingError(f"There is no command {content['command']!r}.")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TrainingError(
            f"{line[:80].decode(errors='replace')!r} is no command: each is a line of "
            f'JSON such as {{"command": "pause"}}.'
        ) from error


def _job(command: dict[str, Any]) -> Job:
    """The design to train and where its weights go; raises DesignerError in words."""
    text, weights = command.get("design"), command.get("weights")
    if not isinstance(text, str) or not isinstance(weights, str | None):
        raise TrainingError(
            "The command train needs a design as the text of a file, and weights as a "
            "path or null."
        )
    if weights and not Path(weights).parent.is_dir():
        raise TrainingError(f"There is no folder {Path(weights).parent} for weights.")
    try:
        return from_text(text), weights
    except DesignerError as error:
        raise TrainingError(f"The design cannot be read: {error}") from error


def _lines(file: int) -> Iterator[bytes]:
    """Lines of a file, as they come.

    Read without Python's own buffer, whose lock a thread would hold at the exit.
    """
    rest = b""
    with suppress(OSError):
        while part := os.read(file, 1 << 16):
            *lines, rest = (rest + part).split(b"\n")
            yield from filter(bytes.strip, lines)
    if rest.strip():
        yield rest


def take_over_output() -> Callable[[str], None]:
    """A function that prints lines on standard output, where nothing else may print.

    It ends the process, quietly, when nobody reads any more.
    """
    sys.stdout.flush()
    output = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    lock = Lock()

    def say(line: str) -> None:
        try:
            with lock:
                output.write(f"{line}\n")
                output.flush()
        except OSError:
            os._exit(0)

    return say


def _warm_up() -> None:
    """Do now, while nobody waits, what the first run would have to wait for."""
    import torch

    for name in ("safetensors.torch", "sklearn.datasets", "sklearn.model_selection"):
        import_module(name)
    # The first optimizer imports torch's compiler, which takes seconds.
    torch.optim.SGD([torch.zeros(1, requires_grad=True)])
