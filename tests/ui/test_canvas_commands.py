"""What menus and keys do on the canvas."""

import json

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from designer import layers
from designer.graph import Design, Graph
from designer.graph.files import from_text
from tests.ui.canvas_hand import Hand, assert_agrees, open_canvas, tried

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

START = (
    Graph()
    .add("image", layers.Input(shape=(1, 28, 28)), (0, 0))
    .add("conv1", layers.Conv2d(out_channels=8), (240, 0))
    .add("relu1", layers.ReLU(), (480, 0))
    .add("out", layers.Output(), (720, 0))
    .connect("image", "conv1")
    .connect("conv1", "relu1")
    .connect("relu1", "out")
)


@pytest.fixture
def canvas(qtbot):
    with tried(qtbot, START) as canvas:
        yield canvas


def wire_names(canvas):
    return {f"{wire.source}>{wire.target}" for wire in canvas.graph.wires}


def steps(canvas):
    return canvas.document.undo_stack.index()


def test_deleting_one_node_of_a_chain_heals_it(canvas):
    canvas.selection.set(["relu1"])
    canvas.delete_selected()
    assert wire_names(canvas) == {"image>conv1", "conv1>out"}
    assert canvas.document.undo_stack.undoText() == "Delete relu1"


def test_deleting_several_of_a_chain_is_one_step_and_heals_it(canvas):
    canvas.select_all()
    canvas.toggle("out")
    canvas.toggle("image")
    canvas.delete_selected()
    assert set(canvas.graph.nodes) == {"image", "out"}
    assert wire_names(canvas) == {"image>out"}
    assert steps(canvas) == 1


def test_deleting_a_node_and_its_wire_heals_nothing(canvas):
    (wire,) = (w for w in canvas.graph.wires if w.target == "relu1")
    canvas.choose(["relu1"], [wire])
    canvas.delete_selected()
    assert wire_names(canvas) == {"image>conv1"}
    assert canvas.document.undo_stack.undoText() == "Delete relu1"


def test_deleting_nothing_is_no_step(canvas):
    canvas.delete_selected()
    canvas.duplicate()
    assert steps(canvas) == 0


def test_duplicating_keeps_wires_between_the_copies(canvas):
    canvas.selection.set(["relu1", "conv1"])
    canvas.duplicate()
    assert set(canvas.selection.names) == {"conv2", "relu2"}
    assert wire_names(canvas) >= {"conv2>relu2"}
    assert steps(canvas) == 1


def test_copy_and_paste_under_the_pointer(canvas):
    canvas.selection.set(["conv1", "relu1"])
    canvas.copy()
    assert set(from_text(QGuiApplication.clipboard().text()).graph.nodes) == {
        "conv1",
        "relu1",
    }
    place = canvas.mapToScene(QPoint(500, 500))
    Hand(canvas).move((place.x(), place.y()))
    canvas.paste()
    assert set(canvas.selection.names) == {"conv2", "relu2"}
    assert canvas.graph.node("conv2").layer == layers.Conv2d(out_channels=8)
    assert wire_names(canvas) >= {"conv2>relu2"}
    middle = canvas.mapToScene(QPoint(500, 500))
    bounds = canvas.stage.bounds(canvas.selection.names)
    assert (bounds.center() - middle).manhattanLength() <= 8
    assert steps(canvas) == 1


def test_cut_and_paste_keep_the_name(canvas):
    canvas.selection.set(["conv1"])
    canvas.cut()
    assert "conv1" not in canvas.graph.nodes
    canvas.paste()
    assert canvas.selection.names == ("conv1",)
    assert steps(canvas) == 2


@pytest.mark.parametrize("text", ["", "hello", "{}", '{"format": 99}'])
def test_text_that_is_no_design_is_refused(canvas, qtbot, text):
    QGuiApplication.clipboard().setText(text)
    with qtbot.waitSignal(canvas.refused) as signal:
        canvas.paste()
    assert "clipboard" in signal.args[0]
    assert steps(canvas) == 0


def test_copying_nothing_keeps_the_clipboard(canvas):
    QGuiApplication.clipboard().setText("mine")
    canvas.copy()
    canvas.cut()
    assert QGuiApplication.clipboard().text() == "mine"


def test_arrows_move_by_the_grid_and_are_one_step(canvas):
    canvas.selection.set(["conv1", "relu1"])
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        Hand(canvas).key(key)
    assert canvas.graph.node("conv1").position == (256, 8)
    assert canvas.graph.node("relu1").position == (496, 8)
    assert steps(canvas) == 1


def test_arrows_without_selection_pan(canvas):
    before = canvas.mapToScene(QPoint(0, 0))
    Hand(canvas).key(Qt.Key.Key_Right)
    assert canvas.mapToScene(QPoint(0, 0)).x() > before.x()
    assert steps(canvas) == 0


