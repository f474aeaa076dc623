"""From panel to panel with keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from designer.ui.docks import TABS
from designer.ui.window import MainWindow

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def shown(qtbot: QtBot, window: MainWindow) -> MainWindow:
    window.resize(1200, 760)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    return window


def press(key: Qt.Key, keys=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, keys)


def holder(window: MainWindow) -> QWidget:
    """The panel that has the keys."""
    now = QApplication.focusWidget()
    assert now is not None
    return next(
        panel
        for panel in window.panel_keys._panels()
        if panel is now or panel.isAncestorOf(now)
    )


def test_one_goes_round_all_panels_and_back(shown: MainWindow) -> None:
    panels = [
        shown.canvas,
        shown.inspector,
        shown.docks.tabs,
        shown.tool_bar,
        shown.palette_panel,
    ]
    seen = []
    for _ in panels:
        seen.append(holder(shown))
        press(Qt.Key.Key_F6, CONTROL)
    assert seen == panels
    assert shown.canvas.hasFocus()
    for panel in [*panels[::-1][:4], shown.canvas]:
        press(Qt.Key.Key_F6, CONTROL | SHIFT)
        assert holder(shown) is panel


def test_one_comes_back_to_where_one_was(shown: MainWindow) -> None:
    tree = shown.palette_panel.tree
    tree.setFocus()
    press(Qt.Key.Key_F6, CONTROL)
    assert shown.canvas.hasFocus()
    press(Qt.Key.Key_F6, CONTROL | SHIFT)
    assert tree.hasFocus()


def test_the_canvas_shows_that_it_has_the_keys(shown: MainWindow) -> None:
    shown.palette_panel.tree.setFocus()
    press(Qt.Key.Key_F6, CONTROL)
    assert shown.canvas.property("ring") == "true"


def test_escape_leads_back_to_the_canvas(shown: MainWindow) -> None:
    for widget in (
        shown.palette_panel.tree,
        shown.palette_panel.search,
        shown.docks.tabs.tabBar(),
    ):
        widget.setFocus()
        press(Qt.Key.Key_Escape)
        assert shown.canvas.hasFocus()
    shown.palette_panel.search.setFocus()
    QTest.keyClicks(shown.palette_panel.search, "relu")
    press(Qt.Key.Key_Escape)
    assert shown.palette_panel.search.text() == ""
    assert shown.palette_panel.search.hasFocus()


def test_closing_a_panel_gives_its_keys_to_the_canvas(shown: MainWindow) -> None:
    inside = (
        shown.palette_panel.search,
        shown.inspector.name_row.field.focusProxy(),
        shown.docks.tabs.tabBar(),
    )
    for widget, toggle in zip(inside, shown.docks.toggles[:3], strict=True):
        widget.setFocus()
        assert widget.hasFocus()
        toggle.trigger()
        assert shown.canvas.hasFocus()


def test_closing_another_panel_leaves_the_keys(shown: MainWindow) -> None:
    search = shown.palette_panel.search
    search.setFocus()
    shown.docks.toggles[1].trigger()
    assert search.hasFocus()


def test_enter_on_a_node_leads_to_its_first_setting(shown: MainWindow) -> None:
    shown.selection.set(["conv1"])
    press(Qt.Key.Key_Return)
    row = shown.inspector.form.rows["out_channels"]
    assert row.isAncestorOf(QApplication.focusWidget())
    shown.canvas.setFocus()
    shown.selection.set(["flatten1"])
    shown.docks.toggles[1].trigger()
    press(Qt.Key.Key_Return)
    assert shown.docks.inspector.isVisible()
    assert shown.inspector.isAncestorOf(QApplication.focusWidget())


def test_escape_takes_back_what_is_typed_and_then_leads_to_the_canvas(
    shown: MainWindow,
) -> None:
    shown.selection.set(["conv1"])
    inspector = shown.inspector
    number = inspector.form.rows["out_channels"].field
    for field in (inspector.name_row.field, number):
        field.setFocus()
        QTest.keyClicks(QApplication.focusWidget(), "77")
        press(Qt.Key.Key_Escape)
        assert field.edit.text() == field.shown
        assert inspector.isAncestorOf(QApplication.focusWidget())
        press(Qt.Key.Key_Escape)
        assert shown.canvas.hasFocus()
    number.setFocus()
    QTest.keyClicks(number.edit, "9")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    assert shown.canvas.hasFocus()
    assert shown.document.design.graph.node("conv1").layer.out_channels != 4


def test_escape_leads_from_choices_and_other_forms_to_the_canvas(
    shown: MainWindow,
) -> None:
    shown.selection.set(["conv1"])
    for row in shown.inspector.form.rows.values():
        row.field.setFocus()
        press(Qt.Key.Key_Escape)
        assert shown.canvas.hasFocus()
    shown.docks.show("data")
    for row in shown.data.form.rows.values():
        row.field.setFocus()
        press(Qt.Key.Key_Escape)
        assert shown.canvas.hasFocus()
    shown.selection.set([])
    shown.inspector.settings_editor.add(1)
    for _ in range(2):  # the text that is selected, then what was typed
        press(Qt.Key.Key_Escape)
    assert shown.canvas.hasFocus()


def test_the_key_of_a_panel_leads_into_it(shown: MainWindow) -> None:
    toggles = shown.docks.toggles
    for toggle, name in zip(toggles[3:], TABS, strict=True):
        shown.canvas.setFocus()
        toggle.trigger()
        now = QApplication.focusWidget()
        panel = shown.docks.panels[name]
        assert panel.isAncestorOf(now) or now is shown.docks.tabs.tabBar(), name
    assert shown.data.form.isAncestorOf(now)
    shown.selection.set(["conv1"])
    press(Qt.Key.Key_Delete)
    assert "conv1" in shown.document.design.graph.nodes
    for toggle, inside in zip(
        toggles[:3],
        (shown.palette_panel, shown.inspector, shown.docks.tabs),
        strict=True,
    ):
        toggle.trigger()
        shown.canvas.setFocus()
        toggle.trigger()
        assert inside.isAncestorOf(QApplication.focusWidget())
        toggle.trigger()
        assert shown.canvas.hasFocus()


def test_the_key_of_a_panel_leads_back_to_where_one_was(shown: MainWindow) -> None:
    toggle = shown.docks.toggles[-1]
    toggle.trigger()
    field = shown.data.form.rows["epochs"].field
    field.setFocus()
    press(Qt.Key.Key_F6, CONTROL)
    shown.canvas.setFocus()
    toggle.trigger()
    assert field.isAncestorOf(QApplication.focusWidget())


def test_who_leaves_a_block_from_its_form_is_on_the_canvas(shown: MainWindow) -> None:
    canvas = shown.canvas
    canvas.choose(["conv1", "relu1"])
    shown.actions_by_key["group"].trigger()
    shown.place.enter(shown.selection.single)
    shown.selection.set(["conv1"])
    shown.inspector.form.rows["out_channels"].field.setFocus()
    shown.actions_by_key["leave_block"].trigger()
    assert not shown.place.way
    assert canvas.hasFocus()


def test_tab_goes_through_the_form_of_the_training_before_the_pictures(
    shown: MainWindow,
) -> None:
    shown.docks.show("data")
    shown.docks.tabs.tabBar().setFocus()
    press(Qt.Key.Key_Tab)
    rows = list(shown.data.form.rows.values())
    assert rows[0].isAncestorOf(QApplication.focusWidget())
    assert shown.data._help.text().startswith("data: ")
    shown.canvas.setFocus()
    assert shown.data._help.text() == ""


def test_the_help_of_a_field_goes_with_the_keys(shown: MainWindow) -> None:
    shown.inspector.name_row.field.setFocus()
    assert shown.inspector._help.text()
    press(Qt.Key.Key_Escape)
    assert not shown.inspector._help.text()


def test_what_follows_a_deleted_node_is_selected_and_undo_brings_it_back(
    shown: MainWindow,
) -> None:
    canvas, actions = shown.canvas, shown.actions_by_key
    canvas.choose(["conv1", "relu1"])
    press(Qt.Key.Key_Delete)
    assert shown.selection.names == ("flatten1",)
    canvas.choose(["output1"])
    press(Qt.Key.Key_Delete)
    assert shown.selection.names == ("fc1",)
    canvas.horizontalScrollBar().setValue(0)
    actions["undo"].trigger()
    assert shown.selection.names == ("output1",)
    assert canvas.seen.contains(canvas.stage.bounds(["output1"]))
    actions["undo"].trigger()
    assert set(shown.selection.names) == {"conv1", "relu1"}
    canvas.select_all()
    press(Qt.Key.Key_Delete)
    assert shown.selection.names == ()


def test_undoing_a_name_and_leaving_a_block_select_nothing_new(
    shown: MainWindow,
) -> None:
    design = shown.document.design
    shown.document.edit("n", design.with_graph(design.graph.rename("conv1", "first")))
    shown.canvas.choose(["relu1"])
    shown.actions_by_key["undo"].trigger()
    assert shown.selection.names == ("relu1",)


def test_what_was_done_hides_none_of_the_totals(shown: MainWindow) -> None:
    shown.filing.exported.emit("The model is written to net.py")
    assert shown.status.parameters.isVisible()
    assert shown.canvas.toast.text() == "The model is written to net.py"
