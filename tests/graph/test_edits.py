"""Edits made of several keep every wire that still makes sense."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import layers
from designer.codegen import model_source
from designer.errors import GraphError
from designer.graph import Design, Graph, Wire
from designer.graph.edits import (
    append,
    bypass,
    duplicated,
    insert,
    possible_sources,
    possible_targets,
    reordered,
    rewired,
    succeeded,
)
from designer.graph.layout.room import LENGTH, free_place
from designer.graph.node import SPACING
from tests.graph.test_graph import assert_sound
from tests.strategies import any_graphs

IMAGE = Graph().add("image", layers.Input())
LINE = append(append(IMAGE, layers.ReLU(), "image")[0], layers.Output(), "relu1")[0]


def wires(graph: Graph) -> set[str]:
    return {f"{wire.source} → {wire.target}.{wire.target_port}" for wire in graph.wires}


def test_append_wires_to_the_node_before() -> None:
    graph, name = append(IMAGE, layers.Conv2d(), "image")
    assert name == "conv1"
    assert wires(graph) == {"image → conv1.input"}
    assert graph.node("conv1").position[0] > graph.node("image").position[0]


def test_append_in_a_chain_goes_in_between() -> None:
    graph, name = append(LINE, layers.Tanh(), "image")
    assert wires(graph) == {
        "image → tanh1.input",
        "tanh1 → relu1.input",
        "relu1 → output1.input",
    }
    assert name == "tanh1"


def test_append_where_nothing_can_be_wired() -> None:
    graph, name = append(LINE, layers.ReLU(), "output1")
    assert wires(graph) == wires(LINE)
    assert name in graph.nodes
    graph, _ = append(LINE, layers.Input(), "relu1")
    assert wires(graph) == wires(LINE)
    assert wires(append(Graph(), layers.ReLU())[0]) == set()


def test_append_a_join_keeps_what_followed() -> None:
    graph, _ = append(LINE, layers.Add(), "relu1")
    assert wires(graph) == wires(LINE) | {"relu1 → add1.input1"}


def test_insert_into_a_wire() -> None:
    (wire,) = LINE.wires_from("image")
    graph, name = insert(LINE, wire, layers.BatchNorm2d())
    assert name == "bn1"
    assert wires(graph) == {
        "image → bn1.input",
        "bn1 → relu1.input",
        "relu1 → output1.input",
    }


@given(any_graphs(), st.data())
def test_insert_then_bypass_gives_the_first_graph(
    graph: Graph, data: st.DataObject
) -> None:
    if not graph.wires:
        return
    wire = data.draw(st.sampled_from(sorted(graph.wires)))
    inserted, name = insert(graph, wire, layers.ReLU())
    assert_sound(inserted)
    mended = bypass(inserted, name)  # the others may have made room
    assert mended.wires == graph.wires
    assert list(mended.nodes) == list(graph.nodes)


@given(any_graphs(), st.data())
def test_every_edit_leaves_a_sound_graph(graph: Graph, data: st.DataObject) -> None:
    if not graph.nodes:
        return
    some = data.draw(st.lists(st.sampled_from(list(graph.nodes)), unique=True))
    copied, names = duplicated(graph, some, (10, 10))
    assert_sound(copied)
    inside = [w for w in graph.wires if w.source in some and w.target in some]
    assert len(copied.wires) == len(graph.wires) + len(inside)
    assert [copied.node(n).layer for n in names] == [graph.node(n).layer for n in some]
    assert copied.remove(*names) == graph
    assert_sound(bypass(graph, *some) if some else graph)
    for name in graph.nodes:
        assert_sound(bypass(graph, name))
        assert_sound(append(graph, layers.ReLU(), name)[0])


def test_copies_share_weights_only_with_each_other() -> None:
    graph = LINE
    for number in (1, 2, 3):
        graph = graph.add(f"fc{number}", layers.Linear())
    graph = graph.share("fc2", "fc1").share("fc3", "fc1")
    copied, names = duplicated(graph, ["fc1", "fc3"], (0, 90))
    assert [copied.nodes[name].shares for name in names] == ["", names[0]]
    copied, names = duplicated(graph, ["fc2", "fc3"], (0, 90))
    assert [copied.nodes[name].shares for name in names] == ["", ""]
    assert copied.remove(*names) == graph


def test_bypass_of_a_join_cuts() -> None:
    graph = LINE.add("add1", layers.Add()).connect("image", "add1")
    graph = graph.connect("relu1", "add1").add("end", layers.Output())
    graph = graph.connect("add1", "end")
    assert wires(bypass(graph, "add1")) == wires(LINE)


def test_bypass_of_a_part_of_a_chain_closes_it() -> None:
    graph, before = LINE, "image"
    for number in (1, 2, 3):
        name = f"conv{number}"
        graph = graph.add(name, layers.Conv2d()).connect(before, name)
        before = name
    graph = graph.add("end", layers.Output()).connect(before, "end")
    closed = wires(LINE) | {"image → conv1.input", "conv1 → end.input"}
    assert wires(bypass(graph, "conv2", "conv3")) == closed
    assert wires(bypass(graph, "conv1", "conv3")) == wires(LINE) | {
        "image → conv2.input",
        "conv2 → end.input",
    }


def test_bypass_of_a_whole_branch_with_its_join_closes_the_chain() -> None:
    graph = LINE.add("conv1", layers.Conv2d()).connect("relu1", "conv1")
    graph = graph.add("add1", layers.Add()).connect("conv1", "add1")
    graph = graph.connect("relu1", "add1").add("end", layers.Output())
    graph = graph.connect("add1", "end")
    assert wires(bypass(graph, "conv1", "add1")) == wires(LINE) | {"relu1 → end.input"}
    assert wires(bypass(graph, "add1")) == wires(LINE) | {"relu1 → conv1.input"}


def test_rewired_takes_the_place_of_a_wire() -> None:
    graph = rewired(LINE, "image.output", "output1.input")
    assert wires(graph) == {"image → relu1.input", "image → output1.input"}
    assert rewired(graph, "relu1.output", "output1.input") == LINE
    with pytest.raises(GraphError):
        rewired(LINE, "relu1.output", "relu1.input")


JOIN = Graph().add("a", layers.Input()).add("b", layers.Input())
JOIN = JOIN.add("c", layers.Input()).add("cat1", layers.Concat())
JOIN = JOIN.connect("a", "cat1").connect("b", "cat1").connect("c", "cat1")


def sources(graph: Graph, name: str) -> list[str]:
    return [wire.source for wire in graph.wires_into(name).values()]


def test_reordered_changes_the_order_of_the_code() -> None:
    graph = JOIN.add("out", layers.Output()).connect("cat1", "out")
    other = reordered(graph, "cat1", ["input3", "input1", "input2"])
    assert sources(other, "cat1") == ["c", "a", "b"]
    assert "torch.cat((a, b, c), dim=1)" in model_source(Design(graph))
    assert "torch.cat((c, a, b), dim=1)" in model_source(Design(other))


def test_reordered_leaves_a_free_port_free() -> None:
    graph = JOIN.disconnect(JOIN.wires_into("cat1")["input2"])
    other = reordered(graph, "cat1", ["input3", "input1"])
    assert list(other.wires_into("cat1")) == ["input1", "input3"]
    assert sources(other, "cat1") == ["c", "a"]


@given(any_graphs(), st.data())
def test_reordered_keeps_the_sources_and_all_else(
    graph: Graph, data: st.DataObject
) -> None:
    for name in graph.nodes:
        before = graph.joined(name)
        order = data.draw(st.permutations(before))
        other = reordered(graph, name, order)
        assert_sound(other)
        assert other.joined(name) == before
        wires, moved = graph.wires_into(name), other.wires_into(name)
        for port, place in zip(order, before, strict=True):
            assert moved[place] == wires[port]._replace(target_port=place)
        assert {w for w in graph.wires if w.target != name} == {
            w for w in other.wires if w.target != name
        }
        assert other.nodes == graph.nodes
        back = [order.index(port) for port in before]
        assert reordered(other, name, [before[place] for place in back]) == graph


@pytest.mark.parametrize(
    "ports", [[], ["input1", "input2"], ["input1", "input1", "input2"], ["input4"] * 3]
)
def test_reordered_needs_each_wired_port_once(ports: list[str]) -> None:
    with pytest.raises(GraphError, match="wires at input1, input2 and input3"):
        reordered(JOIN, "cat1", ports)


def test_reordered_without_a_join_has_nothing_to_do() -> None:
    assert reordered(LINE, "relu1", []) == LINE
    with pytest.raises(GraphError, match="no port"):
        reordered(LINE, "relu1", ["input"])


@given(any_graphs())
def test_possible_ends_are_those_that_connect_takes(graph: Graph) -> None:
    sources = [node.name for node in graph if node.layer.outputs]
    targets = [node.name for node in graph if node.layer.inputs]
    pairs = {(a, b) for a in sources for b in targets if can_connect(graph, a, b)}
    assert pairs == {(a, b) for a in sources for b in possible_targets(graph, a)}
    assert pairs == {(a, b) for b in targets for a in possible_sources(graph, b)}


def can_connect(graph: Graph, source: str, target: str) -> bool:
    """Whether a wire may run there, be the input taken or not."""
    taken = graph.wires_into(target).values()
    try:
        graph.disconnect(*taken).connect(source, target)
    except GraphError:
        return False
    return True


def test_free_place_is_free() -> None:
    graph = Graph()
    for _ in range(5):
        graph = graph.add(
            graph.free_name(layers.ReLU()), layers.ReLU(), free_place(graph, (0, 0))
        )
    assert len({node.position for node in graph}) == 5


def test_wires_say_what_they_are() -> None:
    assert str(Wire("a", "output", "b", "input")) == "a.output → b.input"


def test_a_row_makes_room_for_what_is_inserted() -> None:
    (wire,) = LINE.wires_into("relu1").values()
    grown, name = insert(LINE, wire, layers.Tanh())
    row = [grown.node(each).position for each in ("image", name, "relu1", "output1")]
    assert row == [(SPACING * place, 0.0) for place in range(4)]


def test_appending_begins_a_new_row_where_one_is_long_enough() -> None:
    graph, last = IMAGE, "image"
    for _ in range(LENGTH + 2):
        graph, last = append(graph, layers.ReLU(), last)
    rows = Counter(node.position[1] for node in graph)
    assert list(rows.values()) == [LENGTH, 3]
    assert len({node.position for node in graph}) == LENGTH + 3


# Layers with several ports ---------------------------------------------------------------

STEPS = Graph().add("steps", layers.Input(shape=(5, 8)))
STEPS = append(STEPS, layers.Tanh(), "steps")[0]
STEPS = STEPS.add("state", layers.Input(shape=(1, 4)))
LSTM = layers.LSTM(hidden_size=4)


def ends(graph: Graph) -> set[str]:
    return set(map(str, graph.wires))


def test_a_layer_with_several_ports_goes_between_by_its_first_ones() -> None:
    (wire,) = STEPS.wires_from("steps")
    for graph, name in (insert(STEPS, wire, LSTM), append(STEPS, LSTM, "steps")):
        assert name == "lstm1"
        assert ends(graph) == {
            "steps.output → lstm1.input",
            "lstm1.output → tanh1.input",
        }
        assert_sound(graph)


def test_a_layer_that_needs_several_inputs_does_not_go_between() -> None:
    graph, name = append(STEPS, layers.MultiheadAttention(num_heads=2), "steps")
    assert ends(graph) == {
        "steps.output → tanh1.input",
        f"steps.output → {name}.query",
    }


def test_what_follows_a_layer_with_several_outputs_follows_the_first() -> None:
    graph = append(STEPS, LSTM, "tanh1")[0]
    graph = append(graph, layers.ReLU(), "lstm1")[0]
    assert "lstm1.output → relu1.input" in ends(graph)


def test_a_wire_keeps_its_port_where_a_layer_goes_into_it() -> None:
    graph = append(STEPS, LSTM, "tanh1")[0].add("relu1", layers.ReLU())
    graph = graph.connect("lstm1.h_n", "relu1")
    (wire,) = graph.wires_from("lstm1")
    inserted, name = insert(graph, wire, layers.Dropout())
    assert {f"lstm1.h_n → {name}.input", f"{name}.output → relu1.input"} <= ends(
        inserted
    )
    assert ends(bypass(inserted, name)) == ends(graph)


def test_bypass_joins_the_first_ports_and_drops_the_others() -> None:
    graph = append(STEPS, LSTM, "tanh1")[0]
    graph = graph.connect("state", "lstm1.h_0")
    graph = append(graph, layers.Linear(), "lstm1")[0]
    graph = graph.add("relu1", layers.ReLU()).connect("lstm1.c_n", "relu1")
    assert ends(bypass(graph, "lstm1")) == ends(STEPS) | {"tanh1.output → fc1.input"}


def test_bypass_of_what_has_only_an_optional_input_uses_that() -> None:
    graph = STEPS.add("lstm1", LSTM).connect("state", "lstm1.h_0")
    graph = append(graph, layers.Linear(), "lstm1")[0]
    assert "state.output → fc1.input" in ends(bypass(graph, "lstm1"))


def test_copies_keep_the_ports_of_their_wires() -> None:
    graph = append(STEPS, LSTM, "tanh1")[0].connect("state", "lstm1.c_0")
    graph = graph.add("cat1", layers.Concat()).connect("lstm1.c_n", "cat1.input2")
    copied, names = duplicated(graph, ["state", "lstm1", "cat1"], (0, 200))
    state, lstm, cat = names
    new = {f"{state}.output → {lstm}.c_0", f"{lstm}.c_n → {cat}.input2"}
    assert ends(copied) == ends(graph) | new


def own(signature: str, returned: str = "x") -> layers.Code:
    return layers.Code(text=f"def f({signature}):\n    return {returned}\n")


def wired(first: layers.Code) -> Graph:
    """Code between two inputs and what its outputs lead to."""
    graph = Graph().add("a", layers.Input()).add("b", layers.Input()).add("f", first)
    for source, port in zip("ab", graph.input_ports("f"), strict=False):
        graph = graph.connect(source, f"f.{port}")
    for place, port in enumerate(graph.output_ports("f")):
        graph = graph.add(f"out{place}", layers.Output())
        graph = graph.connect(f"f.{port}", f"out{place}")
    return graph


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (own("x, y", "x, y"), own("image, y", "image, y")),
        (own("x, y", "x, y"), own("image, mask", "one, two")),
        (own("x, y"), own("x, mask")),
        (own("*xs"), own("*all")),
        (own("*x1"), own("*x2")),
        (own("x", "x, x"), own("x", "up, down")),
    ],
)
def test_wires_follow_ports_that_are_called_otherwise(
    first: layers.Code, then: layers.Code
) -> None:
    before = wired(first)
    after = succeeded(before, "f", then)
    assert after.node("f").layer == then
    for name in ("f", "out0", "out1"):
        if name in before.nodes:
            sources = [wire.source for wire in before.wires_into(name).values()]
            assert sources
            assert [w.source for w in after.wires_into(name).values()] == sources
    assert succeeded(after, "f", first) == before


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        (own("x, y"), own("y, x"), {"a": "x", "b": "y"}),
        (own("x, y"), own("y"), {"b": "y"}),
        (own("x, y"), own("image"), {"a": "image"}),
        (own("x, y"), own("mask, x, y"), {"a": "x", "b": "y"}),
        (own("*xs"), own("x"), {}),
    ],
)
def test_ports_that_stay_keep_their_wires_and_others_lose_them(
    first: layers.Code, then: layers.Code, kept: dict[str, str]
) -> None:
    after = succeeded(wired(first), "f", then)
    found = {wire.source: port for port, wire in after.wires_into("f").items()}
    assert found == kept
