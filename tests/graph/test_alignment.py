"""Boxes in line, at equal distances, and drawn into line while one moves."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.graph.layout.alignment import (
    LEAST_GAP,
    Axis,
    Box,
    Edge,
    Guide,
    Neighbours,
    aligned,
    distributed,
)

NUMBERS = st.integers(-500, 500)
SIZES = st.integers(1, 200)


@st.composite
def boxes(draw: st.DrawFn, least: int = 1) -> dict[str, Box]:
    """Some boxes by name."""
    found = {}
    for number in range(draw(st.integers(least, 7))):
        left, top = draw(NUMBERS), draw(NUMBERS)
        size = (draw(SIZES), draw(SIZES))
        found[f"n{number}"] = Box(left, top, left + size[0], top + size[1])
    return found


def at(box: Box, corner: tuple[float, float]) -> Box:
    return box.moved(corner[0] - box.left, corner[1] - box.top)


LINES = {
    "left": lambda box: box.left,
    "right": lambda box: box.right,
    "centre": lambda box: (box.left + box.right) / 2,
    "top": lambda box: box.top,
    "bottom": lambda box: box.bottom,
    "middle": lambda box: (box.top + box.bottom) / 2,
}


@given(boxes(), st.sampled_from(sorted(LINES)))
def test_aligned_boxes_share_a_line_and_keep_the_other_axis(
    some: dict[str, Box], edge: Edge
) -> None:
    corners = aligned(some, edge)
    after = {name: at(some[name], corner) for name, corner in corners.items()}
    line = LINES[edge]
    assert len({round(line(box), 6) for box in after.values()}) == 1
    for name, box in some.items():
        if edge in ("left", "centre", "right"):
            assert after[name].top == box.top
        else:
            assert after[name].left == box.left


@pytest.mark.parametrize(
    ("edge", "corner"),
    [
        ("left", (0, 40)),
        ("right", (200, 40)),
        ("centre", (100, 40)),
        ("top", (50, 0)),
        ("bottom", (50, 80)),
        ("middle", (50, 40)),
    ],
)
def test_the_outermost_edge_stays(edge: Edge, corner: tuple[float, float]) -> None:
    some = {"a": Box(0, 0, 300, 100), "b": Box(50, 40, 150, 60)}
    assert aligned(some, edge) == {"a": (0, 0), "b": corner}


@given(boxes(least=3), st.sampled_from(["across", "down"]))
def test_distributed_boxes_have_equal_gaps(some: dict[str, Box], axis: Axis) -> None:
    corners = distributed(some, axis)
    after = [at(some[name], corner) for name, corner in corners.items()]
    before = list(some.values())
    if axis == "down":
        after = [box.turned for box in after]
        before = [box.turned for box in before]
    after.sort()
    gaps = [b.left - a.right for a, b in itertools.pairwise(after)]
    assert max(gaps) - min(gaps) < 1e-6
    assert gaps[0] >= -1e-6
    first = min(before, key=lambda box: box.left + box.right)
    assert after[0].left == first.left
    assert sorted(box.top for box in after) == sorted(box.top for box in before)


def test_the_first_and_the_last_stay_where_there_is_room() -> None:
    some = {"a": Box(0, 0, 10, 10), "b": Box(12, 5, 32, 15), "c": Box(90, 0, 100, 10)}
    assert distributed(some, "across") == {"a": (0, 0), "b": (40, 5), "c": (90, 0)}


def test_without_room_the_boxes_spread() -> None:
    some = {name: Box(0, 0, 10, 10) for name in "abc"}
    step = 10 + LEAST_GAP
    assert distributed(some, "down") == {
        "a": (0, 0),
        "b": (0, step),
        "c": (0, 2 * step),
    }


@given(boxes(), boxes(), st.integers(0, 20))
def test_a_snap_is_within_reach_and_brings_into_line(
    some: dict[str, Box], moving: dict[str, Box], reach: int
) -> None:
    box = moving["n0"]
    snap = Neighbours(some.values()).snap(box, reach)
    for shift in snap:
        assert shift is None or abs(shift) <= reach
    there = box.moved(snap.across or 0, snap.down or 0)
    if snap != (None, None):
        assert Neighbours(some.values()).guides(there)


def test_edges_meet_and_a_line_through_both_shows_it() -> None:
    others = Neighbours([Box(0, 0, 168, 54)])
    snap = others.snap(Box(4, 100, 172, 154), 6)
    assert (snap.across, snap.down) == (-4, None)
    assert Guide((0, 0), (0, 154)) in others.guides(Box(0, 100, 168, 154))
    assert others.snap(Box(9, 100, 177, 154), 6) == (None, None)
    assert not others.guides(Box(9, 100, 177, 154))


def test_gaps_become_equal_between_two_and_behind_two() -> None:
    others = Neighbours([Box(0, 0, 50, 20), Box(170, 0, 220, 20)])
    snap = others.snap(Box(83, 5, 133, 15), 6)
    assert snap.across == 2
    assert set(others.guides(Box(85, 5, 135, 15))) >= {
        Guide((50, 10), (85, 10), True),
        Guide((135, 10), (170, 10), True),
    }
    snap = others.snap(Box(337, 5, 387, 15), 6)
    assert snap.across == 3
    snap = others.snap(Box(-165, 5, -115, 15), 6)
    assert snap.across == -5
