"""Normalization: numbers brought to mean 0 and variance 1, which steadies training."""

import math
from typing import ClassVar

from designer.errors import ShapeError
from designer.kinds import TIMES
from designer.layers.keeping import Keeps
from designer.layers.layer import CATALOGUE, Call, Layer, layer
from designer.layers.needs import counterparts, need_axes, need_float
from designer.layers.sight import Sights, pointwise
from designer.layers.spatial import LAYOUTS
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Normalization"

EPS = "Added to the variance, so that it is never 0."
MOMENTUM = "Share of each new batch in the running mean; none keeps a plain mean."
AFFINE = "Learn a factor and an offset for each channel."
BIAS = "Learn the offset too; off learns the factor alone."
MOMENTUM_OF_MEAN = "Share of each new batch in the running mean."
RUNNING = "Keep a running mean for use after training."
LAST_AXES = "How many of the last axes are normalized together."
FACTOR = "Learn a factor for each place."


class ChannelNorm(Layer):
    """The rule, the code and the cost of what has a mean for each channel."""

    axes: ClassVar[int]
    """How many axes follow the channels."""

    affine: bool
    bias: bool

    def output(self, x: Tensor) -> Tensor:
        instead = counterparts(self, max(len(x.shape) - 1, 1))
        need_axes(x, self.axes + 1, LAYOUTS[self.axes], instead=instead)
        need_float(x)
        return x

    def derived(self, x: Tensor) -> dict[str, int | tuple[int, ...]]:
        return {"num_features": x.shape[0]}

    def parameters(self, x: Tensor) -> int:
        return x.shape[0] * self.affine * (1 + self.bias)

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x),)  # as after training, when it looks at no batch


@layer(FAMILY, "batch normalisation standardize BatchNormalization")
class BatchNorm1d(ChannelNorm):
    """Normalizes each feature over the batch, then scales it by what it learned.

    Input and output: C, or C×L. Formula: weight·(x − mean) / √(variance + eps) + bias.
    After training it takes the running mean and variance instead of the batch's.
    Source: torch.nn.BatchNorm1d.
    """

    axes = 1

    eps: float = setting(1e-5, EPS, low=1e-12)
    momentum: float | None = setting(0.1, MOMENTUM, low=0, high=1)
    affine: bool = setting(True, AFFINE)
    track_running_stats: bool = setting(True, RUNNING)
    bias: bool = setting(True, BIAS)

    def output(self, x: Tensor) -> Tensor:
        if len(x.shape) not in (1, 2):
            raise ShapeError(
                f"needs features, or {LAYOUTS[1]}, and gets {x}.",
                instead=counterparts(self, len(x.shape) - 1),
            )
        need_float(x)
        return x


@layer(FAMILY, "batch normalisation standardize picture BatchNormalization")
class BatchNorm2d(ChannelNorm):
    """Normalizes each channel of pictures over the batch, then scales it.

    Input and output: C×H×W. Formula: weight·(x − mean) / √(variance + eps) + bias.
    After training it takes the running mean and variance instead of the batch's.
    Source: torch.nn.BatchNorm2d.
    """

    axes = 2

    eps: float = setting(1e-5, EPS, low=1e-12)
    momentum: float | None = setting(0.1, MOMENTUM, low=0, high=1)
    affine: bool = setting(True, AFFINE)
    track_running_stats: bool = setting(True, RUNNING)
    bias: bool = setting(True, BIAS)


@layer(FAMILY, "batch normalisation standardize volume film BatchNormalization")
class BatchNorm3d(ChannelNorm):
    """Normalizes each channel of volumes over the batch, then scales it.

    Input and output: C×D×H×W. Formula: weight·(x − mean) / √(variance + eps) + bias.
    After training it takes the running mean and variance instead of the batch's.
    Source: torch.nn.BatchNorm3d.
    """

    axes = 3

    eps: float = setting(1e-5, EPS, low=1e-12)
    momentum: float | None = setting(0.1, MOMENTUM, low=0, high=1)
    affine: bool = setting(True, AFFINE)
    track_running_stats: bool = setting(True, RUNNING)
    bias: bool = setting(True, BIAS)


