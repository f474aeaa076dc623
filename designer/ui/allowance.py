"""Which actions can be done now: it follows the selection, the place and the clipboard."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from designer.ui.actions import ALIGNS, DISTRIBUTES, Actions
from designer.ui.annotation_offers import ANNOTATING
from designer.ui.block_filing import chosen_block
from designer.ui.block_offers import DEEDS, ON_BLOCK
from designer.ui.canvas import Canvas
from designer.ui.canvas.keyboard import can_wire
from designer.ui.canvas.lining_up import TO_ALIGN, TO_DISTRIBUTE

ON_SELECTION = ("cut", "copy", "duplicate", "select_upstream", "select_downstream")


class Allowance(QObject):
    """Turns the actions that act on the canvas on and off."""

    def __init__(self, actions: Actions, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.actions = actions
        self.canvas = canvas
        canvas.selection.changed.connect(self.follow)
        canvas.document.checked.connect(self.follow)
        canvas.chosen.connect(self._follow_wires)
        QGuiApplication.clipboard().dataChanged.connect(self._follow_clipboard)
        self._follow_clipboard()

    @property
    def block(self) -> str:
        """The block whose only use is selected; empty if there is none such."""
        canvas = self.canvas
        return chosen_block(canvas.document.design, canvas.selection.names)

    def follow(self) -> None:
        """Look at the selection and the place anew."""
        for key in ON_SELECTION:
            self._set(key, bool(self.canvas.selection.names))
        count = len(self.canvas.selection.names)
        for key in ALIGNS:
            self._set(key, count >= TO_ALIGN)
        for key in DISTRIBUTES:
            self._set(key, count >= TO_DISTRIBUTE)
        for key in ON_BLOCK:
            self._set(key, bool(self.block))
        for key, deed in DEEDS.items():
            self._set(key, self.canvas.blocks.can(deed))
        self._set("wire", can_wire(self.canvas))
        for key, deed in ANNOTATING.items():
            self._set(key, self.canvas.annotations.can(deed))
        self._follow_wires()

    def _follow_wires(self) -> None:
        canvas = self.canvas
        self._set("delete", bool(canvas.selection.names or canvas.selected_wires))

    def _follow_clipboard(self) -> None:
        self._set("paste", _holds_text())

    def _set(self, key: str, can: bool) -> None:
        self.actions[key].setEnabled(can)


def _holds_text() -> bool:
    """Whether there is text on the clipboard, without reading it: it may be long."""
    data = QGuiApplication.clipboard().mimeData()
    return data is not None and data.hasText()
