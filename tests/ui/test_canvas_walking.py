"""Walking from node to node with keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer import layers
from designer.graph import Graph
from designer.ui.canvas.walking import nearest, neighbour
from tests.ui.canvas_hand import Hand, open_canvas

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, RIGHT, UP, DOWN = QPointF(-1, 0), QPointF(1, 0), QPointF(0, -1), QPointF(0, 1)


def branched() -> Graph:
    """A row of two, a skip, and a second row that begins at the left again."""
    graph = Graph()
    for name, layer, place in (
        ("image", layers.Input(shape=(4, 8, 8)), (0, 0)),
        ("conv1", layers.Conv2d(out_channels=4, padding=(1, 1)), (240, -60)),
        ("relu1", layers.ReLU(), (240, 60)),
        ("add1", layers.Add(), (480, 0)),
        ("out", layers.Output(), (0, 240)),
    ):
        graph = graph.add(name, layer, place)
    for wire in (
        ("image", "conv1"),
        ("image", "relu1"),
        ("conv1", "add1"),
        ("add1", "out"),
    ):
        graph = graph.connect(*wire)
    return graph.connect("relu1", "add1")


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    canvas = open_canvas(branched())
    qtbot.addWidget(canvas)
    return Hand(canvas)


def test_control_and_arrows_follow_the_wires(hand: Hand) -> None:
    canvas = hand.canvas
    canvas.choose(["image"])
    seen = []
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Right, Key.Key_Right):
        hand.key(key, CONTROL)
        seen += canvas.selection.names
    assert seen == ["conv1", "relu1", "add1", "out"]  # and into the next row
    hand.key(Key.Key_Left, CONTROL)
    assert canvas.selection.names == ("add1",)
    assert canvas.graph == branched()


def test_without_a_selection_one_begins_at_the_beginning(hand: Hand) -> None:
    hand.key(Key.Key_Right, CONTROL)
    assert hand.canvas.selection.names == ("image",)


def test_shift_adds_and_the_way_back_lets_go(hand: Hand) -> None:
    canvas = hand.canvas
    canvas.choose(["image"])
    hand.key(Key.Key_Right, SHIFT)
    hand.key(Key.Key_Right, SHIFT)
    assert canvas.selection.names == ("image", "conv1", "add1")
    hand.key(Key.Key_Left, SHIFT)
    assert canvas.selection.names == ("image", "conv1")


def test_where_one_comes_is_seen(hand: Hand) -> None:
    canvas = hand.canvas
    canvas.centerOn(5000, 5000)
    canvas.choose(["conv1"])
    hand.key(Key.Key_Right, CONTROL)
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.stage.nodes["add1"].card_rect)


def test_a_network_that_runs_down_is_walked_down() -> None:
    graph = branched().flowing("down")
    places = {node.name: QPointF(*node.position) for node in graph}
    assert neighbour(graph, places, "conv1", DOWN) == "add1"
    assert neighbour(graph, places, "conv1", UP) == "image"
    assert neighbour(graph, places, "conv1", RIGHT) == "add1"


places = st.dictionaries(
    st.integers(0, 20), st.builds(QPointF, *[st.floats(-1e3, 1e3)] * 2), max_size=8
)


@given(places, st.sampled_from([LEFT, RIGHT, UP, DOWN]))
def test_the_nearest_lies_ahead(found: dict[int, QPointF], step: QPointF) -> None:
    here = QPointF(0, 0)
    ahead = {
        name for name, at in found.items() if at.x() * step.x() + at.y() * step.y() > 0
    }
    assert nearest(here, found, step) in (ahead or {None})


def test_the_menu_key_opens_the_menu_at_what_is_selected(
    hand: Hand, qtbot: QtBot
) -> None:
    canvas = hand.canvas
    canvas.choose(["add1"])
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard,
        QPoint(3, 3),
        canvas.mapToGlobal(QPoint(3, 3)),
    )
    with qtbot.waitSignal(canvas.menu_wanted) as wanted:
        QApplication.sendEvent(canvas, event)
    place = canvas.mapToScene(canvas.viewport().mapFromGlobal(wanted.args[0]))
    assert canvas.stage.nodes["add1"].card_rect.contains(place)
    assert canvas.selection.names == ("add1",)
