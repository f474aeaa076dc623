"""What the Blocks menu and the menu on the canvas offer."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from designer.ui.actions import Actions, Wanted
from designer.ui.annotation_offers import ANNOTATING
from designer.ui.canvas import Canvas

Deed = Callable[[], object]

DEEDS = {
    "open_block": "open",
    "leave_block": "leave",
    "group": "group",
    "dissolve": "dissolve",
    "unique": "unique",
    "rename_block": "rename",
    "repeat": "repeat",
    "duplicate_shared": "duplicate",
    "share": "share",
    "replace": "replace",
}
"""The keys of actions, and which deed on the canvas each depends on."""

HELP = "help"
"""Called otherwise here: the menu bar says Layers, under Help."""

ON_BLOCK = ("keep_block", "save_block")
"""What is offered where exactly one block is selected."""

ON_NODES = (
    ("open_block", "rename_block", "repeat"),
    ("group", "dissolve", "unique"),
    ON_BLOCK,
    ("replace", "share", "duplicate_shared"),
    ("arrange_selection", "frame", "collapse"),
    ("cut", "copy", "duplicate", "delete"),
    (HELP,),
)
ON_WIRES = (("delete",),)
ON_GROUND = (
    ("leave_block",),
    ("add", "note"),
    ("paste", "select_all", "search"),
    ("arrange", "flow", "fit"),
)


def canvas_block_actions(canvas: Canvas, repeat: Deed, replace: Deed) -> list[Wanted]:
    """What the Blocks menu offers."""
    blocks = canvas.blocks
    return [
        Wanted("open_block", "&Open block", "Alt+Down", "", blocks.open),
        Wanted("leave_block", "&Leave block", "Alt+Up", "", blocks.leave),
        Wanted("rename_block", "Re&name block", "F2", "", blocks.rename),
        Wanted("group", "&Group into block", "Ctrl+G", "", blocks.group),
        Wanted("dissolve", "&Dissolve block", "Ctrl+Shift+G", "", blocks.dissolve),
        Wanted("unique", "Make &unique", "Ctrl+U", "", blocks.unique),
        Wanted("repeat", "&Repeat…", "Ctrl+Alt+R", "", repeat),
        Wanted(
            "duplicate_shared",
            "Duplicate with the same &weights",
            "Ctrl+Shift+D",
            "",
            blocks.duplicate,
        ),
        Wanted("share", "&Share weights", "Ctrl+Shift+W", "", blocks.share),
        Wanted("replace", "Re&place by…", "Ctrl+R", "", replace),
    ]


class CanvasMenu(QObject):
    """The menu on the canvas: for nodes, for wires, or for the ground between them."""

    def __init__(self, canvas: Canvas, actions: Actions) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.actions = actions
        canvas.menu_wanted.connect(self.show)

    def show(self, place: QPoint) -> None:
        """Open it at a place of the screen."""
        self.made().popup(place)

    def made(self) -> QMenu:
        """The menu for what is selected; what cannot be done is left out or grey."""
        menu = QMenu(self.canvas)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for keys in self._keys():
            if not menu.isEmpty():
                menu.addSeparator()
            for key in filter(self._suits, keys):
                if key == HELP:
                    menu.addAction("Help", self.actions[key].trigger)
                else:
                    menu.addAction(self.actions[key])
        return menu

    def _suits(self, key: str) -> bool:
        """Whether it can be done; what is always there is shown though it cannot."""
        if key == HELP:
            return not self.canvas.blocks.can("open")
        return (
            key not in {*DEEDS, *ANNOTATING, *ON_BLOCK} or self.actions[key].isEnabled()
        )

    def _keys(self) -> tuple[tuple[str, ...], ...]:
        if self.canvas.selection.names:
            return ON_NODES
        return ON_WIRES if self.canvas.selected_wires else ON_GROUND
