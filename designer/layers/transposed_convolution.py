"""Transposed convolutions: each place is spread over a filter, so that it grows."""

from designer.errors import ShapeError
from designer.kinds import TIMES, Size1, Size2, Size3
from designer.layers.convolution import (
    BIAS,
    CHANNELS,
    DILATION,
    FAMILY,
    GROUPS,
    KERNEL,
    Filters,
)
from designer.layers.layer import layer
from designer.layers.sight import Sights, sliding, spreading
from designer.layers.tensor import Tensor
from designer.layers.window import spread
from designer.settings import setting

STRIDE = "How much larger the output becomes."
PADDING = "Places cut off around the output."
OUTPUT_PADDING = "Places added at the far side of the output."


class TransposedConvolution(Filters):
    """The shape rule and the cost that transposed convolutions of 1 to 3 axes share."""

    padding: tuple[int, ...]
    output_padding: tuple[int, ...]

    def output(self, x: Tensor) -> Tensor:
        size = self.size_of(x)
        self._check_output_padding()
        grown = spread(size, self.kernel_size, self.stride, self.padding, self.dilation)
        whole = tuple(map(sum, zip(grown, self.output_padding, strict=True)))
        if min(whole) < 1:
            raise ShapeError(
                f"cuts off more than there is: its padding leaves "
                f"{TIMES.join(map(str, whole))}.",
                changes=({"padding": (0,) * len(size)},),
            )
        return Tensor((self.out_channels, *whole))

    def _check_output_padding(self) -> None:
        most = tuple(
            max(s, d) - 1 for s, d in zip(self.stride, self.dilation, strict=True)
        )
        added = zip(self.output_padding, most, strict=True)
        if any(a > m for a, m in added):
            raise ShapeError(
                f"needs output_padding below its stride or its dilation, so at most "
                f"{TIMES.join(map(str, most))}, and has "
                f"{TIMES.join(map(str, self.output_padding))}.",
                changes=(
                    {"output_padding": tuple(map(min, self.output_padding, most))},
                ),
            )

    def parameters(self, x: Tensor) -> int:
        filters = x.shape[0] * self.weights(self.out_channels)
        return filters + self.out_channels * self.bias

    def macs(self, x: Tensor) -> int:
        return x.elements * self.weights(self.out_channels)

    def sights(self, x: Tensor) -> Sights:
        windows = (self.kernel_size, self.stride, self.padding, self.dilation)
        return (sliding(map(spreading, *windows)),)


@layer(
    FAMILY,
    "deconvolution larger enlarge bigger grow upsample decoder signal Conv1DTranspose",
)
class ConvTranspose1d(TransposedConvolution):
    """Spreads each place of a signal over a learned filter, which makes it longer.

    Input: C×L. Output: out_channels×L', where L' = (L − 1)·stride − 2·padding +
    dilation·(kernel_size − 1) + output_padding + 1. Source: torch.nn.ConvTranspose1d.
    """

    out_channels: int = setting(32, CHANNELS, low=1, required=True, brief="{}")
    kernel_size: Size1 = setting((2,), KERNEL, low=1, required=True, brief="{}")
    stride: Size1 = setting((1,), STRIDE, low=1, brief="s{}")
    padding: Size1 = setting((0,), PADDING, low=0, brief="p{}")
    output_padding: Size1 = setting((0,), OUTPUT_PADDING, low=0)
    groups: int = setting(1, GROUPS, low=1, brief="g{}")
    bias: bool = setting(True, BIAS)
    dilation: Size1 = setting((1,), DILATION, low=1, brief="d{}")


@layer(
    FAMILY,
    "deconvolution larger enlarge bigger grow upsample upconvolution decoder "
    "Conv2DTranspose",
)
class ConvTranspose2d(TransposedConvolution):
    """Spreads each place of a picture over a learned filter, which makes it larger.

    Input: C×H×W. Output: out_channels×H'×W', where H' = (H − 1)·stride − 2·padding +
    dilation·(kernel_size − 1) + output_padding + 1, and W' likewise.
    Source: torch.nn.ConvTranspose2d.
    """

    out_channels: int = setting(32, CHANNELS, low=1, required=True, brief="{}")
    kernel_size: Size2 = setting(
        (2, 2), KERNEL, low=1, required=True, brief="{}", unit="px"
    )
    stride: Size2 = setting((1, 1), STRIDE, low=1, brief="s{}")
    padding: Size2 = setting((0, 0), PADDING, low=0, brief="p{}")
    output_padding: Size2 = setting((0, 0), OUTPUT_PADDING, low=0)
    groups: int = setting(1, GROUPS, low=1, brief="g{}")
    bias: bool = setting(True, BIAS)
    dilation: Size2 = setting((1, 1), DILATION, low=1, brief="d{}", unit="px")


@layer(
    FAMILY,
    "deconvolution larger enlarge bigger grow upsample decoder volume Conv3DTranspose",
)
class ConvTranspose3d(TransposedConvolution):
    """Spreads each place of a volume over a learned filter, which makes it larger.

    Input: C×D×H×W. Output: out_channels×D'×H'×W', where D' = (D − 1)·stride −
    2·padding + dilation·(kernel_size − 1) + output_padding + 1, and H' and W' likewise.
    Source: torch.nn.ConvTranspose3d.
    """

    out_channels: int = setting(32, CHANNELS, low=1, required=True, brief="{}")
    kernel_size: Size3 = setting((2, 2, 2), KERNEL, low=1, required=True, brief="{}")
    stride: Size3 = setting((1, 1, 1), STRIDE, low=1, brief="s{}")
    padding: Size3 = setting((0, 0, 0), PADDING, low=0, brief="p{}")
    output_padding: Size3 = setting((0, 0, 0), OUTPUT_PADDING, low=0)
    groups: int = setting(1, GROUPS, low=1, brief="g{}")
    bias: bool = setting(True, BIAS)
    dilation: Size3 = setting((1, 1, 1), DILATION, low=1, brief="d{}")
