"""The palette: searching it, and appending what was chosen."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from designer.layers import CATALOGUE
from designer.ui.document import Document
from designer.ui.palette import Palette, found
from designer.ui.selection import Selection
from designer.ui.theme import DARK


@pytest.fixture
def palette(qtbot: QtBot, document: Document, selection: Selection) -> Palette:
    made = Palette(document, selection, DARK)
    qtbot.addWidget(made)
    return made


def test_without_a_query_everything_is_there_in_order(palette: Palette) -> None:
    assert palette.tree.names() == list(CATALOGUE)


def test_a_name_that_begins_with_the_query_comes_first() -> None:
    assert found("conv")[:3] == ["Conv1d", "Conv2d", "Conv3d"]
    assert found("linear")[0] == "Linear"
    assert found("elu")[0] == "ELU"


def test_family_and_help_are_searched_too() -> None:
    assert set(found("pooling")) >= {"MaxPool2d", "AvgPool2d"}
    assert "Add" in found("residual connection")
    assert found("no such thing") == []


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
    assert palette.tree.names() == list(CATALOGUE)


def test_arrows_in_the_search_field_go_through_the_list(
    qtbot: QtBot, palette: Palette
) -> None:
    qtbot.keyClicks(palette.search, "conv")
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.tree.currentItem().text(0) == "Conv2d"


def test_a_double_click_appends(
    palette: Palette, document: Document, selection: Selection
) -> None:
    selection.set(["relu1"])
    palette.tree.itemDoubleClicked.emit(palette.tree._items()[0], 0)
    assert "image1" in document.design.graph.nodes
    assert len(document.design.graph) == 7


def test_each_type_shows_its_help(palette: Palette) -> None:
    tips = [item.toolTip(0) for item in palette.tree._items()]
    assert all(": " in tip and tip.endswith(".") for tip in tips)


def test_help_is_searched_only_where_no_name_suits() -> None:
    assert found("dropout") and all("Dropout" in name for name in found("dropout"))


def test_a_search_that_finds_nothing_says_so(qtbot: QtBot, palette: Palette) -> None:
    palette.show()
    assert palette.nothing.isHidden()
    palette.search.setText("linaer")
    assert palette.nothing.isVisible()
    assert palette.nothing.text() == (
        "No layer is called “linaer”. Did you mean Linear?"
    )
    palette.search.setText("linear")
    assert palette.nothing.isHidden()
