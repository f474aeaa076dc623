"""Pooling of signals, pictures and volumes, and unpooling."""

import re
from typing import Any

from hypothesis import strategies as st

from designer.layers import Tensor
from tests.layers.case import Cases, misshapen
from tests.layers.oracle import Drawn, Inputs, alike, one, usual

POOLS = ("MaxPool", "AvgPool", "LPPool", "AdaptiveAvgPool", "AdaptiveMaxPool")
UNPOOLS = {f"MaxUnpool{axes}d": axes + 1 for axes in (1, 2, 3)}
FRACTIONAL = {f"FractionalMaxPool{axes}d": axes + 1 for axes in (2, 3)}
AXES = {
    **{f"{name}{axes}d": axes + 1 for name in POOLS for axes in (1, 2, 3)},
}


def with_indices(axes: int) -> Drawn:
    """A pool's output, mostly of a size that makes the output size asked for."""

    def drawn(draw: st.DrawFn, layer: Any) -> Inputs:
        x = one(draw, layer, axes)
        if layer.output_size and len(x.shape) == axes and draw(st.integers(0, 3)):
            stride = layer.stride or layer.kernel_size
            numbers = zip(
                layer.output_size, layer.kernel_size, stride, layer.padding, strict=True
            )
            size = [max(1, (o - k + 2 * p) // s + 1) for o, k, s, p in numbers]
            x = Tensor((x.shape[0], *size), x.dtype)
        return (x, alike(draw, Tensor(x.shape, "int64"), odds=8))

    return drawn


def roomy(axes: int) -> Drawn:
    """Mostly room for the windows that are to be chosen, and sometimes one too few."""

    def drawn(draw: st.DrawFn, layer: Any) -> Inputs:
        x = one(draw, layer, axes)
        if len(x.shape) != axes or not draw(st.integers(0, 3)):
            return (x,)
        ratios = layer.output_ratio or (0.5,) * len(layer.kernel_size)
        least = [
            max(1 / ratio, kernel / (1 - ratio))
            for kernel, ratio in zip(layer.kernel_size, ratios, strict=True)
        ]
        if layer.output_size:
            least = list(
                map(sum, zip(layer.output_size, layer.kernel_size, strict=True))
            )
        size = [min(30, int(each)) + draw(st.integers(-1, 2)) for each in least]
        return (Tensor((x.shape[0], *(max(1, each) for each in size)), x.dtype),)

    return drawn


def sees_nothing(layer: Any, inputs: Inputs) -> bool:
    """Whether a window's places all lie in the padding, along an axis."""
    if not re.fullmatch(r"MaxPool\dd", type(layer).__name__) or inputs[0] is None:
        return False
    stride = layer.stride or layer.kernel_size
    axes = len(stride)
    windows = zip(layer.kernel_size, stride, layer.padding, layer.dilation, strict=True)
    return any(
        start + (k - 1) * d < size + p + (s - 1) * layer.ceil_mode
        and not any(0 <= start + place * d < size for place in range(k))
        for size, (k, s, p, d) in zip(inputs[0].shape[-axes:], windows, strict=False)
        for start in range(-p, 0, s)
    )


CASES = Cases(
    inputs={
        **{name: usual(axes) for name, axes in AXES.items()},
        **{name: roomy(axes) for name, axes in FRACTIONAL.items()},
        **{name: with_indices(axes) for name, axes in UNPOOLS.items()},
    },
    example={
        name: (Tensor((2,) * axes), Tensor((2,) * axes, "int64"))
        for name, axes in UNPOOLS.items()
    },
    takes=dict.fromkeys(UNPOOLS, ("float32", "int64")),
    refused={
        "a pool without one of its axes takes the batch for it": misshapen(
            AXES | FRACTIONAL | UNPOOLS
        )
    },
    harmful={"a window of padding alone gets an index that is not there": sees_nothing},
    left_out={
        (name, "_random_samples"): "where the windows lie, for tests of torch's own"
        for name in FRACTIONAL
    },
    ours={
        (name, "output_size"): "an argument of the module's call" for name in UNPOOLS
    },
    other_defaults={
        (name, "output_ratio"): "torch needs a size or a ratio and has neither"
        for name in FRACTIONAL
    },
)
