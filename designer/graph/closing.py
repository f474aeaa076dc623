"""A graph as it is seen with collapsed frames: one node in place of all in each.

So it is arranged: what stands in a collapsed frame moves as one, and keeps its own order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from designer.graph.framing import is_collapsed
from designer.graph.graph import Graph
from designer.graph.node import Position
from designer.graph.reach import reached
from designer.graph.wiring import Wire, rewire
from designer.layers import Identity


def closed(graph: Graph) -> Graph:
    """With a plain node, under the frame's name, in place of each collapsed frame.

    A frame from which a path leads out and in again stays as it is, for that would be
    a cycle.
    """
    for frame in graph.members:
        if is_collapsed(graph, frame) and graph.members[frame]:
            graph = _with_closed(graph, frame)
    return graph


def opened(
    graph: Graph, arranged: Graph, cards: Mapping[str, Position], names: Iterable[str]
) -> Graph:
    """A graph with the places of its closed form.

    `cards` tells where the card of each frame stood; what is in a frame moves as far.
    `names` are the nodes that were arranged.
    """
    places: dict[str, Position] = {}
    for name in names:
        x, y = arranged.nodes[name].position
        places[name] = (x, y)
        for inner in graph.members.get(name, ()):
            if inner not in arranged.nodes:
                left, top = graph.nodes[inner].position
                was = cards[name]
                places[inner] = (left + x - was[0], top + y - was[1])
    return graph.move(places)


def _with_closed(graph: Graph, frame: str) -> Graph:
    inside = set(graph.members[frame])
    adj, pred = graph.wiring.adj, graph.wiring.pred
    if (reached(adj, inside) & reached(pred, inside)) - inside:
        return graph
    old = {
        wire
        for name in inside
        for wire in (*graph.wires_into(name).values(), *graph.wires_from(name))
    }
    new = [
        Wire(frame, f"{wire.source}.{wire.source_port}", wire.target, wire.target_port)
        if wire.source in inside
        else Wire(
            wire.source, wire.source_port, frame, f"{wire.target}.{wire.target_port}"
        )
        for wire in old
        if not (wire.source in inside and wire.target in inside)
    ]
    nodes = {name: node for name, node in graph.nodes.items() if name not in inside}
    nodes[frame] = replace(nodes[frame], layer=Identity())
    wiring = rewire(graph.wiring, remove_nodes=inside, remove_wires=old, add_wires=new)
    return Graph(nodes, wiring, flow=graph.flow)
