"""Forms: every kind of value has a field, and a bad value is refused there."""

from typing import Annotated, Any, Literal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from designer.kinds import Axes, Either, Nothing, Numbers, Real, Size2, Whole
from designer.layers import CATALOGUE, MaxPool2d
from designer.recipe import Training
from designer.recipe.optimizers import SGD, Adam
from designer.settings import Settings, declared, setting
from designer.ui.fields import Check, Line, Options, Paragraph, Typed
from designer.ui.form import Form
from designer.ui.steps import stepped

Mode = Literal["same", "valid"]


@declared
class Sample(Settings):
    """One setting of each kind."""

    whole: int = setting(3, "A whole number.", low=1, high=9, unit="px")
    real: float = setting(0.5, "A number.", low=0, high=1)
    truth: bool = setting(True, "On or off.")
    word: Mode = setting("same", "A word.")
    size: Size2 = setting((3, 3), "A size.", low=1)
    axes: Axes = setting((1, 28, 28), "Some axes.", low=1)
    line: Annotated[str, "line"] = setting("bij->bji", "A text of one line.")
    text: str = setting("hello", "A text.")
    maybe: int | None = setting(None, "A number or none.", low=1)
    padding: Size2 | Mode = setting((0, 0), "A size or a word.", low=0)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    form = Form(Sample)
    qtbot.addWidget(form)
    form.show_settings(Sample())
    form.show()
    return form


def entered(form: Form) -> list[tuple[str, Any, bool]]:
    found: list[tuple[str, Any, bool]] = []
    form.edited.connect(lambda *edit: found.append(edit))
    return found


def type_into(qtbot: QtBot, form: Form, name: str, text: str) -> None:
    field = form.rows[name].field
    assert isinstance(field, Typed)
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)


def test_each_kind_has_its_field(form: Form) -> None:
    kinds = {name: type(row.field) for name, row in form.rows.items()}
    assert kinds == {
        "whole": Typed,
        "real": Typed,
        "truth": Check,
        "word": Options,
        "size": Typed,
        "axes": Typed,
        "line": Line,
        "text": Paragraph,
        "maybe": Typed,
        "padding": Typed,
    }


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("whole", "7", 7),
        ("real", "1e-3", 0.001),
        ("size", "5", (5, 5)),
        ("size", "3 x 5", (3, 5)),
        ("axes", "3x32x32", (3, 32, 32)),
        ("maybe", "4", 4),
        ("padding", "same", "same"),
        ("padding", "1", (1, 1)),
    ],
)
def test_a_typed_value_is_entered(
    qtbot: QtBot, form: Form, name: str, text: str, value: Any
) -> None:
    found = entered(form)
    type_into(qtbot, form, name, text)
    assert found == [(name, value, False)]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("whole", "0", "whole needs a whole number from 1 to 9, got 0"),
        ("whole", "ten", "whole needs a whole number from 1 to 9, got ten"),
        ("real", "2", "real needs a number from 0 to 1, got 2"),
        ("real", "nan", "real needs a number from 0 to 1, got nan"),
        ("size", "3x3x3", "size needs 2 whole numbers"),
        ("maybe", "some", "maybe needs a whole number of at least 1 or none, got some"),
        ("padding", "full", "padding needs"),
    ],
)
def test_a_bad_value_is_refused_at_the_field(
    qtbot: QtBot, form: Form, name: str, text: str, words: str
) -> None:
    found = entered(form)
    type_into(qtbot, form, name, text)
    assert found == []
    row = form.rows[name]
    assert row.refusal.startswith(words)
    assert row.message.isVisible()
    assert row.field.focusProxy().property("refused") is True


def test_escape_takes_back_a_refused_value(qtbot: QtBot, form: Form) -> None:
    type_into(qtbot, form, "whole", "0")
    field = form.rows["whole"].field
    assert isinstance(field, Typed)
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.edit.text() == "3"
    assert form.rows["whole"].refusal == ""
    assert field.focusProxy().property("refused") is False


def test_arrows_step_and_say_so(qtbot: QtBot, form: Form) -> None:
    found = entered(form)
    field = form.rows["whole"].field
    assert isinstance(field, Typed)
    qtbot.keyClick(field.stepper, Qt.Key.Key_Up)
    qtbot.keyClick(field.stepper, Qt.Key.Key_Down)
    assert found == [("whole", 4, True), ("whole", 2, True)]


def test_check_box_and_choice_are_entered(qtbot: QtBot, form: Form) -> None:
    found = entered(form)
    truth, word = form.rows["truth"].field, form.rows["word"].field
    assert isinstance(truth, Check)
    assert isinstance(word, Options)
    truth.check.click()
    word.combo.setFocus()
    qtbot.keyClick(word.combo, Qt.Key.Key_Down)
    assert found == [("truth", False, False), ("word", "valid", False)]


def test_a_unit_belongs_to_numbers_only(qtbot: QtBot) -> None:
    made = Form(MaxPool2d)
    qtbot.addWidget(made)
    made.show()
    field = made.rows["stride"].field
    assert isinstance(field, Typed)
    unit = field.stepper.unit
    for value, shown in ((None, False), ((2, 2), True), (None, False)):
        made.show_settings(MaxPool2d(stride=value))
        assert unit.text() == "px" and unit.isVisible() is shown
    field.edit.setText("3")
    assert unit.isVisible()


