"""The settings of the network and of a block, and layers that follow them."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.expression import Expression
from designer.graph import Design
from designer.graph.block import Use
from designer.graph.design import Step
from designer.ui.document import Document
from designer.ui.expression_field import Reckoned
from designer.ui.fields import Check, Line, Typed
from designer.ui.follow import follow
from designer.ui.inspector import Inspector
from designer.ui.place import Place
from designer.ui.selection import Selection
from designer.ui.setting_row import SettingRow
from designer.ui.settings_editor import SettingsEditor
from tests.graph.blocks import network


@pytest.fixture
def document(qapp: QApplication) -> Document:
    made = Document()
    made.open_design(network(), "net")
    return made


@pytest.fixture
def place(document: Document) -> Place:
    return Place(document)


@pytest.fixture
def inspector(qtbot: QtBot, place: Place) -> Inspector:
    selection = Selection()
    follow(place, selection)
    made = Inspector(place, selection)
    qtbot.addWidget(made)
    made.resize(304, 760)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def editor(inspector: Inspector) -> SettingsEditor:
    return inspector.settings_editor


def rows(editor: SettingsEditor) -> list[SettingRow]:
    return [row for row in editor.rows if row.isVisibleTo(editor)]


def shown(editor: SettingsEditor) -> list[tuple[str, str]]:
    return [
        (row.name.edit.text(), row.default.edit.text())
        for row in rows(editor)
        if isinstance(row.default, Typed)
    ]


def enter(qtbot: QtBot, field: Any, text: str) -> None:
    """Type over what is there, and press Return."""
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, text)
    if isinstance(field, Reckoned):
        field.names.popup.hide()
    target = field.stepper if isinstance(field, Typed) else field.edit
    qtbot.keyClick(target, Qt.Key.Key_Return)


def names(design: Design) -> list[str]:
    return [each.name for each in design.settings]


def use(document: Document, node: str) -> Use:
    layer = document.design.graph.node(node).layer
    assert isinstance(layer, Use)
    return layer


# The list --------------------------------------------------------------------------------


def test_the_settings_of_the_network_are_listed(editor: SettingsEditor) -> None:
    assert editor.isVisible()
    assert shown(editor) == [("width", "8"), ("classes", "10")]
    assert "generated class" in editor.about.text()


def test_the_settings_of_the_block_one_is_in_are_listed(
    inspector: Inspector, editor: SettingsEditor, place: Place
) -> None:
    place.enter("stage2")
    assert shown(editor) == [("channels", "8"), ("stride", "1")]
    assert rows(editor)[0].help.edit.text() == "Channels of both convolutions."
    assert "Here channels is 16 and stride is 2." in editor.about.text()
    assert "wherever the block is used" in inspector.heading.about.text()
    place.leave()
    assert not editor.isVisible()  # the node that was left is selected
    inspector.selection.set([])
    assert shown(editor) == [("width", "8"), ("classes", "10")]


def test_they_are_hidden_while_a_layer_is_shown(
    inspector: Inspector, editor: SettingsEditor
) -> None:
    inspector.selection.set(["fc1"])
    assert not editor.isVisible()


def test_a_setting_is_added_and_its_name_typed_at_once(
    qtbot: QtBot, editor: SettingsEditor, document: Document
) -> None:
    wanted = {action.text(): action for action in editor.add_button.menu().actions()}
    assert [*wanted] == ["Whole number", "Number", "On or off"]
    wanted["Number"].trigger()
    assert names(document.design) == ["width", "classes", "setting"]
    row = rows(editor)[2]
    assert row.name.edit.hasFocus() and row.name.edit.selectedText() == "setting"
    qtbot.keyClicks(row.name.edit, "dropout")
    qtbot.keyClick(row.name.edit, Qt.Key.Key_Return)
    assert document.design.values["dropout"] == 0.5
    assert document.undo_stack.undoText() == "Rename the setting setting to dropout"


def test_each_kind_has_its_field(editor: SettingsEditor) -> None:
    editor.add(True)
    assert isinstance(rows(editor)[2].default, Check)
    editor.document.document.undo_stack.undo()
    editor.add(3)
    assert isinstance(rows(editor)[2].default, Typed)


def test_a_new_name_reaches_expressions_and_uses(
    qtbot: QtBot, editor: SettingsEditor, document: Document, place: Place
) -> None:
    before = document.design
    place.enter("stage2")
    enter(qtbot, rows(editor)[0].name, "planes")
    assert names(place.design) == ["planes", "stride"]
    assert use(document, "stage2").expressions["planes"] == Expression("width * 2")
    conv = place.design.graph.node("conv1").layer
    assert conv.expressions["out_channels"] == Expression("planes")
    assert not document.report.problems
    document.undo_stack.undo()
    assert document.design == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("classes", "called classes already"),
        ("fc1", "of a node"),
        ("2x", "cannot name"),
    ],
)
def test_a_name_that_cannot_be_is_refused_at_its_row(
    qtbot: QtBot, editor: SettingsEditor, document: Document, name: str, words: str
) -> None:
    row = rows(editor)[0]
    enter(qtbot, row.name, name)
    assert words in row.refusal
    assert row.message.isVisible()
    assert row.name.edit.property("refused") is True
    assert names(document.design) == ["width", "classes"]
    qtbot.keyClick(row.name.edit, Qt.Key.Key_Escape)
    assert row.refusal == "" and row.name.edit.text() == "width"


def test_another_default_reaches_what_follows_it(
    qtbot: QtBot, editor: SettingsEditor, document: Document
) -> None:
    default = rows(editor)[0].default
    enter(qtbot, default, "32")
    assert document.design.values["width"] == 32
    assert document.report.tensors["stage2"].shape == (64, 8, 8)
    enter(qtbot, default, "some")
    assert "needs a whole number, got some" in rows(editor)[0].refusal


def test_steps_of_a_default_are_one_step_of_undo(
    qtbot: QtBot, editor: SettingsEditor, document: Document
) -> None:
    default = rows(editor)[0].default
    assert isinstance(default, Typed)
    for _ in range(3):
        qtbot.keyClick(default.stepper, Qt.Key.Key_Up)
    assert document.design.values["width"] == 11
    assert document.undo_stack.count() == 1


def test_what_is_typed_is_entered_before_the_design_is_saved(
    qtbot: QtBot, inspector: Inspector, editor: SettingsEditor, document: Document
) -> None:
    field = rows(editor)[0].name
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "planes")
    inspector.commit()
    assert names(document.design) == ["planes", "classes"]


def test_what_a_setting_is_for_is_written_beside_it(
    qtbot: QtBot, editor: SettingsEditor, place: Place, inspector: Inspector
) -> None:
    place.enter("stage1")
    enter(qtbot, rows(editor)[1].help, "Halves the image where it is 2.")
    place.leave()
    inspector.selection.set(["stage1"])
    assert inspector.form is not None
    assert inspector.form.help_for("stride") == "Halves the image where it is 2."


def test_a_setting_that_is_followed_is_not_removed(
    editor: SettingsEditor, document: Document
) -> None:
    row = rows(editor)[1]
    row.remove.click()
    assert "fc1 follows classes, so it must stay" in row.refusal
    assert names(document.design) == ["width", "classes"]


def test_a_setting_that_nothing_follows_is_removed(
    editor: SettingsEditor, document: Document
) -> None:
    editor.add(1)
    rows(editor)[2].remove.click()
    assert names(document.design) == ["width", "classes"]
    assert len(rows(editor)) == 2


def test_settings_are_moved_by_the_same_key(
    qtbot: QtBot, editor: SettingsEditor, document: Document
) -> None:
    rows(editor)[0].down.setFocus()
    qtbot.keyClick(rows(editor)[0].down, Qt.Key.Key_Space)
    assert names(document.design) == ["classes", "width"]
    assert rows(editor)[1].up.hasFocus()
    assert not rows(editor)[0].up.isEnabled()


# The design, the block -------------------------------------------------------------------


def test_the_design_keeps_its_settings_and_blocks_under_a_new_name(
    qtbot: QtBot, inspector: Inspector, document: Document
) -> None:
    enter(qtbot, inspector.name_row.field, "ResNet")
    assert document.design.name == "ResNet"
    assert names(document.design) == ["width", "classes"]
    assert [*document.design.blocks] == ["Residual"]


def test_a_block_is_renamed_where_it_is_used(
    qtbot: QtBot, inspector: Inspector, document: Document, place: Place
) -> None:
    place.enter("stage1")
    field = inspector.name_row.field
    assert isinstance(field, Line) and field.edit.text() == "Residual"
    enter(qtbot, field, "Bottleneck")
    assert place.design.name == "Bottleneck"
    assert use(document, "stage2").block.name == "Bottleneck"
    enter(qtbot, field, "Net")
    assert "something called Net already" in inspector.name_row.refusal


# Layers that follow ----------------------------------------------------------------------


def reckoned(inspector: Inspector, name: str) -> Reckoned:
    assert inspector.form is not None
    field = inspector.form.rows[name].field
    assert isinstance(field, Reckoned)
    return field


def test_a_layer_follows_the_settings_of_the_network(
    qtbot: QtBot, inspector: Inspector, document: Document
) -> None:
    inspector.selection.set(["fc1"])
    field = reckoned(inspector, "out_features")
    assert (field.edit.text(), field.aside) == ("classes", "= 10")
    enter(qtbot, field, "classes + 1")
    assert document.report.tensors["fc1"].shape == (11,)
    assert field.aside == "= 11"
    enter(qtbot, field, "channels")
    assert (
        "There is no setting channels here"
        in inspector.form.rows[  # type: ignore
            "out_features"
        ].refusal
    )


def test_inside_a_block_a_layer_has_the_values_of_the_repeat_that_is_seen(
    inspector: Inspector, place: Place
) -> None:
    place.go((Step("stage2", 0),))
    inspector.selection.set(["conv1"])
    assert reckoned(inspector, "stride").aside == "= 2×2"
    assert reckoned(inspector, "out_channels").aside == "= 16"
    assert inspector._follows.text() == "in_channels 8 follows from the input"
    place.go((Step("stage2", 2),))
    inspector.selection.set(["conv1"])
    assert reckoned(inspector, "stride").aside == "= 1×1"
    assert inspector._follows.text() == "in_channels 16 follows from the input"


def test_a_setting_is_made_of_a_layer_in_one_step(
    qtbot: QtBot, inspector: Inspector, document: Document, place: Place
) -> None:
    before = document.design
    place.enter("stage1")
    inspector.selection.set(["conv2"])
    field = reckoned(inspector, "kernel_size")
    field.edit.setFocus()
    qtbot.keyClick(field.stepper, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert names(place.design) == ["channels", "stride", "kernel_size"]
    assert (field.edit.text(), field.aside) == ("kernel_size", "= 3×3")
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.design == before


def test_a_new_setting_takes_what_was_just_typed(
    qtbot: QtBot, inspector: Inspector, document: Document
) -> None:
    inspector.selection.set(["fc1"])
    field = reckoned(inspector, "out_features")
    enter(qtbot, field, "width")
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "20")
    qtbot.keyClick(field.stepper, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert document.design.values["features"] == 20
    assert field.edit.text() == "features"


def test_what_is_refused_is_made_no_setting(
    qtbot: QtBot, inspector: Inspector, document: Document
) -> None:
    inspector.selection.set(["fc1"])
    field = reckoned(inspector, "out_features")
    enter(qtbot, field, "0")
    qtbot.keyClick(field.stepper, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert names(document.design) == ["width", "classes"]
    assert inspector.form is not None
    assert "got 0" in inspector.form.rows["out_features"].refusal


# Blocks as layers ------------------------------------------------------------------------


def test_a_use_says_what_its_first_repeat_takes_and_its_last_gives(
    inspector: Inspector,
) -> None:
    inspector.selection.set(["stage2"])
    words = inspector._follows.text()
    assert words == "Repeat 1 takes 8×16×16, the last gives 16×8×8"
    assert reckoned(inspector, "stride").aside == "= 2 → 1"
    shown = {key.text(): value.text() for key, value in inspector.facts.labels}
    assert shown["parameters"] == "13,552"
    assert shown["per repeat"] == "3,664 → 4,944"
    assert shown["activations"] == "72.0 KiB"
    inspector.selection.set(["stage1"])
    assert inspector._follows.text() == ""


def test_a_use_takes_words_for_its_repeats(
    qtbot: QtBot, inspector: Inspector, document: Document
) -> None:
    inspector.selection.set(["stage2"])
    enter(qtbot, reckoned(inspector, "stride"), "1, then 2")
    stride = use(document, "stage2").expressions["stride"]
    assert stride == Expression("1 if i == 0 else 2")
    assert inspector.form is not None
    assert '"2, then 1"' in inspector.form.rows["stride"].help
    assert "2, then 1" not in inspector.form.rows["repeat"].help


def test_a_block_is_repeated_once_at_least(
    qtbot: QtBot, inspector: Inspector, document: Document
) -> None:
    inspector.selection.set(["stage1"])
    field = reckoned(inspector, "repeat")
    qtbot.keyClick(field.stepper, Qt.Key.Key_Down)
    assert use(document, "stage1").repeat == 1
    enter(qtbot, field, "0")
    assert inspector.form is not None
    assert "from 1 to 1,000" in inspector.form.rows["repeat"].refusal
    enter(qtbot, field, "i + 1")
    assert "There is no setting i here" in inspector.form.rows["repeat"].refusal
    enter(qtbot, field, "width // 4")
    assert use(document, "stage1").expressions["repeat"] == Expression("width // 4")


def test_an_input_of_a_block_is_given_from_outside(
    inspector: Inspector, place: Place, document: Document
) -> None:
    place.go((Step("stage2", 1),))
    inspector.selection.set(["x"])
    field = reckoned(inspector, "shape")
    assert field.edit.text() == "16×8×8"
    assert not field.isEnabled()
    assert "what is wired to the block gives 16×8×8 here" in inspector._follows.text()
    place.leave()
    inspector.selection.set(["image"])
    field = reckoned(inspector, "shape")
    assert field.isEnabled() and field.edit.text() == "1×16×16"


def test_tab_goes_through_a_setting_as_it_is_read(
    qtbot: QtBot, inspector: Inspector, editor: SettingsEditor
) -> None:
    first, second = rows(editor)
    assert isinstance(first.default, Typed) and isinstance(second.default, Typed)
    first.name.edit.setFocus()
    found = []
    for _ in range(10):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget())
    assert found == [
        first.default.stepper,
        first.help.edit,
        first.down,
        first.remove,
        second.name.edit,
        second.default.stepper,
        second.help.edit,
        second.up,
        second.remove,
        editor.add_button,
    ]
