"""Wiring without aim: what glows, what a wire snaps to, and what is said before release."""

import pytest
from PySide6.QtCore import Qt

from designer import layers
from designer.graph import Graph
from designer.graph.framing import framed
from designer.ui.canvas.card import PortEnd
from tests.ui.canvas_hand import Hand, tried

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

START = (
    Graph()
    .add("image", layers.Input(shape=(1, 28, 28)), (0, 0))
    .add("conv1", layers.Conv2d(out_channels=8), (240, 0))
    .add("relu1", layers.ReLU(), (480, 0))
    .add("cat1", layers.Concat(), (720, 0))
    .add("emb1", layers.Embedding(), (240, 200))
    .add("loose", layers.Conv2d(), (480, 200))
    .add("note1", layers.Note(text="Read me"), (720, 300))
    .connect("image", "conv1")
    .connect("conv1", "relu1")
    .connect("relu1", "cat1")
    .connect("conv1", "cat1")
)


@pytest.fixture
def canvas(qtbot):
    with tried(qtbot, START) as canvas:
        yield canvas
        assert not canvas.remark.isVisible()
        assert not canvas.stage.sketches
        assert not glowing(canvas)


@pytest.fixture
def hand(canvas):
    return Hand(canvas)


def glowing(canvas):
    """The ports that stand out, and whether each is free."""
    return {
        f"{name}.{port}": free
        for name, item in canvas.stage.nodes.items()
        for (_, port), free in getattr(item, "offered", {}).items()
    }


def wires(canvas):
    return {f"{w.source}>{w.target}.{w.target_port}" for w in canvas.graph.wires}


def label(canvas):
    return canvas.document.undo_stack.undoText()


def loose_end(canvas):
    """Where the wire in the hand ends."""
    (sketch,) = canvas.stage.sketches
    end = sketch.path().currentPosition()
    return end.x(), end.y()


def test_what_fits_glows_from_the_beginning(canvas, hand):
    hand.press(hand.output("conv1"))
    hand.move((500, 350))
    assert glowing(canvas) == {
        "relu1.input": False,
        "cat1.input1": False,
        "cat1.input2": False,
        "cat1.input3": True,
        "loose.input": True,
    }
    hand.key(Qt.Key.Key_Escape)
    hand.release()
    assert canvas.document.undo_stack.index() == 0


def test_a_wire_snaps_to_a_port_that_fits_nearby(canvas, hand):
    x, y = hand.input("loose")
    hand.press(hand.output("conv1"))
    hand.move((x - 18, y + 14))
    assert loose_end(canvas) == (x, y)
    assert canvas.stage.nodes["loose"].hovered_port == ("loose", "input", "input")
    hand.release()
    assert wires(canvas) >= {"conv1>loose.input"}


def test_a_wire_does_not_snap_to_what_does_not_fit(canvas, hand):
    x, y = hand.input("emb1")
    hand.press(hand.output("image"))
    hand.move((x - 18, y + 14))
    assert loose_end(canvas) != (x, y)
    assert not canvas.remark.isVisible()
    hand.release()
    assert canvas.document.undo_stack.index() == 0


def test_why_a_port_does_not_fit_is_said_before_release(canvas, hand):
    hand.press(hand.output("image"))
    hand.move(hand.body("emb1"))
    assert canvas.remark.text() == (
        "Embedding emb1 needs int64 numbers and gets float32."
    )
    assert canvas.remark.isVisible()
    assert canvas.rect().contains(canvas.remark.geometry())
    (sketch,) = canvas.stage.sketches
    assert sketch.pen().color() == canvas.stage.look.wires["error"].color()
    hand.move((600, 400))
    assert not canvas.remark.isVisible()
    assert sketch.pen().color() == canvas.stage.look.wires["selected"].color()
    hand.move(hand.body("emb1"))
    hand.release()
    assert wires(canvas) >= {"image>emb1.input"}  # a broken design is normal


def test_a_cycle_is_named_before_release_and_refused_after(canvas, hand, qtbot):
    hand.press(hand.output("relu1"))
    hand.move(hand.body("conv1"))
    assert "conv1 → relu1 → conv1" in canvas.remark.text()
    with qtbot.waitSignal(canvas.refused) as signal:
        hand.release()
    assert "conv1 → relu1 → conv1" in signal.args[0]
    assert canvas.document.undo_stack.index() == 0


def test_a_wire_that_would_be_replaced_is_named(canvas, hand):
    hand.press(hand.output("image"))
    hand.move(hand.input("relu1"))
    assert canvas.remark.text() == "Replaces the wire from conv1"
    hand.release()
    assert "image>relu1.input" in wires(canvas)
    assert "conv1>relu1.input" not in wires(canvas)


def test_a_card_takes_the_wire_at_its_free_port(canvas, hand):
    hand.press(hand.output("conv1"))
    hand.move(hand.body("cat1"))
    assert loose_end(canvas) == hand.input("cat1", "input3")
    hand.release()
    assert wires(canvas) >= {"conv1>cat1.input3"}


def test_a_card_means_the_input_that_it_lacks(canvas, hand):
    canvas.edit("More", canvas.graph.add("lstm1", layers.LSTM(), (0, 200)))
    hand.press(hand.output("image"))
    hand.move(hand.body("lstm1"))
    assert canvas.remark.text().startswith("LSTM lstm1 needs")
    assert loose_end(canvas) == hand.input("lstm1")
    hand.key(Qt.Key.Key_Escape)
    hand.release()


