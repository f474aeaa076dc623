"""The palette: every layer type by family, to search, to drag and to append."""

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QDrag, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.graph.edits import append
from designer.layers import CATALOGUE, help_line
from designer.ui.canvas import LAYER_FORMAT
from designer.ui.document import Document
from designer.ui.form import Words
from designer.ui.icons import icon
from designer.ui.selection import Selection
from designer.ui.theme import NODE_HEIGHT, NODE_WIDTH, Theme
from designer.words import nearest

TYPE = Qt.ItemDataRole.UserRole

IN_HELP = 4
"""The rank of a type that only its help suits to a query."""


def found(query: str) -> list[str]:
    """The layer types that suit a query, those whose names begin with it first.

    Each word of the query must be in the name or the family; only where no type suits
    it so, the help is searched too.
    """
    words = query.lower().split()
    ranked = []
    for place, (name, cls) in enumerate(CATALOGUE.items()):
        texts = (name.lower(), cls.family.lower(), (cls.__doc__ or "").lower())
        if all(any(word in text for text in texts) for word in words):
            ranked.append((_rank(words, texts), place, name))
    named = [each for each in ranked if each[0] < IN_HELP]
    return [name for _, _, name in sorted(named or ranked)]


def _rank(words: list[str], texts: tuple[str, str, str]) -> int:
    name, family, _ = texts
    first = words[0] if words else ""
    if name == first:
        return 0
    if name.startswith(first):
        return 1
    if all(word in name for word in words):
        return 2
    return 3 if all(word in name or word in family for word in words) else IN_HELP


