"""The command palette: every action of the window, found by typing some of its words."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from designer.ui.actions import Actions
from designer.ui.canvas import Canvas
from designer.ui.commands.command import Command, commands_of, matching
from designer.ui.commands.rows import CommandPainter
from designer.ui.popup.popup import Popup, line, words
from designer.ui.popup.rows import Rows
from designer.ui.theme import Theme

NODES = "@"
"""What a query begins with that seeks a node and no command."""

WIDTH, MARGIN, TOP, MOST = 620, 24, 8, 10
REMEMBERED = 12
USED = "commands_used"
SEARCH = "What do you want to do?"
FOOT = "↑↓ choose    Enter do it    Esc close    @ go to a node"


class CommandPalette(Popup):
    """Opens at the top of a window, over everything; Enter does what is marked.

    What was done last comes first while nothing is typed. The keys go back to where
    they went before. `more` gives commands that no menu holds.
    """

    def __init__(
        self,
        window: QMainWindow,
        canvas: Canvas,
        actions: Actions,
        theme: Theme,
        settings: QSettings,
    ) -> None:
        super().__init__(window, Rows(), CommandPainter(theme), MOST)
        self.canvas = canvas
        self.actions_by_key = actions
        self.settings = settings
        self.setObjectName("commands")
        self.setAccessibleName("Command palette")
        self.more: Callable[[], list[Command]] = list
        self.nothing = words(10)
        self._before: QWidget | None = None
        self._all: list[Command] = []
        self._lay_out()
        self.field.textChanged.connect(self._find)
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
        self._all = [*commands_of(self.host.menuBar(), keys), *self.more()]
        self.field.clear()
        self._find("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_up(self) -> None:
        """Hide it, and let the keys go where they went before."""
        before = self._before
        self._before = None
        if before is None or not before.isVisible():
            before = self.canvas
        by_keys = Qt.FocusReason.ShortcutFocusReason
        is_canvas = before is self.canvas  # which shows that it has the keys
        before.setFocus(by_keys if is_canvas else Qt.FocusReason.PopupFocusReason)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def choose(self, stay: bool = False) -> None:
        """Do what is marked, once the palette has gone."""
        row = self.list.currentIndex().row()
        if row < 0 or (command := self.model.listed[row]).lacking:
            return  # its row says why
        self.close_up()
        if not self.field.text().startswith(NODES):
            used = [command.key, *(key for key in self._used() if key != command.key)]
            self.settings.setValue(USED, used[:REMEMBERED])
        command.deed()

    def press_tab(self, forward: bool) -> None:
        """Go on in the list."""
        self.step(1 if forward else -1)

    def lose_focus(self) -> None:
        """Go away, but leave the keys where they went."""
        self.hide()

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
            self.mark(0)
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
        self.tell(self.marked or self.nothing.text())

    def _place(self) -> None:
        """In the middle, below the menus."""
        width = min(WIDTH, self.host.width() - 2 * MARGIN)
        self.fit(width)
        top = self.host.menuBar().geometry().bottom() + TOP
        self.move((self.host.width() - width) // 2, top)

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(SEARCH)
        self.field.setAccessibleName("Command")
        self.list.setAccessibleName("Commands")
        self.foot.setText(FOOT)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for part in (self.field, self.nothing, self.list, line(), self.foot):
            column.addWidget(part)


def _going(canvas: Canvas, name: str) -> Callable[[], None]:
    def go() -> None:
        canvas.selection.reveal(name)
        canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)

    return go
