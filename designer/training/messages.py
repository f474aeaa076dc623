"""What a run tells: one frozen dataclass for each kind of message, one line of JSON each.

The worker prints them, and the window, the terminal or anything else reads them. Neither
side needs torch for that.
"""

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

from designer.errors import TrainingError


@dataclass(frozen=True)
class Ready:
    """The process has imported torch and waits for a command."""

    torch: str
    devices: tuple[str, ...]
    threads: int


@dataclass(frozen=True)
class Started:
    """The data is loaded and the network is built; the first step follows.

    `note` says in words how pictures are made to fit the network, if they do not.
    """

    epochs: int
    steps_per_epoch: int
    training_samples: int
    validation_samples: int
    classes: tuple[str, ...]
    device: str
    threads: int
    note: str


@dataclass(frozen=True)
class Steps:
    """Steps one after another. `first` is counted from 1 over the whole run."""

    first: int
    losses: tuple[float, ...]
    accuracies: tuple[float, ...]
    samples_per_second: float


@dataclass(frozen=True)
class Epoch:
    """All of the training data was seen once more, and the network was tested.

    `epoch` is counted from 1, `step` is its last. `confusion[true][predicted]` counts
    the validation samples.
    """

    epoch: int
    step: int
    training_loss: float
    training_accuracy: float
    validation_loss: float
    validation_accuracy: float
    confusion: tuple[tuple[int, ...], ...]
    seconds: float


@dataclass(frozen=True)
class Paused:
    """The run waits after `step`."""

    step: int


@dataclass(frozen=True)
class Resumed:
    """The run goes on after `step`."""

    step: int


@dataclass(frozen=True)
class Weights:
    """The weights were written, whole, as safetensors."""

    path: str


@dataclass(frozen=True)
class Done:
    """The run ended after `epochs` whole epochs, because it was stopped or finished."""

    epochs: int
    stopped: bool
    seconds: float


@dataclass(frozen=True)
class Failed:
    """The run ended early, or a command could not be followed.

    `node` is the node to look at, or empty, and `line` the line of its own code, or 0;
    `step` is where it happened, or 0; `detail` is the traceback, or empty.
    """

    message: str
    node: str = ""
    step: int = 0
    detail: str = ""
    line: int = 0


Message = Ready | Started | Steps | Epoch | Paused | Resumed | Weights | Done | Failed

TYPES: dict[str, type[Message]] = {
    cls.__name__: cls
    for cls in (Ready, Started, Steps, Epoch, Paused, Resumed, Weights, Done, Failed)
}


def encode(message: Message) -> str:
    """A message as one line of JSON, without the line's end."""
    return json.dumps(
        {"type": type(message).__name__, **vars(message)}, allow_nan=False
    )


def decode(line: str) -> Message:
    """The message in a line; raises TrainingError for anything else."""
    try:
        values = json.loads(line)
        cls = TYPES[values.pop("type")]
        names = {field.name for field in dataclasses.fields(cls)}
        if set(values) != names:
            raise ValueError(f"{cls.__name__} needs {sorted(names)}")
        return cls(**{name: _frozen(value) for name, value in values.items()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise TrainingError(f"{line[:80]!r} is no message of a run.") from error


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
