"""Joins."""

from typing import Any

from hypothesis import strategies as st

from designer.layers import Concat, Stack, Tensor
from designer.layers.merge import Elementwise
from tests.layers.case import ANY_DTYPE, Cases
from tests.layers.oracle import Drawn, Inputs, alike, joined, one

OPERATOR = "an operator"
FUNCTION = "a function of torch"
NUMBERS = ("float32", "int64")
MANY = ("Add", "Multiply", "Average", "Maximum", "Minimum", "Concat", "Stack")
PAIRS = ("Subtract", "Divide")
MASKS = ("LogicalAnd", "LogicalOr")


def paired(draw: st.DrawFn, layer: Any) -> Inputs:
    """Two tensors, mostly alike."""
    first = one(draw, layer, 3)
    return first, alike(draw, first)


def masked(draw: st.DrawFn, layer: Any) -> Inputs:
    """One to four masks, mostly alike."""
    first = one(draw, layer, 2, "bool")
    others = draw(st.sampled_from([0, 1, 1, 1, 2, 3]))
    return (first, *[alike(draw, first) for _ in range(others)])


def side_by_side(draw: st.DrawFn, layer: Any) -> Inputs:
    """One to four tensors, mostly alike but for the axis along which they follow."""
    inputs = joined(3)(draw, layer)
    axes = len(inputs[0].shape) if inputs[0] else 0
    if not -axes <= layer.dim <= axes or not layer.dim:
        return inputs
    axis = layer.dim - 1 if layer.dim > 0 else layer.dim
    return tuple(resized(x, axis, draw(st.integers(1, 5))) for x in inputs if x)


def resized(x: Tensor, axis: int, size: int) -> Tensor:
    """The tensor with so many places along an axis."""
    shape = list(x.shape)
    shape[axis] = size
    return x._replace(shape=tuple(shape))


def is_plain(layer: Any) -> bool:
    """Whether all inputs of a join are of the same standing."""
    return isinstance(layer, Elementwise | Concat | Stack)


def drawn() -> dict[str, Drawn]:
    """What each join is tried on."""
    return {
        **dict.fromkeys(MANY, joined(3)),
        **dict.fromkeys(PAIRS, paired),
        **dict.fromkeys(MASKS, masked),
        "Concat": side_by_side,
    }


CASES = Cases(
    inputs=drawn(),
    takes={
        **dict.fromkeys(
            ("Add", "Multiply", "Maximum", "Minimum", "Concat", "Stack"), ANY_DTYPE
        ),
        "Subtract": NUMBERS,
        **dict.fromkeys(MASKS, ("bool",)),
    },
    refused={
        "a join of several dtypes would change some of them silently": (
            lambda layer, inputs: is_plain(layer) and len({x.dtype for x in inputs}) > 1
        ),
        "shapes that differ would be broadcast, which hides mistakes": (
            lambda layer, inputs: (
                isinstance(layer, Elementwise) and len({x.shape for x in inputs}) > 1
            )
        ),
    },
    without_module={
        **dict.fromkeys(("Add", "Subtract", "Multiply", "Divide", *MASKS), OPERATOR),
        "Average": "an operator and a number",
        **dict.fromkeys(("Maximum", "Minimum", "Stack"), FUNCTION),
        "Concat": "torch.cat, which has no signature to read",
    },
)
