"""Nodes become a block, and a block's inside becomes nodes, and the network stays."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from designer import layers
from designer.errors import GraphError
from designer.expression import Expression
from designer.graph import Design, Graph, check
from designer.graph.block import Block, Use
from designer.graph.block_settings import block_setting
from designer.graph.design import Step
from designer.graph.dissolving import dissolved
from designer.graph.grouping import groupable, grouped, unique
from designer.layers import Input, Output
from tests.graph.blocks import network, residual
from tests.strategies import any_designs, working_graphs


def row(*made: layers.Layer) -> Graph:
    graph, last = Graph(), ""
    for layer in made:
        name = graph.free_name(layer)
        graph = graph.add(name, layer)
        graph = graph.connect(last, name) if last else graph
        last = name
    return graph


def digits() -> Design:
    """image1 → conv1 → bn1 → relu1 → flatten1 → fc1 → output1"""
    return Design(
        row(
            layers.Input(shape=(1, 8, 8)),
            layers.Conv2d(out_channels=4),
            layers.BatchNorm2d(),
            layers.ReLU(),
            layers.Flatten(),
            layers.Linear(out_features=10),
            layers.Output(),
        )
    )


def answers(design: Design) -> list[object]:
    """What reaches the Outputs, or else what ends a path."""
    report = check(design)
    graph = report.graph
    outputs = [node for node in graph if isinstance(node.layer, Output)]
    return [
        list(map(report.on_wire, graph.wires_into(n.name).values())) for n in outputs
    ]


def test_what_is_selected_becomes_one_node_with_its_wires():
    design, name = grouped(digits(), ["conv1", "bn1", "relu1"])
    assert name == "block1" and "Block1" in design.blocks
    assert [*design.graph.nodes] == ["image1", "block1", "flatten1", "fc1", "output1"]
    wires = {str(wire) for wire in design.graph.wires}
    assert {"image1.output → block1.x", "block1.out → flatten1.input"} <= wires
    inner = design.blocks["Block1"].graph
    assert [*inner.nodes] == ["x", "conv1", "bn1", "relu1", "out"]
    assert inner.node("x").layer == Input(shape=(1, 8, 8))


def test_the_block_stands_in_the_middle_and_inside_all_keeps_its_place():
    before = digits()
    design, name = grouped(before, ["conv1", "bn1", "relu1"])
    assert design.graph.node(name).position == before.graph.node("bn1").position
    inner = design.blocks["Block1"].graph
    (x1, y1), (x2, y2) = inner.node("conv1").position, inner.node("relu1").position
    (a1, b1), (a2, b2) = (before.graph.node(n).position for n in ("conv1", "relu1"))
    assert (x2 - x1, y2 - y1) == (a2 - a1, b2 - b1)
    assert inner.node("x").position[0] < x1 < x2 < inner.node("out").position[0]


def test_inputs_outputs_and_notes_of_the_selection_stay_outside():
    design, _ = grouped(digits(), [*digits().graph.nodes])
    assert [*design.graph.nodes] == ["image1", "block1", "output1"]


def test_each_source_outside_is_one_input_and_each_inside_one_output():
    graph = Graph().add("a", Input(shape=(4,))).add("b", Input(shape=(4,)))
    for name in ("sum1", "sum2"):
        graph = graph.add(name, layers.Add()).connect("a", name).connect("b", name)
    graph = graph.add("relu1", layers.ReLU()).connect("sum1", "relu1")
    graph = graph.add("relu2", layers.ReLU()).connect("sum1", "relu2")
    design, name = grouped(Design(graph), ["sum1", "sum2"])
    use = design.graph.node(name).layer
    assert [port.name for port in use.inputs] == ["x1", "x2"]
    assert [port.name for port in use.outputs] == ["out1", "out2"]
    wires = {str(wire) for wire in design.graph.wires}
    assert "a.output → block1.x1" in wires
    assert {"block1.out2 → relu1.input", "block1.out2 → relu2.input"} <= wires
    assert check(design).tensors["relu1"].shape == (4,)


def test_what_the_nodes_still_lack_becomes_an_input_too():
    graph = Graph().add("conv1", layers.Conv2d(out_channels=4))
    graph = graph.add("relu1", layers.ReLU()).connect("conv1", "relu1")
    design, name = grouped(Design(graph), ["conv1", "relu1"])
    use = design.graph.node(name).layer
    assert [port.name for port in use.inputs] == ["x"]
    assert [port.name for port in use.outputs] == ["out"]


def test_settings_that_the_nodes_follow_become_the_blocks_and_are_passed_on():
    graph = digits().graph.set("conv1", out_channels=Expression("width * 2"))
    settings = (block_setting("width", 3), block_setting("other", 1))
    before = Design(graph, settings=settings)
    design, name = grouped(before, ["conv1", "bn1"])
    block = design.blocks["Block1"]
    assert [each.name for each in block.settings] == ["width"]
    assert design.graph.node(name).layer.width == Expression("width")
    assert check(design).parameters == check(before).parameters


def test_the_number_of_a_repeat_is_no_setting():
    before = network()
    design, _ = grouped(before, ["stage1", "stage2"])
    assert [each.name for each in design.blocks["Block1"].settings] == ["width"]
    assert check(design).parameters == check(before).parameters


def test_what_lies_between_must_come_along():
    with pytest.raises(GraphError, match="bn1 lies between the selected layers"):
        grouped(digits(), ["conv1", "relu1"])
    with pytest.raises(GraphError, match="bn1 and relu1 lie between"):
        grouped(digits(), ["conv1", "flatten1"])


@pytest.mark.parametrize("names", [[], ["image1", "output1"]])
def test_nothing_can_be_no_block(names):
    with pytest.raises(GraphError, match="Select the layers first"):
        grouped(digits(), names)


def test_a_name_that_is_taken_is_refused():
    with pytest.raises(GraphError, match="something called Residual already"):
        grouped(network(), ["flatten1"], "Residual")


def test_nodes_that_share_weights_come_along_together():
    graph = digits().graph.add("conv2", layers.Conv2d(out_channels=4))
    design = Design(graph.connect("image1", "conv2").share("conv2", "conv1"))
    with pytest.raises(GraphError, match="conv1 and conv2 share their weights"):
        grouped(design, ["conv1", "bn1"])
    both, _ = grouped(design, ["conv1", "conv2"])
    assert both.blocks["Block1"].graph.node("conv2").shares == "conv1"


def test_grouping_works_inside_a_block():
    before = network()
    inside = before.at((Step("stage1"),))
    changed, name = grouped(inside, ["conv1", "bn1", "relu1"])
    design = before.put((Step("stage1"),), changed)
    assert isinstance(design.blocks["Residual"].graph.node(name).layer, Use)
    assert check(design).parameters == check(before).parameters
    assert not check(design).errors


def test_dissolving_gives_settings_their_values():
    design = dissolved(network(), "stage1")
    assert design.graph.node("conv1").layer.out_channels == 8
    assert "Residual" in design.blocks
    assert check(design).parameters == check(network()).parameters


def test_repeats_become_copies_in_a_row():
    before = network()
    design = dissolved(before, "stage2")
    convolutions = [
        node.layer for node in design.graph if isinstance(node.layer, layers.Conv2d)
    ]
    assert len(convolutions) == 9
    assert [each.stride for each in convolutions[:4:3]] == [(2, 2), (1, 1)]
    assert {each.out_channels for each in convolutions} == {Expression("width * 2")}
    assert check(design).parameters == check(before).parameters
    assert answers(design) == answers(before)


def test_repeats_that_follow_from_a_setting_are_refused():
    before = network()
    graph = before.graph.set("stage2", repeat=Expression("width"))
    with pytest.raises(GraphError, match="follows from width"):
        dissolved(before.with_graph(graph), "stage2")
    counted = before.with_graph(before.graph.set("stage2", repeat=Expression("1 + 2")))
    assert check(dissolved(counted, "stage2")).parameters == check(before).parameters


def test_a_layer_is_no_block_and_shared_weights_stay_shared():
    with pytest.raises(GraphError, match="flatten1 is no block"):
        dissolved(network(), "flatten1")
    design = network()
    graph = design.graph.add("stage3", Use(residual())).share("stage3", "stage1")
    with pytest.raises(GraphError, match="stage3 and stage1 share their weights"):
        dissolved(design.with_graph(graph), "stage3")


def test_an_input_that_is_passed_on_keeps_its_wire():
    graph = Graph().add("x", Input()).add("y", Input())
    graph = graph.add("first", Output()).add("second", Output())
    graph = graph.connect("x", "second").connect("y", "first")
    outer = Graph().add("a", Input(shape=(3,))).add("b", Input(shape=(4,)))
    outer = outer.add("swap", Use(Block("Swap", graph))).add("end", Output())
    outer = outer.connect("a", "swap.x").connect("b", "swap.y")
    design = Design().with_graph(outer.connect("swap.second", "end"))
    assert {str(w) for w in dissolved(design, "swap").graph.wires} == {
        "a.output → end.input"
    }


def test_room_is_made_where_copies_would_stand_on_others():
    design = dissolved(network(), "stage1")
    places = [node.position for node in design.graph]
    assert len(set(places)) == len(places)
    right = design.graph.node("stage2").position[0]
    assert right > design.graph.node("add1").position[0]


def test_a_unique_block_is_a_copy_under_a_free_name():
    before = network()
    design = unique(before, "stage1")
    assert set(design.blocks) == {"Residual", "Residual2"}
    assert design.graph.node("stage1").layer.block.name == "Residual2"
    assert design.graph.node("stage2").layer.block.name == "Residual"
    assert design.graph.node("stage2").layer == before.graph.node("stage2").layer
    assert answers(design) == answers(before)


def test_a_unique_block_is_called_like_the_one_that_it_was():
    block = replace(residual(), name="Stem24")
    graph = Graph().add("a", Use(block)).add("b", Use(block))
    design = unique(Design().with_graph(graph), "b")
    assert design.graph.node("b").layer.block.name == "Stem24_2"
    again = design.graph.add("c", design.graph.node("a").layer)
    design = unique(design.with_graph(again), "c")
    assert design.graph.node("c").layer.block.name == "Stem24_3"


def test_what_shares_weights_gets_its_own():
    graph = digits().graph.add("conv2", layers.Conv2d(out_channels=4))
    design = Design(graph.connect("image1", "conv2").share("conv2", "conv1"))
    assert not unique(design, "conv2").graph.node("conv2").shares
    with pytest.raises(GraphError, match="bn1 is no block"):
        unique(design, "bn1")


@given(working_graphs(), st.data())
def test_grouping_keeps_what_is_computed_and_dissolving_brings_the_wires_back(
    graph, data
):
    design = Design(graph)
    names = data.draw(st.lists(st.sampled_from(sorted(graph.nodes)), min_size=1))
    try:
        chosen = groupable(graph, names)
    except GraphError:
        assume(False)
    changed, name = grouped(design, names)
    before, after = check(design), check(changed)
    assert after.parameters == before.parameters
    assert after.macs == before.macs
    assert answers(changed) == answers(design)
    again = dissolved(changed, name)
    assert again.graph.wires == graph.wires
    assert {n: node.layer for n, node in again.graph.nodes.items()} == {
        n: node.layer for n, node in graph.nodes.items()
    }
    shift = {
        (
            again.graph.node(n).position[0] - graph.node(n).position[0],
            again.graph.node(n).position[1] - graph.node(n).position[1],
        )
        for n in chosen
    }
    assert len(shift) == 1


@given(any_designs(), st.data())
def test_any_design_can_be_grouped_or_says_why_not(design, data):
    nodes = sorted(design.graph.nodes)
    assume(nodes)
    names = data.draw(st.lists(st.sampled_from(nodes), min_size=1))
    try:
        changed, name = grouped(design, names)
    except GraphError as error:
        assert str(error).endswith(".")
        return
    check(changed)
    again = dissolved(changed, name)
    assert len(again.graph) == len(design.graph)
    assert check(again).parameters == check(design).parameters


@given(any_designs(), st.data())
def test_any_block_can_be_dissolved_or_says_why_not(design, data):
    uses = [n.name for n in design.graph if isinstance(n.layer, Use)]
    assume(uses)
    name = data.draw(st.sampled_from(uses))
    try:
        changed = dissolved(design, name)
    except GraphError as error:
        assert str(error).endswith(".")
        return
    assert (
        name not in changed.graph.nodes
        or name in design.graph.node(name).layer.block.graph.nodes
    )
    before, after = check(design), check(changed)
    if not before.errors:
        assert after.parameters == before.parameters
        assert answers(changed) == answers(design)
