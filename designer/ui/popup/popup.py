"""A popup over a window: a field that keeps the keys, and the rows that it finds."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QWidget

from designer.ui.popup.rows import HEIGHT, RowPainter, Rows
from designer.ui.theme import Theme

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STAYS = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)
"""Reasons for which the keys are elsewhere only for a moment."""


class Popup(QFrame):
    """The field, the list and the foot, which each popup lays out with what it adds.

    `most` rows are seen at once. What a row does, and what Tab does, is the popup's own.
    """

    def __init__(self, host: QWidget, model: Rows, rows: RowPainter, most: int) -> None:
        super().__init__(host)
        self.host = host
        self.model = model
        self.rows = rows
        self.most = most
        self.field = _Field(self)
        self.list = QListView()
        self.list.setModel(model)
        self.list.setItemDelegate(rows)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda _: self.choose())
        self.foot = words(7)

    def choose(self, stay: bool = False) -> None:
        """Do what is marked, and close, or stay."""
        raise NotImplementedError

    def close_up(self) -> None:
        """Go away."""
        raise NotImplementedError

    def press_tab(self, forward: bool) -> None:
        """Do what Tab means here, or Shift+Tab: there is no other field to go to."""
        raise NotImplementedError

    def lose_focus(self) -> None:
        """The keys have gone elsewhere for good."""
        self.close_up()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.rows.theme = theme
        self.list.viewport().update()

    def step(self, by: int) -> None:
        """Mark another row; from the last one it goes to the first, and back."""
        count = self.model.rowCount()
        if count:
            row = self.list.currentIndex().row() + by
            row = row % count if abs(by) == 1 else min(max(row, 0), count - 1)
            self.mark(row)

    def mark(self, row: int) -> None:
        """Mark one row."""
        self.list.setCurrentIndex(self.model.index(row))

    @property
    def marked(self) -> str:
        """What is said of the row that is marked."""
        row, listed = self.list.currentIndex().row(), self.model.listed
        return listed[row].spoken if 0 <= row < len(listed) else ""

    def tell(self, words: str) -> None:
        """Let who listens hear what is marked, for the keys stay in the field."""
        self.field.setAccessibleDescription(words)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self.field, QAccessible.Event.DescriptionChanged)
        )

    def fit(self, width: int) -> None:
        """Be so wide, and as tall as what is listed."""
        shown = min(self.model.rowCount(), self.most)
        self.list.setFixedHeight(shown * HEIGHT + 8)
        self.setFixedWidth(width)
        self.layout().activate()
        self.adjustSize()


class _Field(QLineEdit):
    """The field, which has the keys while the popup is open."""

    def __init__(self, popup: Popup) -> None:
        super().__init__(popup)
        self.popup = popup
        self.steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: popup.most - 1,
            Qt.Key.Key_PageUp: 1 - popup.most,
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in self.steps:
            self.popup.step(self.steps[Qt.Key(event.key())])
        elif event.key() in ENTER:
            self.popup.choose()
        elif event.key() == Qt.Key.Key_Escape:
            self.popup.close_up()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        self.popup.press_tab(forward)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in STAYS:
            self.popup.lose_focus()


def words(above: int, below: int | None = None) -> QLabel:
    """A label in a popup, with so much room above and below it."""
    label = QLabel()
    label.setProperty("role", "muted")
    label.setContentsMargins(14, above, 14, above if below is None else below)
    return label


def line() -> QFrame:
    """A line between two parts of a popup."""
    drawn = QFrame()
    drawn.setObjectName("line")
    drawn.setFixedHeight(1)
    return drawn
