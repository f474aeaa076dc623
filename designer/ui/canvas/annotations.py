"""What a person does with frames and notes on the canvas.

Each deed is one step of undo, or refused in words beside the pointer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from designer.errors import GraphError
from designer.graph import Graph
from designer.graph.framing import framed, is_collapsed
from designer.layers import Frame, Note
from designer.ui.canvas import commands, placing
from designer.ui.canvas.frame_item import TITLE_BOTTOM, FrameItem
from designer.ui.canvas.items import Item
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.note_item import NoteItem
from designer.ui.canvas.title_field import TitleField

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

LONGEST = 80
"""Letters of a frame's title."""

FIELD_WIDTH = 260.0
CHEVRON_ROOM = 36.0
"""At the right end of a collapsed frame's card, where a click expands it."""


class Annotations:
    """Deeds on the selection of a canvas; `can` tells which of them are possible."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.field = TitleField(canvas, "Title of the frame", LONGEST)
        self.field.entered.connect(self._call)
        self._called = ""
        self._tests: dict[str, Callable[[], bool]] = {
            "frame": self._can_frame,
            "collapse": lambda: bool(self._frames()),
            "note": lambda: True,
        }

    def can(self, deed: str) -> bool:
        """Whether something can be done to what is selected."""
        return self._tests[deed]()

    def frame(self) -> None:
        """Put a frame around the selected nodes, and let its title be typed."""
        names = self.canvas.selection.names
        try:
            graph, name = framed(self._graph, names)
        except GraphError as error:
            self.canvas.refuse(str(error))
            return
        inside = commands.named(graph.members[name])
        self.canvas.edit(f"Frame {inside}", graph)
        self.canvas.choose([name])
        self.edit_title(name)

    def collapse(self, name: str = "") -> None:
        """Show frames as one card each, or again what is in them.

        By default those that are selected, or that selected nodes stand in.
        """
        frames = [name] if name else self._frames()
        if not frames:
            self.canvas.refuse("Select a frame first, or a node in one.")
            return
        graph, close = (
            self._graph,
            not all(is_collapsed(self._graph, n) for n in frames),
        )
        titles = [commands.titled(graph, each) for each in frames]
        for each in frames:
            graph = graph.set(each, collapsed=close)
        what = titles[0] if len(titles) == 1 else f"{len(titles)} frames"
        self.canvas.edit(f"{'Collapse' if close else 'Expand'} {what}", graph)
        self.canvas.choose(frames)

    def edit_title(self, name: str) -> None:
        """Let the title of a frame be typed where it stands."""
        item = self.canvas.stage.nodes[name]
        layer = self._graph.node(name).layer
        assert isinstance(layer, Frame)
        place = item.card_rect
        if isinstance(item, FrameItem):
            width = min(place.width(), FIELD_WIDTH)
            top = place.top() + TITLE_BOTTOM - 20
            left = item.title_rect.left() - 6
            place = QRectF(left, top, width, place.height())
        self._called = name
        self.canvas.ensureVisible(place)
        self.field.show_at(place, layer.title)

    def add_note(self) -> None:
        """Put a note under the pointer, or into the middle, and let it be written."""
        canvas = self.canvas
        middle = canvas.viewport().rect().center()
        place = canvas.mapToScene(canvas.pointer or middle)
        name = self._graph.free_name(Note())
        corner = (placing.snapped(place.x()), placing.snapped(place.y()))
        graph = self._graph.add(name, Note(), corner)
        canvas.edit(f"Add {name}", graph.put_in(canvas.stage.frames.at(place), name))
        canvas.choose([name])
        note = canvas.stage.nodes[name]
        if isinstance(note, NoteItem):
            canvas.setFocus()
            note.edit()

    # The mouse

    def press(self, item: Item | None, place: QPointF) -> bool:
        """A press there; whether it was on what collapses or expands a frame."""
        if item is None or not _is_chevron(item, place):
            return False
        self.collapse(item.name)
        return True

    def double_click(self, item: Item | None, place: QPointF) -> bool:
        """A double-click there: on a title it edits, on a collapsed frame it expands."""
        if item is None or not isinstance(item.card.layer, Frame):
            return False
        if _is_chevron(item, place):
            return self.press(item, place)
        if isinstance(item, FrameItem):
            self.edit_title(item.name)
        else:
            self.collapse(item.name)
        return True

    # How

    @property
    def _graph(self) -> Graph:
        return self.canvas.graph

    def _can_frame(self) -> bool:
        nodes = (self._graph.nodes.get(name) for name in self.canvas.selection.names)
        return any(node and not isinstance(node.layer, Frame) for node in nodes)

    def _frames(self) -> list[str]:
        """The frames that are selected, or that selected nodes stand in."""
        graph = self._graph
        names = [name for name in self.canvas.selection.names if name in graph.nodes]
        frames = [name for name in names if name in graph.members]
        inside = [
            graph.nodes[name].frame for name in names if name not in graph.members
        ]
        return list(dict.fromkeys(frames or filter(None, inside)))

    def _call(self, title: str) -> None:
        if self._called in self._graph.members:
            graph = self._graph.set(self._called, title=title)
            self.canvas.edit(f"Title {title}", graph)


def _is_chevron(item: Item, place: QPointF) -> bool:
    """Whether a click there collapses or expands a frame."""
    if isinstance(item, FrameItem):
        return item.chevron.contains(place)
    if not (isinstance(item, NodeItem) and isinstance(item.card.layer, Frame)):
        return False
    corner = item.card_rect.topRight()
    room = QRectF(corner.x() - CHEVRON_ROOM, corner.y(), CHEVRON_ROOM - 8, 30)
    return room.contains(place)
