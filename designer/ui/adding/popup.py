"""The search beside the pointer: a field, what it finds, and how to go on."""

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from designer.ui.adding.entries import Finder, Listing
from designer.ui.adding.rows import EntryPainter
from designer.ui.popup.popup import Popup, line, words
from designer.ui.popup.rows import HEIGHT, Index, Rows
from designer.ui.theme import Theme

WIDTH, MARGIN, MOST = 380, 8, 8
LONGEST = 12_000
"""Characters that the field takes: more than any chain has, so that it can be told."""

FOOT = "↑↓ choose    Enter add    Tab add and keep open"
CHAIN_FOOT = "Enter add all    Tab add and keep open"
FAULT_FOOT = "Nothing is added until all of it is understood"
SEARCH = "Add a layer, or conv 64, bn, relu"


class Entries(Rows):
    """What is listed now, each with the help of its layer."""

    def __init__(self) -> None:
        super().__init__()
        self.listing = Listing(())

    def show(self, listing: Listing) -> None:
        """List something else."""
        self.listing = listing
        self.set(listing.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.listing.entries[index.row()].help or None
        return super().data(index, role)


class AddPopup(Popup):
    """Stands over a window beside a place of it, and within its edges.

    `chosen` carries the row that was chosen and whether the popup is to stay; `closed`
    says that it has gone, by whatever way.
    """

    model: Entries
    chosen = Signal(int, bool)
    closed = Signal()

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host, Entries(), EntryPainter(theme), MOST)
        self.finder: Finder | None = None
        self.setObjectName("adding")
        self.setAccessibleName("Add by search")
        self.where = words(9, 0)
        self.head = words(0)
        self.head.setContentsMargins(0, 0, 14, 0)
        self.message = words(6, 8)
        self._corner = QPoint()
        self._is_open = False
        self._lay_out()
        self.field.textChanged.connect(self._find)
        self.list.selectionModel().currentChanged.connect(lambda _: self._tell())
        self.hide()

    def open(self, finder: Finder, place: QPoint, theme: Theme) -> None:
        """Show it at a place of the host, empty."""
        self.rows.theme = theme
        self.renew(finder)
        full = QSize(WIDTH, self.sizeHint().height() + MOST * HEIGHT)
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

    def choose(self, stay: bool = False) -> None:
        """Choose what is marked; a chain is chosen as a whole."""
        row = self.list.currentIndex().row()
        if self.model.listing.can_add(row):  # else it says why not
            self.chosen.emit(row, stay)

    def press_tab(self, forward: bool) -> None:
        """Add and stay; Shift+Tab goes back in the list."""
        if forward:
            self.choose(stay=True)
        else:
            self.step(-1)

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
        self.model.show(listing)
        self.head.setText(listing.head)
        self.head.setVisible(bool(listing.head))
        self.foot.setText(_foot(listing))
        self.list.setVisible(bool(listing.entries))
        if listing.entries:
            self.mark(_first(listing))
        self.say(listing.message)
        if listing.chain is not None and not listing.chain.problem:
            self.list.scrollToBottom()

    def _tell(self) -> None:
        above = (self.where.text(), self.head.text(), self.message.text())
        listed = self.model.listing
        last = listed.entries[-1].spoken if listed.chain and listed.entries else ""
        self.tell(". ".join(filter(None, (*above, self.marked or last))))

    def _place(self) -> None:
        self.fit(min(WIDTH, self.host.width() - 2 * MARGIN))
        self.move(self._corner)

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.field)
        self.field.setPlaceholderText(SEARCH)
        self.field.setAccessibleName("Layer or chain to add")
        self.field.setMaxLength(LONGEST)
        self.list.setAccessibleName("Layers")
        self.message.setWordWrap(True)
        self.foot.setText(FOOT)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.field, 1)
        top.addWidget(self.head)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.where)
        column.addLayout(top)
        for part in (line(), self.message, self.list, line(), self.foot):
            column.addWidget(part)


def _first(listing: Listing) -> int:
    """The row to mark: in a chain the one that is wrong, or none, for all are added."""
    if listing.chain is None:
        return 0
    wrong = (i for i, each in enumerate(listing.entries) if each.sort == "wrong")
    return next(wrong, -1)


def _foot(listing: Listing) -> str:
    """What keys do with what is listed."""
    if listing.chain is None:
        return FOOT
    return FAULT_FOOT if listing.chain.problem else CHAIN_FOOT
