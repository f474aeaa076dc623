"""Blocks inside graphs, however deep: which there are, and that each use is up to date."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from designer.errors import GraphError
from designer.graph.block import Absent, Block, Use, first_output
from designer.graph.graph import Graph
from designer.layers.layer import OUTPUT

DEEPEST = 30
"""How deep blocks may be nested."""


def uses(graph: Graph) -> Iterator[tuple[str, Use]]:
    """The blocks placed in a graph, by their nodes."""
    for name in graph.named(Use):
        use = graph.nodes[name].layer
        assert isinstance(use, Use)
        yield name, use


def blocks_in(graph: Graph) -> dict[str, Block]:
    """Every block that a graph holds, however deep, inner ones first."""
    found: dict[str, Block] = {}
    for _, use in uses(graph):
        if use.block.name not in found:
            found.update(blocks_in(use.block.graph))
            found[use.block.name] = use.block
    return found


def filled(graph: Graph, block: Block) -> Graph:
    """The graph with a block in each place that was left for it."""
    places = {
        node.name: node.layer
        for node in graph
        if isinstance(node.layer, Absent) and node.layer.block_name == block.name
    }
    graph = graph.relayered({name: each.filled(block) for name, each in places.items()})
    meant = [w for name in places for w in graph.strays(name) if w.source == name]
    for wire in [wire for wire in meant if wire.source_port == OUTPUT[0].name]:
        port = first_output(graph.nodes[wire.source].layer)
        graph = graph.disconnect(wire).attach(wire._replace(source_port=port))
    return graph


def following(graph: Graph, blocks: Mapping[str, Block]) -> Graph:
    """The graph with each use holding the block that has its name now.

    Wires at ports that the block has lost stay where they are.
    """
    stale = {
        name: use.of(blocks[use.block.name])
        for name, use in uses(graph)
        if blocks.get(use.block.name, use.block) is not use.block
    }
    return graph.relayered(stale) if stale else graph


def updated(blocks: Mapping[str, Block]) -> dict[str, Block]:
    """Blocks that hold each other as they are now; raises GraphError for a cycle."""
    done: dict[str, Block] = {}

    def visit(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            cycle = " ▸ ".join([*way[way.index(name) :], name])
            raise GraphError(f"A block cannot hold itself: {cycle}.")
        if name in done:
            return
        if len(way) >= DEEPEST:
            raise GraphError(f"Blocks may be nested {DEEPEST} deep, and no deeper.")
        block = blocks[name]
        for _, use in uses(block.graph):
            if use.block.name in blocks:
                visit(use.block.name, (*way, name))
        graph = following(block.graph, done)
        done[name] = block if graph is block.graph else replace(block, graph=graph)

    for name in blocks:
        visit(name, ())
    return {name: done[name] for name in blocks}
