"""What keys do on the canvas besides moving nodes: walking, wiring, asking for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent

from designer.errors import GraphError
from designer.ui.canvas.frame_item import FrameItem
from designer.ui.canvas.key_wire import AROUND, ARROWS, ENTER, KeyWire
from designer.ui.canvas.walking import neighbour
from designer.ui.style import mark

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

WALKS = Qt.KeyboardModifier.ControlModifier
EXTENDS = Qt.KeyboardModifier.ShiftModifier


BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
FOR_A_MOMENT = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)
"""Reasons for which the keys only come back to where they were."""


def show_ring(canvas: Canvas, reason: Qt.FocusReason) -> None:
    """Tell who comes by keys where the keys go now; nobody else has to be told."""
    if reason not in FOR_A_MOMENT:
        mark(canvas, "ring", "true" if reason in BY_KEYS else "false")


def took(canvas: Canvas, event: QKeyEvent) -> bool:
    """Whether a key meant one of these, and was obeyed."""
    keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() in ARROWS and keys in (WALKS, EXTENDS):
        walk(canvas, ARROWS[Qt.Key(event.key())], keys == EXTENDS)
        return True
    if event.key() in ENTER and not keys and not canvas.blocks.can("open"):
        canvas.form_wanted.emit()
        return True
    return False


def walk(canvas: Canvas, step: QPointF, extends: bool = False) -> None:
    """Select the next node in a direction, or add it to the selection.

    Who goes back while adding lets go of the node that was added last.
    """
    names, graph = canvas.selection.names, canvas.graph
    if not names:
        other = next(iter(graph.order), "")
    else:
        stage = canvas.stage
        places = {
            name: stage.card_of(name).card_rect.center()
            for name, item in stage.nodes.items()
            if name == names[-1] or not isinstance(item, FrameItem)
        }
        other = neighbour(graph, places, names[-1], step)
    if not other:
        return
    kept = [name for name in names if name != other] if extends else []
    if extends and other in names[:-1]:
        kept.remove(names[-1])
    canvas.choose([*kept, other])
    canvas.ensureVisible(canvas.stage.card_of(other).card_rect.marginsAdded(AROUND))


def wire(canvas: Canvas) -> None:
    """Begin a wire at the selected node, for keys to lead it."""
    name = canvas.selection.single
    canvas.cancel_gesture()
    canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)
    try:
        KeyWire(canvas, name)
    except GraphError as error:
        canvas.refuse(str(error))


def can_wire(canvas: Canvas) -> bool:
    """Whether one node is selected that has ports."""
    node = canvas.graph.nodes.get(canvas.selection.single)
    return node is not None and bool(node.layer.inputs or node.layer.outputs)


def menu_place(canvas: Canvas, event: QContextMenuEvent) -> QPoint:
    """Where on the screen a menu opens: at the selected node if keys ask for it."""
    names = canvas.selection.names
    if event.reason() == QContextMenuEvent.Reason.Mouse or not names:
        return event.globalPos()
    card = canvas.stage.card_of(names[-1]).card_rect
    canvas.ensureVisible(card)
    return canvas.viewport().mapToGlobal(canvas.mapFromScene(card.center()))
