"""The table of costs: what it shows, how it follows edits, and what it copies."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from designer import layers
from designer.graph import Design, Graph, check
from designer.graph.costs.rows import Costs
from designer.resources import examples
from designer.ui.costs.cost_model import SHARE, CostModel
from designer.ui.costs.lines import HEADS, View
from designer.ui.costs.summary import Summary
from designer.ui.window import MainWindow
from tests.strategies import any_designs

import designer  # isort: skip


@pytest.fixture
def summary(window: MainWindow) -> Summary:
    """The table of ResNet-50, in front."""
    window.show()
    window.filing.open_example("resnet-50")
    window.docks.show("summary")
    return window.summary


def column(summary: Summary, name: str) -> list[str]:
    model = summary.model
    place = HEADS.index(name)
    return [model.index(row, place).data() for row in range(model.rowCount())]


def press(
    summary: Summary, index: object, key: Qt.KeyboardModifier | None = None
) -> None:
    tree = summary.tree
    tree.scrollTo(index)
    QTest.mouseClick(
        tree.viewport(),
        Qt.MouseButton.LeftButton,
        key or Qt.KeyboardModifier.NoModifier,
        tree.visualRect(index).center(),
    )


def test_it_shows_what_the_terminal_shows(summary: Summary) -> None:
    rows = Costs(summary.ledger.document.report.inside).rows
    assert column(summary, "node") == list(rows)
    assert column(summary, "parameters")[1] == "9,408"
    assert column(summary, "output")[1] == "64 × 112 × 112"
    assert column(summary, "receptive field")[-3:] == ["all"] * 3
    assert summary.total.row is not None
    assert summary.total.row.parameters == 25_557_032
    assert "25,557,032" in summary.total.accessibleDescription()


def test_heads_sort_numbers_as_numbers(summary: Summary) -> None:
    head = summary.tree.header()
    place = HEADS.index("parameters")
    x = head.sectionViewportPosition(place) + head.sectionSize(place) // 2
    middle = QPoint(x, head.height() // 2)

    def click() -> list[str]:
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        return column(summary, "node")

    before = column(summary, "node")
    assert click()[:3] == ["layer4", "layer3", "fc"]
    assert summary.model.headerData(place, Qt.Orientation.Horizontal) == "parameters ▾"
    assert click()[-3:] == ["fc", "layer3", "layer4"]
    assert click() == before


def test_what_is_not_known_comes_last_either_way() -> None:
    graph = Graph().add("pool", layers.MaxPool2d()).add("image", layers.Input())
    graph = graph.add("relu", layers.ReLU()).connect("image", "relu")
    model = CostModel()
    model.show_costs(Costs(check(Design(graph)).inside))
    for falling in (True, False):
        model.arrange(View(column=HEADS.index("activations"), falling=falling))
        assert model.shown[-1].node == "pool"


def test_a_filter_leaves_what_suits_and_sums_it_up(
    summary: Summary, qtbot: QtBot
) -> None:
    qtbot.keyClicks(summary.filter, "stage")
    assert column(summary, "node") == ["layer1", "layer2", "layer3", "layer4"]
    assert summary.total.row is not None
    assert summary.total.row.name == "4 of 13 nodes"
    summary.filter.clear()
    summary.learning.click()
    assert all(number != "–" for number in column(summary, "parameters"))
    assert "maxpool" not in column(summary, "node")
    qtbot.keyClicks(summary.filter, "nothing")
    assert column(summary, "node") == []


def test_a_filter_finds_what_is_inside_blocks_and_leaves_open_what_was(
    summary: Summary,
) -> None:
    model, tree = summary.model, summary.tree
    QAbstractItemModelTester(model)
    layer1 = model.find((), "layer1")
    tree.expand(layer1)
    before = [line.path for line in summary._shown_lines()]
    summary.filter.setText("conv2")
    lines = list(summary._shown_lines())
    found = [line.path for line in lines if "conv2" in line.row.layer.lower()]
    assert len(found) == 53  # all of its convolutions
    assert all(any(path.startswith(line.path) for path in found) for line in lines)
    summary.filter.setText("")
    assert set(before) <= {line.path for line in summary._shown_lines()}
    assert tree.isExpanded(model.find((), "layer1"))


def test_a_click_leads_to_the_node_also_inside_blocks(
    summary: Summary, window: MainWindow
) -> None:
    model = summary.model
    press(summary, model.index(column(summary, "node").index("fc"), 0))
    assert window.selection.single == "fc"
    stage = model.index(column(summary, "node").index("layer2"), 0)
    summary.tree.expand(stage)
    names = [model.index(row, 0, stage).data() for row in range(model.rowCount(stage))]
    rest = model.index(names.index("rest"), 0, stage)
    assert model.index(1, 0, rest).data() == "block 2"
    summary.tree.expand(rest)
    repeat = model.index(1, 0, rest)
    summary.tree.expand(repeat)
    inner = model.index(model.rowCount(repeat) - 2, 0, repeat)
    press(summary, inner)
    assert [step.node for step in window.place.way] == ["layer2", "rest"]
    assert window.place.way[-1].repeat == 1
    assert window.selection.single == inner.data()
    assert model.line(summary.tree.currentIndex()) is model.line(inner)


def test_what_is_selected_on_the_canvas_is_marked(
    summary: Summary, window: MainWindow
) -> None:
    window.selection.set(["fc"])
    (marked,) = summary.tree.selectionModel().selectedRows()
    assert marked.data() == "fc"
    window.selection.set([])
    assert not summary.tree.selectionModel().selectedRows()


def test_an_edit_changes_its_lines_and_keeps_blocks_open(
    summary: Summary, window: MainWindow
) -> None:
    model = summary.model
    stage = model.index(column(summary, "node").index("layer2"), 0)
    summary.tree.expand(stage)
    told = []
    model.dataChanged.connect(lambda first, last: told.append(first.row()))
    resets = []
    model.modelReset.connect(lambda: resets.append(True))
    design = window.document.design
    window.document.edit("Set", design.with_graph(design.graph.set("fc", bias=False)))
    names = column(summary, "node")
    assert column(summary, "parameters")[names.index("fc")] == "2,048,000"
    assert told == [names.index("fc")]
    assert not resets
    assert summary.tree.isExpanded(stage)
    assert summary.total.row is not None
    assert summary.total.row.parameters == 25_556_032


def test_what_is_not_seen_is_not_worked_out(
    summary: Summary, window: MainWindow
) -> None:
    window.docks.show("code")
    design = window.document.design
    before = column(summary, "node")
    window.document.edit("Cut", design.with_graph(design.graph.remove("fc")))
    assert column(summary, "node") == before
    window.docks.show("summary")
    assert "fc" not in column(summary, "node")


def test_it_is_copied_as_text_csv_and_markdown(summary: Summary) -> None:
    clipboard = QGuiApplication.clipboard()
    summary.sort(HEADS.index("MACs"))
    summary.copies["csv"].click()
    rows = list(csv.DictReader(io.StringIO(clipboard.text())))
    assert [row["node"] for row in rows] == [*column(summary, "node"), "Total"]
    macs = [int(row["macs"] or 0) for row in rows]
    assert sum(macs[:-1]) == macs[-1]
    summary.copies["markdown"].click()
    lines = clipboard.text().splitlines()
    assert {line.count(" | ") for line in lines} == {6}
    assert lines[2].startswith("| layer")
    summary.copies["text"].click()
    assert clipboard.text().splitlines()[-1].startswith("Total")


def test_selected_lines_are_copied_by_keys(summary: Summary) -> None:
    press(summary, summary.model.index(1, 0))
    press(summary, summary.model.index(2, 0), Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(summary.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split()[0] for line in lines] == ["Node", "conv1", "bn1"]


def test_numbers_have_their_share_of_the_total(summary: Summary) -> None:
    model, place = summary.model, HEADS.index("parameters")
    shares = [model.index(row, place).data(SHARE) for row in range(model.rowCount())]
    assert sum(shares) == pytest.approx(1)


@settings(max_examples=25, deadline=None)
@given(st.lists(any_designs(), min_size=1, max_size=3), st.integers(-1, 6), st.data())
def test_any_design_is_shown_as_a_sound_model(
    designs: list[Design], column: int, data: st.DataObject
) -> None:
    model = CostModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    tester = QAbstractItemModelTester(model, mode)
    model.arrange(View(column=column, falling=data.draw(st.booleans())))
    costs = None
    for design in designs:
        costs = Costs(check(design).inside, before=costs)
        model.show_costs(costs)
        assert {line.node for line in model.shown} == set(costs.rows)
        for line in model.shown:
            assert line.row == costs.rows[line.node]
    assert tester.model() is model


def test_every_line_of_an_example_can_be_opened() -> None:
    model = CostModel()
    costs = Costs(check(designer.load(examples()["googlenet"])).inside)
    model.show_costs(costs)
    found = []

    def walk(parent: object) -> None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if model.hasChildren(index):
                walk(index)
            else:
                found.append(model.line(index).path)

    for row in range(model.rowCount()):
        index = model.index(row, 0)
        walk(index) if model.hasChildren(index) else found.append(index.data())
    assert found == [row.name for row in costs.flat()]
