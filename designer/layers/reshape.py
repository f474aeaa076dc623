"""Layers that only rearrange: the numbers stay, the shape changes."""

import math
from typing import Literal

from designer.errors import ShapeError
from designer.kinds import TIMES, Axes, Shape, Size2
from designer.layers.convolution import LAYOUTS
from designer.layers.layer import Call, Layer, layer
from designer.layers.needs import axis_of, need_axes, need_float
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Shape"


@layer(FAMILY)
class Flatten(Layer):
    """Lays axes out in one row, so that a Linear layer sees all numbers at once.

    Input: any shape. Output: the axes from start_dim to end_dim as one.
    Source: torch.nn.Flatten.
    """

    start_dim: int = setting(
        1, "First axis to flatten. Axis 0 is the batch.", brief="from {}"
    )
    end_dim: int = setting(-1, "Last axis to flatten; −1 is the last.", brief="to {}")

    def output(self, x: Tensor) -> Tensor:
        if not x.shape and (self.start_dim, self.end_dim) == (1, -1):
            raise ShapeError("has nothing to flatten: it gets a single number.")
        first, last = (
            axis_of(self.start_dim, x, "start_dim"),
            axis_of(self.end_dim, x, "end_dim"),
        )
        if first > last:
            raise ShapeError(
                f"starts at axis {self.start_dim}, which comes after its last, {self.end_dim}.",
                changes=({"start_dim": 1, "end_dim": -1},),
            )
        row = math.prod(x.shape[first : last + 1])
        return Tensor((*x.shape[:first], row, *x.shape[last + 1 :]), x.dtype)


@layer(FAMILY)
class Reshape(Layer):
    """Puts the same numbers into another shape.

    Input: any shape. Output: `shape`, in which one −1 stands for whatever is left. The
    batch stays as it is. Source: torch.Tensor.reshape.
    """

    shape: Shape = setting(
        (-1,),
        "Shape of the output, without the batch; one −1 is worked out.",
        low=-1,
        brief="{}",
        required=True,
    )

    def output(self, x: Tensor) -> Tensor:
        if 0 in self.shape or self.shape.count(-1) > 1:
            raise ShapeError(
                f"needs a shape of positive numbers with at most one −1, and has "
                f"{TIMES.join(map(str, self.shape))}.",
                changes=({"shape": (-1,)},),
            )
        known = math.prod(size for size in self.shape if size != -1)
        if x.elements != known if -1 not in self.shape else x.elements % known:
            raise ShapeError(
                f"cannot put {x} ({x.elements:,} numbers) into {TIMES.join(map(str, self.shape))}.",
                changes=({"shape": (-1,)},),
            )
        rest = x.elements // known
        return Tensor(
            tuple(rest if size == -1 else size for size in self.shape), x.dtype
        )

    def make(self, x: Tensor) -> None:
        return None

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.reshape", (f"{x}.shape[0]", *map(str, self.shape)))


@layer(FAMILY)
class Permute(Layer):
    """Puts the axes into another order, as channels last.

    Input: any shape. Output: its axis dims[0] first, then dims[1], and so on. Axes
    count from 1, for axis 0 is the batch and stays first. Source: torch.permute.
    """

    dims: Axes = setting(
        (2, 3, 1),
        "The new order of the axes, from 1.",
        low=1,
        required=True,
        brief="{}",
    )

    def output(self, x: Tensor) -> Tensor:
        if sorted(self.dims) != list(range(1, len(x.shape) + 1)):
            order = tuple(range(1, len(x.shape) + 1))
            raise ShapeError(
                f"needs each axis of {x} once, as {', '.join(map(str, order)) or 'none'}, and has "
                f"{', '.join(map(str, self.dims))}.",
                changes=({"dims": order},),
            )
        return Tensor(tuple(x.shape[dim - 1] for dim in self.dims), x.dtype)

    def make(self, x: Tensor) -> None:
        return None

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.permute", ("0", *map(str, self.dims)))


@layer(FAMILY)
class Upsample(Layer):
    """Makes a picture larger without learning.

    Input: C×H×W. Output: C×H'×W', where H' = floor(H·scale_factor), and W' likewise;
    or `size` when it is given. Source: torch.nn.Upsample.
    """

    size: Size2 | None = setting(
        None, "Size of the output; none uses the factor.", low=1, brief="{}"
    )
    scale_factor: float | None = setting(
        2.0, "How many times larger.", low=0.01, brief="×{}", required=True
    )
    mode: Literal["nearest", "bilinear", "bicubic"] = setting(
        "nearest", "How new places are filled.", brief="{}"
    )
    align_corners: bool | None = setting(
        None, "Keep the corners in place; not with nearest."
    )

    def output(self, x: Tensor) -> Tensor:
        channels, height, width = need_axes(x, 3, LAYOUTS[2])
        need_float(x)
        if (self.size is None) == (self.scale_factor is None):
            raise ShapeError(
                "needs either a size or a scale_factor, not both and not neither.",
                changes=(
                    {"size": None, "scale_factor": 2.0},
                    {"size": (2 * height, 2 * width), "scale_factor": None},
                ),
            )
        if self.align_corners is not None and self.mode == "nearest":
            raise ShapeError(
                "cannot align corners in mode 'nearest'.",
                changes=({"align_corners": None},),
            )
        if self.size is not None:
            return Tensor((channels, *self.size))
        assert self.scale_factor is not None
        grown = (
            math.floor(height * self.scale_factor),
            math.floor(width * self.scale_factor),
        )
        if min(grown) < 1:
            raise ShapeError(
                f"leaves nothing of {x}.", changes=({"scale_factor": 2.0},)
            )
        return Tensor((channels, *grown))

    def written(self) -> tuple[str, ...]:
        return tuple(each for each in super().written() if each != "scale_factor=None")
