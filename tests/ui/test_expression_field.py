"""Fields whose value may follow from settings: typed, completed, shown, refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from designer.errors import SettingError
from designer.expression import Expression
from designer.kinds import Either, Nothing, Numbers, Real, Truth, Whole
from designer.layers import Conv2d, Flatten
from designer.settings import Setting
from designer.ui.expression_field import Reckoned, Switch
from designer.ui.expression_text import NOWHERE, Scope, gives, looks_followed, read
from designer.ui.fields import Options
from designer.ui.form import Form

SCOPE: Scope = ({"channels": 64, "stride": 2, "sampled": True},)
REPEATED: Scope = ({"width": 8, "i": 0}, {"width": 8, "i": 2})
SIZE = Numbers(Whole(1, None), axes=2)
PADDING = Conv2d.declared_settings["padding"].kind


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    form = Form(Conv2d, scope=lambda name: SCOPE)
    qtbot.addWidget(form)
    form.edited.connect(
        lambda name, value, step: form.show_settings(
            shown(form).changed(**{name: value})
        )
    )
    form.show_settings(Conv2d(out_channels=32))
    form.show()
    form.activateWindow()
    return form


def shown(form: Form) -> Any:
    return form.settings


def reckoned(form: Form, name: str = "out_channels") -> Reckoned:
    field = form.rows[name].field
    assert isinstance(field, Reckoned)
    return field


def type_into(qtbot: QtBot, field: Reckoned, text: str) -> None:
    """Type over what is there, as a person who looks at nothing that pops up."""
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, text)
    field.names.popup.hide()
    qtbot.keyClick(field.stepper, Qt.Key.Key_Return)


# What is typed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "follows"),
    [
        (Whole(), "12", False),
        (Whole(), "", False),
        (Whole(), "-", False),
        (Whole(), "=", True),
        (Whole(), "c", True),
        (Whole(), "2 *", True),
        (Whole(), "2*3", True),
        (Real(), "1e-3", False),
        (Real(), "1e-", False),
        (Real(), "1e-3 * 2", True),
        (SIZE, "3 x 5", False),
        (SIZE, "3x", False),
        (SIZE, "3*5", False),
        (SIZE, "k, 3", True),
        (PADDING, "sam", True),  # it begins sampled too
        (PADDING, "val", False),
        (PADDING, "stride // 2", True),
        (Either((Whole(), Nothing())), "no", False),
        (Truth(), "of", False),
        (Truth(), "stride == 2", True),
    ],
)
def test_what_is_typed_looks_like_a_value_or_like_an_expression(
    kind: Any, text: str, follows: bool
) -> None:
    assert looks_followed(kind, text, SCOPE) is follows


@pytest.mark.parametrize(
    ("kind", "text", "scope", "value"),
    [
        (Whole(), "7", SCOPE, 7),
        (Whole(), "channels*4", SCOPE, Expression("channels * 4")),
        (Whole(), "= channels", SCOPE, Expression("channels")),
        (Whole(), "= 3", SCOPE, 3),
        (Whole(), "3if i else 4", REPEATED, Expression("3 if i else 4")),
        (Whole(), "7 * 64", NOWHERE, Expression("7 * 64")),
        (SIZE, "stride×3", SCOPE, Expression("(stride, 3)")),
        (PADDING, "same", SCOPE, "same"),
        (Whole(), "2, then 1", REPEATED, Expression("2 if i == 0 else 1")),
        (Whole(), "2 then 1", REPEATED, Expression("2 if i == 0 else 1")),
        (
            Whole(),
            "width, then width*2, then 3",
            REPEATED,
            Expression("width if i == 0 else width * 2 if i == 1 else 3"),
        ),
    ],
)
def test_a_value_is_read_first_and_then_an_expression(
    kind: Any, text: str, scope: Scope, value: Any
) -> None:
    found = read(Setting("size", kind, 1, "A size."), text, scope)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "scope", "words"),
    [
        ("0", SCOPE, "size needs a whole number of at least 1, got 0"),
        ("= 0", SCOPE, "size needs a whole number of at least 1, got 0"),
        ("2 - 2", SCOPE, "size needs a whole number of at least 1, got 0"),
        ("chanels * 2", SCOPE, "There is no setting chanels here. Did you mean channe"),
        ("depth * 2", SCOPE, "There are channels, sampled and stride."),
        (
            "ten",
            NOWHERE,
            "size needs a whole number of at least 1, got ten. There is n",
        ),
        ("channels *", SCOPE, "size cannot be read as an expression: channels *"),
        ("open(1)", SCOPE, "cannot hold open"),
        ("i + 1", SCOPE, "There is no setting i here"),
        ("2, then 1", SCOPE, "cannot be read as an expression"),
    ],
)
def test_what_is_neither_is_refused_in_words(
    text: str, scope: Scope, words: str
) -> None:
    with pytest.raises(SettingError) as refusal:
        read(Setting("size", Whole(1, None), 1, "A size."), text, scope)
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("kind", "text", "scope", "given"),
    [
        (Whole(), "channels * 4", SCOPE, "256"),
        (SIZE, "stride", SCOPE, "2×2"),
        (Truth(), "stride == 2", SCOPE, "on"),
        (Whole(), "2 if i == 0 else 1", REPEATED, "2 → 1"),
        (Whole(), "width * 2", REPEATED, "16"),
        (Whole(1, None), "channels - 64", SCOPE, "0"),
        (Whole(), "channels // 0", SCOPE, ""),
    ],
)
def test_an_expression_is_shown_with_what_it_gives(
    kind: Any, text: str, scope: Scope, given: str
) -> None:
    assert gives(kind, Expression(text), scope) == given


PIECES = st.sampled_from(
    [
        " ",
        *"channels i x 3 1e9 0 * ** // % - ( ) , = then × if else == none same min(".split(),
    ]
)


@given(
    st.one_of(st.text(max_size=12), st.lists(PIECES, max_size=9).map("".join)),
    st.sampled_from([Whole(1, None), Real(0, 1), SIZE, PADDING, Truth()]),
    st.sampled_from([SCOPE, REPEATED, NOWHERE]),
)
def test_whatever_is_typed_is_read_or_refused(
    text: str, kind: Any, scope: Scope
) -> None:
    looks_followed(kind, text, scope)
    try:
        found = read(Setting("size", kind, 1, "A size."), text, scope)
    except SettingError:
        return
    if isinstance(found, Expression):
        assert found.names <= scope[0].keys()
        gives(kind, found, scope)
        assert read(Setting("size", kind, 1, ""), found.text, scope) == found
    else:
        assert kind.read(found) == found


# The fields ------------------------------------------------------------------------------


def test_numbers_sizes_and_switches_of_a_layer_take_expressions(form: Form) -> None:
    kinds = {name: type(row.field) for name, row in form.rows.items()}
    assert kinds["out_channels"] is Reckoned
    assert kinds["padding"] is Reckoned
    assert kinds["bias"] is Switch
    assert kinds["padding_mode"] is Options


def test_a_typed_expression_is_entered_and_shows_what_it_gives(
    qtbot: QtBot, form: Form
) -> None:
    field = reckoned(form)
    assert field.stepper.steps and not field.stepper.is_formula
    type_into(qtbot, field, "channels*4")
    assert shown(form).out_channels == Expression("channels * 4")
    assert field.edit.text() == "channels * 4"
    assert field.stepper.is_formula
    assert field.aside == "= 256"


def test_what_it_gives_is_shown_while_it_is_typed(qtbot: QtBot, form: Form) -> None:
    field = reckoned(form)
    field.edit.setFocus()
    field.edit.selectAll()
    for typed, aside in (("=", ""), ("stride", "= 2"), ("*", ""), ("3", "= 6")):
        qtbot.keyClicks(field.edit, typed)
        assert field.aside == aside
        assert field.stepper.is_formula
    assert shown(form).out_channels == 32


def test_a_number_in_its_place_gives_the_plain_field_back(
    qtbot: QtBot, form: Form
) -> None:
    field = reckoned(form)
    type_into(qtbot, field, "channels")
    type_into(qtbot, field, "16")
    assert shown(form).out_channels == 16
    assert not field.stepper.is_formula
    qtbot.keyClick(field.stepper, Qt.Key.Key_Up)
    assert shown(form).out_channels == 17


def test_arrows_do_not_step_an_expression(qtbot: QtBot, form: Form) -> None:
    field = reckoned(form)
    type_into(qtbot, field, "channels")
    qtbot.keyClick(field.stepper, Qt.Key.Key_Up)
    assert shown(form).out_channels == Expression("channels")


def test_the_form_stays_where_it_is_while_one_types(qtbot: QtBot, form: Form) -> None:
    places = {name: row.geometry() for name, row in form.rows.items()}
    field = reckoned(form)
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "channels * 4 if stride == 2 else channels // 4")
    QApplication.processEvents()
    assert {name: row.geometry() for name, row in form.rows.items()} == places


def test_a_long_expression_gets_a_line_of_its_own_once_entered(
    qtbot: QtBot, form: Form
) -> None:
    field = reckoned(form)
    form.resize(280, 400)
    QApplication.processEvents()
    narrow = field.width()
    type_into(qtbot, field, "channels if stride == 2 else 4")
    QApplication.processEvents()
    assert field.width() > narrow + 100
    type_into(qtbot, field, "channels")
    QApplication.processEvents()
    assert field.width() == narrow


def test_a_name_that_is_not_known_is_refused_at_the_field(
    qtbot: QtBot, form: Form
) -> None:
    field = reckoned(form)
    type_into(qtbot, field, "chanels * 2")
    assert "Did you mean channels?" in form.rows["out_channels"].refusal
    assert field.stepper.property("refused") is True
    qtbot.keyClick(field.stepper, Qt.Key.Key_Escape)
    assert field.edit.text() == "32"
    assert form.rows["out_channels"].refusal == ""
    assert not field.stepper.is_formula


def test_other_values_of_settings_are_shown_at_once(form: Form) -> None:
    form.show_settings(Conv2d(out_channels=Expression("channels")))
    form.scope = lambda name: ({"channels": 128},)
    form.show_scope()
    assert reckoned(form).aside == "= 128"


# Names are completed ---------------------------------------------------------------------


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_names_are_completed_by_a_key_and_entered_by_return(
    qtbot: QtBot, form: Form, key: Qt.Key
) -> None:
    field = reckoned(form)
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "2 * ch")
    popup = field.names.popup
    assert popup.isVisible()
    assert popup.currentIndex().data() == "channels = 64"
    qtbot.keyClick(popup, key)
    assert field.edit.text() == "2 * channels"
    assert field.stepper.hasFocus()
    assert shown(form).out_channels == 32
    assert not popup.isVisible()
    qtbot.keyClick(field.stepper, Qt.Key.Key_Return)
    assert shown(form).out_channels == Expression("2 * channels")


def test_a_name_that_is_typed_whole_is_not_in_the_way(qtbot: QtBot, form: Form) -> None:
    field = reckoned(form)
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "stride")
    assert not field.names.popup.isVisible()


def test_a_whole_name_is_kept_where_a_longer_one_begins_so(
    qtbot: QtBot, form: Form
) -> None:
    form.scope = lambda name: ({"width": 8, "width2": 16},)
    form.show_scope()
    field = reckoned(form)
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "width")
    assert field.names.popup.isVisible()
    assert not field.names.popup.currentIndex().isValid()


# The menu --------------------------------------------------------------------------------


def menu_of(form: Form, name: str) -> dict[str, bool]:
    menu = form.rows[name].menu
    assert menu is not None
    return {
        action.text(): action.isEnabled() for action in menu.all if action.isVisible()
    }


def test_the_menu_offers_what_can_be_done(form: Form) -> None:
    both = {"Follow a setting…": True, "Make it a setting": True}
    assert menu_of(form, "out_channels") == both
    assert menu_of(form, "bias") == both
    form.show_settings(Conv2d(kernel_size=(3, 5), padding="same"))
    assert menu_of(form, "kernel_size")["Make it a setting"] is False
    assert menu_of(form, "padding")["Make it a setting"] is False
    form.show_settings(Conv2d(out_channels=Expression("channels")))
    assert menu_of(form, "out_channels") == {
        "Follow a setting…": True,
        "Make it a setting": False,
        "Put its value in its place": True,
    }
    form.scope = lambda name: NOWHERE
    form.show_scope()
    assert menu_of(form, "bias")["Follow a setting…"] is False


def test_the_menu_of_a_number_has_them_above_cut_and_paste(form: Form) -> None:
    field = reckoned(form)
    reason = QContextMenuEvent.Reason.Keyboard
    at = field.stepper.mapToGlobal(QPoint(4, 4))
    event = QContextMenuEvent(reason, QPoint(4, 4), at)
    QApplication.sendEvent(field.stepper, event)
    menu = next(each for each in field.stepper.findChildren(QMenu) if each.isVisible())
    words = [action.text() for action in menu.actions()]
    assert words[:2] == ["Follow a setting…", "Make it a setting"]
    assert any("Paste" in each for each in words)
    menu.close()


def test_a_setting_to_follow_is_chosen_from_all(qtbot: QtBot, form: Form) -> None:
    field = reckoned(form)
    menu = form.rows["out_channels"].menu
    assert menu is not None
    menu.follow.trigger()
    assert field.names.popup.model().rowCount() == 3
    qtbot.keyClick(field.names.popup, Qt.Key.Key_Return)
    qtbot.keyClick(field.stepper, Qt.Key.Key_Return)
    assert shown(form).out_channels == Expression("channels")
    menu.keep.trigger()
    assert shown(form).out_channels == 64


def test_a_tick_follows_an_expression_and_comes_back(qtbot: QtBot, form: Form) -> None:
    field, menu = form.rows["bias"].field, form.rows["bias"].menu
    assert isinstance(field, Switch) and menu is not None
    menu.follow.trigger()
    assert field.formula.isVisible() and not field.check.isVisible()
    type_into(qtbot, field.formula, "stride == 2")
    assert shown(form).bias == Expression("stride == 2")
    assert field.formula.isVisible() and field.formula.aside == "= on"
    type_into(qtbot, field.formula, "off")
    assert shown(form).bias is False
    assert field.check.isVisible() and not field.formula.isVisible()


def test_a_tick_comes_back_when_nothing_is_followed(qtbot: QtBot, form: Form) -> None:
    field, menu = form.rows["bias"].field, form.rows["bias"].menu
    assert isinstance(field, Switch) and menu is not None
    for leave in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        menu.follow.trigger()
        field.formula.names.popup.hide()
        qtbot.keyClick(field.formula.edit, Qt.Key.Key_Backspace)
        qtbot.keyClick(field.formula.stepper, leave)
        assert field.check.isVisible() and not field.formula.isVisible()
        assert form.rows["bias"].refusal == ""
    assert shown(form).bias is True


def test_a_key_asks_for_a_new_setting(qtbot: QtBot, form: Form) -> None:
    wanted: list[str] = []
    form.setting_wanted.connect(wanted.append)
    reckoned(form, "stride").edit.setFocus()
    qtbot.keyClick(
        reckoned(form, "stride").stepper,
        Qt.Key.Key_M,
        Qt.KeyboardModifier.ControlModifier,
    )
    assert wanted == ["stride"]


def test_where_there_are_no_settings_a_form_is_as_before(qtbot: QtBot) -> None:
    form = Form(Flatten)
    qtbot.addWidget(form)
    form.show_settings(Flatten())
    assert menu_of(form, "start_dim")["Follow a setting…"] is False
