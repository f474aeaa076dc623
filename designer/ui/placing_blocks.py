"""What can be dragged from the palette: layers by their types, and blocks.

An offer is told apart by its key, which is what a drag carries: the name of a layer
type, "block:" and the name of a block of the design, or "file:" and the path of one that
is kept in the library.
"""

from pathlib import Path
from typing import NamedTuple

from designer.graph import Design
from designer.graph.block import Block, Use
from designer.graph.block_file import with_block_from
from designer.graph.merging import placeable
from designer.layers import CATALOGUE, Layer, help_line, layer_type
from designer.library import KeptBlock, load_block

BLOCK, FILE = "block:", "file:"


class Offer(NamedTuple):
    """Something to place: its key, its name, its type, and a line of help.

    There is no type where it cannot be placed; then the help says why.
    """

    key: str
    name: str
    kind: type[Layer] | None
    help: str

    @property
    def is_block(self) -> bool:
        """Whether it is a block and no type of layer."""
        return self.key.startswith((BLOCK, FILE))


class Section(NamedTuple):
    """Offers under a heading."""

    title: str
    offers: tuple[Offer, ...]


def layer_for(design: Design, key: str) -> tuple[Design, Layer]:
    """What a key stands for, and the design with the block that it needs.

    Raises DesignerError in words where there is no such thing, or where a block would
    then hold itself.
    """
    if key.startswith(BLOCK):
        return design, placeable(design, key.removeprefix(BLOCK))
    if key.startswith(FILE):
        other = load_block(Path(key.removeprefix(FILE)))
        design, name = with_block_from(design, other)
        return design, placeable(design, name)
    return design, layer_type(key)()


def layer_offer(name: str) -> Offer:
    """A type of the catalogue."""
    return Offer(name, name, CATALOGUE[name], help_line(CATALOGUE[name]))


def block_offer(block: Block) -> Offer:
    """A block of the design."""
    return _block_offer(f"{BLOCK}{block.name}", block)


def kept_offer(kept: KeptBlock) -> Offer:
    """A block of the library."""
    key = f"{FILE}{kept.path}"
    if kept.block is None:
        return Offer(key, kept.name, None, kept.why)
    return _block_offer(key, kept.block)


def _block_offer(key: str, block: Block) -> Offer:
    kind = type(Use(block))
    return Offer(key, block.name, kind, help_line(kind))
