"""Sharing structure gives the same wiring as building it afresh, and leaves the old one."""

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.errors import GraphError, WireError
from designer.graph.wiring import Wire, Wiring, check_cycle, rewire, wired

NAMES = [f"n{i}" for i in range(6)]
WIRES = st.builds(
    Wire,
    st.sampled_from(NAMES),
    st.sampled_from(["output", "second"]),
    st.sampled_from(NAMES),
    st.sampled_from(["input1", "input2"]),
).filter(lambda wire: wire.source != wire.target)


def fresh(names: list[str], wires: set[Wire]) -> Wiring:
    """The same wiring, built by networkx's own methods."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(names)
    for wire in wires:
        graph.add_edge(wire.source, wire.target, (wire.source_port, wire.target_port))
    return graph


def assert_same(wiring: Wiring, expected: Wiring) -> None:
    assert {n: dict(d) for n, d in wiring.nodes(data=True)} == dict(
        expected.nodes(data=True)
    )
    assert as_dict(wiring.adj) == as_dict(expected.adj)
    assert as_dict(wiring.pred) == as_dict(expected.pred)
    assert wiring.number_of_edges() == expected.number_of_edges()
    for source, target in wiring.edges():  # both sides hold one and the same dictionary
        assert wiring._adj[source][target] is wiring._pred[target][source]


def as_dict(view: Any) -> dict[str, dict[str, dict[Any, Any]]]:
    return {a: {b: dict(keys) for b, keys in row.items()} for a, row in view.items()}


def start(wires: set[Wire]) -> Wiring:
    return rewire(rewire(Wiring(), add_nodes=NAMES), add_wires=wires)


@given(st.sets(WIRES), st.sets(WIRES), st.data())
def test_same_as_building_it_afresh(
    before: set[Wire], more: set[Wire], data: st.DataObject
) -> None:
    wiring = start(before)
    assert_same(wiring, fresh(NAMES, before))
    gone = set(data.draw(st.lists(st.sampled_from(NAMES), max_size=2)))
    some = st.sets(st.sampled_from(sorted(before))) if before else st.just(set())
    cut = data.draw(some) | {w for w in before if {w.source, w.target} & gone}
    added = {w for w in more if not {w.source, w.target} & gone} - (before - cut)
    edited = rewire(
        wiring,
        add_nodes=["new"],
        remove_nodes=gone,
        add_wires=added,
        remove_wires=cut,
    )
    names = [name for name in [*NAMES, "new"] if name not in gone]
    assert_same(edited, fresh(names, before - cut | added))
    assert_same(wiring, fresh(NAMES, before))


def test_is_frozen() -> None:
    with pytest.raises(nx.NetworkXError):
        start(set()).add_node("more")


@given(st.sets(WIRES), WIRES)
def test_a_cycle_is_refused_and_nothing_else(wires: set[Wire], wire: Wire) -> None:
    wiring = start(wires)
    closes = nx.has_path(wiring, wire.target, wire.source)
    try:
        check_cycle(wiring, wire.source, wire.target)
    except GraphError:
        assert closes
    else:
        assert not closes


@given(st.lists(WIRES, unique=True))
def test_many_wires_at_once_are_as_one_by_one(wires: list[Wire]) -> None:
    slowly, refusal = start(set()), ""
    for wire in wires:
        try:
            slowly = wired(slowly, [wire])
        except WireError as error:
            refusal = str(error)
            assert error.wire == wire
            break
    try:
        quickly = wired(start(set()), wires)
    except WireError as error:
        assert str(error) == refusal
    else:
        assert not refusal
        assert_same(quickly, slowly)
        for name in NAMES:
            assert list(quickly.adj[name]) == list(slowly.adj[name])
            assert list(quickly.pred[name]) == list(slowly.pred[name])


def test_the_cycle_is_named() -> None:
    wires = {Wire(f"n{i}", "output", f"n{i + 1}", "input") for i in range(3)}
    with pytest.raises(GraphError, match="n0 → n1 → n2 → n0"):
        check_cycle(start(wires), "n2", "n0")
    with pytest.raises(GraphError, match="n1 cannot be wired to itself"):
        check_cycle(start(wires), "n1", "n1")


@pytest.mark.parametrize("target", ["n0", "n2"])
def test_a_refused_cycle_says_what_to_do_instead(target: str) -> None:
    wires = {Wire(f"n{i}", "output", f"n{i + 1}", "input") for i in range(2)}
    with pytest.raises(GraphError, match="To repeat layers, put more of them in a row"):
        check_cycle(start(wires), "n2", target)


def test_a_long_cycle_is_named_short() -> None:
    names = [f"n{i}" for i in range(50)]
    wires = [Wire(f"n{i}", "o", f"n{i + 1}", "i") for i in range(49)]
    wiring = rewire(rewire(Wiring(), add_nodes=names), add_wires=wires)
    with pytest.raises(GraphError) as refusal:
        check_cycle(wiring, "n49", "n0")
    assert "n0 → n1 → n2 → … 45 nodes … → n48 → n49 → n0" in str(refusal.value)
