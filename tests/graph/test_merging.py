"""What is brought into a design: nodes with their blocks and settings, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import layers
from designer.errors import GraphError
from designer.expression import Expression
from designer.graph import Design, Graph, check
from designer.graph.block import Absent, Block, Use
from designer.graph.block_settings import block_setting
from designer.graph.design import Step
from designer.graph.files import from_text, to_text
from designer.graph.merging import merged, needed, part, placeable
from designer.graph.nesting import uses
from tests.graph.blocks import network, residual
from tests.strategies import any_designs

FAR = (0.0, 5000.0)


def assert_whole(design: Design) -> None:
    """Each use holds the block that the design has under its name."""
    for _, graph in design.graphs():
        for _, use in uses(graph):
            assert design.blocks[use.block.name] is use.block


def content(graph: Graph) -> list[Any]:
    """What is in a graph, whatever its nodes and its blocks are called."""
    return [
        (layer.values, layer.unknown, content(layer.block.graph), layer.block.settings)
        if isinstance(layer, Use)
        else layer
        for layer in (node.layer for node in graph)
    ]


def with_stride(block: Block) -> Block:
    """A block of the same name that does something else."""
    return replace(block, graph=block.graph.set("conv2", dilation=(2, 2), padding=2))


def stage(block: Block) -> Block:
    """A block that holds another one, twice."""
    graph = Graph().add("x", layers.Input(shape=(8, 16, 16)))
    graph = graph.add("first", Use(block)).add("second", Use(block))
    graph = graph.add("output1", layers.Output())
    for source, target in (("x", "first"), ("first", "second"), ("second", "output1")):
        graph = graph.connect(source, target)
    return Block("Stage", graph)


def only(use: Use) -> Design:
    return Design(name="Other").with_graph(Graph().add("alone", use))


@given(any_designs())
def test_what_comes_into_nothing_is_as_it_was(other: Design) -> None:
    design, names = merged(Design(), other, (0, 0))
    assert design.graph == other.graph
    assert names == list(other.graph.nodes)
    assert design.blocks == needed(other).blocks
    assert set(design.settings) <= set(other.settings)


@given(any_designs(), any_designs())
def test_what_is_there_stays_and_what_comes_is_whole(
    design: Design, other: Design
) -> None:
    both, names = merged(design, other, FAR)
    assert_whole(both)
    flow = design.graph.flow if design.graph.nodes else other.graph.flow
    assert both.graph.remove(*names) == design.graph.flowing(flow)
    assert len(both.graph.wires) == len(design.graph.wires) + len(other.graph.wires)
    for name, block in design.blocks.items():
        assert both.blocks[name] == block
    assert both.settings[: len(design.settings)] == design.settings
    new = both.graph.remove(*design.graph.nodes)
    assert content(new) == content(other.graph)
    assert from_text(to_text(both)) == both
    check(both)


@given(any_designs(), any_designs())
def test_what_comes_again_brings_no_more_blocks_and_settings(
    design: Design, other: Design
) -> None:
    once, _ = merged(design, other, FAR)
    twice, _ = merged(once, other, FAR)
    assert twice.blocks == once.blocks
    assert twice.settings == once.settings


@given(any_designs(), st.data())
def test_a_part_needs_nothing_else(design: Design, data: st.DataObject) -> None:
    names = list(design.graph.nodes)
    some = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    taken = part(design, some)
    assert_whole(taken)
    assert set(taken.graph.nodes) == set(some)
    assert from_text(to_text(taken)) == taken


def test_an_equal_block_is_used_wherever_its_nodes_stand() -> None:
    design, block = network(), residual()
    moved = replace(block, graph=block.graph.move({"conv1": (77, 88)}))
    both, names = merged(design, only(Use(moved)), FAR)
    assert list(both.blocks) == ["Residual"]
    assert both.graph.nodes[names[0]].layer.block is design.blocks["Residual"]


def test_another_block_of_the_same_name_comes_under_a_free_one_and_is_followed() -> (
    None
):
    design = network().with_block(stage(residual()))
    other = stage(with_stride(residual()))
    both, (name,) = merged(design, only(Use(other)), FAR)
    assert list(both.blocks) == ["Residual", "Stage", "Residual2", "Stage2"]
    assert_whole(both)
    assert both.graph.nodes[name].layer.block.name == "Stage2"
    held = {use.block.name for _, use in uses(both.blocks["Stage2"].graph)}
    assert held == {"Residual2"}
    again, _ = merged(both, only(Use(other)), FAR)
    assert list(again.blocks) == list(both.blocks)


@pytest.mark.parametrize(
    ("name", "then"),
    [("Net50", "Net50_2"), ("Block2d", "Block2d2"), ("Stage9", "Stage10")],
)
def test_a_free_name_is_like_the_one_that_is_taken(name: str, then: str) -> None:
    design = Design().with_block(replace(residual(), name=name))
    other = only(Use(replace(with_stride(residual()), name=name)))
    assert list(merged(design, other, FAR)[0].blocks) == [name, then]


def test_a_block_may_not_be_called_as_the_network() -> None:
    block = replace(residual(), name="Net")
    both, _ = merged(network(), only(Use(block)), FAR)
    assert list(both.blocks) == ["Residual", "Net2"]


def test_two_blocks_that_come_together_never_get_one_name() -> None:
    first, second = with_stride(residual()), replace(residual(), name="Residual2")
    second = replace(second, graph=second.graph.set("bn1", affine=False))
    other = Design().with_graph(Graph().add("a", Use(first)).add("b", Use(second)))
    both, _ = merged(network(), other, FAR)
    assert list(both.blocks) == ["Residual", "Residual2", "Residual3"]
    assert_whole(both)
    new = both.graph.remove(*network().graph.nodes)
    assert content(new) == content(other.graph)


def test_no_block_that_comes_into_a_block_is_called_as_the_network() -> None:
    design, way = network(), (Step("stage1"),)
    net = Use(replace(with_stride(residual()), name="Net"))
    inner, _ = merged(design.at(way), only(net), FAR)
    with pytest.raises(GraphError, match="something called Net already"):
        design.put(way, inner)


def test_settings_that_are_followed_come_along_and_equal_names_stay() -> None:
    other = network()
    some = part(other, ["stage2", "fc1"])
    here = Design(settings=(block_setting("classes", 3),))
    both, _ = merged(here, some, FAR)
    assert both.values == {"classes": 3, "width": 8}
    bare, _ = merged(here, part(other, ["stage1"]), FAR)
    assert bare.settings == here.settings


def test_a_setting_called_as_a_node_here_gets_another_name() -> None:
    here = Design(Graph().add("width", layers.ReLU()).add("width2", layers.ReLU()))
    both, names = merged(here, part(network(), ["stage2"]), FAR)
    assert both.values == {"width3": 8}
    assert both.graph.nodes[names[0]].layer.channels == Expression("width3 * 2")


def test_a_node_called_as_a_setting_here_gets_another_name() -> None:
    here = Design(settings=(block_setting("relu", 3),))
    both, names = merged(here, Design(Graph().add("relu", layers.ReLU())), FAR)
    assert names == ["relu1"]
    assert both.settings == here.settings


@pytest.mark.parametrize("depth", [0, 1])
def test_a_block_cannot_come_into_itself(depth: int) -> None:
    block = stage(residual())
    design = Design().with_graph(Graph().add("stage1", Use(block)))
    way = (Step("stage1"), Step("first"))[: depth + 1]
    inside = design.at(way)
    words = "Stage cannot stand inside (Stage:|Residual, for Stage holds Residual:)"
    with pytest.raises(GraphError, match=words):
        merged(inside, design, FAR)
    with pytest.raises(GraphError, match=words):
        placeable(inside, "Stage")


def test_what_comes_into_a_block_stays_in_it() -> None:
    design = network()
    way = (Step("stage1"),)
    inner, names = merged(
        design.at(way), only(Use(stage(with_stride(residual())))), FAR
    )
    after = design.put(way, inner)
    assert_whole(after)
    assert list(after.blocks) == ["Residual", "Residual2", "Stage"]
    assert names[0] in after.blocks["Residual"].graph.nodes


def test_placing_a_block_gives_a_use_of_the_very_one() -> None:
    design = network()
    assert placeable(design, "Residual").block is design.blocks["Residual"]


def test_a_place_for_a_missing_block_is_filled_where_there_is_one() -> None:
    absent = Absent("Residual", {"settings": {"channels": 4}}, "is missing")
    other = Design(Graph().add("gone", absent))
    both, (name,) = merged(network(), other, FAR)
    assert both.graph.nodes[name].layer.channels == 4
    kept, (name,) = merged(Design(), other, FAR)
    assert kept.graph.nodes[name].layer == absent


def sharing() -> Graph:
    graph = Graph().add("image", layers.Input(shape=(4,)))
    for number in (1, 2, 3):
        graph = graph.add(f"fc{number}", layers.Linear(out_features=4))
    return graph.share("fc2", "fc1").share("fc3", "fc1")


def test_weights_stay_shared_where_the_one_that_has_them_comes_along() -> None:
    design = Design(sharing())
    both, names = merged(design, part(design, ["fc1", "fc3"]), FAR)
    assert [both.graph.nodes[name].shares for name in names] == ["", names[0]]
    apart, names = merged(design, part(design, ["fc2", "fc3"]), FAR)
    assert [apart.graph.nodes[name].shares for name in names] == ["", ""]


def test_only_the_blocks_that_are_used_are_needed() -> None:
    design = network().with_block(stage(residual()))
    assert list(needed(design).blocks) == ["Residual"]
    assert needed(design).graph == design.graph
