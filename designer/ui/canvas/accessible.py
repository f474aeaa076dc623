"""The canvas for screen readers: a list of nodes, each with a name, a place and a state.

Qt asks for these objects only where something listens. It keeps and deletes the one of
the canvas with the canvas; those of nodes live as long, and are invalid once their node
is gone. They ask the canvas anew each time, so they never have to be told.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from shiboken6 import isValid

from designer.ui.canvas.display import Display
from designer.ui.canvas.spoken import node_words

Text = QAccessible.Text


class CanvasInterface(QAccessibleInterface):
    """A list whose items are the nodes, in the order in which the network computes."""

    def __init__(self, canvas: Display) -> None:
        super().__init__()
        self.canvas = canvas
        self.items: dict[str, NodeInterface] = {}

    def item(self, name: str) -> NodeInterface:
        """The object of a node, always the same one."""
        if name not in self.items:
            self.items[name] = NodeInterface(self, name)
        return self.items[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The nodes that there are."""
        return tuple(self.canvas.graph.order) if self.isValid() else ()

    def isValid(self) -> bool:
        return isValid(self.canvas)

    def object(self) -> QObject | None:
        return self.canvas if self.isValid() else None

    def window(self) -> QWindow | None:
        return self.canvas.window().windowHandle()

    def parent(self) -> QAccessibleInterface | None:
        return QAccessible.queryAccessibleInterface(self.canvas.parentWidget())

    def child(self, index: int) -> QAccessibleInterface | None:
        names = self.names
        return self.item(names[index]) if 0 <= index < len(names) else None

    def childCount(self) -> int:
        return len(self.names)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((i for i, n in enumerate(self.names) if self.item(n) == child), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        for name in self.canvas.stage.nodes:
            if self.item(name).rect().contains(x, y):
                return self.item(name)
        return None

    def focusChild(self) -> QAccessibleInterface | None:
        names = self.canvas.selection.names
        is_there = bool(names) and names[-1] in self.canvas.graph.nodes
        return self.item(names[-1]) if is_there and self.canvas.hasFocus() else None

    def relations(self, match: object = None) -> list[object]:
        return []

    def text(self, kind: QAccessible.Text) -> str:
        if kind == Text.Name:
            return self.canvas.accessibleName()
        return self.canvas.accessibleDescription() if kind == Text.Description else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing here is written by a screen reader."""

    def rect(self) -> QRect:
        view = self.canvas.viewport()
        return QRect(view.mapToGlobal(view.rect().topLeft()), view.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = 1
        state.multiSelectable = 1
        state.focused = int(self.canvas.hasFocus())
        state.invisible = int(not self.canvas.isVisible())
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> None:
        return None


class NodeInterface(QAccessibleInterface):
    """One node, as an item of the list."""

    def __init__(self, whole: CanvasInterface, name: str) -> None:
        super().__init__()
        self.whole = whole
        self.name = name

    def isValid(self) -> bool:
        return self.whole.isValid() and self.name in self.whole.canvas.stage.nodes

    def object(self) -> QObject | None:
        return None

    def window(self) -> QWindow | None:
        return self.whole.window()

    def parent(self) -> QAccessibleInterface | None:
        return self.whole

    def child(self, index: int) -> QAccessibleInterface | None:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        return None

    def focusChild(self) -> QAccessibleInterface | None:
        return None

    def relations(self, match: object = None) -> list[object]:
        return []

    def text(self, kind: QAccessible.Text) -> str:
        if kind != Text.Name or not self.isValid():
            return ""
        canvas = self.whole.canvas
        return node_words(canvas.graph, canvas.document.report, self.name)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing here is written by a screen reader."""

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        canvas = self.whole.canvas
        card = canvas.mapFromScene(canvas.stage.nodes[self.name].card_rect)
        box = card.boundingRect()
        return QRect(canvas.viewport().mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        if not self.isValid():
            state.invalid = 1
            return state
        canvas = self.whole.canvas
        names = canvas.selection.names
        state.focusable = state.selectable = 1
        state.selected = int(self.name in names)
        state.focused = int(canvas.hasFocus() and names[-1:] == (self.name,))
        state.offscreen = int(not self.whole.rect().intersects(self.rect()))
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> None:
        return None


_made: list[CanvasInterface] = []
"""Qt keeps what it was given by number, for good, so Python must not let go of it."""


def _make(_: str, thing: QObject) -> QAccessibleInterface | None:
    """What Qt asks for each object: ours for a canvas, and Qt's own for all else."""
    if not isinstance(thing, Display):
        return None
    _made.append(CanvasInterface(thing))
    return _made[-1]


QAccessible.installFactory(_make)


def tell_focus(canvas: Display, name: str) -> None:
    """Say that the keys are on another node now."""
    if QAccessible.isActive():
        whole = QAccessible.queryAccessibleInterface(canvas)
        event = QAccessibleEvent(canvas, QAccessible.Event.Focus)
        event.setChild(whole.indexOfChild(whole.item(name)))
        QAccessible.updateAccessibility(event)
