"""Finding the way: search, places seen before, the minimap, zoom to the selection."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer import layers
from designer.graph import Design, Graph
from designer.graph.block import Block, Use
from designer.graph.design import Step
from designer.graph.framing import framed
from designer.ui.canvas.history import MOST
from tests.strategies import chain

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

BLOCK = Block("Stem", chain(3))
WIDE = chain(12)
WIDE = WIDE.move({f"fc{i}": (240 * (i - 5), 200) for i in range(6, 12)})
WIDE = WIDE.move({"answer": (1680, 200)}).add("stem", Use(BLOCK), (0, 400))
KEYS = Qt.Key


@pytest.fixture
def shown(window, qtbot):
    window.resize(1200, 800)
    window.show()
    window.document.open_design(Design(WIDE), "net")
    settle()  # the panels find their places
    window.canvas.reset_zoom()
    window.canvas.centerOn(QPointF(200, 200))
    settle()
    return window


def settle():
    """Let the event loop come round."""
    for _ in range(3):
        QApplication.processEvents()


def type_into(window, text):
    window.actions_by_key["find"].trigger()
    field = window.wayfinding.find.field
    field.setText(text)
    settle()
    return field


def middle(window):
    canvas = window.canvas
    return canvas.mapToScene(canvas.viewport().rect().center())


# Search --------------------------------------------------------------------------------


def test_what_is_found_stands_out_as_one_types(shown):
    field = type_into(shown, "fc1")
    bar, nodes = shown.wayfinding.find, shown.canvas.stage.nodes
    assert (bar.isVisible() and field.hasFocus()) or not shown.isActiveWindow()
    assert bar.count.text() == "4 found"  # fc1, fc10, fc11, and one inside the block
    assert nodes["fc1"].opacity() == nodes["fc10"].opacity() == 1
    assert nodes["fc2"].opacity() < 1
    field.setText("nowhere")
    assert bar.count.text() == "nothing found" and not bar.after.isEnabled()
    field.setText("")
    assert nodes["fc2"].opacity() == 1


def test_enter_goes_from_one_to_the_next_and_into_blocks(shown):
    field = type_into(shown, "fc1")
    bar = shown.wayfinding.find
    seen = []
    for _ in range(5):
        QTest.keyClick(field, KEYS.Key_Return)
        settle()
        seen.append((bar.count.text(), len(shown.place.way), shown.selection.names))
    assert seen == [
        ("1 of 4", 0, ("fc1",)),
        ("2 of 4", 0, ("fc10",)),
        ("3 of 4", 0, ("fc11",)),
        ("4 of 4", 1, ("fc1",)),
        ("1 of 4", 0, ("fc1",)),
    ]
    card = shown.canvas.stage.nodes["fc1"].card_rect
    assert (middle(shown) - card.center()).manhattanLength() < 3
    QTest.keyClick(field, KEYS.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "4 of 4" and shown.place.way == (Step("stem"),)
    assert shown.canvas.stage.nodes["fc2"].opacity() < 1
    QTest.keyClick(field, KEYS.Key_Escape)
    assert not bar.isVisible() and shown.selection.names == ("fc1",)
    assert shown.canvas.stage.nodes["fc2"].opacity() == 1


def test_an_edit_while_the_bar_is_open_is_followed(shown):
    type_into(shown, "relu")
    bar = shown.wayfinding.find
    assert bar.count.text() == "nothing found"
    shown.canvas.edit("Add", shown.canvas.graph.add("relu1", layers.ReLU()))
    assert bar.count.text() == "1 found"
    assert shown.canvas.stage.nodes["fc1"].opacity() < 1
    shown.document.open_design(Design(), "empty")
    assert bar.count.text() == "nothing found"


def test_a_hidden_node_is_found_on_the_card_of_its_frame(shown):
    graph, frame = framed(shown.canvas.graph, ["fc5", "fc6"])
    shown.canvas.edit("Frame", graph.set(frame, collapsed=True))
    field = type_into(shown, "fc5")
    QTest.keyClick(field, KEYS.Key_Return)
    card = shown.canvas.stage.nodes[frame]
    assert card.highlighted and shown.selection.names == ("fc5",)
    assert card.opacity() == 1
    assert (middle(shown) - card.card_rect.center()).manhattanLength() < 3


# Back and forward ----------------------------------------------------------------------


def test_back_leads_to_where_one_was_and_forward_again(shown):
    actions = shown.actions_by_key
    assert not actions["back"].isEnabled() and not actions["forward"].isEnabled()
    first = middle(shown)
    shown.selection.reveal("fc11")
    settle()
    second = middle(shown)
    assert first != second and actions["back"].isEnabled()
    shown.place.enter("stem")
    settle()
    actions["back"].trigger()
    assert shown.place.way == ()
    assert (middle(shown) - second).manhattanLength() < 3
    actions["back"].trigger()
    assert (middle(shown) - first).manhattanLength() < 3
    assert not actions["back"].isEnabled()
    actions["forward"].trigger()
    actions["forward"].trigger()
    assert shown.place.way == (Step("stem"),) and not actions["forward"].isEnabled()


def test_a_new_jump_forgets_what_lay_ahead(shown):
    shown.selection.reveal("fc11")
    settle()
    shown.wayfinding.history.back()
    settle()
    shown.selection.reveal("fc9")
    settle()
    assert not shown.wayfinding.history.can_go_forward


def test_scrolling_and_seeing_the_same_again_is_no_jump(shown):
    shown.canvas.centerOn(shown.canvas.stage.nodes["fc0"].card_rect.center())
    settle()
    assert not shown.wayfinding.history.can_go_back
    shown.selection.reveal("fc0")
    settle()
    assert not shown.wayfinding.history.can_go_back


def test_a_block_that_is_gone_is_passed_over(shown):
    shown.place.enter("stem")
    settle()
    shown.place.leave()
    settle()
    shown.canvas.edit("Remove", shown.canvas.graph.remove("stem"))
    before = middle(shown)
    shown.selection.reveal("fc11")
    settle()
    history = shown.wayfinding.history
    history.back()
    assert (middle(shown) - before).manhattanLength() < 3
    history.back()
    assert shown.place.way == () and not history.can_go_back


def test_the_buttons_of_the_mouse_go_back_and_forward(shown):
    first = middle(shown)
    shown.selection.reveal("fc11")
    settle()
    viewport = shown.canvas.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.BackButton)
    assert (middle(shown) - first).manhattanLength() < 3
    QTest.mouseClick(viewport, Qt.MouseButton.ForwardButton)
    assert middle(shown) != first


def test_another_design_has_no_past(shown):
    shown.selection.reveal("fc11")
    settle()
    shown.document.open_design(Design(WIDE), "other")
    settle()
    assert not shown.wayfinding.history.can_go_back


def test_not_all_is_remembered_for_ever(shown):
    history = shown.wayfinding.history
    for number in range(MOST + 20):
        history.jump()
        shown.canvas.centerOn(QPointF(20 * number, 0))
        settle()
    for _ in range(MOST):
        history.back()
    assert not history.can_go_back


def test_zoom_to_the_selection(shown):
    action = shown.actions_by_key["fit_selection"]
    shown.canvas.choose(())
    assert not action.isEnabled()
    shown.canvas.choose(["fc10", "fc11"])
    action.trigger()
    settle()
    canvas = shown.canvas
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.stage.bounds(["fc10", "fc11"]))
    assert shown.wayfinding.history.can_go_back


# The minimap ---------------------------------------------------------------------------


def map_of(window):
    window.wayfinding.minimap._make()  # it waits a moment for more to come
    return window.wayfinding.minimap


def test_the_minimap_is_seen_while_something_is_out_of_view(shown):
    minimap = map_of(shown)
    assert minimap.isVisible() and minimap.accessibleName() == "Minimap"
    shown.canvas.fit()
    assert not minimap.isVisible()
    shown.canvas.reset_zoom()
    assert minimap.isVisible()
    action = shown.actions_by_key["minimap"]
    assert action.isChecked()
    action.trigger()
    assert not minimap.isVisible() and not action.isChecked()
    assert shown.settings.value("minimap") == "false"
    shown.canvas.pan(QPoint(10, 0))
    assert not minimap.isVisible()
    action.trigger()
    assert minimap.isVisible()


def test_a_click_on_the_minimap_leads_there_and_is_a_jump(shown):
    minimap = map_of(shown)
    right = QPoint(minimap.width() - 10, 12)
    QTest.mousePress(minimap, Qt.MouseButton.LeftButton, pos=right)
    settle()
    assert middle(shown).x() > 1200
    QTest.mouseMove(minimap, QPoint(10, 12))
    QTest.mouseRelease(minimap, Qt.MouseButton.LeftButton, pos=QPoint(10, 12))
    assert shown.wayfinding.history.can_go_back


def test_keys_lead_on_the_minimap_too(shown):
    minimap = map_of(shown)
    before, zoom = middle(shown), shown.canvas.zoom
    QTest.keyClick(minimap, KEYS.Key_Right)
    assert middle(shown).x() > before.x()
    QTest.keyClick(minimap, KEYS.Key_Minus)
    assert shown.canvas.zoom < zoom


def test_the_minimap_is_painted_in_the_colours_of_the_nodes(shown):
    shown.document.open_design(Design(chain(2)), "short")
    shown.canvas.centerOn(QPointF(2000, 0))
    minimap = map_of(shown)
    picture = minimap.grab().toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }
    assert shown.appearance.theme.family(layers.Linear) in colours
    shown.document.open_design(Design(Graph()), "empty")
    assert not map_of(shown).isVisible()
