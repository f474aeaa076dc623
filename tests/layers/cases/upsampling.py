"""Layers that make signals, pictures and volumes larger, or smaller."""

from typing import Any

from hypothesis import strategies as st

from designer.layers import Tensor
from designer.layers.upsampling import WEIGHING
from tests.layers.case import ANY_DTYPE, Cases, misshapen
from tests.layers.oracle import Drawn, Inputs, any_dtype, one, usual

PICTURES = {"UpsamplingNearest2d": 3, "UpsamplingBilinear2d": 3}
PIXELS = {"PixelShuffle": 3, "PixelUnshuffle": 3}
RESIZING = ("Upsample", "Interpolate", *PICTURES)


def resized(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly as many axes as the mode and the sizes are for."""
    told = [v for v in (layer.size, layer.scale_factor) if isinstance(v, tuple)]
    axes = WEIGHING.get(layer.mode) or draw(st.integers(1, 3))
    if told and layer.mode not in WEIGHING:
        axes = min(max(len(told[0]), 1), 3)
    return (one(draw, layer, 1 + axes),)


def divisible(factor: str, of_size: bool) -> Drawn:
    """Mostly a picture of which the factor divides the size, or its square the channels."""

    def drawn(draw: st.DrawFn, layer: Any) -> Inputs:
        if not draw(st.integers(0, 2)):
            return usual(3)(draw, layer)
        number = getattr(layer, factor)
        sizes = [draw(st.integers(1, 4)) for _ in range(3)]
        whole = (1, number, number) if of_size else (number**2, 1, 1)
        shape = tuple(a * b for a, b in zip(sizes, whole, strict=True))
        return (Tensor(shape, any_dtype(draw, "float32")),)

    return drawn


def is_one_for_all(layer: Any, inputs: Inputs) -> bool:
    """Whether the sizes are equal, so that the code writes one number."""
    size = getattr(layer, "size", None)
    return isinstance(size, tuple) and len(set(size)) == 1


CASES = Cases(
    inputs={
        **dict.fromkeys(("Upsample", "Interpolate"), resized),
        **{name: usual(3) for name in PICTURES},
        "PixelShuffle": divisible("upscale_factor", of_size=False),
        "PixelUnshuffle": divisible("downscale_factor", of_size=True),
    },
    example={"PixelUnshuffle": (Tensor((8, 6, 6)),)},
    takes=dict.fromkeys(PIXELS, ANY_DTYPE),
    refused={
        "what is for pictures takes other axes for theirs": misshapen(
            PICTURES | PIXELS
        ),
        "equal sizes, too few or too many, stand in the code as one for all axes": (
            is_one_for_all
        ),
    },
    without_module={"Interpolate": "a function, torch.nn.functional.interpolate"},
    left_out={("Upsample", "recompute_scale_factor"): "a setting of Interpolate"},
    other_defaults={
        (name, "scale_factor"): "torch needs a size or a factor and has neither"
        for name in RESIZING
    },
)
