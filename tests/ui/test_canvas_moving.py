"""Moving nodes into line, freely, and by keys."""

import pytest
from PySide6.QtCore import Qt

from designer import layers
from designer.graph import Graph
from tests.ui.canvas_hand import Hand, tried

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

START = (
    Graph()
    .add("image", layers.Input(shape=(1, 28, 28)), (1, 3))
    .add("conv1", layers.Conv2d(), (253, 3))
    .add("loose", layers.ReLU(), (600, 240))
    .connect("image", "conv1")
)


@pytest.fixture
def canvas(qtbot):
    with tried(qtbot, START) as canvas:
        yield canvas
        assert not canvas.stage.sketches


@pytest.fixture
def hand(canvas):
    return Hand(canvas)


def drag_to(canvas, hand, name, corner, keys=Qt.KeyboardModifier.NoModifier):
    """Drags a node until its corner would be there, were it free. It is still held."""
    at = canvas.stage.nodes[name].pos()
    x, y = hand.body(name)
    hand.press((x, y))
    hand.move((x + corner[0] - at.x(), y + corner[1] - at.y()), keys)


def place(canvas, name):
    return canvas.graph.node(name).position


def test_a_node_is_drawn_into_line_and_a_guide_shows_it(canvas, hand):
    drag_to(canvas, hand, "loose", (420, 7))
    (sketch,) = canvas.stage.sketches
    bounds = sketch.path().boundingRect()
    assert (bounds.left(), bounds.right()) == (1, 416 + 168)
    hand.release()
    assert place(canvas, "loose") == (416, 3)


def test_gaps_become_equal(canvas, hand):
    drag_to(canvas, hand, "loose", (508, 30))
    (sketch,) = canvas.stage.sketches
    assert not sketch.path().isEmpty()
    hand.release()
    assert place(canvas, "loose") == (253 + 168 + 84, 32)


def test_out_of_reach_there_is_only_the_grid(canvas, hand):
    drag_to(canvas, hand, "loose", (411, 130))
    (sketch,) = canvas.stage.sketches
    assert sketch.path().isEmpty()
    hand.release()
    assert place(canvas, "loose") == (408, 128)


def test_ctrl_leaves_the_grid_and_the_lines(canvas, hand):
    drag_to(canvas, hand, "loose", (417, 7), CONTROL)
    hand.release(keys=CONTROL)
    assert place(canvas, "loose") == (417, 7)


def test_shift_keeps_to_one_axis(canvas, hand):
    drag_to(canvas, hand, "loose", (410, 200), SHIFT)
    hand.release(keys=SHIFT)
    assert place(canvas, "loose") == (408, 240)


def test_shift_drags_what_is_selected_and_clicks_it_out(canvas, hand):
    canvas.selection.set(["conv1", "loose"])
    hand.click(hand.body("loose"), SHIFT)
    assert canvas.selection.names == ("conv1",)
    canvas.selection.set(["conv1", "loose"])
    x, y = hand.body("loose")
    hand.drag((x, y), (x, y + 80), keys=SHIFT)
    assert set(canvas.selection.names) == {"conv1", "loose"}
    assert place(canvas, "loose") == (600, 320)
    assert place(canvas, "conv1") == (253, 83)


def test_a_drag_given_up_leaves_no_guides(canvas, hand):
    drag_to(canvas, hand, "loose", (420, 7))
    hand.key(Qt.Key.Key_Escape)
    hand.release()
    assert canvas.document.undo_stack.index() == 0


def test_of_many_nodes_only_the_outlines_move_with_the_pointer(canvas, hand):
    graph = canvas.graph
    for number in range(210):
        graph = graph.add(f"relu{number}", layers.ReLU(), (number % 20 * 200, 900))
    canvas.edit("Many", graph)
    canvas.select_all()
    before = canvas.stage.nodes["conv1"].pos()
    hand.press(hand.body("conv1"))
    hand.move((400, 110))
    assert canvas.stage.nodes["conv1"].pos() == before
    (sketch,) = canvas.stage.sketches
    assert sketch.path().toSubpathPolygons()
    hand.release()
    moved = place(canvas, "conv1")
    assert moved != (253, 3)
    assert place(canvas, "relu3") == (600 + moved[0] - 253, 900 + moved[1] - 3)
    assert canvas.document.undo_stack.undoText() == "Move 213 nodes"
    hand.press(hand.body("conv1"))
    hand.move((500, 300))
    hand.key(Qt.Key.Key_Escape)
    hand.release()
    assert canvas.document.undo_stack.index() == 2


def test_the_view_moves_on_and_the_node_with_it(canvas, hand, qtbot):
    drag_to(canvas, hand, "loose", (850, 240))
    before = canvas.mapToScene(0, 0).x()
    qtbot.waitUntil(lambda: canvas.mapToScene(0, 0).x() > before + 60)
    hand.release()
    assert place(canvas, "loose")[0] > 890
