"""Where a design uses its blocks: with which settings and on which tensors."""

from collections.abc import Iterator
from typing import NamedTuple

from designer.graph.block import Block, Use, Values
from designer.graph.ends import used
from designer.graph.inference import Inference, Inside, Tensors
from designer.graph.nesting import blocks_in

Key = tuple[str, Values, Tensors]
"""The name of a block, the values of its settings, and its inputs."""


class Occurrence(NamedTuple):
    """A block met with these settings and inputs, and what is known inside of it."""

    block: Block
    values: Values
    inputs: Tensors
    inside: Inside

    @property
    def key(self) -> Key:
        """What tells it from others; those that are alike are one."""
        return (self.block.name, self.values, self.inputs)


def occurrences(inside: Inside) -> dict[str, list[Occurrence]]:
    """Every block that a network uses, inner ones first, and all that it meets there."""
    found: dict[str, dict[Key, Occurrence]] = {
        name: {} for name in blocks_in(inside.graph)
    }
    if not found:
        return {}
    seen: set[int] = set()

    def visit(inside: Inside) -> None:
        if id(inside) in seen:
            return
        seen.add(id(inside))
        for each in _within(inside):
            found[each.block.name].setdefault(each.key, each)
            visit(each.inside)

    visit(inside)
    return {name: list(all_.values()) for name, all_ in found.items() if all_}


def rounds(use: Use, known: Inference) -> Iterator[Occurrence]:
    """What a block meets in each repeat, where it takes what the one before gave.

    `use` has values in place of its expressions.
    """
    inputs = known.inputs
    for values, inside in zip(use.rounds(), known.inside, strict=True):
        yield Occurrence(use.block, values, inputs, inside)
        inputs = (*(inside.answers or ())[:1], *inputs[1:])


def _within(inside: Inside) -> Iterator[Occurrence]:
    needed = used(inside.graph)
    for name in inside.graph.order:
        layer, known = inside.graph.nodes[name].layer, inside.outcomes.get(name)
        if isinstance(layer, Use) and isinstance(known, Inference) and name in needed:
            yield from rounds(layer, known)
