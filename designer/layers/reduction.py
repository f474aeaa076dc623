"""Reductions: an axis becomes one number, such as its mean or its largest."""

import math
from typing import ClassVar

from designer.errors import ShapeError
from designer.kinds import Axes
from designer.layers.keeping import NOTHING, Keeps
from designer.layers.layer import Call, Layer, layer
from designer.layers.needs import axes_of, axis_of, need_dtype
from designer.layers.sight import HERE, WHOLE, Sights, moved
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Reduction"

DIM = "Axis to reduce, or several. Axis 0 is the batch; −1 is the last."
ONE = "The axis. Axis 0 is the batch; −1 is the last."
KEEPDIM = "Keep the axis, with size 1."


class AlongDim(Layer):
    """What works along an axis: the dtypes that it takes and gives, and its code."""

    dtypes: ClassVar[tuple[str, ...]] = ("float32",)
    """What it takes; the first is what others are cast to."""
    method: ClassVar[str]
    """The method of the tensor that does it."""

    def dtype(self, x: Tensor) -> str:
        """The type of the answer; raises ShapeError for what it does not take."""
        need_dtype(x, *self.dtypes)
        return x.dtype

    def make(self, x: Tensor) -> None:
        return None

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.{self.method}", self.written())

    def written(self) -> tuple[str, ...]:
        """The axis with its name, which says more than a number."""
        first, *rest = super().written()
        is_dim = next(iter(self.declared_settings)) == "dim"
        return (f"dim={first}" if is_dim else first, *rest)


class Reduction(AlongDim):
    """The shape rule of reductions: the axes go away, or keep size 1."""

    dim: tuple[int, ...] | int
    keepdim: bool

    def output(self, x: Tensor) -> Tensor:
        dtype, axes = self.dtype(x), self.axes(x)
        if self.keepdim:
            kept = tuple(1 if i in axes else size for i, size in enumerate(x.shape))
        else:
            kept = tuple(size for i, size in enumerate(x.shape) if i not in axes)
        return Tensor(kept, dtype)

    def axes(self, x: Tensor) -> tuple[int, ...]:
        """Where the axes stand in the shape of one sample, from 0."""
        if isinstance(self.dim, int):
            return (axis_of(self.dim, x),)
        return axes_of(self.dim, x)

    def sights(self, x: Tensor) -> Sights:
        gone = self.axes(x)
        order = [None if i in gone else i for i in range(len(x.shape))]
        if not self.keepdim:
            order = [axis for axis in order if axis is not None]
        seen = tuple(WHOLE if i in gone else HERE for i in range(len(x.shape)))
        return (moved(x, order)._replace(reaches=seen),)


class Counting(AlongDim):
    """What counts: of bool numbers it gives int64."""

    dtypes = ("float32", "int64", "bool")

    def dtype(self, x: Tensor) -> str:
        return super().dtype(x).replace("bool", "int64")


# One number for an axis ----------------------------------------------------------------


@layer(FAMILY, "average pool global GlobalAveragePooling squeeze")
class Mean(Reduction):
    """Takes the mean along axes.

    Input: any shape. Output: the same without the axes `dim`. Over height and width, 2
    and 3, it is global average pooling. Source: torch.mean.
    """

    method = "mean"

    dim: Axes = setting((-1,), DIM, required=True, brief="dim {}")
    keepdim: bool = setting(False, KEEPDIM)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "add up total plus count ∑")
class Sum(Counting, Reduction):
    """Adds up along axes.

    Input: any shape. Output: the same without the axes `dim`. Of bool numbers it counts
    what is true. Source: torch.sum.
    """

    method = "sum"

    dim: Axes = setting((-1,), DIM, required=True, brief="dim {}")
    keepdim: bool = setting(False, KEEPDIM)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "multiply product times")
class Prod(Counting, Reduction):
    """Multiplies along an axis.

    Input: any shape. Output: the same without the axis `dim`. Source: torch.prod.
    """

    method = "prod"

    dim: int = setting(-1, ONE, required=True, brief="dim {}")
    keepdim: bool = setting(False, KEEPDIM)


@layer(FAMILY, "largest greatest maximum pool global amax any GlobalMaxPooling")
class Max(Reduction):
    """Keeps the largest number along axes.

    Input: any shape. Output: the same without the axes `dim`. Equal ones share the
    gradient. Where it stood tells ArgMax. Source: torch.amax.
    """

    dtypes = ("float32", "int64", "bool")
    method = "amax"

    dim: Axes = setting((-1,), DIM, required=True, brief="dim {}")
    keepdim: bool = setting(False, KEEPDIM)