class InstanceNorm(ChannelNorm):
    """The rule of what normalizes each channel of each sample by itself."""

    def output(self, x: Tensor) -> Tensor:
        super().output(x)
        if math.prod(x.shape[1:]) == 1:
            batch = CATALOGUE[type(self).__name__.replace("Instance", "Batch")]
            raise ShapeError(
                f"takes the mean of each channel away, which leaves nothing of {x}.",
                instead=(batch(),),
            )
        return x

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x, range(1, len(x.shape))),)


@layer(FAMILY, "instance normalisation standardize style contrast")
class InstanceNorm1d(InstanceNorm):
    """Normalizes each channel of each signal by itself.

    Input and output: C×L, with L above 1. Formula: weight·(x − mean) / √(variance + eps)
    + bias, where weight and bias are there with affine. Source: torch.nn.InstanceNorm1d.
    """

    axes = 1

    eps: float = setting(1e-5, EPS, low=1e-12)
    momentum: float = setting(0.1, MOMENTUM_OF_MEAN, low=0, high=1)
    affine: bool = setting(False, AFFINE)
    track_running_stats: bool = setting(False, RUNNING)
    bias: bool = setting(True, BIAS)


@layer(FAMILY, "instance normalisation standardize style transfer contrast picture")
class InstanceNorm2d(InstanceNorm):
    """Normalizes each channel of each picture by itself, which takes contrast away.

    Input and output: C×H×W, with more than one place. Formula: weight·(x − mean) /
    √(variance + eps) + bias, where weight and bias are there with affine.
    Source: torch.nn.InstanceNorm2d.
    """

    axes = 2

    eps: float = setting(1e-5, EPS, low=1e-12)
    momentum: float = setting(0.1, MOMENTUM_OF_MEAN, low=0, high=1)
    affine: bool = setting(False, AFFINE)
    track_running_stats: bool = setting(False, RUNNING)
    bias: bool = setting(True, BIAS)


@layer(FAMILY, "instance normalisation standardize style contrast volume medical")
class InstanceNorm3d(InstanceNorm):
    """Normalizes each channel of each volume by itself.

    Input and output: C×D×H×W, with more than one place. Formula: weight·(x − mean) /
    √(variance + eps) + bias, where weight and bias are there with affine.
    Source: torch.nn.InstanceNorm3d.
    """

    axes = 3

    eps: float = setting(1e-5, EPS, low=1e-12)
    momentum: float = setting(0.1, MOMENTUM_OF_MEAN, low=0, high=1)
    affine: bool = setting(False, AFFINE)
    track_running_stats: bool = setting(False, RUNNING)
    bias: bool = setting(True, BIAS)


class LastAxesNorm(Layer):
    """The rule, the code and the cost of what normalizes over the last axes."""

    axes: int
    elementwise_affine: bool

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        if len(x.shape) < self.axes:
            raise ShapeError(
                f"normalizes the last {self.axes} axes and gets {x}.",
                changes=({"axes": len(x.shape)},) if x.shape else (),
            )
        return x

    def derived(self, x: Tensor) -> dict[str, int | tuple[int, ...]]:
        return {
            "normalized_shape": x.shape[-1] if self.axes == 1 else x.shape[-self.axes :]
        }

    def parameters(self, x: Tensor) -> int:
        return math.prod(x.shape[-self.axes :]) * self.elementwise_affine

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x, range(-self.axes, 0)),)

    def keeps(self, x: Tensor) -> Keeps:
        return Keeps((0,), more=8 * math.prod(x.shape[: -self.axes]))


