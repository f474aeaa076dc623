"""Whatever loss and optimizer can be set up, torch can make and train with."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn

from designer.errors import SettingError
from designer.kinds import Choice, Either, Nothing
from designer.recipe import Loss, Optimizer, Training
from designer.recipe.optimizers import SGD, Adam
from designer.settings import Settings
from tests.layers.oracle import values

SLOW = settings(suppress_health_check=list(HealthCheck), max_examples=60)


@st.composite
def drawn(draw: st.DrawFn, cls: type[Settings]) -> Settings | None:
    """Some settings of a class, or None if the class refuses them together."""
    chosen = {
        name: draw(values(declaration.kind))
        for name, declaration in cls.declared_settings.items()
        if draw(st.booleans())
    }
    try:
        return cls(**chosen)
    except SettingError:
        return None


@pytest.mark.parametrize("name", Optimizer.variants)
@SLOW
@given(data=st.data())
def test_torch_makes_every_optimizer(name: str, data: st.DataObject) -> None:
    made = data.draw(drawn(Optimizer.variants[name]))
    if made is None:
        return
    model = nn.Linear(2, 2)
    optimizer = eval(str(made.make()), {"torch": torch, "model": model})
    model(torch.ones(3, 2)).sum().backward()
    optimizer.step()
    for key in made.declared_settings:
        assert optimizer.defaults[key] == getattr(made, key)


@pytest.mark.parametrize("name", Loss.variants)
@SLOW
@given(data=st.data())
def test_torch_makes_every_loss(name: str, data: st.DataObject) -> None:
    made = data.draw(drawn(Loss.variants[name]))
    assert made is not None
    loss = eval(str(made.make()), {"nn": nn})
    answer = torch.full((4, 10), 0.3, requires_grad=True)
    classes = torch.tensor([0, 1, 2, 9])
    one_hot = nn.functional.one_hot(classes, 10).float()
    result = loss(answer, classes if made.takes_classes else one_hot)
    assert result.shape == ()
    assert result.isfinite()
    result.backward()


@pytest.mark.parametrize("name", Loss.variants)
def test_a_loss_wants_the_target_that_it_says(name: str) -> None:
    made = Loss.variants[name]()
    loss = eval(str(made.make()), {"nn": nn})
    answer = torch.full((4, 10), 0.3)
    classes = torch.tensor([0, 1, 2, 9])
    if made.takes_classes:
        loss(answer, classes)
    else:
        with pytest.raises((RuntimeError, ValueError, UserWarning)):
            loss(answer, classes)


def test_code_holds_what_torch_would_not_choose() -> None:
    assert str(Adam().make()) == "torch.optim.Adam(model.parameters(), lr=0.001)"
    equal = Adam(betas=(0.9, 0.9)).make("parameters")
    assert str(equal) == "torch.optim.Adam(parameters, lr=0.001, betas=(0.9, 0.9))"
    assert str(Loss.variants["HuberLoss"](delta=2).make()) == "nn.HuberLoss(delta=2.0)"


def test_nesterov_needs_momentum() -> None:
    with pytest.raises(SettingError, match="nesterov needs a momentum") as refusal:
        SGD(nesterov=True)
    assert refusal.value.setting == "nesterov"
    with pytest.raises(SettingError, match="nesterov"):
        SGD(nesterov=True, momentum=0.9, dampening=0.5)
    with pytest.raises(SettingError, match="nesterov"):
        SGD(nesterov=True, momentum=0.9).changed(momentum=0.0)
    assert SGD(nesterov=True, momentum=0.9).nesterov


def test_training_has_defaults_for_everything() -> None:
    training = Training()
    assert Training.from_json(training.to_json()) == training
    assert Training.from_json({}) == training
    assert training.to_json()["optimizer"] == {"type": "Adam", "lr": 0.001}
    with pytest.raises(SettingError, match="batch_size"):
        training.changed(batch_size=0)
    with pytest.raises(SettingError, match="validation"):
        training.changed(validation=1)


def test_every_setting_can_be_shown_and_typed() -> None:
    for name, declaration in Training.declared_settings.items():
        if hasattr(declaration.kind, "variants"):
            continue
        value = getattr(Training(), name)
        assert declaration.parse(declaration.kind.show(value)) == value
    assert isinstance(Training.require("device").kind, Choice)
    threads = Training.require("threads").kind
    assert isinstance(threads, Either)
    assert Nothing() in threads.kinds
