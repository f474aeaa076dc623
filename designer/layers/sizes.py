"""Layers that make axes longer or shorter: spread, repeated, padded and cropped."""

from typing import Literal

from designer.errors import ShapeError
from designer.kinds import TIMES, Axes, Shape
from designer.layers.axes import FAMILY, Rearrangement
from designer.layers.keeping import NOTHING, THE_INPUT, Keeps
from designer.layers.layer import Call, layer
from designer.layers.needs import need_dtype
from designer.layers.number import is_whole, number
from designer.layers.sight import HERE, Reach, Sights, moved, pointwise
from designer.layers.tensor import Tensor
from designer.settings import setting


@layer(FAMILY, "broadcast spread broadcast_to tile same for all RepeatVector gate")
class Expand(Rearrangement):
    """Spreads an axis of size 1, so that the same number stands at each of its places.

    Input: any shape. Output: `sizes`, where −1 keeps the size of an axis. It spreads what
    is the same for a whole channel before a join, for joins spread nothing silently.
    Source: torch.Tensor.expand.
    """

    sizes: Shape = setting(
        (3, -1, -1),
        "Size of each axis, without the batch; −1 keeps it.",
        low=-1,
        required=True,
        brief="{}",
    )

    def output(self, x: Tensor) -> Tensor:
        need_each_axis(self.sizes, x, "sizes", keep=-1)
        pairs = tuple(zip(self.sizes, x.shape, strict=True))
        if any(size not in (-1, old) and (old != 1 or size < 1) for size, old in pairs):
            keeping = tuple(size if old == 1 and size else -1 for size, old in pairs)
            raise ShapeError(
                f"spreads axes of size 1 and cannot make {TIMES.join(map(str, self.sizes))} "
                f"of {x}.",
                changes=({"sizes": keeping},),
            )
        return Tensor(
            tuple(old if size == -1 else size for size, old in pairs), x.dtype
        )

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.expand", ("-1", *map(str, self.sizes)))

    def sights(self, x: Tensor) -> Sights:
        sizes = zip(x.shape, self.output(x).shape, strict=True)
        kept = [axis if old == new else None for axis, (old, new) in enumerate(sizes)]
        return (moved(x, kept),)


@layer(FAMILY, "tile copy again longer UpSampling RepeatVector")
class Repeat(Rearrangement):
    """Puts copies of the whole tensor one after another along its axes.

    Input: any shape. Output: each size times its number of repeats.
    Source: torch.Tensor.repeat.
    """

    repeats: Shape = setting(
        (2, 1, 1),
        "How often, for each axis without the batch; 1 leaves it.",
        low=1,
        required=True,
        brief="{}",
    )

    def output(self, x: Tensor) -> Tensor:
        need_each_axis(self.repeats, x, "repeats", keep=1)
        pairs = zip(self.repeats, x.shape, strict=True)
        return Tensor(tuple(times * size for times, size in pairs), x.dtype)

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x}.repeat", ("1", *map(str, self.repeats)))

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "border margin add zeros around longer edge ZeroPadding")
class Pad(Rearrangement):
    """Adds places before and after the last axes.

    Input: any shape; if mode is not "constant", as many axes as are padded or one more.
    Output: each padded axis is longer by its two numbers. The pairs count from the last
    axis: left, right, then top, bottom. Source: torch.nn.functional.pad.
    """

    pad: Axes = setting(
        (1, 1, 1, 1),
        "Places before and after the last axis, then the last but one.",
        low=0,
        required=True,
        brief="{}",
    )
    mode: Literal["constant", "reflect", "replicate", "circular"] = setting(
        "constant", "What the added places hold.", brief="{}"
    )
    value: float = setting(0.0, "The number to add, in mode 'constant'.", brief="{}")

    def output(self, x: Tensor) -> Tensor:
        axes = len(self.pad) // 2
        if len(self.pad) % 2 or not 0 < axes <= len(x.shape):
            raise ShapeError(
                f"needs two numbers for each axis that it pads, and has "
                f"{', '.join(map(str, self.pad)) or 'none'} for {x}.",
                changes=({"pad": (1, 1)}, {"pad": (1, 1, 1, 1)}),
            )
        pairs = tuple(zip(self.pad[-2::-2], self.pad[::-2], strict=True))
        sizes = x.shape[-axes:]
        self._check_value(x)
        if self.mode != "constant":
            self._check_mode(x, axes, pairs, sizes)
        grown = (s + a + b for s, (a, b) in zip(sizes, pairs, strict=True))
        return Tensor((*x.shape[:-axes], *grown), x.dtype)

    def call(self, module: str, x: str) -> Call:
        rest = self.written()[1:]
        return Call(
            "nn.functional.pad", (x, Call("", tuple(map(str, self.pad))), *rest)
        )

    def _check_value(self, x: Tensor) -> None:
        if x.dtype != "float32" and not is_whole(self.value):
            raise ShapeError(
                f"gets {x.dtype} and cannot put {number(self.value)} among it.",
                changes=({"value": 0.0},),
            )
        if self.mode != "constant" and self.value:
            raise ShapeError(
                f"adds no number of yours in mode {self.mode!r}.",
                changes=({"value": 0.0}, {"mode": "constant"}),
            )

    def _check_mode(
        self,
        x: Tensor,
        axes: int,
        pairs: tuple[tuple[int, int], ...],
        sizes: tuple[int, ...],
    ) -> None:
        """torch mirrors at most size − 1 places and wraps around at most size."""
        if self.mode != "circular":
            need_dtype(x, "float32", "int64")
        constant = {"mode": "constant"}
        if axes > 3 or len(x.shape) - axes > 1:
            raise ShapeError(
                f"pads one to three axes in mode {self.mode!r}, all but the first at most, "
                f"and gets {x}.",
                changes=(constant,),
            )
        spare = {"reflect": 1, "circular": 0}.get(self.mode)
        for size, pair in zip(sizes, pairs, strict=True):
            if spare is not None and max(pair) > size - spare:
                raise ShapeError(
                    f"cannot fill {max(pair)} places of padding by {self.mode}: the axis has "
                    f"only {size}.",
                    changes=(constant,),
                )

    def sights(self, x: Tensor) -> Sights:
        before = self.pad[-2::-2]
        same = (HERE,) * (len(x.shape) - len(before))
        shifts = (Reach(1, (-places,), (-places,)) for places in before)
        return (pointwise(x)._replace(reaches=(*same, *shifts)),)

    def keeps(self, x: Tensor) -> Keeps:
        return THE_INPUT if self.mode in ("reflect", "replicate") else NOTHING


