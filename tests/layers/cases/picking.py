"""Layers that pick places along an axis."""

from typing import Any

from hypothesis import strategies as st

from designer.layers import Split, Tensor
from tests.layers.case import ANY_DTYPE, Cases
from tests.layers.cases.merge import resized
from tests.layers.oracle import Inputs, alike, any_dtype, one, usual

NAMES = ("Split", "Chunk", "Slice", "Select", "Index", "Gather")


def along(draw: st.DrawFn, layer: Any, size: int) -> Inputs:
    """Mostly a tensor of that size along the layer's axis."""
    (x,) = usual(3)(draw, layer)
    axes = len(x.shape) if x else 0
    is_there = layer.dim and -axes <= layer.dim <= axes
    if x is None or not is_there or not draw(st.integers(0, 5)):
        return (x,)
    return (resized(x, layer.dim - 1 if layer.dim > 0 else layer.dim, size),)


def split(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly an axis that the sizes make up."""
    return along(draw, layer, max(sum(layer.sizes), 1))


def chunked(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly an axis of as many pieces, or about."""
    piece = draw(st.integers(1, 4))
    return along(draw, layer, max(layer.chunks * piece - draw(st.integers(0, 3)), 1))


def long(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly an axis with enough places."""
    return along(draw, layer, draw(st.integers(1, 9)))


def gathered(draw: st.DrawFn, layer: Any) -> Inputs:
    """A tensor, and places of which mostly none are more than its own."""
    x = one(draw, layer, 3)
    shape = tuple(draw(st.integers(1, size)) for size in x.shape)
    index = alike(draw, Tensor(shape), odds=4)
    return x, Tensor(index.shape, any_dtype(draw, "int64"))


def is_short(layer: Any, inputs: Inputs) -> bool:
    """Whether equal sizes are more than the axis has: torch makes the last smaller."""
    if not isinstance(layer, Split) or inputs[0] is None:
        return False
    shape = inputs[0].shape
    if not layer.dim or not -len(shape) <= layer.dim <= len(shape):
        return False
    size = shape[layer.dim - 1 if layer.dim > 0 else layer.dim]
    return len(set(layer.sizes)) == 1 and sum(layer.sizes) > size


CASES = Cases(
    inputs={
        "Split": split,
        "Chunk": chunked,
        "Slice": long,
        "Select": long,
        "Index": long,
        "Gather": gathered,
    },
    takes=dict.fromkeys(NAMES, ANY_DTYPE),
    refused={"sizes that make up more than the axis has": is_short},
    without_module={
        **dict.fromkeys(("Split", "Chunk"), "a method of the tensor"),
        **dict.fromkeys(("Slice", "Select", "Index"), "places in square brackets"),
        "Gather": "torch.gather, which has no signature to read",
    },
)