def test_a_word_can_be_chosen_from_the_menu(form: Form) -> None:
    found = entered(form)
    field = form.rows["padding"].field
    assert isinstance(field, Typed)
    assert set(field.words) == {"same", "valid"}
    assert list(form.rows["maybe"].field.words) == ["none"]  # type: ignore[attr-defined]
    field.entered.emit("same", False)
    assert found == [("padding", "same", False)]


def test_a_text_is_entered_when_the_field_is_left(form: Form) -> None:
    found = entered(form)
    field = form.rows["text"].field
    assert isinstance(field, Paragraph)
    field.edit.setPlainText("two\nlines")
    form.commit()
    assert found == [("text", "two\nlines", False)]


def test_a_line_is_entered_by_return(qtbot: QtBot, form: Form) -> None:
    found = entered(form)
    field = form.rows["line"].field
    assert isinstance(field, Line)
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "bi->b")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert found == [("line", "bi->b", False)]


def test_the_same_value_typed_anew_is_no_edit(qtbot: QtBot, form: Form) -> None:
    found = entered(form)
    type_into(qtbot, form, "size", "3, 3")
    assert found == []
    field = form.rows["size"].field
    assert isinstance(field, Typed)
    assert field.edit.text() == "3×3"


def test_values_follow_the_design_and_keep_the_cursor(form: Form) -> None:
    field = form.rows["axes"].field
    assert isinstance(field, Typed)
    field.edit.setFocus()
    field.edit.setCursorPosition(2)
    form.show_settings(Sample(whole=5))
    assert field.edit.cursorPosition() == 2
    other = form.rows["whole"].field
    assert isinstance(other, Typed)
    assert other.edit.text() == "5"


def test_what_is_typed_can_be_undone_in_the_field_first(
    qtbot: QtBot, form: Form
) -> None:
    field = form.rows["whole"].field
    assert isinstance(field, Typed)
    form.activateWindow()
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "8")
    qtbot.keyClick(field.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.edit.text() == "3"


def test_a_variant_brings_its_own_settings(qtbot: QtBot) -> None:
    form = Form(Training)
    qtbot.addWidget(form)
    form.show_settings(Training())
    found = entered(form)
    assert "betas" in form.nested["optimizer"].rows
    field = form.rows["optimizer"].field
    assert isinstance(field, Options)
    field.combo.activated.emit(field.combo.findText("SGD"))
    assert found == [("optimizer", SGD(), False)]
    form.show_settings(Training(optimizer=SGD()))
    assert "momentum" in form.nested["optimizer"].rows
    type_into(qtbot, form.nested["optimizer"], "lr", "0.1")
    assert found[-1] == ("optimizer", SGD(lr=0.1), False)


def test_choosing_the_same_variant_keeps_its_settings(qtbot: QtBot) -> None:
    form = Form(Training)
    qtbot.addWidget(form)
    form.show_settings(Training(optimizer=Adam(lr=0.5)))
    found = entered(form)
    field = form.rows["optimizer"].field
    assert isinstance(field, Options)
    field.combo.activated.emit(field.combo.currentIndex())
    assert found == []


def test_every_setting_has_a_help_and_its_range(form: Form) -> None:
    row = form.rows["whole"]
    assert row.help == "A whole number. A whole number from 1 to 9."
    assert row.field.toolTip().endswith("In px.")


def test_every_layer_gets_a_form(qtbot: QtBot) -> None:
    for cls in CATALOGUE.values():
        form = Form(cls)
        qtbot.addWidget(form)
        form.show_settings(cls())
        form.commit()
        assert list(form.rows) == list(cls.declared_settings)


def test_the_wheel_turns_only_a_focused_field(qtbot: QtBot, form: Form) -> None:
    found = entered(form)
    field = form.rows["whole"].field
    assert isinstance(field, Typed)
    field.stepper.clearFocus()
    turn_wheel(field.stepper)
    assert found == []
    form.activateWindow()
    field.stepper.setFocus()
    qtbot.waitUntil(field.stepper.hasFocus)
    turn_wheel(field.stepper)
    assert found == [("whole", 4, True)]


def turn_wheel(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    up = QPoint(0, 120)
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle)),
        QPoint(),
        up,
        *none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize(
    ("kind", "value", "steps", "place", "result"),
    [
        (Whole(1, 9), 9, 1, 0, 9),
        (Whole(1, 9), 1, -1, 0, 1),
        (Real(0), 0.001, 1, 0, 0.002),
        (Real(0), 0.001, -1, 0, 0.0009),
        (Real(0), 0.0, -1, 0, 0.0),
        (Real(0, 1), 0.95, 1, 0, 1.0),
        (Numbers(Whole(1), 2), (3, 3), 1, 0, (4, 4)),
        (Numbers(Whole(1), 2), (3, 5), 1, 1, (3, 6)),
        (Numbers(Whole(1)), (1, 28, 28), -1, 2, (1, 28, 27)),
        (Either((Whole(1), Nothing())), None, 1, 0, 1),
        (Either((Whole(1), Nothing())), 4, 1, 0, 5),
    ],
)
def test_steps(kind: Any, value: Any, steps: int, place: int, result: Any) -> None:
    assert stepped(kind, value, steps, place) == result
