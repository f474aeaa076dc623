"""The inspector: the selected node's settings, shapes, cost and problems."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from designer.graph import Design, Fix, Problem
from designer.ui.document import Document
from designer.ui.fields import Line, Typed
from designer.ui.inspector import Inspector
from designer.ui.problem_card import ProblemCard
from designer.ui.selection import Selection


@pytest.fixture
def inspector(qtbot: QtBot, document: Document, selection: Selection) -> Inspector:
    made = Inspector(document, selection)
    qtbot.addWidget(made)
    made.resize(304, 700)
    made.show()
    return made


def facts(inspector: Inspector) -> dict[str, str]:
    return {
        key.text(): value.text()
        for key, value in inspector.facts.labels
        if key.isVisible()
    }


def set_text(qtbot: QtBot, inspector: Inspector, setting: str, text: str) -> None:
    assert inspector.form is not None
    field = inspector.form.rows[setting].field
    assert isinstance(field, Typed)
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)


def rename(qtbot: QtBot, inspector: Inspector, name: str) -> None:
    field = inspector.name_row.field
    assert isinstance(field, Line)
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, name)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)


def test_it_shows_shapes_and_costs(inspector: Inspector, selection: Selection) -> None:
    selection.set(["conv1"])
    assert facts(inspector) == {
        "in": "N × 1 × 8 × 8",
        "out": "N × 4 × 6 × 6",
        "parameters": "40",
        "MACs": "1,296",
        "activations": "576 B",
    }
    assert inspector._follows.text() == "in_channels 1 follows from the input"


def test_a_setting_becomes_one_step_of_undo(
    qtbot: QtBot, inspector: Inspector, document: Document, selection: Selection
) -> None:
    selection.set(["conv1"])
    set_text(qtbot, inspector, "out_channels", "16")
    layer = document.design.graph.node("conv1").layer
    assert layer.changed(out_channels=16) == layer
    assert document.undo_stack.undoText() == "Set conv1 out_channels"
    document.undo_stack.undo()
    assert inspector.form is not None
    field = inspector.form.rows["out_channels"].field
    assert isinstance(field, Typed)
    assert field.edit.text() == "4"


def test_steps_in_a_row_are_undone_together(
    qtbot: QtBot, inspector: Inspector, document: Document, selection: Selection
) -> None:
    selection.set(["conv1"])
    assert inspector.form is not None
    field = inspector.form.rows["out_channels"].field
    assert isinstance(field, Typed)
    for _ in range(3):
        qtbot.keyClick(field.stepper, Qt.Key.Key_Up)
    assert field.edit.text() == "7"
    assert document.undo_stack.count() == 1


def test_a_bad_value_leaves_the_design_alone(
    qtbot: QtBot, inspector: Inspector, document: Document, selection: Selection
) -> None:
    selection.set(["conv1"])
    before = document.design
    set_text(qtbot, inspector, "kernel_size", "0")
    assert document.design is before
    assert inspector.form is not None
    assert "at least 1" in inspector.form.rows["kernel_size"].refusal


def test_a_node_is_renamed_and_stays_selected(
    qtbot: QtBot, inspector: Inspector, document: Document, selection: Selection
) -> None:
    selection.set(["conv1"])
    rename(qtbot, inspector, "stem")
    assert "stem" in document.design.graph.nodes
    assert selection.names == ("stem",)
    document.undo_stack.undo()
    assert selection.names == ("conv1",)


def test_what_is_being_typed_stays_when_more_is_known_of_the_design(
    qtbot: QtBot, inspector: Inspector, document: Document, selection: Selection
) -> None:
    selection.set(["conv1"])
    assert inspector.form is not None
    setting, name = inspector.form.rows["out_channels"].field, inspector.name_row.field
    assert isinstance(setting, Typed) and isinstance(name, Line)
    setting.edit.setText("12")
    name.edit.setText("stem")
    document.recheck()
    assert (setting.edit.text(), name.edit.text()) == ("12", "stem")
    selection.set(["fc1"])
    selection.set(["conv1"])
    assert (setting.edit.text(), name.edit.text()) == ("4", "conv1")
    selection.set([])
    name.edit.setText("Stem")
    document.recheck()
    assert name.edit.text() == "Stem"
    graph = document.design.graph.set("conv1", out_channels=5)
    selection.set(["conv1"])
    document.edit("five", document.design.with_graph(graph))
    assert setting.edit.text() == "5"


@pytest.mark.parametrize("name", ["relu1", "forward", "2nd", "for"])
def test_a_bad_name_is_refused_at_the_field(
    qtbot: QtBot,
    inspector: Inspector,
    document: Document,
    selection: Selection,
    name: str,
) -> None:
    selection.set(["conv1"])
    before = document.design
    rename(qtbot, inspector, name)
    assert document.design is before
    assert name in inspector.name_row.refusal
    qtbot.keyClick(inspector.name_row.field.focusProxy(), Qt.Key.Key_Escape)
    assert inspector.name_row.refusal == ""


def test_without_a_selection_it_shows_the_design(
    qtbot: QtBot, inspector: Inspector, document: Document
) -> None:
    assert facts(inspector)["parameters"] == f"{document.report.parameters:,}"
    rename(qtbot, inspector, "SmallNet")
    assert document.design.name == "SmallNet"


def test_several_nodes_are_summed(
    inspector: Inspector, document: Document, selection: Selection
) -> None:
    selection.set(["conv1", "fc1"])
    assert facts(inspector)["parameters"] == f"{document.report.parameters:,}"
    assert not inspector.name_row.isVisible()


def test_a_problem_is_shown_with_buttons_that_mend_it(
    inspector: Inspector, document: Document, selection: Selection
) -> None:
    graph = document.design.graph.set("fc1", out_features=7)
    document.edit("spoil", document.design.with_graph(graph))
    (problem,) = document.report.errors
    selection.set([problem.node])
    (card,) = inspector.cards
    assert inspector._problems_title.text() == "1 problem"
    card.buttons[0].click()
    assert document.report.problems == ()
    assert inspector.cards == []
    document.undo_stack.undo()
    assert len(inspector.cards) == 1


def test_the_help_of_the_focused_setting_is_shown(
    inspector: Inspector, selection: Selection
) -> None:
    selection.set(["conv1"])
    assert inspector.form is not None
    inspector.form.rows["stride"].focused.emit("stride")
    assert inspector._help.text().startswith("stride: ")


LONG = "Add a 1×1 convolution on the skip from relu1 and another one after it"


def same(design: Design) -> Design:
    return design


def test_a_long_label_of_a_fix_breaks_into_lines(
    qtbot: QtBot, document: Document
) -> None:
    problem = Problem("", "Shapes differ.", find_fixes=lambda: (Fix(LONG, same),))
    card = ProblemCard(document, problem, wide=False)
    qtbot.addWidget(card)
    card.resize(270, 200)
    card.show()
    (button,) = card.buttons
    qtbot.waitUntil(lambda: button.width() <= 246)
    lines = button.lines(button.width())
    assert len(lines) > 1 and " ".join(lines) == LONG
    metrics = button.fontMetrics()
    assert max(map(metrics.horizontalAdvance, lines)) < button.width()
    assert button.height() >= len(lines) * metrics.height()
    assert button.height() == button.heightForWidth(button.width())
    card.resize(900, 200)
    qtbot.waitUntil(lambda: button.lines(button.width()) == [LONG])


def test_tab_goes_from_the_name_through_the_form_to_the_fixes(
    qtbot: QtBot, inspector: Inspector, document: Document, selection: Selection
) -> None:
    other = QLineEdit(inspector)  # made before the form: a later stop
    other.show()
    graph = document.design.graph.set("fc1", out_features=7)
    document.edit("spoil", document.design.with_graph(graph))
    selection.set([document.report.errors[0].node])
    assert inspector.form is not None and inspector.cards
    wanted = [
        inspector.name_row.field.focusProxy(),
        *(row.field.focusProxy() for row in inspector.form.rows.values()),
        inspector.cards[0].buttons[0],
    ]
    for now, then in itertools.pairwise(wanted):
        stop = now.nextInFocusChain()
        while not stop.isVisible() or not stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stop = stop.nextInFocusChain()
        assert stop.focusProxy() in (None, then) and (stop.focusProxy() or stop) is then
