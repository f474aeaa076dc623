"""Rectangles by where they are, so that what is near is found without a look at all."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

SIZE = 320.0
"""Of a cell, in scene units: about a node and its surroundings."""


CROWD = 48
"""So many of a cell are looked at: where more are, nothing has room anyway."""


class Rect(NamedTuple):
    """A rectangle as plain numbers, which are compared faster than Qt's."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Rect") -> bool:
        """Whether they share a point."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def moved(self, x: float, y: float) -> "Rect":
        """Elsewhere by a step."""
        return Rect(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def turned(self) -> "Rect":
        """With x and y exchanged."""
        return Rect(self.top, self.left, self.bottom, self.right)


class Cells(Generic[K]):
    """For each key some rectangles. `looked` counts those that were compared so far."""

    def __init__(self) -> None:
        self.looked = 0
        self._origin = (0.0, 0.0)
        self._rects: dict[K, tuple[Rect, ...]] = {}
        self._cells: dict[tuple[int, int], dict[K, None]] = defaultdict(dict)

    def put(self, key: K, *rects: Rect) -> None:
        """The rectangles of a key, in place of those it had."""
        x, y = self._origin
        if x or y:
            rects = tuple(rect.moved(-x, -y) for rect in rects)
        if self._rects.get(key) == rects:
            return
        self.remove(key)
        self._rects[key] = rects
        for rect in rects:
            for cell in _cells(rect):
                self._cells[cell][key] = None

    def remove(self, key: K) -> None:
        """Forget a key."""
        for rect in self._rects.pop(key, ()):
            for cell in _cells(rect):
                self._cells[cell].pop(key, None)

    def shift(self, x: float, y: float) -> None:
        """Move all rectangles by one step, however many there are."""
        self._origin = (self._origin[0] + x, self._origin[1] + y)

    def touching(self, area: Rect) -> list[tuple[K, Rect]]:
        """The rectangles that touch an area, with their keys.

        Where very many are in one place, some of them.
        """
        x, y = self._origin
        if x or y:
            area = area.moved(-x, -y)
        keys: dict[K, None] = {}
        for cell in _cells(area):
            keys.update(dict.fromkeys(islice(self._cells.get(cell, ()), CROWD)))
        self.looked += len(keys)
        found = [
            (key, rect)
            for key in keys
            for rect in self._rects[key]
            if rect.touches(area)
        ]
        if x or y:
            return [(key, rect.moved(x, y)) for key, rect in found]
        return found


def _cells(rect: Rect) -> Iterator[tuple[int, int]]:
    for column in range(int(rect.left // SIZE), int(rect.right // SIZE) + 1):
        for row in range(int(rect.top // SIZE), int(rect.bottom // SIZE) + 1):
            yield column, row
