"""Our shape rules against torch itself, for every layer, over drawn settings and inputs.

torch runs the code that the layer writes, forward and backward, on the CPU: `meta` is
lenient where the CPU is not. Output shapes, dtypes, parameter counts, and whether it
works at all must be the same. `REFUSED` lists where torch says yes and a person meant no.
"""

import warnings
from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from torch import nn

from designer import kinds
from designer.errors import SettingError, ShapeError
from designer.layers import CATALOGUE, Layer, Tensor
from designer.layers.merge import Join

Inputs = tuple[Tensor, ...]

WITHOUT_CODE = {"Input", "Output", "Note"}

DRAWS = settings.default.max_examples if settings.default else 100


# Settings ------------------------------------------------------------------------------


def values(kind: kinds.Kind) -> st.SearchStrategy[Any]:
    """Values that a kind takes, small ones."""
    if isinstance(kind, kinds.Whole):
        low = -6 if kind.low is None else kind.low
        reach = 4 if low >= 0 else 9
        high = low + reach if kind.high is None else min(kind.high, low + reach)
        return st.integers(low, high)
    if isinstance(kind, kinds.Real):
        low = -2.0 if kind.low is None else float(kind.low)
        high = low + 4.0 if kind.high is None else min(kind.high, low + 4.0)
        return st.one_of(
            st.just(low),
            st.integers(0, 40).map(lambda tenth: min(low + tenth / 10, float(high))),
            st.floats(low, high),
        )
    if isinstance(kind, kinds.Truth):
        return st.booleans()
    if isinstance(kind, kinds.Text):
        return st.text(max_size=5).filter(lambda text: "\0" not in text)
    if isinstance(kind, kinds.Choice):
        return st.sampled_from(kind.options)
    if isinstance(kind, kinds.Numbers):
        lengths = (kind.axes, kind.axes) if kind.axes else (0, 4)
        number = values(kind.number)
        rows = st.lists(number, min_size=lengths[0], max_size=lengths[1]).map(tuple)
        if not kind.axes:
            return rows
        return st.one_of(number.map(lambda one: (one,) * kind.axes), rows)
    if isinstance(kind, kinds.Nothing):
        return st.none()
    assert isinstance(kind, kinds.Either), kind
    return st.one_of(*map(values, kind.kinds))


BAD = st.sampled_from([None, True, -1, 0, 1.5, float("nan"), "same", (2,), (0, 0), []])


@st.composite
def layers(draw: st.DrawFn, cls: type[Layer]) -> Layer:
    """A layer with some settings at their defaults and the others drawn."""
    drawn = {
        name: draw(values(declaration.kind))
        for name, declaration in cls.declared_settings.items()
        if draw(st.booleans())
    }
    return cls(**drawn)


# Inputs --------------------------------------------------------------------------------

USUAL_AXES = {
    "Conv1d": 2,
    "Conv3d": 4,
    "Linear": 1,
    "BatchNorm1d": 2,
    **dict.fromkeys(("Softmax", "LogSoftmax", "LayerNorm", "GroupNorm"), 2),
}


@st.composite
def inputs_of(draw: st.DrawFn, layer: Layer) -> Inputs:
    """Tensors for a layer: most of a shape that suits it, some of any."""
    many = draw(st.integers(1, 4)) if isinstance(layer, Join) else 1
    usual = USUAL_AXES.get(type(layer).__name__, 3)
    axes = usual if draw(st.integers(0, 7)) else draw(st.integers(0, 5))
    size = st.one_of(st.integers(1, 12), st.sampled_from(telling_sizes(layer)))
    shape = tuple(draw(size) for _ in range(axes))
    groups = getattr(layer, "groups", getattr(layer, "num_groups", 1))
    if shape and draw(st.integers(0, 5)):
        shape = (groups * draw(st.integers(1, 2)), *shape[1:])
    tensors = []
    for _ in range(many):
        other = list(shape)
        if isinstance(layer, Join) and shape and not draw(st.integers(0, 2)):
            other[draw(st.integers(0, axes - 1))] = draw(st.integers(1, 5))
        dtype = "float32"
        if not draw(st.integers(0, 11)):
            dtype = draw(st.sampled_from(["int64", "bool"]))
        tensors.append(Tensor(tuple(other), dtype))
    return tuple(tensors)


def telling_sizes(layer: Layer) -> list[int]:
    """Sizes at which a rule may turn: a layer's own numbers, and one more or less."""
    found = {1}
    for name in layer.declared_settings:
        value = getattr(layer, name)
        for number in value if isinstance(value, tuple) else (value,):
            if type(number) is int:
                found |= {max(number + more, 1) for more in (-1, 0, 1)}
    return sorted(found)


# What ours and torch say -----------------------------------------------------------------


def ours(layer: Layer, inputs: Inputs) -> tuple[Inputs, int] | ShapeError:
    """Outputs and parameters by our rules, or the refusal."""
    try:
        made = layer.output(*inputs)
    except ShapeError as error:
        return error
    outputs = (made,) if isinstance(made, Tensor) else made
    return outputs, layer.parameters(*inputs)


