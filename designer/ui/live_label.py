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
        self._text = "–"
        self._label = QLabel(self._text, self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setProperty("role", role)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)

    def text(self) -> str:
        """The words, with those for which there is no room."""
        return self._text

    def set_text(self, text: str) -> None:
        """Change the words."""
        self._text = text
        self._elide()

    def sizeHint(self) -> QSize:
        return QSize(self._width, self._label.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label.setGeometry(self.rect())
        self._elide()

    def _elide(self) -> None:
        metrics, right = self._label.fontMetrics(), Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(self._text, right, self.width())
        self._label.setText(shown)
        self.setToolTip(self._text if shown != self._text else "")
