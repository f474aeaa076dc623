"""Spacing: lines are straight, keep their order and their distance, and stay near."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from designer.graph.layout.spacing import GRID, spaced


@st.composite
def layered(draw: st.DrawFn) -> tuple[list[list[int]], dict[int, list[int]]]:
    """Layers in order; the first place of each is the main one; some are lanes."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=7))
    layers, spine, number = [], [], 0
    for size in sizes:
        layer = []
        for _ in range(size):
            number += 1
            layer.append(number if draw(st.booleans()) else -number)
        main = draw(st.integers(0, size - 1))
        layer[main] = abs(layer[main])
        spine.append(layer[main])
        layers.append(layer)
    after: dict[int, list[int]] = {}
    for one, other in pairwise(layers):
        for place in one:
            after[place] = draw(
                st.lists(st.sampled_from(other), max_size=2, unique=True)
            )
    return layers, after, spine


@given(layered(), st.integers(1, 90))
def test_places_keep_their_order_and_their_distance(network, room) -> None:
    layers, after, spine = network
    found = spaced(layers, after, spine, lambda one, other: room)
    assert set(found) == {place for layer in layers for place in layer}
    assert {found[place] for place in spine} == {0}
    for layer in layers:
        for one, other in pairwise(layer):
            assert found[other] - found[one] >= room
    assert all(line % GRID == 0 for line in found.values())


def test_a_chain_beside_the_main_one_is_straight_and_as_near_as_can_be() -> None:
    layers = [[1], [2, 12], [3, 13], [4, 14], [5]]
    after = {1: [2, 12], 2: [3], 3: [4], 12: [13], 13: [14], 4: [5], 14: [5]}
    rooms = {2: 40, 3: 80, 4: 40}
    found = spaced(layers, after, [1, 2, 3, 4, 5], lambda one, other: rooms[one])
    assert found[12] == found[13] == found[14] == 80


def test_a_lane_is_straight_before_a_chain_is() -> None:
    layers = [[1, 11], [2, -1, 12], [3, 13, -2], [4, 14]]
    after = {1: [2], 11: [-1, 12], -1: [-2], 12: [13], -2: [14], 13: [14]}
    found = spaced(layers, after, [1, 2, 3, 4], lambda one, other: 8)
    assert found[-1] == found[-2]
