"""Wiring with keys alone."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer import layers
from designer.graph import Graph
from designer.graph.wiring import Wire
from designer.ui.canvas.keyboard import can_wire, wire
from tests.ui.canvas_hand import Hand, assert_agrees, open_canvas

Key = Qt.Key


def loose() -> Graph:
    graph = Graph()
    for name, layer, place in (
        ("image", layers.Input(shape=(4, 8, 8)), (0, 0)),
        ("conv1", layers.Conv2d(out_channels=4, padding=(1, 1)), (240, 0)),
        ("add1", layers.Add(), (480, 0)),
        ("out", layers.Output(), (720, 0)),
        ("lstm1", layers.LSTM(), (240, 300)),
    ):
        graph = graph.add(name, layer, place)
    return graph.connect("image", "conv1")


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    canvas = open_canvas(loose())
    qtbot.addWidget(canvas)
    canvas.activateWindow()
    qtbot.waitUntil(canvas.isActiveWindow)
    canvas.setFocus()
    return Hand(canvas)


def begin(hand: Hand, node: str) -> None:
    hand.canvas.choose([node])
    wire(hand.canvas)
    assert hand.canvas.key_wire is not None


def test_enter_wires_to_the_nearest_free_port_ahead(hand: Hand) -> None:
    canvas = hand.canvas
    begin(hand, "conv1")
    assert canvas.key_wire.hint.isVisible()
    assert "conv1.output → add1." in canvas.key_wire.hint.text()
    hand.key(Key.Key_Return)
    assert canvas.key_wire is None
    (made,) = canvas.graph.wires_into("add1").values()
    assert made.source == "conv1"
    assert canvas.selection.names == ("add1",)
    assert canvas.document.undo_stack.count() == 1
    assert_agrees(canvas)


def test_tab_and_arrows_choose(hand: Hand) -> None:
    canvas = hand.canvas
    begin(hand, "conv1")
    ends = canvas.key_wire.ends
    hand.key(Key.Key_Tab)
    assert canvas.key_wire.end == ends[1]
    hand.key(Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.key_wire.end == ends[0]
    hand.key(Key.Key_Backtab)
    assert canvas.key_wire.end == ends[-1]
    while canvas.key_wire.end.node != "add1":
        hand.key(Key.Key_Tab)
    hand.key(Key.Key_Right)
    assert canvas.key_wire.end.node == "out"
    hand.key(Key.Key_Return)
    assert canvas.graph.wires_into("out")["input"].source == "conv1"


def test_what_would_come_of_it_is_told_within_the_canvas(hand: Hand) -> None:
    canvas = hand.canvas
    canvas.resize(420, 500)
    begin(hand, "image")
    seen = ""
    for _ in canvas.key_wire.ends:
        hand.key(Key.Key_Tab)
        seen += canvas.key_wire.hint.text()
        assert canvas.rect().contains(canvas.key_wire.hint.geometry())
    assert "LSTM" in seen  # it needs a sequence, and says so
    fitting = [canvas.key_wire._verdict(end).suits for end in canvas.key_wire.ends]
    assert fitting == sorted(fitting, reverse=True)
    hand.key(Key.Key_Escape)


def test_only_ports_without_a_cycle_are_offered(hand: Hand) -> None:
    begin(hand, "conv1")
    nodes = {end.node for end in hand.canvas.key_wire.ends}
    assert nodes == {"add1", "out", "lstm1"}
    hand.key(Key.Key_Escape)


def test_escape_a_click_and_lost_keys_leave_all_as_it_was(hand: Hand) -> None:
    canvas = hand.canvas
    for end in (
        lambda: hand.key(Key.Key_Escape),
        lambda: QTest.mouseClick(
            canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2)
        ),
        canvas.clearFocus,
        lambda: canvas.edit("Delete out", canvas.graph.remove("out")),
    ):
        begin(hand, "conv1")
        end()
        assert canvas.key_wire is None
        assert not canvas.stage.sketches
        assert not any(n.offered for n in canvas.stage.nodes.values())
        assert_agrees(canvas)


def test_delete_removes_the_wire_that_is_there(hand: Hand) -> None:
    canvas = hand.canvas
    begin(hand, "image")
    while canvas.key_wire.end.node != "conv1":
        hand.key(Key.Key_Tab)
    assert "is there" in canvas.key_wire.hint.text()
    hand.key(Key.Key_Delete)
    assert canvas.key_wire is None
    assert Wire("image", "output", "conv1", "input") not in canvas.graph.wires
    assert "conv1" in canvas.graph.nodes
    assert_agrees(canvas)


def test_space_seeks_a_layer_for_the_wire_that_is_there(hand: Hand) -> None:
    canvas = hand.canvas
    asked: list[object] = []
    canvas.add_wanted.connect(asked.append)
    begin(hand, "image")
    while canvas.key_wire.end.node == "conv1":
        hand.key(Key.Key_Tab)
    hand.key(Key.Key_Space)
    assert canvas.key_wire is not None and not asked, "no wire is there"
    while canvas.key_wire.end.node != "conv1":
        hand.key(Key.Key_Tab)
    assert "Space inserts" in canvas.key_wire.hint.text()
    hand.key(Key.Key_Space)
    assert canvas.key_wire is None and asked == [None]
    assert canvas.selected_wires == {Wire("image", "output", "conv1", "input")}
    assert canvas.document.undo_stack.count() == 0


def test_w_takes_the_next_output(hand: Hand) -> None:
    begin(hand, "lstm1")
    assert hand.canvas.key_wire.held.port == "output"
    hand.key(Key.Key_W)
    assert hand.canvas.key_wire.held.port == loose().output_ports("lstm1")[1]


def test_what_gives_nothing_is_wired_backwards(hand: Hand) -> None:
    canvas = hand.canvas
    begin(hand, "out")
    assert canvas.key_wire.end.node == "add1"
    hand.key(Key.Key_Return)
    assert canvas.graph.wires_into("out")["input"].source == "add1"


def test_where_no_wire_can_go_it_is_said(hand: Hand, qtbot: QtBot) -> None:
    canvas = hand.canvas
    canvas.edit("Alone", Graph().add("image", layers.Input(shape=(1,))))
    canvas.choose(["image"])
    assert can_wire(canvas)
    with qtbot.waitSignal(canvas.refused) as said:
        wire(canvas)
    assert "image" in said.args[0]
    assert canvas.key_wire is None
    canvas.choose([])
    assert not can_wire(canvas)
