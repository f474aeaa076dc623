"""A graph is a value: edits keep its invariants and leave old graphs alone."""

from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from designer import layers
from designer.errors import DesignerError, GraphError, SettingError, WireError
from designer.graph import Design, Graph, Wire, check
from designer.graph.edits import duplicated, part
from designer.layers import Layer, Port
from designer.settings import declared, setting
from tests.strategies import POOL, any_graphs, working_graphs

SEVERAL_PORTS = [
    layers.MaxPool2d(return_indices=True),
    layers.MaxUnpool2d(),
    layers.Split(sizes=(1, 1, 2)),
    layers.LSTM(),
]
LAYERS = st.sampled_from(
    [*POOL, *SEVERAL_PORTS, layers.Input(), layers.Output(), layers.Note()]
)


def value(graph: Graph) -> Any:
    """Everything a graph holds, taken apart and copied."""
    wires = sorted(
        (source, target, *keys)
        for source, target, keys in graph.wiring.edges(keys=True)
    )
    return dict(graph.nodes), wires, list(graph.nodes)


class Editing(RuleBasedStateMachine):
    """Random edits; after each, the graph is sound and every older one is unchanged."""

    @initialize()
    def begin(self) -> None:
        self.graph = Graph()
        self.before: list[tuple[Graph, Any]] = []
        self.report = check(Design())

    def keep(self, graph: Graph) -> None:
        self.before.append((self.graph, value(self.graph)))
        self.graph = graph

    def some(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(list(self.graph.nodes)))

    @rule(layer=LAYERS)
    def add(self, layer: Layer) -> None:
        name = self.graph.free_name(layer)
        self.keep(self.graph.add(name, layer))
        assert self.graph.node(name).layer is layer

    @precondition(lambda self: self.graph.nodes)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        name = self.some(data)
        self.keep(self.graph.remove(name))
        assert name not in self.graph.nodes

    @precondition(lambda self: self.graph.nodes)
    @rule(data=st.data())
    def connect(self, data: st.DataObject) -> None:
        source, target = self.some(data), self.some(data)
        reaches = nx.has_path(self.graph.wiring, target, source)
        ports = self.graph.input_ports(target)
        free = [p for p in ports if p not in self.graph.wires_into(target)]
        can = bool(free) and bool(self.graph.output_ports(source)) and not reaches
        try:
            edited = self.graph.connect(source, target)
        except GraphError as error:
            assert not can
            assert source in str(error) or target in str(error)
        else:
            assert can
            self.keep(edited)

    @precondition(lambda self: self.graph.wires)
    @rule(data=st.data())
    def disconnect(self, data: st.DataObject) -> None:
        wire = data.draw(st.sampled_from(sorted(self.graph.wires)))
        self.keep(self.graph.disconnect(wire))
        assert wire not in self.graph.wires

    @precondition(lambda self: self.graph.nodes)
    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        old, new = self.some(data), f"renamed{len(self.before)}"
        places, count = list(self.graph.nodes), len(self.graph.wires)
        self.keep(self.graph.rename(old, new))
        assert list(self.graph.nodes) == [new if n == old else n for n in places]
        assert len(self.graph.wires) == count

    @precondition(lambda self: self.graph.nodes)
    @rule(data=st.data(), layer=LAYERS)
    def replace(self, data: st.DataObject, layer: Layer) -> None:
        self.keep(self.graph.replace(self.some(data), layer))

    @precondition(lambda self: self.graph.nodes)
    @rule(data=st.data(), x=st.integers(-9, 9))
    def move(self, data: st.DataObject, x: int) -> None:
        name, wiring = self.some(data), self.graph.wiring
        self.keep(self.graph.move({name: (x, 2)}))
        assert self.graph.node(name).position == (float(x), 2.0)
        assert self.graph.wiring is wiring

    @invariant()
    def is_sound(self) -> None:
        assert_sound(self.graph)

    @invariant()
    def a_check_that_knows_the_one_before_finds_the_same(self) -> None:
        design = Design(self.graph)
        self.report = check(design, before=self.report)
        afresh = check(design)
        assert self.report == afresh
        assert list(self.report.outcomes) == list(afresh.outcomes)

    @invariant()
    def nodes_of_a_type_are_found(self) -> None:
        for kind in (layers.Input, layers.ReLU):
            names = [n.name for n in self.graph if isinstance(n.layer, kind)]
            assert list(self.graph.named(kind)) == names

    @invariant()
    def older_ones_are_unchanged(self) -> None:
        for graph, expected in self.before[-8:]:
            assert value(graph) == expected


