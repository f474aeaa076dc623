"""Where places stand across their layers: chains straight, nothing on anything else.

It knows how much room each place takes, which the order of layers does not.
"""

from bisect import bisect, insort
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import ceil

GRID = 8
"""Distances are whole multiples of this, in scene units."""


def spaced(
    layers: Sequence[Sequence[int]],
    after: Mapping[int, Sequence[int]],
    spine: Sequence[int],
    apart: Callable[[int, int], float],
) -> dict[int, float]:
    """For each place, where its line runs; that of the spine is 0.

    `layers` are ordered, `after` leads to places of the next layer, and `spine` holds one
    place of each layer. `apart` is the least distance between the lines of two
    neighbours, the first of them on the first side.
    """
    lines = _Lines(layers, after)
    lines.take(spine)
    for straight in (True, False):
        for layer in layers:
            for place in layer:
                if place not in lines.of and (place < 0 or not straight):
                    lines.follow(place)
    return lines.coordinates(apart)


class _Lines:
    """Places that stand on one straight line; none of these crosses another.

    So of two lines that pass one layer together, one is on the same side everywhere.
    """

    def __init__(
        self, layers: Sequence[Sequence[int]], after: Mapping[int, Sequence[int]]
    ) -> None:
        self.layers = layers
        self.after = after
        self.of: dict[int, int] = {}
        self.count = 0
        self._at = {
            place: (layer, index)
            for layer, places in enumerate(layers)
            for index, place in enumerate(places)
        }
        self._pieces: list[list[tuple[int, int]]] = [[] for _ in layers]

    def take(self, places: Sequence[int]) -> None:
        """A line through these, one of each of so many layers."""
        for place in places:
            self.of[place] = self.count
        for source, target in pairwise(places):
            self._join(source, target)
        self.count += 1

    def follow(self, place: int) -> None:
        """A line from a place on, as far as no other is in the way."""
        number = self.of[place] = self.count
        self.count += 1
        while True:
            free = [
                each for each in self.after.get(place, ()) if self._fits(place, each)
            ]
            if not free:
                return
            target = min(free, key=lambda each: (each >= 0, self._at[each][1]))
            self._join(place, target)
            self.of[target] = number
            place = target

    def _fits(self, source: int, target: int) -> bool:
        if target in self.of:
            return False
        layer, here = self._at[source]
        there = self._at[target][1]
        pieces = self._pieces[layer]
        place = bisect(pieces, (here, there))
        return (place == 0 or pieces[place - 1][1] < there) and (
            place == len(pieces) or pieces[place][1] > there
        )

    def _join(self, source: int, target: int) -> None:
        layer, here = self._at[source]
        insort(self._pieces[layer], (here, self._at[target][1]))

    def coordinates(self, apart: Callable[[int, int], float]) -> dict[int, float]:
        """As near to the first line as the order and the room of places allow."""
        above: list[dict[int, float]] = [{} for _ in range(self.count)]
        below: list[dict[int, float]] = [{} for _ in range(self.count)]
        for layer in self.layers:
            for one, other in pairwise(layer):
                a, b = self.of[one], self.of[other]
                room = GRID * ceil(apart(one, other) / GRID)
                below[a][b] = above[b][a] = max(below[a].get(b, 0.0), room)
        at = {0: 0.0}
        for side, neighbours, others in ((1, below, above), (-1, above, below)):
            for line in _from_first(neighbours, others):
                rooms = others[line]
                near = (at[n] * side + rooms[n] for n in rooms if n in at)
                at[line] = side * max(near)
        return {place: at[line] for place, line in self.of.items()}


def _from_first(
    after: Sequence[Mapping[int, float]], before: Sequence[Mapping[int, float]]
) -> list[int]:
    """What is reached from line 0, each after all before it that are reached, too."""
    reached, waiting = {0}, [0]
    while waiting:
        fresh = after[waiting.pop()].keys() - reached
        reached |= fresh
        waiting += fresh
    missing = {line: len(before[line].keys() & reached) for line in reached}
    ready, found = [0], []
    for line in ready:
        for each in sorted(after[line]):
            missing[each] -= 1
            if not missing[each]:
                ready.append(each)
                found.append(each)
    return found
