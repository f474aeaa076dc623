"""The loop by itself, against what can be worked out by hand."""

import math

import pytest
import torch
from torch import nn

from designer.training.loop import (
    Epoch,
    Step,
    against_one_hot,
    averages,
    batches,
    evaluate,
    train,
)


def data(samples: int, classes: int = 3):
    torch.manual_seed(0)
    labels = torch.arange(samples) % classes
    return nn.functional.one_hot(labels, classes).float(), labels


def training(samples: int = 30, epochs: int = 2, batch_size: int = 8, lr: float = 0.1):
    torch.manual_seed(0)
    model = nn.Linear(3, 3)
    return train(
        model,
        nn.CrossEntropyLoss(),
        torch.optim.SGD(model.parameters(), lr=lr),
        data(samples),
        data(9),
        epochs=epochs,
        batch_size=batch_size,
        seed=0,
    )


def test_every_step_and_every_epoch_is_told() -> None:
    results = list(training())

    steps = [result for result in results if isinstance(result, Step)]
    epochs = [result for result in results if isinstance(result, Epoch)]
    assert [step.number for step in steps] == list(range(1, 9))
    assert [step.samples for step in steps] == [8, 8, 8, 6] * 2
    assert [epoch.number for epoch in epochs] == [1, 2]
    assert sum(result is None for result in results) == 2 * 2
    losses = [step.loss.item() * step.samples for step in steps[:4]]
    assert epochs[0].training_loss == pytest.approx(sum(losses) / 30)
    assert epochs[1].training_loss < epochs[0].training_loss


def test_an_epoch_sees_every_sample_once_in_an_order_of_its_own() -> None:
    seen = []

    class Seen(nn.Linear):
        def forward(self, x):
            if self.training:
                seen.append(x[:, 0].detach())
            return super().forward(x)

    model = Seen(1, 2)
    images = torch.arange(20.0)[:, None]
    labels = torch.arange(20) % 2
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    recipe = {"epochs": 2, "batch_size": 4, "seed": 1}
    part = (images, labels)
    for _ in train(model, nn.CrossEntropyLoss(), optimizer, part, part, **recipe):
        pass

    first, second = torch.cat(seen).split(20)
    assert first.sort().values.equal(images[:, 0])
    assert second.sort().values.equal(images[:, 0])
    assert not first.equal(second)
    assert not first.equal(images[:, 0])


def test_a_lone_sample_is_left_out_for_the_sake_of_batch_norm() -> None:
    order = torch.arange(9)

    assert [len(batch) for batch in batches(order, 4)] == [4, 4]
    assert [len(batch) for batch in batches(order, 9)] == [9]
    assert [len(batch) for batch in batches(order, 100)] == [9]
    assert [len(batch) for batch in batches(order[:3], 1)] == [1, 1, 1]


def test_a_loss_without_a_number_ends_the_epoch_with_its_step() -> None:
    steps = [
        Step(number, 2, torch.tensor(loss), torch.tensor(1))
        for number, loss in [(5, 0.5), (6, math.inf), (7, math.nan)]
    ]

    with pytest.raises(FloatingPointError, match="inf at step 6"):
        averages(steps)
    assert averages(steps[:1]) == (0.5, 0.5)


def test_evaluation_counts_by_hand() -> None:
    answers = torch.tensor([[3.0, 0, 0], [0, 3, 0], [3, 0, 0], [0, 0, 3], [0, 0, 3]])
    labels = torch.tensor([0, 1, 1, 2, 0])
    loss = nn.CrossEntropyLoss()

    results = evaluate(nn.Identity(), loss, (answers, labels), batch_size=2)
    ticks = []
    try:
        while True:
            ticks.append(next(results))
    except StopIteration as stop:
        mean, accuracy, confusion = stop.value

    assert ticks == [None, None, None]
    assert mean == pytest.approx(loss(answers, labels).item())
    assert accuracy == pytest.approx(3 / 5)
    assert confusion == [[1, 0, 1], [1, 1, 0], [0, 0, 1]]


def test_evaluation_leaves_no_mark() -> None:
    """Dropout is off, nothing is learned, and gradients are off only inside."""
    inside = []

    class Seen(nn.Identity):
        def forward(self, x):
            inside.append(torch.is_inference_mode_enabled())
            return x

    model = nn.Sequential(nn.BatchNorm1d(3), nn.Dropout(0.9), Seen())
    before = {name: value.clone() for name, value in model.state_dict().items()}

    for _ in evaluate(model, nn.CrossEntropyLoss(), data(9), batch_size=4):
        assert torch.is_grad_enabled()
        assert not torch.is_inference_mode_enabled()

    assert inside == [True, True, True]
    assert not model.training
    assert all(value.equal(before[name]) for name, value in model.state_dict().items())


def test_one_hot_targets() -> None:
    loss = against_one_hot(nn.MSELoss())

    assert loss(torch.eye(3), torch.tensor([0, 1, 2])).item() == 0
    assert loss(torch.zeros(1, 4), torch.tensor([2])).item() == pytest.approx(0.25)


def test_an_epoch_is_printed_in_one_line() -> None:
    epoch = Epoch(3, 0.51234, 0.8, 0.6, 0.75, [[1]])

    assert str(epoch) == (
        "epoch 3: loss 0.5123, accuracy 80.00%, "
        "validation loss 0.6000, validation accuracy 75.00%"
    )
