"""Two hundred random gestures on a real scene: it shows the graph after each of them.

What a hand does is drawn from what there is: ports, wires, cards and the ground. At the
end undoing everything gives the first design, and doing it again the last one.
"""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from designer import layers
from designer.graph import Graph
from designer.ui.canvas import Canvas
from designer.ui.canvas.lining_up import align, distribute
from tests.ui.canvas_hand import Hand, assert_agrees, open_canvas

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

GESTURES = 20
"""In a row; hypothesis draws ten rows, and many more with --thorough."""

MOST_NODES = 25

Key, Modifier = Qt.Key, Qt.KeyboardModifier
NO_KEYS = Modifier.NoModifier
KEYS = (NO_KEYS, Modifier.ShiftModifier, Modifier.ControlModifier)
DROPPED = (
    "ReLU",
    "Conv2d",
    "Add",
    "Concat",
    "LSTM",
    "Linear",
    "Input",
    "Output",
    "Note",
)

START = (
    Graph()
    .add("image", layers.Input(shape=(1, 28, 28)), (0, 0))
    .add("conv1", layers.Conv2d(out_channels=8), (240, 0))
    .add("relu1", layers.ReLU(), (480, 0))
    .add("cat1", layers.Concat(), (720, 0))
    .add("flatten1", layers.Flatten(), (0, 160))
    .add("fc1", layers.Linear(out_features=10), (240, 160))
    .add("out", layers.Output(), (480, 160))
    .add("emb1", layers.Embedding(), (240, 300))
    .connect("image", "conv1")
    .connect("conv1", "relu1")
    .connect("relu1", "cat1")
    .connect("conv1", "cat1")
    .connect("cat1", "flatten1")
    .connect("flatten1", "fc1")
    .connect("fc1", "out")
)


