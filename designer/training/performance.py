"""A run, performed: the exported script's own functions, watched and told to others.

The script trains; what is added here is words for what goes wrong, numbers gathered
into few messages, and pause, resume and stop.
"""

import math
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import SimpleQueue
from types import ModuleType
from typing import TYPE_CHECKING, Any

from designer.codegen.compiler import in_words, line_of, run, way_of
from designer.codegen.text import Source
from designer.errors import DesignerError, TrainingError
from designer.graph.check import check
from designer.graph.design import Design
from designer.graph.inference import Measure, do_not_run
from designer.storage import write_whole
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
from designer.training.pictures import note
from designer.training.script import first_problem, script_source

if TYPE_CHECKING:
    from torch import nn

Commands = SimpleQueue[str]
"""Holds "pause", "resume" and "stop"; any thread may put one in."""

Emit = Callable[[Message], None]

PERIOD = 1 / 10
"""Seconds between two messages of steps, at least."""


def perform(
    design: Design,
    commands: Commands,
    emit: Emit,
    weights: str | None = None,
    measure: Measure = do_not_run,
) -> Done | Failed:
    """Train a design, and emit what happens; the last message is also returned.

    `commands` may be filled from another thread at any time; each is followed after the
    step that is under way. After each epoch the weights are written to `weights`.
    A design with code of its own is trained only with a `measure` that runs it.
    """
    report = check(design, measure)
    problem = first_problem(design, report)
    if problem is not None:
        last: Done | Failed = Failed(str(problem), problem.node)
    else:
        watch = Watch(commands, emit)
        source = None
        try:
            source = script_source(design, report)
            last = _train(design, run(source), watch, weights)
        except Exception as error:
            last = _failure(error, design, source, watch)
    emit(last)
    return last


def devices() -> tuple[str, ...]:
    """The devices that torch can compute on."""
    import torch

    found = {
        "cpu": True,
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
    }
    return tuple(name for name, is_there in found.items() if is_there)


def _train(
    design: Design, script: ModuleType, watch: "Watch", weights: str | None
) -> Done:
    """What the script's `main` does, with every result watched."""
    import torch

    began = time.perf_counter()
    training = design.training
    if training.threads:
        torch.set_num_threads(training.threads)
    device = _device(design, script)
    data, validation = _load_data(design, script, device)
    model, loss_function, optimizer = script.build(device)
    watch.emit(_started(design, script, device, len(data[1]), len(validation[1])))
    results = script.train(
        model,
        loss_function,
        optimizer,
        data,
        validation,
        epochs=script.EPOCHS,
        batch_size=script.BATCH_SIZE,
        seed=script.SEED,
    )
    for _ in watch.follow(results, script):
        if weights:
            save_weights(model, weights)
            watch.emit(Weights(weights))
    return Done(watch.epochs, watch.stopped, time.perf_counter() - began)


def _started(
    design: Design, script: ModuleType, device: str, samples: int, validation: int
) -> Started:
    import torch

    training = design.training
    steps = script.batches(torch.arange(samples), training.batch_size)
    return Started(
        epochs=training.epochs,
        steps_per_epoch=len(steps),
        training_samples=samples,
        validation_samples=validation,
        classes=training.data.classes,
        device=device,
        threads=torch.get_num_threads(),
        note=note(design),
    )


def save_weights(model: "nn.Module", path: str) -> None:
    """Write the weights as safetensors, whole or not at all; raises FileError."""
    from safetensors.torch import save

    tensors = {name: t.cpu().contiguous() for name, t in model.state_dict().items()}
    write_whole(path, save(tensors))


def _device(design: Design, script: ModuleType) -> str:
    wanted = design.training.device
    if wanted == "auto":
        return str(script.choose_device())
    if wanted not in devices():
        raise TrainingError(
            f"PyTorch finds no {wanted} device on this computer. Choose auto or cpu as "
            f"the training's device."
        )
    return wanted


def _load_data(design: Design, script: ModuleType, device: str) -> Any:
    try:
        return script.load_data(device)
    except ValueError as error:  # train_test_split says so when a part is too small
        raise TrainingError(
            f"The data cannot be split into training and validation: {error}. Change "
            f"the validation share, or use more samples."
        ) from error


