"""The command palette: opened, searched and obeyed with keys alone."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.ui.commands.palette import CommandPalette
from designer.ui.theme import DARK, LIGHT
from designer.ui.window import MainWindow

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shown(qtbot: QtBot, window: MainWindow) -> MainWindow:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    return window


def opened(window: MainWindow) -> CommandPalette:
    """The palette, opened by its keys from where the focus is."""
    QTest.keyClick(QApplication.focusWidget(), Key.Key_K, CONTROL)
    commands = window.help.commands
    assert commands is not None and commands.isVisible() and commands.field.hasFocus()
    return commands


def names(commands: CommandPalette) -> list[str]:
    return [command.name for command in commands.model.listed]


def test_enter_does_what_was_found(shown: MainWindow) -> None:
    commands = opened(shown)
    QTest.keyClicks(commands.field, "select all")
    QTest.keyClick(commands.field, Key.Key_Return)
    assert not commands.isVisible()
    assert shown.canvas.hasFocus()
    assert set(shown.selection.names) == set(shown.document.design.graph.nodes)


def test_it_opens_over_a_field_and_gives_the_keys_back(shown: MainWindow) -> None:
    search = shown.palette_panel.search
    search.setFocus()
    QTest.keyClicks(search, "relu")
    commands = opened(shown)
    QTest.keyClick(commands.field, Key.Key_Escape)
    assert not commands.isVisible()
    assert search.hasFocus()
    assert search.text() == "relu"
    opened(shown)
    QTest.keyClick(commands.field, Key.Key_K, CONTROL)
    assert not commands.isVisible()


def test_arrows_go_round(shown: MainWindow) -> None:
    commands = opened(shown)
    QTest.keyClicks(commands.field, "zoom")
    assert len(names(commands)) >= 2
    QTest.keyClick(commands.field, Key.Key_Down)
    assert commands.list.currentIndex().row() == 1
    QTest.keyClick(commands.field, Key.Key_Up)
    QTest.keyClick(commands.field, Key.Key_Up)
    assert commands.list.currentIndex().row() == len(names(commands)) - 1
    QTest.keyClick(commands.field, Key.Key_Tab)
    assert commands.list.currentIndex().row() == 0
    assert commands.field.hasFocus()


def test_what_was_done_last_comes_first(shown: MainWindow) -> None:
    for query in ("zoom in", "select all"):
        commands = opened(shown)
        QTest.keyClicks(commands.field, query)
        QTest.keyClick(commands.field, Key.Key_Return)
    assert names(opened(shown))[:2] == ["Select all", "Zoom in"]
    assert "commands_used" in shown.settings.allKeys()


def test_what_cannot_be_done_is_not_done_and_says_why(shown: MainWindow) -> None:
    commands = opened(shown)
    QTest.keyClicks(commands.field, "group into")
    assert commands.model.listed[0].lacking == "select some nodes first"
    assert "select some nodes first" in commands.field.accessibleDescription()
    QTest.keyClick(commands.field, Key.Key_Return)
    assert commands.isVisible()


def test_a_node_is_gone_to(shown: MainWindow) -> None:
    commands = opened(shown)
    QTest.keyClicks(commands.field, "@conv")
    assert names(commands) == ["conv1"]
    QTest.keyClick(commands.field, Key.Key_Return)
    assert shown.selection.names == ("conv1",)
    assert shown.canvas.hasFocus()


def test_nothing_found_is_said(shown: MainWindow) -> None:
    commands = opened(shown)
    QTest.keyClicks(commands.field, "xyzzy")
    assert commands.nothing.isVisible()
    QTest.keyClick(commands.field, Key.Key_Return)
    assert commands.isVisible()


def test_a_click_does_it_and_a_click_elsewhere_closes_it(shown: MainWindow) -> None:
    commands = opened(shown)
    QTest.keyClicks(commands.field, "select all")
    place = commands.list.visualRect(commands.model.index(0)).center()
    QTest.mouseClick(commands.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not commands.isVisible()
    assert len(shown.selection.names) == len(shown.document.design.graph.nodes)
    opened(shown)
    QTest.mouseClick(
        shown.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 300)
    )
    assert not commands.isVisible()


def test_it_works_on_the_start_page(shown: MainWindow) -> None:
    shown.start_page.show()
    commands = opened(shown)
    QTest.keyClicks(commands.field, "mlp")
    QTest.keyClick(commands.field, Key.Key_Return)
    assert shown.document.title == "mlp"
    assert not shown.start_page.is_shown


def test_it_stays_in_the_window_and_follows_the_theme(shown: MainWindow) -> None:
    commands = opened(shown)
    for width in (1200, 760):
        shown.resize(width, 600)
        assert shown.rect().contains(commands.geometry())
        apart = commands.geometry().center().x() - shown.rect().center().x()
        assert abs(apart) <= 1
    for theme in (LIGHT, DARK):
        shown.appearance.choose(theme.name)
        assert commands.rows.theme is theme


def test_a_setting_of_the_training_is_found_and_its_field_has_the_keys(
    shown: MainWindow,
) -> None:
    for query, name, inner in (
        ("epochs", "epochs", ""),
        ("batch size", "batch_size", ""),
        ("weight decay", "optimizer", "weight_decay"),
    ):
        commands = opened(shown)
        QTest.keyClicks(commands.field, query)
        assert names(commands)[0] == (inner or name)
        QTest.keyClick(commands.field, Key.Key_Return)
        form = shown.data.form
        assert form is not None and form.isVisible()
        row = form.nested[name].rows[inner] if inner else form.rows[name]
        assert row.isAncestorOf(QApplication.focusWidget())


def test_a_word_that_is_spelled_well_finds_no_others(shown: MainWindow) -> None:
    commands = opened(shown)
    QTest.keyClicks(commands.field, "stop")
    assert "Stop" in names(commands)
    assert "Top edges" not in names(commands)


def test_the_canvas_shows_that_it_has_the_keys_again(shown: MainWindow) -> None:
    shown.palette_panel.search.setFocus()
    shown.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert shown.canvas.property("ring") == "false"
    QTest.keyClick(opened(shown).field, Key.Key_Escape)
    assert shown.canvas.property("ring") == "true"
