"""What of a scene is shown as selected; only what differs from before is touched."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from designer.graph import Wire

if TYPE_CHECKING:
    from designer.ui.canvas.scene import Scene

MANY = 100
"""For more nodes than these one look at all wires is quicker than one at each node's."""


class Highlights:
    """The nodes that stand out, in `names`, with the cards of frames that hide some."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.names: Set[str] = frozenset()
        self._wires: Set[Wire] = frozenset()
        self._shown: tuple[object, ...] = ()

    def show(self, names: Set[str], wires: Set[Wire]) -> None:
        """Let these nodes and wires stand out, and what runs between the nodes."""
        scene = self.scene
        hidden, wiring = scene.frames.hidden, scene.graph.wiring
        shown = (names, wires, dict(hidden), id(wiring))
        if shown == self._shown:
            return
        self._shown = shown
        cards = {hidden[name] for name in names if name in hidden} if hidden else set()
        chosen = names | cards
        for name in (self.names ^ chosen) & scene.nodes.keys():
            scene.nodes[name].set_highlighted(name in chosen)
        inner = self._between(names)
        for wire in (self._wires | wires | inner) & scene.wires.keys():
            scene.wires[wire].set_highlighted(wire in wires)
            scene.wires[wire].set_inner(wire in inner)
        self.names, self._wires = chosen, wires | inner
        scene.overview.forget_marks()
        scene.redrawn.emit()

    def _between(self, names: Set[str]) -> Set[Wire]:
        """The wires with both their ends at some of these nodes."""
        graph, known = self.scene.graph, self.scene.wires
        if len(names) > MANY:
            return {w for w in known if w.source in names and w.target in names}
        return {
            wire
            for name in names & graph.nodes.keys()
            for wire in graph.wires_into(name).values()
            if wire.source in names
        }
