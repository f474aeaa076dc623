"""Adding by search: how it opens, what it lists, what it adds, and how it goes away."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from designer import layers
from designer.graph import Design, Graph, Use, Wire
from designer.library import Library
from designer.ui.adding.add_search import AddSearch
from designer.ui.layer_tree import COMMON_TYPES
from tests.graph.blocks import network, residual
from tests.ui.canvas_hand import Hand, tried

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

SPACE, ENTER, TAB = Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Tab
ESCAPE = Qt.Key.Key_Escape

START = (
    Graph()
    .add("image", layers.Input(shape=(1, 28, 28)), (0, 0))
    .add("conv1", layers.Conv2d(), (240, 0))
    .add("relu1", layers.ReLU(), (480, 0))
    .add("sum", layers.Add(), (720, 0))
    .add("loose", layers.Flatten(), (240, 300))
    .connect("image", "conv1")
    .connect("conv1", "relu1")
    .connect("relu1", "sum")
    .connect("relu1", "sum")
)
GROUND = (60.0, 450.0)


@pytest.fixture
def canvas(qtbot):
    with tried(qtbot, START) as canvas:
        canvas.setFocus()
        yield canvas
        canvas.adding.close()


@pytest.fixture
def adding(canvas):
    canvas.adding = AddSearch(canvas)
    return canvas.adding


@pytest.fixture
def hand(canvas, adding):
    return Hand(canvas)


def is_open(adding):
    return adding.popup is not None and adding.popup.isVisible()


def type_in(adding, text):
    adding.popup.field.clear()
    QTest.keyClicks(adding.popup.field, text)


def press(adding, key, keys=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(adding.popup.field, key, keys)


def rows(adding):
    return [(e.name, e.note, e.sort) for e in adding.popup.model.listing.entries]


def names(adding):
    return [name for name, *_ in rows(adding)]


def wires(canvas):
    return {f"{w.source}>{w.target}.{w.target_port}" for w in canvas.graph.wires}


BEFORE = {
    "image>conv1.input",
    "conv1>relu1.input",
    "relu1>sum.input1",
    "relu1>sum.input2",
}

# Opening and closing


def test_a_tap_of_space_opens_it_and_escape_gives_the_keys_back(canvas, adding, hand):
    hand.key(SPACE)
    assert is_open(adding)
    assert adding.popup.field.hasFocus()
    press(adding, ESCAPE)
    assert not is_open(adding)
    assert canvas.hasFocus()


def test_space_held_moves_the_view_and_opens_nothing(canvas, adding, hand):
    before = canvas.mapToScene(QPoint(0, 0))
    QTest.keyPress(canvas, SPACE)
    hand.drag(GROUND, (GROUND[0] - 90, GROUND[1] - 40))
    QTest.keyRelease(canvas, SPACE)
    assert canvas.mapToScene(QPoint(0, 0)) != before
    assert not is_open(adding)
    hand.key(SPACE)
    assert is_open(adding)


def test_a_double_click_opens_it_on_the_ground_alone(canvas, adding, hand):
    viewport = canvas.viewport()
    for place in (hand.body("conv1"), hand.wire("conv1", "relu1"), hand.output("sum")):
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=hand.pixel(place))
        assert not is_open(adding)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=hand.pixel(GROUND))
    assert is_open(adding)


def test_a_press_outside_closes_it_and_one_inside_does_not(canvas, adding, hand):
    hand.key(SPACE)
    popup = adding.popup
    QTest.mouseClick(popup, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert is_open(adding)
    hand.click((-40, -40))
    assert not is_open(adding)


def test_an_edit_from_elsewhere_closes_it(canvas, adding, hand):
    hand.key(SPACE)
    canvas.edit("Move", canvas.graph.move({"loose": (0, 200)}))
    assert not is_open(adding)


@pytest.mark.parametrize("place", [(-50, -60), (930, -60), (-50, 620), (930, 620)])
def test_it_stays_within_the_window(canvas, adding, hand, place):
    QTest.mouseDClick(
        canvas.viewport(), Qt.MouseButton.LeftButton, pos=hand.pixel(place)
    )
    popup = adding.popup
    for text in ("", "c", "zzzz", "conv, bn, relu, " * 4):
        type_in(adding, text)
        assert canvas.window().rect().contains(popup.geometry())


def test_without_a_pointer_it_opens_beside_the_selection(canvas, adding, hand):
    canvas.choose(["conv1"])
    canvas.pointer = None
    canvas.viewport().setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    hand.key(SPACE)
    card = canvas.mapFromScene(canvas.stage.nodes["conv1"].card_rect).boundingRect()
    corner = canvas.viewport().mapTo(canvas.window(), card.topRight())
    assert adding.popup.x() > corner.x()
    assert adding.popup.y() == corner.y()


def test_it_can_be_read_without_eyes(canvas, adding, hand):
    canvas.choose(["conv1"])
    hand.key(SPACE)
    field, popup = adding.popup.field, adding.popup
    assert popup.accessibleName() and field.accessibleName()
    assert popup.list.accessibleName()
    type_in(adding, "relu")
    assert field.accessibleDescription() == "Add after conv1. ReLU, fits 32×26×26"
    press(adding, Qt.Key.Key_Down)
    assert "ReLU6" in field.accessibleDescription()
    type_in(adding, "conv, bm")
    assert "Did you mean bn?" in field.accessibleDescription()


# What it lists


def test_what_fits_comes_first_and_the_rest_says_why_not(canvas, adding, hand):
    canvas.choose(["relu1"])
    hand.key(SPACE)
    type_in(adding, "conv")
    assert rows(adding)[0] == ("Conv2d", "fits", "fits")
    assert ("Conv1d", "needs channels × length", "misfits") in rows(adding)
    sorts = [sort for name, _, sort in rows(adding) if "Conv" in name]
    assert sorts == sorted(sorts, key=("fits", "misfits").index)
    assert adding.popup.where.text() == "Add after relu1"


def test_a_layer_that_works_along_an_axis_says_so_and_comes_after_the_others(
    canvas, adding, hand
):
    canvas.choose(["relu1"])
    hand.key(SPACE)
    found = names(adding)
    note = {name: note for name, note, _ in rows(adding)}
    assert note["Linear"] == "fits, along the last axis"
    common = [name for name in COMMON_TYPES if note.get(name) == "fits"]
    assert "Conv2d" in common and "Flatten" in common
    assert all(found.index(name) < found.index("Linear") for name in common)
    type_in(adding, "linear")
    assert names(adding)[0] == "Linear"
    type_in(adding, "relu, fc 10")
    assert rows(adding)[1][1].startswith("along the last axis: ")
    type_in(adding, "flatten, fc 10")
    assert rows(adding)[1] == ("Linear", "10", "fits")


def test_a_name_comes_before_what_is_hardly_meant_though_it_does_not_fit(
    canvas, adding, hand
):
    canvas.edit("Wire", canvas.graph.connect("sum", "loose"))
    canvas.choose(["loose"])
    hand.key(SPACE)
    type_in(adding, "conv")
    assert rows(adding)[0][::2] == ("Conv1d", "misfits")
    found = names(adding)
    assert found.index("ConvTranspose3d") < found.index("Cast")  # "convert"


def test_after_a_flat_tensor_other_layers_fit(canvas, adding, hand):
    canvas.edit("Wire", canvas.graph.connect("sum", "loose"))
    canvas.choose(["loose"])
    hand.key(SPACE)
    type_in(adding, "batch norm")
    assert names(adding)[0] == "BatchNorm1d"


def test_on_the_ground_what_is_usual_here_comes_first(canvas, adding, hand):
    QTest.mouseDClick(
        canvas.viewport(), Qt.MouseButton.LeftButton, pos=hand.pixel(GROUND)
    )
    assert not adding.popup.where.isVisible()
    assert "Conv2d" in names(adding)[:3]
    type_in(adding, "conv")
    assert rows(adding)[0] == ("Conv2d", "Convolution", "fits")
    type_in(adding, "conv1d")
    assert names(adding)[0] == "Conv1d"


def test_what_nothing_suits_is_told(canvas, adding, hand):
    hand.key(SPACE)
    type_in(adding, "qqqq")
    assert not rows(adding)
    assert adding.popup.message.text() == "No layer suits “qqqq”."
    press(adding, ENTER)
    assert is_open(adding)


# What it adds


def test_enter_adds_what_is_marked_after_what_is_selected(canvas, adding, hand):
    canvas.choose(["sum"])
    hand.key(SPACE)
    type_in(adding, "relu")
    press(adding, Qt.Key.Key_Down)
    press(adding, ENTER)
    assert wires(canvas) == BEFORE | {"sum>relu6.input"}
    assert isinstance(canvas.graph.node("relu6").layer, layers.ReLU6)
    assert canvas.selection.names == ("relu6",)
    assert canvas.hasFocus() and not is_open(adding)
    assert canvas.document.undo_stack.count() == 1


def test_where_one_node_follows_it_is_put_between(canvas, adding, hand):
    canvas.choose(["conv1"])
    hand.key(SPACE)
    type_in(adding, "bn")
    press(adding, ENTER)
    assert wires(canvas) == {
        "image>conv1.input",
        "conv1>bn1.input",
        "bn1>relu1.input",
        "relu1>sum.input1",
        "relu1>sum.input2",
    }


def test_on_the_ground_it_stands_there_and_is_wired_to_nothing(canvas, adding, hand):
    canvas.choose(["sum"])
    QTest.mouseDClick(
        canvas.viewport(), Qt.MouseButton.LeftButton, pos=hand.pixel(GROUND)
    )
    type_in(adding, "lstm 8")
    press(adding, ENTER)
    assert wires(canvas) == BEFORE
    item = canvas.stage.nodes["lstm1"]
    assert item.card_rect.contains(*GROUND)
    assert canvas.graph.node("lstm1").layer == layers.LSTM(hidden_size=8)


def test_a_wire_that_is_selected_takes_it_in(canvas, adding, hand):
    canvas.choose((), {Wire("relu1", "output", "sum", "input1")})
    hand.key(SPACE)
    assert adding.popup.where.text() == "Add between relu1 and sum"
    type_in(adding, "tanh")
    press(adding, ENTER)
    assert {"relu1>tanh1.input", "tanh1>sum.input1"} <= wires(canvas)


def test_tab_adds_and_goes_on_after_what_was_added(canvas, adding, hand):
    canvas.choose(["sum"])
    hand.key(SPACE)
    for text in ("conv 8", "relu", "flatten", "fc 10", "output"):
        type_in(adding, text)
        press(adding, TAB)
        assert is_open(adding) and adding.popup.field.text() == ""
    assert {
        "sum>conv2.input",
        "conv2>relu2.input",
        "relu2>flatten1.input",
        "flatten1>fc1.input",
        "fc1>output1.input",
    } < wires(canvas)
    assert canvas.document.undo_stack.count() == 5
    assert not adding.popup.where.isVisible()  # nothing follows an Output


def test_a_row_can_be_clicked(canvas, adding, hand):
    hand.key(SPACE)
    view = adding.popup.list
    place = view.visualRect(view.model().index(2)).center()
    name = names(adding)[2]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [type(n.layer).__name__ for n in canvas.graph][-1] == name


# Chains


def test_a_chain_is_listed_as_it_is_typed_and_added_in_one_step(canvas, adding, hand):
    canvas.choose(["sum"])
    hand.key(SPACE)
    type_in(adding, "conv 64, bn, relu")
    assert adding.popup.head.text() == "adds three"
    assert rows(adding) == [
        ("Conv2d", "64×24×24", "fits"),
        ("BatchNorm2d", "64×24×24", "fits"),
        ("ReLU", "64×24×24", "fits"),
    ]
    assert not adding.popup.list.selectedIndexes()  # all of it is added
    assert "ReLU, 64×24×24" in adding.popup.field.accessibleDescription()
    press(adding, ENTER)
    assert wires(canvas) == BEFORE | {
        "sum>conv2.input",
        "conv2>bn1.input",
        "bn1>relu2.input",
    }
    assert canvas.selection.names == ("relu2",)
    assert canvas.document.undo_stack.count() == 1
    assert canvas.document.undo_stack.text(0) == "Add 3 nodes"


def test_a_chain_with_a_mistake_adds_nothing_and_says_what_is_wrong(
    canvas, adding, hand
):
    hand.key(SPACE)
    type_in(adding, "conv 64, bm, relu")
    assert adding.popup.head.text() == ""
    wrong = ("'bm' is no layer. Did you mean bn?", "", "wrong")
    assert rows(adding)[1] == wrong
    assert adding.popup.list.currentIndex().row() == 1
    assert "Enter" not in adding.popup.foot.text()
    for key in (ENTER, TAB):
        press(adding, key)
        assert canvas.graph == START and is_open(adding)
        assert rows(adding)[1] == wrong
    type_in(adding, "conv 64, bn, relu")
    assert adding.popup.message.text() == ""


def test_a_million_characters_are_taken_quietly(canvas, adding, hand):
    hand.key(SPACE)
    adding.popup.field.setText("conv 64, " * 111_111)
    assert "at most" in adding.popup.message.text()
    press(adding, ENTER)
    assert canvas.graph == START


def test_one_layer_with_settings_is_a_chain_of_one(canvas, adding, hand):
    hand.key(SPACE)
    type_in(adding, "conv 3")
    assert adding.popup.head.text() == "adds one"
    type_in(adding, "conv transpose")
    assert names(adding)[0] == "ConvTranspose2d"


# A wire let go over nothing


def test_a_wire_let_go_offers_what_fits_and_is_drawn_until_one_is_chosen(
    canvas, adding, hand
):
    hand.drag(hand.output("sum"), (700, 300))
    assert is_open(adding)
    assert len(canvas.stage.sketches) == 1
    assert rows(adding)[0][2] == "fits"
    type_in(adding, "conv")
    assert rows(adding)[0] == ("Conv2d", "fits", "fits")
    press(adding, ENTER)
    assert wires(canvas) == BEFORE | {"sum>conv2.input"}
    assert not canvas.stage.sketches
    place = canvas.stage.place_of(_input("conv2"))
    assert abs(place.x() - 700) < 10 and abs(place.y() - 300) < 10


def test_a_wire_from_an_input_is_led_backwards(canvas, adding, hand):
    hand.drag(hand.input("sum", "input3"), (600, 200))
    assert adding.popup.where.text() == "Add before sum"
    type_in(adding, "conv")
    found = {name: (note, sort) for name, note, sort in rows(adding)}
    assert found["Conv2d"] == ("", "fits")
    assert found["Conv1d"][1] == "misfits"
    type_in(adding, "output")
    assert rows(adding)[0] == ("Output", "gives nothing", "misfits")
    type_in(adding, "conv 32 3x3, relu")
    press(adding, ENTER)
    assert {"conv2>relu2.input", "relu2>sum.input3"} < wires(canvas)
    left, right = (canvas.graph.node(n).position for n in ("conv2", "relu2"))
    assert left[0] < right[0] < 600 and left[1] == right[1]


def test_a_wire_that_nothing_was_chosen_for_goes_away(canvas, adding, hand):
    hand.drag(hand.output("sum"), (700, 300))
    press(adding, ESCAPE)
    assert not canvas.stage.sketches
    assert canvas.graph == START
    hand.drag(hand.output("sum"), (700, 300))
    hand.click((-40, -40))
    assert not canvas.stage.sketches
    assert not is_open(adding)


def test_a_branch_may_be_drawn_from_an_output_that_is_taken(canvas, adding, hand):
    hand.drag(hand.output("conv1"), (480, 200))
    type_in(adding, "pool 2")
    press(adding, ENTER)
    assert wires(canvas) == BEFORE | {"conv1>pool1.input"}


# Blocks


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path)
    design = network().with_block(residual())
    made.save(design, residual().name)
    return made


def test_blocks_are_found_by_name_and_stand_in_chains(canvas, library, hand, qtbot):
    canvas.adding.close()
    canvas.adding = AddSearch(canvas, library)
    adding = canvas.adding
    QTest.mouseDClick(
        canvas.viewport(), Qt.MouseButton.LeftButton, pos=hand.pixel(GROUND)
    )
    assert is_open(adding)
    type_in(adding, "resid")
    assert rows(adding)[0][:2] == ("Residual", "my block")
    type_in(adding, "relu, residual repeat=2")
    press(adding, ENTER)
    use = canvas.graph.node("residual1").layer
    assert isinstance(use, Use) and use.repeat == 2
    assert list(canvas.document.design.blocks) == ["Residual"]
    QTest.mouseDClick(
        canvas.viewport(), Qt.MouseButton.LeftButton, pos=hand.pixel((400, 520))
    )
    type_in(adding, "resid")
    assert rows(adding)[0][:2] == ("Residual", "block")
    press(adding, ESCAPE)


# Where the view is


def test_the_view_shows_what_was_added_without_losing_the_rest(canvas, adding, hand):
    canvas.choose(["sum"])
    for _ in range(4):
        hand.key(SPACE)
        type_in(adding, "relu")
        press(adding, ENTER)
        assert canvas.seen.contains(canvas.stage.nodes["sum"].card_rect)
        (name,) = canvas.selection.names
        assert canvas.seen.contains(canvas.stage.nodes[name].card_rect)


def _input(name):
    from designer.ui.canvas.card import PortEnd

    return PortEnd(name, "input", "input")


def test_in_a_network_that_runs_down_it_hangs_below_the_pointer(canvas, adding, hand):
    down = Graph(START.nodes, START.wiring, flow="down")
    canvas.document.edit("Down", Design(down))
    hand.drag(hand.output("loose"), (500, 500))
    path = canvas.stage.sketches[0].path()
    assert path.currentPosition().y() == pytest.approx(500, abs=1)
    type_in(adding, "fc 10")
    press(adding, ENTER)
    place = canvas.stage.place_of(_input("fc1"))
    assert abs(place.x() - 500) < 10 and abs(place.y() - 500) < 10


def test_the_wire_is_there_once_what_it_waited_for_is_added(canvas, adding, hand):
    hand.drag(hand.output("sum"), (700, 300))
    type_in(adding, "relu")
    press(adding, TAB)
    assert is_open(adding)
    assert not canvas.stage.sketches
    assert adding.popup.where.text() == "Add after relu2"
