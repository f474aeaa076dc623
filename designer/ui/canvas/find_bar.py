"""The bar over the canvas that finds nodes as one types, here and inside blocks."""

from collections.abc import Collection
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
)

from designer.errors import GraphError
from designer.graph.design import Design, Way
from designer.graph.finding import Hit, Index
from designer.ui.canvas.display import Display
from designer.ui.icons import icon
from designer.ui.place import Place
from designer.ui.style import mark
from designer.ui.theme import Theme

WIDTH, INSET = 430, 12
ICON = QSize(14, 14)
HELP = "Find a node: name, layer, block, 64, 3x3"


class FindBar(QFrame):
    """Hidden until it is wanted. What is found stands out, all else is pale.

    Enter goes to the next, Shift+Enter to the one before, Escape ends it. `jumped` says
    that it is about to lead elsewhere, `marked` that other nodes stand out.
    """

    jumped = Signal()
    marked = Signal()

    def __init__(self, canvas: Display, theme: Theme) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.setObjectName("find")
        self.setAccessibleName("Find a node")
        self.hits: list[Hit] = []
        self.current: Hit | None = None
        self._index: Index | None = None
        self._design = Design()
        self._began: Way = ()
        self.field = QLineEdit()
        self.field.setPlaceholderText(HELP)
        self.field.setAccessibleName("Find a node")
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.before = self._button("The one before (Shift+Enter)", lambda: self.go(-1))
        self.after = self._button("The next one (Enter)", lambda: self.go(1))
        self.ends = self._button("Close (Esc)", self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 6, 6)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        for widget in (self.count, self.before, self.after, self.ends):
            row.addWidget(widget)
        self.set_theme(theme)
        self.hide()
        canvas.installEventFilter(self)
        canvas.document.checked.connect(self._follow)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for button, name in (
            (self.before, "chevron-up"),
            (self.after, "chevron-down"),
            (self.ends, "close"),
        ):
            button.setIcon(icon(name, theme, theme.muted))

    def open_bar(self) -> None:
        """Let be typed what is sought; what was sought last is there to be typed over."""
        self._place()
        self.show()
        self.raise_()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._follow()

    def close_bar(self) -> None:
        """Put the bar away, and show everything as it is."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            # before it is hidden, or Qt would go on to the next, as Tab does
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self._index = None
        self._mark(None)

    def go(self, step: int) -> None:
        """Go to the next one that was found, or to the one before."""
        if not self.hits:
            return
        if self.current in self.hits:
            place = (self.hits.index(self.current) + step) % len(self.hits)
        else:
            place = 0 if step > 0 else len(self.hits) - 1
        self.current = hit = self.hits[place]
        self._show(hit)
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and event.type() == QEvent.Type.Resize:
            self._place()
        if watched is self.field and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._press(event)
        return False

    def _press(self, event: QKeyEvent) -> bool:
        """Whether a key in the field was meant for the bar."""
        key, back = event.key(), Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(-1 if event.modifiers() & back else 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.go(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        """The design is another one, or it is seen from elsewhere."""
        if not self.isVisible():
            return
        design = self.canvas.document.document.design
        if self._index is None:
            self._began = self.canvas.document.way
        if self._index is None or design is not self._design:
            self._index, self._design = (
                Index(design, _kept(design, self._began)),
                design,
            )
        self._search()

    def _search(self) -> None:
        if self._index is None:
            return
        self.hits = self._index.find(self.field.text())
        ways = {hit.way for hit in self.hits}
        seen = {way for way in ways if self._design.at(way).graph is self.canvas.graph}
        here = {hit.node for hit in self.hits if hit.way in seen}
        self._mark(here if self.field.text().strip() else None)
        self._tell()

    def _mark(self, names: Collection[str] | None) -> None:
        self.canvas.stage.dim(names)
        self.canvas.viewport().update()
        self.marked.emit()

    def _tell(self) -> None:
        """How many were found, and which of them is seen."""
        number = len(self.hits)
        if not self.field.text().strip():
            words = ""
        elif not number:
            words = "nothing found"
        elif self.current in self.hits:
            words = f"{self.hits.index(self.current) + 1:,} of {number:,}"
        else:
            words = f"{number:,} found"
        self.count.setText(words)
        mark(self.count, "role", "error" if words and not number else "muted")
        for button in (self.before, self.after):
            button.setEnabled(number > 0)

    def _show(self, hit: Hit) -> None:
        place = self.canvas.document
        self.jumped.emit()
        try:
            if isinstance(place, Place):
                place.go(hit.way)
        except GraphError as error:
            self.canvas.refuse(str(error))
            return
        self.canvas.selection.reveal(hit.node)
        card = self.canvas.stage.card_of(hit.node).card_rect
        self.canvas.centerOn(card.center())

    def _place(self) -> None:
        width = min(WIDTH, self.canvas.width() - 2 * INSET)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(self.canvas.width() - width - INSET, INSET)

    def _button(self, tip: str, deed) -> QToolButton:  # type: ignore[no-untyped-def]
        button = QToolButton()
        button.setIconSize(ICON)
        button.setProperty("crumb", "true")
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" (")[0])
        button.clicked.connect(lambda: deed())
        return button


def _kept(design: Design, way: Way) -> Way:
    """As much of a way as still leads somewhere."""
    for depth in range(len(way), 0, -1):
        with suppress(GraphError):
            design.at(way[:depth])
            return way[:depth]
    return ()