def assert_sound(graph: Graph) -> None:
    assert all(name == node.name for name, node in graph.nodes.items())
    assert set(graph.wiring.nodes) == set(graph.nodes)
    assert nx.is_directed_acyclic_graph(graph.wiring)
    ends = [(wire.target, wire.target_port) for wire in graph.wires]
    assert len(ends) == len(set(ends)), "an input takes one wire"
    for wire in graph.wires:
        assert wire.source_port in graph.output_ports(wire.source)
        assert wire.target_port in graph.input_ports(wire.target)
        assert graph.wires_into(wire.target)[wire.target_port] == wire
        assert wire in graph.wires_from(wire.source)
    assert_topological(graph)


def assert_topological(graph: Graph) -> None:
    assert sorted(graph.order) == sorted(graph.nodes)
    place = {name: number for number, name in enumerate(graph.order)}
    assert all(place[wire.source] < place[wire.target] for wire in graph.wires)


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=40, stateful_step_count=30)


@given(any_graphs())
def test_order_follows_from_the_value_alone(graph: Graph) -> None:
    again = Graph(flow=graph.flow)
    for node in graph:
        again = again.add(node.name, node.layer, node.position)
    for wire in sorted(graph.wires, reverse=True):
        again = again.connect(
            f"{wire.source}.{wire.source_port}", f"{wire.target}.{wire.target_port}"
        )
    assert again == graph
    assert hash(again) == hash(graph)
    assert again.order == graph.order


@given(working_graphs())
def test_removing_all_gives_the_empty_graph(graph: Graph) -> None:
    assert graph.remove(*graph.nodes) == Graph()


@given(any_graphs())
def test_rename_and_back_is_equal(graph: Graph) -> None:
    for name in graph.nodes:
        assert graph.rename(name, "other").rename("other", name) == graph


def test_equality_sees_nodes_order_and_wires() -> None:
    relu, tanh = layers.ReLU(), layers.Tanh()
    one = Graph().add("a", relu, (0, 0)).add("b", tanh, (0, 0))
    assert one == Graph().add("a", relu, (0, 0)).add("b", tanh, (0, 0))
    assert one != Graph().add("b", tanh, (0, 0)).add("a", relu, (0, 0))
    assert one != one.connect("a", "b")
    assert one != one.move({"a": (1, 0)})
    assert one != one.set("a", inplace=True)
    assert one != "a graph"


@given(any_graphs())
def test_every_edit_keeps_the_flow(graph: Graph) -> None:
    for flow in ("right", "down"):
        graph = graph.flowing(flow)
        assert graph.flow == flow
        edited = graph.add("more1", layers.Linear()).add("more2", layers.ReLU())
        edited = edited.connect("more1", "more2").rename("more2", "more3")
        edited = edited.set("more1", out_features=3).share("more3", "more1")
        edited = edited.unshare("more3").move({"more1": (1, 2)})
        edited, _ = duplicated(edited, ["more1", "more3"], (0, 9))
        edited = edited.disconnect(*edited.wires_from("more1")).remove("more3")
        assert edited.flow == part(edited, ["more1"]).flow == flow


def test_flow_is_a_part_of_the_value() -> None:
    graph = Graph().add("x", layers.Input())
    down = graph.flowing("down")
    assert graph.flow == "right"
    assert graph != down
    assert graph == down.flowing("right")
    assert down.wiring is graph.wiring
    below = down.add("relu1", layers.ReLU()).node("relu1").position
    assert below[0] == 0 < below[1]


def test_edits_that_change_no_wires_share_the_wiring() -> None:
    graph = Graph().add("a", layers.ReLU()).add("b", layers.ReLU()).connect("a", "b")
    assert graph.set("a", inplace=True).wiring is graph.wiring
    assert graph.move({"a": (5, 5)}).wiring is graph.wiring


