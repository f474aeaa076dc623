"""A canvas on an open design, and a hand with a mouse on it."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.graph import Design, Graph
from designer.graph.framing import hidden_by
from designer.graph.inference import Given
from designer.layers import Frame
from designer.ui.canvas import LAYER_FORMAT, Canvas
from designer.ui.canvas.card import PortEnd, card_of
from designer.ui.canvas.frame_card import frame_card
from designer.ui.canvas.frame_item import SIDE, TOP, FrameItem
from designer.ui.canvas.node_item import NodeItem
from designer.ui.document import Document
from designer.ui.selection import Selection
from designer.ui.theme import DARK

LEFT = Qt.MouseButton.LeftButton


def open_canvas(graph: Graph) -> Canvas:
    """A canvas of 1000×700 pixels at 100 %, with the scene's corner in it."""
    document, selection = Document(), Selection()
    canvas = Canvas(document, selection, DARK)
    canvas.resize(1000, 700)
    document.open_design(Design(graph), "test")
    canvas.show()
    canvas.reset_zoom()
    canvas.centerOn(440, 280)
    return canvas


@contextmanager
def tried(qtbot: QtBot, graph: Graph) -> Iterator[Canvas]:
    """A canvas for one test; after it all can be undone, and is shown as it was."""
    canvas = open_canvas(graph)
    qtbot.addWidget(canvas)
    yield canvas
    assert_agrees(canvas)
    canvas.document.undo_stack.setIndex(0)
    assert canvas.graph == graph
    assert_agrees(canvas)


class Hand:
    """Presses, moves and lets go, at places of the scene."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.at = QPoint()

    def pixel(self, place) -> QPoint:
        return self.canvas.mapFromScene(QPointF(*place))

    def port(self, name: str, side: str, port: str) -> tuple[float, float]:
        place = self.canvas.stage.place_of(PortEnd(name, side, port))
        return place.x(), place.y()

    def output(self, name: str) -> tuple[float, float]:
        return self.port(name, "output", "output")

    def input(self, name: str, port: str = "input") -> tuple[float, float]:
        return self.port(name, "input", port)

    def body(self, name: str) -> tuple[float, float]:
        middle = self.canvas.stage.nodes[name].card_rect.center()
        return middle.x(), middle.y()

    def wire(self, source: str, target: str) -> tuple[float, float]:
        found = [
            item
            for wire, item in self.canvas.stage.wires.items()
            if (wire.source, wire.target) == (source, target)
        ]
        middle = found[0].path().pointAtPercent(0.5)
        return middle.x(), middle.y()

    def press(self, place, button=LEFT, keys=Qt.KeyboardModifier.NoModifier) -> None:
        self.at = self.pixel(place)
        QTest.mousePress(self.canvas.viewport(), button, keys, self.at)

    def move(self, place, keys=Qt.KeyboardModifier.NoModifier) -> None:
        """Moves there in steps; QTest's own moves know nothing of keys that are held."""
        start, end = self.at, self.pixel(place)
        viewport = self.canvas.viewport()
        for step in range(1, 5):
            pixel = start + (end - start) * step / 4
            event = QMouseEvent(
                QEvent.Type.MouseMove,
                QPointF(pixel),
                QPointF(viewport.mapToGlobal(pixel)),
                Qt.MouseButton.NoButton,
                QApplication.mouseButtons(),
                keys,
            )
            QApplication.sendEvent(viewport, event)
        self.at = end

    def release(self, button=LEFT, keys=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseRelease(self.canvas.viewport(), button, keys, self.at)

    def click(self, place, keys=Qt.KeyboardModifier.NoModifier) -> None:
        self.press(place, keys=keys)
        self.release(keys=keys)

    def drag(
        self, start, end, button=LEFT, keys=Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.press(start, button, keys)
        self.move(end, keys)
        self.release(button, keys)

    def key(self, key, keys=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.canvas, key, keys)

    def carry(self, name: str, place, drop: bool = True) -> bool:
        """Drags a layer in from a palette; whether the canvas took it."""
        data = QMimeData()
        data.setData(LAYER_FORMAT, name.encode())
        return self.carry_data(data, place, drop)

    def carry_data(self, data: QMimeData, place, drop: bool = True) -> bool:
        pixel = self.pixel(place)
        rest = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
        viewport = self.canvas.viewport()
        enter = QDragEnterEvent(pixel, *rest)
        QApplication.sendEvent(viewport, enter)
        if not enter.isAccepted():
            return False
        QApplication.sendEvent(viewport, QDragMoveEvent(pixel, *rest))
        if not drop:
            QApplication.sendEvent(viewport, QDragLeaveEvent())
            return True
        event = QDropEvent(QPointF(pixel), *rest)
        QApplication.sendEvent(viewport, event)
        return event.isAccepted()


def assert_agrees(canvas: Canvas) -> None:
    """The scene shows the document's graph, all of it and nothing else."""
    design, report, stage = canvas.document.design, canvas.document.report, canvas.stage
    graph = design.graph
    assert set(stage.nodes) == set(graph.nodes)
    for name, node in graph.nodes.items():
        item = stage.nodes[name]
        assert item.isVisible() == (not hidden_by(graph, name))
        if isinstance(node.layer, Frame):
            assert_frame_agrees(canvas, name)
            continue
        resolved = report.resolved.nodes[name].layer
        given = resolved if isinstance(resolved, Given) else None
        assert item.card == card_of(design, node, report.of(name), given)
        apart = item.pos() - QPointF(*node.position)
        assert apart.manhattanLength() < 1e-9  # Qt takes the least numbers for none
        assert item.highlighted == (name in canvas.selection.names)
    assert set(stage.wires) == set(graph.wires)
    broken = {problem.node for problem in report.errors}
    for wire, item in stage.wires.items():
        assert item.label.text == str(report.on_wire(wire) or "?")
        assert item.broken == (wire.target in broken)
        frame = hidden_by(graph, wire.source)
        inside = bool(frame) and frame == hidden_by(graph, wire.target)
        assert item.isVisible() == item.label.isVisible() == (not inside)
        if inside:
            continue
        start = stage.place_of(PortEnd(wire.source, "output", wire.source_port))
        end = stage.place_of(PortEnd(wire.target, "input", wire.target_port))
        assert item.path().pointAtPercent(0) == start
        assert (item.path().currentPosition() - end).manhattanLength() < 0.01
    shown = [item for item in stage.items() if item.parentItem() is None]
    assert len(shown) == len(graph.nodes) + 2 * len(graph.wires)


def assert_frame_agrees(canvas: Canvas, name: str) -> None:
    """A frame surrounds its nodes, or its card stands in their middle."""
    design, report, stage = canvas.document.design, canvas.document.report, canvas.stage
    item, members = stage.nodes[name], design.graph.members[name]
    assert item.card == frame_card(design, report, design.graph.nodes[name])
    assert isinstance(item, NodeItem if item.card.layer.collapsed else FrameItem)
    chosen = canvas.selection.names
    inside = any(hidden_by(design.graph, each) == name for each in chosen)
    assert item.highlighted == (name in chosen or inside)
    around = QRectF()
    for each in members:
        around = around.united(stage.nodes[each].card_rect)
    if not members:
        place = QPointF(*design.graph.nodes[name].position)
        assert (item.pos() - place).manhattanLength() < 1e-9
    elif item.card.layer.collapsed:
        middle = item.card_rect.center()
        assert abs(middle.x() - around.center().x()) <= 4
        assert around.top() <= item.card_rect.top() <= around.bottom()
    else:
        assert item.card_rect == around.adjusted(-SIDE, -TOP, SIDE, SIDE)
