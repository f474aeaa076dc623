"""A block made of nodes, and a node's own copy of its block.

Each takes a design as it is seen where the person is, in the network or in a block,
and returns another. What is computed there stays the same.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from designer.errors import GraphError
from designer.expression import Expression
from designer.graph.block import Block, Use
from designer.graph.check import check
from designer.graph.design import Design
from designer.graph.graph import Graph
from designer.graph.names import free_name, like, stem_of
from designer.graph.node import SPACING, Node, Position
from designer.graph.reach import reached
from designer.graph.report import Report
from designer.graph.wiring import Wire, rewire
from designer.layers import Annotation, Frame, Input, Output
from designer.settings import Setting
from designer.words import listed

STEM = "Block"
"""What a block is called, with a number, until somebody names it."""

GAP = 96.0
"""Between the tops of ports that stand below each other."""


class End(NamedTuple):
    """A port of a node."""

    node: str
    port: str


@dataclass
class Entry:
    """What becomes an Input: where it comes from, if from anywhere, and where it goes."""

    source: End | None
    targets: list[End]


@dataclass
class Exit:
    """What becomes an Output: where it comes from, and where it goes, if anywhere."""

    source: End
    targets: list[End]


def grouped(
    design: Design,
    names: Collection[str],
    block_name: str | None = None,
    report: Report | None = None,
) -> tuple[Design, str]:
    """With these nodes as a block. Returns the design and the name of its node.

    Inputs, Outputs and Notes among them stay outside, and a Frame whose nodes are not
    all among them. `report` is what is known of the design, for the shapes of the
    block's Inputs. Raises GraphError in words where the nodes cannot be one block.
    """
    graph, chosen = design.graph, groupable(design.graph, names)
    frame = _frame_around(graph, chosen)
    chosen += _frames_within(graph, names, chosen)
    block_name = block_name or free_name(STEM, {*design.blocks, design.name})
    if block_name in design.blocks or block_name == design.name:
        raise GraphError(f"There is something called {block_name} already.")
    settings = _settings_for(design, graph, chosen)
    taken = {*chosen, *(each.name for each in settings)}
    entries, exits = _entries(graph, chosen, taken), _exits(graph, chosen, taken)
    inner = _inside(graph, chosen, entries, exits, report or check(design))
    block = Block(block_name, inner, settings)
    use = Use(block, {}, **{each.name: Expression(each.name) for each in settings})
    name = _name_for(design, chosen, block_name)
    place = _middle(_places(graph, chosen))
    node = Node(name, use, place, frame="" if frame in chosen else frame)
    wires = {
        *(
            Wire(*each.source, name, port)
            for port, each in entries.items()
            if each.source
        ),
        *(Wire(name, port, *to) for port, each in exits.items() for to in each.targets),
    }
    return design.with_graph(exchanged(graph, chosen, [node], wires)), name


def groupable(graph: Graph, names: Collection[str]) -> list[str]:
    """The nodes among these that can become a block; raises GraphError in words."""
    chosen = [
        node.name
        for node in graph
        if node.name in names
        and not isinstance(node.layer, Input | Output | Annotation)
    ]
    if not chosen:
        raise GraphError("Select the layers first that are to be one block.")
    inside = set(chosen)
    both = reached(graph.wiring.adj, chosen) & reached(graph.wiring.pred, chosen)
    between = [name for name in graph.order if name in both - inside]
    if between:
        verb, them = ("lies", "it") if len(between) == 1 else ("lie", "them")
        raise GraphError(
            f"{listed(between[:3])} {verb} between the selected layers. "
            f"Select {them} too, or fewer layers."
        )
    for name in chosen:
        apart = [other for other in graph.group(name) if other not in inside]
        if apart:
            raise GraphError(
                f"{name} and {apart[0]} share their weights, so both have to be in the "
                f"block or neither."
            )
    return chosen


def unique(design: Design, name: str) -> Design:
    """With a node that has weights of its own, or else its own copy of its block."""
    if len(design.graph.group(name)) > 1:
        return design.with_graph(design.graph.unshare(name))
    use = design.graph.node(name).layer
    if not isinstance(use, Use):
        raise GraphError(f"{name} is no block, and shares its weights with nothing.")
    taken = {*design.blocks, design.name}
    free = next(each for each in like(use.block.name) if each not in taken)
    block = replace(use.block, name=free)
    return design.with_graph(design.graph.replace(name, use.of(block)))


# What a block is made of --------------------------------------------------------------


def _entries(graph: Graph, chosen: list[str], taken: set[str]) -> dict[str, Entry]:
    """What reaches the nodes from outside, and what they still lack, by Input."""
    by_source: dict[End, Entry] = {}
    found: list[Entry] = []
    inside = set(chosen)
    for name in (each for each in graph.order if each in inside):
        wired = graph.wires_into(name)
        ports = graph.nodes[name].layer.inputs
        needed = [p.name for p in ports if not (p.optional or p.many)]
        for port in dict.fromkeys([*needed, *wired]):
            wire = wired.get(port)
            source = End(wire.source, wire.source_port) if wire else None
            if source and source.node in inside:
                continue
            entry = by_source.get(source) if source else None
            if entry is None:
                found.append(entry := Entry(source, []))
                if source:
                    by_source[source] = entry
            entry.targets.append(End(name, port))
    return dict(zip(_ports("x", len(found), taken), found, strict=True))


def _exits(graph: Graph, chosen: list[str], taken: set[str]) -> dict[str, Exit]:
    """What the nodes give to others, and where a path ends, by Output."""
    found: dict[End, Exit] = {}
    inside = set(chosen)
    for name in (each for each in graph.order if each in inside):
        wires = graph.wires_from(name)
        for wire in (each for each in wires if each.target not in inside):
            source = End(name, wire.source_port)
            target = End(wire.target, wire.target_port)
            found.setdefault(source, Exit(source, [])).targets.append(target)
        outputs = graph.nodes[name].layer.outputs
        if not wires and outputs:
            source = End(name, outputs[0].name)
            found[source] = Exit(source, [])
    return dict(zip(_ports("out", len(found), taken), found.values(), strict=True))


def _inside(
    graph: Graph,
    chosen: Collection[str],
    entries: Mapping[str, Entry],
    exits: Mapping[str, Exit],
    report: Report,
) -> Graph:
    """The graph of a block, with its Inputs to the left and its Outputs to the right."""
    places = _places(graph, chosen)
    left, top = min(x for x, _ in places), min(y for _, y in places)
    right = max(x for x, _ in places)
    nodes: dict[str, Node] = {}
    heads = [graph.node(each.targets[0].node).position[1] for each in entries.values()]
    for (port, entry), y in zip(entries.items(), _apart(heads), strict=True):
        tensor = report.tensors.get(".".join(entry.source)) if entry.source else None
        layer = Input(shape=tensor.shape, dtype=tensor.dtype) if tensor else Input()
        nodes[port] = Node(port, layer, (0.0, y - top))
    shift = SPACING if entries else 0.0
    for name in chosen:
        node = graph.node(name)
        x, y = node.position
        frame = node.frame if node.frame in chosen else ""
        place = (x - left + shift, y - top)
        nodes[name] = replace(node, position=place, frame=frame)
    tails = [graph.node(each.source.node).position[1] for each in exits.values()]
    for port, y in zip(exits, _apart(tails), strict=True):
        place = (right - left + shift + SPACING, y - top)
        nodes[port] = Node(port, Output(), place)
    inside = set(chosen)
    wires = {wire for name in chosen for wire in graph.wires_from(name)}
    wires = {wire for wire in wires if wire.target in inside}
    for port, entry in entries.items():
        wires |= {Wire(port, "output", *target) for target in entry.targets}
    for port, leaving in exits.items():
        wires.add(Wire(*leaving.source, port, "input"))
    wiring = rewire(Graph().wiring, add_nodes=nodes, add_wires=wires)
    return Graph(nodes, wiring, flow=graph.flow)


def _settings_for(
    design: Design, graph: Graph, chosen: Iterable[str]
) -> tuple[Setting, ...]:
    """The settings around them that these nodes follow."""
    followed = {
        named
        for name in chosen
        for expression in graph.node(name).layer.expressions.values()
        for named in expression.names
    }
    return tuple(each for each in design.settings if each.name in followed)


def _ports(stem: str, count: int, taken: set[str]) -> list[str]:
    """Free names for so many ports: "x", or "x1" and "x2"; they are taken then."""
    names: list[str] = []
    for _ in range(count):
        alone = count == 1 and stem not in taken
        names.append(stem if alone else free_name(stem, taken))
        taken.add(names[-1])
    return names


def _name_for(design: Design, chosen: Collection[str], block_name: str) -> str:
    """A free name for a node that stands for these."""
    taken = design.graph.nodes.keys() - set(chosen)
    stem = stem_of(_without_number(block_name))
    return free_name(stem, taken | {each.name for each in design.settings})


def _without_number(name: str) -> str:
    return re.sub(r"\d+$", "", name) or STEM


def _frame_around(graph: Graph, names: Iterable[str]) -> str:
    """The frame that all of these nodes stand in, if there is one."""
    frames = {graph.node(name).frame for name in names}
    return frames.pop() if len(frames) == 1 else ""


def _frames_within(
    graph: Graph, names: Collection[str], chosen: Collection[str]
) -> list[str]:
    """Those of the names that are frames around nothing but chosen nodes."""
    return [
        each
        for each, members in graph.members.items()
        if each in names and members and {*members} <= {*chosen}
    ]


def _places(graph: Graph, names: Iterable[str]) -> list[Position]:
    """Where nodes stand; a frame has its place from them."""
    nodes = map(graph.node, names)
    return [n.position for n in nodes if not isinstance(n.layer, Frame)]


def _apart(heights: list[float]) -> list[float]:
    """Heights as near to these as they can be without standing on each other."""
    placed: list[float] = []
    for wanted in heights:
        y = wanted
        while any(abs(y - other) < GAP for other in placed):
            y += GAP
        placed.append(y)
    return placed


def _middle(places: Iterable[Position]) -> Position:
    """The middle of nodes, as the place of one that stands for them."""
    columns, rows = zip(*places, strict=True)
    return ((min(columns) + max(columns)) / 2, (min(rows) + max(rows)) / 2)


def exchanged(
    graph: Graph, gone: Collection[str], come: Iterable[Node], wires: Iterable[Wire]
) -> Graph:
    """The graph with nodes, where the first of others stood, and with wires of theirs."""
    nodes: dict[str, Node] = {}
    gone, come = set(gone), list(come)
    for node in graph:
        if node.name not in gone:
            nodes[node.name] = node
            continue
        nodes |= {each.name: each for each in come if each.name not in nodes}
    old = {
        wire
        for name in gone
        for wire in (*graph.wires_into(name).values(), *graph.wires_from(name))
    }
    fresh = [name for name in nodes if name not in graph.nodes]
    left = [name for name in gone if name not in nodes]
    wiring = rewire(
        graph.wiring,
        add_nodes=fresh,
        remove_nodes=left,
        add_wires=wires,
        remove_wires=old,
    )
    return Graph(nodes, wiring, flow=graph.flow)
