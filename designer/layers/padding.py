"""Padding: places added around an input, or cut off where a number is negative."""

from typing import ClassVar

from designer.errors import ShapeError
from designer.kinds import LARGEST, TIMES, Size2
from designer.layers.keeping import NOTHING, Keeps
from designer.layers.layer import Layer, layer
from designer.layers.needs import counterparts
from designer.layers.sight import HERE, Reach, Sights, pointwise
from designer.layers.spatial import LAYOUTS, channels_and_size
from designer.layers.tensor import Tensor
from designer.layers.window import SPARE
from designer.settings import setting

FAMILY = "Padding"

Sides1 = Size2
Sides2 = tuple[int, int, int, int]
Sides3 = tuple[int, int, int, int, int, int]

SIDES1 = "Places added at the left and right; a negative number cuts off."
SIDES2 = (
    "Places added at the left, right, top and bottom, in this order: the last axis comes "
    "first. A negative number cuts off."
)
SIDES3 = (
    "Places added at the left, right, top, bottom, front and back, in this order: the "
    "last axis comes first. A negative number cuts off."
)
VALUE = "What the added places hold."


class Pad(Layer):
    """The shape rule that all paddings share."""

    padding: tuple[int, ...]

    @property
    def sides(self) -> tuple[tuple[int, int], ...]:
        """Places before and after each axis, with the axes in the input's order."""
        return tuple(zip(self.padding[-2::-2], self.padding[::-2], strict=True))

    def output(self, x: Tensor) -> Tensor:
        size = self.size_of(x)
        self.check_sides(size)
        padded = tuple(s + sum(p) for s, p in zip(size, self.sides, strict=True))
        if min(padded) < 1:
            raise ShapeError(
                f"cuts off more than there is: {TIMES.join(map(str, size))} becomes "
                f"{TIMES.join(map(str, padded))}.",
                changes=({"padding": tuple(max(0, p) for p in self.padding)},),
            )
        return Tensor((*x.shape[: -len(size)], *padded), x.dtype)

    def size_of(self, x: Tensor) -> tuple[int, ...]:
        """The size along the axes that are padded; raises ShapeError in words."""
        return channels_and_size(self, x, len(self.padding) // 2)[1]

    def check_sides(self, size: tuple[int, ...]) -> None:
        """Raises ShapeError for what cannot be added to an input of that size."""

    def sights(self, x: Tensor) -> Sights:
        shifts = [Reach(1, (-before,), (-before,)) for before, _ in self.sides]
        same = (HERE,) * (len(x.shape) - len(shifts))
        return (pointwise(x)._replace(reaches=(*same, *shifts)),)


class FilledPad(Pad):
    """Padding that holds one number: it takes any dtype, and leaves axes before alone."""

    value: float = 0.0

    def size_of(self, x: Tensor) -> tuple[int, ...]:
        axes = len(self.padding) // 2
        if len(x.shape) < axes:
            raise ShapeError(
                f"needs {LAYOUTS[axes].removeprefix('channels × ')} and gets {x}.",
                instead=counterparts(self, len(x.shape)),
            )
        self._check_value(x.dtype)
        return x.shape[-axes:]

    def check_sides(self, size: tuple[int, ...]) -> None:
        cut = tuple(sum(min(0, p) for p in pair) for pair in self.sides)
        if any(s + c < 0 for s, c in zip(size, cut, strict=True)):
            raise ShapeError(
                f"cuts off more than there is: it gets {TIMES.join(map(str, size))}.",
                changes=({"padding": tuple(max(0, p) for p in self.padding)},),
            )

    def _check_value(self, dtype: str) -> None:
        """Raises ShapeError for a number that torch would change silently."""
        is_whole = self.value.is_integer() and abs(self.value) <= LARGEST
        fits = {"float32": True, "int64": is_whole, "bool": self.value in (0, 1)}
        if not fits[dtype]:
            raise ShapeError(
                f"cannot put {self.value:g} among numbers of {dtype}.",
                changes=({"value": float(round(self.value))}, {"value": 0.0}),
            )

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


class EdgePad(Pad):
    """Padding that holds numbers of the input itself, as many as there are."""

    verb: ClassVar[str] = "repeat"
    spare: ClassVar[int | None] = None
    """How many places of an axis cannot be used; none where any number can be added."""

    def check_sides(self, size: tuple[int, ...]) -> None:
        if self.spare is None:
            return
        kept = map(self.kept, size, self.sides)
        most = tuple(places - self.spare for places in kept)
        if any(max(p) > m for p, m in zip(self.sides, most, strict=True)):
            fewer = self._at_most(most)
            raise ShapeError(
                f"can {self.verb} at most {TIMES.join(map(str, most))} places on a side of "
                f"{TIMES.join(map(str, size))}.",
                changes=(
                    {"padding": fewer},
                    {"padding": tuple(max(0, p) for p in fewer)},
                ),
            )

    def _at_most(self, most: tuple[int, ...]) -> tuple[int, ...]:
        limits = (limit for limit in reversed(most) for _ in ("before", "after"))
        return tuple(map(min, self.padding, limits))

    def kept(self, size: int, sides: tuple[int, int]) -> int:
        """From how many places of an axis the padding is filled."""
        return size


class ReflectionPad(EdgePad):
    """Padding that mirrors the input at its edges."""

    verb = "mirror"
    spare = SPARE["reflect"]


class CircularPad(EdgePad):
    """Padding that continues on the other side, of what is left where one is cut off."""

    verb = "wrap around"
    spare = SPARE["circular"]

    def kept(self, size: int, sides: tuple[int, int]) -> int:
        return size + sum(min(0, places) for places in sides)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "fill number border larger crop cut")
