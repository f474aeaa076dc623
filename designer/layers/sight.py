"""What a number of a layer's output sees of its inputs, along each axis.

From it follows how many pixels a number deep in a network looks at. It is exact, also
where paths with unequal padding meet or something is made larger: not a width is kept
but the first and the last place that is seen. Source of the idea: Araujo, Norris and Sim,
Computing Receptive Fields of Convolutional Neural Networks, Distill 2019.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, gcd, lcm, prod
from typing import NamedTuple

from designer.layers.tensor import Tensor
from designer.layers.window import reach

LONGEST = 512
"""Beyond so many places before a pattern comes again, it is not followed."""


class Reach(NamedTuple):
    """The first and the last place that each place along an axis sees.

    After as many places as there are in `firsts`, all lie `step` further. `WHOLE` sees
    every place.
    """

    step: int
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many places are seen at most, from the first to the last; 0 for all."""
        pairs = zip(self.firsts, self.lasts, strict=True)
        return max((last - first + 1 for first, last in pairs), default=0)

    def first(self, place: int) -> int:
        """The first place that is seen from a place."""
        turns, rest = divmod(place, len(self.firsts))
        return self.firsts[rest] + turns * self.step

    def last(self, place: int) -> int:
        """The last place that is seen from a place."""
        turns, rest = divmod(place, len(self.lasts))
        return self.lasts[rest] + turns * self.step

    def through(self, other: "Reach") -> "Reach | None":
        """What is seen through this of what `other` sees; None where it is too long."""
        return _through(self, other)

    def joined(self, other: "Reach") -> "Reach | None":
        """What either sees; None where they go at different speeds."""
        return self if self == other else _joined(self, other)


