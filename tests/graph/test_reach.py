"""What lies before and behind nodes."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from designer.graph import Graph
from designer.graph.reach import downstream, upstream
from tests.strategies import any_graphs


@given(any_graphs(), st.data())
def test_it_is_what_networkx_finds(graph: Graph, data: st.DataObject) -> None:
    names = (
        data.draw(st.sets(st.sampled_from(sorted(graph.nodes)))) if len(graph) else ()
    )
    before, behind = set(names), set(names)
    for name in names:
        before |= nx.ancestors(graph.wiring, name)
        behind |= nx.descendants(graph.wiring, name)
    assert upstream(graph, names) == before
    assert downstream(graph, names) == behind
