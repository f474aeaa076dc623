"""The canvas: shows the graph that is seen and lets a person change it.

It chooses the gesture for a press of the mouse, and offers what menus do to the
selection. What an edit means is the graph's to say.
"""

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from designer.errors import DesignerError
from designer.graph import Design, edits
from designer.graph.framing import with_hidden, with_members
from designer.layers import Frame, Layer
from designer.ui.canvas import commands, keyboard, placing
from designer.ui.canvas.annotations import Annotations
from designer.ui.canvas.arranging import Arranging
from designer.ui.canvas.block_commands import BlockCommands
from designer.ui.canvas.cutting import CUT_KEY, scissors
from designer.ui.canvas.display import Display
from designer.ui.canvas.edge_scroll import EdgeScroll
from designer.ui.canvas.gesture import Gesture, Pointer
from designer.ui.canvas.gestures import gesture_for, is_ground
from designer.ui.canvas.items import Item
from designer.ui.canvas.key_wire import KeyWire
from designer.ui.canvas.layer_drop import Arriving
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.note_item import NoteItem
from designer.ui.canvas.voice import Voice
from designer.ui.canvas.wire_item import WireItem
from designer.ui.document import Document
from designer.ui.place import Place
from designer.ui.selection import Selection
from designer.ui.theme import Theme

STEPS = {
    Qt.Key.Key_Left: (-placing.GRID, 0.0),
    Qt.Key.Key_Right: (placing.GRID, 0.0),
    Qt.Key.Key_Up: (0.0, -placing.GRID),
    Qt.Key.Key_Down: (0.0, placing.GRID),
}

OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Canvas(Display):
    """The graph that is seen, to be changed with the mouse, keys and menus.

    `menu_wanted` carries the place of the screen where somebody asked for a menu, and
    `wire_dropped` the port where a new wire begins that was let go over nothing, and where.
    `form_wanted` says that the settings of what is selected are to have the keys.
    `add_wanted` carries the place of the scene where something is to be added, or None
    where that follows from what is selected.
    """

    add_wanted = Signal(object)
    menu_wanted = Signal(QPoint)
    wire_dropped = Signal(object, QPointF)
    form_wanted = Signal()

    def __init__(
        self,
        document: Document | Place,
        selection: Selection,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        self.space_held = self.cut_held = self._is_tap = False
        self._gesture: Gesture | None = None
        self._arriving = Arriving(self)
        self.key_wire: KeyWire | None = None
        super().__init__(document, selection, theme, parent)
        self.blocks = BlockCommands(self)
        self.arranging = Arranging(self)
        self._edge = EdgeScroll(self)
        self.annotations = Annotations(self)
        self.voice = Voice(self)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def follow(self, before: Design, after: Design) -> None:
        self.cancel_gesture()
        super().follow(before, after)

    # What menus do

    def select_all(self) -> None:
        """Select every node."""
        self.choose(self.graph.nodes)

    def delete_selected(self) -> None:
        """Remove selected nodes and wires, as one step of undo.

        The node that follows is selected then, so that keys need not begin anew.
        """
        names = with_hidden(self.graph, self.selection.names)
        if names or self.selected_wires:
            label, graph = commands.deleted(self.graph, names, self.selected_wires)
            following = commands.beside(self._walked, names)
            self.edit(label, graph)
            if names:
                self.choose(following)

    def duplicate(self) -> None:
        """Add copies of the selected nodes and the wires between them."""
        names = self._chosen()
        if names:
            offset = commands.free_offset(self.graph, names)
            graph, copies = edits.duplicated(
                self.graph, names, offset, self.document.design.taken
            )
            self.edit(f"Duplicate {commands.named(names)}", graph)
            self.choose(copies)

    def copy(self) -> None:
        """Put the selected nodes on the clipboard, as text."""
        if self.selection.names:
            text = commands.copied(self.document.design, self._chosen())
            QGuiApplication.clipboard().setText(text)

    def cut(self) -> None:
        """Move the selected nodes to the clipboard."""
        self.copy()
        if self.selection.names:
            self.choose(self._chosen())
            self.delete_selected()

    def paste(self) -> None:
        """Add the nodes on the clipboard under the pointer."""
        middle = self.viewport().rect().center()
        place = self.mapToScene(self.pointer or middle)
        try:
            design, names = commands.pasted(
                self.document.design, QGuiApplication.clipboard().text(), place
            )
            self.document.edit(f"Paste {commands.named(names)}", design)
        except DesignerError as error:
            self.refuse(str(error))
            return
        self.choose(names)

    def add_layer_at(
        self, layer: Layer, place: QPointF, wire: WireItem | None = None
    ) -> None:
        """Add a node with its middle at a place of the scene, or into a wire.

        Dropped onto a node, it takes the place of that one.
        """
        node = None if wire else self.node_for(layer, place)
        if node is not None:
            self.blocks.replace(node.name, layer)
            return
        wire = wire or self.wire_for(layer, place)
        taken = self.document.design.taken
        graph, name = placing.placed(
            self.graph, layer, place, wire.wire if wire else None, taken
        )
        self.edit(f"Add {name}", self.stage.frames.taken_in(graph, [name]))
        self.choose([name])

    # What gestures need

    def wire_for(self, layer: Layer, place: QPointF) -> WireItem | None:
        """The wire that a layer dropped there would be put into."""
        if not edits.goes_between(layer) or self.stage.node_at(place):
            return None
        return self.stage.wire_at(place, self.reach)

    def node_for(self, layer: Layer, place: QPointF) -> NodeItem | None:
        """The node whose place a layer dropped there would take."""
        node = self.stage.node_at(place)
        fits = isinstance(node, NodeItem) and not isinstance(node.card.layer, Frame)
        return node if fits and layer.inputs else None  # type: ignore[return-value]

    def cancel_gesture(self) -> None:
        """End a running gesture and leave everything as it was."""
        if self.key_wire:
            self.key_wire.end_it()
        gesture, self._gesture = self._gesture, None
        if gesture:
            self._edge.stop()
            gesture.cancel()
            self._show_cursor()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer_of(event)
        if self._writing_at(pointer.place):
            super().mousePressEvent(event)
            return
        self.stage.clearFocus()
        self.toast.hide()
        self._is_tap = False
        if self._gesture:  # another button while one is held
            return
        self._gesture = gesture_for(self, event.button(), pointer)
        self._show_cursor()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer_of(event)
        self.pointer = pointer.pixel
        if self._gesture:
            self._gesture.move(pointer)
            self._edge.follow(self._gesture, pointer)
        elif self._writing_at(pointer.place):
            super().mouseMoveEvent(event)
        else:
            self.hover.follow(self.stage, pointer.place, self.reach, self.port_reach)
            self._show_cursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture:
            self._edge.stop()
            gesture.release(self._pointer_of(event))
            self._show_cursor()
        elif self._writing():
            super().mouseReleaseEvent(event)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer_of(event)
        node = self.stage.node_at(pointer.place)
        if self._writing_at(pointer.place):
            super().mouseDoubleClickEvent(event)
        elif isinstance(node, NoteItem) and event.button() == Qt.MouseButton.LeftButton:
            node.edit()
        elif self.annotations.double_click(node, pointer.place):
            self.cancel_gesture()
        elif node is not None and self._opens(node, pointer):
            self.cancel_gesture()
            self.blocks.open(node.name)
        elif is_ground(self, event.button(), pointer):
            self.cancel_gesture()
            self.add_wanted.emit(pointer.place)
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Select what is under the pointer, if it is not, and ask for a menu."""
        self.cancel_gesture()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._choose_at(self.mapToScene(event.pos()))
        self.menu_wanted.emit(keyboard.menu_place(self, event))
        event.accept()

    def _choose_at(self, place: QPointF) -> None:
        node = self.stage.node_at(place)
        wire = None if node else self.stage.wire_at(place, self.reach / 2)
        if node is not None and node.name not in self.selection.names:
            self.choose([node.name])
        elif node is None:
            self.choose((), {wire.wire} if wire else ())

    def _opens(self, node: Item, pointer: Pointer) -> bool:
        is_port = self.stage.port_at(pointer.place, self.port_reach) is not None
        return node.card.is_block and not is_port and not pointer.adds

    def _show_cursor(self) -> None:
        if self._gesture and self._gesture.cursor is not None:
            self.viewport().setCursor(self._gesture.cursor)
        elif self.space_held:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        elif self.cut_held:
            self.viewport().setCursor(scissors(self.stage.look))
        elif self.hover.node:
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.viewport().unsetCursor()

    def _pointer_of(self, event: QMouseEvent) -> Pointer:
        pixel = event.position().toPoint()
        return Pointer(self.mapToScene(pixel), pixel, event.modifiers())

    # Layers dragged in

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._arriving.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._arriving.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._arriving.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self._arriving.drop(event)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._writing():
            super().keyPressEvent(event)
        elif keyboard.took(self, event):
            pass
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() in STEPS:
            self._step(*STEPS[Qt.Key(event.key())])
        elif event.key() in OPENING and self.blocks.can("open"):
            self.blocks.open()
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._is_tap = not event.modifiers() and self._gesture is None
            self.space_held = True
            self._show_cursor()
        elif event.key() == CUT_KEY:
            self.cut_held = True
            self._show_cursor()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            is_tap, self._is_tap = self._is_tap and self.space_held, False
            self.space_held = False
            self._show_cursor()
            if is_tap:
                self.add_wanted.emit(None)
        elif event.key() == CUT_KEY and not event.isAutoRepeat():
            self.cut_held = False
            self._show_cursor()
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the nodes in order, and past the last one leaves."""
        if self._writing():
            return False
        order = self._walked if forward else self._walked[::-1]
        current = self.selection.names[-1] if self.selection.names else None
        place = order.index(current) + 1 if current in order else 0
        if place >= len(order):
            return super().focusNextPrevChild(forward)
        keyboard.show_ring(self, Qt.FocusReason.TabFocusReason)
        self.choose([order[place]])
        self.ensureVisible(self.stage.nodes[order[place]].card_rect)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        keyboard.show_ring(self, event.reason())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.space_held = self.cut_held = False
        self._show_cursor()
        super().focusOutEvent(event)

    def _escape(self) -> None:
        if self._gesture:
            self.cancel_gesture()
        elif not self.arranging.cancel():
            self.choose(())

    def _step(self, dx: float, dy: float) -> None:
        names = self._chosen()
        if not names:
            self.pan(QPoint(int(5 * dx), int(5 * dy)))
            return
        graph = commands.nudged(self.graph, names, dx, dy)
        key = f"move by keys: {' '.join(names)}"
        self.edit(f"Move {commands.named(names)}", graph, key)

    def _chosen(self) -> list[str]:
        """The selected nodes and what stands in selected frames, in order."""
        names = with_members(self.graph, self.selection.names)
        return commands.in_order(self.graph, names)

    @property
    def _walked(self) -> list[str]:
        """The nodes that Tab goes through, in order."""
        hidden = self.stage.frames.hidden
        return [name for name in self.graph.order if name not in hidden]

    # Notes

    def _writing(self) -> bool:
        return self.stage.focusItem() is not None

    def _writing_at(self, place: QPointF) -> bool:
        node = self.stage.node_at(place) if self._writing() else None
        return isinstance(node, NoteItem) and node.editing
