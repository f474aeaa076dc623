"""Steps: what an arrow or a turn of the wheel makes of a value."""

import math
from typing import Any

from designer.kinds import Either, Kind, Numbers, Real, Whole


def has_numbers(kind: Kind) -> bool:
    """Whether arrows can step values of this kind."""
    if isinstance(kind, Either):
        return any(map(has_numbers, kind.kinds))
    return isinstance(kind, Whole | Real | Numbers)


def stepped(kind: Kind, value: Any, steps: int, place: int = 0) -> Any:
    """A value some steps up or down, kept within its range.

    All numbers of a size step together while they are equal, and otherwise the one at
    `place`. From a word, a step leads to the lowest number.
    """
    if isinstance(kind, Either):
        numeric = next(one for one in kind.kinds if has_numbers(one))
        chosen = kind.kind_for(value)
        return stepped(chosen if has_numbers(chosen) else numeric, value, steps, place)
    if isinstance(kind, Numbers):
        return _stepped_numbers(kind, value, steps, place)
    if not isinstance(kind, Whole | Real):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return kind.low if kind.low is not None else 0
    moved = value + steps if isinstance(kind, Whole) else _stepped_real(value, steps)
    low = -math.inf if kind.low is None else kind.low
    high = math.inf if kind.high is None else kind.high
    return min(max(moved, low), high)


def _stepped_numbers(kind: Numbers, value: Any, steps: int, place: int) -> Any:
    if not isinstance(value, tuple):
        lowest = kind.number.low
        return (1 if lowest is None else lowest,) * (kind.axes or 1)
    if kind.axes and len(set(value)) == 1:
        return tuple(stepped(kind.number, one, steps) for one in value)
    return tuple(
        stepped(kind.number, one, steps) if i == place else one
        for i, one in enumerate(value)
    )


def _stepped_real(value: float, steps: int) -> float:
    """One more or less in the first digit: 0.001 to 0.002, and down to 0.0009."""
    for _ in range(abs(steps)):
        size = abs(value) or 0.1
        exponent = math.floor(math.log10(size))
        inward = (value > 0) != (steps > 0) and value != 0
        if inward and math.isclose(size, 10.0**exponent):
            exponent -= 1
        unit = 10.0**exponent if value else 0.01
        value = float(f"{value + math.copysign(unit, steps):.12g}")
    return value
