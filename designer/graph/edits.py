"""Edits made of several: put a layer into a wire, after a node, or take it out."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import networkx as nx

from designer.errors import GraphError
from designer.graph.adding import Site, added, goes_between, site_after
from designer.graph.graph import Graph
from designer.graph.names import free_name, stem_of
from designer.graph.node import Node, Position
from designer.graph.wiring import Wire, rewire
from designer.layers import Layer, Port
from designer.words import listed


def append(
    graph: Graph,
    layer: Layer,
    after: str | None = None,
    taken: Collection[str] = (),
) -> tuple[Graph, str]:
    """With a new node after another and wired to it, where both can be.

    What followed `after` now follows the new node, whose name is none of those `taken`.
    Returns the graph and the name.
    """
    site = Site() if after is None else site_after(graph, after)
    graph, (name,) = added(graph, [layer], site, taken)
    return graph, name


def insert(
    graph: Graph,
    wire: Wire,
    layer: Layer,
    position: Position | None = None,
    taken: Collection[str] = (),
) -> tuple[Graph, str]:
    """With a new node in a wire. Returns the graph and the name.

    Where no position is given and both ends stand in one row, the rest of the row
    makes room.
    """
    graph, (name,) = added(graph, [layer], Site(wire=wire, place=position), taken)
    return graph, name


def bypass(graph: Graph, name: str, *others: str) -> Graph:
    """Without nodes; what followed the first output of one follows what came before.

    So a chain, or a part of one, closes behind what is taken out of it. Where a join is
    taken out that got several tensors, its neighbours are left apart.
    """
    gone = {name, *others}
    before = _origins(graph, gone)
    after = [
        wire
        for each in gone
        for wire in graph.wires_from(each)
        if wire.target not in gone and wire.source_port == graph.output_ports(each)[0]
    ]
    graph = graph.remove(*gone)
    for wire in after:
        if len(before[wire.source]) == 1:
            (origin,) = before[wire.source]
            graph = graph.attach(
                wire._replace(source=origin.source, source_port=origin.source_port)
            )
    return graph


class Origin(NamedTuple):
    """An output port that a wire starts at."""

    source: str
    source_port: str


def _origins(graph: Graph, gone: Collection[str]) -> dict[str, set[Origin]]:
    """What brings each of some nodes what it changes, looked for past the others."""
    found: dict[str, set[Origin]] = {}
    for name in (each for each in graph.order if each in gone):
        found[name] = set()
        for wire in _main_wires(graph, name):
            own = {Origin(wire.source, wire.source_port)}
            found[name] |= found.get(wire.source, own)
    return found


def _main_wires(graph: Graph, name: str) -> list[Wire]:
    """The wire to the only input that a node needs, or else all that end there."""
    wires, layer = graph.wires_into(name), graph.node(name).layer
    if len(wires) > 1 and goes_between(layer):
        needed = (port.name for port in layer.inputs if not port.optional)
        return [wires[port] for port in needed if port in wires]
    return list(wires.values())


def rewired(graph: Graph, source: str, target: str) -> Graph:
    """With a wire that takes the place of the one at the target's input, if any.

    Both ends are "node.port". Raises GraphError as `Graph.connect` does.
    """
    name, _, port = target.partition(".")
    taken = graph.wires_into(name).get(port)
    return (graph.disconnect(taken) if taken else graph).connect(source, target)


def exchanged(graph: Graph, name: str, port: str, other: str) -> Graph:
    """With the wires at two inputs of a node in each other's place; both are there."""
    wires = graph.wires_into(name)
    moved = {wires[port]: other, wires[other]: port}
    graph = graph.disconnect(*moved)
    for wire, place in moved.items():
        graph = graph.attach(wire._replace(target_port=place))
    return graph


def reordered(graph: Graph, name: str, ports: Sequence[str]) -> Graph:
    """With a join's inputs in another order: what is wired to `ports[0]` comes first.

    `ports` are the numbered ports that have a wire, each once; else raises GraphError.
    """
    before = graph.joined(name)
    if sorted(ports) != sorted(before):
        raise GraphError(
            f"{name} has wires at {listed(before) or 'no port'}; the new order must name "
            f"these, each once."
        )
    wires = graph.wires_into(name)
    moved = {
        wires[port]: place
        for port, place in zip(ports, before, strict=True)
        if port != place
    }
    graph = graph.disconnect(*moved)
    for wire, place in moved.items():
        graph = graph.connect(f"{wire.source}.{wire.source_port}", f"{name}.{place}")
    return graph


