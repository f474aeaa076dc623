"""A label for words that change many times a minute, at no cost to the window."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class LiveLabel(QWidget):
    """A line of words that change often, `width` pixels wide or as wide as there is room.

    A label whose text changes makes its window lay itself out and paint itself anew;
    the label in here has no layout around it, so it paints itself alone.
    """

    def __init__(self, role: str = "", right: bool = False, width: int = 58) -> None:
        super().__init__()
        self._width = width
        self._label = QLabel("–", self)
        self._label.setProperty("role", role)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)

    def text(self) -> str:
        """The words."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Change the words."""
        self._label.setText(text)
        self.setToolTip(text if self._is_cut_off() else "")

    def sizeHint(self) -> QSize:
        return QSize(self._width, self._label.fontMetrics().height() + 1)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label.setGeometry(self.rect())

    def _is_cut_off(self) -> bool:
        return self._label.sizeHint().width() > self.width()
