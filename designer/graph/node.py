"""A node: a layer with a name and a place on the canvas."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from designer.layers import Layer

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


def calling(node: Node, old: str, new: str) -> Node:
    """A node that names others, where one of them is called otherwise."""
    if old not in (node.shares, node.frame):
        return node
    shares, frame = (new if n == old else n for n in (node.shares, node.frame))
    return replace(node, shares=shares, frame=frame)


def sharing(nodes: Mapping[str, Node], names: list[str]) -> dict[str, Node]:
    """These nodes with weights of their own, those of the first."""
    return {
        name: replace(nodes[name], shares=names[0] if place else "")
        for place, name in enumerate(names)
    }
