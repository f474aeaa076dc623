"""Blocks on the canvas: entered, grouped, dissolved, shared, replaced, and drawn."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer import layers
from designer.graph import Design
from designer.graph.block import Absent, Block, Use
from designer.graph.design import Step
from designer.ui.canvas import Canvas
from designer.ui.canvas.node_item import NodeItem
from designer.ui.document import Document
from designer.ui.follow import follow
from designer.ui.place import Place
from designer.ui.selection import Selection
from designer.ui.theme import DARK, LIGHT
from tests.graph.blocks import network, residual
from tests.strategies import any_designs
from tests.ui.canvas_hand import Hand, assert_agrees
from tests.ui.conftest import small_design

DEEDS = (
    "open",
    "leave",
    "group",
    "dissolve",
    "unique",
    "duplicate",
    "share",
    "delete",
    "undo",
    "redo",
)

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


def opened(qtbot, design: Design) -> Canvas:
    canvas = shown(design)
    qtbot.addWidget(canvas)
    return canvas


def shown(design: Design) -> Canvas:
    document = Document()
    place, selection = Place(document), Selection()
    follow(place, selection)
    canvas = Canvas(place, selection, DARK)
    canvas.resize(1000, 700)
    document.open_design(design, "net")
    canvas.show()
    return canvas


@pytest.fixture
def canvas(qtbot):
    return opened(qtbot, network())


@pytest.fixture
def flat(qtbot):
    return opened(qtbot, small_design())


def double_click(canvas, name):
    hand = Hand(canvas)
    hand.click(hand.body(name))
    QTest.mouseDClick(
        canvas.viewport(), Qt.MouseButton.LeftButton, pos=hand.pixel(hand.body(name))
    )


def steps(canvas):
    return canvas.document.undo_stack.count()


def label(canvas):
    return canvas.document.undo_stack.undoText()


# Going in and out


def test_a_double_click_goes_into_a_block(canvas):
    double_click(canvas, "stage2")
    assert canvas.document.way == (Step("stage2"),)
    assert set(canvas.stage.nodes) == set(residual().graph.nodes)
    assert len(canvas.stage.wires) == len(residual().graph.wires)
    assert canvas.selection.names == () and steps(canvas) == 0


def test_a_double_click_on_another_layer_goes_nowhere(canvas):
    double_click(canvas, "fc1")
    assert canvas.document.way == () and canvas.selection.single == "fc1"


def test_enter_goes_into_the_selected_block_and_out_selects_it(canvas):
    canvas.selection.set(["stage1"])
    Hand(canvas).key(Qt.Key.Key_Return)
    assert canvas.document.way == (Step("stage1"),)
    canvas.blocks.leave()
    assert canvas.selection.names == ("stage1",)
    assert canvas.stage.nodes["stage1"].highlighted


def test_each_place_keeps_its_view(canvas):
    canvas.set_zoom(0.8)
    canvas.pan(QPoint(40, 30))
    corner = canvas.mapToScene(QPoint(0, 0))
    canvas.document.enter("stage1")
    canvas.set_zoom(1.7)
    inside = canvas.mapToScene(QPoint(0, 0))
    canvas.document.leave()
    assert canvas.zoom == pytest.approx(0.8)
    assert (canvas.mapToScene(QPoint(0, 0)) - corner).manhattanLength() < 3
    canvas.document.enter("stage1")
    assert canvas.zoom == pytest.approx(1.7)
    assert (canvas.mapToScene(QPoint(0, 0)) - inside).manhattanLength() < 3


def test_a_place_seen_first_is_fitted(canvas):
    canvas.set_zoom(3.0)
    canvas.document.enter("stage1")
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.stage.bounds())


def test_another_repeat_is_seen_from_the_same_place_with_its_own_shapes(canvas):
    canvas.document.enter("stage2", 0)
    assert "8×16×16" in canvas.stage.nodes["x"].card.detail
    canvas.set_zoom(1.3)
    canvas.document.go((Step("stage2", 2),))
    assert canvas.zoom == pytest.approx(1.3)
    assert "16×8×8" in canvas.stage.nodes["x"].card.detail
    shapes = {str(w): item.label.text for w, item in canvas.stage.wires.items()}
    assert shapes["x.output → conv1.input"] == "16×8×8"


def test_one_comes_back_when_an_undo_takes_the_block_away(flat):
    flat.choose(["conv1", "relu1"])
    flat.blocks.group()
    flat.document.enter("block1")
    flat.document.undo_stack.undo()
    assert flat.document.way == ()
    assert set(flat.stage.nodes) == set(small_design().graph.nodes)


def test_edits_inside_are_made_as_outside(canvas):
    canvas.document.enter("stage1")
    canvas.selection.set(["relu1"])
    canvas.delete_selected()
    assert "relu1" not in canvas.document.document.design.blocks["Residual"].graph.nodes
    assert steps(canvas) == 1
    canvas.document.undo_stack.undo()
    assert "relu1" in canvas.stage.nodes


# Deeds


def test_grouping_selects_the_block_and_lets_its_name_be_typed(flat):
    flat.choose(["conv1", "relu1"])
    assert flat.blocks.can("group")
    flat.blocks.group()
    assert flat.selection.single == "block1" and steps(flat) == 1
    assert (
        flat.blocks.field.isVisible() and flat.blocks.field.selectedText() == "Block1"
    )
    QTest.keyClicks(flat.blocks.field, "Stem")
    QTest.keyClick(flat.blocks.field, Qt.Key.Key_Return)
    assert set(flat.document.design.blocks) == {"Stem"}
    assert flat.stage.nodes["block1"].card.title == "Stem"
    assert flat.blocks.field.isHidden() and steps(flat) == 2


def test_escape_leaves_the_name_as_it_is(flat):
    flat.choose(["conv1"])
    flat.blocks.group()
    QTest.keyClicks(flat.blocks.field, "Stem")
    QTest.keyClick(flat.blocks.field, Qt.Key.Key_Escape)
    assert set(flat.document.design.blocks) == {"Block1"} and steps(flat) == 1


def test_a_name_that_cannot_be_is_refused_in_words(flat):
    flat.choose(["conv1"])
    flat.blocks.group()
    QTest.keyClicks(flat.blocks.field, "two words")
    QTest.keyClick(flat.blocks.field, Qt.Key.Key_Return)
    assert "cannot name a block" in flat.toast.text()
    assert set(flat.document.design.blocks) == {"Block1"}


def test_what_cannot_be_one_block_is_refused_in_words(flat):
    flat.choose(["conv1", "flatten1"])
    flat.blocks.group()
    assert "relu1 lies between" in flat.toast.text() and steps(flat) == 0


def test_dissolving_brings_the_layers_back_and_selects_them(flat):
    before = flat.graph.wires
    flat.choose(["conv1", "relu1"])
    flat.blocks.group()
    QTest.keyClick(flat.blocks.field, Qt.Key.Key_Escape)
    assert flat.selection.single == "block1"
    flat.blocks.dissolve()
    assert flat.graph.wires == before and label(flat) == "Dissolve block1"
    assert set(flat.selection.names) == {"conv1", "relu1"}


def test_what_comes_out_of_repeats_stands_clear_and_is_seen(canvas):
    before = set(canvas.graph.nodes)
    canvas.choose(["stage2"])
    canvas.blocks.dissolve()
    come = set(canvas.graph.nodes) - before
    assert set(canvas.selection.names) == come and len(come) > 12
    rects = {name: item.card_rect for name, item in canvas.stage.nodes.items()}
    for one, other in itertools.combinations(rects, 2):
        assert not rects[one].intersects(rects[other]), (one, other)
    assert canvas.seen.contains(canvas.stage.bounds(come))
    left = min(rects[name].left() for name in come)
    right = max(rects[name].right() for name in come)
    assert left - rects["stage1"].right() < 100, "no gap is left before them"
    assert 0 < rects["flatten1"].left() - right < 100, "nor behind them"
    assert canvas.document.document.undo_stack.count() == 1


def test_a_block_that_is_used_twice_can_be_made_unique(canvas):
    canvas.choose(["stage1"])
    assert canvas.blocks.can("unique")
    canvas.blocks.unique()
    assert canvas.stage.nodes["stage1"].card.title == "Residual2"
    assert not canvas.blocks.can("unique"), "it is used once now"


def test_layers_share_weights_and_get_their_own_again(flat):
    flat.choose(["conv1"])
    flat.blocks.duplicate()
    (copy,) = flat.selection.names
    assert flat.graph.node(copy).shares == "conv1" and steps(flat) == 1
    assert flat.stage.nodes[copy].card.detail == f"{copy} · as conv1"
    owner = flat.stage.nodes["conv1"]
    assert owner.card.has_link
    used = flat.graph.connect("image1", copy).add("end", layers.Output())
    flat.edit("Use it", used.connect(copy, "end"))
    middle = flat.stage.nodes[copy].card_rect.center()
    assert "uses the weights of conv1" in flat.stage.help_at(middle, 5)
    middle = owner.card_rect.center()
    assert f"{copy} uses its weights too" in flat.stage.help_at(middle, 5)
    flat.document.undo_stack.undo()
    assert flat.blocks.can("unique")
    flat.blocks.unique()
    assert not flat.graph.node(copy).shares and not owner.card.has_link
    flat.choose(["conv1", copy])
    assert flat.blocks.can("share")
    flat.blocks.share()
    assert flat.graph.node(copy).shares == "conv1"
    assert not flat.blocks.can("share"), "they do already"


def test_only_what_learns_and_is_alike_can_share(flat):
    for names in (["conv1"], ["conv1", "fc1"], ["relu1"], ["image1"]):
        flat.choose(names)
        assert not flat.blocks.can("share")
    flat.choose(["relu1"])
    assert not flat.blocks.can("duplicate")


def test_what_can_be_done_follows_the_selection(canvas):
    can = canvas.blocks.can
    deeds = ("open", "group", "dissolve", "repeat", "replace", "leave")
    canvas.choose([])
    assert not any(map(can, deeds))
    canvas.choose(["image"])
    assert not can("group") and can("replace")
    canvas.choose(["stage1"])
    assert all(map(can, deeds[:-1]))
    canvas.document.enter("stage1")
    assert can("leave")


def test_a_layer_dropped_onto_a_node_takes_its_place(flat):
    hand = Hand(flat)
    assert hand.carry("GELU", hand.body("relu1"))
    assert "relu1" not in flat.graph.nodes and flat.selection.single == "gelu1"
    wires = {(wire.source, wire.target) for wire in flat.graph.wires}
    assert {("conv1", "gelu1"), ("gelu1", "flatten1")} <= wires
    assert label(flat) == "Replace relu1 by GELU" and steps(flat) == 1


def test_a_block_cannot_be_dropped_into_itself(canvas):
    canvas.document.enter("stage1")
    hand = Hand(canvas)
    assert not hand.carry("block:Residual", (60.0, 400.0))
    assert "cannot" in canvas.toast.text()


def test_the_right_button_selects_and_asks_for_a_menu(flat):
    asked = []
    flat.menu_wanted.connect(asked.append)
    hand = Hand(flat)
    for place, names in ((hand.body("relu1"), ("relu1",)), ((-300.0, -300.0), ())):
        pixel = hand.pixel(place)
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, pixel, flat.viewport().mapToGlobal(pixel)
        )
        QApplication.sendEvent(flat.viewport(), event)
        assert flat.selection.names == names
    assert len(asked) == 2


# Drawing


def test_a_repeated_block_is_a_stack_with_its_number(canvas):
    card = canvas.stage.nodes["stage2"].card
    assert card.title == "Residual" and card.repeats == "×3" and card.is_block
    assert card.detail == "stage2 · width * 2 · 2 if i == 0 else 1"
    assert not canvas.stage.nodes["stage1"].card.repeats
    assert _painted(canvas, "stage2") != _painted(canvas, "stage1")


def test_hovering_over_a_block_tells_its_size_and_its_shapes(canvas):
    middle = canvas.stage.nodes["stage2"].card_rect.center()
    words = canvas.stage.help_at(middle, 5)
    assert "3 repeats: the first 8×16×16 → 16×8×8, the last gives 16×8×8" in words
    assert "channels width * 2" in words and "parameters" in words


def test_ports_that_are_gone_are_labelled(canvas):
    whole = canvas.document.document
    graph = whole.design.blocks["Residual"].graph.rename("output1", "answer")
    block = Block("Residual", graph, residual().settings)
    whole.edit("Rename output1", whole.design.with_block(block))
    card = canvas.stage.nodes["stage1"].card
    assert card.gone == {("output", "output1")} and card.labelled
    assert card.severity == "error"


def test_a_block_that_is_not_there_says_so(qtbot):
    absent = Absent("Bottleneck", {"block": "Bottleneck"}, "stands for a block.")
    design = Design(Design().graph.add("stage1", absent))
    canvas = opened(qtbot, design)
    card = canvas.stage.nodes["stage1"].card
    assert card.is_absent and card.severity and card.title == "Bottleneck"
    double_click(canvas, "stage1")
    assert canvas.document.way == ()


def test_problems_inside_show_at_the_block(canvas):
    canvas.document.enter("stage1")
    graph = canvas.graph.set("conv2", kernel_size=1)
    canvas.edit("Set", graph)
    canvas.document.leave()
    card = canvas.stage.nodes["stage1"].card
    assert card.severity == "error" and card.message.startswith("stage1 ▸ add1: ")


def test_an_output_inside_a_block_has_no_loss(canvas):
    assert "CrossEntropy" in canvas.stage.nodes["scores"].card.detail
    canvas.document.enter("stage1")
    assert canvas.stage.nodes["output1"].card.detail == "output1"


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_all_kinds_of_blocks_can_be_painted(canvas, theme):
    canvas.set_theme(theme)
    canvas.choose(["stage1"])
    for zoom in (0.15, 0.35, 1.0):
        canvas.set_zoom(zoom)
        canvas.viewport().grab()


def _painted(canvas: Canvas, name: str) -> QImage:
    """The top right corner of a card, where a stack stands out."""
    item = canvas.stage.nodes[name]
    assert isinstance(item, NodeItem)
    corner = canvas.mapFromScene(item.card_rect.topRight() + QPointF(2, -5))
    return canvas.viewport().grab(QRect(corner, QSize(4, 4))).toImage()


def test_uses_of_nested_blocks_can_be_entered(qtbot):
    inner = Block("Outer", network().graph)
    canvas = opened(qtbot, Design().with_graph(Design().graph.add("o", Use(inner))))
    double_click(canvas, "o")
    double_click(canvas, "stage1")
    assert canvas.document.titles == ("net", "o", "stage1")
    assert isinstance(canvas.graph.node("x").layer, layers.Input)


@settings(max_examples=40, deadline=None)
@given(any_designs(), st.data())
def test_whatever_is_done_the_canvas_shows_the_place(qapp, design, data):
    canvas = shown(design)
    document = canvas.document
    for _ in range(data.draw(st.integers(1, 8))):
        deed = data.draw(st.sampled_from(DEEDS))
        names = sorted(canvas.graph.nodes)
        chosen = (
            data.draw(st.lists(st.sampled_from(names), max_size=4)) if names else []
        )
        canvas.choose(chosen)
        if deed in ("undo", "redo"):
            getattr(document.undo_stack, deed)()
        elif deed == "delete":
            canvas.delete_selected()
        elif canvas.blocks.can(deed):
            getattr(canvas.blocks, deed)()
        assert document.design == document.document.design.at(document.way) or not (
            document.way
        )
        assert_agrees(canvas)
    canvas.close()
    document.undo_stack.setIndex(0)
    assert document.document.design == design
    assert_agrees(canvas)


def test_what_hovering_says_of_a_node_ends_with_its_settings(flat):
    def said(name: str) -> str:
        middle = flat.stage.nodes[name].card_rect.center()
        return flat.stage.help_at(middle, 5).split("\n")[-1]

    graph = flat.graph.remove("relu1").add("drop1", layers.Dropout(p=0.3))
    graph = graph.connect("conv1", "drop1").connect("drop1", "flatten1")
    flat.edit("Drop", graph)
    assert said("drop1") == "p 0.3"
    assert said("conv1") == "out_channels 4, kernel_size 3×3"
    flat.edit("Less", flat.graph.set("drop1", p=0.5))
    assert said("drop1") == "p 0.5", "what it is by default is worth saying too"


def test_what_hovering_says_of_a_setting_that_follows_another_is_its_value(canvas):
    canvas.document.enter("stage1")
    middle = canvas.stage.nodes["conv1"].card_rect.center()
    values = canvas.stage.help_at(middle, 5).split("\n")[-1]
    assert values.startswith("out_channels channels = 8, ")