def test_replace_keeps_the_wires_that_still_have_a_port() -> None:
    graph = Graph().add("image", layers.Input()).add("one", layers.ReLU())
    graph = graph.add("join", layers.Add()).connect("image", "one")
    graph = graph.connect("image", "join").connect("one", "join")
    assert graph.replace("one", layers.Tanh()).wires == graph.wires
    joined = graph.replace("join", layers.Concat())
    assert joined.wires == graph.wires
    single = graph.replace("join", layers.ReLU())
    assert single.wires == {Wire("image", "output", "one", "input")}


POOL_AND_BACK = (
    Graph()
    .add("image", layers.Input())
    .add("pool1", layers.MaxPool2d(return_indices=True))
    .add("unpool1", layers.MaxUnpool2d())
    .connect("image", "pool1")
    .connect("pool1", "unpool1")
    .connect("pool1.indices", "unpool1.indices")
)


def test_a_wire_goes_with_the_port_that_a_setting_takes_away() -> None:
    lost = Wire("pool1", "indices", "unpool1", "indices")
    less = POOL_AND_BACK.set("pool1", return_indices=False)
    assert less.wires == POOL_AND_BACK.wires - {lost}
    assert less.output_ports("pool1") == ("output",)
    assert_sound(less)
    assert lost in POOL_AND_BACK.wires  # undo has only to show it again
    again = less.set("pool1", return_indices=True)
    assert again.wires == less.wires  # a port that comes back is free


def test_other_settings_keep_all_wires() -> None:
    other = POOL_AND_BACK.set("pool1", kernel_size=3)
    assert other.wiring is POOL_AND_BACK.wiring


@pytest.mark.parametrize(
    ("sizes", "kept"), [((1, 2), 2), ((4,), 1), ((1, 1, 1, 1), 3), ((3, 2, 1), 3)]
)
def test_a_split_keeps_the_wires_of_the_parts_that_stay(
    sizes: tuple[int, ...], kept: int
) -> None:
    graph = Graph().add("split1", layers.Split(sizes=(1, 2, 3)))
    for number in (1, 2, 3):
        graph = graph.add(f"relu{number}", layers.ReLU())
        graph = graph.connect(f"split1.output{number}", f"relu{number}")
    fewer = graph.set("split1", sizes=sizes)
    assert sorted(wire.source_port for wire in fewer.wires) == [
        f"output{number}" for number in range(1, kept + 1)
    ]
    assert_sound(fewer)


@declared
class Masked(Layer):
    """A stand-in whose inputs follow from a setting."""

    mask: bool = setting(True, "Whether it takes a mask.")

    @property
    def inputs(self) -> tuple[Port, ...]:
        return (Port("input"), Port("mask", optional=True))[: 1 + self.mask]


def test_a_wire_goes_with_an_input_that_a_setting_takes_away() -> None:
    graph = Graph().add("image", layers.Input()).add("masked1", Masked())
    graph = graph.connect("image", "masked1").connect("image", "masked1.mask")
    less = graph.set("masked1", mask=False)
    assert less.wires == {Wire("image", "output", "masked1", "input")}
    with pytest.raises(GraphError, match="no input 'mask'; it has input"):
        less.connect("image", "masked1.mask")


def test_ports_of_a_join() -> None:
    graph = Graph().add("image", layers.Input()).add("join", layers.Add())
    assert graph.input_ports("join") == ("input1", "input2")
    graph = graph.connect("image", "join").connect("image", "join")
    assert graph.input_ports("join") == ("input1", "input2", "input3")
    graph = graph.connect("image", "join.input12")
    assert list(graph.wires_into("join")) == ["input1", "input2", "input12"]
    assert_sound(graph)