@layer(FAMILY, "cut trim smaller center centre U-Net skip Cropping2D CenterCrop")
class Crop(Rearrangement):
    """Cuts a window out of the last axes, from the middle unless you say where.

    Input: any shape with at least as many axes as `size`. Output: the same with its last
    axes as large as `size`. It brings the skip of a U-Net to the size of what it is
    joined with. Source: Ronneberger et al., U-Net, 2015.
    """

    size: Shape = setting(
        (24, 24), "Size of the window.", low=1, required=True, brief="{}"
    )
    offset: Shape | None = setting(
        None, "Where the window begins; none takes the middle.", low=0, brief="at {}"
    )

    def output(self, x: Tensor) -> Tensor:
        self.starts(x)
        return Tensor((*x.shape[: -len(self.size)], *self.size), x.dtype)

    def starts(self, x: Tensor) -> tuple[int, ...]:
        """Where the window begins along each axis; raises ShapeError in words."""
        axes = len(self.size)
        whole = x.shape[-axes:] if axes else ()
        if not axes or len(whole) < axes:
            raise ShapeError(
                f"needs a size for each of the last axes, and has "
                f"{TIMES.join(map(str, self.size)) or 'none'} for {x}.",
                changes=({"size": x.shape[-2:]},) if x.shape else (),
            )
        if self.offset is not None and len(self.offset) != axes:
            raise ShapeError(
                f"needs an offset for each of the {axes} axes that it crops, and has "
                f"{TIMES.join(map(str, self.offset)) or 'none'}.",
                changes=({"offset": None},),
            )
        room = tuple(w - s for w, s in zip(whole, self.size, strict=True))
        starts = self.offset or tuple(rest // 2 for rest in room)
        ends = zip(starts, room, strict=True)
        if min(room) < 0 or any(start > rest for start, rest in ends):
            raise ShapeError(
                f"cannot cut {TIMES.join(map(str, self.size))} out of "
                f"{TIMES.join(map(str, whole))}{self._from_words()}.",
                changes=(
                    {"offset": None},
                    {"size": tuple(map(min, whole, self.size)), "offset": None},
                ),
            )
        return starts

    def _from_words(self) -> str:
        return f" from {TIMES.join(map(str, self.offset))} on" if self.offset else ""

    def call_on(self, inputs: tuple[Tensor, ...], module: str, *arguments: str) -> Call:
        windows = [
            f"{start}:{start + size}"
            for start, size in zip(self.starts(inputs[0]), self.size, strict=True)
        ]
        return Call(arguments[0], ("...", *windows), "[]")

    def sights(self, x: Tensor) -> Sights:
        same = (HERE,) * (len(x.shape) - len(self.size))
        shifts = (Reach(1, (start,), (start,)) for start in self.starts(x))
        return (pointwise(x)._replace(reaches=(*same, *shifts)),)


def need_each_axis(
    numbers: tuple[int, ...], x: Tensor, setting: str, keep: int
) -> None:
    """Raises ShapeError unless there is a number for each axis of `x`."""
    if len(numbers) != len(x.shape):
        kept = (*numbers, *(keep,) * len(x.shape))[: len(x.shape)]
        raise ShapeError(
            f"needs a number for each axis of {x} in {setting}, and has {len(numbers)}.",
            changes=({setting: kept},),
        )