def test_a_hand_that_has_hardly_left_its_port_is_told_nothing(canvas, hand):
    x, y = hand.output("relu1")
    hand.press((x, y))
    hand.move((x - 15, y))
    assert not canvas.remark.isVisible()
    hand.release()
    assert canvas.document.undo_stack.index() == 0


# A wire that is there


def along(canvas, hand, source, target, share):
    """A place on a wire, from 0 at its source to 1 at its target."""
    item = next(
        item
        for wire, item in canvas.stage.wires.items()
        if (wire.source, wire.target) == (source, target)
    )
    place = item.path().pointAtPercent(share)
    return place.x(), place.y()


def test_a_wire_is_taken_up_near_its_source_and_moved(canvas, hand):
    hand.drag(along(canvas, hand, "relu1", "cat1", 0.25), hand.output("image"))
    assert wires(canvas) >= {"image>cat1.input1"}
    assert "relu1>cat1.input1" not in wires(canvas)
    assert label(canvas) == "Move wire"


def test_a_wire_is_taken_up_near_its_target_and_moved(canvas, hand):
    hand.drag(along(canvas, hand, "relu1", "cat1", 0.75), hand.input("loose"))
    assert wires(canvas) >= {"relu1>loose.input"}
    assert "relu1>cat1.input1" not in wires(canvas)


def test_a_wire_taken_up_near_its_source_is_removed_in_the_void(canvas, hand):
    hand.drag(along(canvas, hand, "relu1", "cat1", 0.25), (400, 400))
    assert "relu1>cat1.input1" not in wires(canvas)
    assert label(canvas) == "Remove wire"


def test_the_end_that_would_be_taken_up_is_shown(canvas, hand):
    hand.move(along(canvas, hand, "relu1", "cat1", 0.25))
    assert canvas.hover.node.name == "relu1"
    hand.move(along(canvas, hand, "relu1", "cat1", 0.75))
    assert canvas.hover.node.name == "cat1"
    hand.move((400, 400))
    assert canvas.hover.node is None


def test_a_click_on_a_wire_selects_it_near_an_end_too(canvas, hand):
    for share in (0.25, 0.5, 0.75):
        hand.click((400, 400))
        hand.click(along(canvas, hand, "relu1", "cat1", share))
        assert {wire.source for wire in canvas.selected_wires} == {"relu1"}
    assert canvas.document.undo_stack.index() == 0


def test_two_inputs_of_a_join_are_swapped(canvas, hand):
    hand.press(hand.input("cat1", "input1"))
    hand.move(hand.input("cat1", "input2"))
    assert canvas.remark.text() == "Swaps with the wire from conv1"
    hand.release()
    order = {p: w.source for p, w in canvas.graph.wires_into("cat1").items()}
    assert order == {"input1": "conv1", "input2": "relu1"}
    assert label(canvas) == "Swap inputs of cat1"
    assert canvas.document.undo_stack.index() == 1


def test_a_new_wire_over_nothing_is_handed_on(canvas, hand):
    heard = []
    canvas.wire_dropped.connect(lambda held, place: heard.append((held, place)))
    hand.drag(hand.output("relu1"), (500, 400))
    hand.drag(hand.input("emb1"), (100, 350))
    hand.drag(hand.input("relu1"), (400, 400))  # one that was there is removed
    assert [held for held, _ in heard] == [
        PortEnd("relu1", "output", "output"),
        PortEnd("emb1", "input", "input"),
    ]
    assert (heard[0][1].x(), heard[0][1].y()) == (500, 400)


def test_the_view_moves_on_at_its_edge(canvas, hand, qtbot):
    left = canvas.mapToScene(0, 0).x()
    hand.press(hand.output("conv1"))
    hand.at = hand.pixel((600, 300))
    hand.move((canvas.mapToScene(canvas.viewport().width() - 3, 0).x(), 300))
    qtbot.waitUntil(lambda: canvas.mapToScene(0, 0).x() > left + 100)
    (sketch,) = canvas.stage.sketches
    assert sketch.path().currentPosition().x() > left + 100 + 900
    hand.key(Qt.Key.Key_Escape)
    hand.release()


# A frame that is collapsed


def collapsed(canvas):
    """relu1 and cat1 in a card of their own."""
    graph, frame = framed(canvas.graph, ["relu1", "cat1"])
    canvas.edit("Frame", graph.set(frame, collapsed=True))
    return frame


def test_the_ports_of_a_collapsed_frame_are_those_inside(canvas, hand):
    frame = collapsed(canvas)
    hand.press(hand.output("image"))
    hand.move(hand.port(frame, "input", "relu1.input"))
    assert canvas.remark.text() == "Replaces the wire from conv1"
    assert canvas.hover.node.name == frame
    assert "relu1.input" in {port for _, port in canvas.stage.nodes[frame].offered}
    hand.release()
    assert wires(canvas) >= {"image>relu1.input"}


def test_a_wire_is_taken_up_at_a_collapsed_frame(canvas, hand):
    frame = collapsed(canvas)
    hand.drag(hand.port(frame, "input", "relu1.input"), hand.input("loose"))
    assert "conv1>loose.input" in wires(canvas)
    assert "conv1>relu1.input" not in wires(canvas)


def test_a_click_on_its_port_selects_the_frame(canvas, hand):
    frame = collapsed(canvas)
    hand.click(hand.port(frame, "input", "relu1.input"))
    assert canvas.selection.names == (frame,)