@lru_cache(maxsize=1 << 14)
def _through(one: Reach, other: Reach) -> Reach | None:
    """What `one` sees of what `other` sees; kept, for layers in a row are alike."""
    if WHOLE in (one, other):
        return WHOLE
    turns = len(other.firsts) // gcd(len(other.firsts), one.step)
    period = len(one.firsts) * turns
    if period > LONGEST:
        return None
    step = other.step * (one.step * turns // len(other.firsts))
    places = range(period)
    return Reach(
        step,
        tuple(other.first(one.first(place)) for place in places),
        tuple(other.last(one.last(place)) for place in places),
    )


@lru_cache(maxsize=1 << 14)
def _joined(one: Reach, other: Reach) -> Reach | None:
    """What either sees; kept likewise."""
    if WHOLE in (one, other):
        return WHOLE
    first, second = len(one.firsts), len(other.firsts)
    if one.step * second != other.step * first or lcm(first, second) > LONGEST:
        return None
    places = range(lcm(first, second))
    return Reach(
        one.step * (len(places) // first),
        tuple(min(one.first(i), other.first(i)) for i in places),
        tuple(max(one.last(i), other.last(i)) for i in places),
    )


HERE = Reach(1, (0,), (0,))
WHOLE = Reach(0, (), ())


class Sight(NamedTuple):
    """What a number of an output sees of one input.

    `reaches` are along the axes of the input. `along` says for each axis of the output
    which axes of the input it follows; those in `mixed` do not follow them in order.
    """

    reaches: tuple[Reach, ...]
    along: tuple[tuple[int, ...], ...]
    mixed: frozenset[int] = frozenset()


Sights = tuple[Sight | None, ...]
"""For each input; None where it is not known."""


def pointwise(x: Tensor, whole: Iterable[int] = ()) -> Sight:
    """Each place sees itself, and all places along the axes `whole`."""
    seen = {axis % len(x.shape) for axis in whole}
    axes = range(len(x.shape))
    return Sight(
        tuple(WHOLE if axis in seen else HERE for axis in axes),
        tuple(() if axis in seen else (axis,) for axis in axes),
    )


def everything(x: Tensor, axes: int) -> Sight:
    """Each place of an output with so many axes sees all of the input."""
    return Sight((WHOLE,) * len(x.shape), ((),) * axes)


def moved(x: Tensor, order: Iterable[int | None]) -> Sight:
    """Axes in another order; None is one that was not there."""
    along = tuple(() if axis is None else (axis,) for axis in order)
    return Sight((HERE,) * len(x.shape), along)


def regrouped(x: Tensor, shape: tuple[int, ...]) -> Sight | None:
    """The same numbers in another shape; None where an axis falls into several."""
    along: list[tuple[int, ...]] = [()] * len(shape)
    rest = [axis for axis, size in enumerate(x.shape) if size > 1]
    for place, size in enumerate(shape):
        taken: list[int] = []
        while rest and prod(x.shape[axis] for axis in taken) < size:
            taken.append(rest.pop(0))
        if prod(x.shape[axis] for axis in taken) != size:
            return None
        along[place] = tuple(taken)
    mixed = frozenset(place for place, axes in enumerate(along) if len(axes) > 1)
    return Sight((HERE,) * len(x.shape), tuple(along), mixed)


def sliding(reaches: Iterable[Reach | None], channels: Reach = WHOLE) -> Sight | None:
    """A window over all axes but the first; of the channels it sees all, or one."""
    known = tuple(reaches)
    seen = tuple(each for each in known if each is not None)
    if len(seen) < len(known):
        return None
    rest = tuple((axis + 1,) for axis in range(len(seen)))
    first: tuple[int, ...] = () if channels == WHOLE else (0,)
    return Sight((channels, *seen), (first, *rest))


# Along one axis ------------------------------------------------------------------------


def window(kernel: int, stride: int, padding: int = 0, dilation: int = 1) -> Reach:
    """A window that moves by `stride`, and begins in the padding."""
    return Reach(stride, (-padding,), (reach(kernel, dilation) - 1 - padding,))


def spreading(kernel: int, stride: int, padding: int, dilation: int) -> Reach | None:
    """A transposed window; None where it leaves places that see nothing."""
    covered = reach(kernel, dilation)
    if stride > 1 and (dilation > 1 or kernel < stride):
        return None
    places = range(padding, padding + stride)
    return Reach(
        1,
        tuple(-((covered - 1 - place) // stride) for place in places),
        tuple(place // stride for place in places),
    )


def pooled_to(size: int, wanted: int) -> Reach | None:
    """Means over `size` places to so many as are wanted. Source: AdaptiveAvgPool2d."""
    if wanted == 1:
        return WHOLE
    period = wanted // gcd(size, wanted)
    if period > LONGEST:
        return None
    ratio = Fraction(size, wanted)
    return Reach(
        size // gcd(size, wanted),
        tuple(floor(place * ratio) for place in range(period)),
        tuple(ceil((place + 1) * ratio) - 1 for place in range(period)),
    )


def resized(size: int, wanted: int, mode: str, corners: bool = False) -> Reach | None:
    """`size` places resized to so many; None for a mode that is not known.

    Source: torch.nn.functional.interpolate. A place that a weight of 0 would reach is
    not seen.
    """
    if mode == "area":
        return pooled_to(size, wanted)
    around = {"nearest": None, "nearest-exact": None, "bicubic": 1}.get(mode, 0)
    ratio = Fraction(size, wanted)
    if corners:
        ratio = Fraction(size - 1, max(wanted - 1, 1))
    if ratio.denominator > LONGEST or ratio == 0:
        return None
    middles = [place * ratio for place in range(ratio.denominator)]
    if mode == "nearest":
        ends = [(floor(middle), floor(middle)) for middle in middles]
    elif mode == "nearest-exact":
        ends = [(floor(middle + ratio / 2),) * 2 for middle in middles]
    else:
        shift = Fraction(0) if corners else ratio / 2 - Fraction(1, 2)
        ends = [_around(middle + shift, around or 0) for middle in middles]
    return Reach(ratio.numerator, *map(tuple, zip(*ends, strict=True)))


def _around(middle: Fraction, more: int) -> tuple[int, int]:
    """The places between which a middle lies, and so many more on each side."""
    if middle.denominator == 1:
        return int(middle), int(middle)
    return floor(middle) - more, ceil(middle) + more
