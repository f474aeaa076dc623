"""Our shape rules beside torch itself: what is drawn, what each says, and the table.

torch runs the code that a layer writes, forward and backward, on the CPU: `meta` is
lenient where the CPU is not. What is special to a family of layers stands in `cases/`.
"""

import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from hypothesis import strategies as st
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from designer import kinds
from designer.errors import ShapeError
from designer.layers import Layer, Tensor

Inputs = tuple[Tensor | None, ...]

Drawn = Callable[[st.DrawFn, Any], Inputs]
"""Draws tensors for a layer: most of a shape that suits it, some of any."""

Own = Mapping[tuple[str, str], st.SearchStrategy[Any]]
"""How some settings are drawn, by the names of the layer and the setting."""

WITHOUT_RULE = {"Input", "Output", "Note", "Frame", "Code"}
"""What has no rule of ours to hold against torch: Code is run to know its shapes."""

TABLE: dict[str, tuple[int, int]] = {}
"""For each layer that was tried: draws, and how many of them worked."""


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
    if isinstance(kind, kinds.Line):
        ends = ("Cc", "Cs", "Zl", "Zp")
        return st.text(st.characters(exclude_categories=ends), max_size=5)
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


@st.composite
def layers(draw: st.DrawFn, cls: type[Layer], own: Own | None = None) -> Layer:
    """A layer with some settings at their defaults and the others drawn.

    `own` says how a setting is drawn for which its kind says too little.
    """
    own = own or {}
    drawn = {
        name: draw(own.get((cls.__name__, name), values(declaration.kind)))
        for name, declaration in cls.declared_settings.items()
        if draw(st.booleans())
    }
    return cls(**drawn)


# Inputs --------------------------------------------------------------------------------


def usual(axes: int, dtype: str = "float32") -> Drawn:
    """One tensor, mostly of so many axes and of that dtype."""
    return lambda draw, layer: (one(draw, layer, axes, dtype),)


def joined(axes: int) -> Drawn:
    """One to four tensors, mostly alike."""

    def drawn(draw: st.DrawFn, layer: Layer) -> Inputs:
        first = one(draw, layer, axes)
        others = [
            alike(draw, first) for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 3])))
        ]
        return (first, *others)

    return drawn


def one(
    draw: st.DrawFn, layer: Layer, axes: int, dtype: str = "float32", rest: int = 12
) -> Tensor:
    """A tensor, mostly of so many axes and of that dtype, none larger than `rest`."""
    axes = axes if draw(st.integers(0, 7)) else draw(st.integers(0, 5))
    size = st.one_of(st.integers(1, rest), st.sampled_from(telling_sizes(layer)))
    shape = tuple(draw(size) for _ in range(axes))
    groups = getattr(layer, "groups", getattr(layer, "num_groups", 1))
    if shape and draw(st.integers(0, 5)):
        shape = (groups * draw(st.integers(1, 2)), *shape[1:])
    return Tensor(shape, any_dtype(draw, dtype))


def alike(draw: st.DrawFn, tensor: Tensor, odds: int = 3) -> Tensor:
    """The same shape and dtype, and once in `odds` one that differs in an axis."""
    shape = list(tensor.shape)
    if shape and not draw(st.integers(0, odds - 1)):
        shape[draw(st.integers(0, len(shape) - 1))] = draw(st.integers(1, 5))
    return Tensor(tuple(shape), any_dtype(draw, tensor.dtype))


def any_dtype(draw: st.DrawFn, usual: str) -> str:
    """The usual dtype, and sometimes another."""
    if draw(st.integers(0, 11)):
        return usual
    return draw(st.sampled_from(["float32", "int64", "bool"]))


def telling_sizes(layer: Layer) -> list[int]:
    """Sizes at which a rule may turn: a layer's own numbers, and one more or less."""
    found = {1}
    for name in layer.declared_settings:
        value = getattr(layer, name)
        for number in value if isinstance(value, tuple) else (value,):
            if type(number) is int:
                found |= {max(number + more, 1) for more in (-1, 0, 1)}
    return sorted(size for size in found if size < 64)


# What ours and torch say -----------------------------------------------------------------

Outcome = tuple[tuple[Tensor, ...], int]
"""The tensor of each output port, and the number of parameters."""


