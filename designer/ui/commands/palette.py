"""The command palette: every action of the window, found by typing some of its words."""

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSettings,
    Qt,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from designer.ui.actions import Actions
from designer.ui.canvas import Canvas
from designer.ui.commands.command import Command, commands_of, matching
from designer.ui.commands.rows import COMMAND, HEIGHT, CommandRows
from designer.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

NODES = "@"
"""What a query begins with that seeks a node and no command."""

WIDTH, MARGIN, TOP, ROWS = 620, 24, 8, 10
REMEMBERED = 12
USED = "commands_used"
SEARCH = "What do you want to do?"
FOOT = "↑↓ choose    Enter do it    Esc close    @ go to a node"

STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS - 1,
    Qt.Key.Key_PageUp: 1 - ROWS,
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Commands(QAbstractListModel):
    """The commands that are listed now."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.listed: list[Command] = []

    def set(self, commands: list[Command]) -> None:
        """List others."""
        self.beginResetModel()
        self.listed = commands
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.listed)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        command = self.listed[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return command.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return command.spoken
        return command if role == COMMAND else None


class CommandPalette(QFrame):
    """Opens at the top of a window, over everything; Enter does what is marked.

    What was done last comes first while nothing is typed. The keys go back to where
    they went before.
    """

    def __init__(
        self,
        window: QMainWindow,
        canvas: Canvas,
        actions: Actions,
        theme: Theme,
        settings: QSettings,
    ) -> None:
        super().__init__(window)
        self.host = window
        self.canvas = canvas
        self.actions_by_key = actions
        self.settings = settings
        self.setObjectName("commands")
        self.setAccessibleName("Command palette")
        self.search = _Search(self)
        self.model = Commands(self)
        self.rows = CommandRows(theme)
        self.list = QListView()
        self.nothing = QLabel()
        self.foot = QLabel(FOOT)
        self._before: QWidget | None = None
        self._all: list[Command] = []
        self._lay_out()
        self.set_theme(theme)
        self.search.textChanged.connect(self._find)
        self.list.clicked.connect(lambda index: self._do(index.row()))
        self.list.selectionModel().currentChanged.connect(lambda _: self._tell())
        window.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Open it, or close it if it is open."""
        if self.isVisible():
            self.close_up()
        else:
            self.open()

    def open(self) -> None:
        """Show it with everything that can be done now."""
        self._before = QApplication.focusWidget()
        keys = {action: key for key, action in self.actions_by_key.by_key.items()}
        self._all = commands_of(self.host.menuBar(), keys)
        self.search.clear()
        self._find("")
        self._place()
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_up(self) -> None:
        """Hide it, and let the keys go where they went before."""
        before = self._before
        self._before = None
        if before is None or not before.isVisible():
            before = self.canvas
        before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.rows.theme = theme
        self.list.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def step(self, by: int) -> None:
        """Mark another row; from the last one it goes to the first, and back."""
        count = self.model.rowCount()
        if count:
            row = self.list.currentIndex().row() + by
            row = row % count if abs(by) == 1 else min(max(row, 0), count - 1)
            self.list.setCurrentIndex(self.model.index(row))

    def do_current(self) -> None:
        """Do what is marked."""
        self._do(self.list.currentIndex().row())

    def _do(self, row: int) -> None:
        if row < 0 or (command := self.model.listed[row]).lacking:
            return  # its row says why
        self.close_up()
        if not self.search.text().startswith(NODES):
            used = [command.key, *(key for key in self._used() if key != command.key)]
            self.settings.setValue(USED, used[:REMEMBERED])
        command.deed()

    def _find(self, query: str) -> None:
        query = query.strip()
        if query.startswith(NODES):
            listed = matching(query[1:], self._nodes())
        else:
            listed = matching(query, self._all) if query else self._recent_first()
        self.model.set(listed)
        self.nothing.setText(f"Nothing is called “{query}”.")
        self.nothing.setVisible(not listed)
        self.list.setVisible(bool(listed))
        if listed:
            self.list.setCurrentIndex(self.model.index(0))
        self._tell()
        self._place()

    def _recent_first(self) -> list[Command]:
        used = self._used()
        last = len(used)
        rank = {key: place for place, key in enumerate(used)}
        return sorted(self._all, key=lambda command: rank.get(command.key, last))

    def _used(self) -> list[str]:
        found = self.settings.value(USED, [])
        return [found] if isinstance(found, str) else list(found or [])

    def _nodes(self) -> list[Command]:
        return [
            Command(
                node.name, type(node.layer).__name__, "", _going(self.canvas, node.name)
            )
            for node in self.canvas.graph
        ]

    def _tell(self) -> None:
        """Let who listens hear what is marked, for the keys stay in the field."""
        row = self.list.currentIndex().row()
        listed = self.model.listed
        words = listed[row].spoken if 0 <= row < len(listed) else self.nothing.text()
        self.search.setAccessibleDescription(words)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self.search, QAccessible.Event.DescriptionChanged)
        )

    def _place(self) -> None:
        """In the middle, below the menus, as tall as what it lists."""
        width = min(WIDTH, self.host.width() - 2 * MARGIN)
        shown = min(self.model.rowCount(), ROWS)
        self.list.setFixedHeight(shown * HEIGHT + 8)
        self.setFixedWidth(width)
        self.layout().activate()
        self.adjustSize()
        top = self.host.menuBar().geometry().bottom() + TOP
        self.move((self.host.width() - width) // 2, top)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(SEARCH)
        self.search.setAccessibleName("Command")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.rows)
        self.list.setAccessibleName("Commands")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing.setContentsMargins(14, 10, 14, 10)
        self.nothing.setProperty("role", "muted")
        self.foot.setContentsMargins(14, 7, 14, 7)
        self.foot.setProperty("role", "muted")
        line = QFrame()
        line.setObjectName("line")
        line.setFixedHeight(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for part in (self.search, self.nothing, self.list, line, self.foot):
            column.addWidget(part)


class _Search(QLineEdit):
    """The field, which has the keys while the palette is open."""

    def __init__(self, palette: CommandPalette) -> None:
        super().__init__(palette)
        self.commands = palette

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in STEPS:
            self.commands.step(STEPS[Qt.Key(event.key())])
        elif event.key() in ENTER:
            self.commands.do_current()
        elif event.key() == Qt.Key.Key_Escape:
            self.commands.close_up()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes on in the list: there is nothing else to go to."""
        self.commands.step(1 if forward else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in STAYS and self.commands.isVisible():
            self.commands.hide()


STAYS = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)
"""Reasons for which the keys are elsewhere only for a moment."""


def _going(canvas: Canvas, name: str) -> Callable[[], None]:
    def go() -> None:
        canvas.selection.reveal(name)
        canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)

    return go
