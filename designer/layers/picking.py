"""Layers that pick places along an axis, or part an axis among several outputs."""

from designer.errors import ShapeError
from designer.kinds import Axes
from designer.layers.axes import BATCH, FAMILY, Rearrangement
from designer.layers.keeping import NOTHING, Keeps
from designer.layers.layer import Call, Layer, Port, layer
from designer.layers.needs import axis_of, need_dtype
from designer.layers.sight import HERE, Reach, Sights, pointwise
from designer.layers.tensor import Tensor
from designer.settings import setting
from designer.words import listed

MOST = 64
"""Outputs that a node has room for."""


# Several outputs -----------------------------------------------------------------------


class Parting(Rearrangement):
    """What parts an axis among outputs: numbered ports, and a tensor for each."""

    dim: int

    @property
    def outputs(self) -> tuple[Port, ...]:
        return tuple(Port(f"output{i}") for i in range(1, self.parts() + 1))

    def parts(self) -> int:
        """How many outputs there are."""
        raise NotImplementedError

    def parted(self, x: Tensor, sizes: tuple[int, ...]) -> tuple[Tensor, ...]:
        """A tensor for each size along the axis."""
        axis = axis_of(self.dim, x)
        before, after = x.shape[:axis], x.shape[axis + 1 :]
        return tuple(Tensor((*before, size, *after), x.dtype) for size in sizes)

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x)._replace(mixed=frozenset({axis_of(self.dim, x)})),)


