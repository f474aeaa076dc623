"""The order in which Tab goes through widgets that were not made in that order."""

import itertools
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stops(parent: QWidget) -> list[QWidget]:
    """Where Tab stops in a widget, from its top to its bottom."""
    return [
        widget
        for widget in (parent, *parent.findChildren(QWidget))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.window() is parent.window()
    ]


def chain(widgets: Sequence[QWidget]) -> None:
    """Let Tab go through these in order."""
    for before, after in itertools.pairwise(widgets):
        QWidget.setTabOrder(before, after)