class Palette(QWidget):
    """A search field over a tree of layer types."""

    def __init__(self, document: Document, selection: Selection, theme: Theme) -> None:
        super().__init__()
        self.document = document
        self.selection = selection
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search layers  /")
        self._clear = self.search.addAction(
            icon("close", theme, theme.muted), QLineEdit.ActionPosition.TrailingPosition
        )
        self._clear.setToolTip("Show all layers")
        self._clear.setVisible(False)
        self.search.setMinimumHeight(30)
        self.search.installEventFilter(self)
        self.tree = LayerTree(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 0, 0)
        layout.setSpacing(8)
        search_row = QVBoxLayout()
        search_row.setContentsMargins(0, 0, 8, 0)
        search_row.addWidget(self.search)
        layout.addLayout(search_row)
        self.nothing = Words()
        self.nothing.setContentsMargins(4, 0, 8, 0)
        self.nothing.hide()
        layout.addWidget(self.nothing)
        layout.addWidget(self.tree, 1)
        self.search.textChanged.connect(self.tree.show_found)
        self.search.textChanged.connect(self._say_nothing)
        self.search.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self._clear.triggered.connect(self.search.clear)
        self.tree.chosen.connect(self.append)
        self.tree.show_found("")

    def _say_nothing(self, query: str) -> None:
        is_there = bool(self.tree.names())
        self.nothing.setText(
            f"No layer is called “{query.strip()}”.{nearest(query.strip(), CATALOGUE)}"
        )
        self.nothing.setVisible(not is_there)

    def append(self, type_name: str) -> None:
        """Put a new layer after the selected node, or beside everything."""
        design = self.document.design
        after = self.selection.single or None
        graph, name = append(design.graph, CATALOGUE[type_name](), after)
        self.document.edit(f"Add {name}", design.with_graph(graph))
        self.selection.reveal(name)

    def focus_search(self) -> None:
        """Begin a search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._clear.setIcon(icon("close", theme, theme.muted))
        self.tree.theme = theme
        self.tree.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._search_key(event)
        return super().eventFilter(watched, event)

    def _search_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.tree.move_current(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.tree.choose_current()
            return True
        if key == Qt.Key.Key_Escape:
            self.search.clear()
            return True
        return False


class LayerTree(QTreeWidget):
    """Layer types under their families. `chosen` carries the type's name."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setAccessibleName("Layers")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setUniformRowHeights(False)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Rows(self))
        self.itemDoubleClicked.connect(self._choose)
        self.itemClicked.connect(self._fold)

    def show_found(self, query: str) -> None:
        """Show what suits a query: everything by family, or the best first."""
        self.clear()
        names = found(query)
        if query.strip():
            for name in names:
                self.addTopLevelItem(_entry(name))
            if names:
                self.setCurrentItem(self.topLevelItem(0))
            return
        families: dict[str, QTreeWidgetItem] = {}
        for name in names:
            family = CATALOGUE[name].family
            if family not in families:
                families[family] = QTreeWidgetItem([family])
                families[family].setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.addTopLevelItem(families[family])
            families[family].addChild(_entry(name))
        self.expandAll()

    def names(self) -> list[str]:
        """The layer types that are shown, from top to bottom."""
        return [item.data(0, TYPE) for item in self._items()]

    def move_current(self, step: int) -> None:
        """Go to the next entry, or the one before."""
        items = self._items()
        if not items:
            return
        current = self.currentItem()
        place = items.index(current) + step if current in items else 0
        self.setCurrentItem(items[min(max(place, 0), len(items) - 1)])

    def choose_current(self) -> None:
        """Choose the entry that is marked."""
        if self.currentItem() is not None:
            self._choose(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current()
        else:
            super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        item = self.currentItem()
        name = item.data(0, TYPE) if item else None
        if not name:
            return
        drag = QDrag(self)
        data = QMimeData()
        data.setData(LAYER_FORMAT, QByteArray(name.encode()))
        drag.setMimeData(data)
        drag.setPixmap(node_picture(name, self.theme, self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(int(NODE_WIDTH / 2), int(NODE_HEIGHT / 2)))
        drag.exec(Qt.DropAction.CopyAction)

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.topLevelItem(i) for i in range(self.topLevelItemCount())]
        return [
            item
            for top in tops
            for item in (top, *(top.child(i) for i in range(top.childCount())))
            if item.data(0, TYPE)
        ]

    def _choose(self, item: QTreeWidgetItem) -> None:
        if item.data(0, TYPE):
            self.chosen.emit(item.data(0, TYPE))

    def _fold(self, item: QTreeWidgetItem) -> None:
        if not item.data(0, TYPE):
            item.setExpanded(not item.isExpanded())


def _entry(name: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([name])
    item.setData(0, TYPE, name)
    item.setToolTip(0, f"{name}: {help_line(CATALOGUE[name])}")
    return item


Index = QModelIndex | QPersistentModelIndex


class _Rows(QStyledItemDelegate):
    """Draws a family as a quiet heading and a type with its family's coloured bar."""

    def __init__(self, tree: LayerTree) -> None:
        super().__init__(tree)
        self.tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = option.fontMetrics.height()
        return QSize(80, height + (9 if index.data(TYPE) else 15))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(TYPE):
            self._paint_type(painter, option, index)
        else:
            self._paint_family(painter, option, index)
        painter.restore()

    def _paint_family(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme = self.tree.theme
        is_open = self.tree.isExpanded(index)
        arrow = icon("chevron-down" if is_open else "chevron-right", theme, theme.muted)
        rect = option.rect.adjusted(0, 6, 0, 0)
        arrow.paint(painter, rect.x(), rect.y(), 12, rect.height())
        font = option.font
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() - 0.5)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        painter.drawText(
            rect.adjusted(16, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, index.data()
        )

    def _paint_type(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme = self.tree.theme
        rect = QRectF(option.rect).adjusted(0, 1, -8, -1)
        state = option.state
        fill = None
        if state & option.state.State_Selected:
            fill = QColor(theme.accent)
            fill.setAlphaF(0.22)
        elif state & option.state.State_MouseOver:
            fill = QColor(theme.hover)
        if fill is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(rect, 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.family(CATALOGUE[index.data(TYPE)])))
        bar = QRectF(rect.x() + 8, rect.center().y() - 6.5, 4, 13)
        painter.drawRoundedRect(bar, 1.5, 1.5)
        painter.setFont(option.font)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            rect.adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, index.data()
        )


def node_picture(name: str, theme: Theme, scale: float) -> QPixmap:
    """A node of this type as it will stand on the canvas, to hang on the pointer."""
    pixmap = QPixmap(QSize(int(NODE_WIDTH * scale), int(NODE_HEIGHT * scale)))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect = QRectF(0.5, 0.5, NODE_WIDTH - 1, NODE_HEIGHT - 1)
    painter.setPen(QPen(QColor(theme.accent), 1))
    painter.setBrush(QColor(theme.node))
    painter.drawRoundedRect(rect, 8, 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.family(CATALOGUE[name])))
    painter.drawRoundedRect(QRectF(1, 1, 9, NODE_HEIGHT - 2), 4, 4)
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    painter.drawText(rect.adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
    painter.end()
    return pixmap
