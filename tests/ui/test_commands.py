"""Commands are what the menus hold, and words find them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.ui.commands.command import Command, commands_of, matching, plain
from designer.ui.window import MainWindow
from tests.ui.test_window import actions_in


def named(name: str, path: str = "Edit") -> Command:
    return Command(name, path, "", lambda: None)


SOME = [
    named("Save", "File"),
    named("Save as", "File"),
    named("Select all"),
    named("Align left edges", "Arrange"),
    named("Arrange all", "Arrange"),
    named("Dark", "View ▸ Theme"),
    named("Duplicate"),
    named("Command palette", "Help"),
]


def test_every_action_of_the_menus_is_a_command_with_a_name(
    window: MainWindow,
) -> None:
    tops = [action.menu() for action in window.menuBar().actions()]
    held = [action for menu in tops for action in actions_in(menu)]
    commands = commands_of(window.menuBar(), {})
    assert len(commands) == len(held)
    assert all(command.name and command.path for command in commands)
    assert len({command.key for command in commands}) == len(commands)
    kept = window.actions_by_key.by_key.values()
    assert set(kept) <= set(held), "an action is in no menu"


def test_what_is_off_says_what_it_needs(window: MainWindow) -> None:
    keys = {action: key for key, action in window.actions_by_key.by_key.items()}
    commands = commands_of(window.menuBar(), keys)
    off = {command.name: command.lacking for command in commands if command.lacking}
    assert off["Copy"] == "select a node first"
    assert off["Stop"] == "nothing is being trained"
    assert "not possible now" not in off.values()
    window.start_page.show()
    commands = commands_of(window.menuBar(), keys)
    (save,) = [c for c in commands if c.key == "File ▸ Save"]
    assert save.lacking == "open a design first"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("save", "Save"),
        ("save as", "Save as"),
        ("sa", "Save"),
        ("sel", "Select all"),
        ("al le", "Align left edges"),
        ("left align", "Align left edges"),
        ("theme dark", "Dark"),
        ("arrange", "Arrange all"),
        ("dupilcate", "Duplicate"),
        ("duplcate", "Duplicate"),
        ("compal", "Command palette"),
        ("PALETTE", "Command palette"),
    ],
)
def test_words_find(query: str, first: str) -> None:
    assert matching(query, SOME)[0].name == first


def test_every_word_must_suit() -> None:
    assert matching("save dark", SOME) == []
    assert matching("zzzz", SOME) == []


def test_what_can_be_done_comes_first() -> None:
    off = Command("Save block", "File", "", lambda: None, "select a block first")
    on = named("Save all", "File")
    assert matching("save", [off, on]) == [on, off]


def test_marks_of_menus_are_no_words() -> None:
    assert plain("Save &as…") == "Save as"
    assert plain("Drag && drop") == "Drag & drop"


@given(st.text())
def test_any_text_may_be_typed(query: str) -> None:
    assert set(matching(query, SOME)) <= set(SOME)


@given(st.sampled_from(SOME), st.data())
def test_the_beginnings_of_its_words_find_a_command(
    command: Command, data: st.DataObject
) -> None:
    words = command.name.split()
    typed = [word[: data.draw(st.integers(1, len(word)))] for word in words]
    assert command in matching(" ".join(data.draw(st.permutations(typed))), SOME)
