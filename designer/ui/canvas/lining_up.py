"""Bringing the selected nodes into one line, or to equal distances: one step of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.graph.framing import is_frame
from designer.graph.layout.alignment import Axis, Box, Edge, aligned, distributed
from designer.graph.node import Position
from designer.ui.canvas import commands
from designer.ui.canvas.moving import box_of

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

TO_ALIGN, TO_DISTRIBUTE = 2, 3
"""How many nodes it takes."""


def align(canvas: Canvas, edge: Edge) -> None:
    """Let the selected nodes share an edge or a centre line."""
    boxes = _boxes(canvas)
    if len(boxes) >= TO_ALIGN:
        _move(canvas, "Align", aligned(boxes, edge))


def distribute(canvas: Canvas, axis: Axis) -> None:
    """Let the gaps between the selected nodes be equal."""
    boxes = _boxes(canvas)
    if len(boxes) >= TO_DISTRIBUTE:
        _move(canvas, "Distribute", distributed(boxes, axis))


def _boxes(canvas: Canvas) -> dict[str, Box]:
    """The selected cards; a frame follows from what stands in it."""
    graph = canvas.graph
    names = commands.in_order(graph, canvas.selection.names)
    return {
        name: box_of(canvas.stage.nodes[name].card_rect)
        for name in names
        if not is_frame(graph, name)
    }


def _move(canvas: Canvas, what: str, corners: dict[str, Position]) -> None:
    canvas.edit(f"{what} {commands.named(corners)}", canvas.graph.move(corners))
