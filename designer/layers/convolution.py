"""Convolutions: small learned filters that slide over a signal, a picture or a volume."""

import math
from typing import Any, Literal

from designer.errors import ShapeError
from designer.kinds import Size1, Size2, Size3
from designer.layers.layer import Layer, layer
from designer.layers.needs import need_axes, need_float
from designer.layers.tensor import Tensor
from designer.layers.window import reach, slide
from designer.settings import setting
from designer.words import counted

FAMILY = "Convolution"
LAYOUTS = {
    1: "channels × length",
    2: "channels × height × width",
    3: "channels × depth × height × width",
}

Padding = Literal["valid", "same"]
PaddingMode = Literal["zeros", "reflect", "replicate", "circular"]

CHANNELS = "Number of filters; each makes one channel of the output."
KERNEL = "Size of each filter."
STRIDE = "How far the filter moves at each step."
PADDING = "Places added around the input; 'same' keeps the size, 'valid' adds none."
DILATION = "Distance between the places that a filter looks at."
GROUPS = "Groups of channels that are convolved apart. Must divide both channels."
BIAS = "Add a learned number to each channel."
PADDING_MODE = "What the added places hold."


class Convolution(Layer):
    """The shape rule, the code and the cost that convolutions of 1 to 3 axes share."""

    out_channels: int
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: Any
    dilation: tuple[int, ...]
    groups: int
    bias: bool
    padding_mode: str

    def output(self, x: Tensor) -> Tensor:
        axes = len(self.kernel_size)
        channels, *size = need_axes(
            x, axes + 1, LAYOUTS[axes], instead=siblings(self, x)
        )
        need_float(x)
        check_groups(channels, self.out_channels, self.groups)
        if self.padding == "same" and any(s != 1 for s in self.stride):
            raise ShapeError(
                "has padding 'same', which needs stride 1 to keep the size.",
                changes=({"stride": (1,) * axes}, {"padding": self.keeping_padding()}),
            )
        if self.padding == "same":
            self._check_mode(tuple(size), self.keeping_padding())
            return Tensor((self.out_channels, *size))
        padding = (0,) * axes if self.padding == "valid" else self.padding
        self._check_mode(tuple(size), padding)
        slid = slide(tuple(size), self.kernel_size, self.stride, padding, self.dilation)
        return Tensor((self.out_channels, *slid))

    def derived(self, x: Tensor) -> dict[str, int | tuple[int, ...]]:
        return {"in_channels": x.shape[0]}

    def parameters(self, x: Tensor) -> int:
        filters = x.shape[0] // self.groups * math.prod(self.kernel_size)
        return self.out_channels * (filters + self.bias)

    def macs(self, x: Tensor) -> int:
        filters = x.shape[0] // self.groups * math.prod(self.kernel_size)
        return self.output(x).elements * filters

    def keeping_padding(self) -> tuple[int, ...]:
        """The padding that keeps the size of an input at stride 1."""
        windows = zip(self.kernel_size, self.dilation, strict=True)
        return tuple(reach(kernel, dilation) // 2 for kernel, dilation in windows)

    def _check_mode(self, size: tuple[int, ...], padding: tuple[int, ...]) -> None:
        """torch mirrors at most size − 1 places and wraps around at most size."""
        spare = {"reflect": 1, "circular": 0}.get(self.padding_mode)
        if spare is None:
            return
        if any(p > s - spare for p, s in zip(padding, size, strict=True)):
            raise ShapeError(
                f"cannot fill {max(padding)} places of padding by {self.padding_mode}: "
                f"the input has only {min(size)}.",
                changes=({"padding_mode": "zeros"},),
            )


@layer(FAMILY)
class Conv1d(Convolution):
    """Slides learned filters along a signal; each filter makes one output channel.

    Input: C×L. Output: out_channels×L', where
    L' = floor((L + 2·padding − dilation·(kernel_size − 1) − 1) / stride) + 1.
    Source: torch.nn.Conv1d.
    """

    out_channels: int = setting(32, CHANNELS, low=1, required=True, brief="{}")
    kernel_size: Size1 = setting((3,), KERNEL, low=1, required=True, brief="{}")
    stride: Size1 = setting((1,), STRIDE, low=1, brief="s{}")
    padding: Size1 | Padding = setting((0,), PADDING, low=0, brief="p{}")
    dilation: Size1 = setting((1,), DILATION, low=1, brief="d{}")
    groups: int = setting(1, GROUPS, low=1, brief="g{}")
    bias: bool = setting(True, BIAS)
    padding_mode: PaddingMode = setting("zeros", PADDING_MODE)


@layer(FAMILY)
class Conv2d(Convolution):
    """Slides small learned filters over a picture; each makes one output channel.

    Input: C×H×W. Output: out_channels×H'×W', where
    H' = floor((H + 2·padding − dilation·(kernel_size − 1) − 1) / stride) + 1, and W'
    likewise. Source: torch.nn.Conv2d.
    """

    out_channels: int = setting(32, CHANNELS, low=1, required=True, brief="{}")
    kernel_size: Size2 = setting(
        (3, 3), KERNEL, low=1, required=True, brief="{}", unit="px"
    )
    stride: Size2 = setting((1, 1), STRIDE, low=1, brief="s{}", unit="px")
    padding: Size2 | Padding = setting((0, 0), PADDING, low=0, brief="p{}", unit="px")
    dilation: Size2 = setting((1, 1), DILATION, low=1, brief="d{}", unit="px")
    groups: int = setting(1, GROUPS, low=1, brief="g{}")
    bias: bool = setting(True, BIAS)
    padding_mode: PaddingMode = setting("zeros", PADDING_MODE)


@layer(FAMILY)
class Conv3d(Convolution):
    """Slides learned filters through a volume or a film.

    Input: C×D×H×W. Output: out_channels×D'×H'×W', where
    D' = floor((D + 2·padding − dilation·(kernel_size − 1) − 1) / stride) + 1, and H'
    and W' likewise. Source: torch.nn.Conv3d.
    """

    out_channels: int = setting(32, CHANNELS, low=1, required=True, brief="{}")
    kernel_size: Size3 = setting((3, 3, 3), KERNEL, low=1, required=True, brief="{}")
    stride: Size3 = setting((1, 1, 1), STRIDE, low=1, brief="s{}")
    padding: Size3 | Padding = setting((0, 0, 0), PADDING, low=0, brief="p{}")
    dilation: Size3 = setting((1, 1, 1), DILATION, low=1, brief="d{}")
    groups: int = setting(1, GROUPS, low=1, brief="g{}")
    bias: bool = setting(True, BIAS)
    padding_mode: PaddingMode = setting("zeros", PADDING_MODE)


@layer(FAMILY)
class ConvTranspose2d(Layer):
    """Spreads each place of a picture over a learned filter, which makes it larger.

    Input: C×H×W. Output: out_channels×H'×W', where H' = (H − 1)·stride − 2·padding +
    dilation·(kernel_size − 1) + output_padding + 1, and W' likewise.
    Source: torch.nn.ConvTranspose2d.
    """

    out_channels: int = setting(32, CHANNELS, low=1, required=True, brief="{}")
    kernel_size: Size2 = setting(
        (2, 2), KERNEL, low=1, required=True, brief="{}", unit="px"
    )
    stride: Size2 = setting(
        (1, 1), "How much larger the picture becomes.", low=1, brief="s{}"
    )
    padding: Size2 = setting(
        (0, 0), "Places cut off around the output.", low=0, brief="p{}"
    )
    output_padding: Size2 = setting(
        (0, 0), "Places added at the far side of the output.", low=0
    )
    groups: int = setting(1, GROUPS, low=1, brief="g{}")
    bias: bool = setting(True, BIAS)
    dilation: Size2 = setting((1, 1), DILATION, low=1, brief="d{}", unit="px")

    def output(self, x: Tensor) -> Tensor:
        channels, *size = need_axes(x, 3, LAYOUTS[2])
        need_float(x)
        check_groups(channels, self.out_channels, self.groups)
        for added, stride, dilation in zip(
            self.output_padding, self.stride, self.dilation, strict=True
        ):
            if added >= max(stride, dilation):
                raise ShapeError(
                    f"needs output_padding below its stride or dilation, {max(stride, dilation)}, "
                    f"and has {added}.",
                    changes=({"output_padding": (0, 0)},),
                )
        grown = tuple(map(self._grown, range(2), size))
        if min(grown) < 1:
            raise ShapeError(
                f"cuts off more than there is: its padding leaves {grown[0]}×{grown[1]}.",
                changes=({"padding": (0, 0)},),
            )
        return Tensor((self.out_channels, *grown))

    def _grown(self, axis: int, size: int) -> int:
        return (
            (size - 1) * self.stride[axis]
            - 2 * self.padding[axis]
            + reach(self.kernel_size[axis], self.dilation[axis])
            + self.output_padding[axis]
        )

    def derived(self, x: Tensor) -> dict[str, int | tuple[int, ...]]:
        return {"in_channels": x.shape[0]}

    def parameters(self, x: Tensor) -> int:
        filters = self.out_channels // self.groups * math.prod(self.kernel_size)
        return x.shape[0] * filters + self.out_channels * self.bias

    def macs(self, x: Tensor) -> int:
        filters = self.out_channels // self.groups * math.prod(self.kernel_size)
        return x.elements * filters


def check_groups(channels: int, out_channels: int, groups: int) -> None:
    """Raises ShapeError unless `groups` divides both numbers of channels."""
    if channels % groups or out_channels % groups:
        raise ShapeError(
            f"has {groups} groups, which must divide the {counted(channels, 'channel')} "
            f"that it gets and the {out_channels} that it makes.",
            changes=({"groups": math.gcd(channels, out_channels, groups)},),
        )


def siblings(convolution: Convolution, x: Tensor) -> tuple[Layer, ...]:
    """The convolution for as many axes as `x` has, with the same first numbers."""
    types: dict[int, Any] = {2: Conv1d, 3: Conv2d, 4: Conv3d}
    sibling = types.get(len(x.shape))
    if sibling is None:
        return ()
    same = {"out_channels": convolution.out_channels, "bias": convolution.bias}
    return (sibling(kernel_size=convolution.kernel_size[0], **same),)
