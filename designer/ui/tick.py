"""A check box that is where it was pressed, even if the form has moved."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox


class Tick(QCheckBox):
    """A check box that takes a click even if it was moved while the button was down.

    Pressing it enters what was typed elsewhere, and a sentence that this brings
    or takes away moves all below it before the button is let go.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pressed_at: QPointF | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.globalPosition()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._is_still(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._is_still(event):
            self.click()
            event.accept()
        else:
            super().mouseReleaseEvent(event)
        self._pressed_at = None

    def _is_still(self, event: QMouseEvent) -> bool:
        """Whether the pointer is where the box was pressed, wherever the box is now."""
        if self._pressed_at is None or not self.isDown():
            return False
        way = event.globalPosition() - self._pressed_at
        return way.manhattanLength() < QApplication.startDragDistance()
