"""The palette: every layer type by family, to search, to drag and to append."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMenu

from designer.graph import Design
from designer.graph.edits import append
from designer.graph.nesting import uses
from designer.layers import CATALOGUE
from designer.layers.help_text import help_text
from designer.ui.block_filing import BlockFiling
from designer.ui.canvas.commands import replaced
from designer.ui.document import Document
from designer.ui.finding import sections_of
from designer.ui.layer_list import LayerList
from designer.ui.layer_rows import TYPE
from designer.ui.place import Place
from designer.ui.placing_blocks import BLOCK, Offer, layer_for
from designer.ui.selection import Selection
from designer.ui.theme import Theme

SEARCH = "Search layers  /"


class Palette(LayerList):
    """The layer types beside the canvas: Enter or a double click appends one.

    Above them are the blocks of the design, and with `blocks` those of the library.
    `help_wanted` carries a type whose page somebody wants to read, and `edit_wanted` the
    name of a block that somebody wants to see inside.
    """

    help_wanted = Signal(str)
    edit_wanted = Signal(str)

    def __init__(
        self,
        document: Document | Place,
        selection: Selection,
        theme: Theme,
        settings: QSettings | None = None,
        blocks: BlockFiling | None = None,
    ) -> None:
        super().__init__(theme, settings)
        self.document = document
        self.selection = selection
        self.blocks = blocks
        self.replaced = ""
        self.tree.chosen.connect(self.append)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._offer)
        document.changed.connect(self._follow)
        selection.changed.connect(lambda _: self.replace(""))
        if blocks is not None:
            blocks.kept_changed.connect(self.show_blocks)
        self.show_blocks()

    @property
    def asked_about(self) -> str:
        """The type that is marked while the keys go to this panel; otherwise empty."""
        widget = self.focusWidget()
        is_here = widget is not None and widget.hasFocus()
        current = self.tree.current if is_here else ""
        return current if current in CATALOGUE else ""

    def append(self, key: str) -> None:
        """Put a new layer or block after the selected node, or beside everything.

        Where one is sought in place of a node, it takes that place and its wires.
        """
        design, layer = layer_for(self.document.design, key)
        if self.replaced in design.graph.nodes:
            old = self.replaced
            graph, name = replaced(design.graph, old, layer, design.taken)
            label = f"Replace {old} by {type(layer).__name__}"
            self.document.edit(label, design.with_graph(graph))
            self.replace("")
            self.selection.reveal(name)
            return
        after = self.selection.single or None
        graph, name = append(design.graph, layer, after, design.taken)
        self.document.edit(f"Add {name}", design.with_graph(graph))
        self.selection.present(name)

    def replace(self, name: str) -> None:
        """Begin a search for what takes the place of a node; without a name, end it."""
        self.replaced = name
        self.search.setPlaceholderText(f"Replace {name} by …" if name else SEARCH)
        if name:
            self.search.clear()
            self.focus_search()

    def show_blocks(self) -> None:
        """Show the blocks that there are now, in the design and in the library."""
        self._kept = self.blocks.library.blocks() if self.blocks is not None else []
        self._show_sections()

    def menu(self, key: str) -> QMenu:
        """What can be done with a type or a block, or without a key with blocks at all."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offer = self.tree.offer(key) if key else None
        if offer is not None:
            add = made.addAction(f"Add {offer.name}")
            add.setEnabled(offer.kind is not None)
            add.triggered.connect(lambda: self.append(key))
        if offer is not None and not offer.is_block:
            self._add_help(made, offer.name)
        elif self.blocks is not None:
            if offer is not None:
                self._add_deeds(made, offer, self.blocks)
                made.addSeparator()
            from_file = self.blocks.add_from_file
            more = made.addAction("Add block from file…")
            more.triggered.connect(lambda: from_file())
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and event.key() == Qt.Key.Key_Escape:
            self.replace("")
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        self.show_blocks()
        super().showEvent(event)

    def _show_sections(self) -> None:
        self.set_sections(sections_of(self.document.design, self._kept))

    def _add_help(self, menu: QMenu, name: str) -> None:
        read = menu.addAction("Help")
        read.triggered.connect(lambda: self.help_wanted.emit(name))
        reference = QUrl(help_text(CATALOGUE[name]).reference)
        if not reference.isEmpty():
            look = menu.addAction("PyTorch reference")
            look.triggered.connect(lambda: QDesktopServices.openUrl(reference))

    def _add_deeds(self, menu: QMenu, offer: Offer, blocks: BlockFiling) -> None:
        """What can be done with a block besides placing it."""
        name, design = offer.name, blocks.document.design
        if not offer.key.startswith(BLOCK):
            _add(menu, "Remove from my blocks", blocks.discard, name)
            return
        edit = _add(menu, "Edit", self.edit_wanted.emit, name)
        edit.setEnabled(design.way_to(name) is not None)
        _add(menu, "Rename…", blocks.rename, name)
        _add(menu, "Save to my blocks", blocks.keep, name)
        _add(menu, "Save as file…", blocks.save_as_file, name)
        is_used = _is_used(design, name)
        why = " (it is used)" if is_used else ""
        remove = _add(menu, f"Remove from this design{why}", blocks.remove, name)
        remove.setEnabled(not is_used)

    def _follow(self, before: Design, after: Design) -> None:
        if after.blocks is not before.blocks:
            self._show_sections()

    def _offer(self, place: QPoint) -> None:
        item = self.tree.itemAt(place)
        menu = self.menu((item.data(0, TYPE) or "") if item is not None else "")
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(self.tree.viewport().mapToGlobal(place))


def _add(menu: QMenu, words: str, deed: Callable[[str], object], name: str) -> QAction:
    action = menu.addAction(words)
    action.triggered.connect(lambda: deed(name))
    return action


def _is_used(design: Design, name: str) -> bool:
    return any(
        use.block.name == name for _, graph in design.graphs() for _, use in uses(graph)
    )
