"""A field over the title of a card: a block's name or a frame's title is typed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from designer.graph.names import LONGEST

if TYPE_CHECKING:
    from designer.ui.canvas.display import Display

LEAST_WIDTH, LEAST_HEIGHT = 120, 24


class TitleField(QLineEdit):
    """Hidden until it is wanted. `entered` carries the name; Escape leaves it as it was."""

    entered = Signal(str)

    def __init__(
        self, canvas: Display, what: str = "Name of the block", longest: int = LONGEST
    ) -> None:
        super().__init__(canvas.viewport())
        self.canvas = canvas
        self.setMaxLength(longest)
        self.setAccessibleName(what)
        self._before = ""
        self._is_open = False
        self.hide()
        canvas.zoomed.connect(lambda _: self.end(keep=True))

    def show_at(self, card: QRectF, name: str) -> None:
        """Let a name be typed over, on a card of the scene."""
        self._before = name
        self.setText(name)
        corner = self.canvas.mapFromScene(card.topLeft())
        width = max(round(card.width() * self.canvas.zoom) - 20, LEAST_WIDTH)
        height = max(round(26 * self.canvas.zoom), LEAST_HEIGHT)
        self.setGeometry(corner.x() + 12, corner.y() - 3, width, height)
        self._is_open = True
        self.show()
        self.raise_()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.end(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self.end(keep=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.end(keep=True)

    def end(self, keep: bool) -> None:
        """Take the field away, and tell the name that was typed if it is to be kept."""
        if not self._is_open:
            return
        self._is_open = False
        if self.hasFocus():  # or Qt would go on to the next, as Tab does
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        name = self.text().strip()
        if keep and name and name != self._before:
            self.entered.emit(name)
