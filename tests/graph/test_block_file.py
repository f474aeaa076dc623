"""Blocks as files: out of a design, into another, and whatever a stranger's file holds."""

import json

import pytest
from hypothesis import given

from designer import layers
from designer.errors import DesignerError, GraphError
from designer.expression import Expression
from designer.graph import Design, Graph, check
from designer.graph.block import Absent, Use
from designer.graph.block_file import (
    as_block,
    as_design,
    called,
    framed,
    named_after,
    with_block_from,
)
from designer.graph.block_settings import block_setting
from designer.graph.files import from_text, to_text
from tests.graph.blocks import network, residual
from tests.graph.test_merging import assert_whole, stage, with_stride
from tests.strategies import any_designs


@given(any_designs())
def test_a_block_comes_back_from_its_file_as_it_was(design: Design) -> None:
    for name, block in design.blocks.items():
        text = to_text(as_design(design, name))
        if not block.outputs:
            with pytest.raises(GraphError, match=f"{name} cannot be placed"):
                as_block(from_text(text))
            continue
        fresh, added = with_block_from(Design(), from_text(text))
        assert added == name
        assert fresh.blocks[name] == block
        assert_whole(fresh)
        assert with_block_from(design, from_text(text)) == (design, name)
        assert_whole(framed(from_text(text)))


def test_a_block_brings_the_blocks_that_it_needs_and_no_others() -> None:
    design = network().with_block(stage(residual()))
    file = as_design(design, "Stage")
    assert (file.name, list(file.blocks)) == ("Stage", ["Residual"])
    assert as_design(design, "Residual").blocks == {}
    assert not check(file).problems
    with pytest.raises(GraphError, match="no block 'Stages'"):
        as_design(design, "Stages")


def test_any_design_is_a_block_with_its_settings() -> None:
    design, name = with_block_from(Design(), network())
    block = design.blocks[name]
    assert name == "Net"
    assert [port.name for port in block.inputs] == ["image"]
    assert [port.name for port in block.outputs] == ["scores"]
    assert block.defaults == {"width": 8, "classes": 10}
    assert design.blocks.keys() == {"Residual", "Net"}


def test_another_content_comes_under_a_free_name() -> None:
    other = as_design(Design().with_block(with_stride(residual())), "Residual")
    design, name = with_block_from(network(), other)
    assert name == "Residual2"
    assert with_block_from(design, other) == (design, "Residual2")


@pytest.mark.parametrize(
    "graph",
    [
        Graph(),
        Graph().add("note1", layers.Note()),
        Graph().add("conv1", layers.Conv2d()),
    ],
)
def test_what_has_no_end_is_no_block(graph: Graph) -> None:
    before = network()
    with pytest.raises(
        GraphError, match=r"Empty cannot be placed as a block: .*Output"
    ):
        with_block_from(before, Design(graph, name="Empty"))


def file(**changes: object) -> str:
    """The text of a file of a block, with some of it otherwise."""
    content = json.loads(to_text(as_design(network(), "Residual")))
    return json.dumps({**content, **changes})


SELF = [
    {"name": "x", "layer": "Input", "settings": {}},
    {"name": "again", "block": "Residual", "inputs": {"x": "x"}},
    {"name": "end", "layer": "Output", "settings": {}, "inputs": {"input": "again"}},
]


def test_a_file_whose_block_names_itself_opens_and_says_so() -> None:
    design, name = with_block_from(Design(), from_text(file(nodes=SELF)))
    absent = design.blocks[name].graph.nodes["again"].layer
    assert isinstance(absent, Absent)
    assert absent.why.startswith("would hold itself: Residual ▸ Residual.")
    design = design.with_graph(Graph().add("one", Use(design.blocks[name])))
    assert from_text(to_text(design)) == design


def test_a_file_with_a_missing_block_keeps_its_place() -> None:
    nodes = [{**node, "block": "Gone"} if "block" in node else node for node in SELF]
    design, name = with_block_from(network(), from_text(file(nodes=nodes)))
    absent = design.blocks[name].graph.nodes["again"].layer
    assert isinstance(absent, Absent)
    assert absent.block_name == "Gone"


def test_a_missing_block_that_is_added_from_its_file_takes_its_place() -> None:
    gone = Absent("Residual", {"repeat": 2, "settings": {"channels": 4}}, "is missing")
    design = Design(Graph().add("stage1", gone))
    after, _ = with_block_from(design, as_design(network(), "Residual"))
    use = after.graph.nodes["stage1"].layer
    assert isinstance(use, Use)
    assert (use.block, use.repeat) == (residual(), 2)
    assert_whole(after)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": 99}, "of format 99 .* update Network Designer"),
        ({"blocks": {"Residual": {"nodes": []}}}, "both called Residual"),
        ({"nodes": 3}, "nodes needs a list"),
    ],
)
def test_a_bad_file_is_refused_in_words(changes: dict[str, object], words: str) -> None:
    with pytest.raises(DesignerError, match=words):
        from_text(file(**changes))


def test_a_name_that_nobody_gave_is_taken_from_the_file() -> None:
    assert named_after(Design(), "resnet-18").name == "Resnet18"
    assert named_after(Design(), "my block").name == "MyBlock"
    assert named_after(Design(), "18").name == "Network"
    assert named_after(Design(name="Mine"), "other").name == "Mine"
    assert called(Design(name="Mine"), "Other").name == "Other"
    taken = network()
    assert called(taken, "Residual") is taken


def test_framed_stands_between_inputs_and_outputs_and_works() -> None:
    design = framed(as_design(network(), "Residual"))
    assert [type(node.layer).__name__ for node in design.graph] == [
        "Input",
        "Residual",
        "Output",
    ]
    assert not check(design).problems
    assert check(design).tensors["residual1"].shape == (8, 16, 16)
    assert framed(Design(residual().graph)).blocks.keys() == {"Network"}


def test_framed_has_an_input_for_each_port_with_values() -> None:
    graph = Graph().add("two1", layers.Input(shape=Expression("(size, 2)")))
    graph = graph.add("b", layers.Input(shape=(4, 2))).add("add1", layers.Add())
    graph = graph.add("end", layers.Output()).add("other", layers.Output())
    for source, target in (
        ("two1", "add1"),
        ("b", "add1"),
        ("add1", "end"),
        ("b", "other"),
    ):
        graph = graph.connect(source, target)
    design = framed(Design(graph, name="Two", settings=(block_setting("size", 4),)))
    assert list(design.graph.nodes) == ["two1", "b", "two2", "output1", "output2"]
    report = check(design)
    assert not report.problems
    assert report.tensors["two1"].shape == (4, 2)
    assert design.graph.wires_into("two2")["b"].source == "b"
