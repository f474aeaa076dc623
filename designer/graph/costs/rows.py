"""What each node of a network costs, as rows: for the table of the window and the terminal.

A row holds what a node gives, learns, works out, takes up and sees. What is in a block
has rows of its own, asked for when somebody looks inside.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from designer.graph.block import Use
from designer.graph.costs.field import Field, Seen, look
from designer.graph.differing import differing
from designer.graph.inference import Broken, Given, Inference, Inside, Outcome
from designer.graph.node import Node
from designer.layers import Annotation, Layer


class Row(NamedTuple):
    """What a node costs. None is what is not known, or what it does not have.

    `output` is the shape of a sample of its first output; `activations` are the bytes of
    a sample of all that it gives, of a block of all in it; `field` is how much of the
    network's inputs a number of its output sees.
    """

    name: str
    layer: str
    output: tuple[int, ...] | None
    parameters: int | None
    macs: int | None
    activations: int | None
    field: Field | None
    shared: bool = False

    @property
    def is_total(self) -> bool:
        """Whether it sums up the others."""
        return not self.layer

    def to_json(self) -> dict[str, Any]:
        """The row by names. A receptive field has a number for each axis, or "all"."""
        told = self._asdict()
        del told["field"], told["shared"]
        sizes = None if self.field is None else self.field.sizes
        told["receptive_field"] = sizes and [size or "all" for size in sizes]
        return told


class Costs:
    """The rows of a graph by node, in its order; what was known before is kept."""

    def __init__(
        self, inside: Inside, seen: Seen | None = None, before: "Costs | None" = None
    ) -> None:
        self.inside = inside
        self.seen: Seen = seen or look(inside, before=before.seen if before else None)
        self._within: dict[tuple[str, int], Costs] = {}
        self.rows = self._rows(before)

    @cached_property
    def total(self) -> Row:
        """All of it, what nodes share counted once."""
        kept = (row.activations or 0 for row in self.rows.values())
        inside = self.inside
        return Row("Total", "", None, inside.parameters, inside.macs, sum(kept), None)

    def repeats(self, name: str) -> int:
        """How often the block of a node stands in a row; 0 if it is no block."""
        return len(_rounds(self.inside.outcomes[name]))

    def within(self, name: str, place: int = 0) -> "Costs":
        """The rows inside a block, in one of its repeats."""
        key = (name, place)
        if key not in self._within:
            outcome = self.inside.outcomes[name]
            seen = self.seen.within(name, place) if name in self.seen.entries else None
            inside = _rounds(outcome)[place]
            self._within[key] = Costs(inside, seen or look(inside, {}))
        return self._within[key]

    def repeat(self, name: str, place: int) -> Row:
        """One repeat of a block, as a row."""
        costs, row = self.within(name, place), self.rows[name]
        inside, answers = costs.inside, costs.inside.answers
        known = answers is not None
        return Row(
            f"block {place + 1}",
            row.layer.split(" ×")[0],
            answers[0].shape if answers else None,
            inside.parameters if known else None,
            inside.macs if known else None,
            activations(inside) if known else None,
            costs.seen.answer,
            row.shared,
        )

    def flat(self, before: str = "") -> Iterator[Row]:
        """A row for each node, and those in blocks instead of blocks.

        Names inside are those of the state dict: "layer2.0.conv1".
        """
        for name, row in self.rows.items():
            repeats = self.repeats(name)
            for place in range(repeats):
                way = f"{name}.{place}" if repeats > 1 else name
                yield from self.within(name, place).flat(f"{before}{way}.")
            if not repeats:
                yield row._replace(name=f"{before}{name}")

    def _rows(self, before: "Costs | None") -> dict[str, Row]:
        graph = self.inside.graph
        if before is None or before.inside.graph.order is not graph.order:
            return {name: self._row(name, n, before) for name, n in _shown(self.inside)}
        changed = {
            *differing(before.inside.graph.nodes, graph.nodes),
            *differing(before.inside.outcomes, self.inside.outcomes),
            *differing(before.seen.fields, self.seen.fields),
        }
        rows = dict(before.rows)
        rows |= {
            name: self._row(name, graph.nodes[name], before)
            for name in rows.keys() & changed
        }
        return rows

    def _row(self, name: str, node: Node, before: "Costs | None") -> Row:
        outcome, field = self.inside.outcomes[name], self.seen.of(name)
        known = before.rows.get(name) if before is not None else None
        if (
            before is not None
            and known is not None
            and before.inside.outcomes.get(name) is outcome
            and _is_alike(before.inside.graph.nodes[name], node)
        ):
            same = known.field is field
            return known if same else known._replace(field=field)
        return _row(name, node, outcome, field)


def sum_of(rows: Iterable[Row]) -> Row:
    """Some rows together."""
    found = list(rows)
    return Row(
        "Total",
        "",
        None,
        sum(row.parameters or 0 for row in found),
        sum(row.macs or 0 for row in found),
        sum(row.activations or 0 for row in found),
        None,
    )


def activations(inside: Inside) -> int:
    """Bytes of a sample of what all nodes give, Inputs apart."""
    if "activations" not in inside.kept:
        inside.kept["activations"] = sum(
            given_bytes(outcome)
            for outcome in inside.outcomes.values()
            if isinstance(outcome, Inference) and any(outcome.inputs)
        )
    found: int = inside.kept["activations"]
    return found


def given_bytes(inference: Inference) -> int:
    """Bytes of a sample of what a node gives; of a block, of what all in it give."""
    if not inference.inside:
        return sum(tensor.bytes for tensor in inference.outputs)
    return sum(map(activations, inference.inside))


def layer_count(inside: Inside) -> int:
    """How many layers a network has, those in blocks as often as they stand there.

    Inputs, Outputs and notes are none.
    """
    if "layers" not in inside.kept:
        nodes = inside.graph.nodes
        inside.kept["layers"] = sum(
            sum(map(layer_count, _rounds(outcome)))
            if isinstance(nodes[name].layer, Use)
            else bool(nodes[name].layer.inputs and nodes[name].layer.outputs)
            for name, outcome in inside.outcomes.items()
        )
    found: int = inside.kept["layers"]
    return found


def _shown(inside: Inside) -> Iterator[tuple[str, Node]]:
    nodes = inside.graph.nodes
    for name in inside.graph.order:
        if not isinstance(nodes[name].layer, Annotation):
            yield name, nodes[name]


def _rounds(outcome: Outcome) -> tuple[Inside, ...]:
    return outcome.inside if isinstance(outcome, Inference | Broken) else ()


def _is_alike(one: Node, other: Node) -> bool:
    """Whether two nodes of one outcome have the same words in their rows."""
    return one is other or (
        one.shares == other.shares and _kind(one.layer) == _kind(other.layer)
    )


def _kind(layer: Layer) -> str:
    if isinstance(layer, Given):
        return "Input"
    times = f" ×{layer.repeat}" if isinstance(layer, Use) and layer.repeat != 1 else ""
    return f"{type(layer).__name__}{times}"


def _row(name: str, node: Node, outcome: Outcome, field: Field | None) -> Row:
    kind = _kind(node.layer)
    shared = bool(node.shares)
    if not isinstance(outcome, Inference):
        return Row(name, kind, None, None, None, None, None, shared)
    output = outcome.outputs[0].shape if outcome.outputs else None
    parameters = 0 if shared else outcome.parameters
    kept = given_bytes(outcome)
    return Row(name, kind, output, parameters, outcome.macs, kept, field, shared)
