"""From panel to panel with keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

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
