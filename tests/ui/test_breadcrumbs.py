"""The way above the canvas, the menus of blocks, and what leads into blocks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest

from designer import layers
from designer.graph import Design
from designer.graph.block import Block, Use
from designer.graph.design import Step
from designer.ui.breadcrumbs import scope
from designer.ui.window import MainWindow
from tests.graph.blocks import network

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


@pytest.fixture
def shown(window: MainWindow) -> MainWindow:
    window.document.open_design(network(), "net")
    window.show()
    return window


def titles(window: MainWindow) -> list[str]:
    return [part.words for part in window.breadcrumbs.parts]


def test_there_is_no_way_to_show_in_the_network(shown: MainWindow) -> None:
    assert not shown.breadcrumbs.isVisible()
    shown.place.enter("stage1")
    assert shown.breadcrumbs.isVisible() and titles(shown) == [
        "net",
        "stage1 (Residual)",
    ]
    shown.place.leave()
    assert not shown.breadcrumbs.isVisible()


def test_each_part_leads_out_to_it(shown: MainWindow) -> None:
    outer = Block("Outer", network().graph)
    design = Design().with_graph(Design().graph.add("outer1", Use(outer)))
    shown.document.open_design(design, "deep")
    shown.place.go((Step("outer1"), Step("stage2")))
    assert titles(shown) == ["deep", "outer1 (Outer)", "stage2 (Residual)"]
    assert not shown.breadcrumbs.parts[-1].isEnabled()
    QTest.mouseClick(shown.breadcrumbs.parts[1], Qt.MouseButton.LeftButton)
    assert shown.place.way == (Step("outer1"),) and shown.selection.single == "stage2"
    QTest.mouseClick(shown.breadcrumbs.parts[0], Qt.MouseButton.LeftButton)
    assert shown.place.way == ()


def test_words_of_the_way_are_whole_or_lack_their_middle(shown: MainWindow) -> None:
    shown.resize(1280, 800)
    crumbs = shown.breadcrumbs
    for name, room, is_whole in (("stage1", 0, True), ("stage2", 310, False)):
        shown.place.go((Step(name),))
        crumbs.setMaximumWidth(room or 2000)
        QTest.qWait(10)
        for part in crumbs.parts:
            metrics = QFontMetrics(part.font())
            assert metrics.horizontalAdvance(part.text()) <= part.width() - 14
            assert crumbs.rect().contains(part.geometry())
        last = crumbs.parts[-1]
        assert (last.text() == last.words) == is_whole
        assert last.text().startswith("st") and last.text().endswith("l)")
        assert last.accessibleName() == last.words


def test_one_can_look_at_another_repeat(shown: MainWindow) -> None:
    crumbs = shown.breadcrumbs
    shown.place.enter("stage1")
    assert not crumbs.repeat.isVisible()
    shown.place.leave()
    shown.place.enter("stage2")
    assert crumbs.repeat.text() == "1 of 3"
    assert not crumbs.earlier.isEnabled()
    QTest.mouseClick(crumbs.later, Qt.MouseButton.LeftButton)
    QTest.mouseClick(crumbs.later, Qt.MouseButton.LeftButton)
    assert shown.place.way == (Step("stage2", 2),) and crumbs.repeat.text() == "3 of 3"
    assert not crumbs.later.isEnabled()


def test_it_is_said_what_an_edit_changes(shown: MainWindow) -> None:
    shown.place.enter("stage1")
    words = shown.breadcrumbs.about.text()
    assert words == "Edits here change all 4 uses of Residual."
    assert scope("Stem", 1) == "Stem is used once."


def test_it_follows_a_renamed_node(shown: MainWindow) -> None:
    shown.place.enter("stage1")
    graph = shown.document.design.graph.rename("stage1", "stem")
    shown.document.edit("Rename", shown.document.design.with_graph(graph))
    assert titles(shown) == ["net", "stem (Residual)"]


# Menus and keys


def test_actions_are_there_when_they_can_be_done(shown: MainWindow) -> None:
    actions = shown.actions_by_key
    for key in ("open_block", "leave_block", "group", "dissolve", "share"):
        assert not actions[key].isEnabled(), key
    shown.selection.set(["stage1"])
    actions["open_block"].trigger()
    assert shown.place.way == (Step("stage1"),) and actions["leave_block"].isEnabled()
    actions["leave_block"].trigger()
    assert shown.place.way == () and not actions["leave_block"].isEnabled()


def test_the_menu_on_the_canvas_is_for_what_is_there(shown: MainWindow) -> None:
    def words() -> list[str]:
        menu = shown.canvas_menu.made()
        return [a.text().replace("&", "") for a in menu.actions() if a.text()]

    shown.selection.set(["stage1"])
    assert words()[:3] == ["Open block", "Rename block", "Repeat…"]
    assert "Help" not in words(), "a block has no page of help"
    assert "Save block to my blocks" in words() and "Save block as file…" in words()
    shown.selection.set(["fc1"])
    assert words()[-1] == "Help" and "Open block" not in words()
    assert not any(each.startswith("Save block") for each in words())
    shown.selection.set(["stage1"])
    assert "Share weights" not in words() and "Replace by…" in words()
    shown.selection.set([])
    assert "Paste" in words() and "Leave block" not in words()
    (wire,) = shown.document.design.graph.wires_into("stage1").values()
    shown.canvas.choose((), [wire])
    assert words() == ["Delete"]


def test_repeat_leads_to_its_field(shown: MainWindow) -> None:
    shown.selection.set(["stage1"])
    shown.actions_by_key["repeat"].trigger()
    row = shown.inspector.form.rows["repeat"]
    assert row.isAncestorOf(shown.focusWidget())


def test_what_is_sought_can_take_a_nodes_place(shown: MainWindow) -> None:
    shown.selection.set(["flatten1"])
    shown.actions_by_key["replace"].trigger()
    search = shown.palette_panel.search
    assert search.placeholderText() == "Replace flatten1 by …"
    QTest.keyClicks(search, "Reshape")
    QTest.keyClick(search, Qt.Key.Key_Return)
    graph = shown.document.design.graph
    assert "flatten1" not in graph.nodes
    name = shown.selection.single
    assert isinstance(graph.node(name).layer, layers.Reshape)
    assert {w.target for w in graph.wires_from(name)} == {"fc1"}
    assert search.placeholderText() == "Search layers  /"


@pytest.mark.parametrize("end", ["escape", "selection"])
def test_a_search_for_a_successor_ends(shown: MainWindow, end: str) -> None:
    shown.selection.set(["flatten1"])
    shown.actions_by_key["replace"].trigger()
    if end == "escape":
        QTest.keyClick(shown.palette_panel.search, Qt.Key.Key_Escape)
    else:
        shown.selection.set(["fc1"])
    shown.palette_panel.append("ReLU")
    assert "flatten1" in shown.document.design.graph.nodes


# What leads into blocks


def spoil(window: MainWindow) -> None:
    window.place.enter("stage1")
    graph = window.place.design.graph.set("conv2", kernel_size=1)
    window.place.edit("Set", window.place.design.with_graph(graph))
    window.place.leave()
    window.selection.set([])


def test_a_problem_leads_to_its_node_inside(shown: MainWindow) -> None:
    spoil(shown)
    shown.docks.show("problems")
    card = shown.problems.cards[0]
    assert card.problem.way
    card.pressed.emit()
    assert shown.place.way == (Step("stage1"),)
    assert shown.selection.single == "add1"


def test_a_problem_of_the_network_leads_out(shown: MainWindow) -> None:
    graph = shown.document.design.graph.set("fc1", out_features=3)
    shown.document.edit("Spoil", shown.document.design.with_graph(graph))
    shown.place.enter("stage2")
    shown.docks.show("problems")
    shown.problems.cards[0].pressed.emit()
    assert shown.place.way == () and shown.selection.names


def test_a_card_under_the_form_of_a_block_leads_inside(shown: MainWindow) -> None:
    spoil(shown)
    shown.selection.set(["stage1"])
    shown.inspector.problems.cards[0].pressed.emit()
    assert shown.place.way == (Step("stage1"),)
    assert shown.selection.single == "add1"


def test_code_in_a_block_can_be_read(shown: MainWindow) -> None:
    shown.guide.read_code("Residual ▸ relu1")
    assert shown.place.way == (Step("stage1"),) and shown.selection.single == "relu1"
    shown.guide.read_code("fc1")
    assert shown.place.way == () and shown.selection.single == "fc1"


def test_a_block_that_nothing_uses_cannot_be_opened(shown: MainWindow) -> None:
    design = shown.document.design.with_block(Block("Loose", Design().graph))
    shown.document.edit("Add", design)
    assert not shown.guide.open_block("Loose")
    assert "Nothing uses Loose" in shown.canvas.toast.text()
    assert shown.place.way == ()


def test_what_was_typed_is_entered_before_one_leaves(shown: MainWindow) -> None:
    shown.place.enter("stage1")
    shown.selection.set(["relu1"])
    field = shown.inspector.name_row.field.edit
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "first")
    shown.actions_by_key["leave_block"].trigger()
    assert "first" in shown.document.design.blocks["Residual"].graph.nodes


def test_the_code_marks_lines_of_the_block_that_is_seen(shown: MainWindow) -> None:
    shown.docks.show("code")
    shown.place.enter("stage1")
    shown.selection.set(["conv1"])
    lines = shown.code.source.lines_in("Residual")["conv1"]
    assert lines and shown.code.source.line_at(lines[0]).block == "Residual"
    shown.place.leave()
    shown.code.editor.line_pressed.emit(lines[0])
    assert shown.place.way == (Step("stage1"),) and shown.selection.single == "conv1"
