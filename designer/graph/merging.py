"""Nodes and blocks of one design, brought into another.

A block that is there already is used as it is. One of the same name with other content
comes under a free name, and what uses it follows. Where nodes stand inside a block tells
no two apart.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from designer.errors import GraphError
from designer.expression import Expression
from designer.graph.block import Absent, Block, Use
from designer.graph.block_settings import block_setting
from designer.graph.design import Design
from designer.graph.edits import joined
from designer.graph.edits import part as part_of_graph
from designer.graph.graph import Graph
from designer.graph.names import like
from designer.graph.nesting import blocks_in, filled, uses
from designer.graph.node import Position
from designer.settings import Setting


def needed(design: Design) -> Design:
    """The design without the blocks that nothing in it uses."""
    used = blocks_in(design.graph)
    kept = {name: block for name, block in design.blocks.items() if name in used}
    return replace(design, blocks=MappingProxyType(kept))


def part(design: Design, names: Collection[str]) -> Design:
    """Only these nodes, the wires between them, and what they need.

    A node whose weights are those of another that is not among them has its own.
    """
    return needed(replace(design, graph=part_of_graph(design.graph, names)))


def merged(design: Design, other: Design, offset: Position) -> tuple[Design, list[str]]:
    """With all nodes of another design, moved by `offset`. Returns their names.

    A node keeps its name where that is free. The blocks that they need come along, and
    those settings of the other network that they follow and that are not here yet.
    Raises GraphError where a block would then hold itself.
    """
    graph = _at_home(design, other.graph)
    _refuse_holding_itself(design, graph)
    settings, calling = _settings_for(design, other, graph)
    graph = _calling(graph, calling)
    both, names = joined(
        design.graph,
        graph,
        offset,
        {each.name for each in (*design.settings, *settings)},
    )
    wider = replace(design, settings=(*design.settings, *settings))
    return wider.with_graph(both), list(names.values())


def placeable(design: Design, name: str) -> Use:
    """A block of a design, to be put into its graph.

    Raises GraphError in words where a block would then hold itself.
    """
    use = Use(design.block(name))
    _refuse(design, use.block)
    return use


def at_home(design: Design, blocks: Iterable[Block]) -> dict[str, Block]:
    """Blocks, inner ones first, as they can join a design: by the names they had.

    Each is one that the design has already, or has a name that is free there.
    """
    taken: dict[str, Block | None] = {design.name: None, **design.blocks}
    found: dict[str, Block] = {}
    for block in blocks:
        graph = _using(block.graph, found)
        own = block if graph is block.graph else replace(block, graph=graph)
        found[block.name] = _under_free_name(own, taken)
        taken[found[block.name].name] = found[block.name]
    return found


def _at_home(design: Design, graph: Graph) -> Graph:
    """A graph whose uses hold blocks that are in a design, or can join it."""
    missing = {n.layer.block_name for n in graph if isinstance(n.layer, Absent)}
    graph = _using(graph, at_home(design, blocks_in(graph).values()))
    for name in missing & design.blocks.keys():
        if not _holds(design.blocks[name], design):
            graph = filled(graph, design.blocks[name])
    return graph


def _under_free_name(block: Block, taken: Mapping[str, Block | None]) -> Block:
    """The block that is there, if it is the same; or else under a name that is free."""
    for name in like(block.name):
        there = taken.get(name)
        if name not in taken:
            return block if name == block.name else replace(block, name=name)
        if there is not None and _is_alike(there, block):
            return there
    raise AssertionError("names never end")


def _is_alike(block: Block, other: Block) -> bool:
    """Whether two blocks are the same, wherever their nodes stand."""
    if block is other:
        return True
    if block.settings != other.settings or len(block.graph) != len(other.graph):
        return False
    return _gathered(block.graph) == _gathered(other.graph)


def _gathered(graph: Graph) -> Graph:
    moved = graph.move(dict.fromkeys(graph.nodes, (0.0, 0.0)))
    return moved.flowing("right")


def _using(graph: Graph, blocks: Mapping[str, Block]) -> Graph:
    """A graph with the uses of blocks, by their names, holding those instead."""
    stale = {
        name: use.of(blocks[use.block.name])
        for name, use in uses(graph)
        if blocks.get(use.block.name, use.block) is not use.block
    }
    return graph.relayered(stale) if stale else graph


def _refuse_holding_itself(design: Design, graph: Graph) -> None:
    for _, use in uses(graph):
        _refuse(design, use.block)


def _refuse(design: Design, block: Block) -> None:
    """Raises GraphError if a design is the inside of a block that this one holds."""
    if not _holds(block, design):
        return
    why = "" if block.name == design.name else f", for {block.name} holds {design.name}"
    raise GraphError(
        f"{block.name} cannot stand inside {design.name}{why}: a block cannot hold "
        f"itself. To have it several times in a row, leave {design.name} and set its "
        f"repeat."
    )


def _holds(block: Block, design: Design) -> bool:
    """Whether a design is seen from inside a block, and that is in this one."""
    inside = design.name in design.blocks
    return inside and (
        block.name == design.name or design.name in blocks_in(block.graph)
    )


def _settings_for(
    design: Design, other: Design, graph: Graph
) -> tuple[list[Setting], dict[str, Expression]]:
    """The settings that a graph of another design needs here, and their new names."""
    followed = frozenset[str]().union(
        *(e.names for node in graph for e in node.layer.expressions.values())
    )
    here = {each.name for each in design.settings}
    taken = here | set(design.graph.nodes) | {each.name for each in other.settings}
    settings: list[Setting] = []
    calling: dict[str, Expression] = {}
    for each in other.settings:
        if each.name not in followed or each.name in here:
            continue
        name = each.name
        if name in design.graph.nodes:
            name = next(each for each in like(name) if each not in taken)
            calling[each.name] = Expression(name)
        taken.add(name)
        settings.append(block_setting(name, each.default, each.help))
    return settings, calling


def _calling(graph: Graph, names: Mapping[str, Expression]) -> Graph:
    """A graph whose expressions call settings otherwise."""
    changed = {
        node.name: node.layer.changed(
            **{key: e.substituted(names) for key, e in node.layer.expressions.items()}
        )
        for node in graph
        if names and node.layer.expressions
    }
    return graph.relayered(changed) if changed else graph
