"""How a person finds the way: search, minimap, back and forward, zoom to the selection."""

from PySide6.QtCore import QObject, QSettings

from designer.ui.actions import Actions, Wanted
from designer.ui.canvas import Canvas
from designer.ui.canvas.find_bar import FindBar
from designer.ui.canvas.history import History
from designer.ui.canvas.minimap import Minimap
from designer.ui.theme import Theme


class Wayfinding(QObject):
    """What lies over the canvas of the window, and what the View menu offers of it."""

    def __init__(self, canvas: Canvas, settings: QSettings, theme: Theme) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.history = History(canvas)
        self.find = FindBar(canvas, theme)
        self.minimap = Minimap(canvas, settings, theme)
        self.find.jumped.connect(self.history.jump)
        self.find.marked.connect(self.minimap.renew)
        self.minimap.jumped.connect(self.history.jump)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.find.set_theme(theme)
        self.minimap.set_theme(theme)

    def wanted(self) -> list[Wanted]:
        """What the menus offer."""
        zoom = self.zoom_to_selection
        return [
            Wanted("find", "Find a no&de", "Ctrl+F", "search", self.find.open_bar),
            Wanted("fit_selection", "Zoom to &selection", "Ctrl+2", "", zoom),
            Wanted("back", "&Back", "Alt+Left", "back", self.history.back),
            Wanted("forward", "For&ward", "Alt+Right", "forward", self.history.forward),
            Wanted("minimap", "&Minimap", "Ctrl+Alt+M", "", self._toggle_minimap),
        ]

    def bind(self, actions: Actions) -> None:
        """Let the actions show what can be done."""
        minimap = actions["minimap"]
        minimap.setCheckable(True)
        minimap.setChecked(self.minimap.is_wanted)

        def follow() -> None:
            actions["back"].setEnabled(self.history.can_go_back)
            actions["forward"].setEnabled(self.history.can_go_forward)
            actions["fit_selection"].setEnabled(bool(self.canvas.selection.names))

        self.history.changed.connect(follow)
        self.canvas.selection.changed.connect(follow)
        follow()

    def zoom_to_selection(self) -> None:
        """Show what is selected as large as it can be, at no more than 100 %."""
        names = self.canvas.selection.names
        if names:
            self.history.jump()
            self.canvas.show_rect(self.canvas.stage.bounds(names))

    def _toggle_minimap(self) -> None:
        self.minimap.want(not self.minimap.is_wanted)