class Watch:
    """Follows the results of a training: gathers, tells, waits and stops."""

    def __init__(self, commands: Commands, emit: Emit) -> None:
        self.commands = commands
        self.emit = emit
        self.step = 0
        self.epochs = 0
        self.stopped = False
        self._gathered: list[Any] = []
        self._since = self._latest = 0.0

    def follow(self, results: Any, script: ModuleType) -> Iterator[None]:
        """Pull all results; yields after each epoch, for its weights to be saved."""
        self._since = epoch_began = time.perf_counter()
        for result in results:
            if isinstance(result, script.Step):
                self._gather(result)
            else:
                self.tell_steps()
                self._since = time.perf_counter()
            if isinstance(result, script.Epoch):
                self._tell_epoch(result, time.perf_counter() - epoch_began)
                yield
                self._since = epoch_began = time.perf_counter()
            if not self.commands.empty():
                waited = self._obey()
                epoch_began += waited
                self._since = time.perf_counter()
            if self.stopped:
                results.close()
                self.tell_steps()
                return

    def tell_steps(self) -> None:
        """Emit the gathered steps; raises FloatingPointError at one without a number."""
        steps, self._gathered = self._gathered, []
        if not steps:
            return
        import torch

        losses = torch.stack([step.loss for step in steps]).tolist()
        correct = torch.stack([step.correct for step in steps]).tolist()
        good = next((i for i, x in enumerate(losses) if not math.isfinite(x)), None)
        samples = sum(step.samples for step in steps)
        seconds = max(self._latest - self._since, 1e-9)
        shares = [c / s.samples for c, s in zip(correct, steps, strict=True)]
        if good != 0:
            told = Steps(
                steps[0].number,
                tuple(losses[:good]),
                tuple(shares[:good]),
                samples / seconds,
            )
            self.emit(told)
        if good is not None:
            self.step = steps[good].number
            raise FloatingPointError
        self._since = self._latest

    def _gather(self, step: Any) -> None:
        self._gathered.append(step)
        self.step = step.number
        self._latest = time.perf_counter()
        if self._latest - self._since >= PERIOD:
            self.tell_steps()

    def _tell_epoch(self, epoch: Any, seconds: float) -> None:
        self.epochs = epoch.number
        self.emit(
            Epoch(
                epoch=epoch.number,
                step=self.step,
                training_loss=epoch.training_loss,
                training_accuracy=epoch.training_accuracy,
                validation_loss=epoch.validation_loss,
                validation_accuracy=epoch.validation_accuracy,
                confusion=tuple(map(tuple, epoch.confusion)),
                seconds=seconds,
            )
        )

    def _obey(self) -> float:
        """Follow the commands that wait; the seconds that this took."""
        began = time.perf_counter()
        self.tell_steps()
        paused = False
        while paused or not self.commands.empty():
            command = self.commands.get()
            if command == "stop":
                self.stopped = True
                break
            if command == "pause" and not paused:
                paused = True
                self.emit(Paused(self.step))
            if command == "resume" and paused:
                paused = False
                self.emit(Resumed(self.step))
        return time.perf_counter() - began


def _failure(
    error: Exception, design: Design, source: Source | None, watch: Watch
) -> Failed:
    """What went wrong, in words, and where."""
    detail = "".join(traceback.format_exception(error))
    if isinstance(error, FloatingPointError):
        return _not_a_number(watch, detail)
    way, line = _place(error, design, source)
    place = in_words(way, design)
    if isinstance(error, DesignerError):
        message = str(error)
    elif _is_out_of_memory(error):
        message = (
            "There is not enough memory. Choose a smaller batch size, smaller pictures "
            "or a smaller network."
        )
    elif line:
        kind = type(error).__name__
        message = f"{place} fails: {kind}: {error} (line {line})."
    elif way:
        message = f"{place} fails: {error}"
    else:
        message = f"The training fails: {error or type(error).__name__}"
    own_line = line if len(way) == 1 else 0
    return Failed(message, "".join(way[:1]), watch.step, detail, own_line)


def _place(
    error: Exception, design: Design, source: Source | None
) -> tuple[tuple[str, ...], int]:
    """The way to the node that an error came from, and the line if it is of its code."""
    if not source:
        return (), 0
    way = way_of(error.__traceback__, source, design)
    return way, line_of(error.__traceback__, source, way, design)


def _not_a_number(watch: Watch, detail: str) -> Failed:
    """The loss left all bounds; the steps before that are told first."""
    with suppress(FloatingPointError):
        watch.tell_steps()
    message = (
        f"The loss is no number any more at step {watch.step}, so the training has "
        f"stopped. Choose a smaller learning rate."
    )
    return Failed(message, "", watch.step, detail)


def _is_out_of_memory(error: Exception) -> bool:
    import torch

    return isinstance(error, MemoryError | torch.OutOfMemoryError) or (
        isinstance(error, RuntimeError) and "allocate memory" in str(error)
    )
