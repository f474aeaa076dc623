"""Speaks to a screen reader of what changed while the keys stayed where they are."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str) -> None:
    """Say something at once."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def describe(widget: QWidget, words: str) -> None:
    """Say what a widget shows now, and let it be asked again."""
    if widget.accessibleDescription() != words:
        widget.setAccessibleDescription(words)
        event = QAccessible.Event.DescriptionChanged
        QAccessible.updateAccessibility(QAccessibleEvent(widget, event))
