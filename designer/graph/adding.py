"""New nodes: one or a chain, wired where they are meant to stand, as one edit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from designer.graph.graph import Graph
from designer.graph.layout.room import after, along, between, free_place, up_to
from designer.graph.node import Position
from designer.graph.wiring import Wire
from designer.layers import Layer


@dataclass(frozen=True)
class Site:
    """Where new nodes go: after an output, before an input, into a wire, or anywhere.

    `source` and `target` are "node.port". `place` is the corner of the node that is
    nearest to what it is wired to; without one, they stand beside that.
    """

    source: str = ""
    target: str = ""
    wire: Wire | None = None
    place: Position | None = None


def site_after(graph: Graph, name: str) -> Site:
    """After a node, or beside it if it has no output."""
    outputs = graph.output_ports(name)
    if not outputs:
        return Site(place=after(graph, name, 1)[0])
    return Site(source=f"{name}.{outputs[0]}")


def added(
    graph: Graph, layers: Sequence[Layer], site: Site, taken: Collection[str] = ()
) -> tuple[Graph, list[str]]:
    """With new nodes in a row, wired to each other and to what the site names.

    What followed an output alone follows the new nodes, if they can stand between.
    Where layers lack an input or an output they stay apart. Between two nodes of a frame
    they stand in it too. Returns the graph and the names, of which none is `taken`.
    """
    site = _into_wire(graph, layers, site)
    graph, places = _places(graph, len(layers), site)
    names: list[str] = []
    for layer, place in zip(layers, places, strict=True):
        name = graph.free_name(layer, taken)
        graph = graph.add(name, layer, place)
        names.append(name)
    if site.wire is not None and names:
        graph = graph.disconnect(site.wire)
    for source, target in pairwise([site.source, *names, site.target]):
        graph = _wired(graph, source, target)
    return _in_frame(graph, site, names), names


def goes_between(layer: Layer) -> bool:
    """Whether a layer can be put into a wire: one input that it needs, and an output."""
    needed = [port for port in layer.inputs if not port.optional]
    return len(needed) == 1 and not needed[0].many and bool(layer.outputs)


def _into_wire(graph: Graph, layers: Sequence[Layer], site: Site) -> Site:
    """The site with both ends named where the nodes are put into a wire."""
    wire = site.wire
    if wire is None and site.source and not site.target and site.place is None:
        name, _, port = site.source.partition(".")
        wires = [each for each in graph.wires_from(name) if each.source_port == port]
        if len(wires) == 1 and all(map(goes_between, layers)):
            wire = wires[0]
    if wire is None:
        return site
    source = f"{wire.source}.{wire.source_port}"
    if not all(layer.inputs and layer.outputs for layer in layers):
        return replace(site, wire=None, source=source)  # the wire stays
    target = f"{wire.target}.{wire.target_port}"
    return replace(site, wire=wire, source=source, target=target)


def _places(graph: Graph, count: int, site: Site) -> tuple[Graph, list[Position]]:
    """Where they stand, and the graph with room made for them."""
    source, target = (end.partition(".")[0] for end in (site.source, site.target))
    if site.place is not None:
        backward = bool(target) and not source
        return graph, (up_to if backward else along)(graph, site.place, count)
    if source and target:
        return between(graph, source, target, count)
    if source:
        return graph, after(graph, source, count)
    return graph, along(graph, free_place(graph), count)


def _in_frame(graph: Graph, site: Site, names: Sequence[str]) -> Graph:
    """With the new nodes in the frame that they have come to stand in, if in one."""
    source, target = (end.partition(".")[0] for end in (site.source, site.target))
    if not (source and target):
        return graph
    frame = graph.node(source).frame
    is_inside = bool(frame) and frame == graph.node(target).frame
    return graph.put_in(frame, *names) if is_inside else graph


def _wired(graph: Graph, source: str, target: str) -> Graph:
    """With a wire between two nodes, if there are two and both have a port for it."""
    if not (source and target):
        return graph
    before = graph.node(source.partition(".")[0]).layer
    behind = graph.node(target.partition(".")[0]).layer
    return graph.connect(source, target) if before.outputs and behind.inputs else graph
