"""Layers that only rearrange: the numbers stay, the shape changes."""

import math

from designer.errors import ShapeError
from designer.kinds import TIMES, Shape, Size2
from designer.layers.keeping import A_VIEW, NOTHING, Keeps
from designer.layers.layer import Layer, layer
from designer.layers.needs import axis_of, need_axes, need_float
from designer.layers.sight import Sights, pointwise, regrouped
from designer.layers.spatial import channels_and_size
from designer.layers.tensor import Tensor
from designer.layers.window import positions, slide, spread
from designer.settings import setting
from designer.words import counted

FAMILY = "Shape"

DILATION = "Distance between the places of a block."


@layer(FAMILY, "row vector one axis view flat before a fully connected layer")
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

    def sights(self, x: Tensor) -> Sights:
        return (regrouped(x, self.output(x).shape),)

    def keeps(self, x: Tensor) -> Keeps:
        return A_VIEW


@layer(FAMILY, "split an axis rows view Reshape")
class Unflatten(Layer):
    """Splits one axis into several, as a row of numbers into a picture.

    Input: any shape. Output: the same with unflattened_size in place of axis `dim`, where
    one −1 stands for whatever is left. Source: torch.nn.Unflatten.
    """

    dim: int = setting(
        1, "The axis to split. Axis 0 is the batch.", required=True, brief="axis {}"
    )
    unflattened_size: Shape = setting(
        (1, -1),
        "The sizes that the axis becomes; one −1 is worked out.",
        low=-1,
        required=True,
        brief="{}",
    )

    def output(self, x: Tensor) -> Tensor:
        axis = axis_of(self.dim, x)
        numbers, wanted = x.shape[axis], self.unflattened_size
        known = math.prod(size for size in wanted if size != -1)
        if known < 1 or wanted.count(-1) > 1 or not wanted:
            raise ShapeError(
                f"needs an unflattened_size of positive numbers with at most one −1, and has "
                f"{TIMES.join(map(str, wanted)) or 'none'}.",
                changes=({"unflattened_size": (1, -1)},),
            )
        if numbers % known or (-1 not in wanted and numbers != known):
            raise ShapeError(
                f"cannot split the {numbers} of axis {self.dim} into "
                f"{TIMES.join(map(str, wanted))}.",
                changes=(
                    {"unflattened_size": (*(s for s in wanted[:-1] if s != -1), -1)},
                    {"unflattened_size": (1, -1)},
                ),
            )
        split = (numbers // known if size == -1 else size for size in wanted)
        return Tensor((*x.shape[:axis], *split, *x.shape[axis + 1 :]), x.dtype)

    def written(self) -> tuple[str, ...]:
        return (str(self.dim), f"unflattened_size={self.unflattened_size}")

    def keeps(self, x: Tensor) -> Keeps:
        return A_VIEW

    def sights(self, x: Tensor) -> Sights:
        return (regrouped(x, self.output(x).shape),)


@layer(FAMILY, "mix groups ShuffleNet permute")
class ChannelShuffle(Layer):
    """Deals channels out anew, so that the groups of a grouped convolution mix.

    Input and output: C×L, C×H×W or C×D×H×W. The first channel of each group comes first,
    then the second of each, and so on. Source: torch.nn.ChannelShuffle.
    """

    groups: int = setting(
        2, "Groups of channels; must divide them.", low=1, required=True, brief="g{}"
    )

    def output(self, x: Tensor) -> Tensor:
        if len(x.shape) < 2:
            raise ShapeError(f"needs channels × at least one axis and gets {x}.")
        if x.shape[0] % self.groups:
            raise ShapeError(
                f"has {self.groups} groups, which must divide the "
                f"{counted(x.shape[0], 'channel')} of {x}.",
                changes=({"groups": math.gcd(x.shape[0], self.groups)},),
            )
        return x

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x)._replace(mixed=frozenset({0})),)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


class Blocks(Layer):
    """What Fold and Unfold share: a window over a picture, and the blocks that it sees."""

    kernel_size: tuple[int, int]
    dilation: tuple[int, int]
    padding: tuple[int, int]
    stride: tuple[int, int]

    @property
    def window(self) -> tuple[Size2, Size2, Size2, Size2]:
        """Kernel, stride, padding and dilation."""
        return (self.kernel_size, self.stride, self.padding, self.dilation)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "patches sliding windows blocks im2col extract columns")
class Unfold(Blocks):
    """Cuts a picture into blocks, which may overlap, and lays each out as a column.

    Input: C×H×W. Output: (C·kernel_size²)×L, where L is the number of blocks: for each
    axis floor((H + 2·padding − dilation·(kernel_size − 1) − 1) / stride) + 1, multiplied.
    Source: torch.nn.Unfold.
    """

    kernel_size: Size2 = setting(
        (2, 2), "Size of each block.", low=1, required=True, brief="{}", unit="px"
    )
    dilation: Size2 = setting((1, 1), DILATION, low=1, brief="d{}", unit="px")
    padding: Size2 = setting(
        (0, 0), "Places added around the picture.", low=0, brief="p{}", unit="px"
    )
    stride: Size2 = setting(
        (1, 1), "How far it is to the next block.", low=1, brief="s{}", unit="px"
    )

    def output(self, x: Tensor) -> Tensor:
        channels, size = channels_and_size(self, x, 2)
        blocks = slide(size, *self.window)
        return Tensor((channels * math.prod(self.kernel_size), math.prod(blocks)))


@layer(FAMILY, "patches sliding windows blocks col2im overlap add columns")
class Fold(Blocks):
    """Puts blocks, each laid out as a column, back into a picture; what overlaps is added.

    Input: (C·kernel_size²)×L, where L is the number of blocks that the output has room
    for: for each axis floor((H + 2·padding − dilation·(kernel_size − 1) − 1) / stride) + 1,
    multiplied. Output: C×output_size. Source: torch.nn.Fold.
    """

    output_size: Size2 = setting(
        (28, 28), "Size of the picture.", low=1, required=True, brief="{}", unit="px"
    )
    kernel_size: Size2 = setting(
        (2, 2), "Size of each block.", low=1, required=True, brief="{}", unit="px"
    )
    dilation: Size2 = setting((1, 1), DILATION, low=1, brief="d{}", unit="px")
    padding: Size2 = setting(
        (0, 0), "Places cut off around the picture.", low=0, brief="p{}", unit="px"
    )
    stride: Size2 = setting(
        (1, 1), "How far it is to the next block.", low=1, brief="s{}", unit="px"
    )

    def output(self, x: Tensor) -> Tensor:
        rows, columns = need_axes(x, 2, "(channels · block) × blocks")
        need_float(x)
        block = math.prod(self.kernel_size)
        if rows % block:
            raise ShapeError(
                f"needs columns of whole blocks, {TIMES.join(map(str, self.kernel_size))} for "
                f"each channel, and gets {x}."
            )
        blocks = positions(self.output_size, *self.window)
        if min(blocks) < 1 or math.prod(blocks) != columns:
            raise ShapeError(
                f"has room for {TIMES.join(str(max(0, b)) for b in blocks)} blocks in its "
                f"output_size and gets {columns}.",
                changes=self._square(columns),
            )
        return Tensor((rows // block, *self.output_size))

    def _square(self, columns: int) -> tuple[dict[str, tuple[int, ...]], ...]:
        """The output in which so many blocks lie in a square, if they can."""
        side = math.isqrt(columns)
        size = spread((side, side), *self.window)
        return ({"output_size": size},) if side**2 == columns and min(size) > 0 else ()
