"""Every layer type, with a field to search them by."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from designer.ui.finding import find, lacking
from designer.ui.form import Words
from designer.ui.icons import icon
from designer.ui.layer_tree import LayerTree
from designer.ui.placing_blocks import Section
from designer.ui.theme import Theme

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class LayerList(QWidget):
    """A search field over a tree of layer types, and of blocks if there are any.

    What a choice means, its owner says.
    """

    def __init__(self, theme: Theme, settings: QSettings | None = None) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search layers  /")
        self._clear = self.search.addAction(
            icon("close", theme, theme.muted), QLineEdit.ActionPosition.TrailingPosition
        )
        self._clear.setToolTip("Show all layers")
        self._clear.setVisible(False)
        self.search.setAccessibleName("Search layers")
        self.search.setMinimumHeight(30)
        self.search.installEventFilter(self)
        self.nothing = Words()
        self.nothing.setContentsMargins(4, 0, 8, 0)
        self.nothing.hide()
        self.tree = LayerTree(theme, settings)
        self._lay_out()
        self.search.textChanged.connect(self._find)
        self._clear.triggered.connect(self.search.clear)
        self.tree.show_families()

    def focus_search(self) -> None:
        """Begin a search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def set_sections(self, sections: Sequence[Section]) -> None:
        """Show blocks above the families, and search them too."""
        if tuple(sections) == self.tree.sections:
            return
        query = self.search.text()
        self.tree.set_sections(sections, is_browsed=not query.strip())
        if query.strip():
            self._find(query)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._clear.setIcon(icon("close", theme, theme.muted))
        self.tree.theme = theme
        self.tree.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._search_key(event)
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        row = QVBoxLayout()
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.nothing)
        layout.addWidget(self.tree, 1)

    def _find(self, query: str) -> None:
        self._clear.setVisible(bool(query))
        if not query.strip():
            self.nothing.hide()
            self.tree.show_families()
            return
        results = find(query, self.tree.sections)
        self.nothing.setText(lacking(query.strip(), results))
        self.nothing.setVisible(bool(self.nothing.text()))
        self.tree.show_results(results)

    def _search_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in STEPS:
            self.tree.move_current(STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.tree.choose_current()
            self.search.selectAll()  # what is typed next is another search
        elif key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:  # a search that has begun is begun again
            return event.text() == "/" and self._is_to_be_replaced()
        return True

    def _is_to_be_replaced(self) -> bool:
        """Whether what is typed takes the place of the whole search."""
        return self.search.selectedText() == self.search.text()
