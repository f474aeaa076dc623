"""The training loop: plain PyTorch, short enough to read in a minute.

An exported script holds these lines as they are, and the worker runs that script. So
nothing of ours is imported here, and only what a script needs gets into it.
"""

import math
from collections.abc import Callable, Generator, Iterator
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Data = tuple[Tensor, Tensor]  # (samples, channels, height, width), (samples,)
Loss = Callable[[Tensor, Tensor], Tensor]


def choose_device() -> str:
    """A GPU if PyTorch can use one, else the CPU."""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def against_one_hot(loss: Loss) -> Loss:
    """A loss against 1 for the right class and 0 for all others."""

    def measured(answers: Tensor, labels: Tensor) -> Tensor:
        return loss(answers, F.one_hot(labels, answers.shape[1]).float())

    return measured


class Step(NamedTuple):
    """What one step gave, still on the device: to read a number is to wait for it."""

    number: int
    samples: int
    loss: Tensor
    correct: Tensor


class Epoch(NamedTuple):
    """What one time through the data gave. `confusion[true][predicted]` counts."""

    number: int
    training_loss: float
    training_accuracy: float
    validation_loss: float
    validation_accuracy: float
    confusion: list[list[int]]

    def __str__(self) -> str:
        return (
            f"epoch {self.number}: "
            f"loss {self.training_loss:.4f}, accuracy {self.training_accuracy:.2%}, "
            f"validation loss {self.validation_loss:.4f}, "
            f"validation accuracy {self.validation_accuracy:.2%}"
        )


def train(
    model: nn.Module,
    loss_function: Loss,
    optimizer: torch.optim.Optimizer,
    training: Data,
    validation: Data,
    *,
    epochs: int,
    batch_size: int,
    seed: int,
) -> Iterator[Step | Epoch | None]:
    """Yield each step, then each epoch, and None after each batch of validation.

    Training waits while nobody asks for the next one, and ends when it is closed.
    """
    images, labels = training
    shuffle = torch.Generator().manual_seed(seed)
    number = 0
    for epoch in range(1, epochs + 1):
        order = torch.randperm(len(labels), generator=shuffle).to(labels.device)
        steps = []
        model.train()
        for batch in batches(order, batch_size):
            truth = labels[batch]
            optimizer.zero_grad()
            answers = model(images[batch])
            loss = loss_function(answers, truth)
            loss.backward()
            optimizer.step()
            number += 1
            correct = (answers.argmax(dim=1) == truth).sum()
            steps.append(Step(number, len(batch), loss.detach(), correct))
            yield steps[-1]
        training_loss, training_accuracy = averages(steps)
        validated = yield from evaluate(model, loss_function, validation, batch_size)
        yield Epoch(epoch, training_loss, training_accuracy, *validated)


def batches(order: Tensor, size: int) -> list[Tensor]:
    """The numbers of the samples of each step.

    A sample that is left over alone waits for the next epoch: BatchNorm needs two.
    """
    parts = order.split(size)
    return [part for part in parts if len(part) > 1 or size == 1]


def averages(steps: list[Step]) -> tuple[float, float]:
    """Loss and accuracy over all samples of these steps."""
    losses = torch.stack([step.loss for step in steps]).tolist()
    for step, loss in zip(steps, losses, strict=True):
        if not math.isfinite(loss):
            raise FloatingPointError(f"the loss became {loss} at step {step.number}")
    samples = sum(step.samples for step in steps)
    total = sum(loss * step.samples for step, loss in zip(steps, losses, strict=True))
    correct = torch.stack([step.correct for step in steps]).sum().item()
    return total / samples, correct / samples


def evaluate(
    model: nn.Module, loss_function: Loss, data: Data, batch_size: int
) -> Generator[None, None, tuple[float, float, list[list[int]]]]:
    """Loss, accuracy and confusion[true][predicted]; yields after each batch."""
    losses, pairs, classes = [], [], 0
    model.eval()
    for images, labels in zip(*(part.split(batch_size) for part in data), strict=True):
        with torch.inference_mode():
            answers = model(images)
            losses.append(loss_function(answers, labels) * len(labels))
            classes = answers.shape[1]
            pairs.append(labels * classes + answers.argmax(dim=1))
        yield
    samples = len(data[1])
    loss = torch.stack(losses).sum().item() / samples
    if not math.isfinite(loss):
        raise FloatingPointError(f"the validation loss became {loss}")
    counts = torch.bincount(torch.cat(pairs), minlength=classes**2)
    confusion = counts.view(classes, classes)
    return loss, confusion.trace().item() / samples, confusion.tolist()