def succeeded(graph: Graph, name: str, layer: Layer) -> Graph:
    """With another layer in a node's place; wires follow ports that are called otherwise.

    Where a port is gone and a new one stands in its place, the wire goes there.
    """
    before, after = graph.node(name).layer, graph.replace(name, layer)
    inputs = _successors(before.inputs, layer.inputs)
    for port, wire in graph.wires_into(name).items():
        if port not in after.wires_into(name) and (new := _successor(port, inputs)):
            after = after.connect(f"{wire.source}.{wire.source_port}", f"{name}.{new}")
    outputs = _successors(before.outputs, layer.outputs)
    for wire in graph.wires_from(name):
        if new := _successor(wire.source_port, outputs):
            source = f"{name}.{new}"
            after = after.connect(source, f"{wire.target}.{wire.target_port}")
    return after


def _successors(before: Sequence[Port], after: Sequence[Port]) -> dict[Port, str]:
    """What stands in the place of each port that is gone, where that is new."""
    kept = {port.name for port in before} & {port.name for port in after}
    return {
        old: new.name
        for old, new in zip(before, after, strict=False)
        if kept.isdisjoint((old.name, new.name)) and old.many == new.many
    }


def _successor(wired: str, successors: Mapping[Port, str]) -> str:
    """The port that a wire follows to; one of a join keeps its number."""
    for old, new in successors.items():
        number = wired.removeprefix(old.name)
        if wired == old.name or (old.many and number != wired and number.isdigit()):
            return new + number
    return ""


def part(graph: Graph, names: Collection[str]) -> Graph:
    """Only these nodes and the wires between them.

    A node whose weights are those of another that is not among them has its own, and
    one whose frame is not among them stands in none.
    """
    for name in names:
        if graph.node(name).shares and graph.node(name).shares not in names:
            graph = graph.unshare(name)
    return graph.remove(*(name for name in graph.nodes if name not in names))


def duplicated(
    graph: Graph,
    names: Collection[str],
    offset: Position,
    taken: Collection[str] = (),
) -> tuple[Graph, list[str]]:
    """With copies of nodes and of the wires between them. Returns the copies' names."""
    both, copies = joined(graph, part(graph, names), offset, taken)
    return both, [copies[name] for name in names]


def joined(
    graph: Graph, other: Graph, offset: Position, taken: Collection[str] = ()
) -> tuple[Graph, dict[str, str]]:
    """With all of another graph, moved by `offset`. Returns its nodes' new names by old.

    A node keeps its name where that is free and not `taken` by something else. What
    comes into an empty graph runs as it did.
    """
    nodes, names = dict(graph.nodes), dict[str, str]()
    used = {*graph.nodes, *taken}
    for node in other:
        stem = stem_of(type(node.layer).__name__)
        name = node.name if node.name not in used else free_name(stem, used)
        names[node.name] = name
        used.add(name)
    for node in other:
        place = (node.position[0] + offset[0], node.position[1] + offset[1])
        shares = names.get(node.shares, "")
        frame = names.get(node.frame, "")
        nodes[names[node.name]] = Node(
            names[node.name], node.layer, place, shares, frame
        )
    wires = [
        wire._replace(source=names[wire.source], target=names[wire.target])
        for name in other.nodes
        for wire in other.wires_into(name).values()
    ]
    wiring = rewire(graph.wiring, add_nodes=names.values(), add_wires=wires)
    flow = graph.flow if graph.nodes else other.flow
    return Graph(nodes, wiring, flow=flow), names


def possible_targets(graph: Graph, source: str) -> set[str]:
    """The nodes where a wire from `source` may end without closing a cycle."""
    refused = nx.ancestors(graph.wiring, source) | {source}
    return {n.name for n in graph if n.layer.inputs and n.name not in refused}


def possible_sources(graph: Graph, target: str) -> set[str]:
    """The nodes where a wire to `target` may start without closing a cycle."""
    refused = nx.descendants(graph.wiring, target) | {target}
    return {n.name for n in graph if n.layer.outputs and n.name not in refused}
