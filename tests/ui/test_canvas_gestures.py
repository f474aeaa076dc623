"""What a hand with a mouse does on the canvas."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from designer import layers
from designer.graph import Graph, Wire
from designer.ui.canvas.edge_scroll import DELAY, EDGE, MARGIN
from designer.ui.canvas.path import crosses
from tests.ui.canvas_hand import Hand, assert_agrees, tried

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

START = (
    Graph()
    .add("image", layers.Input(shape=(1, 28, 28)), (0, 0))
    .add("conv1", layers.Conv2d(), (240, 0))
    .add("relu1", layers.ReLU(), (480, 0))
    .add("sum", layers.Add(), (720, 0))
    .add("loose", layers.ReLU(), (240, 200))
    .add("note1", layers.Note(text="Read me"), (480, 400))
    .connect("image", "conv1")
    .connect("conv1", "relu1")
    .connect("relu1", "sum")
)


@pytest.fixture
def canvas(qtbot):
    with tried(qtbot, START) as canvas:
        yield canvas


@pytest.fixture
def hand(canvas):
    return Hand(canvas)


def labels(canvas):
    stack = canvas.document.undo_stack
    return [stack.text(place) for place in range(stack.index())]


def wire_names(canvas):
    return {f"{w.source}>{w.target}.{w.target_port}" for w in canvas.graph.wires}


BEFORE = {"image>conv1.input", "conv1>relu1.input", "relu1>sum.input1"}

# Selecting and moving


def test_clicking_selects_and_keys_add(canvas, hand):
    hand.click(hand.body("conv1"))
    assert canvas.selection.names == ("conv1",)
    hand.click(hand.body("relu1"), CONTROL)
    hand.click(hand.body("loose"), SHIFT)
    assert set(canvas.selection.names) == {"conv1", "relu1", "loose"}
    hand.click(hand.body("relu1"), CONTROL)
    assert set(canvas.selection.names) == {"conv1", "loose"}
    hand.click(hand.body("conv1"))
    assert canvas.selection.names == ("conv1",)
    hand.click((100, 400))
    assert canvas.selection.names == ()


def test_dragging_moves_all_selected_by_one_step_on_the_grid(canvas, hand):
    canvas.selection.set(["conv1", "loose"])
    start = hand.body("conv1")
    hand.drag(start, (start[0] + 53, start[1] + 30))
    assert canvas.graph.node("conv1").position == (296, 32)
    assert canvas.graph.node("loose").position == (296, 232)
    assert canvas.graph.node("relu1").position == (480, 0)
    assert labels(canvas) == ["Move 2 nodes"]


def test_a_tremble_is_no_move(canvas, hand):
    x, y = hand.body("conv1")
    hand.drag((x, y), (x + 5, y + 2))
    assert labels(canvas) == []


def test_wires_follow_while_a_node_is_dragged(canvas, hand):
    hand.press(hand.body("conv1"))
    hand.move((400, 300))
    path = next(
        item.path()
        for wire, item in canvas.stage.wires.items()
        if wire.target == "conv1"
    )
    assert path.currentPosition() == QPointF(*hand.input("conv1"))
    assert canvas.graph == START
    hand.key(Qt.Key.Key_Escape)
    assert_agrees(canvas)
    hand.release()
    assert labels(canvas) == []


def test_a_wire_goes_around_a_node_that_was_dropped_in_its_way(canvas, hand):
    wire = Wire("conv1", "output", "relu1", "input")
    canvas.edit("Room", canvas.graph.move({"relu1": (720, 0), "sum": (960, 0)}))
    assert canvas.stage.wires[wire].path().boundingRect().height() < 1
    x, y = hand.body("loose")
    hand.drag((x, y), (x + 240, y - 200))
    card = canvas.stage.nodes["loose"].card_rect
    assert not crosses(canvas.stage.wires[wire].path(), card)
    hand.drag(hand.body("loose"), (x, y))
    assert canvas.stage.wires[wire].path().boundingRect().height() < 1


def test_undo_in_the_middle_of_a_drag_ends_it(canvas, hand):
    canvas.edit("Extra", canvas.graph.add("extra", layers.ReLU(), (0, 200)))
    hand.press(hand.body("extra"))
    hand.move((100, 300))
    canvas.document.undo_stack.undo()
    assert_agrees(canvas)
    hand.move((200, 300))
    hand.release()
    assert labels(canvas) == []


def test_a_rubber_band_selects_what_it_touches(canvas, hand):
    hand.drag((220, -40), (700, 100))
    assert set(canvas.selection.names) == {"conv1", "relu1"}
    hand.drag((220, 180), (300, 300), keys=SHIFT)
    assert set(canvas.selection.names) == {"conv1", "relu1", "loose"}
    hand.press((700, 300))
    hand.move((760, 340))
    hand.key(Qt.Key.Key_Escape)
    hand.release()
    assert set(canvas.selection.names) == {"conv1", "relu1", "loose"}


def test_a_rubber_band_that_ends_near_the_edge_scrolls_nothing(canvas, hand, qtbot):
    before = canvas.mapToScene(0, 0)
    hand.press((900, 500))
    hand.move(canvas.mapToScene(500, EDGE + 4).toTuple())
    hand.move(canvas.mapToScene(500, EDGE - 4).toTuple())
    assert canvas.mapToScene(0, 0) == before, "only who stays there wants to go on"
    hand.release()
    qtbot.wait(DELAY + 100)  # that something does not happen has no signal
    assert canvas.mapToScene(0, 0) == before


def test_a_rubber_band_scrolls_no_further_than_there_are_nodes(canvas, hand, qtbot):
    canvas.centerOn(440, 560)
    top = canvas.stage.bounds().top() - MARGIN
    assert canvas.mapToScene(0, 0).y() > top + 100
    hand.press((900, 700))
    hand.move(canvas.mapToScene(500, -200).toTuple())
    qtbot.waitUntil(lambda: canvas.mapToScene(0, 0).y() < top + 2)
    qtbot.wait(200)  # at the fastest it would be far away by then
    assert canvas.mapToScene(0, 0).y() == pytest.approx(top, abs=2)
    hand.key(Qt.Key.Key_Escape)
    hand.release()


def test_a_rubber_band_with_ctrl_turns_each_node_the_other_way(canvas, hand):
    canvas.selection.set(["conv1", "loose"])
    hand.drag((220, -40), (700, 100), keys=CONTROL)
    assert set(canvas.selection.names) == {"loose", "relu1"}
    assert_agrees(canvas)


def test_wires_between_selected_nodes_stand_out(canvas, hand):
    hand.press((220, -40))
    hand.move((700, 100))
    assert {w.target for w, item in canvas.stage.wires.items() if item.inner} == {
        "relu1"
    }
    assert canvas.selection.names == ()
    hand.release()
    assert set(canvas.selection.names) == {"conv1", "relu1"}
    hand.click((100, 400))
    assert not any(item.inner for item in canvas.stage.wires.values())


# Wires


def test_a_wire_from_an_output_to_an_input(canvas, hand):
    hand.drag(hand.output("image"), hand.input("loose"))
    assert wire_names(canvas) == BEFORE | {"image>loose.input"}
    assert labels(canvas) == ["Wire image to loose"]


def test_a_wire_from_an_input_to_an_output(canvas, hand):
    hand.drag(hand.input("loose"), hand.output("image"))
    assert wire_names(canvas) == BEFORE | {"image>loose.input"}


def test_a_wire_dropped_on_a_node_takes_its_first_free_input(canvas, hand):
    hand.drag(hand.output("loose"), hand.body("sum"))
    assert wire_names(canvas) == BEFORE | {"loose>sum.input2"}


def test_a_wire_backwards_dropped_on_a_node_takes_its_output(canvas, hand):
    hand.drag(hand.input("loose"), hand.body("conv1"))
    assert wire_names(canvas) == BEFORE | {"conv1>loose.input"}


def test_a_wire_on_a_taken_input_replaces_the_one_there(canvas, hand):
    hand.drag(hand.output("loose"), hand.input("relu1"))
    assert wire_names(canvas) == BEFORE - {"conv1>relu1.input"} | {"loose>relu1.input"}
    assert len(labels(canvas)) == 1


def test_a_wire_is_taken_up_at_its_input_and_moved(canvas, hand):
    hand.drag(hand.input("relu1"), hand.input("loose"))
    assert wire_names(canvas) == BEFORE - {"conv1>relu1.input"} | {"conv1>loose.input"}
    assert labels(canvas) == ["Move wire"]


def test_a_wire_dropped_in_the_void_is_removed(canvas, hand):
    hand.drag(hand.input("relu1"), (400, 400))
    assert wire_names(canvas) == BEFORE - {"conv1>relu1.input"}
    assert labels(canvas) == ["Remove wire"]


def test_a_new_wire_dropped_in_the_void_is_nothing(canvas, hand):
    hand.drag(hand.output("loose"), (400, 400))
    assert labels(canvas) == []


def test_a_wire_put_back_is_no_edit(canvas, hand):
    x, y = hand.input("relu1")
    hand.press((x, y))
    hand.move((x - 30, y + 60))
    hand.move((x, y))
    hand.release()
    assert labels(canvas) == []


def test_a_cycle_is_refused_in_words(canvas, hand, qtbot):
    with qtbot.waitSignal(canvas.refused) as signal:
        hand.drag(hand.output("sum"), hand.body("conv1"))
    assert "cycle" in signal.args[0]
    assert canvas.toast.isVisible()
    assert canvas.toast.text() == signal.args[0]
    assert canvas.rect().contains(canvas.toast.geometry())
    assert canvas.toast.geometry().bottom() > canvas.height() - 16  # not on the nodes
    assert labels(canvas) == []


def test_a_refused_move_of_a_wire_puts_it_back(canvas, hand, qtbot):
    with qtbot.waitSignal(canvas.refused):
        hand.drag(hand.input("relu1"), hand.body("conv1"))
    assert labels(canvas) == []


def test_only_ports_that_fit_glow(canvas, hand):
    hand.press(hand.output("relu1"))
    hand.move((600, 300))
    glowing = {n for n, i in canvas.stage.nodes.items() if getattr(i, "offered", None)}
    assert glowing == {"sum", "loose"}
    hand.key(Qt.Key.Key_Escape)
    assert not any(getattr(i, "offered", None) for i in canvas.stage.nodes.values())
    hand.release()
    assert labels(canvas) == []


@pytest.mark.parametrize("zoom", [0.1, 0.3, 1.0, 4.0])
def test_ports_can_be_hit_at_every_zoom(canvas, hand, zoom):
    canvas.set_zoom(zoom)
    canvas.centerOn(240, 100)
    near = hand.pixel(hand.output("image")) + QPoint(0, 6)
    found = canvas.stage.port_at(canvas.mapToScene(near), canvas.reach)
    assert found is not None
    assert str(found) == "image.output"


def test_a_wire_is_selected_by_a_click_and_deleted(canvas, hand):
    hand.click(hand.wire("conv1", "relu1"))
    assert {wire.target for wire in canvas.selected_wires} == {"relu1"}
    hand.click(hand.wire("relu1", "sum"), CONTROL)
    assert len(canvas.selected_wires) == 2
    canvas.delete_selected()
    assert wire_names(canvas) == {"image>conv1.input"}
    assert labels(canvas) == ["Delete 2 wires"]
    assert not canvas.selected_wires


def test_clicking_a_port_selects_its_node(canvas, hand):
    hand.click(hand.input("relu1"))
    assert canvas.selection.names == ("relu1",)


# Layers dragged in


def test_a_layer_is_dropped_under_the_pointer(canvas, hand):
    assert hand.carry("Conv2d", (500, 300))
    node = canvas.graph.node("conv2")
    assert node.position == (416, 272)
    assert canvas.selection.names == ("conv2",)
    assert labels(canvas) == ["Add conv2"]


def test_a_layer_dropped_on_a_wire_goes_into_it_with_room(canvas, hand):
    assert hand.carry("BatchNorm2d", hand.wire("conv1", "relu1"))
    assert wire_names(canvas) == BEFORE - {"conv1>relu1.input"} | {
        "conv1>bn1.input",
        "bn1>relu1.input",
    }
    places = [canvas.graph.node(n).position for n in ("bn1", "relu1", "sum", "loose")]
    assert places == [(480, 0), (720, 0), (960, 0), (240, 200)]
    assert labels(canvas) == ["Add bn1"]


def test_a_join_dropped_on_a_wire_stands_beside_it(canvas, hand):
    hand.carry("Add", hand.wire("conv1", "relu1"))
    assert wire_names(canvas) == BEFORE


def test_a_layer_that_leaves_again_leaves_nothing(canvas, hand):
    assert hand.carry("Conv2d", (500, 300), drop=False)
    assert labels(canvas) == []


def test_other_things_are_not_taken(canvas, hand):
    data = QMimeData()
    data.setText("Conv2d")
    assert not hand.carry_data(data, (500, 300))
    assert not hand.carry("Conv9d", (500, 300))
    assert "Conv9d" in canvas.toast.text()


# The view


def test_the_middle_button_and_space_pan(canvas, hand):
    before = canvas.mapToScene(QPoint(0, 0))
    hand.drag((300, 300), (340, 320), Qt.MouseButton.MiddleButton)
    moved = canvas.mapToScene(QPoint(0, 0)) - before
    assert (moved.x(), moved.y()) == (-40, -20)
    canvas.keyPressEvent(key_event(Qt.Key.Key_Space))
    hand.drag((300, 300), (260, 280))
    canvas.keyReleaseEvent(key_event(Qt.Key.Key_Space, down=False))
    assert canvas.mapToScene(QPoint(0, 0)) == before
    assert labels(canvas) == []


def key_event(key, down=True):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
    return QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)


def turn_wheel(canvas, delta, keys=Qt.KeyboardModifier.NoModifier):
    pixel = QPointF(600, 300)
    event = QWheelEvent(
        pixel,
        canvas.viewport().mapToGlobal(pixel),
        QPoint(),
        delta,
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def test_the_wheel_zooms_around_the_pointer_and_shift_pans(canvas):
    pixel = QPoint(600, 300)
    before = canvas.mapToScene(pixel)
    turn_wheel(canvas, QPoint(0, 120))
    assert canvas.zoom == 1.25
    assert (canvas.mapToScene(pixel) - before).manhattanLength() < 2
    turn_wheel(canvas, QPoint(0, -120))
    before = canvas.mapToScene(pixel)
    turn_wheel(canvas, QPoint(30, -60), SHIFT)
    moved = canvas.mapToScene(pixel) - before
    assert (moved.x(), moved.y()) == (-30, 60)
    assert canvas.zoom == 1


# Notes


def test_a_note_is_written_in_place(canvas, hand):
    place = hand.body("note1")
    QTest_double_click(canvas, hand, place)
    for letter in "Done":
        hand.key(letter)
    hand.click((100, 500))
    assert canvas.graph.node("note1").layer.text == "Done"
    assert labels(canvas) == ["Edit note1"]


def test_escape_keeps_what_was_written_in_a_note(canvas, hand):
    QTest_double_click(canvas, hand, hand.body("note1"))
    hand.key("x")
    hand.key(Qt.Key.Key_Escape)
    assert canvas.graph.node("note1").layer.text == "x"
    assert labels(canvas) == ["Edit note1"]


def test_undo_while_a_note_is_written_ends_the_writing(canvas, hand):
    canvas.edit("Note", canvas.graph.add("note2", layers.Note(), (480, 200)))
    QTest_double_click(canvas, hand, hand.body("note2"))
    hand.key("x")
    canvas.document.undo_stack.undo()
    assert canvas.graph == START
    assert labels(canvas) == []


def QTest_double_click(canvas, hand, place):
    from PySide6.QtTest import QTest

    QTest.mouseDClick(
        canvas.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        hand.pixel(place),
    )


@pytest.mark.parametrize("part", [0.05, 0.5, 0.95])
def test_where_ports_are_not_drawn_all_of_a_card_is_there_to_move_it(
    hand: Hand, part: float
) -> None:
    canvas = hand.canvas
    before = canvas.graph
    canvas.set_zoom(0.3)
    card = canvas.stage.nodes["conv1"].card_rect
    place = (card.left() + part * card.width(), card.center().y())
    hand.drag(place, (place[0] + 240, place[1] + 160))
    assert canvas.graph.wires == before.wires
    assert canvas.graph.node("conv1").position != before.node("conv1").position
    assert not canvas.graph.nodes.keys() - before.nodes.keys()
