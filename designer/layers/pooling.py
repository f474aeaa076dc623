"""Pooling: an input made smaller by keeping one number of each window."""

from designer.errors import ShapeError
from designer.kinds import TIMES, Size1, Size2, Size3
from designer.layers.keeping import Keeps
from designer.layers.layer import OUTPUT, Layer, Port, layer
from designer.layers.sight import HERE, Sights, sliding, window
from designer.layers.spatial import channels_and_size
from designer.layers.tensor import Tensor
from designer.layers.window import slide
from designer.settings import setting

FAMILY = "Pooling"

KERNEL = "Size of each window."
STRIDE = "How far the window moves; none moves it by its own size."
PADDING = "Places added around the input; at most half the window."
DILATION = "Distance between the places of a window."
CEIL = "Let the last window reach over the edge instead of leaving the rest out."
INDICES = "Also give where each number stood, in a second output, for MaxUnpool."
COUNT = "Count the added places in the mean."
DIVISOR = "Divide each sum by this number instead of the window's size."
NORM = "The power p: 1 sums up, 2 is Euclid's length, and more comes near the largest."


class Pool(Layer):
    """What all pools share: an output, and for some the indices of its numbers."""

    return_indices: bool = False

    @property
    def outputs(self) -> tuple[Port, ...]:
        return (*OUTPUT, Port("indices")) if self.return_indices else OUTPUT

    def output(self, x: Tensor) -> Tensor | tuple[Tensor, ...]:
        pooled = self.pooled(x)
        return (
            (pooled, Tensor(pooled.shape, "int64")) if self.return_indices else pooled
        )

    def pooled(self, x: Tensor) -> Tensor:
        """The tensor of the output; raises ShapeError in words."""
        raise NotImplementedError(f"{type(self).__name__} has no shape rule")


