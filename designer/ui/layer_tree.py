"""A list of layer types: by family to browse, or the results of a search."""

from collections.abc import Iterator

from PySide6.QtCore import (
    QByteArray,
    QMimeData,
    QPoint,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QDrag, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from designer.layers import CATALOGUE, help_line
from designer.layers.search import Results
from designer.ui.canvas import LAYER_FORMAT
from designer.ui.layer_rows import COMMON, COUNT, TYPE, WORD, LayerRows, node_picture
from designer.ui.theme import NODE_HEIGHT, NODE_WIDTH, Theme

COMMON_TYPES = (
    "Input",
    "Conv2d",
    "MaxPool2d",
    "BatchNorm2d",
    "ReLU",
    "Dropout",
    "Flatten",
    "Linear",
    "Embedding",
    "LSTM",
    "Add",
    "Concat",
    "Output",
)
"""What most designs are made of: at hand without a search in a long list."""

OPEN = "open_families"


class LayerTree(QTreeWidget):
    """Layer types under their families. `chosen` carries the type's name.

    Families fold, and which of them are open is remembered in `settings`.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, settings: QSettings | None = None) -> None:
        super().__init__()
        self.theme = theme
        self.settings = settings
        self.setAccessibleName("Layers")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(LayerRows(self))
        self.itemDoubleClicked.connect(self._choose)
        self.itemClicked.connect(self._fold)

    def show_families(self) -> None:
        """Show every type by family, and before them those that most designs need."""
        self.clear()
        common = [name for name in COMMON_TYPES if name in CATALOGUE]
        families: dict[str, list[str]] = {}
        for name, cls in CATALOGUE.items():
            families.setdefault(cls.family, []).append(name)
        opened = self._open_families()
        for family, names in {COMMON: common, **families}.items():
            heading = QTreeWidgetItem([family])
            heading.setData(0, COUNT, len(names))
            heading.addChildren([_entry(name) for name in names])
            self.addTopLevelItem(heading)
            heading.setExpanded(family in opened)

    def show_results(self, results: Results) -> None:
        """Show what a search found, the best first, and mark that."""
        self.clear()
        self.addTopLevelItems(
            [_entry(found.name, found.word) for found in results.found]
        )
        if results.found:
            self.setCurrentItem(self.topLevelItem(0))

    @property
    def current(self) -> str:
        """The type that is marked; empty if none is."""
        item = self.currentItem()
        return (item.data(0, TYPE) or "") if item else ""

    def names(self) -> list[str]:
        """The layer types that are listed, from top to bottom."""
        return [item.data(0, TYPE) for item in self.entries()]

    def entries(self) -> Iterator[QTreeWidgetItem]:
        """The layer types that are listed, those in folded families too."""
        for top in map(self.topLevelItem, range(self.topLevelItemCount())):
            for item in (top, *map(top.child, range(top.childCount()))):
                if item.data(0, TYPE):
                    yield item

    def show_type(self, name: str) -> None:
        """Mark a type, in its own family, and bring it into view."""
        found = [item for item in self.entries() if item.data(0, TYPE) == name]
        if found and self.current != name:
            self.setCurrentItem(found[-1])
            self.scrollToItem(found[-1])

    def move_current(self, step: int) -> None:
        """Go to the next entry that can be seen, or the one before."""
        items = [item for item in self.entries() if _is_in_sight(item)]
        if not items:
            return
        current = self.currentItem()
        place = items.index(current) + step if current in items else 0
        self.setCurrentItem(items[min(max(place, 0), len(items) - 1)])

    def choose_current(self) -> None:
        """Choose the entry that is marked, or fold the family that is."""
        if self.currentItem() is not None:
            self._choose(self.currentItem())
            self._fold(self.currentItem())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()  # lines of help break elsewhere

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current()
        else:
            super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        if not self.current:
            return
        drag = QDrag(self)
        data = QMimeData()
        data.setData(LAYER_FORMAT, QByteArray(self.current.encode()))
        drag.setMimeData(data)
        picture = node_picture(self.current, self.theme, self.devicePixelRatioF())
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(int(NODE_WIDTH / 2), int(NODE_HEIGHT / 2)))
        drag.exec(Qt.DropAction.CopyAction)

    def _choose(self, item: QTreeWidgetItem) -> None:
        if item.data(0, TYPE):
            self.chosen.emit(item.data(0, TYPE))

    def _fold(self, item: QTreeWidgetItem) -> None:
        if item.data(0, TYPE):
            return
        item.setExpanded(not item.isExpanded())
        if self.settings is not None:
            tops = map(self.topLevelItem, range(self.topLevelItemCount()))
            opened = [top.text(0) for top in tops if top.isExpanded()]
            self.settings.setValue(OPEN, opened or [""])

    def _open_families(self) -> list[str]:
        """What is remembered; at first only what is common."""
        known = self.settings.value(OPEN) if self.settings is not None else None
        if known is None:
            return [COMMON]
        return [known] if isinstance(known, str) else list(known)


def _entry(name: str, word: str = "") -> QTreeWidgetItem:
    item = QTreeWidgetItem([name])
    item.setData(0, TYPE, name)
    item.setData(0, WORD, word)
    item.setToolTip(0, f"{name}: {help_line(CATALOGUE[name])}")
    return item


def _is_in_sight(item: QTreeWidgetItem) -> bool:
    return item.parent() is None or item.parent().isExpanded()
