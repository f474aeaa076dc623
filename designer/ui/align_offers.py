"""What the Arrange menu offers to bring nodes into line and to equal distances."""

from functools import partial

from designer.graph.layout.alignment import Axis, Edge
from designer.ui.actions import Wanted
from designer.ui.canvas import Canvas
from designer.ui.canvas.lining_up import align, distribute

EDGES: tuple[tuple[Edge, str, str], ...] = (
    ("left", "&Left edges", "Alt+Shift+Left"),
    ("right", "&Right edges", "Alt+Shift+Right"),
    ("top", "&Top edges", "Alt+Shift+Up"),
    ("bottom", "&Bottom edges", "Alt+Shift+Down"),
    ("centre", "&Centres, in a column", "Alt+Shift+C"),
    ("middle", "&Middles, in a row", "Alt+Shift+M"),
)
AXES: tuple[tuple[Axis, str, str], ...] = (
    ("across", "&Horizontally", "Alt+Shift+H"),
    ("down", "&Vertically", "Alt+Shift+V"),
)


def align_actions(canvas: Canvas) -> list[Wanted]:
    """The actions, by the keys "align …" and "distribute …"."""
    return [
        *(
            Wanted(f"align {edge}", words, keys, "", partial(align, canvas, edge))
            for edge, words, keys in EDGES
        ),
        *(
            Wanted(
                f"distribute {axis}", words, keys, "", partial(distribute, canvas, axis)
            )
            for axis, words, keys in AXES
        ),
    ]
