"""Cutting wires with a line."""

import pytest
from PySide6.QtCore import Qt

from designer import layers
from designer.graph import Graph
from tests.ui.canvas_hand import Hand, tried

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

ALT = Qt.KeyboardModifier.AltModifier

START = Graph().add("image", layers.Input(), (0, 0)).add("sum", layers.Add(), (720, 0))
for number in (1, 2, 3):
    place = (360, 90 * number - 180)
    START = START.add(f"conv{number}", layers.Conv2d(), place)
    START = START.connect("image", f"conv{number}").connect(f"conv{number}", "sum")


@pytest.fixture
def canvas(qtbot):
    with tried(qtbot, START) as canvas:
        yield canvas
        assert not canvas.stage.sketches and not doomed(canvas)
        assert not canvas.remark.isVisible()


def doomed(canvas):
    return {w for w, item in canvas.stage.wires.items() if item.doomed}


def cut(canvas):
    return START.wires - canvas.graph.wires


def before(hand, name, down=0):
    """A place on the last piece of the wire that ends at a node, or below it."""
    x, y = hand.input(name)
    return x - 6, y + down


def test_a_line_cuts_all_that_it_crosses_in_one_step(canvas):
    hand = Hand(canvas)
    hand.press(before(hand, "conv1", -20), keys=ALT)
    hand.move(before(hand, "conv3", 20), ALT)
    assert {wire.target for wire in doomed(canvas)} == {"conv1", "conv2", "conv3"}
    assert canvas.remark.text() == "Cut 3 wires"
    assert canvas.graph == START
    hand.release(keys=ALT)
    assert {(w.source, w.target) for w in cut(canvas)} == {
        ("image", f"conv{number}") for number in (1, 2, 3)
    }
    assert canvas.document.undo_stack.undoText() == "Cut 3 wires"
    assert canvas.document.undo_stack.index() == 1


def test_a_cut_may_begin_on_a_node(canvas):
    hand = Hand(canvas)
    card = canvas.stage.nodes["conv3"].card_rect
    x, y = before(hand, "conv2", -20)
    hand.drag((card.left() + 12, card.top() + 8), (x - 4, y), keys=ALT)
    assert {wire.target for wire in cut(canvas)} >= {"conv2"}
    assert canvas.graph.node("conv1").position == (360, -90)


def test_a_key_cuts_as_alt_does(canvas):
    hand = Hand(canvas)
    canvas.setFocus()
    from PySide6.QtTest import QTest

    QTest.keyPress(canvas, Qt.Key.Key_X)
    hand.drag(before(hand, "conv1", -20), before(hand, "conv1", 20))
    QTest.keyRelease(canvas, Qt.Key.Key_X)
    assert {wire.target for wire in cut(canvas)} == {"conv1"}
    hand.drag(before(hand, "conv1", -60), before(hand, "conv3", 60))
    assert canvas.document.undo_stack.index() == 1


def test_a_click_cuts_the_wire_there(canvas):
    hand = Hand(canvas)
    hand.click(hand.wire("image", "conv2"), ALT)
    assert {wire.target for wire in cut(canvas)} == {"conv2"}
    assert canvas.document.undo_stack.undoText() == "Cut 1 wire"


def test_a_line_over_nothing_is_no_step(canvas):
    Hand(canvas).drag((0, 300), (600, 300), keys=ALT)
    assert canvas.document.undo_stack.index() == 0


def test_escape_spares_the_wires(canvas):
    hand = Hand(canvas)
    hand.press(before(hand, "conv1", -20), keys=ALT)
    hand.move(before(hand, "conv3", 20), ALT)
    hand.key(Qt.Key.Key_Escape)
    assert not doomed(canvas)
    hand.release(keys=ALT)
    assert canvas.document.undo_stack.index() == 0
