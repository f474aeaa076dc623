"""New nodes are wired where they are meant to, stand on no other, and keep the row."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import layers
from designer.graph import Graph, Wire
from designer.graph.adding import Site, added, site_after
from designer.graph.framing import framed
from designer.graph.layout.room import HIGH, LENGTH, WIDE, free_place
from designer.graph.node import DROP, SPACING, Position
from designer.layers import Layer
from tests.graph.test_graph import assert_sound
from tests.strategies import POOL, any_graphs

CHAIN = (layers.Conv2d(), layers.BatchNorm2d(), layers.ReLU())
IMAGE = Graph().add("image", layers.Input(), (0, 0))
ROW = added(IMAGE, [layers.ReLU(), layers.Output()], site_after(IMAGE, "image"))[0]


def wires(graph: Graph) -> set[str]:
    return {f"{wire.source}>{wire.target}" for wire in graph.wires}


def places(graph: Graph, *names: str) -> list[Position]:
    return [graph.node(name).position for name in names]


def overlaps(graph: Graph) -> list[tuple[str, str]]:
    """The nodes that stand on each other."""
    return [
        (a.name, b.name)
        for a, b in combinations(graph, 2)
        if abs(a.position[0] - b.position[0]) < WIDE
        and abs(a.position[1] - b.position[1]) < HIGH
    ]


def test_a_chain_is_wired_after_a_node_in_its_row() -> None:
    graph, names = added(IMAGE, CHAIN, site_after(IMAGE, "image"))
    assert names == ["conv1", "bn1", "relu1"]
    assert wires(graph) == {"image>conv1", "conv1>bn1", "bn1>relu1"}
    assert places(graph, *names) == [(SPACING * i, 0) for i in (1, 2, 3)]


def test_a_network_that_runs_down_gets_new_nodes_below() -> None:
    image = Graph(IMAGE.nodes, IMAGE.wiring, flow="down")
    graph, names = added(image, CHAIN, site_after(image, "image"))
    assert places(graph, *names) == [(0, DROP * i) for i in (1, 2, 3)]
    (wire,) = graph.wires_from("conv1")
    graph, (name,) = added(graph, [layers.Tanh()], Site(wire=wire))
    assert places(graph, name, "bn1", "relu1") == [(0, DROP * i) for i in (2, 3, 4)]


def test_what_followed_alone_follows_the_chain() -> None:
    graph, names = added(ROW, CHAIN, site_after(ROW, "image"))
    assert wires(graph) == {
        "image>conv1",
        "conv1>bn1",
        "bn1>relu2",
        "relu2>relu1",
        "relu1>output1",
    }
    assert not overlaps(graph)
    assert places(graph, "relu1", "output1") == [(SPACING * 4, 0), (SPACING * 5, 0)]
    assert names == ["conv1", "bn1", "relu2"]


def test_a_second_follower_makes_a_branch_beside_the_first() -> None:
    graph, (name,) = added(ROW, [layers.Output()], site_after(ROW, "image"))
    assert wires(graph) == wires(ROW) | {f"image>{name}"}
    assert not overlaps(graph)
    assert graph.node(name).position[0] == SPACING


def test_a_chain_goes_into_a_wire() -> None:
    (wire,) = ROW.wires_from("relu1")
    graph, _ = added(ROW, CHAIN, Site(wire=wire))
    assert wire not in graph.wires
    assert {"relu1>conv1", "relu2>output1"} <= wires(graph)


def test_what_cannot_stand_in_a_wire_leaves_it() -> None:
    (wire,) = ROW.wires_from("relu1")
    for layer in (layers.Output(), layers.Input()):
        graph, _ = added(ROW, [layer], Site(wire=wire))
        assert wire in graph.wires


def test_a_chain_ends_at_an_input_where_its_last_node_is_put() -> None:
    loose = Graph().add("sum", layers.Add(), (960, 200))
    site = Site(target="sum.input2", place=(720, 200))
    graph, names = added(loose, CHAIN, site)
    assert Wire("relu1", "output", "sum", "input2") in graph.wires
    assert places(graph, *names) == [(240, 200), (480, 200), (720, 200)]


def test_anywhere_it_is_wired_to_nothing_else() -> None:
    graph, names = added(ROW, CHAIN, Site(place=(40, 400)))
    assert wires(graph) == wires(ROW) | {"conv1>bn1", "bn1>relu2"}
    assert places(graph, *names)[0] == (40, 400)


def test_layers_without_a_port_stay_apart() -> None:
    chain = [layers.ReLU(), layers.Output(), layers.Input(), layers.Tanh()]
    graph, _ = added(IMAGE, chain, site_after(IMAGE, "image"))
    assert wires(graph) == {"image>relu1", "relu1>output1", "image1>tanh1"}


def test_neighbours_move_only_as_far_as_they_must() -> None:
    graph = ROW.move({"output1": (SPACING * 2 + 200, 0)}).add(
        "far", layers.ReLU(), (SPACING * 9, 0)
    )
    (wire,) = graph.wires_from("image")
    after, (name,) = added(graph, [layers.Tanh()], Site(wire=wire))
    assert places(after, name, "relu1", "output1", "far") == [
        (SPACING, 0),
        (SPACING * 2, 0),
        (SPACING * 3, 0),
        (SPACING * 9, 0),
    ]
    roomy = graph.move({"relu1": (SPACING * 2, 0)})
    after, (name,) = added(roomy, [layers.Tanh()], Site(wire=wire))
    assert {n: after.node(n) for n in roomy.nodes} == dict(roomy.nodes)


def test_a_node_put_between_two_rows_stays_in_the_row_of_the_first() -> None:
    graph = ROW.move({"relu1": (0, 300), "output1": (SPACING, 300)})
    (wire,) = graph.wires_from("image")
    graph, (name,) = added(graph, [layers.Tanh()], Site(wire=wire))
    assert places(graph, name) == [(SPACING, 0)]


@pytest.mark.parametrize("flow", ["right", "down"])
def test_a_long_chain_goes_on_in_rows(flow: str) -> None:
    image = Graph(IMAGE.nodes, IMAGE.wiring, flow=flow)  # type: ignore[arg-type]
    graph, _ = added(image, [layers.ReLU()] * 12, site_after(image, "image"))
    across = [node.position[flow == "right"] for node in graph]
    rows = {place: across.count(place) for place in across}
    assert list(rows.values()) == [LENGTH, LENGTH, 3]
    assert not overlaps(graph)


def test_between_two_nodes_of_a_frame_new_ones_stand_in_it() -> None:
    graph, frame = framed(ROW, ["relu1", "output1"])
    (wire,) = graph.wires_from("relu1")
    after, (name,) = added(graph, [layers.Tanh()], Site(wire=wire))
    assert after.node(name).frame == frame
    (wire,) = graph.wires_from("image")
    after, (name,) = added(graph, [layers.Tanh()], Site(wire=wire))
    assert after.node(name).frame == ""


def test_names_are_none_that_are_taken() -> None:
    _, names = added(IMAGE, [layers.Conv2d()] * 2, Site(), taken=("conv1",))
    assert names == ["conv2", "conv3"]


def sites(graph: Graph) -> st.SearchStrategy[Site]:
    """Sites that a graph has."""
    found = [st.builds(Site, place=st.tuples(st.integers(-9, 9), st.integers(-9, 9)))]
    if graph.nodes:
        names = st.sampled_from(list(graph.nodes))
        found.append(names.map(lambda name: site_after(graph, name)))
    if graph.wires:
        wires = st.sampled_from(sorted(graph.wires))
        found.append(st.builds(Site, wire=wires))
    return st.one_of(found)


@given(any_graphs(), st.lists(st.sampled_from(POOL), min_size=1, max_size=7), st.data())
def test_any_chain_at_any_site_leaves_a_sound_graph(
    graph: Graph, chain: list[Layer], data: st.DataObject
) -> None:
    site = data.draw(sites(graph))
    after, names = added(graph, chain, site)
    assert_sound(after)
    assert [after.node(name).layer for name in names] == chain
    assert list(after.nodes) == [*graph.nodes, *names]
    gone = graph.wires - after.wires
    assert len(gone) <= 1
    fresh = {pair for pair in overlaps(after) if set(pair) & set(names)}
    assert not fresh


@given(any_graphs())
def test_a_free_place_is_free(graph: Graph) -> None:
    place = free_place(graph, (0, 0))
    assert free_place(graph, place) == place
