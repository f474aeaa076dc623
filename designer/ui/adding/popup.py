"""The search beside the pointer: a field, what it finds, and how to go on."""

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from designer.ui.adding.entries import Finder, Listing
from designer.ui.adding.rows import ENTRY, HEIGHT, EntryRows
from designer.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

WIDTH, MARGIN, ROWS = 380, 8, 8
LONGEST = 12_000
"""Characters that the field takes: more than any chain has, so that it can be told."""

FOOT = "↑↓ choose    Enter add    Tab add and keep open"
CHAIN_FOOT = "Enter add all    Tab add and keep open"
SEARCH = "Add a layer, or conv 64, bn, relu"

STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS - 1,
    Qt.Key.Key_PageUp: 1 - ROWS,
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Entries(QAbstractListModel):
    """What is listed now."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.listing = Listing(())

    def set(self, listing: Listing) -> None:
        """List something else."""
        self.beginResetModel()
        self.listing = listing
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        inside = parent is not None and parent.isValid()
        return 0 if inside else len(self.listing.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.listing.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.help or None
        return entry if role == ENTRY else None


class AddPopup(QFrame):
    """Stands over a window beside a place of it, and within its edges.

    `chosen` carries the row that was chosen and whether the popup is to stay; `closed`
    says that it has gone, by whatever way.
    """

    chosen = Signal(int, bool)
    closed = Signal()

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host)
        self.host = host
        self.finder: Finder | None = None
        self.setObjectName("adding")
        self.setAccessibleName("Add by search")
        self.where = QLabel()
        self.field = _Field(self)
        self.head = QLabel()
        self.message = QLabel()
        self.model = Entries(self)
        self.rows = EntryRows(theme)
        self.list = QListView()
        self.foot = QLabel(FOOT)
        self._corner = QPoint()
        self._is_open = False
        self._lay_out()
        self.field.textChanged.connect(self._find)
        self.list.clicked.connect(lambda _: self.choose(stay=False))
        self.list.selectionModel().currentChanged.connect(lambda _: self._tell())
        self.hide()

    def open(self, finder: Finder, place: QPoint, theme: Theme) -> None:
        """Show it at a place of the host, empty."""
        self.rows.theme = theme
        self.renew(finder)
        full = QSize(WIDTH, self.sizeHint().height() + ROWS * HEIGHT)
        room = self.host.size() - full
        self._corner = QPoint(
            max(min(place.x(), room.width() - MARGIN), MARGIN),
            max(min(place.y(), room.height() - MARGIN), MARGIN),
        )
        self._place()
        self._is_open = True
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        QApplication.instance().removeEventFilter(self)  # it may be open already
        QApplication.instance().installEventFilter(self)

    def renew(self, finder: Finder) -> None:
        """Begin another search, at another spot."""
        self.finder = finder
        words = finder.spot.words
        self.where.setText(f"Add {words}" if words else "")
        self.where.setVisible(bool(words))
        self.field.clear()
        self._find("")

    def close_up(self) -> None:
        """Go away."""
        if self._is_open:
            self._is_open = False
            QApplication.instance().removeEventFilter(self)
            self.closed.emit()
            self.hide()

    def say(self, message: str) -> None:
        """Say why something could not be done, until more is typed."""
        self.message.setText(message)
        self.message.setVisible(bool(message))
        self._place()
        self._tell()

    def step(self, by: int) -> None:
        """Mark another row; from the last one it goes to the first, and back."""
        count = self.model.rowCount()
        if count:
            row = self.list.currentIndex().row() + by
            row = row % count if abs(by) == 1 else min(max(row, 0), count - 1)
            self.list.setCurrentIndex(self.model.index(row))

    def choose(self, stay: bool) -> None:
        """Choose what is marked; a chain is chosen as a whole."""
        row = self.list.currentIndex().row()
        if self.model.listing.can_add(row):  # else it says why not
            self.chosen.emit(row, stay)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close at a press outside."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(
            event, QMouseEvent
        ):
            place = self.mapFromGlobal(event.globalPosition().toPoint())
            if isinstance(watched, QWidget) and not self.rect().contains(place):
                self.close_up()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # or it would go on to what stands behind

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _find(self, query: str) -> None:
        if self.finder is None:
            return
        listing = self.finder.listed(query)
        self.model.set(listing)
        self.head.setText(listing.head)
        self.head.setVisible(bool(listing.head))
        self.foot.setText(FOOT if listing.chain is None else CHAIN_FOOT)
        self.list.setVisible(bool(listing.entries))
        if listing.entries:
            self.list.setCurrentIndex(self.model.index(self._first(listing)))
        self.say(listing.message)

    def _first(self, listing: Listing) -> int:
        """The row to mark: in a chain the one that is wrong, or else the last."""
        if listing.chain is None:
            return 0
        wrong = (i for i, each in enumerate(listing.entries) if each.sort == "wrong")
        return next(wrong, len(listing.entries) - 1)

    def _tell(self) -> None:
        """Let who listens hear what is marked, for the keys stay in the field."""
        row, listing = self.list.currentIndex().row(), self.model.listing
        marked = listing.entries[row].spoken if 0 <= row < len(listing.entries) else ""
        words = (self.where.text(), listing.head, self.message.text(), marked)
        self.field.setAccessibleDescription(". ".join(filter(None, words)))
        QAccessible.updateAccessibility(
            QAccessibleEvent(self.field, QAccessible.Event.DescriptionChanged)
        )

    def _place(self) -> None:
        """As tall as what it lists."""
        shown = min(self.model.rowCount(), ROWS)
        self.list.setFixedHeight(shown * HEIGHT + 8)
        self.setFixedWidth(min(WIDTH, self.host.width() - 2 * MARGIN))
        self.layout().activate()
        self.adjustSize()
        self.move(self._corner)

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.field)
        self.field.setPlaceholderText(SEARCH)
        self.field.setAccessibleName("Layer or chain to add")
        self.field.setMaxLength(LONGEST)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.rows)
        self.list.setAccessibleName("Layers")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for label, role in (
            (self.where, "muted"),
            (self.head, "muted"),
            (self.message, "muted"),
            (self.foot, "muted"),
        ):
            label.setProperty("role", role)
        self.where.setContentsMargins(14, 9, 14, 0)
        self.head.setContentsMargins(0, 0, 14, 0)
        self.message.setContentsMargins(14, 6, 14, 8)
        self.message.setWordWrap(True)
        self.foot.setContentsMargins(14, 7, 14, 7)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.field, 1)
        top.addWidget(self.head)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.where)
        column.addLayout(top)
        column.addWidget(_line())
        column.addWidget(self.message)
        column.addWidget(self.list)
        column.addWidget(_line())
        column.addWidget(self.foot)


class _Field(QLineEdit):
    """The field, which has the keys while the popup is open."""

    def __init__(self, popup: AddPopup) -> None:
        super().__init__(popup)
        self.popup = popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in STEPS:
            self.popup.step(STEPS[Qt.Key(event.key())])
        elif event.key() in ENTER:
            self.popup.choose(stay=False)
        elif event.key() == Qt.Key.Key_Escape:
            self.popup.close_up()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab adds and stays; Shift+Tab goes back in the list."""
        if forward:
            self.popup.choose(stay=True)
        else:
            self.popup.step(-1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in STAYS:
            self.popup.close_up()


STAYS = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)
"""Reasons for which the keys are elsewhere only for a moment."""


def _line() -> QFrame:
    line = QFrame()
    line.setObjectName("line")
    line.setFixedHeight(1)
    return line