@layer(FAMILY, "smallest least minimum amin all")
class Min(Reduction):
    """Keeps the smallest number along axes.

    Input: any shape. Output: the same without the axes `dim`. Equal ones share the
    gradient. Where it stood tells ArgMin. Source: torch.amin.
    """

    dtypes = ("float32", "int64", "bool")
    method = "amin"

    dim: Axes = setting((-1,), DIM, required=True, brief="dim {}")
    keepdim: bool = setting(False, KEEPDIM)


@layer(FAMILY, "length magnitude l1 l2 euclidean distance vector UnitNormalization")
class Norm(Reduction):
    """Measures the length of vectors along axes.

    Input: any shape. Output: the same without the axes `dim`. Formula: (∑ |x|^ord)^(1/ord);
    with ord 0 it counts what is not 0. Source: torch.linalg.vector_norm.
    """

    ord: float = setting(
        2.0, "Power: 2 is the usual length, 1 the sum of sizes.", low=0, brief="ord {}"
    )
    dim: Axes = setting((-1,), DIM, required=True, brief="dim {}")
    keepdim: bool = setting(False, KEEPDIM)

    def call(self, module: str, x: str) -> Call:
        return Call("torch.linalg.vector_norm", (x, *self.written()))


class Spread(Reduction):
    """What measures how far numbers lie apart: too few of them divide by 0."""

    correction: int

    def output(self, x: Tensor) -> Tensor:
        made = super().output(x)
        count = math.prod(x.shape[axis] for axis in self.axes(x))
        if self.correction >= count:
            raise ShapeError(
                f"divides by the {count} of its numbers less {self.correction}, which must be "
                f"above 0.",
                changes=({"correction": 0},),
            )
        return made


CORRECTION = "Taken off the count: 1 for a sample, 0 for all there is."


@layer(FAMILY, "standard deviation spread sigma σ statistics")
class Std(Spread):
    """Measures how far numbers lie apart along axes: their standard deviation.

    Input: any shape. Output: the same without the axes `dim`. Formula: √Var.
    Source: torch.std.
    """

    method = "std"

    dim: Axes = setting((-1,), DIM, required=True, brief="dim {}")
    correction: int = setting(1, CORRECTION, low=0)
    keepdim: bool = setting(False, KEEPDIM)


@layer(FAMILY, "variance spread sigma squared σ² statistics")
class Var(Spread):
    """Measures how far numbers lie apart along axes: their variance.

    Input: any shape. Output: the same without the axes `dim`. Formula:
    ∑ (x − mean)² / (count − correction). Source: torch.var.
    """

    method = "var"

    dim: Axes = setting((-1,), DIM, required=True, brief="dim {}")
    correction: int = setting(1, CORRECTION, low=0)
    keepdim: bool = setting(False, KEEPDIM)


@layer(FAMILY, "soft maximum smooth logarithm log sum exp energy partition")
class LogSumExp(Reduction):
    """Takes a soft maximum along axes: log(∑ exp(x)).

    Input: any shape. Output: the same without the axes `dim`. Source: torch.logsumexp.
    """

    method = "logsumexp"

    dim: Axes = setting((-1,), DIM, required=True, brief="dim {}")
    keepdim: bool = setting(False, KEEPDIM)


# Which one -----------------------------------------------------------------------------


class Which(Reduction):
    """What tells a place along an axis: whole numbers, through which nothing learns."""

    dtypes = ("float32", "int64")

    def dtype(self, x: Tensor) -> str:
        super().dtype(x)
        return "int64"

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "argmax class label prediction which place index largest winner")
class ArgMax(Which):
    """Tells where along an axis the largest number stands, as the class with most votes.

    Input: any shape. Output: the same without the axis `dim`, places from 0 as int64.
    Nothing is learned through it. Source: torch.argmax.
    """

    method = "argmax"

    dim: int = setting(-1, ONE, required=True, brief="dim {}")
    keepdim: bool = setting(False, KEEPDIM)


@layer(FAMILY, "argmin nearest closest which place index smallest cluster")
class ArgMin(Which):
    """Tells where along an axis the smallest number stands, as the nearest of many.

    Input: any shape. Output: the same without the axis `dim`, places from 0 as int64.
    Nothing is learned through it. Source: torch.argmin.
    """

    method = "argmin"

    dim: int = setting(-1, ONE, required=True, brief="dim {}")
    keepdim: bool = setting(False, KEEPDIM)
