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

    def turned(self) -> "Rect":
        """With x and y exchanged."""
        return Rect(self.top, self.left, self.bottom, self.right)


class Cells(Generic[K]):
    """For each key some rectangles. `looked` counts those that were compared so far."""

    def __init__(self) -> None:
        self.looked = 0
        self._rects: dict[K, tuple[Rect, ...]] = {}
        self._cells: dict[tuple[int, int], dict[K, None]] = defaultdict(dict)

    def put(self, key: K, *rects: Rect) -> None:
        """The rectangles of a key, in place of those it had."""
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

    def touching(self, area: Rect) -> list[tuple[K, Rect]]:
        """The rectangles that touch an area, with their keys.

        Where very many are in one place, some of them.
        """
        keys: dict[K, None] = {}
        for cell in _cells(area):
            keys.update(dict.fromkeys(islice(self._cells.get(cell, ()), CROWD)))
        self.looked += len(keys)
        return [
            (key, rect)
            for key in keys
            for rect in self._rects[key]
            if rect.touches(area)
        ]


def _cells(rect: Rect) -> Iterator[tuple[int, int]]:
    for column in range(int(rect.left // SIZE), int(rect.right // SIZE) + 1):
        for row in range(int(rect.top // SIZE), int(rect.bottom // SIZE) + 1):
            yield column, row
