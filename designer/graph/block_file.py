"""A block as a file: an ordinary design whose network is the block.

So a block can be opened, checked and trained by itself, and any design can be placed as
a block: its Inputs and Outputs are the ports. Where such files are kept is the
library's.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from designer.data.source import NoData
from designer.errors import DesignerError, GraphError
from designer.graph.block import Absent, Block, Use
from designer.graph.design import Design
from designer.graph.graph import Graph
from designer.graph.merging import at_home
from designer.graph.names import check_class_name
from designer.graph.nesting import blocks_in
from designer.graph.node import SPACING
from designer.layers import Input, Layer, Output
from designer.recipe import Training

UNNAMED = "Network"
"""What a design is called that nobody gave a name."""

HEIGHT = 96.0
"""From an Input or an Output to the one below it."""


def as_design(design: Design, name: str) -> Design:
    """A block of a design as a design of its own, with the blocks that it needs."""
    block = design.block(name)
    blocks = MappingProxyType(blocks_in(block.graph))
    return Design(block.graph, _no_data(), block.name, block.settings, blocks)


def as_block(design: Design) -> tuple[Block, Mapping[str, Block]]:
    """A design as a block, and the blocks that it needs.

    Raises GraphError in words where it has nothing to wire to.
    """
    block = Block(design.name, _not_holding(design.name, design.graph), design.settings)
    if not block.outputs:
        raise GraphError(
            f"{design.name} cannot be placed as a block: it holds no Output, and nothing "
            f"that could be one."
        )
    return block, blocks_in(block.graph)


def with_block_from(design: Design, other: Design) -> tuple[Design, str]:
    """With another design as a block. Returns the block's name.

    That is another name where one of other content has it. Raises GraphError.
    """
    block, needs = as_block(other)
    own = at_home(design, [*needs.values(), block])[block.name]
    if design.blocks.get(own.name) is own:
        return design, own.name
    return design.with_block(own), own.name


def framed(other: Design) -> Design:
    """A new design with another one as a block between its Inputs and its Outputs."""
    name = UNNAMED if other.name != UNNAMED else f"{UNNAMED}Of{UNNAMED}"
    design, placed = with_block_from(Design(training=_no_data(), name=name), other)
    use, graph = Use(design.block(placed)), Graph()
    for place, port in enumerate(use.inputs):
        graph = graph.add(port.name, _example(use, port.name), (0.0, place * HEIGHT))
    middle = graph.free_name(use)
    graph = graph.add(middle, use, (SPACING, 0.0))
    for port in use.inputs:
        graph = graph.connect(port.name, f"{middle}.{port.name}")
    for place, port in enumerate(use.outputs):
        end = graph.free_name(Output())
        graph = graph.add(end, Output(), (2 * SPACING, place * HEIGHT))
        graph = graph.connect(f"{middle}.{port.name}", end)
    return design.with_graph(graph)


def named_after(design: Design, stem: str) -> Design:
    """The design under the name of its file, where nobody gave it another.

    A name that cannot be a block's stays as it is: "resnet-18" becomes Resnet18.
    """
    return design if design.name != UNNAMED else called(design, stem)


def called(design: Design, stem: str) -> Design:
    """The design under the name of its file, made into one that a block can have."""
    words = re.findall(r"[^\W_]+", stem)
    for name in (stem, "".join(word[:1].upper() + word[1:] for word in words)):
        try:
            check_class_name(name, "block")
        except GraphError:
            continue
        return design if name in design.blocks else replace(design, name=name)
    return design


def _example(use: Use, port: str) -> Layer:
    """An Input of the block, with values in place of expressions."""
    try:
        return use.block.graph.node(port).layer.resolved(use.block.defaults)
    except DesignerError:
        return Input()


def _not_holding(name: str, graph: Graph) -> Graph:
    """A graph in which a place for a block of its own name says why it stays empty."""
    why = f"would hold itself: {name} ▸ {name}. A block cannot do that."
    places = {
        node.name: Absent(name, node.layer.to_json(), why)
        for node in graph
        if isinstance(node.layer, Absent) and node.layer.block_name == name
    }
    return graph.relayered(places) if places else graph


def _no_data() -> Training:
    return Training().changed(data=NoData())
