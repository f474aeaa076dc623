"""A node: a layer with a name and a place on the canvas."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from designer.errors import GraphError
from designer.layers import Frame, Layer

Position = tuple[float, float]

Flow = Literal["right", "down"]
"""Where the network runs on the canvas: left to right, or top to bottom."""

SPACING = 240.0
"""How far to the right of the last node a new one is put when no place is given."""

DROP = 120.0
"""How far below it, where the network runs down."""


@dataclass(frozen=True, slots=True)
class Node:
    """A layer placed in a graph. `position` is its top left corner, in scene units.

    `shares` names the node whose weights it uses, whose layer then is its layer too.
    `frame` names the Frame that it stands in.
    """

    name: str
    layer: Layer
    position: Position = (0.0, 0.0)
    shares: str = ""
    frame: str = ""


def place_after(last: Node | None, flow: Flow) -> Position:
    """The place of a node for which none is given: beside the last one."""
    if last is None:
        return (0.0, 0.0)
    x, y = last.position
    return (x, y + DROP) if flow == "down" else (x + SPACING, y)


def renamed(nodes: Mapping[str, Node], old: str, new: str) -> dict[str, Node]:
    """With a node called otherwise, also where others name it."""

    def called(name: str) -> str:
        return new if name == old else name

    return {
        called(name): replace(
            node,
            name=called(name),
            shares=called(node.shares),
            frame=called(node.frame),
        )
        if old in (name, node.shares, node.frame)
        else node
        for name, node in nodes.items()
    }


def sharing(nodes: Mapping[str, Node], names: list[str]) -> dict[str, Node]:
    """These nodes with weights of their own, those of the first."""
    return {
        name: replace(nodes[name], shares=names[0] if place else "")
        for place, name in enumerate(names)
    }


def members(nodes: Iterable[Node]) -> dict[str, tuple[str, ...]]:
    """The nodes in each frame, by its name."""
    nodes = list(nodes)
    found: dict[str, list[str]] = {
        node.name: [] for node in nodes if isinstance(node.layer, Frame)
    }
    for node in nodes if found else ():
        if node.frame:
            found[node.frame].append(node.name)
    return {frame: tuple(names) for frame, names in found.items()}


def stood_in(frame: Node | None, nodes: Iterable[Node]) -> dict[str, Node]:
    """These nodes in a frame, or in none.

    Raises GraphError in words for what is no frame, and for a frame in a frame.
    """
    if frame and not isinstance(frame.layer, Frame):
        kind = type(frame.layer).__name__
        raise GraphError(
            f"{frame.name} is no frame but {kind}, so nothing can be in it."
        )
    put = {}
    for node in nodes:
        if frame and isinstance(node.layer, Frame):
            raise GraphError(f"{node.name} is a frame, and a frame stands in no other.")
        put[node.name] = replace(node, frame=frame.name if frame else "")
    return put
