"""Which gesture a press of the mouse begins, by what is under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from designer.ui.canvas.badge import PressBadge, badge_at
from designer.ui.canvas.cutting import CutWires
from designer.ui.canvas.frame_item import FrameItem
from designer.ui.canvas.gesture import CUTTING, Gesture, Pan, Pointer
from designer.ui.canvas.moving import MoveNodes
from designer.ui.canvas.rubber_band import RubberBand
from designer.ui.canvas.wiring import at_end, from_port

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas


def gesture_for(
    canvas: Canvas, button: Qt.MouseButton, pointer: Pointer
) -> Gesture | None:
    """What a press begins; a press far from a wire's ends only selects it."""
    if button == Qt.MouseButton.MiddleButton or (
        button == Qt.MouseButton.LeftButton and canvas.space_held
    ):
        return Pan(canvas, pointer)
    if button != Qt.MouseButton.LeftButton:
        return None
    if canvas.cut_held or pointer.keys & CUTTING:
        return CutWires(canvas, pointer)
    port = canvas.stage.port_at(pointer.place, canvas.port_reach)
    if port:
        return from_port(canvas, pointer, port)
    if marked := badge_at(canvas, pointer.place):
        return PressBadge(canvas, pointer, marked)
    node = canvas.stage.node_at(pointer.place)
    if canvas.annotations.press(node, pointer.place):
        return None
    wire = canvas.stage.wire_at(pointer.place, canvas.reach / 2)
    if node and not (wire and isinstance(node, FrameItem)):
        return MoveNodes(canvas, pointer, node.name)
    if wire is None:
        return RubberBand(canvas, pointer)
    held = at_end(canvas, pointer, wire.wire)
    if held is None:
        canvas.pick(wire.wire, pointer.adds)
    return held


def is_ground(canvas: Canvas, button: Qt.MouseButton, pointer: Pointer) -> bool:
    """Whether a double click there is one on the ground, where something can be added."""
    stage, place = canvas.stage, pointer.place
    is_plain = button == Qt.MouseButton.LeftButton and not pointer.keys
    return is_plain and not (
        canvas.space_held
        or stage.node_at(place)
        or stage.port_at(place, canvas.port_reach)
        or stage.wire_at(place, canvas.reach / 2)
    )
