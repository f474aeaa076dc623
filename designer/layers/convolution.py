"""Convolutions: small learned filters that slide over a signal, a picture or a volume."""

import math
from typing import Any, Literal

from designer.errors import ShapeError
from designer.kinds import Size1, Size2, Size3
from designer.layers.layer import Layer, layer
from designer.layers.sight import Sights, sliding, window
from designer.layers.spatial import channels_and_size
from designer.layers.tensor import Tensor
from designer.layers.window import SPARE, reach, slide
from designer.settings import setting
from designer.words import counted

FAMILY = "Convolution"

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


class Filters(Layer):
    """What convolutions to and fro share: learned filters for each group of channels."""

    out_channels: int
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    groups: int
    bias: bool

    def size_of(self, x: Tensor) -> tuple[int, ...]:
        """The size of an input whose channels suit the groups; raises in words."""
        channels, size = channels_and_size(self, x, len(self.kernel_size))
        if channels % self.groups or self.out_channels % self.groups:
            raise ShapeError(
                f"has {self.groups} groups, which must divide the "
                f"{counted(channels, 'channel')} that it gets and the "
                f"{self.out_channels} that it makes.",
                changes=self._dividing(channels),
            )
        return size

    def _dividing(self, channels: int) -> tuple[dict[str, int], ...]:
        """Fewer groups, or more channels where only those that it makes do not suit."""
        fewer = {"groups": math.gcd(channels, self.out_channels, self.groups)}
        more = {"out_channels": -(-self.out_channels // self.groups) * self.groups}
        return (fewer,) if channels % self.groups else (fewer, more)

    def derived(self, x: Tensor) -> dict[str, int | tuple[int, ...]]:
        return {"in_channels": x.shape[0]}

    def weights(self, channels: int) -> int:
        """Numbers that the filters of one channel hold, over a group of `channels`."""
        return channels // self.groups * math.prod(self.kernel_size)


class Convolution(Filters):
    """The shape rule and the cost that convolutions of 1 to 3 axes share."""

    padding: Any
    padding_mode: str

    def output(self, x: Tensor) -> Tensor:
        size = self.size_of(x)
        if self.padding == "same" and any(stride != 1 for stride in self.stride):
            raise ShapeError(
                "has padding 'same', which needs stride 1 to keep the size.",
                changes=(
                    {"stride": (1,) * len(size)},
                    {"padding": self.keeping_padding()},
                ),
            )
        if self.padding == "same":
            self._check_mode(size, self.keeping_padding())
            return Tensor((self.out_channels, *size))
        padding = (0,) * len(size) if self.padding == "valid" else self.padding
        self._check_mode(size, padding)
        slid = slide(size, self.kernel_size, self.stride, padding, self.dilation)
        return Tensor((self.out_channels, *slid))

    def parameters(self, x: Tensor) -> int:
        return self.out_channels * (self.weights(x.shape[0]) + self.bias)

    def macs(self, x: Tensor) -> int:
        return self.output(x).elements * self.weights(x.shape[0])

    def keeping_padding(self) -> tuple[int, ...]:
        """The padding that keeps the size of an input at stride 1."""
        windows = zip(self.kernel_size, self.dilation, strict=True)
        return tuple(reach(kernel, dilation) // 2 for kernel, dilation in windows)

    def _check_mode(self, size: tuple[int, ...], padding: tuple[int, ...]) -> None:
        """Raises ShapeError if the input has too few places to fill the padding with."""
        spare = SPARE.get(self.padding_mode)
        if spare is None:
            return
        if any(p > s - spare for p, s in zip(padding, size, strict=True)):
            raise ShapeError(
                f"cannot fill {max(padding)} places of padding by {self.padding_mode}: "
                f"the input has only {min(size)}.",
                changes=({"padding_mode": "zeros"},),
            )

    def sights(self, x: Tensor) -> Sights:
        padding = self.padding
        if padding == "same":  # torch puts the odd one at the end
            sizes = map(reach, self.kernel_size, self.dilation)
            padding = tuple((size - 1) // 2 for size in sizes)
        elif padding == "valid":
            padding = (0,) * len(self.kernel_size)
        windows = map(window, self.kernel_size, self.stride, padding, self.dilation)
        return (sliding(windows),)


@layer(FAMILY, "signal sound sequence time series filters kernel DepthwiseConv1D")
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


@layer(FAMILY, "picture image filters kernel features CNN DepthwiseConv2D")
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


@layer(FAMILY, "volume film video scan filters kernel")
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
