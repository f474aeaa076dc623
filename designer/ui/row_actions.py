"""What the menu of a setting's row offers: to follow a setting, to be made one."""

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from designer.expression import Expression
from designer.graph.settings_edits import single
from designer.ui.expression_text import Scope

MAKE_KEYS = "Ctrl+M"


class RowActions(QObject):
    """Three actions, each on only where it can be done."""

    follow_wanted = Signal()
    setting_wanted = Signal()
    value_wanted = Signal(object)

    def __init__(self, row: QWidget) -> None:
        super().__init__(row)
        self.given: Any = None
        self.follow = QAction("Follow a setting…", self)
        self.make = QAction("Make it a setting", self)
        self.keep = QAction("Put its value in its place", self)
        self.make.setShortcut(QKeySequence(MAKE_KEYS))
        self.make.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.follow.triggered.connect(self.follow_wanted)
        self.make.triggered.connect(self.setting_wanted)
        self.keep.triggered.connect(lambda: self.value_wanted.emit(self.given))
        self.all = [self.follow, self.make, self.keep]
        row.addActions(self.all)
        row.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def suit(self, value: Any, scope: Scope, given: Any) -> None:
        """Be on where they can be done to a value; `given` is what an expression gives."""
        is_followed = isinstance(value, Expression)
        self.given = given
        self.follow.setEnabled(bool(scope[0]))
        self.make.setEnabled(not is_followed and single(value) is not None)
        self.keep.setVisible(is_followed)
        self.keep.setEnabled(given is not None)
