"""Layers that rearrange axes: the same numbers in another order or another shape."""

import math
from collections.abc import Sequence

from designer.errors import ShapeError
from designer.kinds import TIMES, Axes, Shape
from designer.layers.keeping import A_VIEW, NOTHING, Keeps
from designer.layers.layer import Call, Layer, layer
from designer.layers.needs import axes_of, axis_of
from designer.layers.sight import Sights, moved, pointwise, regrouped
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Shape"

BATCH = "Axis 0 is the batch; −1 is the last."


class Rearrangement(Layer):
    """What these layers share: code without a module."""

    def make(self, x: Tensor) -> None:
        return None

    def keeps(self, x: Tensor) -> Keeps:
        return A_VIEW


# The same numbers in the same order ----------------------------------------------------


@layer(FAMILY, "view resize unflatten fold dimensions")
class Reshape(Rearrangement):
    """Puts the same numbers into another shape.

    Input: any shape. Output: `shape`, in which one −1 stands for whatever is left. The
    batch stays as it is. Where others write view, this does the same, and copies where
    the numbers lie apart. Source: torch.Tensor.reshape.
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

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.reshape", (f"{x}.shape[0]", *map(str, self.shape)))

    def sights(self, x: Tensor) -> Sights:
        return (regrouped(x, self.output(x).shape),)


@layer(FAMILY, "drop remove axis of size 1 dimension fewer")
class Squeeze(Rearrangement):
    """Takes away axes of size 1.

    Input: any shape. Output: the same without the axes `dim`. Source: torch.squeeze.
    """

    dim: Axes = setting(
        (-1,), f"The axes to take away. {BATCH}", required=True, brief="dim {}"
    )

    def output(self, x: Tensor) -> Tensor:
        axes = axes_of(self.dim, x)
        for axis in axes:
            if x.shape[axis] != 1:
                ones = tuple(i + 1 for i, size in enumerate(x.shape) if size == 1)
                raise ShapeError(
                    f"takes away axes of size 1, and axis {axis + 1} of {x} has "
                    f"{x.shape[axis]}.",
                    changes=({"dim": ones},) if ones else (),
                )
        return Tensor(
            tuple(size for i, size in enumerate(x.shape) if i not in axes), x.dtype
        )

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.squeeze", (group(self.dim),))

    def sights(self, x: Tensor) -> Sights:
        gone = axes_of(self.dim, x)
        return (moved(x, [i for i in range(len(x.shape)) if i not in gone]),)


@layer(FAMILY, "add new axis of size 1 dimension more expand_dims")
class Unsqueeze(Rearrangement):
    """Adds an axis of size 1, as a channel to a picture without.

    Input: any shape. Output: the same with an axis of size 1 at `dim`.
    Source: torch.unsqueeze.
    """

    dim: int = setting(
        1, f"Where the new axis stands. {BATCH}", required=True, brief="dim {}"
    )

    def output(self, x: Tensor) -> Tensor:
        axis = new_axis_of(self.dim, x)
        return Tensor((*x.shape[:axis], 1, *x.shape[axis:]), x.dtype)

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.unsqueeze", (str(self.dim),))

    def sights(self, x: Tensor) -> Sights:
        order: list[int | None] = [*range(len(x.shape))]
        order.insert(new_axis_of(self.dim, x), None)
        return (moved(x, order),)


# The same numbers in another order -----------------------------------------------------


@layer(FAMILY, "transpose swap rearrange order channels last first dimensions")
class Permute(Rearrangement):
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

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.permute", ("0", *map(str, self.dims)))

    def sights(self, x: Tensor) -> Sights:
        return (moved(x, [dim - 1 for dim in self.dims]),)


@layer(FAMILY, "swap swapaxes permute turn over matrix rows columns Permute")
class Transpose(Rearrangement):
    """Swaps two axes, as the rows and the columns of a matrix.

    Input: any shape. Output: the same with the axes dim0 and dim1 in each other's
    place. Source: torch.transpose.
    """

    dim0: int = setting(1, f"The one axis. {BATCH}", required=True, brief="{}")
    dim1: int = setting(2, f"The other axis. {BATCH}", required=True, brief="{}")

    def output(self, x: Tensor) -> Tensor:
        one, other = axis_of(self.dim0, x, "dim0"), axis_of(self.dim1, x, "dim1")
        shape = list(x.shape)
        shape[one], shape[other] = shape[other], shape[one]
        return Tensor(tuple(shape), x.dtype)

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.transpose", (str(self.dim0), str(self.dim1)))

    def sights(self, x: Tensor) -> Sights:
        one, other = axis_of(self.dim0, x, "dim0"), axis_of(self.dim1, x, "dim1")
        order = list(range(len(x.shape)))
        order[one], order[other] = other, one
        return (moved(x, order),)


@layer(FAMILY, "movedim rollaxis channels last first order Permute")
class MoveAxis(Rearrangement):
    """Moves one axis to another place; the others keep their order.

    Input: any shape. Output: the same with axis `source` at `destination`. From 1 to −1
    it puts channels last. Source: torch.movedim.
    """

    source: int = setting(1, f"The axis that moves. {BATCH}", required=True, brief="{}")
    destination: int = setting(
        -1, f"Where it stands then. {BATCH}", required=True, brief="to {}"
    )

    def output(self, x: Tensor) -> Tensor:
        source = axis_of(self.source, x, "source")
        shape = list(x.shape)
        shape.insert(axis_of(self.destination, x, "destination"), shape.pop(source))
        return Tensor(tuple(shape), x.dtype)

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.movedim", (str(self.source), str(self.destination)))

    def sights(self, x: Tensor) -> Sights:
        order = list(range(len(x.shape)))
        source = order.pop(axis_of(self.source, x, "source"))
        order.insert(axis_of(self.destination, x, "destination"), source)
        return (moved(x, order),)


@layer(FAMILY, "shift rotate circular cyclic wrap around Swin window")
class Roll(Rearrangement):
    """Shifts numbers along axes; what leaves at the end comes in again at the start.

    Input and output: any shape. Source: torch.roll.
    """

    shifts: Axes = setting(
        (1,), "How many places, for each axis.", required=True, brief="{}"
    )
    dims: Axes = setting((-1,), f"The axes. {BATCH}", required=True, brief="dims {}")

    def output(self, x: Tensor) -> Tensor:
        axes_of(self.dims, x, "dims")
        if len(self.shifts) != len(self.dims):
            raise ShapeError(
                f"needs a shift for each axis, and has {len(self.shifts)} for "
                f"{len(self.dims)}.",
                changes=({"shifts": (1,) * len(self.dims)},),
            )
        return x

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.roll", (group(self.shifts), named("dims", self.dims)))

    def sights(self, x: Tensor) -> Sights:
        mixed = frozenset(axes_of(self.dims, x, "dims"))
        return (pointwise(x)._replace(mixed=mixed),)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "mirror reverse turn around backwards left right")
class Flip(Rearrangement):
    """Turns axes around, so that the last number comes first.

    Input and output: any shape. Source: torch.flip.
    """

    dims: Axes = setting(
        (-1,), f"The axes to turn around. {BATCH}", required=True, brief="dims {}"
    )

    def output(self, x: Tensor) -> Tensor:
        axes_of(self.dims, x, "dims")
        return x

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.flip", tuple(map(str, self.dims)))

    def sights(self, x: Tensor) -> Sights:
        mixed = frozenset(axes_of(self.dims, x, "dims"))
        return (pointwise(x)._replace(mixed=mixed),)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


def new_axis_of(dim: int, x: Tensor, setting: str = "dim") -> int:
    """Where a new axis `dim` of a batch would stand in the shape of one sample, from 0."""
    axes = len(x.shape) + 1
    if dim in (0, -axes - 1):
        raise ShapeError(
            f"cannot use axis {dim}, which is the batch.", changes=({setting: 1},)
        )
    if not -axes <= dim <= axes:
        raise ShapeError(
            f"has a new axis {dim}, which can be 1 to {axes} with {x}.",
            changes=({setting: -1},),
        )
    return dim - 1 if dim > 0 else dim + axes


def group(numbers: Sequence[int]) -> Call | str:
    """Numbers as an argument: (1, 2), or 1 for one by itself."""
    if len(numbers) == 1:
        return str(numbers[0])
    return Call("", tuple(map(str, numbers)))


def named(name: str, numbers: Sequence[int]) -> Call | str:
    """The same with the argument's name: dim=(1, 2)."""
    if len(numbers) == 1:
        return f"{name}={numbers[0]}"
    return Call(f"{name}=", tuple(map(str, numbers)))
