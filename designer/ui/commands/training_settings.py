"""The settings of the training as commands: each leads to its field."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from designer.kinds import Variant
from designer.recipe import Training
from designer.ui.commands.command import BETWEEN, Command
from designer.ui.reasons import NO_DESIGN

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

PANEL = "Data"


def setting_commands(window: MainWindow) -> list[Command]:
    """A command for each setting of the training that is open, in the form's order."""
    lacking = NO_DESIGN if window.start_page.is_shown else ""
    training, found = window.document.design.training, []
    for name, declared in Training.declared_settings.items():
        deed = partial(_go, window, name)
        found.append(Command(name, PANEL, "", deed, lacking))
        if isinstance(declared.kind, Variant):
            for inner in type(getattr(training, name)).declared_settings:
                path = f"{PANEL}{BETWEEN}{name}"
                deed = partial(_go, window, name, inner)
                found.append(Command(inner, path, "", deed, lacking))
    return found


def _go(window: MainWindow, name: str, inner: str = "") -> None:
    window.docks.show("data")
    window.data.go_to(name, inner)
