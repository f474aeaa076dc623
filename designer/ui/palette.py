"""The palette: every layer type by family, to search, to drag and to append."""

from PySide6.QtCore import QPoint, QSettings, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu

from designer.graph.edits import append
from designer.layers import CATALOGUE
from designer.layers.help_text import help_text
from designer.ui.document import Document
from designer.ui.layer_list import LayerList
from designer.ui.selection import Selection
from designer.ui.theme import Theme


class Palette(LayerList):
    """The layer types beside the canvas: Enter or a double click appends one.

    `help_wanted` carries a type whose page somebody wants to read.
    """

    help_wanted = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        theme: Theme,
        settings: QSettings | None = None,
    ) -> None:
        super().__init__(theme, settings)
        self.document = document
        self.selection = selection
        self.tree.chosen.connect(self.append)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._offer)

    @property
    def asked_about(self) -> str:
        """The type that is marked while the keys go to this panel; otherwise empty."""
        widget = self.focusWidget()
        return self.tree.current if widget is not None and widget.hasFocus() else ""

    def append(self, type_name: str) -> None:
        """Put a new layer after the selected node, or beside everything."""
        design = self.document.design
        after = self.selection.single or None
        graph, name = append(design.graph, CATALOGUE[type_name](), after)
        self.document.edit(f"Add {name}", design.with_graph(graph))
        self.selection.reveal(name)

    def menu(self, type_name: str) -> QMenu:
        """What can be done with a type."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add = made.addAction(f"Add {type_name}")
        add.triggered.connect(lambda: self.append(type_name))
        read = made.addAction("Help")
        read.triggered.connect(lambda: self.help_wanted.emit(type_name))
        reference = QUrl(help_text(CATALOGUE[type_name]).reference)
        if not reference.isEmpty():
            look = made.addAction("PyTorch reference")
            look.triggered.connect(lambda: QDesktopServices.openUrl(reference))
        return made

    def _offer(self, place: QPoint) -> None:
        if self.tree.itemAt(place) is not None and self.tree.current:
            self.menu(self.tree.current).popup(self.tree.viewport().mapToGlobal(place))