@layer(FAMILY, "part divide branches channels cut pieces unstack")
class Split(Parting):
    """Parts an axis into pieces of the sizes that you give.

    Input: any shape. Output: output1, output2 and so on, one for each size; together the
    sizes make up the axis. Source: torch.split.
    """

    sizes: Axes = setting(
        (1, 1),
        "Size of each piece along the axis.",
        low=1,
        required=True,
        brief="{}",
    )
    dim: int = setting(1, f"The axis to part. {BATCH}", required=True, brief="dim {}")

    def parts(self) -> int:
        return min(max(len(self.sizes), 1), MOST)

    def output(self, x: Tensor) -> tuple[Tensor, ...]:
        size = x.shape[axis_of(self.dim, x)]
        if not 2 <= len(self.sizes) <= MOST:
            halves = (size - size // 2, size // 2)
            raise ShapeError(
                f"needs 2 to {MOST} sizes, and has {len(self.sizes)}.",
                changes=({"sizes": halves},) if size > 1 else (),
            )
        if sum(self.sizes) != size:
            others = self.sizes[:-1]
            rest = size - sum(others)
            raise ShapeError(
                f"has sizes that make up {sum(self.sizes)}, and axis {self.dim} of {x} has "
                f"{size}.",
                changes=({"sizes": (*others, rest)},) if rest > 0 else (),
            )
        return self.parted(x, self.sizes)

    def call(self, module: str, x: str) -> Call:
        sizes: Call | str = Call("", tuple(map(str, self.sizes)), "[]")
        if len(set(self.sizes)) == 1:
            sizes = str(self.sizes[0])
        return Call(f"{x}.split", (sizes, f"dim={self.dim}"))


@layer(FAMILY, "part divide equal pieces halves branches channels unstack")
class Chunk(Parting):
    """Parts an axis into so many pieces of the same size; the last may be smaller.

    Input: any shape. Output: output1, output2 and so on, one for each piece, of size
    ceil(size / chunks). Source: torch.chunk.
    """

    chunks: int = setting(
        2, "How many pieces.", low=2, high=MOST, required=True, brief="{}"
    )
    dim: int = setting(1, f"The axis to part. {BATCH}", required=True, brief="dim {}")

    def parts(self) -> int:
        return self.chunks

    def output(self, x: Tensor) -> tuple[Tensor, ...]:
        size = x.shape[axis_of(self.dim, x)]
        piece = -(-size // self.chunks)
        whole, rest = divmod(size, piece)
        sizes = (piece,) * whole + (rest,) * (rest > 0)
        if len(sizes) != self.chunks:
            raise ShapeError(
                f"makes {len(sizes)} pieces of {piece} from axis {self.dim} of {x}, not "
                f"{self.chunks}.",
                changes=({"chunks": len(sizes)},) if len(sizes) > 1 else (),
            )
        return self.parted(x, sizes)

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.chunk", (str(self.chunks), f"dim={self.dim}"))


# Some places ---------------------------------------------------------------------------


@layer(FAMILY, "cut part range window from to every second narrow : [] Cropping1D")
class Slice(Rearrangement):
    """Keeps a range of places along an axis, as x[:, 1:5] does.

    Input: any shape. Output: along `dim` the places from `start` to before `stop`, each
    `step`-th. Negative places count from the end. Source: the slices of Python.
    """

    dim: int = setting(1, f"The axis. {BATCH}", required=True, brief="dim {}")
    start: int | None = setting(
        None, "First place; none is the start.", brief="from {}"
    )
    stop: int | None = setting(
        None, "Place before which it ends; none is the end.", brief="to {}"
    )
    step: int = setting(1, "Distance between the places.", low=1, brief="step {}")

    def output(self, x: Tensor) -> Tensor:
        axis = axis_of(self.dim, x)
        size = x.shape[axis]
        kept = len(range(size)[self.start : self.stop : self.step])
        if not kept:
            raise ShapeError(
                f"keeps nothing of axis {self.dim} of {x}, which has {size}.",
                changes=({"start": None, "stop": None}, {"stop": None}),
            )
        return Tensor((*x.shape[:axis], kept, *x.shape[axis + 1 :]), x.dtype)

    def call(self, module: str, x: str) -> Call:
        start, stop = ("" if n is None else str(n) for n in (self.start, self.stop))
        step = "" if self.step == 1 else f":{self.step}"
        return places(x, self.dim, f"{start}:{stop}{step}")

    def sights(self, x: Tensor) -> Sights:
        axis = axis_of(self.dim, x)
        first = range(x.shape[axis])[self.start : self.stop : self.step][0]
        seen = [HERE] * len(x.shape)
        seen[axis] = Reach(self.step, (first,), (first,))
        return (pointwise(x)._replace(reaches=tuple(seen)),)


@layer(FAMILY, "pick one last first step time token class channel index LSTM CLS []")
class Select(Rearrangement):
    """Picks one place along an axis, which goes away, as x[:, -1] does.

    Input: any shape. Output: the same without the axis `dim`. Place −1 of axis 1 is the
    last step of a sequence. Source: torch.select.
    """

    dim: int = setting(1, f"The axis. {BATCH}", required=True, brief="dim {}")
    index: int = setting(
        -1, "The place; −1 is the last.", required=True, brief="place {}"
    )

    def output(self, x: Tensor) -> Tensor:
        axis = axis_of(self.dim, x)
        need_places((self.index,), x, axis, {"index": -1})
        return Tensor((*x.shape[:axis], *x.shape[axis + 1 :]), x.dtype)

    def call(self, module: str, x: str) -> Call:
        return places(x, self.dim, str(self.index))


@layer(FAMILY, "pick choose reorder columns features channels index_select [] gather")
class Index(Rearrangement):
    """Picks the places of a list along an axis, in that order, as x[:, [0, 2]] does.

    Input: any shape. Output: the same with as many places along `dim` as the list has. A
    place may come twice. Source: torch.index_select.
    """

    indices: Axes = setting(
        (0,), "The places, from 0; −1 is the last.", required=True, brief="{}"
    )
    dim: int = setting(1, f"The axis. {BATCH}", required=True, brief="dim {}")

    def output(self, x: Tensor) -> Tensor:
        axis = axis_of(self.dim, x)
        if not self.indices:
            raise ShapeError("needs places and has none.", changes=({"indices": (0,)},))
        there = tuple(i for i in self.indices if -x.shape[axis] <= i < x.shape[axis])
        need_places(self.indices, x, axis, {"indices": there or (0,)})
        shape = (*x.shape[:axis], len(self.indices), *x.shape[axis + 1 :])
        return Tensor(shape, x.dtype)

    def call(self, module: str, x: str) -> Call:
        return places(x, self.dim, Call("", tuple(map(str, self.indices)), "[]"))

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "pick look up index take take_along_dim lookup")
class Gather(Layer):
    """Picks places along an axis that another tensor names, one for each number of it.

    Inputs: input, and index, int64 with as many axes, none but `dim` larger than those of
    the input. Output: the shape of index. Its numbers are places along `dim` from 0; one
    that is not there stops the training. Source: torch.gather.
    """

    dim: int = setting(1, f"The axis. {BATCH}", required=True, brief="dim {}")

    @property
    def inputs(self) -> tuple[Port, ...]:
        return (Port("input"), Port("index"))

    def output(self, x: Tensor, index: Tensor) -> Tensor:
        axis = axis_of(self.dim, x)
        need_dtype(index, "int64")
        if len(index.shape) != len(x.shape) or any(
            wanted > there
            for i, (wanted, there) in enumerate(zip(index.shape, x.shape, strict=True))
            if i != axis
        ):
            raise ShapeError(
                f"gets {listed([str(x), str(index)])}.",
                rule=f"Its index must have as many axes as its input, none but axis "
                f"{self.dim} larger.",
            )
        return Tensor(index.shape, x.dtype)

    def make(self, x: Tensor, index: Tensor) -> None:
        return None

    def call(self, module: str, *arguments: str) -> Call:
        x, index = arguments
        return Call("torch.gather", (x, f"dim={self.dim}", f"index={index}"))

    def keeps(self, x: Tensor, index: Tensor) -> Keeps:
        return Keeps((1,))


def places(x: str, dim: int, place: Call | str) -> Call:
    """The code of places along axis `dim`: x[:, :, 1:5], or x[..., 1:5] from the end."""
    if dim > 0:
        return Call(x, (*[":"] * dim, place), "[]")
    return Call(x, ("...", place, *[":"] * (-dim - 1)), "[]")


def need_places(
    indices: tuple[int, ...], x: Tensor, axis: int, change: dict[str, object]
) -> None:
    """Raises ShapeError unless each place is there; `change` would mend it."""
    size = x.shape[axis]
    for index in indices:
        if not -size <= index < size:
            raise ShapeError(
                f"needs a place {index}, and axis {axis + 1} of {x} has {size}.",
                changes=(change,),
            )
