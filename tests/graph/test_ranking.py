"""Ranking: each node after what it depends on, and the longest chain leads through."""

from hypothesis import given
from hypothesis import strategies as st

from designer.graph.layout.ranking import Network, ranked


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Nodes that each depend on some before it."""
    count = draw(st.integers(1, 20))
    before = [
        draw(st.lists(st.integers(0, node - 1), max_size=3, unique=True))
        if node
        else []
        for node in range(count)
    ]
    after = [[n for n in range(count) if node in before[n]] for node in range(count)]
    return Network(before, after)


@given(networks())
def test_nodes_stand_after_what_they_depend_on_and_the_spine_has_one_of_each_rank(
    network: Network,
) -> None:
    parts = network.parts()
    assert sorted(node for part in parts for node in part) == list(range(len(network)))
    for part in parts:
        ranking = ranked(network, part)
        assert ranking.rank.keys() == set(part)
        for node in part:
            assert all(n in part for n in network.before[node])
            assert all(
                ranking.rank[n] < ranking.rank[node] for n in network.before[node]
            )
        assert [ranking.rank[node] for node in ranking.spine] == [
            *range(1 + max(ranking.rank.values()))
        ]
        for one, other in zip(ranking.spine, ranking.spine[1:], strict=False):
            assert one in network.before[other]


def test_what_feeds_only_a_later_node_stands_next_to_it() -> None:
    before = [[], [0], [1], [2], [], [4], [3, 5]]
    after = [[1], [2], [3], [6], [5], [6], []]
    rank = ranked(Network(before, after), range(7)).rank
    assert [rank[node] for node in range(7)] == [0, 1, 2, 3, 2, 3, 4]
