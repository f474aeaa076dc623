"""Folding: every rank is drawn once, and rows are as long as they should be."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from designer.graph.layout.folding import Span, Strip, crossings, folded, rows


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[Span]]:
    """So many ranks, each wired to the next, and some wires that skip."""
    length = draw(st.integers(1, 60))
    ranks = st.integers(0, length - 1)
    skips = draw(st.lists(st.tuples(ranks, ranks).map(sorted), max_size=12))
    chain = [(rank, rank + 1) for rank in range(length - 1)]
    return length, chain + [(a, b) for a, b in skips if a < b]


def nested(depth: int) -> list[Span]:
    """The wires of a U of so many levels, one node each."""
    chain = [(rank, rank + 1) for rank in range(2 * depth)]
    return chain + [(level, 2 * depth - level) for level in range(depth)]


@given(networks(), st.integers(3, 12))
def test_every_rank_stands_in_one_strip_and_strips_in_rows_of_their_own(
    network: tuple[int, list[Span]], widest: int
) -> None:
    length, spans = network
    strips = folded(length, spans, widest)
    ranks = [rank for strip in strips for rank in range(strip.first, strip.last)]
    assert sorted(ranks) == list(range(length))
    assert {strip.row for strip in strips} == set(range(max(s.row for s in strips) + 1))
    by_row: dict[int, list[Strip]] = {}
    for strip in strips:
        by_row.setdefault(strip.row, []).append(strip)
    for row in by_row.values():
        for one, other in pairwise(sorted(row, key=lambda strip: strip.column)):
            assert one.column + one.last - one.first <= other.column


@given(networks())
def test_crossings_count_the_wires_between_ranks(
    network: tuple[int, list[Span]],
) -> None:
    length, spans = network
    for place, count in enumerate(crossings(length, spans)):
        assert count == sum(first < place <= last for first, last in spans)


@given(st.integers(1, 80), st.integers(3, 12))
def test_rows_are_about_equally_long(length: int, widest: int) -> None:
    found = rows(0, length, [0.0] * (length + 1), widest)
    lengths = [end - start for start, end in pairwise(found)]
    assert sum(lengths) == length
    assert max(lengths) <= widest + widest // 4 + 1
    assert all(each >= min(length, widest // 2) for each in lengths[:-1])


def test_a_row_breaks_where_few_wires_cross() -> None:
    spans = [(i, i + 1) for i in range(11)] + [(3, 6)]
    strips = folded(12, spans, 5)
    assert not {strip.first for strip in strips} & {4, 5, 6}


def test_what_belongs_together_is_not_parted() -> None:
    spans = [(i, i + 1) for i in range(11)]
    strips = folded(12, spans, 5, [(3, 7)])
    assert not {strip.first for strip in strips} & {4, 5, 6, 7}


def test_nested_skips_go_down_on_the_left_and_up_on_the_right() -> None:
    strips = folded(9, nested(4), 5)
    left = sorted((s for s in strips if s.last <= 4), key=lambda strip: strip.first)
    right = sorted((s for s in strips if s.first > 4), key=lambda strip: strip.first)
    assert [strip.row for strip in left] == [0, 1, 2, 3]
    assert [strip.row for strip in right] == [3, 2, 1, 0]
    assert [s.column for s in left] == sorted(s.column for s in left)
    (bottom,) = (strip for strip in strips if strip.first == 4)
    assert bottom.row == 4


def test_a_network_that_is_all_skips_is_no_u() -> None:
    spans = [(a, b) for a in range(12) for b in range(a + 1, 12)]
    assert {strip.column for strip in folded(12, spans, 5)} == {0}
