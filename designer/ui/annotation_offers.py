"""What the Arrange menu offers for frames and notes."""

from designer.ui.actions import Wanted
from designer.ui.canvas import Canvas

ANNOTATING = {"frame": "frame", "collapse": "collapse", "note": "note"}
"""The keys of actions, and which deed on the canvas each depends on."""


def annotation_actions(canvas: Canvas) -> list[Wanted]:
    """Frames around nodes, and notes beside them."""
    deeds = canvas.annotations
    return [
        Wanted("frame", "F&rame the selection", "Ctrl+J", "frame", deeds.frame),
        Wanted(
            "collapse",
            "C&ollapse or expand frame",
            "Ctrl+Shift+J",
            "collapse",
            deeds.collapse,
        ),
        Wanted("note", "Add a &note", "Ctrl+Shift+M", "note", deeds.add_note),
    ]
