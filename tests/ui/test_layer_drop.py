"""Dragging a layer over the canvas shows what letting go would do, and undoes it."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from designer import layers
from designer.graph import Graph
from designer.ui.canvas import LAYER_FORMAT
from designer.ui.canvas.node_item import NodeItem
from designer.ui.theme import NODE_WIDTH
from tests.ui.canvas_hand import LEFT, Hand, tried

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

START = (
    Graph()
    .add("image", layers.Input(shape=(1, 28, 28)), (0, 0))
    .add("conv1", layers.Conv2d(), (240, 0))
    .add("flatten1", layers.Flatten(), (480, 0))
    .add("fc1", layers.Linear(), (720, 0))
    .connect("image", "conv1")
    .connect("conv1", "flatten1")
    .connect("flatten1", "fc1")
)


@pytest.fixture
def canvas(qtbot):
    with tried(qtbot, START) as canvas:
        yield canvas


@pytest.fixture
def drag(canvas):
    return Drag(canvas)


class Drag:
    """A layer that hangs on the pointer, moved over places of the scene."""

    def __init__(self, canvas):
        self.canvas = canvas
        self.hand = Hand(canvas)

    def begin(self, name, place):
        self.data = QMimeData()
        self.data.setData(LAYER_FORMAT, name.encode())
        self._send(QDragEnterEvent, place)
        self.move(place)

    def move(self, place):
        self._send(QDragMoveEvent, place)

    def drop(self, place):
        pixel = QPointF(self.hand.pixel(place))
        keys = Qt.KeyboardModifier.NoModifier
        action = Qt.DropAction.CopyAction
        event = QDropEvent(pixel, action, self.data, LEFT, keys)
        QApplication.sendEvent(self.canvas.viewport(), event)

    def leave(self):
        QApplication.sendEvent(self.canvas.viewport(), QDragLeaveEvent())

    def _send(self, kind, place):
        keys = Qt.KeyboardModifier.NoModifier
        action = Qt.DropAction.CopyAction
        event = kind(self.hand.pixel(place), action, self.data, LEFT, keys)
        QApplication.sendEvent(self.canvas.viewport(), event)


def lefts(canvas):
    return {name: item.pos().x() for name, item in canvas.stage.nodes.items()}


def words(canvas):
    return canvas.remark.text() if canvas.remark.isVisible() else ""


def test_over_a_wire_the_wire_glows_and_the_row_makes_room(canvas, drag):
    before, place = lefts(canvas), drag.hand.wire("conv1", "flatten1")
    drag.begin("ReLU", place)
    assert canvas.hover.wire.wire.source == "conv1"
    assert words(canvas) == "Between conv1 and flatten1"
    assert lefts(canvas) == {**before, "flatten1": 720, "fc1": 960}
    drag.move(place)  # the wire has not gone out of the way
    assert canvas.hover.wire is not None
    assert canvas.hover.wire.path().boundingRect().height() < 1
    drag.move((400, 400))
    assert canvas.hover.wire is None
    assert words(canvas) == ""
    assert lefts(canvas) == before
    drag.leave()


def test_what_stands_aside_stays_there_when_it_is_let_go(canvas, drag):
    place = drag.hand.wire("conv1", "flatten1")
    drag.begin("ReLU", place)
    drag.drop(place)
    graph = canvas.graph
    assert [w.target for w in graph.wires_from("conv1")] == ["relu1"]
    assert [graph.node(n).position[0] for n in ("relu1", "flatten1", "fc1")] == [
        480,
        720,
        960,
    ]
    assert words(canvas) == ""
    assert canvas.hover.wire is None


def test_the_wire_stays_the_one_meant_where_a_node_stood_before(canvas, drag):
    place = drag.hand.wire("conv1", "flatten1")
    drag.begin("ReLU", place)
    beyond = (480 + NODE_WIDTH / 2, place[1])  # flatten1 has moved from there
    drag.move(beyond)
    assert words(canvas) == "Between conv1 and flatten1"
    drag.drop(beyond)
    assert [w.target for w in canvas.graph.wires_from("conv1")] == ["relu1"]


def test_leaving_puts_everything_back(canvas, drag):
    before = lefts(canvas)
    drag.begin("ReLU", drag.hand.wire("conv1", "flatten1"))
    assert lefts(canvas) != before
    drag.leave()
    assert lefts(canvas) == before


def test_what_does_not_fit_in_a_wire_is_told(canvas, drag):
    drag.begin("Conv1d", drag.hand.wire("conv1", "flatten1"))
    assert words(canvas) == (
        "Between conv1 and flatten1, but Conv1d needs channels × length and gets "
        "32×26×26."
    )
    drag.leave()


def test_over_a_node_it_is_told_whose_place_it_takes(canvas, drag):
    drag.begin("MaxPool2d", drag.hand.body("conv1"))
    assert words(canvas) == "In place of conv1"
    assert canvas.stage.nodes["conv1"].highlighted
    drag.move(drag.hand.body("fc1"))
    assert not canvas.stage.nodes["conv1"].highlighted
    assert words(canvas).startswith("In place of fc1, but MaxPool2d needs channels")
    drag.leave()


def test_dropped_on_a_node_it_takes_its_place_and_its_wires(canvas, drag):
    place = drag.hand.body("conv1")
    drag.begin("MaxPool2d", place)
    drag.drop(place)
    assert {f"{w.source}>{w.target}" for w in canvas.graph.wires} == {
        "image>pool1",
        "pool1>flatten1",
        "flatten1>fc1",
    }


def test_a_drag_that_came_twice_leaves_no_pale_card(canvas, drag):
    def cards():
        return [i for i in canvas.stage.items() if isinstance(i, NodeItem)]

    before = cards()
    drag.begin("Dropout", (60, 300))
    drag.begin("Dropout", (360, 300))
    assert len(cards()) == len(before) + 1
    drag.leave()
    assert cards() == before
