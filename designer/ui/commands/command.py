"""Every command of a window, read off its menus, and found by words.

Whatever a menu holds is a command: nothing has to be said twice. How it is shown is the
command palette's.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from designer.layers.search import is_short_for
from designer.ui.reasons import NO_DESIGN, reason

BETWEEN = " ▸ "
WORD = re.compile(r"[^\W_]+")
NUMBERED = re.compile(r"^\d\s+")
"""What stands before a recent file in its menu, to be typed there."""

MISSPELLED = 20
"""How badly a word suits with a letter wrong: worse than others together."""

LEAST_LETTERS = 4
"""Of a word, before one of them may be wrong."""


@dataclass(frozen=True)
class Command:
    """Something to do: what it is called, the menu that has it, its keys, its deed.

    `lacking` says why it cannot be done now; then it is not. `is_on` is for what is
    chosen already, or switched on.
    """

    name: str
    path: str
    keys: str
    deed: Callable[[], object]
    lacking: str = ""
    is_on: bool = False

    @property
    def key(self) -> str:
        """What it is remembered by."""
        return f"{self.path}{BETWEEN}{self.name}"

    @property
    def spoken(self) -> str:
        """All of it in one line, for who listens."""
        lacking = f"not now: {self.lacking}" if self.lacking else ""
        parts = (self.name, self.path, "on" if self.is_on else "", self.keys, lacking)
        return ", ".join(filter(None, parts))


def commands_of(bar: QMenuBar, keys: dict[QAction, str]) -> list[Command]:
    """What the menus of a bar hold, in their order. `keys` name actions."""
    return [
        Command(
            NUMBERED.sub("", plain(action.text())),
            path,
            written(action),
            action.trigger,
            _lacking(action, keys),
            action.isCheckable() and action.isChecked(),
        )
        for path, action in entries(bar)
    ]


def _lacking(action: QAction, keys: dict[QAction, str]) -> str:
    group = action.actionGroup()
    if action.isEnabled():
        return ""
    if group is not None and not group.isEnabled():
        return NO_DESIGN
    return reason(keys.get(action, ""))


def entries(bar: QMenuBar) -> Iterator[tuple[str, QAction]]:
    """Every action in the menus of a bar, with the way to it."""
    for action in bar.actions():
        if (menu := _menu(action)) is not None:
            yield from _entries(menu, plain(action.text()))


def _entries(menu: QMenu, path: str) -> Iterator[tuple[str, QAction]]:
    for action in menu.actions():
        inner = _menu(action)
        if inner is not None:
            yield from _entries(inner, f"{path}{BETWEEN}{plain(action.text())}")
        elif not action.isSeparator():
            yield path, action


def _menu(action: QAction) -> QMenu | None:
    menu = action.menu()
    return menu if isinstance(menu, QMenu) else None


def plain(text: str) -> str:
    """The words of a menu's entry without its marks."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def written(action: QAction) -> str:
    """Its first shortcut as the platform writes it."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def matching(query: str, commands: Sequence[Command]) -> list[Command]:
    """The commands that all typed words suit, the best first.

    A wrong letter is forgiven only where nothing suits what was typed.
    """
    typed = WORD.findall(query.lower())
    ranked = []
    for place, command in enumerate(commands):
        costs = [_cost(text, command) for text in typed]
        if None not in costs:
            total = sum(cost for cost in costs if cost is not None)
            ranked.append((total, bool(command.lacking), place))
    spelled = [each for each in ranked if each[0] < MISSPELLED]
    return [commands[place] for _, _, place in sorted(spelled or ranked)]


def _cost(typed: str, command: Command) -> float | None:
    """How badly a typed word suits a command: 0 is a word of its name."""
    by_name = _word_cost(typed, WORD.findall(command.name.lower()))
    by_path = _word_cost(typed, WORD.findall(command.path.lower()))
    costs = [by_name, None if by_path is None else by_path + 3.5]
    return min((cost for cost in costs if cost is not None), default=None)


def _word_cost(typed: str, words: list[str]) -> float | None:
    if typed in words:
        return 0.1 * words.index(typed)
    for place, word in enumerate(words):
        if word.startswith(typed):
            return 1 + 0.1 * place
    if is_short_for(typed, tuple(words)):
        return 2
    if any(typed in word for word in words):
        return 3
    if len(typed) >= LEAST_LETTERS and any(_one_off(typed, word) for word in words):
        return MISSPELLED
    return None


def _one_off(typed: str, word: str) -> bool:
    """Whether one letter is wrong, missing, too many, or changed places with the next."""
    at = next(
        (i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), 0
    )
    rest, meant = typed[at:], word[at:]
    return bool(rest and meant) and (
        meant[1:].startswith(rest[1:])
        or meant.startswith(rest[1:])
        or meant[1:].startswith(rest)
        or (rest[:2] == meant[1::-1] and meant[2:].startswith(rest[2:]))
    )
