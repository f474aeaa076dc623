"""Layers that rearrange axes."""

import math
from typing import Any

from hypothesis import strategies as st

from designer.layers import Roll, Squeeze, Stack, Tensor, Unsqueeze
from tests.layers.case import ANY_DTYPE, Cases
from tests.layers.oracle import Inputs, any_dtype, usual

METHOD = "a method of the tensor"
NAMES = (
    "Reshape",
    "Squeeze",
    "Unsqueeze",
    "Permute",
    "Transpose",
    "MoveAxis",
    "Roll",
    "Flip",
)


@st.composite
def orders(draw: st.DrawFn) -> tuple[int, ...]:
    """Mostly each axis once, from 1."""
    axes = draw(st.integers(0, 4))
    if not draw(st.integers(0, 5)):
        return tuple(draw(st.lists(st.integers(1, 4), max_size=4)))
    return tuple(draw(st.permutations(range(1, axes + 1))))


def few(low: int, high: int) -> st.SearchStrategy[tuple[int, ...]]:
    """One or two numbers, and sometimes none."""
    lengths = st.sampled_from([0, *[1] * 4, *[2] * 4])
    return lengths.flatmap(lambda length: st.tuples(*[st.integers(low, high)] * length))


def reordered(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly as many axes as the order has."""
    return usual(len(layer.dims))(draw, layer)


def refilled(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly as many numbers as the shape has room for, along two axes."""
    if not draw(st.integers(0, 3)):
        return usual(3)(draw, layer)
    known = math.prod(abs(size) for size in layer.shape) or 1
    left = draw(st.integers(1, 6)) if -1 in layer.shape else 1
    rows = math.gcd(known * left, draw(st.integers(1, 12)))
    shape = (rows, known * left // rows) if rows > 1 else (known * left,)
    return (Tensor(shape, any_dtype(draw, "float32")),)


def thin(draw: st.DrawFn, layer: Any) -> Inputs:
    """A tensor with size 1 along most axes."""
    (x,) = usual(3)(draw, layer)
    assert x
    shape = tuple(draw(st.sampled_from([1, 1, 1, size])) for size in x.shape)
    return (x._replace(shape=shape),)


def is_thick(layer: Any, inputs: Inputs) -> bool:
    """Whether an axis that would go has more than one place."""
    if not isinstance(layer, Squeeze) or inputs[0] is None:
        return False
    shape = (2, *inputs[0].shape)
    there = [dim for dim in layer.dim if -len(shape) <= dim < len(shape)]
    return not there or any(shape[dim] > 1 for dim in there)


CASES = Cases(
    settings={
        ("Permute", "dims"): orders(),
        ("Roll", "shifts"): few(-6, 6),
        ("Roll", "dims"): few(-4, 3),
    },
    inputs={"Reshape": refilled, "Permute": reordered, "Squeeze": thin},
    takes=dict.fromkeys(NAMES, ANY_DTYPE),
    refused={
        "a new axis before the batch": (
            lambda layer, inputs: (
                isinstance(layer, Unsqueeze | Stack)
                and layer.dim in (0, -len(inputs[0].shape) - 2)
            )
        ),
        "torch leaves an axis of more than one place where it is": is_thick,
        "no axis is turned or shifted": (
            lambda layer, inputs: getattr(layer, "dims", (1,)) == ()
        ),
        "an axis is shifted twice": (
            lambda layer, inputs: (
                isinstance(layer, Roll)
                and len({dim % (len(inputs[0].shape) + 1) for dim in layer.dims})
                < len(layer.dims)
            )
        ),
    },
    without_module=dict.fromkeys(NAMES, METHOD),
)
