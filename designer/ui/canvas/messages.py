"""Words over the canvas: a hint while it is empty, and why an action was refused."""

from html import escape

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from designer.ui.hints import EMPTY_CANVAS
from designer.ui.theme import Theme

WIDEST = 340
"""Of a bubble, in pixels: longer sentences go on in the next line."""

SHOWN_FOR = 5000
"""Milliseconds: time to read two sentences."""


class Hint(QLabel):
    """What to do with an empty canvas, in its middle."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(EMPTY_CANVAS, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self.setStyleSheet(
            f"color: {theme.muted}; background: transparent; font-size: 15px;"
        )


class Bubble(QLabel):
    """A sentence next to a place of its parent, wholly inside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def paint_with(self, theme: Theme, wrong: bool) -> None:
        """Take a theme's colours, those of a mistake or quiet ones."""
        fill, edge = (
            (theme.error_fill, theme.error) if wrong else (theme.window, theme.border)
        )
        self.setStyleSheet(
            f"color: {theme.text}; background: {fill};"
            f"border: 1px solid {edge}; border-radius: 6px; padding: 6px 9px;"
        )

    def say(self, message: str, near: QPoint) -> None:
        """Show a sentence."""
        self.setMinimumSize(0, 0)  # or a label never asks for less than it had
        self.setText(message)
        self.setWordWrap(False)
        widest = min(WIDEST, self.parentWidget().width() - 16)
        if self.sizeHint().width() > widest:
            self.setWordWrap(True)
            self.setFixedSize(widest, self.heightForWidth(widest))
        else:
            self.setFixedSize(self.sizeHint())
        room = self.parentWidget().size() - self.size()
        x = min(max(near.x() + 14, 8), max(room.width() - 8, 8))
        y = min(max(near.y() + 18, 8), max(room.height() - 8, 8))
        self.move(x, y)
        self.show()
        self.raise_()


class Toast(Bubble):
    """Says why something was not done, or that it was, and goes away by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(SHOWN_FOR)
        self._clock.timeout.connect(self.hide)

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self._theme = theme
        self.paint_with(theme, wrong=True)

    def say(self, message: str, near: QPoint, wrong: bool = True) -> None:
        """Show a sentence for a while, by default as of a mistake."""
        self.paint_with(self._theme, wrong)
        super().say(message, near)
        self._clock.start()


class Remark(Bubble):
    """Says what would come of letting go, while a gesture lasts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._wrong = False

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self._theme = theme
        self.paint_with(theme, self._wrong)

    def tell(self, words: str, near: QPoint, wrong: bool = False) -> None:
        """Show words, as of a mistake if so; without any, nothing."""
        if not words:
            self.hide()
            return
        if wrong != self._wrong:
            self._wrong = wrong
            self.paint_with(self._theme, wrong)
        self.say(words, near)


def show_help(place: QPoint, text: str, widget: QWidget) -> None:
    """A tooltip of plain text, on several lines where it is long."""
    lines = "<br>".join(escape(line) for line in text.split("\n"))
    QToolTip.showText(place, f"<qt>{lines}</qt>" if text else "", widget)
