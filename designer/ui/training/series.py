"""Numbers that grow by the step, kept whole and drawn by their envelope.

A curve of any length is drawn with at most 1,024 points: the steps are put in
buckets of one size, and of each bucket the lowest and the highest value are drawn, so
no peak is lost. When the buckets run out, neighbours are joined and the size doubles;
each value is therefore touched a fixed number of times on average, however long the
run. How lines look is left to `curves.py`.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

_LEVELS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


class Series:
    """Values at steps 1, 2, 3, ...; what is not finite is kept, and drawn as a gap.

    `drawn` never gives more than `points`, `bucket` is the steps of a bucket, `low` and
    `high` are the range of the finite values.
    """

    def __init__(self, points: int = 1024) -> None:
        self.points = points
        self.bucket = 1
        self.low = math.inf
        self.high = -math.inf
        self._values = np.empty(1024)
        self._count = 0
        # Beside the whole buckets, one that is filling and the newest value are drawn.
        self._most = points // 2 - 2
        self._whole = 0
        self._lowest = np.empty(self._most, dtype=np.int64)  # places of values, from 0
        self._highest = np.empty(self._most, dtype=np.int64)

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> Floats:
        """Every value so far. Shape (steps,); a view, not to be written to."""
        return self._values[: self._count]

    @property
    def last(self) -> float:
        """The newest value, or nan when there is none."""
        return float(self._values[self._count - 1]) if self._count else math.nan

    def at(self, step: int) -> float:
        """The value of a step, counted from 1, or nan outside the steps."""
        inside = 1 <= step <= self._count
        return float(self._values[step - 1]) if inside else math.nan

    def append(self, values: Sequence[float] | Floats) -> None:
        """Add the values of the next steps."""
        added = np.asarray(values, dtype=np.float64)
        self._make_room(added.size)
        self._values[self._count : self._count + added.size] = added
        self._count += added.size
        finite = added[np.isfinite(added)]
        if finite.size:
            self.low = min(self.low, float(finite.min()))
            self.high = max(self.high, float(finite.max()))
        self._fill()

    def drawn(self) -> tuple[Floats, Floats]:
        """Steps and values to draw a line through, at most `points` of them.

        One point a step while they suffice; then two a bucket, its lowest and its
        highest value where they stand, and at the end the newest value.
        """
        if self.bucket == 1:
            steps = np.arange(1.0, self._count + 1)
            return steps, _finite_or_nan(self.values)
        rest = self._extremes(self._whole * self.bucket, self._count)
        places = np.stack(
            (
                np.concatenate((self._lowest[: self._whole], rest[0])),
                np.concatenate((self._highest[: self._whole], rest[1])),
            ),
            axis=1,
        )  # (buckets, 2)
        places.sort(axis=1)
        places = np.append(places.ravel(), self._count - 1)
        return places + 1.0, _finite_or_nan(self._values[places])

    def _make_room(self, added: int) -> None:
        needed = self._count + added
        if needed > self._values.size:
            larger = np.empty(max(needed, 2 * self._values.size))
            larger[: self._count] = self.values
            self._values = larger

    def _fill(self) -> None:
        """Put the steps that make whole buckets into them."""
        while self._count // self.bucket > self._most:
            self._join()
        whole = self._count // self.bucket
        lowest, highest = self._extremes(self._whole * self.bucket, whole * self.bucket)
        self._lowest[self._whole : whole] = lowest
        self._highest[self._whole : whole] = highest
        self._whole = whole

    def _join(self) -> None:
        """Make one bucket of two, throughout."""
        half = self._whole // 2
        for places, better in ((self._lowest, np.less), (self._highest, np.greater)):
            pairs = places[: 2 * half].reshape(half, 2)
            values = _finite_or_nan(self._values[pairs])
            second = better(values[:, 1], values[:, 0]) | np.isnan(values[:, 0])
            places[:half] = np.where(second, pairs[:, 1], pairs[:, 0])
        self._whole = half
        self.bucket *= 2

    def _extremes(self, start: int, end: int) -> tuple[Places, Places]:
        """Places of the lowest and the highest finite value of each bucket.

        The last bucket may be a part of one. Where no value is finite, any place.
        """
        size = min(self.bucket, end - start)
        if not size:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        rows = self._values[start:end].reshape(-1, size)  # (buckets, steps of a bucket)
        finite = np.isfinite(rows)
        firsts = np.arange(start, end, size)
        lowest = np.where(finite, rows, np.inf).argmin(axis=1)
        highest = np.where(finite, rows, -np.inf).argmax(axis=1)
        return firsts + lowest, firsts + highest


class Smoothing:
    """An exponential moving average over about `window` steps.

    The first values are averaged as far as they go, so that the line does not start at
    0. What is not finite is left out of the average.
    """

    def __init__(self, window: float) -> None:
        self._keep = 1 - 2 / (max(window, 1.0) + 1)
        self._sum = 0.0
        self._weight = 0.0

    def of(self, values: Sequence[float]) -> list[float]:
        """The smoothed values of the next steps."""
        smoothed = []
        for value in values:
            if math.isfinite(value):
                self._sum = self._keep * self._sum + (1 - self._keep) * value
                self._weight = self._keep * self._weight + (1 - self._keep)
                smoothed.append(self._sum / self._weight)
            else:
                smoothed.append(math.nan)
        return smoothed


def round_above(value: float) -> float:
    """The next round number that is at least `value`: 1, 1.2, 1.5, 2, ... times 10ⁿ.

    Ranges end at such numbers, so that they move seldom while a curve grows.
    """
    if not value > 0 or not math.isfinite(value):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    for level in _LEVELS:
        if level * power >= value:
            return level * power
    return 10 * power


def _finite_or_nan(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)
