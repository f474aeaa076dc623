"""Frames and notes on the canvas, by the hand: made, titled, moved, joined, collapsed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from designer import layers
from designer.errors import GraphError
from designer.graph import Graph
from designer.graph.edits import insert
from designer.graph.framing import framed
from designer.ui.canvas.frame_item import FrameItem, title_font
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.note_item import NoteItem
from tests.strategies import framed_graphs
from tests.ui.canvas_hand import Hand, assert_agrees, open_canvas

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

CHAIN = (
    Graph()
    .add("image", layers.Input(shape=(1, 28, 28)), (0, 80))
    .add("conv1", layers.Conv2d(out_channels=8), (240, 80))
    .add("relu1", layers.ReLU(), (480, 80))
    .add("flatten1", layers.Flatten(), (720, 80))
    .add("fc1", layers.Linear(out_features=10), (240, 320))
    .add("out", layers.Output(), (480, 320))
)
for ends in ("image conv1", "conv1 relu1", "relu1 flatten1", "flatten1 fc1", "fc1 out"):
    CHAIN = CHAIN.connect(*ends.split())
FRAMED, FRAME = framed(CHAIN, ["conv1", "relu1"])
FRAMED = FRAMED.set(FRAME, title="Stem")


@pytest.fixture
def canvas(qtbot):
    canvas = open_canvas(FRAMED)
    qtbot.addWidget(canvas)
    return canvas


@pytest.fixture
def hand(canvas):
    return Hand(canvas)


def edit(canvas, graph):
    canvas.edit("Edit", graph)


def title(canvas, name=FRAME) -> tuple[float, float]:
    bar = canvas.stage.nodes[name].title_bar
    return bar.left() + 40, bar.top() + 20


def members(canvas) -> dict:
    return dict(canvas.graph.members)


def test_a_selection_is_framed_and_its_title_typed_at_once(canvas):
    edit(canvas, CHAIN)
    canvas.choose(["conv1", "relu1"])
    assert canvas.annotations.can("frame")
    canvas.annotations.frame()
    field = canvas.annotations.field
    assert field.isVisible() and field.accessibleName() == "Title of the frame"
    field.setText("Feature extraction")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert members(canvas) == {"frame1": ("conv1", "relu1")}
    assert canvas.graph.nodes["frame1"].layer.title == "Feature extraction"
    assert canvas.selection.names == ("frame1",)
    assert_agrees(canvas)
    canvas.document.undo_stack.undo()
    assert canvas.graph.nodes["frame1"].layer.title == "Frame"
    canvas.document.undo_stack.undo()
    assert canvas.graph == CHAIN
    assert_agrees(canvas)


def test_without_nodes_a_frame_is_refused_in_words(canvas):
    said = []
    canvas.refused.connect(said.append)
    canvas.choose(())
    assert not canvas.annotations.can("frame")
    canvas.annotations.frame()
    canvas.annotations.collapse()
    assert "Select the nodes first" in said[0] and "Select a frame" in said[1]


def test_a_click_on_the_title_selects_the_frame_and_inside_it_nothing(canvas, hand):
    hand.click(title(canvas))
    assert canvas.selection.names == (FRAME,)
    rect = canvas.stage.nodes[FRAME].card_rect
    hand.click((rect.center().x(), rect.bottom() - 14))
    assert canvas.selection.names == ()
    hand.click((rect.center().x(), rect.bottom() - 2))
    assert canvas.selection.names == (FRAME,)
    assert_agrees(canvas)


def test_a_double_click_on_the_title_edits_it(canvas, hand):
    place = hand.pixel(title(canvas))
    QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    field = canvas.annotations.field
    assert field.isVisible() and field.text() == "Stem"
    field.setText("Start")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert canvas.graph == FRAMED


def test_dragging_the_title_moves_all_that_stands_in_it(canvas, hand):
    start = title(canvas)
    hand.drag(start, (start[0] + 40, start[1] + 160))
    for name in ("conv1", "relu1"):
        x, y = FRAMED.nodes[name].position
        assert canvas.graph.nodes[name].position == (x + 40, y + 160)
    assert canvas.graph.nodes["image"].position == (0, 80)
    assert members(canvas) == {FRAME: ("conv1", "relu1")}
    assert canvas.document.undo_stack.undoText() == "Move Stem"
    assert_agrees(canvas)
    canvas.document.undo_stack.undo()
    assert canvas.graph == FRAMED
    assert_agrees(canvas)


def test_a_node_let_go_in_a_frame_joins_it_and_outside_leaves_it(canvas, hand):
    hand.drag(hand.body("fc1"), (444, 107))
    assert members(canvas) == {FRAME: ("conv1", "relu1", "fc1")}
    assert_agrees(canvas)
    hand.drag(hand.body("relu1"), (580, 420))
    assert members(canvas) == {FRAME: ("conv1", "fc1")}
    assert_agrees(canvas)
    stack = canvas.document.undo_stack
    stack.undo()
    stack.undo()
    assert canvas.graph == FRAMED
    assert_agrees(canvas)


def test_while_a_node_is_dragged_frames_show_what_would_be(canvas, hand):
    frame = canvas.stage.nodes[FRAME]
    whole = frame.card_rect
    hand.press(hand.body("relu1"))
    hand.move((560, 420))
    assert frame.card_rect.width() < whole.width()
    hand.move(hand.body("conv1"))
    assert not frame.taking
    hand.key(Qt.Key.Key_Escape)
    assert frame.card_rect == whole and canvas.graph == FRAMED
    hand.release()
    hand.press(hand.body("fc1"))
    hand.move(hand.body("conv1"))
    assert frame.taking
    hand.key(Qt.Key.Key_Escape)
    assert not frame.taking
    assert_agrees(canvas)


def test_the_last_node_that_leaves_leaves_an_empty_frame(canvas, hand):
    edit(canvas, CHAIN)
    edit(canvas, framed(CHAIN, ["fc1"])[0])
    hand.drag(hand.body("fc1"), hand.body("fc1"))
    hand.drag(hand.body("fc1"), (820, 420))
    assert members(canvas) == {FRAME: ()}
    assert_agrees(canvas)
    hand.drag(hand.body("out"), (300, 340))
    assert members(canvas) == {FRAME: ("out",)}
    assert_agrees(canvas)


def test_an_empty_frame_is_moved_too(canvas, hand):
    edit(canvas, CHAIN.add(FRAME, layers.Frame(), (480, 240)))
    start = title(canvas)
    hand.drag(start, (start[0] + 80, start[1]))
    assert canvas.graph.nodes[FRAME].position == (560, 240)
    assert_agrees(canvas)


def test_what_is_dragged_with_its_frame_stays_in_it(canvas, hand):
    canvas.choose([FRAME, "conv1", "fc1"])
    hand.drag(hand.body("conv1"), (hand.body("conv1")[0] + 80, 187))
    assert members(canvas) == {FRAME: ("conv1", "relu1")}
    assert canvas.graph.nodes["relu1"].position == (560, 160)
    assert_agrees(canvas)


def test_a_band_selects_a_frame_only_whole(canvas, hand):
    rect = canvas.stage.nodes[FRAME].card_rect
    hand.drag((rect.left() + 12, 150), (rect.right() - 10, 155))
    assert canvas.selection.names == ()
    start = (rect.left() - 20, rect.top() - 20)
    hand.drag(start, (rect.right() + 20, rect.bottom() + 20))
    assert set(canvas.selection.names) == {FRAME, "conv1", "relu1"}


def test_deleting_a_frame_keeps_its_nodes(canvas):
    canvas.choose([FRAME])
    canvas.delete_selected()
    assert canvas.graph == CHAIN
    assert_agrees(canvas)


def test_copies_of_a_frame_hold_copies_of_its_nodes(canvas):
    canvas.choose([FRAME])
    canvas.copy()
    assert '"conv1"' in QGuiApplication.clipboard().text()
    canvas.duplicate()
    assert sorted(map(len, members(canvas).values())) == [2, 2]
    canvas.paste()
    assert sorted(map(len, members(canvas).values())) == [2, 2, 2]
    assert_agrees(canvas)


def test_keys_move_a_frame_with_its_nodes(canvas, hand):
    canvas.choose([FRAME])
    hand.key(Qt.Key.Key_Right)
    assert canvas.graph.nodes["relu1"].position == (488, 80)
    assert_agrees(canvas)


def test_what_is_added_in_a_frame_stands_in_it(canvas, hand):
    assert hand.carry("ReLU", (440, 107))
    assert members(canvas) == {FRAME: ("conv1", "relu1", "relu2")}
    assert hand.carry("Linear", (560, 420))
    assert members(canvas) == {FRAME: ("conv1", "relu1", "relu2")}
    assert_agrees(canvas)


def test_what_is_put_between_two_in_a_frame_stands_in_it():
    wire = FRAMED.wires_into("relu1")["input"]
    graph, name = insert(FRAMED, wire, layers.BatchNorm2d())
    assert graph.members == {FRAME: ("conv1", "relu1", name)}
    wire = FRAMED.wires_into("flatten1")["input"]
    assert insert(FRAMED, wire, layers.ReLU())[0].members == FRAMED.members


def test_a_frame_is_cut_with_its_nodes(canvas):
    canvas.choose([FRAME])
    canvas.cut()
    assert set(canvas.graph.nodes) == {"image", "flatten1", "fc1", "out"}
    canvas.paste()
    assert sorted(map(len, members(canvas).values())) == [2]
    assert_agrees(canvas)


# Collapsed -----------------------------------------------------------------------------


def test_a_collapsed_frame_is_one_card_with_ends_for_its_wires(canvas):
    canvas.choose(["conv1"])
    canvas.annotations.collapse()
    card = canvas.stage.nodes[FRAME]
    assert isinstance(card, NodeItem)
    assert (card.card.title, card.card.detail) == ("Stem", "2 nodes · 80")
    assert card.card.inputs == ("conv1.input",)
    assert card.card.outputs == ("relu1.output",)
    assert canvas.selection.names == (FRAME,)
    assert_agrees(canvas)
    ends = {(w.source, w.target): item for w, item in canvas.stage.wires.items()}
    assert not ends["conv1", "relu1"].isVisible()
    start = ends["relu1", "flatten1"].path().pointAtPercent(0)
    assert start.x() == card.card_rect.right()
    canvas.annotations.collapse()
    assert canvas.graph == FRAMED
    assert isinstance(canvas.stage.nodes[FRAME], FrameItem)
    assert_agrees(canvas)


def test_the_chevron_collapses_and_a_double_click_expands(canvas, hand):
    middle = canvas.stage.nodes[FRAME].chevron.center()
    hand.click((middle.x(), middle.y()))
    assert canvas.graph.nodes[FRAME].layer.collapsed
    place = hand.pixel(hand.body(FRAME))
    QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert canvas.graph == FRAMED
    assert_agrees(canvas)


def test_moving_a_collapsed_frame_moves_its_nodes(canvas, hand):
    edit(canvas, FRAMED.set(FRAME, collapsed=True))
    x, y = hand.body(FRAME)
    hand.drag((x, y), (x + 80, y + 160))
    assert canvas.graph.nodes["conv1"].position == (320, 240)
    assert members(canvas) == {FRAME: ("conv1", "relu1")}
    assert_agrees(canvas)


def test_a_collapsed_frame_is_deleted_with_what_it_stands_for(canvas):
    edit(canvas, FRAMED.set(FRAME, collapsed=True))
    canvas.choose([FRAME])
    canvas.delete_selected()
    assert set(canvas.graph.nodes) == {"image", "flatten1", "fc1", "out"}
    assert_agrees(canvas)
    canvas.document.undo_stack.undo()
    canvas.select_all()
    canvas.delete_selected()
    assert not canvas.graph.nodes
    assert_agrees(canvas)


def test_a_collapsed_frame_is_arranged_as_one_card(canvas, qtbot):
    edit(canvas, FRAMED.set(FRAME, collapsed=True).move({"flatten1": (0, 600)}))
    canvas.arranging.whole()
    canvas.glide.end()
    nodes = canvas.stage.nodes
    tops = {nodes[name].card_rect.top() for name in ("image", FRAME, "flatten1")}
    assert len(tops) == 1
    gap = nodes["flatten1"].pos().x() - nodes[FRAME].pos().x()
    assert gap == nodes[FRAME].pos().x() - nodes["image"].pos().x()
    assert_agrees(canvas)
    canvas.document.undo_stack.undo()
    canvas.glide.end()
    assert_agrees(canvas)


def test_problems_inside_mark_the_card(canvas):
    edit(canvas, FRAMED.set(FRAME, collapsed=True))
    edit(canvas, canvas.graph.set("conv1", kernel_size=(40, 40)))
    card = canvas.stage.nodes[FRAME].card
    assert card.severity == "error" and "conv1" in card.message
    assert_agrees(canvas)


def test_revealing_a_hidden_node_shows_its_card(canvas):
    edit(canvas, FRAMED.set(FRAME, collapsed=True).move({FRAME: (0, 0)}))
    canvas.centerOn(QPointF(5000, 5000))
    canvas.selection.reveal("relu1")
    assert canvas.selection.names == ("relu1",)
    assert canvas.stage.nodes[FRAME].highlighted
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.stage.nodes[FRAME].card_rect)
    assert_agrees(canvas)


def test_titles_of_frames_that_begin_at_one_place_stand_side_by_side(canvas):
    graph = FRAMED.move({"fc1": (240, 240), "flatten1": (480, 240)})
    graph = graph.put_in("", "relu1").add("frame2", layers.Frame(title="Other"))
    edit(canvas, graph.put_in("frame2", "relu1", "fc1"))
    small, large = canvas.stage.nodes[FRAME], canvas.stage.nodes["frame2"]
    assert small.card_rect.topLeft() == large.card_rect.topLeft()
    assert small.title_shift == 0
    assert large.title_shift >= small.title_box.width()
    edit(canvas, canvas.graph.move({"conv1": (240, 400)}))
    assert large.title_shift == 0
    assert_agrees(canvas)


def test_a_title_can_be_read_at_any_zoom(canvas):
    look = canvas.stage.look
    for zoom in (0.1, 0.2, 0.35, 0.7, 1.0, 2.0):
        assert title_font(look, zoom).pixelSize() * zoom >= 11.5


# Notes ---------------------------------------------------------------------------------


def test_a_note_is_added_and_written_at_once(canvas, hand):
    hand.move((60, 300))
    canvas.annotations.add_note()
    note = canvas.stage.nodes["note1"]
    assert isinstance(note, NoteItem) and note.editing
    assert (note.pos() - QPointF(60, 300)).manhattanLength() <= 8
    QTest.keyClicks(canvas.viewport(), "Why")
    note.end_edit()
    assert canvas.graph.nodes["note1"].layer.text == "Why"
    assert_agrees(canvas)


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_a_key_ends_a_note_and_keeps_what_was_written(canvas, hand, key, held):
    hand.move((60, 300))
    canvas.annotations.add_note()
    added = canvas.graph
    note = canvas.stage.nodes["note1"]
    QTest.keyClick(canvas.viewport(), key, held)
    assert not note.editing
    assert canvas.graph == added, "what was not written in keeps its words"
    note.edit()
    QTest.keyClicks(canvas.viewport(), "Why")
    QTest.keyClick(canvas.viewport(), key, held)
    assert not note.editing
    assert canvas.graph.nodes["note1"].layer.text == "Why"
    assert canvas.selection.names == ("note1",)
    canvas.document.undo_stack.undo()
    assert canvas.graph == added
    assert_agrees(canvas)


# Whatever is done ----------------------------------------------------------------------


@st.composite
def edits_of(draw, graph: Graph) -> Graph:
    """Some edit of a graph with frames; a refused one leaves it as it is."""
    if not graph.nodes:
        return graph
    name = draw(st.sampled_from(sorted(graph.nodes)))
    frames = st.sampled_from(["", *graph.members])
    place = draw(st.tuples(st.integers(-300, 900), st.integers(-300, 600)))
    try:
        match draw(st.sampled_from("frame put move remove rename toggle swap".split())):
            case "frame":
                return framed(graph, [name])[0]
            case "put":
                return graph.put_in(draw(frames), name)
            case "move":
                return graph.move({name: place})
            case "remove":
                return graph.remove(name)
            case "rename":
                return graph.rename(name, draw(st.sampled_from(["a1", "b2", "c3"])))
            case "toggle":
                frame = draw(frames)
                closed = graph.node(frame).layer.collapsed
                return graph.set(frame, collapsed=not closed)
        return graph.replace(
            name, draw(st.sampled_from([layers.Frame(), layers.Add()]))
        )
    except GraphError:
        return graph


@settings(deadline=None)
@given(st.data())
def test_the_scene_follows_whatever_becomes_of_frames(qapp, data):
    graph = data.draw(framed_graphs(6))
    canvas = open_canvas(graph)
    assert_agrees(canvas)
    for _ in range(data.draw(st.integers(1, 5))):
        names = data.draw(st.lists(st.sampled_from(["", *canvas.graph.nodes])))
        canvas.choose(dict.fromkeys(filter(None, names)))
        edit(canvas, data.draw(edits_of(canvas.graph)))
        assert_agrees(canvas)
    while canvas.document.undo_stack.canUndo():
        canvas.document.undo_stack.undo()
        assert_agrees(canvas)
    assert canvas.graph == graph
    canvas.deleteLater()


@pytest.mark.parametrize("collapsed", [True, False])
@pytest.mark.parametrize("step", [(48, -120), (7, 11), (0.5, 3.25)])
def test_all_of_it_moves_as_a_canvas_that_is_opened_there(qtbot, collapsed, step):
    moved = {n.name: (n.position[0] + step[0], n.position[1] + step[1]) for n in FRAMED}
    before = FRAMED.set(FRAME, collapsed=collapsed)
    canvas, there = open_canvas(before), open_canvas(before.move(moved))
    qtbot.addWidget(canvas)
    qtbot.addWidget(there)
    canvas.select_all()
    edit(canvas, before.move(moved))
    for name, item in there.stage.nodes.items():
        own = canvas.stage.nodes[name]
        assert own.card_rect == item.card_rect
        assert own.highlighted
    for wire, line in there.stage.wires.items():
        own_line = canvas.stage.wires[wire]
        assert own_line.isVisible() == line.isVisible()
        if line.isVisible():  # no wire inside a collapsed frame has a way
            assert own_line.lines() == line.lines()
            assert own_line.route == line.route
    stage, other = canvas.stage, there.stage
    assert stage.overview.bounds(stage) == other.overview.bounds(other)
    assert_agrees(canvas)
    canvas.document.undo_stack.undo()
    assert_agrees(canvas)
