"""Every action that the window offers, each made once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup

from designer.ui.actions import Actions, Wanted
from designer.ui.align_offers import align_actions
from designer.ui.annotation_offers import annotation_actions
from designer.ui.arrange_offers import arrange_actions, follow_canvas
from designer.ui.block_offers import canvas_block_actions
from designer.ui.canvas import Canvas
from designer.ui.offers import block_actions, edit_actions, file_actions, view_actions
from designer.ui.style import MODES
from designer.ui.theme import Theme
from designer.ui.undoing import Undoing

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

THEME_KEYS = ("Ctrl+Alt+S", "Ctrl+Alt+D", "Ctrl+Alt+L")


def make_actions(window: MainWindow, theme: Theme) -> Actions:
    """The actions of a window whose panels are there."""
    actions = Actions(window, _wanted(window), theme)
    _add_undo(actions, window)
    _add_themes(actions, window)
    _leave_to_canvas(actions, window)
    actions.set_theme(theme)
    follow_canvas(actions, window.canvas)
    return actions


def _wanted(window: MainWindow) -> list[Wanted]:
    canvas = window.canvas
    return [
        *file_actions(
            window.filing,
            window.start_page.show,
            window.training_commands.export_weights,
            window.close,
        ),
        *window.comparing.wanted(),
        *block_actions(window.blocks, lambda: window.allowance.block),
        *edit_actions(canvas, window.search),
        *arrange_actions(canvas),
        *window.mending.wanted(),
        *align_actions(canvas),
        *canvas_block_actions(canvas, window.guide.show_repeat, window.replace_node),
        *view_actions(canvas, lambda: window.docks.move_code(), window.arrange_panels),
        *window.panel_keys.wanted(),
        *window.pictures.wanted(),
        *window.wayfinding.wanted(),
        *window.account.wanted(),
        *annotation_actions(canvas),
        *window.training_commands.wanted(),
        *window.help.offers(),
    ]


def _leave_to_canvas(actions: Actions, window: MainWindow) -> None:
    """Let plain keys that edit the graph do so only where they are meant for it."""
    for key in ("delete", "wire"):
        actions[key].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        window.canvas.addAction(actions[key])


def _add_undo(actions: Actions, window: MainWindow) -> None:
    undoing = Undoing(window.place)
    undoing.told.connect(window.canvas.tell)
    undoing.came.connect(partial(_show_again, window.canvas))
    actions.keep("undo", undoing.undo, "undo")
    actions.keep("redo", undoing.redo, "redo")


def _show_again(canvas: Canvas, names: list[str]) -> None:
    """Select what came back, and let it be seen."""
    canvas.choose(names)
    canvas.show_new(names)


def _add_themes(actions: Actions, window: MainWindow) -> None:
    appearance, group = window.appearance, QActionGroup(window)
    for mode, keys in zip(MODES, THEME_KEYS, strict=True):
        key = f"theme_{mode}"
        actions.toggle(key, f"&{mode.capitalize()}", keys, group)
        actions[key].setChecked(mode == appearance.mode)
        actions[key].triggered.connect(
            lambda _=False, mode=mode: appearance.choose(mode)
        )
