"""The inspector: the selected node's settings, shapes, cost and problems."""

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from designer import layers
from designer.graph import Design, Fix, Problem
from designer.ui.document import Document
from designer.ui.fields import Check, Line, Typed
from designer.ui.inspector import Inspector
from designer.ui.problems.card import ProblemCard
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


def test_weights_that_selected_nodes_share_count_once(
    inspector: Inspector, document: Document, selection: Selection
) -> None:
    selection.set(["fc1"])
    once, macs = facts(inspector)["parameters"], document.report.macs
    graph = document.design.graph.add("fc2", layers.Linear()).share("fc2", "fc1")
    graph = graph.connect("flatten1", "fc2")
    document.edit("share", document.design.with_graph(graph))
    for chosen in (["fc1", "fc2"], ["fc2", "fc1"], ["relu1", "fc2"]):
        selection.set(chosen)
        assert facts(inspector)["parameters"] == once
    selection.set(graph.nodes)
    assert facts(inspector)["parameters"] == f"{document.report.parameters:,}"
    assert document.report.macs > macs


def test_the_form_says_who_shares_weights_and_parts_them_in_one_step(
    qtbot: QtBot, inspector: Inspector, document: Document, selection: Selection
) -> None:
    selection.set(["fc1"])
    assert not inspector.weights.isVisible()
    graph = document.design.graph.add("fc2", layers.Linear()).share("fc2", "fc1")
    shared = document.design.with_graph(graph.connect("flatten1", "fc2"))
    document.edit("share", shared)
    assert inspector.weights.words.text() == (
        "fc2 uses its weights too: what you set here holds for both."
    )
    selection.set(["fc2"])
    assert inspector.weights.words.text() == (
        "It uses the weights of fc1: what you set here holds for both."
    )
    assert inspector.weights.part.accessibleName() == "Give fc2 weights of its own"
    inspector.weights.part.setFocus()
    qtbot.keyClick(inspector.weights.part, Qt.Key.Key_Space)
    assert not document.design.graph.node("fc2").shares
    assert not inspector.weights.isVisible()
    document.undo_stack.undo()
    assert document.design == shared and inspector.weights.isVisible()
    selection.set(["fc1", "fc2"])
    assert not inspector.weights.isVisible()


def test_three_that_share_weights_are_all_told_of(
    inspector: Inspector, document: Document, selection: Selection
) -> None:
    graph = document.design.graph
    for name in ("fc2", "fc3"):
        graph = graph.add(name, layers.Linear()).share(name, "fc1")
    document.edit("share", document.design.with_graph(graph))
    selection.set(["fc1"])
    assert inspector.weights.words.text() == (
        "fc2 and fc3 use its weights too: what you set here holds for all."
    )
    inspector.weights.part.click()
    assert document.design.graph.group("fc3") == ("fc2", "fc3")


def test_a_problem_is_shown_with_buttons_that_mend_it(
    inspector: Inspector, document: Document, selection: Selection
) -> None:
    graph = document.design.graph.set("fc1", out_features=7)
    document.edit("spoil", document.design.with_graph(graph))
    (problem,) = document.report.errors
    selection.set([problem.node])
    (card,) = inspector.problems.cards
    assert inspector.problems.title.text() == "1 problem"
    card.buttons[0].click()
    assert document.report.problems == ()
    assert inspector.problems.cards == []
    document.undo_stack.undo()
    assert len(inspector.problems.cards) == 1


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
    assert inspector.form is not None and inspector.problems.cards
    wanted = [
        inspector.name_row.field.focusProxy(),
        *(row.field.focusProxy() for row in inspector.form.rows.values()),
        inspector.problems.cards[0].buttons[0],
    ]
    for now, then in itertools.pairwise(wanted):
        stop = now.nextInFocusChain()
        while not stop.isVisible() or not stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stop = stop.nextInFocusChain()
        assert stop.focusProxy() in (None, then) and (stop.focusProxy() or stop) is then