BASE = (
    Graph()
    .add("image", layers.Input())
    .add("relu1", layers.ReLU())
    .add("join1", layers.Add())
    .add("note1", layers.Note())
    .connect("image", "relu1")
)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda g: g.add("relu1", layers.ReLU()), "node 'relu1' already"),
        (lambda g: g.add("two words", layers.ReLU()), "starts with a letter"),
        (lambda g: g.add("train", layers.ReLU()), "uses that name"),
        (lambda g: g.add("class", layers.ReLU()), "'class' cannot name a node"),
        (lambda g: g.remove("relu"), "Did you mean relu1?"),
        (lambda g: g.rename("relu1", "image"), "node 'image' already"),
        (lambda g: g.rename("relu1", "1relu"), "cannot name a node"),
        (lambda g: g.rename("relu9", "a"), "no node 'relu9'"),
        (lambda g: g.move({"nothing": (0, 0)}), "no node 'nothing'"),
        (lambda g: g.replace("nothing", layers.ReLU()), "no node 'nothing'"),
        (lambda g: g.connect("image", "relu1"), "taken already, by image"),
        (lambda g: g.connect("image", "nothing"), "no node 'nothing'"),
        (lambda g: g.connect("image.second", "join1"), "has no output 'second'"),
        (
            lambda g: g.connect("image", "join1.other"),
            "no input 'other'; it has input1",
        ),
        (lambda g: g.connect("image", "join1.input0"), "no input 'input0'"),
        (lambda g: g.connect("image", "join1.input01"), "no input 'input01'"),
        (lambda g: g.connect("image", "note1"), "note1 has no input"),
        (lambda g: g.connect("note1", "join1"), "note1 has no output"),
        (lambda g: g.connect("relu1", "image"), "image has no input"),
        (lambda g: g.connect("join1", "join1"), "join1 cannot be wired to itself"),
        (
            lambda g: g.connect("relu1", "join1").connect("join1", "relu1"),
            "relu1.input is taken",
        ),
        (
            lambda g: g.disconnect(Wire("relu1", "output", "join1", "input1")),
            "no wire relu1.output → join1.input1",
        ),
    ],
)
def test_errors_in_words(edit: Any, words: str) -> None:
    expected = value(BASE)
    with pytest.raises(GraphError) as refusal:
        edit(BASE)
    assert words in str(refusal.value)
    assert value(BASE) == expected


def test_a_cycle_is_refused_with_the_cycle_named() -> None:
    graph = Graph()
    for name in ("one", "two", "three"):
        graph = graph.add(name, layers.Add())
    graph = graph.connect("one", "two").connect("two", "three")
    with pytest.raises(GraphError, match="one → two → three → one"):
        graph.connect("three", "one")


@given(any_graphs(), st.randoms())
def test_put_together_at_once_is_the_same(graph: Graph, random: Random) -> None:
    wires = sorted(graph.wires)
    random.shuffle(wires)
    again = Graph.of(graph, wires, graph.flow)
    assert again == graph
    assert again.order == graph.order
    assert_sound(again)


@given(any_graphs().filter(lambda graph: graph.wires), st.randoms())
def test_at_once_refuses_what_one_by_one_refuses(graph: Graph, random: Random) -> None:
    wires = sorted(graph.wires)
    wire = random.choice(wires)
    back = Wire(wire.target, "output", wire.source, "back")
    for bad, words in (
        (wire, f"{wire.target}.{wire.target_port} is taken already"),
        (back, " would make a cycle: "),
    ):
        several = [*wires, bad]
        random.shuffle(several)
        with pytest.raises(WireError, match=words):
            Graph.of(graph, several)
    with pytest.raises(GraphError, match=f"no node '{wire.source}'"):
        Graph.of([node for node in graph if node.name != wire.source], wires)
    with pytest.raises(GraphError, match=f"node '{wire.source}' already"):
        Graph.of([*graph, graph.nodes[wire.source]], wires)


def test_a_bad_setting_is_refused_in_words() -> None:
    graph = Graph().add("conv1", layers.Conv2d())
    with pytest.raises(SettingError, match="out_channels needs a whole number"):
        graph.set("conv1", out_channels=0)
    with pytest.raises(SettingError, match="Did you mean kernel_size"):
        graph.set("conv1", kernel_sizes=3)
    with pytest.raises(DesignerError):
        graph.set("conv9", out_channels=0)


def test_free_names_read_well() -> None:
    graph = Graph()
    wanted = {
        "conv1": layers.Conv2d(),
        "upconv1": layers.ConvTranspose2d(),
        "bn1": layers.BatchNorm2d(),
        "pool1": layers.MaxPool2d(),
        "fc1": layers.Linear(),
        "image1": layers.Input(),
        "leakyrelu1": layers.LeakyReLU(),
    }
    assert [graph.free_name(layer) for layer in wanted.values()] == list(wanted)
    graph = graph.add("conv1", layers.Conv2d()).add("conv3", layers.Conv2d())
    assert graph.free_name(layers.Conv2d()) == "conv2"