class SlidingPool(Pool):
    """The shape rule that windows over signals, pictures and volumes share."""

    kernel_size: tuple[int, ...]
    stride: tuple[int, ...] | None
    padding: tuple[int, ...] | None = None
    dilation: tuple[int, ...] | None = None
    ceil_mode: bool

    def pooled(self, x: Tensor) -> Tensor:
        channels, size = channels_and_size(self, x, len(self.kernel_size))
        self._check_padding()
        stride = self.stride or self.kernel_size
        window = (self.kernel_size, stride, self.padding, self.dilation)
        return Tensor((channels, *slide(size, *window, ceil_mode=self.ceil_mode)))

    def _check_padding(self) -> None:
        half = tuple(k // 2 for k in self.kernel_size)
        if self.padding and any(p > h for p, h in zip(self.padding, half, strict=True)):
            raise ShapeError(
                f"needs padding of at most half its kernel, {TIMES.join(map(str, half))}, "
                f"and has {TIMES.join(map(str, self.padding))}.",
                changes=({"padding": tuple(map(min, self.padding, half))},),
            )

    def sights(self, x: Tensor) -> Sights:
        kernel, none = self.kernel_size, (0,) * len(self.kernel_size)
        once = (1,) * len(kernel)
        windows = (kernel, self.stride or kernel, self.padding or none)
        return (sliding(map(window, *windows, self.dilation or once), HERE),)


class MaxPool(SlidingPool):
    """The largest of each window, which must see a place of the input."""

    padding: tuple[int, ...]
    dilation: tuple[int, ...]

    def pooled(self, x: Tensor) -> Tensor:
        pooled = super().pooled(x)
        axes = zip(x.shape[1:], pooled.shape[1:], strict=True)
        if any(self._sees_nothing(axis, *sizes) for axis, sizes in enumerate(axes)):
            raise ShapeError(
                f"has a window that sees nothing but padding: its places lie "
                f"{TIMES.join(map(str, self.dilation))} apart, and it gets {x}.",
                changes=({"dilation": (1,) * len(self.dilation)},),
            )
        return pooled

    def _sees_nothing(self, axis: int, size: int, positions: int) -> bool:
        """Whether a window that starts in the padding jumps over the whole input.

        torch's index then points outside of the input, and learning writes there.
        """
        padding, dilation = self.padding[axis], self.dilation[axis]
        stride = (self.stride or self.kernel_size)[axis]
        if dilation <= size:
            return False
        starts = range(-padding, min(0, positions * stride - padding), stride)
        return any(start % dilation >= size for start in starts)

    def keeps(self, x: Tensor) -> Keeps:
        return Keeps((0,), more=8 * self.pooled(x).elements)  # where they stood


class MeanPool3d(SlidingPool):
    """Means in volumes, for which torch's window may not be larger than the input.

    Padding and ceil_mode do not help there, as they do along one or two axes.
    """

    def pooled(self, x: Tensor) -> Tensor:
        _, size = channels_and_size(self, x, len(self.kernel_size))
        slide(size, self.kernel_size, self.kernel_size)
        return super().pooled(x)


class NormPool(SlidingPool):
    """Norms, which torch works out from powers and their means."""

    def keeps(self, x: Tensor) -> Keeps:
        return Keeps((0,), more=x.bytes + self.pooled(x).bytes)


@layer(FAMILY, "largest smaller shrink downsample signal sequence MaxPooling1D")
class MaxPool1d(MaxPool):
    """Keeps the largest number of each window, which makes a signal shorter.

    Input: C×L. Output: C×L', where
    L' = floor((L + 2·padding − dilation·(kernel_size − 1) − 1) / stride) + 1; with
    ceil_mode it rounds up. Source: torch.nn.MaxPool1d.
    """

    kernel_size: Size1 = setting((2,), KERNEL, low=1, required=True, brief="{}")
    stride: Size1 | None = setting(None, STRIDE, low=1, brief="s{}")
    padding: Size1 = setting((0,), PADDING, low=0, brief="p{}")
    dilation: Size1 = setting((1,), DILATION, low=1)
    return_indices: bool = setting(False, INDICES)
    ceil_mode: bool = setting(False, CEIL)


@layer(FAMILY, "largest smaller shrink downsample picture image MaxPooling2D")
class MaxPool2d(MaxPool):
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
    dilation: Size2 = setting((1, 1), DILATION, low=1)
    return_indices: bool = setting(False, INDICES)
    ceil_mode: bool = setting(False, CEIL)


@layer(FAMILY, "largest smaller shrink downsample volume film video MaxPooling3D")
class MaxPool3d(MaxPool):
    """Keeps the largest number of each window, which makes a volume smaller.

    Input: C×D×H×W. Output: C×D'×H'×W', where
    D' = floor((D + 2·padding − dilation·(kernel_size − 1) − 1) / stride) + 1, and H'
    and W' likewise; with ceil_mode it rounds up. Source: torch.nn.MaxPool3d.
    """

    kernel_size: Size3 = setting((2, 2, 2), KERNEL, low=1, required=True, brief="{}")
    stride: Size3 | None = setting(None, STRIDE, low=1, brief="s{}")
    padding: Size3 = setting((0, 0, 0), PADDING, low=0, brief="p{}")
    dilation: Size3 = setting((1, 1, 1), DILATION, low=1)
    return_indices: bool = setting(False, INDICES)
    ceil_mode: bool = setting(False, CEIL)


@layer(FAMILY, "mean smooth smaller shrink downsample signal AveragePooling1D")
class AvgPool1d(SlidingPool):
    """Takes the mean of each window, which makes a signal shorter.

    Input: C×L. Output: C×L', where
    L' = floor((L + 2·padding − kernel_size) / stride) + 1; with ceil_mode it rounds up.
    Source: torch.nn.AvgPool1d.
    """

    kernel_size: Size1 = setting((2,), KERNEL, low=1, required=True, brief="{}")
    stride: Size1 | None = setting(None, STRIDE, low=1, brief="s{}")
    padding: Size1 = setting((0,), PADDING, low=0, brief="p{}")
    ceil_mode: bool = setting(False, CEIL)
    count_include_pad: bool = setting(True, COUNT)


@layer(FAMILY, "mean smooth smaller shrink downsample picture AveragePooling2D")
class AvgPool2d(SlidingPool):
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
    count_include_pad: bool = setting(True, COUNT)
    divisor_override: int | None = setting(None, DIVISOR, low=1)


@layer(FAMILY, "mean smooth smaller shrink downsample volume film AveragePooling3D")
class AvgPool3d(MeanPool3d):
    """Takes the mean of each window, which makes a volume smaller.

    Input: C×D×H×W. Output: C×D'×H'×W', where
    D' = floor((D + 2·padding − kernel_size) / stride) + 1, and H' and W' likewise; with
    ceil_mode it rounds up. The input must be at least as large as a window.
    Source: torch.nn.AvgPool3d.
    """

    kernel_size: Size3 = setting((2, 2, 2), KERNEL, low=1, required=True, brief="{}")
    stride: Size3 | None = setting(None, STRIDE, low=1, brief="s{}")
    padding: Size3 = setting((0, 0, 0), PADDING, low=0, brief="p{}")
    ceil_mode: bool = setting(False, CEIL)
    count_include_pad: bool = setting(True, COUNT)
    divisor_override: int | None = setting(None, DIVISOR, low=1)


@layer(FAMILY, "norm root of sum of powers smaller shrink downsample signal")
class LPPool1d(NormPool):
    """Takes the p-norm of each window, which lies between its sum and its largest number.

    Input: C×L. Output: C×L', where L' = floor((L − kernel_size) / stride) + 1; with
    ceil_mode it rounds up. Formula: (∑ x^p)^(1/p) with p = norm_type, which is no number
    where the sum is negative: unless p is even, put it after a ReLU.
    Source: torch.nn.LPPool1d.
    """

    norm_type: float = setting(2.0, NORM, low=1, required=True, brief="p {}")
    kernel_size: Size1 = setting((2,), KERNEL, low=1, required=True, brief="{}")
    stride: Size1 | None = setting(None, STRIDE, low=1, brief="s{}")
    ceil_mode: bool = setting(False, CEIL)


@layer(FAMILY, "norm root of sum of powers smaller shrink downsample picture")
class LPPool2d(NormPool):
    """Takes the p-norm of each window, which lies between its sum and its largest number.

    Input: C×H×W. Output: C×H'×W', where H' = floor((H − kernel_size) / stride) + 1, and
    W' likewise; with ceil_mode it rounds up. Formula: (∑ x^p)^(1/p) with p = norm_type,
    which is no number where the sum is negative: unless p is even, put it after a ReLU.
    Source: torch.nn.LPPool2d.
    """

    norm_type: float = setting(2.0, NORM, low=1, required=True, brief="p {}")
    kernel_size: Size2 = setting(
        (2, 2), KERNEL, low=1, required=True, brief="{}", unit="px"
    )
    stride: Size2 | None = setting(None, STRIDE, low=1, brief="s{}", unit="px")
    ceil_mode: bool = setting(False, CEIL)


@layer(FAMILY, "norm root of sum of powers smaller shrink downsample volume")
class LPPool3d(NormPool, MeanPool3d):
    """Takes the p-norm of each window, which lies between its sum and its largest number.

    Input: C×D×H×W. Output: C×D'×H'×W', where D' = floor((D − kernel_size) / stride) + 1,
    and H' and W' likewise; with ceil_mode it rounds up. Formula: (∑ x^p)^(1/p) with
    p = norm_type, which is no number where the sum is negative: unless p is even, put it
    after a ReLU. The input must be at least as large as a window.
    Source: torch.nn.LPPool3d.
    """

    norm_type: float = setting(2.0, NORM, low=1, required=True, brief="p {}")
    kernel_size: Size3 = setting((2, 2, 2), KERNEL, low=1, required=True, brief="{}")
    stride: Size3 | None = setting(None, STRIDE, low=1, brief="s{}")
    ceil_mode: bool = setting(False, CEIL)