def lay_out(window: QWidget) -> None:
    """Let every pending layout be done."""
    for _ in range(5):
        QApplication.processEvents()


@pytest.mark.parametrize("height", range(340, 560, 20))
def test_the_help_of_a_setting_moves_nothing(
    inspector: Inspector, document: Document, selection: Selection, height: int
) -> None:
    graph = document.design.graph.add("pool1", layers.MaxPool2d())
    document.edit("Add pool1", document.design.with_graph(graph))
    inspector.resize(304, height)
    selection.set(["pool1"])
    lay_out(inspector)
    assert inspector.form is not None
    rows = [inspector.name_row, *inspector.form.rows.values()]

    def places() -> list[QPoint]:
        return [row.mapTo(inspector, QPoint()) for row in rows]

    bar = inspector._scroll.verticalScrollBar()
    for row in rows:
        bar.setValue(bar.maximum())
        before = places()
        row.field.focused.emit()
        lay_out(inspector)
        assert row.help in inspector._help.text()
        assert places() == before


def test_a_click_on_a_check_box_counts_though_the_form_moves_under_it(
    qtbot: QtBot, inspector: Inspector, document: Document, selection: Selection
) -> None:
    graph = document.design.graph.add("pool1", layers.MaxPool2d())
    document.edit("Add pool1", document.design.with_graph(graph))
    selection.set(["pool1"])
    inspector.activateWindow()
    assert inspector.form is not None
    kernel, tick = (
        inspector.form.rows[name].field for name in ("kernel_size", "return_indices")
    )
    assert isinstance(kernel, Typed) and isinstance(tick, Check)
    kernel.edit.setFocus()
    kernel.edit.setText("none at all")
    lay_out(inspector)
    place = tick.check.mapTo(inspector, QPoint(8, 14))
    window, button = inspector.windowHandle(), Qt.MouseButton.LeftButton
    QTest.mousePress(window, button, Qt.KeyboardModifier.NoModifier, place)
    lay_out(inspector)
    assert inspector.form.rows["kernel_size"].refusal
    assert tick.check.mapTo(inspector, QPoint(8, 14)).y() > place.y() + 14
    QTest.mouseRelease(window, button, Qt.KeyboardModifier.NoModifier, place)
    layer = document.design.graph.node("pool1").layer
    assert layer.changed(return_indices=True) == layer


