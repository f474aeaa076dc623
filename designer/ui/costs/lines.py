"""The lines of the table: a row of costs each, with the lines of its block under it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from designer.graph.costs.rows import Costs, Row
from designer.graph.design import Step, Way
from designer.words import memory

HEADS = (
    "node",
    "layer",
    "output",
    "parameters",
    "MACs",
    "activations",
    "receptive field",
)
HELP = (
    "The node's name, and what stands in its block",
    "The layer's type",
    "The shape of a sample of its output",
    "Learned numbers; what nodes share counts once",
    "Multiply-accumulates for one sample",
    "Memory of what it gives for one sample",
    "How many pixels of the input one number of its output sees",
)
NUMBERS = (3, 4, 5)
"""The columns that have a share of a total."""


class Line:
    """A row, where it stands, and the lines under it, made when first asked for.

    `node` is empty for one of the repeats of a block. `path` is the name in the state
    dict, as in "layer2.0.conv1".
    """

    def __init__(
        self, costs: Costs, row: Row, node: str, way: Way, path: str, place: int = 0
    ) -> None:
        self.costs = costs
        self.row = row
        self.node = node
        self.way = way
        self.path = path
        self.place = place
        self.parent: Line | None = None
        self.at = 0
        self._under: list[Line] | None = None

    @property
    def has_lines(self) -> bool:
        """Whether it is a block of which something is known, or a repeat of one."""
        return not self.node or self.costs.repeats(self.node) > 0

    @property
    def is_open(self) -> bool:
        """Whether its lines were asked for."""
        return self._under is not None

    @property
    def under(self) -> "list[Line]":
        """The lines in its block."""
        if self._under is None:
            self._under = list(self._made())
            for at, line in enumerate(self._under):
                line.parent, line.at = self, at
        return self._under

    def _made(self) -> "Iterator[Line]":
        repeats = self.costs.repeats(self.node) if self.node else 0
        if repeats > 1:
            for place in range(repeats):
                row, path = self.costs.repeat(self.node, place), f"{self.path}.{place}"
                repeat = Line(self.costs, row, "", self.way, path, place)
                repeat.parent = self
                yield repeat
        elif self.has_lines:
            outer = self.node or (self.parent.node if self.parent else "")
            way = (*self.way, Step(outer, self.place))
            yield from lines(self.costs.within(outer, self.place), way, self.path)

    def follow(self, costs: Costs, row: Row) -> bool:
        """Show other costs of the same node; whether its lines stay the same ones."""
        changed = self.row is not row
        self.costs, self.row = costs, row
        if not changed or self._under is None:
            return True
        fresh = list(self._made())
        if [line.path for line in fresh] != [line.path for line in self._under]:
            return False
        same = True
        for old, new in zip(self._under, fresh, strict=True):
            same = old.follow(new.costs, new.row) and same
        return same


def lines(costs: Costs, way: Way = (), before: str = "") -> Iterator[Line]:
    """The lines of a graph, in its order."""
    for name, row in costs.rows.items():
        yield Line(costs, row, name, way, f"{before}.{name}" if before else name)


@dataclass(frozen=True)
class View:
    """Which lines are shown, and in which order: by a column, or as the graph goes."""

    words: str = ""
    with_parameters: bool = False
    column: int = -1
    falling: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it shows all lines as the graph goes."""
        return not self.words and not self.with_parameters and self.column < 0

    def shown(self, found: Iterable[Line]) -> list[Line]:
        """The lines that suit, in order; those of which nothing is known come last."""
        suiting = [line for line in found if self.holds(line)]
        if self.column < 0:
            return suiting
        key = KEYS[self.column]
        known = [line for line in suiting if key(line.row) is not None]
        rest = [line for line in suiting if key(line.row) is None]
        known.sort(key=lambda line: key(line.row), reverse=self.falling)  # type: ignore[arg-type,return-value]
        return known + rest

    def holds(self, line: Line) -> bool:
        """Whether a line suits, or one in its block at any depth does."""
        if self.suits(line.row):
            return True
        return bool(self.words) and any(map(self.holds, line.under))

    def within(self, line: Line) -> list[Line]:
        """The lines shown under a line: of a block that does not suit, what does."""
        if not self.words or self.suits(line.row):
            return line.under
        return [each for each in line.under if self.holds(each)]

    def sign(self, column: int) -> str:
        """What the head of a column shows of the order."""
        if column != self.column:
            return ""
        return " ▾" if self.falling else " ▴"

    def sorted_by(self, column: int) -> "View":
        """In the order of a column, or back in the graph's order the third time.

        Numbers begin with the largest.
        """
        first = column > 1
        if column != self.column:
            return replace(self, column=column, falling=first)
        if self.falling == first:
            return replace(self, falling=not first)
        return replace(self, column=-1, falling=False)

    def suits(self, row: Row) -> bool:
        """Whether a row holds the words and learns something, if that is asked for."""
        text = f"{row.name} {row.layer}".lower()
        wanted = all(word in text for word in self.words.lower().split())
        return wanted and (bool(row.parameters) or not self.with_parameters)


def _elements(row: Row) -> int | None:
    if row.output is None:
        return None
    elements = 1
    for size in row.output:
        elements *= size
    return elements


KEYS: tuple[Callable[[Row], str | float | None], ...] = (
    lambda row: row.name.lower(),
    lambda row: row.layer.lower(),
    _elements,
    lambda row: row.parameters,
    lambda row: row.macs,
    lambda row: row.activations,
    lambda row: row.field.extent if row.field else None,
)


def value(row: Row, column: int) -> int:
    """The number in a column that has a share of the total."""
    return (row.parameters, row.macs, row.activations)[column - NUMBERS[0]] or 0


def text(row: Row, column: int) -> str:
    """What a cell shows: "–" for none of something, "?" where it is not known."""
    if column == 0:
        return row.name
    if column == 1:
        return row.layer
    if row.parameters is None:
        return "?"
    if column == 2:
        return " × ".join(map(str, row.output or ()))
    if column == 5:
        return memory(row.activations or 0) if row.activations else "–"
    if column in NUMBERS:
        return f"{value(row, column):,}" if value(row, column) else "–"
    return "?" if row.field is None else str(row.field)
