"""The window of help: a page for each layer, beside a list to search them by.

It stays open beside the main window, and closes with it.
"""

from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QToolButton, QVBoxLayout, QWidget

from designer.ui.icons import icon
from designer.ui.layer_list import LayerList
from designer.ui.page_view import PageView
from designer.ui.theme import Theme

FIRST = "Input"
SIZE = (980, 720)
LIST_WIDTH = 240
GEOMETRY = "help_geometry"


class HelpPages(QWidget):
    """All pages of help, one at a time, with a way back to those read before."""

    def __init__(self, parent: QWidget, theme: Theme, settings: QSettings) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.settings = settings
        self.list = LayerList(theme)
        self.page = PageView(theme)
        self.back = self._button("Back", "Alt+Left", self.page.backward)
        self.forward = self._button("Forward", "Alt+Right", self.page.forward)
        self._lay_out()
        self.page.backwardAvailable.connect(self.back.setEnabled)
        self.page.forwardAvailable.connect(self.forward.setEnabled)
        self.page.sourceChanged.connect(self._follow)
        self.list.tree.currentItemChanged.connect(self._glance_at_current)
        self.list.tree.itemClicked.connect(self.page.keep)
        self.list.tree.chosen.connect(self.page.show_layer)
        for keys, deed in (
            ("/", self.list.focus_search),
            ("Ctrl+F", self.list.focus_search),
            ("Esc", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(deed)
        self.set_theme(theme)
        self.resize(*SIZE)
        geometry = settings.value(GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)

    def read(self, name: str = "") -> None:
        """Open the window at a layer's page, or where it was left."""
        self.page.show_layer(name or self.page.name or FIRST)
        self.show()
        self.raise_()
        self.activateWindow()

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self.list.set_theme(theme)
        self.page.set_theme(theme)
        for button in (self.back, self.forward):
            button.setIcon(icon(button.accessibleName().lower(), theme, theme.muted))

    def hideEvent(self, event: QHideEvent) -> None:
        self.settings.setValue(GEOMETRY, self.saveGeometry())
        super().hideEvent(event)

    def _follow(self, url: QUrl) -> None:
        """Say whose page is shown, and mark it in the list."""
        self.setWindowTitle(f"{url.path()} – Help")
        self.list.tree.show_type(url.path())

    def _glance_at_current(self) -> None:
        if self.list.tree.current:
            self.page.show_layer(self.list.tree.current, glance=True)

    def _button(self, words: str, keys: str, deed: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(words)
        button.setToolTip(f"{words}  {QKeySequence(keys).toString()}")
        button.setShortcut(QKeySequence(keys))
        button.setAutoRaise(True)
        button.setEnabled(False)
        button.clicked.connect(deed)
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 8, 12, 0)
        buttons.setSpacing(4)
        buttons.addWidget(self.back)
        buttons.addWidget(self.forward)
        buttons.addStretch(1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(buttons)
        column.addWidget(self.page, 1)
        splitter = QSplitter()
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([LIST_WIDTH, SIZE[0] - LIST_WIDTH])
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
