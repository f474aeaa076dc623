"""The gallery: where to begin, shown over the window when nothing is open yet.

It only asks: what opening something means, the window says.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from designer.resources import CATEGORIES
from designer.ui.gallery.cards import Card, Cards, Chosen
from designer.ui.gallery.side import NARROW, WIDTH, Rows, Side
from designer.ui.gallery.view import BAR, GAP, CardView
from designer.ui.icons import icon
from designer.ui.theme import Theme

ALL = "All"
MARGIN = 28
SEARCH, NARROW_SEARCH = 240, 160
NARROW_PAGE = 1100
"""Below this many pixels the page is put together more tightly."""
FOCUS = (QEvent.Type.FocusIn, QEvent.Type.FocusOut)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS = {
    Qt.Key.Key_Down: QListView.CursorAction.MoveDown,
    Qt.Key.Key_Up: QListView.CursorAction.MoveUp,
}
ASIDE = {
    Qt.Key.Key_Right: QListView.CursorAction.MoveRight,
    Qt.Key.Key_Left: QListView.CursorAction.MoveLeft,
}
"""Steps that are the text's own where one is typed."""


class Gallery(QWidget):
    """Covers a window below its menus. `left` says that a person wants back.

    `example_chosen` carries a name, `recent_chosen` a path, `block_chosen` a title.
    Designs are read one by one once the page was painted, and kept.
    """

    example_chosen = Signal(str)
    recent_chosen = Signal(object)
    block_chosen = Signal(str)
    empty_wanted = Signal()
    open_wanted = Signal()
    left = Signal()

    def __init__(
        self,
        window: QMainWindow,
        theme: Theme,
        recent: Callable[[], list[Path]],
        blocks: Rows = tuple,
    ) -> None:
        super().__init__(window)
        self.cover = window
        self.theme = theme
        self.side = Side(theme, recent, blocks)
        self.cards = Cards(self)
        self.chosen = Chosen(self.cards, self)
        self.search = QLineEdit()
        self.view = CardView(self.chosen, theme, self.search)
        self.header = QGridLayout()
        self.categories = QWidget()
        self.chips = QButtonGroup(self)
        self.nothing = QLabel()
        self.setAccessibleName("Start page")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._reading: Iterator[None] = iter(())
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._read_on)
        self._lay_out()
        self._connect()
        self.hide()
        window.installEventFilter(self)

    def open(self, open_title: str = "") -> None:
        """Show it. With the title of an open design it offers the way back to it."""
        self.show_lists(open_title)
        self.search.clear()
        self._cover()
        self.show()
        self.raise_()
        self.view.mark_first()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_lists(self, open_title: str) -> None:
        """Show what there is to begin with now; what is not known yet is read."""
        self.side.show_lists(open_title)
        self._reading = chain(self.cards.read(), self.side.read())
        self.update()  # for reading goes on once it is painted

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self._clear.setIcon(icon("close", theme, theme.muted))
        self.side.set_theme(theme)
        self.view.set_theme(theme)
        self.update()

    @property
    def stops(self) -> list[QWidget]:
        """What the key Tab goes to, in order."""
        checked = self.chips.checkedButton()
        return [self.search, checked, self.view, *self.side.stops]

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Stay on the page: what is below it cannot be seen."""
        stops, now = self.stops, QApplication.focusWidget()
        place = stops.index(now) if now in stops else -1
        after = stops[(place + (1 if forward else -1)) % len(stops)]
        reason = Qt.FocusReason.TabFocusReason
        after.setFocus(reason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.search.clear() if self.search.text() else self.left.emit()
        elif event.key() in ENTER and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.cover and event.type() == QEvent.Type.Resize:
            self._cover()
        if watched is self.search and event.type() in FOCUS:
            self.view.viewport().update()
        if watched is self.search and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._search_key(event)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.canvas))
        side = self.side.geometry()
        painter.fillRect(side, QColor(self.theme.window))
        side.setLeft(side.right() + 1)
        border = QColor(self.theme.border)
        painter.fillRect(side.left(), 0, 1, self.height(), border)
        painter.fillRect(0, 0, self.width(), 1, border)
        if not self._timer.isActive():
            self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(self.width() < NARROW_PAGE)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._cover()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)  # not taken when hidden

    def _lay_out(self) -> None:
        page = QVBoxLayout()
        page.setContentsMargins(MARGIN, 22, MARGIN - GAP - BAR, 0)
        page.setSpacing(18)
        page.addLayout(self._header())
        page.addWidget(self.nothing)
        page.addWidget(self.view, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.side)
        row.addLayout(page, 1)

    def _header(self) -> QGridLayout:
        self.heading = QLabel("Start from an example")
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setWeight(QFont.Weight.DemiBold)
        self.heading.setFont(font)
        self.search.setPlaceholderText("Search examples")
        self.search.setAccessibleName("Search examples")
        self._clear = self.search.addAction(
            icon("close", self.theme, self.theme.muted),
            QLineEdit.ActionPosition.TrailingPosition,
        )
        self._clear.setToolTip("Show all examples")
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.search.clear)
        self.categories.setAccessibleName("Category")
        row = QHBoxLayout(self.categories)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for name in (ALL, *CATEGORIES):
            chip = QPushButton(name)
            chip.setCheckable(True)
            chip.setChecked(name == ALL)
            self.chips.addButton(chip)
            row.addWidget(chip)
        self.header.setHorizontalSpacing(8)
        self.header.setVerticalSpacing(12)
        self.header.setColumnStretch(0, 1)
        return self.header

    def _fit(self, is_narrow: bool) -> None:
        """Put the chips below the title where there is no room beside it."""
        self.side.setFixedWidth(NARROW if is_narrow else WIDTH)
        self.search.setFixedWidth(NARROW_SEARCH if is_narrow else SEARCH)
        right = Qt.AlignmentFlag.AlignRight
        self.header.addWidget(self.heading, 0, 0)
        self.header.addWidget(self.search, 0, 1)
        if is_narrow:
            self.header.addWidget(self.categories, 1, 0, 1, 2, right)
        else:
            self.header.addWidget(self.categories, 0, 2)

    def _align(self, width: int) -> None:
        """Let the header end where the cards do."""
        self.header.setContentsMargins(0, 0, self.view.width() - width, 0)

    def _connect(self) -> None:
        self.nothing.setProperty("role", "muted")
        self.nothing.hide()
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._choose)
        self.chips.buttonToggled.connect(self._choose)
        self.view.chosen.connect(self._open)
        self.view.typed.connect(self._type)
        self.view.laid_out.connect(self._align)
        side = self.side
        side.empty_wanted.connect(self.empty_wanted)
        side.open_wanted.connect(self.open_wanted)
        side.back_wanted.connect(self.left)
        side.recent_chosen.connect(self.recent_chosen)
        side.block_chosen.connect(self.block_chosen)

    def _cover(self) -> None:
        bar = self.cover.menuBar()
        top = 0 if bar.isNativeMenuBar() else bar.height()
        self.setGeometry(0, top, self.cover.width(), self.cover.height() - top)

    def _choose(self) -> None:
        chip = self.chips.checkedButton().text()
        words = self.search.text().strip()
        self._clear.setVisible(bool(self.search.text()))
        self.chosen.choose(words, "" if chip == ALL else chip)
        self.view.mark_first()
        kind = "example" if chip == ALL else f"example of {chip.lower()}"
        suits = f" suits “{words}”" if words else " is here yet"
        self.nothing.setText(f"No {kind}{suits}.")
        self.nothing.setVisible(not self.chosen.rowCount())

    def _open(self, card: Card) -> None:
        self.example_chosen.emit(card.example.name)

    def _type(self, text: str) -> None:
        if text == "/":
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.insert(text)

    def _search_key(self, event: QKeyEvent) -> bool:
        """Arrows go on among the cards, which have the keys then."""
        key = event.key()
        steps = STEPS if self.search.text() else STEPS | ASIDE
        if key in steps:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.move_current(steps[Qt.Key(key)])
        elif key in ENTER:
            self.view.choose(self.view.currentIndex())
        else:
            return event.text() == "/" and not self.search.text()
        return True

    def _read_on(self) -> None:
        if self.isHidden() or next(self._reading, self) is self:
            self._timer.stop()
