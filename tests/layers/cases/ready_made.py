"""Ready-made compounds."""

from typing import Any

from hypothesis import strategies as st

from designer.layers import Tensor
from tests.layers.case import Cases, misshapen
from tests.layers.oracle import Inputs, any_dtype, one, usual

COMPOUND = "a compound of several layers"
PICTURES = {"DepthwiseSeparableConv2d": 3, "PatchEmbedding": 3}
POOLS = ("GlobalAvgPool", "GlobalMaxPool")


def squeezed(draw: st.DrawFn, layer: Any) -> Inputs:
    """A signal, a picture or a volume with mostly enough channels."""
    x = one(draw, layer, draw(st.integers(2, 4)), rest=5)
    if not x.shape or not draw(st.integers(0, 5)):
        return (x,)
    channels = layer.reduction + draw(st.integers(0, 2 * layer.reduction))
    return (x._replace(shape=(channels, *x.shape[1:])),)


def divided(draw: st.DrawFn, layer: Any) -> Inputs:
    """A picture whose size is mostly so many patches."""
    x = one(draw, layer, 3)
    if len(x.shape) != 3 or not draw(st.integers(0, 3)):
        return (x,)
    size = [draw(st.integers(1, 3)) * patch for patch in layer.patch_size]
    return (Tensor((x.shape[0], *size), any_dtype(draw, "float32")),)


def is_left_over(layer: Any, inputs: Any) -> bool:
    """Whether patches do not divide a picture."""
    return type(layer).__name__ == "PatchEmbedding" and any(
        size % patch
        for size, patch in zip(inputs[0].shape[1:], layer.patch_size, strict=False)
    )


CASES = Cases(
    inputs={
        **{name: usual(axes) for name, axes in PICTURES.items()},
        "PatchEmbedding": divided,
        "SqueezeExcitation": squeezed,
    },
    example={
        "SqueezeExcitation": (Tensor((32, 9, 9)),),
        "PatchEmbedding": (Tensor((3, 8, 8)),),
    },
    refused={
        "a compound without one of its axes takes the batch for it": misshapen(
            PICTURES
        ),
        "a global pool of what has no places takes the mean of the batch": (
            lambda layer, inputs: (
                type(layer).__name__ in POOLS and len(inputs[0].shape) < 2
            )
        ),
        "patches that do not divide a picture leave out its edge": is_left_over,
    },
    without_module={
        **dict.fromkeys(("SqueezeExcitation", *PICTURES), COMPOUND),
        **dict.fromkeys(POOLS, "a method of the tensor"),
        "DropPath": "nn.Dropout of a mask",
        "LayerScale": "an nn.Parameter and a product",
    },
)
