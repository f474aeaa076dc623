"""Nodes are found by what a person types, here and inside blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import layers
from designer.expression import Expression
from designer.graph import Design, Graph
from designer.graph.block import Block, Use
from designer.graph.block_settings import block_setting
from designer.graph.design import Step
from designer.graph.finding import Index, asked
from tests.strategies import any_designs

INNER = (
    Graph()
    .add("x", layers.Input(shape=(8, 9, 9)))
    .add("conv1", layers.Conv2d(out_channels=Expression("width"), kernel_size=(5, 5)))
)
BLOCK = Block("Stem", INNER, (block_setting("width", 4),))
DESIGN = Design(
    Graph()
    .add("image", layers.Input(shape=(1, 64, 64)))
    .add("conv1", layers.Conv2d(out_channels=64, padding=1))
    .add("wide", layers.Conv2d(out_channels=640))
    .add("bn1", layers.BatchNorm2d())
    .add("pool1", layers.MaxPool2d())
    .add("pool2", layers.MaxPool2d(kernel_size=(3, 3), stride=(2, 2), padding=(1, 1)))
    .add("uneven", layers.AvgPool2d(stride=(2, 1)))
    .add("first", Use(BLOCK))
    .add("second", Use(BLOCK, width=16))
    .add("note1", layers.Note(text="As in the paper"))
    .add("frame1", layers.Frame(title="Residual stages"))
)


def found(text: str, design: Design = DESIGN) -> list[str]:
    hits = Index(design).find(text)
    return ["/".join([*(step.node for step in way), node]) for way, node in hits]


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("", []),
        ("  ", []),
        ("conv", ["conv1", "wide", "first/conv1"]),
        ("CONV2D", ["conv1", "wide", "first/conv1"]),
        ("64", ["conv1"]),
        ("640", ["wide"]),
        ("5x5", ["first/conv1"]),
        ("5 × 5", ["first/conv1"]),
        ("3x3", ["conv1", "wide", "pool2"]),
        ("stride=2", ["pool1", "pool2"]),
        ("stride=1", ["conv1", "wide", "first/conv1"]),
        ("stride=2x1", ["uneven"]),
        ("stride=none", ["pool1"]),
        ("s2", ["pool1", "pool2"]),
        ("S2", ["pool1", "pool2"]),
        ("s2x1", ["uneven"]),
        ("k3", ["conv1", "wide", "pool2"]),
        ("p1", ["conv1", "pool2"]),
        ("pool p1 k3", ["pool2"]),
        ("conv 64", ["conv1"]),
        ("conv 3x3 64", ["conv1"]),
        ("out_channels=64", ["conv1"]),
        ("kernel = 5x5", ["first/conv1"]),
        ("width", ["first/conv1"]),
        ("stem", ["first", "second"]),
        ("16", ["second"]),
        ("paper", ["note1"]),
        ("residual", ["frame1"]),
        ("bn", ["bn1"]),
        ("nothing at all", []),
        ("=", []),
        ("bias=on", ["conv1", "wide", "bn1", "first/conv1"]),
    ],
)
def test_what_is_found(text: str, nodes: list[str]) -> None:
    assert found(text) == nodes


def test_what_is_seen_comes_first() -> None:
    here = (Step("second"),)
    assert [hit.way for hit in Index(DESIGN, here).find("conv1")] == [here, ()]


def test_sizes_are_read_as_they_are_typed() -> None:
    assert (
        asked("Conv 3x3") == asked("conv 3 X 3") == asked("conv 3*3") == ("conv", "3×3")
    )


@given(any_designs(), st.text(max_size=6))
def test_every_hit_is_there(design: Design, text: str) -> None:
    index = Index(design)
    for way, node in index.find(text):
        assert node in design.at(way).graph.nodes
    for name in design.graph.nodes:
        assert ((), name) in index.find(name)
