"""The palette: browsing it, searching it, appending what was chosen, asking for help."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QDesktopServices, QFont, QFontMetrics
from PySide6.QtWidgets import QMenu, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from designer.layers import CATALOGUE, help_line
from designer.ui.document import Document
from designer.ui.layer_rows import COMMON, COUNT, lines
from designer.ui.layer_tree import COMMON_TYPES, LayerTree
from designer.ui.palette import Palette
from designer.ui.selection import Selection
from designer.ui.theme import DARK


@pytest.fixture
def palette(
    qtbot: QtBot, document: Document, selection: Selection, settings: QSettings
) -> Palette:
    made = Palette(document, selection, DARK, settings)
    qtbot.addWidget(made)
    made.resize(224, 480)
    return made


def headings(tree: LayerTree) -> dict[str, QTreeWidgetItem]:
    tops = map(tree.topLevelItem, range(tree.topLevelItemCount()))
    return {top.text(0): top for top in tops}


def test_without_a_query_everything_is_there_in_order(palette: Palette) -> None:
    families = dict.fromkeys(cls.family for cls in CATALOGUE.values())
    wanted = [n for f in families for n, c in CATALOGUE.items() if c.family == f]
    assert palette.tree.names() == [*COMMON_TYPES, *wanted]
    assert list(headings(palette.tree)) == [COMMON, *families]


def test_what_is_common_is_in_the_catalogue() -> None:
    assert set(COMMON_TYPES) <= set(CATALOGUE)


def test_a_heading_says_how_many_it_holds(palette: Palette) -> None:
    for heading in headings(palette.tree).values():
        assert heading.data(0, COUNT) == heading.childCount() > 0


def test_at_first_only_what_is_common_is_open(palette: Palette) -> None:
    opened = {n for n, top in headings(palette.tree).items() if top.isExpanded()}
    assert opened == {COMMON}


def test_which_families_are_open_is_remembered(
    qtbot: QtBot, palette: Palette, settings: QSettings
) -> None:
    tree = palette.tree
    for name in (COMMON, "Convolution", "Pooling", "Pooling"):
        tree.itemClicked.emit(headings(tree)[name], 0)
    other = LayerTree(DARK, settings)
    qtbot.addWidget(other)
    other.show_families()
    opened = {n for n, top in headings(other).items() if top.isExpanded()}
    assert opened == {"Convolution"}
    other.itemClicked.emit(headings(other)["Convolution"], 0)
    palette.search.setText("conv")
    palette.search.clear()
    assert not any(top.isExpanded() for top in headings(tree).values())


def test_keys_open_a_family_and_append(
    qtbot: QtBot, palette: Palette, document: Document
) -> None:
    tree = palette.tree
    tree.setCurrentItem(headings(tree)["Dropout"])
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    assert headings(tree)["Dropout"].isExpanded()
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert not headings(tree)["Dropout"].isExpanded()
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert tree.current == "Dropout"
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert len(document.design.graph) == 7


def test_typing_filters_and_enter_appends(
    qtbot: QtBot, palette: Palette, document: Document, selection: Selection
) -> None:
    selection.set(["conv1"])
    qtbot.keyClicks(palette.search, "batchnorm2")
    assert palette.tree.names() == ["BatchNorm2d"]
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    graph = document.design.graph
    assert selection.names == ("bn1",)
    assert graph.wires_into("bn1")["input"].source == "conv1"
    assert graph.wires_into("relu1")["input"].source == "bn1"
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Add bn1"
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)
    assert len(palette.tree.names()) == len(COMMON_TYPES) + len(CATALOGUE)


def test_arrows_in_the_search_field_go_through_the_list(
    qtbot: QtBot, palette: Palette
) -> None:
    qtbot.keyClicks(palette.search, "conv")
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.tree.current == "Conv2d"
    qtbot.keyClick(palette.search, Qt.Key.Key_Up)
    assert palette.tree.current == "Conv1d"


def test_arrows_pass_over_what_is_folded(qtbot: QtBot, palette: Palette) -> None:
    for _ in range(len(COMMON_TYPES) + 3):
        qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.tree.current == COMMON_TYPES[-1]


def test_the_key_that_begins_a_search_begins_it_once(
    qtbot: QtBot, palette: Palette
) -> None:
    qtbot.keyClicks(palette.search, "/max/")
    assert palette.search.text() == "max/"


def test_a_wider_list_breaks_help_elsewhere(qtbot: QtBot, palette: Palette) -> None:
    palette.show()
    palette.search.setText("lppool1d")
    item = palette.tree.topLevelItem(0)
    before = palette.tree.visualItemRect(item).height()
    palette.resize(600, 480)
    qtbot.waitUntil(lambda: palette.tree.visualItemRect(item).height() < before)


def test_a_double_click_appends(
    palette: Palette, document: Document, selection: Selection
) -> None:
    selection.set(["relu1"])
    palette.tree.itemDoubleClicked.emit(next(palette.tree.entries()), 0)
    assert "image1" in document.design.graph.nodes
    assert len(document.design.graph) == 7


def test_each_type_shows_its_help(palette: Palette) -> None:
    tips = [item.toolTip(0) for item in palette.tree.entries()]
    assert all(": " in tip and tip.endswith(".") for tip in tips)


def test_a_mistake_shows_the_nearest_and_says_so(
    qtbot: QtBot, palette: Palette
) -> None:
    palette.show()
    assert palette.nothing.isHidden()
    palette.search.setText("linaer")
    assert palette.nothing.text() == "Nothing suits “linaer”. Nearest:"
    assert palette.tree.names()[0] == palette.tree.current == "Linear"
    palette.search.setText("linear")
    assert palette.nothing.isHidden()
    palette.search.setText("qqqqqq")
    assert palette.nothing.text() == "No layer suits “qqqqqq”."
    assert palette.tree.names() == []
    palette.search.clear()
    assert palette.nothing.isHidden()


def test_the_whole_help_of_every_layer_fits_under_its_name(qtbot: QtBot) -> None:
    font = QFont()
    width = 30 * QFontMetrics(font).averageCharWidth()
    for cls in CATALOGUE.values():
        made = lines(help_line(cls), font, width)
        assert " ".join(made) == help_line(cls)
    assert lines("some words " * 30, font, width)[-1].endswith("…")


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_the_menu_of_a_type_adds_it_and_leads_to_its_help(
    qtbot: QtBot,
    palette: Palette,
    document: Document,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.url())
    )
    menu = palette.menu("Conv2d")
    assert texts(menu) == ["Add Conv2d", "Help", "PyTorch reference"]
    add, read, look = menu.actions()
    add.trigger()
    assert "conv2" in document.design.graph.nodes
    with qtbot.waitSignal(palette.help_wanted) as asked:
        read.trigger()
    assert asked.args == ["Conv2d"]
    look.trigger()
    assert opened == [
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html"
    ]
    assert texts(palette.menu("Note")) == ["Add Note", "Help"]


def test_help_is_asked_about_what_is_marked_while_the_keys_are_here(
    qtbot: QtBot, palette: Palette
) -> None:
    palette.search.setText("lstm")
    assert palette.asked_about == ""
    palette.show()
    palette.activateWindow()
    palette.focus_search()
    qtbot.waitUntil(palette.search.hasFocus)
    assert palette.asked_about == "LSTM"
