"""Joins that choose by a mask."""

from typing import Any

from hypothesis import strategies as st

from designer.layers import MaskedFill, Tensor, Where
from tests.layers.case import ANY_DTYPE, Cases
from tests.layers.oracle import Inputs, alike, any_dtype, one

DTYPES = st.sampled_from(["float32", "float32", "int64"])


def chosen(draw: st.DrawFn, layer: Any) -> Inputs:
    """A mask and two tensors, mostly alike."""
    first = one(draw, layer, 2, draw(DTYPES))
    mask = Tensor(alike(draw, first, odds=8).shape, any_dtype(draw, "bool"))
    return mask, first, alike(draw, first, odds=8)


def filled(draw: st.DrawFn, layer: Any) -> Inputs:
    """A tensor and a mask of its shape, or with size 1 along some axes."""
    x = one(draw, layer, 3, draw(DTYPES))
    shape = tuple(draw(st.sampled_from([size, size, 1])) for size in x.shape)
    mask = alike(draw, Tensor(shape), odds=8)
    return x, Tensor(mask.shape, any_dtype(draw, "bool"))


def is_spread(layer: Any, inputs: Inputs) -> bool:
    """Whether a mask has other axes than its input, or is larger."""
    if not isinstance(layer, MaskedFill):
        return False
    x, mask = inputs
    assert x and mask
    return len(mask.shape) != len(x.shape) or any(
        size > whole for size, whole in zip(mask.shape, x.shape, strict=True)
    )


CASES = Cases(
    inputs={"Where": chosen, "MaskedFill": filled},
    takes={"Where": ANY_DTYPE, "MaskedFill": ANY_DTYPE},
    refused={
        "a choice of two DTYPES would change one of them silently": (
            lambda layer, inputs: (
                isinstance(layer, Where) and inputs[1].dtype != inputs[2].dtype
            )
        ),
        "a choice of shapes that differ would be broadcast, which hides mistakes": (
            lambda layer, inputs: (
                isinstance(layer, Where) and len({x.shape for x in inputs}) > 1
            )
        ),
        "a mask of other axes, or larger than what it hides, spreads its input": (
            is_spread
        ),
        "a number among true and false is no number": (
            lambda layer, inputs: (
                isinstance(layer, MaskedFill) and inputs[0].dtype == "bool"
            )
        ),
        "decimals would be cut off among whole numbers": (
            lambda layer, inputs: (
                isinstance(layer, MaskedFill)
                and inputs[0].dtype == "int64"
                and not layer.value.is_integer()
            )
        ),
    },
    without_module={
        "Where": "torch.where, which has no signature to read",
        "MaskedFill": "a method of the tensor",
    },
)
