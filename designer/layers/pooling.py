"""Pooling: a picture made smaller by keeping the largest or the mean of each window."""

from designer.errors import ShapeError
from designer.kinds import Size2
from designer.layers.convolution import LAYOUTS
from designer.layers.layer import Layer, layer
from designer.layers.needs import need_axes, need_float
from designer.layers.tensor import Tensor
from designer.layers.window import slide
from designer.settings import setting

FAMILY = "Pooling"

KERNEL = "Size of each window."
STRIDE = "How far the window moves; none moves it by its own size."
PADDING = "Places added around the picture; at most half the window."
CEIL = "Let the last window reach over the edge instead of leaving the rest out."


class Pool2d(Layer):
    """The shape rule that windows over pictures share."""

    kernel_size: tuple[int, int]
    stride: tuple[int, int] | None
    padding: tuple[int, int]
    ceil_mode: bool

    def slid(self, x: Tensor, dilation: tuple[int, int] = (1, 1)) -> Tensor:
        """The tensor after the window slid over `x`; raises ShapeError in words."""
        channels, *size = need_axes(x, 3, LAYOUTS[2])
        need_float(x)
        half = tuple(k // 2 for k in self.kernel_size)
        if any(p > h for p, h in zip(self.padding, half, strict=True)):
            raise ShapeError(
                f"needs padding of at most half its kernel, {half[0]}×{half[1]}, and has "
                f"{self.padding[0]}×{self.padding[1]}.",
                changes=({"padding": tuple(map(min, self.padding, half))},),
            )
        stride = self.stride or self.kernel_size
        window = (self.kernel_size, stride, self.padding, dilation)
        return Tensor(
            (channels, *slide(tuple(size), *window, ceil_mode=self.ceil_mode))
        )


@layer(FAMILY)
class MaxPool2d(Pool2d):
    """Keeps the largest number of each window, which makes a picture smaller.

    Input: C×H×W. Output: C×H'×W', where
    H' = floor((H + 2·padding − dilation·(kernel_size − 1) − 1) / stride) + 1, and W'
    likewise; with ceil_mode it rounds up. Source: torch.nn.MaxPool2d.
    """

    kernel_size: Size2 = setting(
        (2, 2), KERNEL, low=1, required=True, brief="{}", unit="px"
    )
    stride: Size2 | None = setting(None, STRIDE, low=1, brief="s{}", unit="px")
    padding: Size2 = setting((0, 0), PADDING, low=0, brief="p{}", unit="px")
    dilation: Size2 = setting((1, 1), "Distance between the places of a window.", low=1)
    ceil_mode: bool = setting(False, CEIL)

    def output(self, x: Tensor) -> Tensor:
        return self.slid(x, self.dilation)


@layer(FAMILY)
class AvgPool2d(Pool2d):
    """Takes the mean of each window, which makes a picture smaller.

    Input: C×H×W. Output: C×H'×W', where
    H' = floor((H + 2·padding − kernel_size) / stride) + 1, and W' likewise; with
    ceil_mode it rounds up. Source: torch.nn.AvgPool2d.
    """

    kernel_size: Size2 = setting(
        (2, 2), KERNEL, low=1, required=True, brief="{}", unit="px"
    )
    stride: Size2 | None = setting(None, STRIDE, low=1, brief="s{}", unit="px")
    padding: Size2 = setting((0, 0), PADDING, low=0, brief="p{}", unit="px")
    ceil_mode: bool = setting(False, CEIL)
    count_include_pad: bool = setting(True, "Count the added places in the mean.")
    divisor_override: int | None = setting(
        None, "Divide each sum by this number instead of the window's size.", low=1
    )

    def output(self, x: Tensor) -> Tensor:
        return self.slid(x)


class AdaptivePool2d(Layer):
    """The shape rule that pooling to a given size shares."""

    output_size: tuple[int, int]

    def output(self, x: Tensor) -> Tensor:
        channels, *_ = need_axes(x, 3, LAYOUTS[2])
        need_float(x)
        return Tensor((channels, *self.output_size))


@layer(FAMILY)
class AdaptiveAvgPool2d(AdaptivePool2d):
    """Takes means so that a picture of any size gets the size that you ask for.

    Input: C×H×W. Output: C×output_size. Source: torch.nn.AdaptiveAvgPool2d.
    """

    output_size: Size2 = setting(
        (1, 1), "Size of the output.", low=1, required=True, brief="{}", unit="px"
    )


@layer(FAMILY)
class AdaptiveMaxPool2d(AdaptivePool2d):
    """Keeps the largest numbers so that a picture of any size gets the size you ask for.

    Input: C×H×W. Output: C×output_size. Source: torch.nn.AdaptiveMaxPool2d.
    """

    output_size: Size2 = setting(
        (1, 1), "Size of the output.", low=1, required=True, brief="{}", unit="px"
    )
