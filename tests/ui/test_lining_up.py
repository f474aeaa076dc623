"""Aligning, distributing, and selecting along wires, by the window's actions."""

import itertools

import pytest

from designer import layers
from designer.graph import Design, Graph
from designer.graph.framing import framed
from designer.ui.actions import ALIGNS, DISTRIBUTES
from designer.ui.window import MainWindow

START = (
    Graph()
    .add("a", layers.Input(shape=(8,)), (0, 0))
    .add("b", layers.ReLU(), (300, 50))
    .add("c", layers.LSTM(), (700, 400))
    .add("d", layers.ReLU(), (100, 500))
    .connect("a", "b")
    .connect("b", "d")
)


@pytest.fixture
def opened(window: MainWindow) -> MainWindow:
    window.document.open_design(Design(START), "apart")
    return window


def places(window: MainWindow, axis: int) -> list[float]:
    return [window.canvas.graph.node(name).position[axis] for name in "abc"]


def test_they_need_enough_nodes(opened: MainWindow) -> None:
    actions = opened.actions_by_key
    for names, align, distribute in (
        ([], False, False),
        (["a"], False, False),
        (["a", "b"], True, False),
        (["a", "b", "c"], True, True),
    ):
        opened.selection.set(names)
        assert {actions[key].isEnabled() for key in ALIGNS} == {align}
        assert {actions[key].isEnabled() for key in DISTRIBUTES} == {distribute}


@pytest.mark.parametrize(
    ("key", "axis", "wanted"),
    [
        ("align left", 0, [0, 0, 0]),
        ("align right", 0, [700, 700, 700]),
        ("align centre", 0, [350, 350, 350]),
        ("align top", 1, [0, 0, 0]),
        ("distribute across", 0, [0, 350, 700]),
    ],
)
def test_each_is_one_step(
    opened: MainWindow, key: str, axis: int, wanted: list[float]
) -> None:
    opened.selection.set(["a", "b", "c"])
    opened.actions_by_key[key].trigger()
    assert places(opened, axis) == wanted
    assert places(opened, 1 - axis) == [START.node(n).position[1 - axis] for n in "abc"]
    assert opened.document.undo_stack.index() == 1
    opened.actions_by_key["undo"].trigger()
    assert opened.document.design.graph == START


@pytest.mark.parametrize("key", ["align bottom", "align middle"])
def test_heights_of_cards_count(opened: MainWindow, key: str) -> None:
    opened.selection.set(["a", "c"])
    opened.actions_by_key[key].trigger()
    first, last = (opened.canvas.stage.nodes[name].card_rect for name in "ac")
    if key == "align bottom":
        assert first.bottom() == last.bottom()
    else:
        assert first.center().y() == last.center().y()
    assert first.height() < last.height()


def test_gaps_down_are_equal(opened: MainWindow) -> None:
    opened.selection.set(["a", "b", "c", "d"])
    opened.actions_by_key["distribute down"].trigger()
    cards = sorted(
        (item.card_rect for item in opened.canvas.stage.nodes.values()),
        key=lambda card: card.top(),
    )
    gaps = {round(b.top() - a.bottom(), 6) for a, b in itertools.pairwise(cards)}
    assert len(gaps) == 1


def test_what_lies_along_the_wires_is_selected(opened: MainWindow) -> None:
    actions = opened.actions_by_key
    opened.selection.set([])
    assert not actions["select_upstream"].isEnabled()
    opened.selection.set(["b"])
    actions["select_upstream"].trigger()
    assert set(opened.selection.names) == {"a", "b"}
    opened.selection.set(["b"])
    actions["select_downstream"].trigger()
    assert set(opened.selection.names) == {"b", "d"}
    actions["select_upstream"].trigger()
    assert set(opened.selection.names) == {"a", "b", "d"}


def test_a_frame_is_no_card_to_be_aligned(opened: MainWindow) -> None:
    graph, frame = framed(opened.document.design.graph, ["a"])
    opened.document.edit("Frame", opened.document.design.with_graph(graph))
    opened.selection.set([frame, "b", "c"])
    opened.actions_by_key["align left"].trigger()
    assert places(opened, 0) == [0, 300, 300]
    assert opened.canvas.graph.node(frame) == graph.node(frame)
