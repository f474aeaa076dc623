"""A design: one document, with its graph, its blocks and what its training is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from designer.data.source import NoData
from designer.errors import GraphError, SettingError
from designer.expression import Value
from designer.graph.block import Block, Use, check_settings
from designer.graph.graph import Graph
from designer.graph.names import check_class_name
from designer.graph.nesting import blocks_in, filled, following, updated, uses
from designer.layers import Input
from designer.recipe import Training
from designer.settings import Setting


class Step(NamedTuple):
    """A step into a block: the node that uses it, and which of its repeats, from 0."""

    node: str
    repeat: int = 0


Way = tuple[Step, ...]
"""The way from the network into a block, empty for the network itself."""


@dataclass(frozen=True)
class Design:
    """A frozen document. `name` is the name of the generated class.

    `settings` are the network's own, and their defaults its values. `blocks` holds every
    block that is used, and those that are kept though nothing uses them now; each use
    holds the very block that stands there under its name.
    """

    graph: Graph = field(default_factory=Graph)
    training: Training = field(default_factory=lambda: Training())
    name: str = "Network"
    settings: tuple[Setting, ...] = ()
    blocks: Mapping[str, Block] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        check_class_name(self.name, "design")
        check_settings(self.settings, self.graph)

    @property
    def values(self) -> dict[str, Value]:
        """The values of the network's own settings."""
        return {each.name: each.default for each in self.settings}

    @property
    def taken(self) -> tuple[str, ...]:
        """The names that no node may have: its settings stand beside them in the code."""
        return tuple(each.name for each in self.settings)

    def input(self) -> Input | None:
        """The first Input, with its values worked out; None where there is none."""
        for node in self.graph:
            if isinstance(node.layer, Input):
                try:
                    return node.layer.resolved(self.values)
                except SettingError:
                    return None
        return None

    def graphs(self) -> Iterator[tuple[str, Graph]]:
        """Every graph in the design: the network's, and each block's with its name."""
        yield "", self.graph
        for name, block in self.blocks.items():
            yield name, block.graph

    # Edits: each returns a new design

    def with_graph(self, graph: Graph) -> "Design":
        """The same design with another graph; blocks that are new in it come along."""
        known = self.graph.nodes
        fresh = [
            use
            for name, use in uses(graph)
            if name not in known or known[name].layer is not use
        ]
        if all(self.blocks.get(use.block.name) is use.block for use in fresh):
            return replace(self, graph=graph)
        blocks = dict(self.blocks)
        for name, block in blocks_in(graph).items():
            blocks.setdefault(name, block)
        blocks = updated(blocks)
        return replace(self, graph=following(graph, blocks), blocks=_kept(blocks))

    def with_training(self, **changes: Any) -> "Design":
        """The same design with other training settings; raises SettingError."""
        return replace(self, training=self.training.changed(**changes))

    def with_block(self, block: Block, was: str = "") -> "Design":
        """With a block, new or in place of the one called `was`; each use follows.

        Raises GraphError where a block would then hold itself, or where the name is
        taken.
        """
        was = was or block.name
        is_taken = block.name != was and block.name in self.blocks
        if is_taken or block.name == self.name:
            raise GraphError(f"There is something called {block.name} already.")
        blocks = {
            block.name if name == was else name: (
                block if name == was else _calling(each, was, block)
            )
            for name, each in self.blocks.items()
        }
        for name, each in {block.name: block, **blocks_in(block.graph)}.items():
            blocks.setdefault(name, each)
        blocks = updated(blocks)
        graph = following(_graph_calling(self.graph, was, block), blocks)
        return replace(self, graph=graph, blocks=_kept(blocks))

    def without_block(self, name: str) -> "Design":
        """Without a block that nothing uses; raises GraphError where something does."""
        for where, graph in self.graphs():
            users = [node for node, use in uses(graph) if use.block.name == name]
            if users:
                place = f" in {where}" if where else ""
                raise GraphError(f"{users[0]}{place} uses {name}, so it must stay.")
        blocks = {key: block for key, block in self.blocks.items() if key != name}
        return replace(self, blocks=_kept(blocks))

    def block(self, name: str) -> Block:
        """The block of that name; raises GraphError."""
        if name not in self.blocks:
            raise GraphError(f"There is no block {name!r}.")
        return self.blocks[name]

    # Inside

    def use_at(self, step: Step) -> Use:
        """The block placed at a node; raises GraphError for any other layer."""
        layer = self.graph.node(step.node).layer
        if not isinstance(layer, Use):
            raise GraphError(f"{step.node} is no block.")
        return layer

    def at(self, way: Way) -> "Design":
        """The design as it is seen inside a block: its name, graph and settings.

        A block by itself has no data. Raises GraphError where the way leads nowhere.
        """
        inner, training = self, self.training.changed(data=NoData())
        for step in way:
            block = inner.use_at(step).block
            inner = Design(
                block.graph, training, block.name, block.settings, self.blocks
            )
        return inner

    def way_to(self, name: str) -> Way | None:
        """A shortest way into a block; None where nothing leads to it."""
        waiting: list[tuple[Way, Graph]] = [((), self.graph)]
        for way, graph in waiting:
            for node, use in uses(graph):
                if use.block.name == name:
                    return (*way, Step(node))
                if not any(use.block.graph is each for _, each in waiting):
                    waiting.append(((*way, Step(node)), use.block.graph))
        return None

    def put(self, way: Way, inner: "Design") -> "Design":
        """The design with what has become of the one seen inside a block.

        Raises GraphError where a block would then hold itself, or be called as the
        network is.
        """
        if not way and inner.name != self.name and inner.name in inner.blocks:
            raise GraphError(f"There is a block called {inner.name} already.")
        if not way:
            return inner
        if self.name in inner.blocks.keys() - self.blocks.keys():
            raise GraphError(f"There is something called {self.name} already.")
        design = replace(self, blocks=inner.blocks)
        block = Block(inner.name, inner.graph, inner.settings)
        return design.with_block(block, was=self.at(way).name)


def _kept(blocks: Mapping[str, Block]) -> Mapping[str, Block]:
    return MappingProxyType(dict(blocks))


def _calling(block: Block, old: str, new: Block) -> Block:
    graph = _graph_calling(block.graph, old, new)
    return block if graph is block.graph else replace(block, graph=graph)


def _graph_calling(graph: Graph, old: str, new: Block) -> Graph:
    """A graph whose uses of one block are uses of another, which has its place."""
    graph = filled(graph, new)
    if old == new.name:
        return graph
    changes = {name: use.of(new) for name, use in uses(graph) if use.block.name == old}
    return graph.relayered(changes) if changes else graph