def test_escape_selects_nothing(canvas):
    canvas.select_all()
    Hand(canvas).key(Qt.Key.Key_Escape)
    assert canvas.selection.names == ()


def test_tab_goes_through_the_nodes_in_order(canvas):
    canvas.setFocus()
    found = []
    for _ in range(4):
        Hand(canvas).key(Qt.Key.Key_Tab)
        found += canvas.selection.names
    assert found == ["image", "conv1", "relu1", "out"]
    Hand(canvas).key(Qt.Key.Key_Backtab)
    assert canvas.selection.names == ("relu1",)


def test_it_tells_a_screen_reader_what_it_is(canvas):
    canvas.selection.set(["conv1"])
    assert canvas.accessibleName() == "Canvas"
    assert canvas.accessibleDescription().startswith("conv1, Conv2d")


def test_copies_stand_free_below_the_selection(canvas):
    canvas.select_all()
    before = [item.card_rect for item in canvas.stage.nodes.values()]
    canvas.duplicate()
    for name in canvas.selection.names:
        card = canvas.stage.nodes[name].card_rect
        assert not any(card.intersects(other) for other in before)


def test_a_dropped_node_takes_the_height_of_its_neighbours(canvas):
    top = canvas.graph.node("conv1").position[1]
    height = canvas.stage.nodes["conv1"].card_rect.height()
    place = QPointF(2000, top + height / 2 + 9)
    canvas.add_layer_at(layers.Dropout(), place)
    (name,) = canvas.selection.names
    assert canvas.graph.node(name).position[1] == top
    canvas.add_layer_at(layers.Dropout(), place + QPointF(0, 300))
    (name,) = canvas.selection.names
    assert canvas.graph.node(name).position[1] > top + 250


def test_what_was_fitted_stays_fitted_until_it_is_moved(canvas, qtbot):
    canvas.fit()
    before = canvas.zoom
    canvas.resize(500, 300)
    qtbot.waitUntil(lambda: canvas.zoom < before)
    canvas.set_zoom(0.9)
    canvas.resize(1000, 700)
    QApplication.processEvents()
    assert canvas.zoom == 0.9


def test_an_empty_design_is_shown_at_its_own_size(qtbot):
    canvas = open_canvas(Graph())
    qtbot.addWidget(canvas)
    canvas.set_zoom(0.3)
    canvas.document.open_design(Design(), "empty")
    assert canvas.zoom == 1


def test_pasting_twice_at_a_place_stands_aside(canvas):
    canvas.selection.set(["conv1", "relu1"])
    canvas.copy()
    before = set(canvas.graph.nodes)
    places = set()
    for _ in range(3):
        canvas.paste()
        assert not before & set(canvas.selection.names)
        places |= {canvas.graph.node(n).position for n in canvas.selection.names}
        before |= set(canvas.selection.names)
    assert len(places) == 6
    assert steps(canvas) == 3


def test_nodes_go_as_text_into_another_window_and_back(canvas, qtbot):
    other = open_canvas(Graph().add("conv1", layers.Conv2d(), (0, 0)))
    qtbot.addWidget(other)
    canvas.select_all()
    canvas.copy()
    other.paste()
    assert len(other.graph) == 5
    assert len(other.graph.wires) == 3
    assert_agrees(other)
    other.copy()
    canvas.select_all()
    canvas.delete_selected()
    canvas.paste()
    assert {type(n.layer) for n in canvas.graph} == {type(n.layer) for n in START}


HALF = json.dumps(
    {"format": 1, "nodes": [{"name": f"n{i}", "layer": "ReLU"} for i in range(20_000)]}
)
MILLION = 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "x" * MILLION,
        "{" * MILLION,
        '{"a":' * (MILLION // 5),
        "[" + "1," * (MILLION // 2) + "1]",
        '{"' + "x" * MILLION + '": 1}',
        '{"format": 1, "' + "x" * MILLION + '": 1}',
        '{"format": 1, "nodes": [{"name": "a", "layer": "' + "x" * MILLION + '"}]}',
        HALF[: len(HALF) // 2],
        '{"format": 1, "nodes": []}',
    ],
    ids=["text", "braces", "nested", "list", "name", "key", "layer", "half", "none"],
)
def test_a_long_or_broken_text_is_refused_quietly(canvas, qtbot, text):
    QGuiApplication.clipboard().setText(text)
    with qtbot.waitSignal(canvas.refused) as signal:
        canvas.paste()
    assert signal.args[0].startswith("The clipboard holds ")
    assert len(signal.args[0]) < 300
    assert canvas.toast.isVisible()
    assert steps(canvas) == 0


def test_a_picture_on_the_clipboard_is_no_design(canvas, qtbot):
    QGuiApplication.clipboard().setPixmap(canvas.grab())
    with qtbot.waitSignal(canvas.refused):
        canvas.paste()
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(canvas.refused):
        canvas.paste()
    assert steps(canvas) == 0
