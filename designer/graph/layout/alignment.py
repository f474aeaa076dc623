"""Aligning boxes with each other: in one line, at equal distances, and while one moves.

Plain arithmetic on rectangles in scene units, where y grows downwards; who draws them
and how large a node is, is somebody else's to know.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from designer.graph.node import Position

Edge = Literal["left", "centre", "right", "top", "middle", "bottom"]
Axis = Literal["across", "down"]

LEAST_GAP = 24.0
"""Between boxes that are distributed where there is no room for any gap."""


class Box(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def turned(self) -> "Box":
        """With across and down exchanged."""
        return Box(self.top, self.left, self.bottom, self.right)

    def moved(self, across: float, down: float) -> "Box":
        """The same box elsewhere."""
        return Box(
            self.left + across, self.top + down, self.right + across, self.bottom + down
        )


class Guide(NamedTuple):
    """A line to be shown for what has come into line, or across one of equal gaps."""

    start: Position
    end: Position
    is_gap: bool = False


class Snap(NamedTuple):
    """How much further a box must go to be in line; None where nothing is near."""

    across: float | None = None
    down: float | None = None


# Aligning and distributing ----------------------------------------------------------------


def aligned(boxes: Mapping[str, Box], edge: Edge) -> dict[str, Position]:
    """Top left corners with which all boxes share an edge or a centre line.

    The outermost edge stays where it is; centres meet half-way between the outermost.
    """
    if edge in ("top", "middle", "bottom"):
        upright = {name: box.turned for name, box in boxes.items()}
        found = aligned(upright, _ACROSS[edge])
        return {name: (x, y) for name, (y, x) in found.items()}
    left = min(box.left for box in boxes.values())
    right = max(box.right for box in boxes.values())
    places: Mapping[str, Callable[[Box], float]] = {
        "left": lambda box: left,
        "right": lambda box: right - (box.right - box.left),
        "centre": lambda box: (left + right - box.right + box.left) / 2,
    }
    return {name: (places[edge](box), box.top) for name, box in boxes.items()}


_ACROSS: Mapping[str, Edge] = {"top": "left", "middle": "centre", "bottom": "right"}


def distributed(boxes: Mapping[str, Box], axis: Axis) -> dict[str, Position]:
    """Top left corners with equal gaps; the first and the last stay where they are.

    Where the boxes have no room in between, all but the first move on.
    """
    if axis == "down":
        upright = {name: box.turned for name, box in boxes.items()}
        found = distributed(upright, "across")
        return {name: (x, y) for name, (y, x) in found.items()}
    names = sorted(boxes, key=lambda name: (boxes[name].left + boxes[name].right, name))
    first, last = boxes[names[0]], boxes[names[-1]]
    widths = sum(box.right - box.left for box in boxes.values())
    gap = (last.right - first.left - widths) / max(len(names) - 1, 1)
    gap = gap if gap >= 0 else LEAST_GAP
    corners, left = dict[str, Position](), first.left
    for name in names:
        box = boxes[name]
        corners[name] = (left, box.top)
        left += box.right - box.left + gap
    return corners


# While a box moves ------------------------------------------------------------------------


class Neighbours:
    """The boxes that one in motion may come into line with."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._boxes = list(boxes)
        self._turned = [box.turned for box in self._boxes]

    def snap(self, box: Box, reach: float) -> Snap:
        """How a box comes into line with others that are as near to it as `reach`.

        Edges meet like edges, and centres centres; where none does, a gap may become as
        wide as the one beside it.
        """
        across = self._shift(box, self._boxes, reach)
        return Snap(across, self._shift(box.turned, self._turned, reach))

    def guides(self, box: Box) -> list[Guide]:
        """What shows that a box is in line with others."""
        upright = _guides(box, self._boxes)
        return [*upright, *map(_turned, _guides(box.turned, self._turned))]

    def _shift(self, box: Box, boxes: Sequence[Box], reach: float) -> float | None:
        own = _lines(box)
        shifts = [
            line - mine
            for other in boxes
            for mine, line in zip(own, _lines(other), strict=True)
            if abs(line - mine) <= reach
        ]
        if not shifts:
            shifts = [s for s in _even_shifts(box, boxes) if abs(s) <= reach]
        return min(shifts, key=abs, default=None)


def _lines(box: Box) -> tuple[float, float, float]:
    return box.left, (box.left + box.right) / 2, box.right


def _beside(box: Box, boxes: Sequence[Box]) -> tuple[list[Box], list[Box]]:
    """The boxes of the same row: on the left from near to far, and on the right."""
    row = [b for b in boxes if b.top < box.bottom and b.bottom > box.top]
    left = [b for b in row if b.right <= box.left + 1]
    right = [b for b in row if b.left >= box.right - 1]
    return sorted(left, key=lambda b: -b.right), sorted(right, key=lambda b: b.left)


def _even_shifts(box: Box, boxes: Sequence[Box]) -> list[float]:
    """Ways to the places where the gaps beside a box are equal."""
    left, right = _beside(box, boxes)
    found = []
    if left and right:
        found.append((left[0].right + right[0].left - box.left - box.right) / 2)
    if len(left) > 1:
        found.append(2 * left[0].right - box.left - (left[1].right + _width(left[0])))
    if len(right) > 1:
        found.append(2 * right[0].left - box.right - (right[1].left - _width(right[0])))
    return found


def _width(box: Box) -> float:
    return box.right - box.left


def _guides(box: Box, boxes: Sequence[Box]) -> list[Guide]:
    """Upright lines through what is in line with a box, or level ones in equal gaps."""
    found: dict[float, Guide] = {}
    left, centre, right = lines = _lines(box)
    for place, line in enumerate(lines):
        level = [b for b in boxes if abs(_lines(b)[place] - line) < 0.01]
        if level:
            top = min(b.top for b in (*level, box))
            bottom = max(b.bottom for b in (*level, box))
            found[line] = Guide((line, top), (line, bottom))
    if left in found and right in found:
        found.pop(centre, None)  # it says no more, and runs through the words
    return list(found.values()) or _even_guides(box, boxes)


def _even_guides(box: Box, boxes: Sequence[Box]) -> list[Guide]:
    left, right = _beside(box, boxes)
    row = [*reversed(left[:2]), box, *right[:2]]
    gaps = list(itertools.pairwise(row))
    widths = [after.left - before.right for before, after in gaps]
    even = [
        place
        for place, (width, after) in enumerate(itertools.pairwise(widths))
        if abs(width - after) < 0.01
    ]
    found = []
    for place in sorted({each + step for each in even for step in (0, 1)}):
        before, after = gaps[place]
        middle = (max(before.top, after.top) + min(before.bottom, after.bottom)) / 2
        found.append(Guide((before.right, middle), (after.left, middle), True))
    return found


def _turned(guide: Guide) -> Guide:
    (x1, y1), (x2, y2), is_gap = guide
    return Guide((y1, x1), (y2, x2), is_gap)
