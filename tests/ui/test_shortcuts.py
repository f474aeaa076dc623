"""The sheet of shortcuts is never behind the menus, and keys mean one thing each."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from designer.ui.commands.command import entries, plain
from designer.ui.shortcuts import GESTURES, Shortcuts, sheet, suiting
from designer.ui.shortcuts_page import PATH, RENEW, page
from designer.ui.theme import contrast
from designer.ui.window import MainWindow

RESERVED = {
    "Tab": "goes from node to node and from field to field",
    "Shift+Tab": "goes back",
    "Esc": "cancels",
    "Return": "opens a block or the settings",
    "Ctrl+Left": "walks",
    "Ctrl+Right": "walks",
    "Ctrl+Up": "walks",
    "Ctrl+Down": "walks",
}
"""What the canvas does with keys by itself."""


def test_everything_with_keys_is_in_the_sheet_once(window: MainWindow) -> None:
    shown = sheet(window.menuBar())
    assert list(shown)[: len(GESTURES)] == list(GESTURES)
    lines = [
        (title, *line)
        for title, lines in shown.items()
        if title not in GESTURES
        for line in lines
    ]
    with_keys = [a for _, a in entries(window.menuBar()) if a.shortcuts()]
    assert len(lines) == len(with_keys) == len({each[:2] for each in lines})
    assert ("File", "Examples: digits-cnn", "Ctrl+Alt+1") in lines
    assert ("View", "Theme: Dark", "Ctrl+Alt+D") in lines


def test_undo_is_called_undo_whatever_there_is_to_undo(window: MainWindow) -> None:
    design = window.document.design
    window.document.edit("spoil", design.with_graph(design.graph.remove("conv1")))
    assert ("Undo", "Ctrl+Z") in sheet(window.menuBar())["Edit"]


def test_no_key_means_two_things(window: MainWindow) -> None:
    keys = Counter(
        key.toString(QKeySequence.SequenceFormat.PortableText)
        for _, action in entries(window.menuBar())
        for key in action.shortcuts()
    )
    assert [key for key, count in keys.items() if count > 1] == []
    assert not keys.keys() & RESERVED.keys()


def test_no_shortcut_takes_the_letter_of_a_menu(window: MainWindow) -> None:
    keys = {
        key.toString()
        for _, action in entries(window.menuBar())
        for key in action.shortcuts()
    }
    for action in window.menuBar().actions():
        letter = QKeySequence.mnemonic(action.text()).toString()
        assert letter, f"{action.text()} has no letter"
        assert letter not in keys


def letters(menu: QMenu) -> list[str]:
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    found = [QKeySequence.mnemonic(text).toString() for text in texts]
    return [letter for letter in found if letter]


def test_letters_within_a_menu_are_told_apart(window: MainWindow) -> None:
    found = [QKeySequence.mnemonic(a.text()).toString() for a in menus(window)]
    assert len(set(found)) == len(found)
    for top in menus(window):
        twice = [k for k, n in Counter(letters(top.menu())).items() if n > 1]
        assert twice == [], f"{plain(top.text())}: {twice}"


def menus(window: MainWindow):
    return [a for a in window.menuBar().actions() if a.menu() is not None]


@pytest.mark.parametrize("query", ["", "wire", "ctrl+k", "zoom", "alt shift", "xyzzy"])
def test_the_sheet_is_searched(window: MainWindow, query: str) -> None:
    whole = sheet(window.menuBar())
    found = suiting(whole, query)
    for title, lines in whole.items():
        for line in lines:
            text = f"{title} {line.words} {line.keys}".lower()
            words = query.replace("+", " ").split()
            is_found = line in found.get(title, [])
            assert is_found == all(word in text for word in words)


def test_it_opens_by_its_keys_and_is_searched_at_once(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(Shortcuts)
    qtbot.waitUntil(dialog.search.hasFocus)
    QTest.keyClicks(QApplication.focusWidget(), "palette")
    texts = [label.text() for label in dialog.area.findChildren(QLabel)]
    assert "Command palette" in texts
    assert "Zoom in" not in texts
    QTest.keyClicks(dialog.search, "xyzzy")
    assert dialog.nothing.isVisible()
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_page_is_the_sheet(window: MainWindow) -> None:
    written = PATH.read_text(encoding="utf-8")
    assert written == page(window.menuBar()), f"it is behind: {RENEW}"


def test_keys_move_the_sheet_while_words_are_typed(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show()
    sheet_shown = Shortcuts(window, window.menuBar())
    qtbot.addWidget(sheet_shown)
    sheet_shown.show()
    sheet_shown.search.setFocus()
    bar = sheet_shown.area.verticalScrollBar()
    for key, other in (
        (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp),
        (Qt.Key.Key_Down, Qt.Key.Key_Up),
    ):
        qtbot.keyClick(sheet_shown.search, key)
        assert bar.value() > 0
        qtbot.keyClick(sheet_shown.search, other)
        assert bar.value() == 0
    sheet_shown.search.setText("cut")
    found = [line.words for lines in sheet_shown.shown.values() for line in lines]
    assert "Cut a wire: take it away" in found


@pytest.mark.parametrize("mode", ["dark", "light"])
def test_the_sheet_has_an_edge_against_the_window(
    window: MainWindow, qtbot: QtBot, mode: str
) -> None:
    window.appearance.choose(mode)
    shown = Shortcuts(window, window.menuBar())
    qtbot.addWidget(shown)
    shown.show()
    picture = shown.grab().toImage()
    middle = picture.height() // 2
    inside = picture.pixelColor(4, middle)
    for x in (0, picture.width() - 1):
        assert contrast(picture.pixelColor(x, middle), inside) > 2
