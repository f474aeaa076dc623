"""Dragged nodes that join a frame or leave one, by where they are let go."""

from collections.abc import Collection, Iterator

from designer.graph import Graph
from designer.layers import Frame
from designer.ui.canvas.scene import Scene


class Joining:
    """While nodes are dragged: which frames they would stand in.

    Nodes that move along with their frame stay in it. The others are judged by the
    rectangles of the frames as they are without them.
    """

    def __init__(self, stage: Scene, names: Collection[str]) -> None:
        self.stage = stage
        nodes = stage.graph.nodes
        self._carried = frozenset(n for n in names if nodes[n].frame in names)
        lifted = frozenset(names) - self._carried
        stage.frames.lifted = lifted
        self._free = [n for n in lifted if not isinstance(nodes[n].layer, Frame)]

    def is_carried(self, name: str) -> bool:
        """Whether a node only moves along with its frame."""
        return name in self._carried

    def show(self) -> None:
        """Let the frames stand out that something would come to stand in."""
        own = self.stage.graph.nodes
        frames = {frame for name, frame in self._frames() if frame != own[name].frame}
        self.stage.frames.show_taking(frames)

    def done(self, graph: Graph) -> Graph:
        """The graph with the nodes in the frames where they stand now."""
        own = self.stage.graph.nodes
        joining: dict[str, list[str]] = {}
        for name, frame in self._frames():
            if frame != own[name].frame:
                joining.setdefault(frame, []).append(name)
        for frame, names in joining.items():
            graph = graph.put_in(frame, *names)
        left = {own[name].frame for names in joining.values() for name in names}
        for frame in left - {""}:
            if not graph.members[frame]:  # it stays where it stood around them
                corner = self.stage.nodes[frame].card_rect.topLeft()
                graph = graph.move({frame: (corner.x(), corner.y())})
        self.end()
        return graph

    def end(self) -> None:
        """Nothing is dragged any more."""
        self.stage.frames.show_taking(())
        self.stage.frames.lifted = frozenset()

    def _frames(self) -> Iterator[tuple[str, str]]:
        """Each dragged node, and the frame that it is over."""
        nodes = self.stage.graph.nodes
        if not self.stage.graph.members:
            return
        for name in self._free:
            middle = self.stage.nodes[name].card_rect.center()
            yield name, self.stage.frames.at(middle, nodes[name].frame)
