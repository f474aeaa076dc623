"""A scroll area that takes the height of its content, and scrolls where it gets less."""

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget


class TallScroll(QScrollArea):
    """What stands below it follows its content, and not an empty space.

    `asked` says that its content may want another height.
    """

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Maximum)
        self.setWidgetResizable(True)
        self._is_held = False

    def hold(self, is_held: bool) -> None:
        """Stay as tall as it is, so that what stands below does not move, or no more."""
        self._is_held = is_held
        self.updateGeometry()

    def setWidget(self, widget: QWidget) -> None:
        """Show a widget, as tall as it is at this width and not at its least one."""
        widget.setMinimumHeight(1)
        super().setWidget(widget)

    def sizeHint(self) -> QSize:
        content = self.widget()
        if content is None:
            return super().sizeHint()
        if self._is_held:
            return self.size()
        frame = 2 * self.frameWidth()
        width = self.width() - frame
        height = content.sizeHint().height()
        if content.hasHeightForWidth():
            height = content.heightForWidth(width)
        return QSize(content.sizeHint().width() + frame, height + frame)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.asked.emit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
