"""Two designs side by side: what differs is marked, listed and led to."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from designer.graph import Design, edits
from designer.layers import Conv2d, Dropout, Note
from designer.resources import examples
from designer.ui.comparison import Comparison
from designer.ui.document import Document
from designer.ui.theme import DARK, LIGHT, contrast
from designer.words import counted
from tests.graph.blocks import network


@pytest.fixture
def document() -> Document:
    document = Document()
    document.open(examples()["classic-cnn"])
    return document


@pytest.fixture
def comparison(qtbot, document) -> Iterator[Comparison]:
    owner = QWidget()
    qtbot.addWidget(owner)
    yield Comparison(owner, document, DARK)


def rows(comparison: Comparison) -> dict[str, tuple[str, str]]:
    """The words of each row, with what stands before and after."""
    found = {}

    def read(row) -> None:
        found[row.text(0)] = (row.text(1), row.text(2))
        for place in range(row.childCount()):
            read(row.child(place))

    read(comparison.differences.invisibleRootItem())
    return found


def choose(comparison: Comparison, words: str) -> None:
    flags = Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive
    (row,) = comparison.differences.findItems(words, flags)
    comparison.differences.setCurrentItem(row)


def test_designs_that_are_the_same_say_so(comparison, document) -> None:
    comparison.compare(document.design, "itself")
    assert comparison.same.isVisible()
    assert not rows(comparison).keys() - {""}
    assert not comparison.before.view.stage.sketches


def test_a_setting_stands_with_both_values(comparison, document) -> None:
    before = document.design
    graph = before.graph.set("conv1", out_channels=48)
    document.edit("Set", before.with_graph(graph))
    comparison.compare(before, "before")
    assert rows(comparison)["~ conv1  Conv2d  out_channels"] == ("32", "48")
    for side in (comparison.before, comparison.after):
        (mark,) = side.view.stage.sketches
        card = side.view.stage.nodes["conv1"].card_rect
        assert mark.path().boundingRect().contains(card)


def test_an_added_node_is_marked_only_after(comparison, document) -> None:
    before = document.design
    wire = before.graph.wires_into("relu1")["input"]
    graph, name = edits.insert(before.graph, wire, Dropout(), (0, 400))
    document.edit("Insert", before.with_graph(graph))
    comparison.compare(before, "before")
    assert f"+ {name}  Dropout" in rows(comparison)
    assert len(comparison.before.view.stage.sketches) == 1  # the wire that went
    assert len(comparison.after.view.stage.sketches) == 3  # the node and its wires


def test_choosing_a_row_leads_there_in_both(comparison, document) -> None:
    before = document.design
    graph = before.graph.set("conv2", out_channels=7).rename("conv2", "other")
    document.edit("Set", before.with_graph(graph))
    comparison.compare(before, "before")
    choose(comparison, "~ other")
    assert comparison.before.view.selection.names == ("conv2",)
    assert comparison.after.view.selection.names == ("other",)


def test_a_kind_can_be_left_out(comparison, document) -> None:
    before = document.design
    graph = before.graph.move({"conv1": (0, 900)}).set("conv2", out_channels=9)
    document.edit("Change", before.with_graph(graph))
    comparison.compare(before, "before")
    assert comparison.kinds["moved"].text() == "Moved 1"
    assert not comparison.kinds["added"].isEnabled()
    assert len(comparison.after.view.stage.sketches) == 2
    comparison.kinds["moved"].click()
    assert not any("conv1" in words for words in rows(comparison))
    assert len(comparison.after.view.stage.sketches) == 1


def test_a_kind_says_how_many_there_are_of_what(comparison, document) -> None:
    before = document.design
    graph = before.graph.add("remark", Note(text="new")).remove("conv1")
    document.edit("Change", before.with_graph(graph))
    comparison.compare(before, "before")
    wires = comparison.found.parts[0].removed
    assert wires
    tip = comparison.kinds["removed"].toolTip()
    assert tip == f"Show what was removed: 1 node and {counted(len(wires), 'wire')}"
    assert comparison.kinds["removed"].text() == f"Removed {1 + len(wires)}"
    assert comparison.kinds["added"].toolTip() == "Show what was added: 1 node"
    assert comparison.kinds["moved"].toolTip() == "Nothing was moved"


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_kind_that_is_on_is_filled(comparison, document, theme) -> None:
    before = document.design
    graph = before.graph.move({"conv1": (0, 900)})
    document.edit("Change", before.with_graph(graph))
    comparison.compare(before, "before")
    comparison.set_theme(theme)
    button = comparison.kinds["moved"]

    def ground() -> QColor:
        return button.grab().toImage().pixelColor(6, button.height() // 2)

    on = ground()
    button.click()
    off = ground()
    assert contrast(on, off) > 1.1


def test_an_edit_is_followed(comparison, document) -> None:
    before = document.design
    comparison.compare(before, "before")
    graph = before.graph.add("remark", Note(text="new"))
    document.edit("Add", before.with_graph(graph))
    assert "+ remark  Note" in rows(comparison)
    assert "remark" in comparison.after.view.stage.nodes
    document.undo_stack.undo()
    assert comparison.same.isVisible()


def test_a_change_in_a_block_leads_into_it(comparison, document) -> None:
    after = network()
    name, block = next(iter(after.blocks.items()))
    node = next(n.name for n in block.graph if isinstance(n.layer, Conv2d))
    inner = block.graph.set(node, dilation=(3, 3))
    document.open_design(after.with_block(replace(block, graph=inner)), "network")
    comparison.compare(after, "before")
    choose(comparison, f"~ {node}")
    for side in (comparison.before, comparison.after):
        assert side.place.design.name == name
        assert len(side.view.stage.sketches) == 1


def test_a_block_that_one_lacks_is_told(comparison, document) -> None:
    after = network()
    document.open_design(after, "network")
    comparison.compare(Design(after.graph.remove(*after.graph.nodes)), "empty")
    name = next(iter(after.blocks))
    choose(comparison, f"Block {name} is new")
    assert f"has no block {name}" in comparison.before.costs.text()
    assert comparison.after.place.design.name == name


def test_the_views_move_together_until_told_otherwise(comparison, document) -> None:
    comparison.compare(document.design, "itself")
    one, other = comparison.before.view, comparison.after.view
    one.set_zoom(0.7)
    one.pan(QPoint(30, 40))
    assert other.zoom == one.zoom
    apart = _middle(one) - _middle(other)
    assert apart.manhattanLength() < 4
    comparison.together.setChecked(False)
    one.pan(QPoint(300, 0))
    assert (_middle(one) - _middle(other)).x() > 200


def _middle(view):
    return view.mapToScene(view.viewport().rect().center())


def test_a_click_selects_the_node_in_both_and_a_drag_moves_the_view(
    comparison, document
) -> None:
    comparison.compare(document.design, "itself")
    view = comparison.before.view
    middle = view.mapFromScene(view.stage.nodes["conv1"].card_rect.center())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert comparison.after.view.selection.names == ("conv1",)
    seen = _middle(view)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(view.viewport(), middle + QPoint(60, 0))
    QTest.mouseRelease(
        view.viewport(), Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 0)
    )
    assert (_middle(view) - seen).x() < 0
    assert dict(document.design.graph.nodes) == dict(view.graph.nodes)


def test_another_theme_colours_marks_anew(comparison, document) -> None:
    before = document.design
    graph = before.graph.set("conv1", out_channels=48)
    document.edit("Set", before.with_graph(graph))
    comparison.compare(before, "before")
    comparison.set_theme(LIGHT)
    (mark,) = comparison.after.view.stage.sketches
    assert mark.pen().color().name() == LIGHT.warning
