"""Every action of the window, with its words, its shortcut and its icon; and the menus."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from designer.resources import examples
from designer.ui.filing import Filing
from designer.ui.icons import icon
from designer.ui.theme import Theme


@dataclass(frozen=True)
class Wanted:
    """An action to make: its key, its words, its shortcuts, its icon, and its deed.

    Shortcuts that are only shown are obeyed by what has the focus, as Space is.
    """

    key: str
    text: str
    shortcuts: str
    icon: str
    deed: Callable[[], object]
    only_shown: bool = False


class Actions(QObject):
    """The actions by key. Menus and tool bar show them; the window says what they do."""

    def __init__(self, parent: QObject, wanted: list[Wanted], theme: Theme) -> None:
        super().__init__(parent)
        self.by_key: dict[str, QAction] = {}
        self.icons: dict[QAction, str] = {}
        for one in wanted:
            action = QAction(one.text, self)
            action.setShortcuts(
                [QKeySequence(keys) for keys in one.shortcuts.split("  ") if keys]
            )
            if one.only_shown:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(_do, one.deed))
            self.keep(one.key, action, one.icon)
        self.set_theme(theme)

    def __getitem__(self, key: str) -> QAction:
        return self.by_key[key]

    def keep(self, key: str, action: QAction, icon_name: str = "") -> QAction:
        """Add an action that was made elsewhere."""
        self.by_key[key] = action
        if icon_name:
            self.icons[action] = icon_name
        return action

    def toggle(self, key: str, text: str, shortcut: str, group: QActionGroup) -> None:
        """Add an action that stays pressed while no other of its group is."""
        action = self.keep(key, QAction(text, self))
        action.setShortcut(QKeySequence(shortcut))
        action.setCheckable(True)
        group.addAction(action)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in a theme's colour."""
        for action, name in self.icons.items():
            action.setIcon(icon(name, theme, theme.muted))

    def rename(self, key: str, text: str, icon_name: str, theme: Theme) -> None:
        """Give an action other words and another icon."""
        action = self.by_key[key]
        action.setText(text)
        self.icons[action] = icon_name
        action.setIcon(icon(icon_name, theme, theme.muted))


def _do(deed: Callable[[], object], _: bool = False) -> None:
    deed()


MENUS: dict[str, list[str]] = {
    "&File": [
        "new",
        "start",
        "open",
        "recent",
        "examples",
        "",
        "save",
        "save_as",
        "",
        "compare",
        "compare_saved",
        "",
        "add_block",
        "save_block",
        "keep_block",
        "",
        "export",
        "",
        "quit",
    ],
    "&Edit": [
        "undo",
        "redo",
        "",
        "cut",
        "copy",
        "paste",
        "copy_picture",
        "duplicate",
        "delete",
        "wire",
        "",
        "select_all",
        "select_upstream",
        "select_downstream",
        "add",
        "search",
        "",
        "next_problem",
        "previous_problem",
        "mend",
        "mend_all",
    ],
    "&Blocks": [
        "open_block",
        "leave_block",
        "",
        "group",
        "dissolve",
        "rename_block",
        "unique",
        "repeat",
        "",
        "replace",
        "share",
        "duplicate_shared",
    ],
    "&Arrange": [
        "arrange",
        "arrange_selection",
        "flow",
        "",
        "align",
        "distribute",
        "",
        "frame",
        "collapse",
        "note",
    ],
    "&View": [
        "zoom_in",
        "zoom_out",
        "actual_size",
        "fit",
        "fit_selection",
        "",
        "back",
        "forward",
        "find",
        "minimap",
        "",
        "heat",
        "heat_next",
        "budget",
        "",
        "theme",
        "",
        "panels",
        "next_panel",
        "last_panel",
        "code_beside",
        "reset_layout",
    ],
    "&Training": ["train", "pause", "stop"],
    "&Help": ["help", "", "commands", "shortcuts", "about"],
}

EXPORTS = ["export_model", "export_script", "export_weights", "picture"]
HEATS = [f"heat_{m}" for m in "family parameters macs activations field".split()]
THEMES = ["theme_system", "theme_dark", "theme_light"]
ALIGNS = [f"align {e}" for e in "left right top bottom centre middle".split()]
DISTRIBUTES = ["distribute across", "distribute down"]


def fill_menus(
    bar: QMenuBar, actions: Actions, filing: Filing, panels: list[QAction]
) -> None:
    """Put every action into its menu."""
    for title, keys in MENUS.items():
        menu = bar.addMenu(title)
        for key in keys:
            if not key:
                menu.addSeparator()
            elif key == "recent":
                _add_recent(menu.addMenu("Open &recent"), filing)
            elif key == "examples":
                _add_examples(menu.addMenu("E&xamples"), actions)
            elif key == "export":
                add_all(menu.addMenu("&Export"), actions, EXPORTS)
            elif key == "heat":
                add_all(menu.addMenu("Co&lour by"), actions, HEATS)
            elif key == "theme":
                add_all(menu.addMenu("&Theme"), actions, THEMES)
            elif key == "align":
                add_all(menu.addMenu("Ali&gn"), actions, ALIGNS)
            elif key == "distribute":
                add_all(menu.addMenu("&Distribute"), actions, DISTRIBUTES)
            elif key == "panels":
                menu.addMenu("&Panels").addActions(panels)
            else:
                menu.addAction(actions[key])


def add_all(menu: QMenu, actions: Actions, keys: list[str]) -> None:
    """Put some actions into a menu."""
    menu.addActions([actions[key] for key in keys])


def _add_examples(menu: QMenu, actions: Actions) -> None:
    menu.addActions([actions[f"example {name}"] for name in examples()])


def _add_recent(menu: QMenu, filing: Filing) -> None:
    def fill() -> None:
        menu.clear()
        for number, path in enumerate(filing.recent, start=1):
            action = menu.addAction(f"&{number % 10}  {path.stem}")
            action.setToolTip(str(path))
            action.setStatusTip(str(path))
            action.triggered.connect(partial(_do, partial(filing.open_recent, path)))
        menu.menuAction().setEnabled(bool(filing.recent))

    menu.setToolTipsVisible(True)
    filing.recent_changed.connect(fill)
    fill()