class ConstantPad1d(FilledPad):
    """Adds places around a signal that hold one number.

    Input: C×L, or any shape, whose last axis is padded. Output: C×L', where L' = L +
    left + right. Source: torch.nn.ConstantPad1d.
    """

    padding: Sides1 = setting((1, 1), SIDES1, required=True, brief="{}")
    value: float = setting(0.0, VALUE, required=True, brief="= {}")


@layer(FAMILY, "fill number border larger crop cut")
class ConstantPad2d(FilledPad):
    """Adds places around a picture that hold one number.

    Input: C×H×W, or any shape, whose last two axes are padded. Output: C×H'×W', where
    W' = W + left + right and H' = H + top + bottom. Source: torch.nn.ConstantPad2d.
    """

    padding: Sides2 = setting((1, 1, 1, 1), SIDES2, required=True, brief="{}")
    value: float = setting(0.0, VALUE, required=True, brief="= {}")


@layer(FAMILY, "fill number border larger crop cut")
class ConstantPad3d(FilledPad):
    """Adds places around a volume that hold one number.

    Input: C×D×H×W, or any shape, whose last three axes are padded. Output: C×D'×H'×W',
    where W' = W + left + right, H' = H + top + bottom and D' = D + front + back.
    Source: torch.nn.ConstantPad3d.
    """

    padding: Sides3 = setting((1, 1, 1, 1, 1, 1), SIDES3, required=True, brief="{}")
    value: float = setting(0.0, VALUE, required=True, brief="= {}")


@layer(FAMILY, "border larger crop cut ZeroPadding1D Cropping1D")
class ZeroPad1d(FilledPad):
    """Adds zeros around a signal.

    Input: C×L, or any shape, whose last axis is padded. Output: C×L', where L' = L +
    left + right. Source: torch.nn.ZeroPad1d.
    """

    padding: Sides1 = setting((1, 1), SIDES1, required=True, brief="{}")


@layer(FAMILY, "border larger crop cut ZeroPadding2D Cropping2D")
class ZeroPad2d(FilledPad):
    """Adds zeros around a picture.

    Input: C×H×W, or any shape, whose last two axes are padded. Output: C×H'×W', where
    W' = W + left + right and H' = H + top + bottom. Source: torch.nn.ZeroPad2d.
    """

    padding: Sides2 = setting((1, 1, 1, 1), SIDES2, required=True, brief="{}")


@layer(FAMILY, "border larger crop cut ZeroPadding3D Cropping3D")
class ZeroPad3d(FilledPad):
    """Adds zeros around a volume.

    Input: C×D×H×W, or any shape, whose last three axes are padded. Output: C×D'×H'×W',
    where W' = W + left + right, H' = H + top + bottom and D' = D + front + back.
    Source: torch.nn.ZeroPad3d.
    """

    padding: Sides3 = setting((1, 1, 1, 1, 1, 1), SIDES3, required=True, brief="{}")