def ours(layer: Layer, inputs: Inputs) -> Outcome | ShapeError:
    """Outputs and parameters by our rules, or the refusal."""
    try:
        made = layer.output(*inputs)
    except ShapeError as error:
        return error
    outputs = (made,) if isinstance(made, Tensor) else made
    return outputs, layer.parameters(*inputs)


def torchs(layer: Layer, inputs: Inputs, batch: int) -> Outcome | Exception:
    """Outputs and parameters by the code that the layer writes, or what torch raised."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module, results = run(layer, inputs, batch)
            learning = [x.sum() for x in results if x.requires_grad]
            if learning:
                sum(learning).backward()  # type: ignore[union-attr]
    except Exception as error:  # torch raises whatever it likes
        return error
    return tuple(described(x, batch) for x in results), learned(module)


def run(
    layer: Layer, inputs: Inputs, batch: int
) -> tuple[nn.Module | nn.Parameter | None, list[torch.Tensor]]:
    """The module of a layer, if it has one, and what its call gives for a batch."""
    space: dict[str, Any] = {"nn": nn, "torch": torch, "Tensor": torch.Tensor}
    for statement in layer.imports:
        exec(statement, space)
    exec(layer.definition, space)
    names = [f"x{place}" if x else "None" for place, x in enumerate(inputs)]
    for name, tensor in zip(names, inputs, strict=True):
        if tensor is not None:
            space[name] = filled(tensor, batch)
    if layer.needs_batch:
        names.append("batch")
        space["batch"] = torch.ones(batch, 1)
    owner = nn.Module().train()
    space["self"] = owner
    made = layer.make(*inputs)
    if made is not None:
        owner.module = eval(str(made), space)
    targets = [f"y{place}" for place in range(len(layer.outputs))]
    call = layer.call_on(inputs, "self.module", *names)
    for target, value in ((layer.assign(*targets), call), *layer.then(*targets)):
        exec(f"{target} = {value}", space)
    return getattr(owner, "module", None), [space[target] for target in targets]


def counted_on_meta(layer: Layer, inputs: Inputs) -> int:
    """Multiply-accumulates of a sample on `meta`, where no operation hides others."""
    with torch.device("meta"), torch.no_grad(), FlopCounterMode(display=False) as flops:
        run(layer, inputs, 2)
    return int(flops.get_total_flops()) // 4


def learned(module: nn.Module | nn.Parameter | None) -> int:
    """How many numbers a module learns."""
    if isinstance(module, nn.Module):
        return sum(parameter.numel() for parameter in module.parameters())
    return module.numel() if isinstance(module, nn.Parameter) else 0


def described(x: torch.Tensor, batch: int) -> Tensor:
    """A result as our rules would say it; its dtype tells if the batch is not first."""
    dtype = str(x.dtype).removeprefix("torch.")
    if not x.dim() or x.shape[0] != batch:
        dtype += " without the batch"
    return Tensor(tuple(x.shape[1:]), dtype)


def filled(tensor: Tensor, batch: int) -> torch.Tensor:
    """Some numbers of that shape, as they would come from a layer before."""
    dtype = getattr(torch, tensor.dtype)
    shape = (batch, *tensor.shape)
    if dtype is torch.float32:
        return torch.ones(shape).requires_grad_() * 1.5  # a leaf cannot be overwritten
    if dtype is torch.bool:
        return torch.ones(shape, dtype=dtype)
    return torch.zeros(shape, dtype=dtype)  # an index that is always there


def is_empty(outcome: Outcome) -> bool:
    """Whether torch gives a tensor without numbers, which nothing can learn from."""
    return any(0 in tensor.shape for tensor in outcome[0])


def table(rows: Iterable[str] = ()) -> str:
    """What was tried, as text: a line for each layer and one for all."""
    names = sorted(rows or TABLE)
    lines = [f"{name:28}{TABLE[name][0]:>8,}{TABLE[name][1]:>8,}" for name in names]
    draws = sum(TABLE[name][0] for name in names)
    head = f"{'layer':28}{'draws':>8}{'worked':>8}"
    foot = f"{len(names)} layers, {draws:,} draws, 0 disagreements"
    return "\n".join([head, *lines, foot])