def torchs(layer: Layer, inputs: Inputs, batch: int) -> tuple[Inputs, int] | Exception:
    """Outputs and parameters by the code that the layer writes, or what torch raised."""
    variables: dict[str, Any] = {"nn": nn, "torch": torch}
    names = [f"x{place}" for place in range(len(inputs))]
    for name, tensor in zip(names, inputs, strict=True):
        variables[name] = filled(tensor, batch)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = layer.make(*inputs)
            if made is not None:
                variables["module"] = eval(str(made), variables)
            result = eval(str(layer.call("module", *names)), variables)
            if result.requires_grad:
                result.sum().backward()
    except Exception as error:  # torch raises whatever it likes
        return error
    learned = variables["module"].parameters() if made is not None else ()
    dtype = str(result.dtype).removeprefix("torch.")
    if not result.dim() or result.shape[0] != batch:
        dtype += " without the batch"
    parameters = sum(parameter.numel() for parameter in learned)
    return (Tensor(tuple(result.shape[1:]), dtype),), parameters


def filled(tensor: Tensor, batch: int) -> torch.Tensor:
    """Some numbers of that shape, as they would come from a layer before."""
    dtype = getattr(torch, tensor.dtype)
    numbers = torch.ones((batch, *tensor.shape), dtype=dtype)
    if dtype is torch.float32:
        return numbers.requires_grad_() * 1.5  # a leaf could not be overwritten
    return numbers


# Where torch says yes and a person meant no --------------------------------------------

Reason = Callable[[Layer, Inputs], bool]

REFUSED: dict[str, Reason] = {
    "whole numbers and truths reach a layer that is made for float numbers": (
        lambda layer, inputs: (
            not isinstance(layer, Join) and any(x.dtype != "float32" for x in inputs)
        )
    ),
    "the batch is mixed: axis 0 of what torch sees, also when counted from the end": (
        lambda layer, inputs: any(
            getattr(layer, key, 1) in (0, -len(inputs[0].shape) - 1)
            for key in ("dim", "start_dim", "end_dim")
        )
    ),
    "an axis is missing or too many: torch takes a batch for one sample, or any axes": (
        lambda layer, inputs: (
            type(layer).__name__ in NEED_AXES
            and len(inputs[0].shape) != NEED_AXES[type(layer).__name__]
        )
    ),
    "more axes than there are: what the layer writes then stands for fewer": (
        lambda layer, inputs: getattr(layer, "axes", 0) > len(inputs[0].shape)
    ),
    "a join of one is no join": lambda layer, inputs: (
        isinstance(layer, Join) and len(inputs) == 1
    ),
    "a join of several dtypes would change some of them silently": lambda layer, inputs: (
        isinstance(layer, Join) and len({x.dtype for x in inputs}) > 1
    ),
    "shapes that differ would be broadcast, which hides mistakes": lambda layer, inputs: (
        type(layer).__name__ in ("Add", "Multiply")
        and len({x.shape for x in inputs}) > 1
    ),
}

NEED_AXES = {
    **dict.fromkeys(
        (
            "Conv2d",
            "ConvTranspose2d",
            "MaxPool2d",
            "AvgPool2d",
            "AdaptiveAvgPool2d",
            "AdaptiveMaxPool2d",
            "Dropout2d",
            "Upsample",
        ),
        3,
    ),
    "Conv1d": 2,
    "Conv3d": 4,
}


def is_empty(outcome: tuple[Inputs, int]) -> bool:
    """Whether torch gives a tensor without numbers, which nothing can learn from."""
    return any(0 in tensor.shape for tensor in outcome[0])


# The test ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(set(CATALOGUE) - WITHOUT_CODE))
def test_agrees_with_torch(name: str) -> None:
    worked = [0]

    @settings(
        max_examples=DRAWS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data(), st.integers(2, 3))
    def agrees(data: st.DataObject, batch: int) -> None:
        layer = data.draw(layers(CATALOGUE[name]))
        inputs = data.draw(inputs_of(layer))
        we, torch_ = ours(layer, inputs), torchs(layer, inputs, batch)
        note(f"{layer.make(*inputs) if not isinstance(we, ShapeError) else layer}")
        note(f"ours:  {we!r}\ntorch: {torch_!r}")
        if isinstance(we, ShapeError) and not isinstance(torch_, Exception):
            reasons = [why for why, holds in REFUSED.items() if holds(layer, inputs)]
            assert reasons or is_empty(torch_), "ours refuses what torch takes"
            return
        assert isinstance(we, ShapeError) == isinstance(torch_, Exception)
        if not isinstance(we, ShapeError):
            assert we == torch_
            worked[0] += 1

    agrees()
    assert worked[0] >= DRAWS // 20, "too few draws worked to mean anything"


@pytest.mark.parametrize("name", sorted(CATALOGUE))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_bad_settings_are_refused_in_words(name: str, data: st.DataObject) -> None:
    cls = CATALOGUE[name]
    if not cls.declared_settings:
        return
    setting = data.draw(st.sampled_from(sorted(cls.declared_settings)))
    value = data.draw(BAD)
    try:
        layer = cls(**{setting: value})
    except SettingError as error:
        assert error.setting == setting
        assert str(error).startswith(f"{setting} needs ")
    else:
        kind = cls.declared_settings[setting].kind
        assert kind.read(getattr(layer, setting)) == getattr(layer, setting)


def test_input_gives_its_shape() -> None:
    layer = CATALOGUE["Input"](shape=(2, 3), dtype="int64")
    assert layer.output() == Tensor((2, 3), "int64")
    assert CATALOGUE["Output"]().output(Tensor((3,))) == ()
    assert CATALOGUE["Note"]().output() == ()