def test_a_check_box_is_not_clicked_where_the_pointer_went_away(
    qtbot: QtBot, inspector: Inspector, document: Document, selection: Selection
) -> None:
    selection.set(["fc1"])
    lay_out(inspector)
    assert inspector.form is not None
    tick = inspector.form.rows["bias"].field
    assert isinstance(tick, Check)
    place = tick.check.mapTo(inspector, QPoint(8, 14))
    window, button = inspector.windowHandle(), Qt.MouseButton.LeftButton
    away = place + QPoint(0, 60)
    QTest.mousePress(window, button, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseMove(window, away)
    QTest.mouseRelease(window, button, Qt.KeyboardModifier.NoModifier, away)
    assert document.undo_stack.count() == 0


def broken_convolution(document: Document) -> str:
    """A node whose form is long and whose problem names a field of it."""
    graph = document.design.graph.set("conv1", kernel_size=(9, 9), dilation=(3, 3))
    document.edit("spoil", document.design.with_graph(graph))
    (problem,) = document.report.of("conv1")
    assert problem.setting and problem.fixes
    return problem.setting


def is_in_sight(inspector: Inspector, setting: str) -> bool:
    assert inspector.form is not None
    row, port = inspector.form.rows[setting], inspector._scroll.viewport()
    top = row.mapTo(port, QPoint()).y()
    return top >= 0 and top + row.height() <= port.height()


@pytest.mark.parametrize("height", [300, 456, 700])
def test_a_problem_leaves_the_field_that_it_names_in_sight(
    inspector: Inspector, document: Document, selection: Selection, height: int
) -> None:
    inspector.resize(304, height)
    setting = broken_convolution(document)
    selection.set(["conv1"])
    lay_out(inspector)
    assert is_in_sight(inspector, setting)
    assert 0 < inspector.problems.height() <= 0.4 * height


def test_a_field_is_brought_back_when_its_problem_is_gone_to(
    inspector: Inspector, document: Document, selection: Selection
) -> None:
    inspector.resize(304, 300)
    setting = broken_convolution(document)
    selection.set(["conv1"])
    lay_out(inspector)
    bar = inspector._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not is_in_sight(inspector, setting)
    inspector.go_to(document.report.of("conv1")[0])
    assert is_in_sight(inspector, setting)


def test_problems_take_no_more_room_than_they_need(
    inspector: Inspector, document: Document, selection: Selection
) -> None:
    inspector.resize(304, 1200)
    broken_convolution(document)
    selection.set(["conv1"])
    lay_out(inspector)
    assert inspector.problems.verticalScrollBar().maximum() == 0
    (card,) = inspector.problems.cards
    assert inspector.problems.height() < card.height() + 60
    document.undo_stack.undo()
    assert not inspector.problems.isVisible()


@pytest.mark.parametrize("height", [720, 900, 1200])
def test_where_there_is_room_problems_stand_whole_right_under_what_is_shown(
    inspector: Inspector, document: Document, selection: Selection, height: int
) -> None:
    inspector.resize(304, height)
    broken_convolution(document)
    for name in ("image", "conv1"):
        selection.set([name])
        lay_out(inspector)
    foot = inspector.problems
    (card,) = foot.cards
    assert foot.verticalScrollBar().maximum() == 0
    assert card.height() >= card.heightForWidth(card.width()) > 40
    assert inspector._scroll.verticalScrollBar().maximum() == 0
    facts = inspector.facts.mapTo(inspector, inspector.facts.rect().bottomLeft())
    assert 0 < foot.y() - facts.y() < 40


def test_a_press_on_a_fix_counts_though_it_enters_what_was_typed(
    qtbot: QtBot, inspector: Inspector, document: Document, selection: Selection
) -> None:
    broken_convolution(document)
    selection.set(["conv1"])
    inspector.activateWindow()
    (button, *_) = inspector.problems.buttons
    field = inspector.name_row.field
    assert isinstance(field, Line)
    field.edit.setFocus()
    field.edit.setText("not a name")
    lay_out(inspector)
    place = button.mapTo(inspector, button.rect().center())
    window, left = inspector.windowHandle(), Qt.MouseButton.LeftButton
    QTest.mousePress(window, left, Qt.KeyboardModifier.NoModifier, place)
    lay_out(inspector)
    assert inspector.name_row.refusal
    document.checked.emit(document.report)  # as when more is known of the design
    QTest.mouseRelease(window, left, Qt.KeyboardModifier.NoModifier, place)
    assert document.report.of("conv1") == ()


@pytest.mark.parametrize("before", [[], ["fc1"], ["conv1", "fc1"], ["unpool1"]])
@pytest.mark.parametrize("height", [340, 456, 700])
def test_fields_stand_where_they_will_be_at_once(
    inspector: Inspector,
    document: Document,
    selection: Selection,
    before: list[str],
    height: int,
) -> None:
    graph = document.design.graph.add("pool1", layers.MaxPool2d())
    graph = graph.add("unpool1", layers.MaxUnpool2d())
    graph = graph.connect("pool1", "unpool1.input")
    document.edit("Add", document.design.with_graph(graph))
    inspector.resize(304, height)
    for _ in range(2):  # a form is made when first needed
        selection.set(before)
        lay_out(inspector)
        selection.set(["pool1"])
        assert inspector.form is not None
        rows = inspector.form.rows.values()
        at_once = [row.mapTo(inspector, QPoint()) for row in rows]
        lay_out(inspector)
        assert [row.mapTo(inspector, QPoint()) for row in rows] == at_once
