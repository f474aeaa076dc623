"""Blocks: placed, checked through, edited from inside, and kept in files."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import layers
from designer.errors import GraphError, SettingError
from designer.expression import Expression
from designer.graph import Design, Graph, check
from designer.graph.block import Absent, Block, Use
from designer.graph.block_settings import block_setting
from designer.graph.check import check_inside
from designer.graph.design import Step
from designer.graph.files import from_text, to_text
from designer.graph.inference import infer
from designer.graph.nesting import uses
from tests.graph.blocks import network, residual
from tests.strategies import any_designs


def used_in(design: Design) -> list[Block]:
    return [use.block for _, graph in design.graphs() for _, use in uses(graph)]


def assert_whole(design: Design) -> None:
    """Each use holds the block that the design has under its name."""
    for block in used_in(design):
        assert design.blocks[block.name] is block


def test_shapes_and_costs_go_through_blocks_and_repeats() -> None:
    report = check(network())
    assert not report.problems
    assert report.tensors["stage1"].shape == (8, 16, 16)
    assert report.tensors["stage2"].shape == (16, 8, 8)
    convs = [(1, 8, 9), (8, 8, 9), (1, 8, 1)]
    convs += [(8, 16, 9), (16, 16, 9), (8, 16, 1)]
    convs += [(16, 16, 9), (16, 16, 9), (16, 16, 1)] * 2
    norms = 2 * (8 + 3 * 16)
    assert report.parameters == (
        sum(i * o * k + o for i, o, k in convs) + norms + 10 * 1024 + 10
    )


def test_inside_a_block_there_are_the_tensors_of_that_use() -> None:
    design = network()
    report = check(design)
    first = check_inside(design, report, (Step("stage2", 0),))
    second = check_inside(design, report, (Step("stage2", 1),))
    assert first.tensors["x"].shape == (8, 16, 16)
    assert second.tensors["x"].shape == (16, 8, 8)
    assert second.tensors["conv1"].shape == (16, 8, 8)
    assert first.graph is design.blocks["Residual"].graph
    assert report.parameters > first.parameters > 0


def test_a_block_met_again_with_the_same_inputs_is_checked_once() -> None:
    block = residual()
    graph = Graph().add("image", layers.Input(shape=(8, 16, 16)))
    names = [f"block{number}" for number in range(1, 17)]
    for before, name in zip(["image", *names], names, strict=False):
        graph = graph.add(name, Use(block)).connect(before, name)
    infer.cache_clear()
    report = check(Design().with_graph(graph))
    known = [report.inference(name) for name in names]
    assert len({id(each.inside[0]) for each in known if each}) == 1
    assert infer.cache_info().misses <= 9


def test_an_edit_inside_is_followed_by_every_use() -> None:
    design = network()
    way = (Step("stage1"),)
    inner = design.at(way)
    edited = design.put(way, inner.with_graph(inner.graph.set("bn1", affine=False)))
    assert_whole(edited)
    assert edited.blocks["Residual"].graph.nodes["bn1"].layer == layers.BatchNorm2d(
        affine=False
    )
    assert check(edited).parameters == check(design).parameters - 2 * (8 + 3 * 16)
    assert design == network()


def test_blocks_hold_blocks_and_an_edit_deep_inside_is_followed() -> None:
    design = network()
    inner = design.with_graph(design.graph.remove("image", "scores"))
    stage = Block("Body", _closed(inner.graph), design.settings)
    outer = (
        Graph()
        .add("image", layers.Input(shape=(1, 16, 16)))
        .add("body", Use(stage, classes=3))
        .connect("image", "body")
    )
    nested = Design(name="Outer").with_graph(outer)
    assert list(nested.blocks) == ["Residual", "Body"]
    way = (Step("body"), Step("stage2", 2))
    deep = nested.at(way)
    assert deep.name == "Residual"
    edited = nested.put(way, deep.with_graph(deep.graph.set("relu1", inplace=True)))
    outside = nested.at(way[:1])
    same = outside.put(way[1:], deep.with_graph(deep.graph.set("relu1", inplace=True)))
    assert nested.put(way[:1], same) == edited
    assert_whole(edited)
    assert edited.at(way).graph.nodes["relu1"].layer == layers.ReLU(inplace=True)
    assert check(edited).tensors["body"].shape == (3,)


def _closed(graph: Graph) -> Graph:
    graph = graph.add("x", layers.Input(shape=(1, 16, 16))).connect("x", "stage1")
    return graph.add("output1", layers.Output()).connect("fc1", "output1")


def test_a_block_cannot_hold_itself() -> None:
    design = network()
    inner = design.at((Step("stage1"),))
    with pytest.raises(GraphError, match=r"cannot hold itself: Residual ▸ Residual"):
        graph = inner.graph.add("again", Use(design.blocks["Residual"]))
        design.put((Step("stage1"),), inner.with_graph(graph))


def test_a_problem_inside_says_the_way_in_and_its_fix_mends_it() -> None:
    design = network()
    way = (Step("stage2", 0),)
    inner = design.at(way)
    broken = design.put(way, inner.with_graph(inner.graph.set("skip", kernel_size=5)))
    (problem,) = check(broken).problems
    assert str(problem).startswith("stage1 ▸ add1: Add add1 gets 8×16×16 and 8×12×12.")
    assert (problem.node, problem.at, problem.way) == (
        "stage1",
        "add1",
        (Step("stage1"),),
    )
    assert not check(problem.fixes[0].apply(broken)).problems


def test_a_problem_of_a_later_repeat_names_the_repeat() -> None:
    design = network()
    graph = design.graph.set("stage2", stride=Expression("0 if i == 2 else 1"))
    problem = check(design.with_graph(graph)).problems[0]
    assert problem.place == "stage2 ▸ block 3 ▸ conv1"
    assert "stride needs" in problem.message
    assert problem.setting == "stride"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"repeat": 0}, "repeat needs a whole number from 1 to 1,000, got 0"),
        ({"repeat": 10**9}, "from 1 to 1,000, got 1000000000"),
        ({"repeat": Expression("width // 0")}, "repeat divides by zero: width // 0"),
        ({"channels": Expression("widht")}, "names widht.* Did you mean width"),
        (
            {"channels": Expression("width / 2")},
            "channels needs a whole number, got 4.0",
        ),
        ({"stride": Expression("2 // i")}, "stride divides by zero"),
    ],
)
def test_a_setting_that_cannot_be_is_a_problem_at_its_field(
    changes: dict[str, Any], words: str
) -> None:
    design = network()
    design = design.with_graph(design.graph.set("stage2", **changes))
    (problem,) = check(design).problems
    assert problem.node == "stage2"
    assert problem.setting in changes
    assert re.search(words, problem.message)
    assert from_text(to_text(design)) == design


def test_a_repeat_needs_one_output() -> None:
    block = Block(
        "Two",
        Graph()
        .add("x", layers.Input())
        .add("a", layers.Output())
        .add("b", layers.Output())
        .connect("x", "a")
        .connect("x", "b"),
    )
    graph = Graph().add("image", layers.Input()).add("two", Use(block, repeat=2))
    (problem, *_) = check(Design().with_graph(graph.connect("image", "two"))).errors
    assert "is repeated, and so needs an input and one output" in problem.message
    assert [fix.label for fix in problem.fixes] == ["Set two repeat to 1"]


def test_a_port_that_is_gone_keeps_its_wire_and_is_a_problem() -> None:
    design = network()
    way = (Step("stage1"),)
    inner = design.at(way)
    graph = inner.graph.rename("output1", "out")
    edited = design.put(way, inner.with_graph(graph))
    assert edited.graph.wires == design.graph.wires
    problem = next(p for p in check(edited).errors if p.node == "stage1")
    assert "Residual stage1 has no output output1 any more" in problem.message
    assert from_text(to_text(edited)) == edited
    mended = problem.fixes[0].apply(edited)
    assert not [p for p in check(mended).errors if p.node == "stage1"]


def test_a_setting_that_the_block_lost_is_a_problem_and_comes_back_with_it() -> None:
    design = network()
    block = design.blocks["Residual"]
    fixed = block.graph.set("conv1", stride=1).set("skip", stride=1)
    less = design.with_block(Block("Residual", fixed, block.settings[:1]))
    problem = next(p for p in check(less).errors)
    assert "Residual stage2 is given stride" in problem.message
    assert from_text(to_text(less)) == less
    assert less.with_block(block) == design
    assert not check(problem.fixes[0].apply(less)).problems


def test_a_missing_block_leaves_a_place_that_saves_all(tmp_path: Any) -> None:
    text = to_text(network()).replace('"Residual": {', '"Other": {')
    design = from_text(text)
    assert isinstance(design.graph.nodes["stage2"].layer, Absent)
    assert to_text(design) == text
    problem = check(design).errors[0]
    assert (
        "Residual stage1 is a block that this design does not have" in problem.message
    )
    whole = design.with_block(residual())
    assert whole.graph == network().graph


def test_a_block_that_names_itself_opens_with_a_problem() -> None:
    text = to_text(network()).replace('"layer": "BatchNorm2d"', '"block": "Residual"')
    design = from_text(text)
    assert to_text(design) == text
    problem = check(design).errors[0]
    assert "bn1" in problem.place
    assert "would hold itself: Residual ▸ Residual" in problem.message


def test_pasting_brings_the_blocks_along() -> None:
    assert list(Design().with_graph(network().graph).blocks) == ["Residual"]


def test_a_block_that_is_used_stays() -> None:
    with pytest.raises(GraphError, match="stage1 uses Residual"):
        network().without_block("Residual")
    empty = network().with_graph(Graph())
    assert list(empty.blocks) == ["Residual"]
    assert not empty.without_block("Residual").blocks


def test_a_block_can_be_called_otherwise() -> None:
    design = network()
    way = (Step("stage1"),)
    inner = design.at(way)
    renamed = design.put(way, replace(inner, name="Basic"))
    assert list(renamed.blocks) == ["Basic"]
    assert_whole(renamed)
    assert check(renamed).parameters == check(design).parameters
    with pytest.raises(GraphError, match="something called Net already"):
        design.put(way, replace(inner, name="Net"))
    with pytest.raises(GraphError, match="a block called Residual already"):
        design.put((), replace(design, name="Residual"))


def test_a_use_shows_what_it_sets() -> None:
    block = residual()
    assert Use(block).brief() == ""
    assert Use(block, channels=64, repeat=3).brief() == "64"
    assert Use(block, channels=64, stride=2).brief() == "channels 64 · stride 2"
    assert Use(block, channels=Expression("width")).brief() == "width"


def test_a_use_is_of_one_type_for_as_long_as_it_lives() -> None:
    use = Use(residual())
    for number in range(2000):
        Use(Block("Other", Graph(), (block_setting(f"size{number}", 1),)))
    assert use.changed(channels=3).block is use.block
    assert Use(residual()) == use


@pytest.mark.parametrize(
    "name",
    [
        "inputs",
        "given",
        "block",
        "unknown",
        "values",
        "of",
        "i",
        "self",
        "train",
        "repeat",
        "_x",
        "a b",
        "class",
        "",
    ],
)
def test_a_name_that_the_code_needs_is_no_setting(name: str) -> None:
    with pytest.raises(SettingError, match="cannot name a setting"):
        block_setting(name, 3)


def test_a_name_stands_for_one_thing() -> None:
    with pytest.raises(GraphError, match="the name of a setting and of a node"):
        Block("A", Graph().add("width", layers.ReLU()), (block_setting("width", 3),))
    with pytest.raises(GraphError, match="two settings called width"):
        Block("A", Graph(), (block_setting("width", 3),) * 2)


# Any design -----------------------------------------------------------------------------


@given(any_designs())
def test_any_design_is_checked_kept_and_mended(design: Design) -> None:
    assert_whole(design)
    text = to_text(design)
    assert from_text(text) == design
    assert to_text(from_text(text)) == text
    for problem in check(design).problems:
        assert problem.node in design.graph.nodes
        assert problem.at in design.at(problem.way).graph.nodes
        for fix in problem.fixes:
            mended = fix.apply(design)
            assert_whole(mended)
            assert problem not in check(mended).problems


@given(any_designs(), st.data())
def test_going_in_and_out_changes_nothing(design: Design, data: st.DataObject) -> None:
    way: tuple[Step, ...] = ()
    inner = design
    while found := [name for name, _ in uses(inner.graph)]:
        way = (*way, Step(data.draw(st.sampled_from(found))))
        inner = design.at(way)
        assert design.put(way, inner) == design
        assert check_inside(design, check(design), way).graph is inner.graph
        emptied = design.put(way, inner.with_graph(Graph()))
        assert_whole(emptied)
        assert not len(emptied.blocks[inner.name].graph)


@given(any_designs())
def test_a_block_called_otherwise_is_the_same_network(design: Design) -> None:
    before = check(design)
    for block in design.blocks.values():
        renamed = design.with_block(replace(block, name="Other"), was=block.name)
        assert_whole(renamed)
        after = check(renamed)
        assert (after.parameters, after.macs) == (before.parameters, before.macs)
        assert renamed.with_block(block, was="Other") == design


# Weights that are shared ---------------------------------------------------------------


def shared() -> Design:
    graph = (
        Graph()
        .add("image", layers.Input(shape=(3, 8, 8)))
        .add("conv1", layers.Conv2d(out_channels=3, padding=1))
        .add("conv2", layers.Conv2d())
        .share("conv2", "conv1")
        .connect("image", "conv1")
        .connect("conv1", "conv2")
    )
    return Design().with_graph(graph)


def test_shared_weights_are_one_layer_and_counted_once() -> None:
    design = shared()
    assert check(design).parameters == 3 * 3 * 9 + 3
    assert not check(design).problems
    edited = design.graph.set("conv2", bias=False)
    assert edited.nodes["conv1"].layer == edited.nodes["conv2"].layer
    assert from_text(to_text(design)) == design


def test_weights_made_for_other_channels_are_a_problem() -> None:
    design = shared()
    wide = design.with_graph(design.graph.set("conv1", out_channels=5))
    (problem,) = check(wide).problems
    assert "conv2 uses the weights of conv1, which are made for 3×8×8, and gets" in (
        problem.message
    )
    assert not check(problem.fixes[0].apply(wide)).errors


def test_who_shares_lives_on_without_the_first() -> None:
    graph = shared().graph.add("conv3", layers.ReLU()).share("conv3", "conv2")
    assert graph.group("conv2") == ("conv1", "conv2", "conv3")
    left = graph.remove("conv1")
    assert (left.nodes["conv2"].shares, left.nodes["conv3"].shares) == ("", "conv2")
    renamed = graph.rename("conv1", "first")
    assert renamed.nodes["conv3"].shares == "first"
    assert graph.unshare("conv3").group("conv2") == ("conv1", "conv2")
    assert graph.unshare("conv1").group("conv3") == ("conv2", "conv3")