@layer(FAMILY, "mirror reflect border larger crop cut")
class ReflectionPad1d(ReflectionPad):
    """Adds places around a signal that mirror it, without the edge itself.

    Input: C×L. Output: C×L', where L' = L + left + right. Each side must be less than
    the signal's size there. Source: torch.nn.ReflectionPad1d.
    """

    padding: Sides1 = setting((1, 1), SIDES1, required=True, brief="{}")


@layer(FAMILY, "mirror reflect border larger crop cut")
class ReflectionPad2d(ReflectionPad):
    """Adds places around a picture that mirror it, without the edge itself.

    Input: C×H×W. Output: C×H'×W', where W' = W + left + right and H' = H + top +
    bottom. Each side must be less than the picture's size there. Source:
    torch.nn.ReflectionPad2d.
    """

    padding: Sides2 = setting((1, 1, 1, 1), SIDES2, required=True, brief="{}")


@layer(FAMILY, "mirror reflect border larger crop cut")
class ReflectionPad3d(ReflectionPad):
    """Adds places around a volume that mirror it, without the edge itself.

    Input: C×D×H×W. Output: C×D'×H'×W', where W' = W + left + right, H' = H + top +
    bottom and D' = D + front + back. Each side must be less than the volume's size
    there. Source: torch.nn.ReflectionPad3d.
    """

    padding: Sides3 = setting((1, 1, 1, 1, 1, 1), SIDES3, required=True, brief="{}")


@layer(FAMILY, "repeat replicate border edge larger crop cut")
class ReplicationPad1d(EdgePad):
    """Adds places around a signal that repeat its edge.

    Input: C×L. Output: C×L', where L' = L + left + right. Source:
    torch.nn.ReplicationPad1d.
    """

    padding: Sides1 = setting((1, 1), SIDES1, required=True, brief="{}")


@layer(FAMILY, "repeat replicate border edge larger crop cut")
class ReplicationPad2d(EdgePad):
    """Adds places around a picture that repeat its edge.

    Input: C×H×W. Output: C×H'×W', where W' = W + left + right and H' = H + top +
    bottom. Source: torch.nn.ReplicationPad2d.
    """

    padding: Sides2 = setting((1, 1, 1, 1), SIDES2, required=True, brief="{}")


@layer(FAMILY, "repeat replicate border edge larger crop cut")
class ReplicationPad3d(EdgePad):
    """Adds places around a volume that repeat its edge.

    Input: C×D×H×W. Output: C×D'×H'×W', where W' = W + left + right, H' = H + top +
    bottom and D' = D + front + back. Source: torch.nn.ReplicationPad3d.
    """

    padding: Sides3 = setting((1, 1, 1, 1, 1, 1), SIDES3, required=True, brief="{}")


@layer(FAMILY, "wrap around periodic border larger crop cut")
class CircularPad1d(CircularPad):
    """Adds places around a signal that continue on its other side.

    Input: C×L. Output: C×L', where L' = L + left + right. Each side must be at most the
    signal's size there. Source: torch.nn.CircularPad1d.
    """

    padding: Sides1 = setting((1, 1), SIDES1, required=True, brief="{}")


@layer(FAMILY, "wrap around periodic border larger crop cut")
class CircularPad2d(CircularPad):
    """Adds places around a picture that continue on its other side.

    Input: C×H×W. Output: C×H'×W', where W' = W + left + right and H' = H + top +
    bottom. Each side must be at most the picture's size there. Source:
    torch.nn.CircularPad2d.
    """

    padding: Sides2 = setting((1, 1, 1, 1), SIDES2, required=True, brief="{}")


@layer(FAMILY, "wrap around periodic border larger crop cut")
class CircularPad3d(CircularPad):
    """Adds places around a volume that continue on its other side.

    Input: C×D×H×W. Output: C×D'×H'×W', where W' = W + left + right, H' = H + top +
    bottom and D' = D + front + back. Each side must be at most the volume's size there.
    Source: torch.nn.CircularPad3d.
    """

    padding: Sides3 = setting((1, 1, 1, 1, 1, 1), SIDES3, required=True, brief="{}")
