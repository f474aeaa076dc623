"""A strip over the canvas that says how far something is, with a button to end it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from designer.ui.theme import Theme

TOP = 16
"""Pixels from the upper edge of what it lies on."""


class ProgressStrip(QFrame):
    """Words, a bar and Cancel, at the top of its parent."""

    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("progress_strip")
        self.words = QLabel()
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(140, 6)
        self.bar.setAccessibleName("Progress")
        self.button = QPushButton("Cancel")
        self.button.setToolTip("Cancel (Esc)")
        self.button.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(10)
        row.addWidget(self.words)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button)
        self.hide()
        parent.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self.setStyleSheet(
            f"#progress_strip {{ background: {theme.window}; border-radius: 8px;"
            f" border: 1px solid {theme.border}; }}"
            f"QLabel {{ color: {theme.text}; background: transparent; }}"
            f"QProgressBar {{ background: {theme.border}; border: none;"
            f" border-radius: 3px; }}"
            f"QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}"
        )

    def begin(self, words: str) -> None:
        """Show what is under way."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self._stand()
        self.show()
        self.raise_()

    def show_share(self, done: float) -> None:
        """Show how much is done, from 0 to 1."""
        self.bar.setValue(round(100 * done))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._stand()
        return super().eventFilter(watched, event)

    def _stand(self) -> None:
        self.adjustSize()
        self.move((self.parentWidget().width() - self.width()) // 2, TOP)
