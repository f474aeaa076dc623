"""Places for nodes: in columns along the wires, chains straight, long ones in rows.

All is worked out along the flow and across it, so that a network that runs down is
arranged as one that runs to the right. How nodes that hang together are laid out stands
in `layout`; here such parts are put beside each other.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from math import ceil, sqrt
from typing import NamedTuple

from designer.graph.graph import Graph
from designer.graph.layout.component import Block, Layout, Room, Style, Tell
from designer.graph.layout.ranking import Network
from designer.graph.layout.spacing import GRID
from designer.graph.node import Flow, Position
from designer.layers import Frame

SCREEN = 1.6
"""How much wider than high a picture should be, to fill a screen."""

STYLES: Mapping[Flow, Style] = {
    "right": Style(72.0, 40.0, 80.0, 24.0, 5, SCREEN),
    "down": Style(50.0, 56.0, 96.0, 48.0, 6, 1 / SCREEN),
}


class Box(NamedTuple):
    """The room that a node takes, and how far across the flow its main wire runs."""

    width: float = 168.0
    height: float = 54.0
    line: float = 27.0


Boxes = Callable[[str], Box]
"""Gives the box of the node of a name."""


def plain_boxes(graph: Graph) -> Boxes:
    """The boxes of nodes of one input and one output."""
    return lambda name: Box() if graph.flow == "right" else Box(line=84.0)


def arrange(
    graph: Graph,
    boxes: Boxes | None = None,
    tell: Tell = lambda done: None,
    view: tuple[float, float] | None = None,
) -> Graph:
    """The same graph with its nodes in columns and rows, from (0, 0) on.

    Notes, and nodes that nothing is wired to, follow last. Where the nodes stand now
    makes no difference. `view` is the width and height in which it will be seen: rows
    are so long that it is seen as large as can be there, at most at its own size.
    """
    style = STYLES[graph.flow]
    if view is not None:
        style = style._replace(view=view if graph.flow == "right" else view[::-1])
    chosen = [name for name in graph.order if _stands(graph, name)]
    boxes = boxes or plain_boxes(graph)
    return graph.move(_arranged(graph, chosen, boxes, tell, style))


def arrange_some(
    graph: Graph,
    names: Collection[str],
    boxes: Boxes | None = None,
    tell: Tell = lambda done: None,
) -> Graph:
    """The same graph with some of its nodes arranged among themselves.

    They stay around where they stood, and on no other node.
    """
    boxes = boxes or plain_boxes(graph)
    chosen = [name for name in graph.order if name in names and _stands(graph, name)]
    if not chosen:
        return graph
    places = _arranged(graph, chosen, boxes, tell, STYLES[graph.flow])
    stood = {name: graph.nodes[name].position for name in chosen}
    others = [
        _rect(boxes(node.name), node.position)
        for node in graph
        if node.name not in stood and _stands(graph, node.name)
    ]
    before, after = _bounds(stood, boxes), _bounds(places, boxes)
    x = GRID * round((before[0] + before[2] - after[0] - after[2]) / 2 / GRID)
    y = GRID * round((before[1] + before[3] - after[1] - after[3]) / 2 / GRID)
    moved = (after[0] + x, after[1] + y, after[2] + x, after[3] + y)
    right, down = _free(moved, others)
    return graph.move(
        {n: (at[0] + x + right, at[1] + y + down) for n, at in places.items()}
    )


def _stands(graph: Graph, name: str) -> bool:
    """Whether a node has a place of its own: a frame is where its members are."""
    return not isinstance(graph.nodes[name].layer, Frame)


def _arranged(
    graph: Graph, chosen: Sequence[str], boxes: Boxes, tell: Tell, style: Style
) -> dict[str, Position]:
    """Places for some nodes, by the wires between them alone."""
    number = {name: index for index, name in enumerate(chosen)}
    before: list[list[int]] = []
    after: list[list[int]] = [[] for _ in chosen]
    for name in chosen:
        wires = graph.wires_into(name).values()
        sources = [number[w.source] for w in wires if w.source in number]
        before.append(list(dict.fromkeys(sources)))
        for source in before[-1]:
            after[source].append(number[name])
    rooms = [_room(boxes(name), graph.flow) for name in chosen]
    network = Network(before, after)
    groups = [[number[n] for n in m if n in number] for m in graph.members.values()]
    layout = Layout(network, rooms, style, groups)
    parts = sorted(network.parts(), key=lambda part: len(part) == 1)
    done, blocks = 0, []
    for part in parts:
        share = partial(_tell_share, tell, done / len(chosen), len(part) / len(chosen))
        many = len(part) > 1
        blocks.append(layout.part(part, share) if many else _single(part[0], rooms))
        done += len(part)
        share(1.0)
    places = _packed(blocks, style)
    turned = graph.flow == "down"
    return {chosen[n]: (y, x) if turned else (x, y) for n, (x, y) in places.items()}


def _tell_share(tell: Tell, before: float, share: float, done: float) -> None:
    """Tell of the whole how much of a share is done."""
    tell(before + share * done)


def _room(box: Box, flow: Flow) -> Room:
    width, height, line = box
    if flow == "down":
        return Room(height, line, width - line)
    return Room(width, line, height - line)


def _single(node: int, rooms: Sequence[Room]) -> Block:
    return Block({node: (0.0, 0.0)}, rooms[node].length, rooms[node].thickness)


def _packed(blocks: Sequence[Block], style: Style) -> dict[int, Position]:
    """Blocks beside each other in shelves that are about as long as the longest."""
    area = sum((b.along + style.along) * (b.across + style.rows) for b in blocks)
    longest = max([sqrt(area * style.shape), *(block.along for block in blocks)])
    places: dict[int, Position] = {}
    along = top = bottom = 0.0
    for block in blocks:
        if along and along + block.along > longest:
            along, top = 0.0, _up_to_grid(bottom + style.rows)
        for node, (x, y) in block.places.items():
            places[node] = (x + along, y + top)
        bottom = max(bottom, top + block.across)
        along = _up_to_grid(along + block.along + style.along)
    return places


# Beside others

Rect = tuple[float, float, float, float]
"""The left, the top, the right and the bottom."""

KEPT = 24.0
"""Between what is arranged and other nodes."""


def _rect(box: Box, position: Position) -> Rect:
    x, y = position
    return (x, y, x + box.width, y + box.height)


def _bounds(places: Mapping[str, Position], boxes: Boxes) -> Rect:
    rects = [_rect(boxes(name), position) for name, position in places.items()]
    lefts, tops, rights, bottoms = zip(*rects, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _free(box: Rect, others: Sequence[Rect]) -> Position:
    """How far to move a box so that it stands free: straight, and as little as can be."""
    moves = [_pushed(box, others, axis, sign) for axis in (1, 0) for sign in (1, -1)]
    return min(moves, key=lambda move: abs(move[0]) + abs(move[1]))


def _pushed(box: Rect, others: Sequence[Rect], axis: int, sign: int) -> Position:
    """How far to move a box to one side until nothing is in its way."""
    moved = [0.0, 0.0]
    while True:
        left, top = box[0] + moved[0], box[1] + moved[1]
        right, bottom = box[2] + moved[0], box[3] + moved[1]
        hit = [
            other
            for other in others
            if other[0] < right + KEPT
            and other[2] > left - KEPT
            and other[1] < bottom + KEPT
            and other[3] > top - KEPT
        ]
        if not hit:
            return (moved[0], moved[1])
        if sign > 0:
            step = max(other[axis + 2] for other in hit) + KEPT - (left, top)[axis]
        else:
            step = (right, bottom)[axis] - min(other[axis] for other in hit) + KEPT
        moved[axis] += sign * _up_to_grid(step)


def _up_to_grid(value: float) -> float:
    return GRID * ceil(value / GRID)
