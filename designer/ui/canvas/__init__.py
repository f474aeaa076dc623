"""The canvas: where a person sees a graph, and drags and wires its nodes."""

from designer.ui.canvas.layer_drop import LAYER_FORMAT
from designer.ui.canvas.view import Canvas

__all__ = ["LAYER_FORMAT", "Canvas"]
