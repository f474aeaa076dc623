"""Frames: which node stands in which follows every edit."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import layers
from designer.errors import DesignerError, GraphError
from designer.graph import Design, Graph
from designer.graph.block import Block, Use
from designer.graph.dissolving import dissolved
from designer.graph.edits import duplicated, part
from designer.graph.files import from_text, to_text
from designer.graph.framing import framed, hidden_by, with_hidden, with_members
from designer.graph.grouping import grouped
from designer.graph.merging import merged
from tests.strategies import any_designs, chain, framed_graphs


def assert_in_frames(graph: Graph) -> None:
    """Every node that stands in a frame names one that is there, and is none itself."""
    for node in graph:
        if node.frame:
            assert isinstance(graph.nodes[node.frame].layer, layers.Frame)
            assert not isinstance(node.layer, layers.Frame)
    inside = [name for names in graph.members.values() for name in names]
    assert sorted(inside) == sorted(node.name for node in graph if node.frame)


LINE = chain(4)
FRAMED, FRAME = framed(LINE, ["fc1", "fc2"])


def test_a_frame_stands_around_nodes() -> None:
    assert FRAMED.members == {FRAME: ("fc1", "fc2")}
    assert FRAMED.nodes["fc1"].frame == FRAME
    assert FRAMED.put_in("", "fc1") != FRAMED
    assert FRAMED.put_in("", "fc1", "fc2").remove(FRAME) == LINE
    with pytest.raises(GraphError, match="Select the nodes first"):
        framed(FRAMED, [FRAME])


def test_nodes_leave_the_frame_that_they_stood_in() -> None:
    graph, second = framed(FRAMED, ["fc2", "fc3"])
    assert graph.members == {FRAME: ("fc1",), second: ("fc2", "fc3")}
    colours = {graph.nodes[name].layer.colour for name in (FRAME, second)}
    assert len(colours) == 2
    graph, last = framed(graph, ["fc1", second])
    assert graph.members == {second: ("fc2", "fc3"), last: ("fc1",)}


def test_names_and_ends_are_followed() -> None:
    assert FRAMED.rename(FRAME, "stem").nodes["fc2"].frame == "stem"
    assert FRAMED.rename("fc2", "second").members[FRAME] == ("fc1", "second")
    assert FRAMED.remove(FRAME) == LINE
    assert FRAMED.remove("fc1").members == {FRAME: ("fc2",)}
    assert FRAMED.remove("fc1", FRAME).nodes["fc2"].frame == ""
    assert FRAMED.replace(FRAME, layers.Note()).nodes["fc1"].frame == ""
    assert FRAMED.replace("fc1", layers.Frame()).nodes["fc1"].frame == ""
    assert FRAMED.set("fc1", out_features=3).nodes["fc1"].frame == FRAME


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda g: g.put_in("fc3", "fc1"), "fc3 is no frame but Linear"),
        (lambda g: g.put_in("nothing", "fc1"), "no node 'nothing'"),
        (lambda g: g.put_in(FRAME, FRAME), "a frame stands in no other"),
        (lambda g: g.put_in(FRAME, "nothing"), "no node 'nothing'"),
    ],
)
def test_refused_in_words(edit: Any, words: str) -> None:
    with pytest.raises(GraphError) as refusal:
        edit(FRAMED)
    assert words in str(refusal.value)


def test_a_part_keeps_its_frame_only_with_it() -> None:
    assert part(FRAMED, ["fc1", FRAME]).members == {FRAME: ("fc1",)}
    assert part(FRAMED, ["fc1", "fc2"]).nodes["fc1"].frame == ""
    graph, names = duplicated(FRAMED, ["fc1", FRAME], (0, 90))
    assert graph.members == {FRAME: ("fc1", "fc2"), names[1]: (names[0],)}
    design, names = merged(Design(FRAMED), Design(FRAMED), (0, 400))
    assert sorted(map(len, design.graph.members.values())) == [2, 2]


def test_a_frame_goes_into_a_block_with_all_its_nodes() -> None:
    design, name = grouped(Design(FRAMED), ["fc1", "fc2", FRAME])
    assert FRAME not in design.graph.nodes
    inner = design.blocks["Block1"].graph
    assert inner.members == {FRAME: ("fc1", "fc2")}
    back = dissolved(design, name).graph
    assert back.members == FRAMED.members and back.wires == FRAMED.wires


def test_a_block_stands_where_its_nodes_stood() -> None:
    design, name = grouped(Design(FRAMED), ["fc1", "fc2"])
    assert design.graph.members == {FRAME: (name,)}
    assert dissolved(design, name).graph.members == FRAMED.members
    design, name = grouped(Design(FRAMED), ["fc2", "fc3", FRAME])
    assert design.graph.members == {FRAME: ("fc1",)}
    assert design.blocks["Block1"].graph.nodes["fc2"].frame == ""


def test_each_copy_of_a_repeated_block_has_its_own_frame() -> None:
    block = Block("Part", framed(chain(2), ["fc0", "fc1"])[0])
    graph = Graph().add("image", layers.Input(shape=(8,))).add("part", Use(block))
    graph = graph.connect("image", "part").set("part", repeat=3)
    graph = dissolved(Design(graph), "part").graph
    assert sorted(map(len, graph.members.values())) == [2, 2, 2]


def test_a_collapsed_frame_stands_for_its_nodes() -> None:
    closed = FRAMED.set(FRAME, collapsed=True)
    assert hidden_by(closed, "fc1") == FRAME
    assert hidden_by(FRAMED, "fc1") == hidden_by(closed, "fc3") == ""
    assert with_hidden(closed, [FRAME, "fc1"]) == [FRAME, "fc1", "fc2"]
    assert with_hidden(FRAMED, [FRAME]) == [FRAME]
    assert with_members(FRAMED, [FRAME]) == [FRAME, "fc1", "fc2"]


@given(framed_graphs())
def test_every_edit_keeps_nodes_in_frames_that_are_there(graph: Graph) -> None:
    assert_in_frames(graph)
    assert from_text(to_text(Design(graph))).graph == graph
    for name in graph.nodes:
        for after in (
            graph.remove(name),
            graph.rename(name, "another"),
            graph.replace(name, layers.ReLU()),
            graph.replace(name, layers.Frame(collapsed=True)),
            part(graph, [name]),
            duplicated(graph, [name], (0, 0))[0],
        ):
            assert_in_frames(after)


@given(any_designs(), st.data())
def test_blocks_keep_nodes_in_frames_that_are_there(
    design: Design, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(["", *design.graph.nodes]), unique=True))
    try:
        design, name = grouped(design, names)
        assert_in_frames(design.graph)
        assert_in_frames(design.blocks["Block1"].graph)
        assert_in_frames(dissolved(design, name).graph)
    except GraphError:
        return


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (3, "node fc1: frame needs a text, got 3"),
        ("nothing", "node fc1, frame: There is no node 'nothing'"),
        ("fc2", "node fc1, frame: fc2 is no frame but Linear"),
    ],
)
def test_a_bad_frame_in_a_file_is_refused_in_words(frame: Any, words: str) -> None:
    content = json.loads(to_text(Design(LINE)))
    next(n for n in content["nodes"] if n["name"] == "fc1")["frame"] = frame
    with pytest.raises(DesignerError) as refusal:
        from_text(json.dumps(content))
    assert words in str(refusal.value)


def test_the_frame_of_a_node_stands_in_its_line() -> None:
    lines = to_text(Design(FRAMED)).splitlines()
    assert sum(f'"frame": "{FRAME}"' in line for line in lines) == 2
