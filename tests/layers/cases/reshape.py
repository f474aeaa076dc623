"""Layers that only rearrange."""

import math
from typing import Any

from hypothesis import strategies as st

from designer.layers import Tensor
from designer.layers.window import positions
from tests.layers.case import ANY_DTYPE, Cases, misshapen
from tests.layers.oracle import Inputs, any_dtype, usual


def split(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly a shape in which the axis to split has as many numbers as it is split into."""
    (x,) = usual(3)(draw, layer)
    if x is None or not x.shape or not draw(st.integers(0, 3)):
        return (x,)
    known = math.prod(abs(size) for size in layer.unflattened_size) or 1
    left = draw(st.integers(1, 3)) if -1 in layer.unflattened_size else 1
    shape = list(x.shape)
    shape[(layer.dim - 1 if layer.dim > 0 else layer.dim) % len(shape)] = known * left
    return (Tensor(tuple(shape), x.dtype),)


def blocks(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly as many columns as the output has room for, and rows of whole blocks."""
    room = positions(layer.output_size, *layer.window)
    if not draw(st.integers(0, 3)) or min(room) < 1:
        return usual(2)(draw, layer)
    rows = draw(st.integers(1, 3)) * math.prod(layer.kernel_size)
    return (Tensor((rows, math.prod(room)), any_dtype(draw, "float32")),)


CASES = Cases(
    inputs={"Unflatten": split, "Fold": blocks},
    example={"Fold": (Tensor((8, 27 * 27)),)},
    takes=dict.fromkeys(("Flatten", "Unflatten", "ChannelShuffle"), ANY_DTYPE),
    refused={
        "blocks without one of their axes take the batch for it": misshapen(
            {"Fold": 2, "Unfold": 3}
        )
    },
)