@layer(FAMILY, "layer normalisation standardize transformer LayerNormalization")
class LayerNorm(LastAxesNorm):
    """Normalizes each sample by itself, over its last axes.

    Input and output: any shape with at least as many axes. torch's normalized_shape
    follows from the input. Formula: weight·(x − mean) / √(variance + eps) + bias.
    Source: torch.nn.LayerNorm.
    """

    axes: int = setting(1, LAST_AXES, low=1, brief="{} axes", ours=True)
    eps: float = setting(1e-5, EPS, low=0)
    elementwise_affine: bool = setting(True, FACTOR)
    bias: bool = setting(True, "Learn an offset for each place.")

    def parameters(self, x: Tensor) -> int:
        return super().parameters(x) * (1 + self.bias)


@layer(FAMILY, "root mean square normalisation transformer llama RMSNormalization")
class RMSNorm(LastAxesNorm):
    """Divides each sample by the size of its numbers, over its last axes.

    Input and output: any shape with at least as many axes. torch's normalized_shape
    follows from the input. Formula: weight·x / √(mean(x²) + eps). Cheaper than
    LayerNorm, as no mean is taken away. Source: torch.nn.RMSNorm.
    """

    axes: int = setting(1, LAST_AXES, low=1, brief="{} axes", ours=True)
    eps: float | None = setting(
        None, "Added to the mean square; none is the least that float32 tells.", low=0
    )
    elementwise_affine: bool = setting(True, FACTOR)

    def keeps(self, x: Tensor) -> Keeps:
        return Keeps((0,), more=x.bytes + 4 * math.prod(x.shape[: -self.axes]))


@layer(FAMILY, "group normalisation standardize small batch GroupNormalization")
class GroupNorm(Layer):
    """Normalizes each sample by itself, over groups of channels.

    Input and output: C, C×L, C×H×W and so on. Formula: weight·(x − mean) / √(variance
    + eps) + bias. Suits small batches. Source: torch.nn.GroupNorm.
    """

    num_groups: int = setting(
        8,
        "Number of groups; must divide the channels.",
        low=1,
        required=True,
        brief="g{}",
    )
    eps: float = setting(1e-5, EPS, low=0)
    affine: bool = setting(True, AFFINE)
    bias: bool = setting(True, BIAS)

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        if not x.shape:
            raise ShapeError("needs channels and gets a single number.")
        if x.shape[0] % self.num_groups:
            raise ShapeError(
                f"has {self.num_groups} groups, which must divide the {x.shape[0]} channels of "
                f"{TIMES.join(map(str, x.shape))}.",
                changes=({"num_groups": math.gcd(x.shape[0], self.num_groups)},),
            )
        return x

    def derived(self, x: Tensor) -> dict[str, int | tuple[int, ...]]:
        return {"num_channels": x.shape[0]}

    def make(self, x: Tensor) -> Call:
        groups, *rest = self.written()  # torch takes the groups first
        return Call("nn.GroupNorm", (groups, repr(x.shape[0]), *rest))

    def parameters(self, x: Tensor) -> int:
        return x.shape[0] * self.affine * (1 + self.bias)

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x, range(len(x.shape))),)


@layer(FAMILY, "brightness neighbours competition lrn alexnet normalisation")
class LocalResponseNorm(Layer):
    """Makes numbers smaller where the neighbouring channels are large.

    Input and output: C×L, C×H×W and so on. Formula: x / (k + alpha·mean(x²))^beta, the
    mean over `size` channels around each. Source: torch.nn.LocalResponseNorm.
    """

    size: int = setting(
        5, "How many neighbouring channels count.", low=1, required=True, brief="{}"
    )
    alpha: float = setting(1e-4, "Weight of the neighbours.", low=0)
    beta: float = setting(0.75, "Exponent of the divisor.")
    k: float = setting(1.0, "Added to the divisor, so that it is not 0.", low=1e-12)

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        if len(x.shape) < 2:
            raise ShapeError(f"needs channels of a signal or a picture and gets {x}.")
        return x

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x, [0]),)

    def keeps(self, x: Tensor) -> Keeps:
        padded = x.bytes // x.shape[0] * (x.shape[0] + self.size - 1)
        return Keeps((0,), more=2 * x.bytes + padded)
