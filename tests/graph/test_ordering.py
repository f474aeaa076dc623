"""The order of places in layers: no more crossings than must be, and no way to abort."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.errors import GraphError
from designer.graph.layout.ordering import in_order


@st.composite
def layered(draw: st.DrawFn) -> tuple[list[list[int]], list[tuple[int, int]]]:
    """Places in layers, as any numbers, with wires from layer to layer."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=6))
    count = sum(sizes)
    numbers = draw(
        st.lists(st.integers(-50, 50), min_size=count, max_size=count, unique=True)
    )
    layers = [[numbers.pop() for _ in range(size)] for size in sizes]
    wires = [
        (draw(st.sampled_from(one)), draw(st.sampled_from(other)))
        for one, other in pairwise(layers)
        for _ in range(draw(st.integers(0, 6)))
    ]
    return layers, wires


@given(layered())
def test_every_place_keeps_its_layer_and_the_order_is_always_the_same(network) -> None:
    layers, wires = network
    found = in_order(layers, wires)
    assert [sorted(layer) for layer in found] == [sorted(layer) for layer in layers]
    assert in_order(layers, wires) == found
    assert in_order(layers, wires + wires[:2]) == found


def test_wires_that_need_not_cross_do_not() -> None:
    layers = [[1, 2, 3], [4, 5, 6], [7]]
    wires = [(1, 6), (2, 5), (3, 4), (4, 7), (5, 7), (6, 7)]
    first, second, _ = in_order(layers, wires)
    after = dict(wires[:3])
    assert [after[place] for place in first] == second


def test_what_hangs_together_stays_together() -> None:
    layers = [[1, 2, 3, 4], [5, 6, 7]]
    found = in_order(layers, [(1, 7), (3, 7), (2, 5)])
    assert found == [[*found[0][:2], 2, 4], [7, 5, 6]]
    assert set(found[0][:2]) == {1, 3}


def test_a_wire_from_a_place_to_itself_is_refused() -> None:
    with pytest.raises(GraphError, match="from 7 to itself"):
        in_order([[7], [8]], [(7, 8), (7, 7)])


def test_nothing_in_no_order() -> None:
    assert in_order([], []) == []
    assert in_order([[3, 1]], []) == [[3, 1]]
