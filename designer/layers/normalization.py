"""Normalization: numbers brought to mean 0 and variance 1, which steadies training."""

import math

from designer.errors import ShapeError
from designer.kinds import TIMES
from designer.layers.layer import Call, Layer, layer
from designer.layers.needs import need_axes, need_float
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Normalization"

EPS = "Added to the variance, so that it is never 0."
MOMENTUM = "Share of each new batch in the running mean; none keeps a plain mean."
AFFINE = "Learn a factor and an offset for each channel."
BIAS = "Learn the offset too; off learns the factor alone."
RUNNING = "Keep a running mean for use after training."


class BatchNorm(Layer):
    """The code and the cost that batch normalizations share."""

    eps: float
    momentum: float | None
    affine: bool
    track_running_stats: bool
    bias: bool

    def derived(self, x: Tensor) -> dict[str, int | tuple[int, ...]]:
        return {"num_features": x.shape[0]}

    def parameters(self, x: Tensor) -> int:
        return x.shape[0] * self.affine * (1 + self.bias)


@layer(FAMILY)
class BatchNorm1d(BatchNorm):
    """Normalizes each feature over the batch, then scales it by what it learned.

    Input and output: C, or C×L. Source: torch.nn.BatchNorm1d.
    """

    eps: float = setting(1e-5, EPS, low=1e-12)
    momentum: float | None = setting(0.1, MOMENTUM, low=0, high=1)
    affine: bool = setting(True, AFFINE)
    track_running_stats: bool = setting(True, RUNNING)
    bias: bool = setting(True, BIAS)

    def output(self, x: Tensor) -> Tensor:
        if len(x.shape) not in (1, 2):
            instead = (BatchNorm2d(),) if len(x.shape) == 3 else ()
            raise ShapeError(
                f"needs features, or channels × length, and gets {x}.", instead=instead
            )
        need_float(x)
        return x


@layer(FAMILY)
class BatchNorm2d(BatchNorm):
    """Normalizes each channel of pictures over the batch, then scales it.

    Input and output: C×H×W. Source: torch.nn.BatchNorm2d.
    """

    eps: float = setting(1e-5, EPS, low=1e-12)
    momentum: float | None = setting(0.1, MOMENTUM, low=0, high=1)
    affine: bool = setting(True, AFFINE)
    track_running_stats: bool = setting(True, RUNNING)
    bias: bool = setting(True, BIAS)

    def output(self, x: Tensor) -> Tensor:
        instead = (BatchNorm1d(),) if len(x.shape) in (1, 2) else ()
        need_axes(x, 3, "channels × height × width", instead=instead)
        need_float(x)
        return x


@layer(FAMILY)
class LayerNorm(Layer):
    """Normalizes each sample by itself, over its last axes.

    Input and output: any shape with at least as many axes. torch's normalized_shape
    follows from the input. Source: torch.nn.LayerNorm.
    """

    axes: int = setting(
        1,
        "How many of the last axes are normalized together.",
        low=1,
        brief="{} axes",
        ours=True,
    )
    eps: float = setting(1e-5, EPS, low=0)
    elementwise_affine: bool = setting(True, "Learn a factor for each place.")
    bias: bool = setting(True, "Learn an offset for each place.")

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
        places = math.prod(x.shape[-self.axes :])
        return places * self.elementwise_affine * (1 + self.bias)


@layer(FAMILY)
class GroupNorm(Layer):
    """Normalizes each sample by itself, over groups of channels.

    Input and output: C, C×L, C×H×W and so on. Source: torch.nn.GroupNorm.
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
