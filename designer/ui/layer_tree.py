"""A list of layer types: by family to browse, or the results of a search."""

from collections.abc import Iterator, Sequence

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

from designer.layers import CATALOGUE
from designer.layers.search import Results
from designer.ui.canvas import LAYER_FORMAT
from designer.ui.layer_rows import COMMON, COUNT, TYPE, WORD, LayerRows, node_picture
from designer.ui.placing_blocks import Offer, Section, layer_offer
from designer.ui.theme import Theme

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

HANGS = 12
"""Pixels from the pointer to the picture of the layer that it drags."""

OPEN = "open_families"
FOLDED = "folded_sections"


class LayerTree(QTreeWidget):
    """Layer types under their families, and blocks in sections above them.

    `chosen` carries a type's name, or a block's key. Families and sections fold, and
    which of them are open is remembered in `settings`.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, settings: QSettings | None = None) -> None:
        super().__init__()
        self.theme = theme
        self.settings = settings
        self.sections: tuple[Section, ...] = ()
        self._blocks: dict[str, Offer] = {}
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
        opened = self._remembered(OPEN, [COMMON])
        for family, names in {COMMON: common, **families}.items():
            offers = [layer_offer(name) for name in names]
            self._add_heading(
                self.topLevelItemCount(), family, offers, family in opened
            )
        self._add_sections()

    def set_sections(self, sections: Sequence[Section], is_browsed: bool) -> None:
        """Have other sections of blocks; show them unless a search is."""
        current, place = self.current, self.verticalScrollBar().value()
        if is_browsed:
            for _ in self.sections:
                self.takeTopLevelItem(0)
        self.sections = tuple(sections)
        self._blocks = {o.key: o for section in sections for o in section.offers}
        if is_browsed:
            self._add_sections()
            if current in self._blocks:
                self.show_type(current)
            self.verticalScrollBar().setValue(place)

    def show_results(self, results: Results) -> None:
        """Show what a search found, the best first, and mark that."""
        self.clear()
        self.addTopLevelItems(
            [_entry(self.offer(found.name), found.word) for found in results.found]
        )
        if results.found:
            self.setCurrentItem(self.topLevelItem(0))

    def offer(self, key: str) -> Offer:
        """The block of a key, or the layer type of that name."""
        return self._blocks.get(key) or layer_offer(key)

    @property
    def current(self) -> str:
        """The type that is marked, or a block's key; empty if none is."""
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
        if not self.current or self.offer(self.current).kind is None:
            return
        drag = QDrag(self)
        data = QMimeData()
        data.setData(LAYER_FORMAT, QByteArray(self.current.encode()))
        drag.setMimeData(data)
        offer = self.offer(self.current)
        picture = node_picture(offer, self.theme, self.devicePixelRatioF())
        drag.setPixmap(picture)
        height = int(picture.deviceIndependentSize().height())
        drag.setHotSpot(QPoint(-HANGS, height + HANGS))  # what is below is seen
        drag.exec(Qt.DropAction.CopyAction)

    def _choose(self, item: QTreeWidgetItem) -> None:
        if item.data(0, TYPE):
            self.chosen.emit(item.data(0, TYPE))

    def _fold(self, item: QTreeWidgetItem) -> None:
        if item.data(0, TYPE):
            return
        item.setExpanded(not item.isExpanded())
        if self.settings is not None:
            blocks = {section.title for section in self.sections}
            tops = list(map(self.topLevelItem, range(self.topLevelItemCount())))
            opened = [top.text(0) for top in tops if top.isExpanded()]
            folded = [top.text(0) for top in tops if not top.isExpanded()]
            self.settings.setValue(OPEN, [n for n in opened if n not in blocks] or [""])
            self.settings.setValue(FOLDED, [n for n in folded if n in blocks] or [""])

    def _remembered(self, key: str, at_first: list[str]) -> list[str]:
        known = self.settings.value(key) if self.settings is not None else None
        if known is None:
            return at_first
        return [known] if isinstance(known, str) else list(known)

    def _add_sections(self) -> None:
        folded = self._remembered(FOLDED, [])
        for place, section in enumerate(self.sections):
            is_open = section.title not in folded
            self._add_heading(place, section.title, section.offers, is_open)

    def _add_heading(
        self, place: int, title: str, offers: Sequence[Offer], is_open: bool
    ) -> None:
        heading = QTreeWidgetItem([title])
        heading.setData(0, COUNT, len(offers))
        heading.addChildren([_entry(offer) for offer in offers])
        self.insertTopLevelItem(place, heading)
        heading.setExpanded(is_open)


def _entry(offer: Offer, word: str = "") -> QTreeWidgetItem:
    item = QTreeWidgetItem([offer.name])
    item.setData(0, TYPE, offer.key)
    item.setData(0, WORD, word)
    item.setToolTip(0, f"{offer.name}: {offer.help}")
    return item


def _is_in_sight(item: QTreeWidgetItem) -> bool:
    return item.parent() is None or item.parent().isExpanded()
