"""How a long network is folded: into rows, and into a U where its skips are nested.

A strip is a run of ranks that is drawn straight through. Rows follow each other below,
and strips of one row stand beside each other.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

Span = tuple[int, int]
"""The ranks of a wire's ends."""

LEAST_NESTED = 2
"""So many skips, one inside the other, make a U."""

CROSSED, PARTED = 0.6, 1.0
"""How bad it is to break a row where a wire more crosses, and inside of a frame; to
leave a row empty counts 1."""

LONGEST_STAIR = 14
"""A U of so many ranks goes down in steps; a longer one has upright sides."""


@dataclass(frozen=True)
class Strip:
    """The ranks from `first` to before `last`, from a column of a row on."""

    first: int
    last: int
    row: int
    column: int = 0


def folded(
    length: int, spans: Sequence[Span], widest: int, together: Sequence[Span] = ()
) -> list[Strip]:
    """Strips for so many ranks, in rows of about so many columns.

    `spans` are those of all wires, `together` those of what should stay in one row.
    """
    if length <= widest + 1:
        return [Strip(0, length, 0)]
    crossing = crossings(length, spans)
    breaks = [
        min(wires - 1, 4) * CROSSED + parted * PARTED
        for wires, parted in zip(crossing, crossings(length, together), strict=True)
    ]
    strips: list[Strip] = []
    start = 0
    for first, last, levels in _nests(length, spans, crossing, widest):
        if first - start <= widest:
            first = start
        if length - last <= widest:
            last = length
        _add_rows(strips, start, first, breaks, widest)
        _add_nest(strips, first, last, levels, breaks, widest)
        start = last
    _add_rows(strips, start, length, breaks, widest)
    return strips


def crossings(length: int, spans: Iterable[Span]) -> list[int]:
    """How many wires lead across each place between two ranks, before the later one."""
    steps = [0] * (length + 1)
    for first, last in spans:
        steps[first + 1] += 1
        steps[last + 1] -= 1
    return list(accumulate(steps))


# Rows


def _add_rows(
    strips: list[Strip], first: int, last: int, breaks: Sequence[float], widest: int
) -> None:
    row = _next_row(strips)
    for number, (start, end) in enumerate(pairwise(rows(first, last, breaks, widest))):
        strips.append(Strip(start, end, row + number))


def _next_row(strips: Sequence[Strip]) -> int:
    return 1 + max((strip.row for strip in strips), default=-1)


def rows(first: int, last: int, breaks: Sequence[float], widest: int) -> list[int]:
    """Where rows begin, and the end: about equally long, broken where that is cheap.

    `breaks` says how bad it is to break before each rank.
    """
    most = widest + max(1, widest // 4)
    best = {first: (0.0, first)}
    for end in range(first + 1, last + 1):
        broken = breaks[end] if end < last else 0.0
        best[end] = min(
            (best[start][0] + broken + _ragged(end - start, widest, end == last), start)
            for start in range(max(first, end - most), end)
        )
    found = [last]
    while found[-1] > first:
        found.append(best[found[-1]][1])
    return found[::-1]


def _ragged(length: int, widest: int, is_last: bool) -> float:
    """How bad it is that a row is not as long as the others."""
    short = (widest - length) / widest
    return short * short * (0.4 if is_last and short > 0 else 1.5)


# A U


def _nests(
    length: int, spans: Sequence[Span], crossing: Sequence[int], widest: int
) -> list[tuple[int, int, list[Span]]]:
    """The ranks of each U, and its skips; it stands between places that one wire crosses."""
    bounds = [0, *(i for i in range(1, length) if crossing[i] == 1), length]
    inside: dict[int, list[Span]] = {}
    for span in sorted({span for span in spans if span[1] - span[0] > 1}):
        inside.setdefault(bisect_left(bounds, span[0] + 1) - 1, []).append(span)
    found = []
    for number, nested in inside.items():
        first, last = bounds[number], bounds[number + 1]
        levels = _levels(nested, crossing)
        if len(levels) >= LEAST_NESTED and last - first > max(4, widest // 2):
            marks = [first, *(s + 1 for s, _ in levels), *(e for _, e in levels[::-1])]
            if all(b - a <= widest + widest // 2 for a, b in pairwise([*marks, last])):
                found.append((first, last, levels))
    return found


def _levels(spans: Sequence[Span], crossing: Sequence[int]) -> list[Span]:
    """Skips inside one another, from the outermost in; `spans` are sorted.

    Nothing else leads from one level to another than the chain itself.
    """
    found: list[Span] = []
    for start, end in _nested(spans):
        if crossing[start + 1] == crossing[end] == len(found) + 2:
            found.append((start, end))
    return found


def _nested(spans: Sequence[Span]) -> list[Span]:
    """The longest run of spans that lie inside one another."""
    ends: list[int] = []
    last: list[int] = []
    outer: list[int] = []
    for index, (_, end) in enumerate(spans):
        depth = bisect_left(ends, -end)
        outer.append(last[depth - 1] if depth else -1)
        if depth == len(ends):
            ends.append(-end)
            last.append(index)
        else:
            ends[depth], last[depth] = -end, index
    found = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(spans[at])
        at = outer[at]
    return found[::-1]


def _add_nest(
    strips: list[Strip],
    first: int,
    last: int,
    levels: Sequence[Span],
    breaks: Sequence[float],
    widest: int,
) -> None:
    """What goes down on the left, what comes up on the right, the rest in the middle."""
    row = _next_row(strips)
    stair = last - first <= LONGEST_STAIR
    sides = _sides(first, last, levels, 0 if stair else widest // 2)
    middle = (levels[-1][0] + 1, levels[-1][1])
    length = middle[1] - middle[0]
    bottom = [*middle]
    if length > widest:
        bottom = rows(*middle, breaks, widest)
    if stair:
        room = last - first
    else:
        left = max(end - start for (start, end), _ in sides)
        right = max(end - start for _, (start, end) in sides)
        room = max(left + 1 + right, min(length, widest))
    column, edge = 0, room
    for (start, end), (back, out) in sides:
        strips.append(Strip(start, end, row, column))
        strips.append(Strip(back, out, row, edge - (out - back)))
        row += 1
        if stair:
            column, edge = column + end - start, edge - (out - back)
    for start, end in pairwise(bottom):
        strips.append(Strip(start, end, row, max(column, (room - (end - start)) // 2)))
        row += 1


def _sides(
    first: int, last: int, levels: Sequence[Span], most: int
) -> list[tuple[Span, Span]]:
    """The ranks of each row on the left and on the right, of several levels if short."""
    found: list[tuple[Span, Span]] = []
    start, end = first, last
    for source, target in levels:
        left, right = (start, source + 1), (target, end)
        if found:
            (before, _), (_, after) = found[-1]
            if max(source + 1 - before, after - target) <= most:
                left, right = (before, source + 1), (target, after)
                found.pop()
        found.append((left, right))
        start, end = source + 1, target
    return found
