"""The inputs of a join: listed in their order, and moved by buttons and keys."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from designer import layers
from designer.codegen import model_source
from designer.graph import Design, Graph
from designer.ui.document import Document
from designer.ui.input_order import InputOrder
from designer.ui.inspector import Inspector
from designer.ui.selection import Selection


@pytest.fixture
def inspector(qtbot: QtBot, document: Document, selection: Selection) -> Inspector:
    graph = Graph()
    for name in ("a", "b", "c"):
        graph = graph.add(name, layers.Input(shape=(len(graph) + 1, 8, 8)))
    graph = graph.add("cat1", layers.Concat()).add("relu1", layers.ReLU())
    for name in ("a", "b", "c"):
        graph = graph.connect(name, "cat1")
    document.open_design(Design(graph.connect("cat1", "relu1")), "join")
    made = Inspector(document, selection)
    qtbot.addWidget(made)
    made.resize(304, 700)
    made.show()
    return made


def listed(order: InputOrder) -> list[str]:
    return [row.source.text() for row in order.rows if row.isVisible()]


def test_it_lists_what_is_wired_to_a_join_with_its_shape(
    inspector: Inspector, selection: Selection
) -> None:
    selection.set(["cat1"])
    order = inspector.input_order
    assert order.isVisible()
    assert listed(order) == ["a", "b", "c"]
    assert [row.shape_label.text() for row in order.rows] == [
        "N × 1 × 8 × 8",
        "N × 2 × 8 × 8",
        "N × 3 × 8 × 8",
    ]
    assert not any(
        key.text().startswith("in ") and key.isVisible()
        for key, _ in inspector.facts.labels
    )


@pytest.mark.parametrize("names", [[], ["relu1"], ["cat1", "relu1"]])
def test_it_is_hidden_where_there_is_nothing_to_order(
    inspector: Inspector, selection: Selection, names: list[str]
) -> None:
    selection.set(["cat1"])
    selection.set(names)
    assert not inspector.input_order.isVisible()


def test_an_input_is_moved_in_one_step_of_undo(
    inspector: Inspector, document: Document, selection: Selection
) -> None:
    selection.set(["cat1"])
    before, order = document.design, inspector.input_order
    order.rows[2].up.click()
    assert listed(order) == ["a", "c", "b"]
    assert document.undo_stack.undoText() == "Move c up in cat1"
    assert document.undo_stack.count() == 1
    assert "torch.cat((a, c, b), dim=1)" in model_source(document.design)
    order.rows[0].down.click()
    assert listed(order) == ["c", "a", "b"]
    document.undo_stack.undo()
    assert listed(order) == ["a", "c", "b"]
    document.undo_stack.undo()
    assert listed(order) == ["a", "b", "c"]
    assert document.design is before


def test_the_first_cannot_go_up_nor_the_last_down(
    inspector: Inspector, document: Document, selection: Selection
) -> None:
    selection.set(["cat1"])
    rows = inspector.input_order.rows
    assert [row.up.isEnabled() for row in rows] == [False, True, True]
    assert [row.down.isEnabled() for row in rows] == [True, True, False]
    wire = document.design.graph.wires_into("cat1")["input3"]
    graph = document.design.graph.disconnect(wire)
    document.edit("Remove wire", document.design.with_graph(graph))
    assert listed(inspector.input_order) == ["a", "b"]
    assert not rows[1].down.isEnabled()


def test_a_key_moves_an_input_on_and_on(
    qtbot: QtBot, inspector: Inspector, selection: Selection
) -> None:
    selection.set(["cat1"])
    order = inspector.input_order
    inspector.activateWindow()
    order.rows[2].up.setFocus()
    for expected in (["a", "c", "b"], ["c", "a", "b"]):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
        assert listed(order) == expected
    assert QApplication.focusWidget() is order.rows[0].down


def is_stop(widget: QWidget) -> bool:
    return bool(widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def test_tab_goes_through_the_buttons(
    inspector: Inspector, selection: Selection
) -> None:
    selection.set(["cat1"])
    assert inspector.form is not None
    wanted = [inspector.form.rows["dim"].field.focusProxy()]
    for row in inspector.input_order.rows:
        wanted += [row.up, row.down]
    for now, then in itertools.pairwise(wanted):
        stop = now.nextInFocusChain()
        while not is_stop(stop) or stop.focusProxy() is now:
            stop = stop.nextInFocusChain()
        assert stop is then


def test_buttons_say_what_they_do(inspector: Inspector, selection: Selection) -> None:
    selection.set(["cat1"])
    row = inspector.input_order.rows[1]
    assert row.up.toolTip() == row.up.accessibleName() == "Move b up"
    assert row.down.toolTip() == row.down.accessibleName() == "Move b down"


def test_a_free_port_between_leaves_no_hole_in_the_list(
    inspector: Inspector, document: Document, selection: Selection
) -> None:
    graph = document.design.graph
    graph = graph.disconnect(graph.wires_into("cat1")["input2"])
    document.edit("Remove wire", document.design.with_graph(graph))
    selection.set(["cat1"])
    assert listed(inspector.input_order) == ["a", "c"]
    inspector.input_order.rows[1].up.click()
    assert listed(inspector.input_order) == ["c", "a"]
    assert list(document.design.graph.wires_into("cat1")) == ["input1", "input3"]