class RandomHand:
    """A hand that does what is drawn for it."""

    def __init__(self, canvas: Canvas, data: st.DataObject) -> None:
        self.canvas = canvas
        self.hand = Hand(canvas)
        self.draw = data.draw
        self.deeds: dict[str, Callable[[], None]] = {
            "wire": self.wire,
            "unwire": self.unwire,
            "swap or move a wire": self.move_wire,
            "cut": self.cut,
            "move": self.move,
            "band": self.band,
            "click": self.click,
            "give up": self.give_up,
            "add": self.add,
            "delete": canvas.delete_selected,
            "duplicate": self.small(canvas.duplicate),
            "copy": canvas.copy,
            "cut out": canvas.cut,
            "paste": self.small(canvas.paste),
            "group": self.group,
            "dissolve": self.dissolve,
            "align": self.align,
            "arrow": self.arrow,
            "undo": canvas.document.undo_stack.undo,
            "redo": canvas.document.undo_stack.redo,
        }

    def act(self) -> None:
        """One gesture, with all of the graph in view, so that a mouse can reach it."""
        self.canvas.fit()
        self.deeds[self.draw(st.sampled_from(sorted(self.deeds)))]()

    # Where

    def place(self) -> tuple[float, float]:
        """Anywhere on the ground that is in view, not too near to its edge."""
        room = self.canvas.viewport().rect().adjusted(40, 40, -40, -40)
        x = self.draw(st.integers(room.left(), room.right()))
        y = self.draw(st.integers(room.top(), room.bottom()))
        found = self.canvas.mapToScene(x, y)
        return found.x(), found.y()

    def port(self, side: str) -> tuple[float, float] | None:
        ends = [
            (name, port)
            for name, item in self.canvas.stage.nodes.items()
            for port_side, port in getattr(item.card, "places", {})
            if port_side == side
        ]
        if not ends:
            return None
        name, port = self.draw(st.sampled_from(sorted(ends)))
        return self.hand.port(name, side, port)

    def on_wire(self) -> tuple[float, float] | None:
        wires = sorted(self.canvas.graph.wires)
        if not wires:
            return None
        item = self.canvas.stage.wires[self.draw(st.sampled_from(wires))]
        share = self.draw(st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9]))
        place = item.path().pointAtPercent(share)
        return place.x(), place.y()

    def body(self) -> tuple[float, float] | None:
        names = sorted(self.canvas.graph.nodes)
        return self.hand.body(self.draw(st.sampled_from(names))) if names else None

    def anywhere(self) -> tuple[float, float]:
        ways = (self.place, self.body, self.on_wire, lambda: self.port("input"))
        return self.draw(st.sampled_from(ways))() or self.place()

    def keys(self) -> Modifier:
        return self.draw(st.sampled_from(KEYS))

    # What

    def wire(self) -> None:
        sides = self.draw(st.permutations(["input", "output"]))
        ends = [self.port(side) for side in sides]
        if None not in ends:
            self.hand.drag(*ends)

    def unwire(self) -> None:
        start = self.port("input")
        if start:
            self.hand.drag(start, self.place())

    def move_wire(self) -> None:
        start = self.on_wire()
        if start:
            self.hand.drag(start, self.anywhere())

    def cut(self) -> None:
        self.hand.drag(self.place(), self.anywhere(), keys=Modifier.AltModifier)

    def move(self) -> None:
        start = self.body()
        if start:
            self.hand.drag(start, self.place(), keys=self.keys())

    def band(self) -> None:
        self.hand.drag(self.place(), self.place(), keys=self.keys())

    def click(self) -> None:
        self.hand.click(self.anywhere(), self.keys())

    def give_up(self) -> None:
        """Any drag, and Esc before the button is up."""
        self.hand.press(self.anywhere())
        self.hand.move(self.anywhere())
        before = self.canvas.document.design
        self.hand.key(Key.Key_Escape)
        self.hand.release()
        assert self.canvas.document.design is before

    def add(self) -> None:
        if len(self.canvas.graph) < MOST_NODES:
            self.hand.carry(self.draw(st.sampled_from(DROPPED)), self.anywhere())

    def small(self, deed: Callable[[], None]) -> Callable[[], None]:
        def if_small() -> None:
            if len(self.canvas.graph) < MOST_NODES:
                deed()

        return if_small

    def group(self) -> None:
        if self.canvas.blocks.can("group"):
            self.canvas.blocks.group()
            self.canvas.blocks.field.end(keep=False)

    def dissolve(self) -> None:
        """A block, where there is one."""
        blocks = [
            n for n, item in self.canvas.stage.nodes.items() if item.card.is_block
        ]
        if blocks:
            self.canvas.choose([self.draw(st.sampled_from(sorted(blocks)))])
            self.canvas.blocks.dissolve()

    def align(self) -> None:
        edges = ["left", "right", "top", "bottom", "centre", "middle"]
        way = self.draw(st.sampled_from([*edges, "across", "down"]))
        if way in edges:
            align(self.canvas, way)
        else:
            distribute(self.canvas, way)

    def arrow(self) -> None:
        self.hand.key(self.draw(st.sampled_from([Key.Key_Left, Key.Key_Down])))


@settings(
    max_examples=max(10, settings.default.max_examples // 20),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_scene_agrees_after_each_of_many_gestures(
    qtbot: QtBot, data: st.DataObject
) -> None:
    QGuiApplication.clipboard().clear()
    canvas = open_canvas(START)
    first = canvas.document.design
    hand = RandomHand(canvas, data)
    for _ in range(GESTURES):
        hand.act()
        assert_agrees(canvas)
        assert not canvas.stage.sketches
        assert not canvas.remark.isVisible()
    stack = canvas.document.undo_stack
    steps = stack.count()
    stack.setIndex(steps)
    last = canvas.document.design
    stack.setIndex(0)
    assert canvas.document.design == first
    assert_agrees(canvas)
    stack.setIndex(steps)
    assert canvas.document.design == last
    assert_agrees(canvas)
    canvas.close()
    canvas.deleteLater()
