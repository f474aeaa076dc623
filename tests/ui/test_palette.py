"""The palette: browsing it, searching it, appending what was chosen, asking for help."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QDesktopServices, QFont, QFontMetrics
from PySide6.QtWidgets import QMenu, QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from designer.errors import FileError, GraphError
from designer.graph import Design, block_setting
from designer.layers import CATALOGUE, help_line
from designer.library import Library
from designer.ui.block_filing import BlockFiling
from designer.ui.document import Document
from designer.ui.filing import Filing
from designer.ui.finding import HERE, KEPT
from designer.ui.layer_rows import COMMON, COUNT, TYPE, WORD, lines
from designer.ui.layer_tree import COMMON_TYPES, LayerTree
from designer.ui.palette import Palette
from designer.ui.place import Place
from designer.ui.selection import Selection
from designer.ui.theme import DARK
from tests.graph.blocks import network, residual
from tests.graph.test_merging import stage


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


@pytest.mark.parametrize("keys", ["gelu", "/gelu"])
def test_after_a_choice_another_search_takes_the_place_of_the_last(
    qtbot: QtBot, palette: Palette, keys: str
) -> None:
    qtbot.keyClicks(palette.search, "batchnorm2")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.tree.names() == ["BatchNorm2d"]
    qtbot.keyClicks(palette.search, keys)
    assert palette.search.text() == "gelu"


def test_what_begins_a_search_marks_the_last_one(
    qtbot: QtBot, palette: Palette
) -> None:
    palette.search.setText("relu")
    palette.search.deselect()
    palette.focus_search()
    qtbot.keyClicks(palette.search, "/elu")
    assert palette.search.text() == "elu"


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


# Blocks


@pytest.fixture
def blocks(
    qtbot: QtBot, document: Document, settings: QSettings, tmp_path: Path
) -> BlockFiling:
    window = QWidget()
    qtbot.addWidget(window)
    filing = Filing(window, document, settings, lambda: None)
    made = BlockFiling(filing, Library(tmp_path / "blocks"))
    made.library.save(network().with_block(stage(residual())), "Stage")
    return made


@pytest.fixture
def with_blocks(
    qtbot: QtBot,
    document: Document,
    selection: Selection,
    settings: QSettings,
    blocks: BlockFiling,
) -> Palette:
    """A palette with a block of the design, and one of the library."""
    document.open_design(network(), "net")
    made = Palette(document, selection, DARK, settings, blocks)
    qtbot.addWidget(made)
    made.resize(224, 480)
    return made


def sections(palette: Palette) -> dict[str, list[str]]:
    return {
        name: [top.child(row).text(0) for row in range(top.childCount())]
        for name, top in headings(palette.tree).items()
        if name in (HERE, KEPT)
    }


def key_of(palette: Palette, section: str, name: str) -> str:
    heading = headings(palette.tree)[section]
    rows = map(heading.child, range(heading.childCount()))
    return next(row.data(0, TYPE) for row in rows if row.text(0) == name)


def test_blocks_stand_above_the_families_and_are_open(with_blocks: Palette) -> None:
    tops = headings(with_blocks.tree)
    assert list(tops)[:3] == [HERE, KEPT, COMMON]
    assert sections(with_blocks) == {HERE: ["Residual"], KEPT: ["Stage"]}
    assert tops[HERE].isExpanded() and tops[KEPT].isExpanded()
    assert tops[HERE].child(0).toolTip(0) == (
        "Residual: A block of your own. Settings: channels and stride."
    )


def test_the_palette_follows_the_design_and_the_library(
    with_blocks: Palette, document: Document, blocks: BlockFiling
) -> None:
    tree = with_blocks.tree
    tree.show_type(key_of(with_blocks, KEPT, "Stage"))
    document.edit("Add", document.design.with_block(stage(residual())))
    assert sections(with_blocks)[HERE] == ["Residual", "Stage"]
    assert tree.offer(tree.current).name == "Stage"
    blocks.keep("Residual")
    assert sections(with_blocks)[KEPT] == ["Residual", "Stage"]
    document.open_design(Design(), "empty")
    assert sections(with_blocks) == {KEPT: ["Residual", "Stage"]}
    for name in ("Residual", "Stage"):
        blocks.library.remove(name)
    with_blocks.show()
    assert sections(with_blocks) == {}
    assert next(iter(headings(tree))) == COMMON


def test_a_folded_section_stays_folded(
    with_blocks: Palette, document: Document, qtbot: QtBot
) -> None:
    tree = with_blocks.tree
    tree.itemClicked.emit(headings(tree)[KEPT], 0)
    document.edit("Add", document.design.with_block(stage(residual())))
    assert headings(tree)[HERE].isExpanded()
    assert not headings(tree)[KEPT].isExpanded()
    with_blocks.search.setText("conv")
    with_blocks.search.clear()
    assert not headings(tree)[KEPT].isExpanded()
    assert headings(tree)[COMMON].isExpanded()


def test_blocks_are_found_before_layers(
    with_blocks: Palette, document: Document
) -> None:
    with_blocks.search.setText("resid")
    assert with_blocks.tree.names()[0] == "block:Residual"
    assert with_blocks.nothing.isHidden()
    with_blocks.search.setText("stage")
    assert with_blocks.tree.names()[0] == key_of_result(with_blocks, "Stage")
    document.edit("Add", document.design.with_block(stage(residual())))
    found = [with_blocks.tree.offer(key).name for key in with_blocks.tree.names()[:2]]
    assert found == ["Stage", "Stage"]
    words = [entry.data(0, WORD) for entry in with_blocks.tree.entries()]
    assert words[:2] == ["this design", "my blocks"]
    with_blocks.search.setText("conv2")
    assert not any(":" in key for key in with_blocks.tree.names())


def key_of_result(palette: Palette, name: str) -> str:
    return next(e.data(0, TYPE) for e in palette.tree.entries() if e.text(0) == name)


def test_a_block_of_the_library_is_appended_with_its_block_in_one_step(
    with_blocks: Palette, document: Document, selection: Selection
) -> None:
    document.open_design(Design(), "empty")
    with_blocks.append(key_of(with_blocks, KEPT, "Stage"))
    assert selection.names == ("stage1",)
    assert document.design.blocks.keys() == {"Stage", "Residual"}
    assert set(sections(with_blocks)[HERE]) == {"Residual", "Stage"}
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.design == Design()


def test_a_block_of_the_design_is_appended_after_what_is_selected(
    with_blocks: Palette, document: Document, selection: Selection
) -> None:
    selection.set(["stage1"])
    with_blocks.append("block:Residual")
    graph = document.design.graph
    assert graph.wires_into("residual1")["x"].source == "stage1"
    assert graph.wires_into("stage2")["x"].source == "residual1"


def test_inside_a_block_others_are_appended_and_it_itself_is_refused(
    qtbot: QtBot, document: Document, settings: QSettings, blocks: BlockFiling
) -> None:
    document.open_design(network(), "net")
    place, chosen = Place(document), Selection()
    palette = Palette(place, chosen, DARK, settings, blocks)
    qtbot.addWidget(palette)
    place.enter("stage1")
    chosen.set(["bn1"])
    for key in ("block:Residual", key_of(palette, KEPT, "Stage")):
        with pytest.raises(GraphError, match="cannot stand inside Residual"):
            palette.append(key)
    assert not document.dirty
    other = Design().with_block(replace(residual(), name="Other"))
    blocks.library.save(other, "Other")
    palette.show_blocks()
    palette.append(key_of(palette, KEPT, "Other"))
    assert set(document.design.blocks) == {"Residual", "Other"}
    assert "other1" in document.design.blocks["Residual"].graph.nodes
    blocks.call("Other", "Another")
    assert sections(palette)[HERE] == ["Residual", "Another"]
    document.undo_stack.setIndex(0)
    assert document.design == network()


def test_a_broken_file_is_listed_with_its_reason_and_cannot_be_added(
    with_blocks: Palette, blocks: BlockFiling, document: Document
) -> None:
    (blocks.library.folder / "Bad.json").write_text('{"format": 99}')
    with_blocks.show_blocks()
    assert sections(with_blocks)[KEPT] == ["Bad", "Stage"]
    key = key_of(with_blocks, KEPT, "Bad")
    assert "is of format 99" in with_blocks.tree.offer(key).help
    add, remove, _, more = with_blocks.menu(key).actions()
    assert not add.isEnabled() and remove.isEnabled() and more.isEnabled()
    with pytest.raises(FileError, match="format 99"):
        with_blocks.append(key)
    assert not document.dirty
    with_blocks.grab()  # paints a row without a type
    with_blocks.search.setText("bad")
    assert key not in with_blocks.tree.names()


def test_the_menu_of_a_block_of_the_design(
    with_blocks: Palette,
    document: Document,
    blocks: BlockFiling,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str]] = []
    for deed in ("rename", "save_as_file", "add_from_file"):
        monkeypatch.setattr(
            BlockFiling, deed, lambda _, name="", deed=deed: asked.append((deed, name))
        )
    menu = with_blocks.menu("block:Residual")
    assert texts(menu) == [
        "Add Residual",
        "Edit",
        "Rename…",
        "Save to my blocks",
        "Save as file…",
        "Remove from this design (it is used)",
        "",
        "Add block from file…",
    ]
    _, edit, rename, keep, save, remove, _, more = menu.actions()
    assert not remove.isEnabled()
    with qtbot.waitSignal(with_blocks.edit_wanted) as wanted:
        edit.trigger()
    assert wanted.args == ["Residual"]
    for action in (rename, save, more):
        action.trigger()
    keep.trigger()
    assert asked == [
        ("rename", "Residual"),
        ("save_as_file", "Residual"),
        ("add_from_file", ""),
    ]
    assert "Residual" in dict(blocks.library.rows())


def test_a_block_that_nothing_uses_is_removed_and_not_gone_into(
    with_blocks: Palette, document: Document
) -> None:
    document.edit("Add", document.design.with_block(stage(residual())))
    menu = with_blocks.menu("block:Stage")
    by_text = {action.text(): action for action in menu.actions()}
    assert not by_text["Edit"].isEnabled()
    by_text["Remove from this design"].trigger()
    assert list(document.design.blocks) == ["Residual"]


def test_the_menu_of_a_heading_adds_from_a_file(with_blocks: Palette) -> None:
    assert texts(with_blocks.menu("")) == ["Add block from file…"]


def test_no_page_of_help_is_asked_about_a_block(
    qtbot: QtBot, with_blocks: Palette
) -> None:
    with_blocks.show()
    with_blocks.activateWindow()
    with_blocks.search.setText("residual")
    with_blocks.focus_search()
    qtbot.waitUntil(with_blocks.search.hasFocus)
    assert with_blocks.tree.current == "block:Residual"
    assert with_blocks.asked_about == ""


def test_a_new_node_is_not_called_as_a_setting_of_the_network(
    palette: Palette, document: Document, selection: Selection
) -> None:
    settings = (block_setting("conv2", 8),)
    document.open_design(replace(document.design, settings=settings), "small")
    selection.set(["conv1"])
    palette.append("Conv2d")
    assert "conv3" in document.design.graph.nodes
    selection.set(["relu1"])
    palette.replace("relu1")
    palette.append("Conv2d")
    assert "conv4" in document.design.graph.nodes
