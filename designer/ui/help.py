"""Help: the pages of the layers, the list of shortcuts, every action, and what this is."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMainWindow, QMessageBox, QWidget

import designer
from designer.layers import CATALOGUE
from designer.resources import resource
from designer.ui.actions import Actions, Wanted
from designer.ui.canvas import Canvas
from designer.ui.commands.command import Command
from designer.ui.commands.palette import CommandPalette
from designer.ui.help_pages import HelpPages
from designer.ui.palette import Palette
from designer.ui.shortcuts import Shortcuts
from designer.ui.style import Appearance


class Help(QObject):
    """What the Help menu does, and the palette of commands, over a window.

    `pages` is the window of pages, once somebody has asked for one.
    """

    def __init__(
        self,
        window: QMainWindow,
        canvas: Canvas,
        layers: Palette,
        appearance: Appearance,
        settings: QSettings,
    ) -> None:
        super().__init__(window)
        self.window = window
        self.canvas = canvas
        self.layers = layers
        self.appearance = appearance
        self.settings = settings
        self.pages: HelpPages | None = None
        self.commands: CommandPalette | None = None
        self.actions: Actions | None = None
        self.more_commands: Callable[[], list[Command]] = list
        appearance.changed.connect(self._set_theme)

    def offers(self) -> list[Wanted]:
        """What the menus offer; `actions` is to be set to what is made of it."""
        return [
            Wanted("help", "&Layers", "F1", "help", self.show_page),
            Wanted(
                "commands", "&Command palette", "Ctrl+K", "search", self.show_commands
            ),
            Wanted(
                "shortcuts", "&Shortcuts", "Ctrl+F1  ?", "keyboard", self.show_shortcuts
            ),
            Wanted(
                "about", "&About", "Shift+F1", "info", lambda: show_about(self.window)
            ),
        ]

    def show_page(self) -> None:
        """Open the page of what is marked in the list of layers, or else selected."""
        node = self.canvas.graph.nodes.get(self.canvas.selection.single)
        selected = type(node.layer).__name__ if node else ""
        selected = selected if selected in CATALOGUE else ""
        self.read(self.layers.asked_about or selected)

    def read(self, name: str) -> None:
        """Open the page of a layer type; without a name, where somebody was last."""
        if self.pages is None:
            self.pages = HelpPages(self.window, self.appearance.theme, self.settings)
        self.pages.read(name)

    def show_commands(self) -> None:
        """Let an action be found by its words and done."""
        assert self.actions is not None
        if self.commands is None:
            self.commands = CommandPalette(
                self.window,
                self.canvas,
                self.actions,
                self.appearance.theme,
                self.settings,
            )
            self.commands.more = self.more_commands
        self.commands.toggle()

    def show_shortcuts(self) -> None:
        """List every shortcut and gesture."""
        Shortcuts(self.window, self.window.menuBar()).open()

    def close(self) -> None:
        """Close what is a window of its own."""
        if self.pages is not None:
            self.pages.close()

    def _set_theme(self) -> None:
        for part in (self.pages, self.commands):
            if part is not None:
                part.set_theme(self.appearance.theme)


def show_about(parent: QWidget) -> QMessageBox:
    """Say what this app is, without waiting for an answer."""
    box = QMessageBox(parent)
    box.setWindowTitle("About Network Designer")
    box.setIconPixmap(QIcon(str(resource("icons", "app.svg"))).pixmap(64, 64))
    box.setText(f"<b>Network Designer {designer.__version__}</b>")
    box.setInformativeText(
        "Design, train and understand neural networks in one window, and take the "
        "PyTorch code away.\n\nLicensed under the Apache License 2.0."
    )
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
