"""A button that breaks a long text into lines where there is little room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
)


class WrappingButton(QPushButton):
    """As wide as its text, or narrower and of more lines."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def lines(self, width: int) -> list[str]:
        """The lines of the text in a button of this width."""
        room, done = width - self._around().width(), [""]
        metrics = self._metrics()
        for word in self.text().split():
            longer = f"{done[-1]} {word}".strip()
            if done[-1] and metrics.horizontalAdvance(longer) > room:
                done.append(word)
            else:
                done[-1] = longer
        return done

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = len(self.lines(width))
        return self.sizeHint().height() + (lines - 1) * self._metrics().lineSpacing()

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = "\n".join(self.lines(self.width()))
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()

    def _around(self) -> QSize:
        """What the style puts around the text."""
        text = self._metrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return self.sizeHint() - text

    def _metrics(self) -> QFontMetrics:
        """Of the font that the style sheet chose."""
        self.ensurePolished()
        return self.fontMetrics()
