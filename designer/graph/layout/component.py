"""The layout of nodes that hang together: along the flow and across it.

What depends on something stands further along. How a long network is folded stands in
`folding`, how layers are ordered in `ordering`, and how far apart nodes stand in
`spacing`; here these are put together. Nodes are numbers.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt
from typing import NamedTuple

from designer.graph.layout.folding import Span, Strip, folded
from designer.graph.layout.ordering import in_order
from designer.graph.layout.ranking import Network, ranked
from designer.graph.layout.spacing import GRID, spaced

LEAST_COLUMNS = 3
"""Of a row, in a view that is narrow."""

MOST_TRIED = 120
"""Nodes of a network of which several widths are tried."""

CLEARLY = 1.08
"""How much larger a network must be seen to be folded otherwise than is usual."""

MOST_LANES = 24
"""Beyond so many, wires between two rows share the room that they have."""


Tell = Callable[[float], None]
"""Called with how much is done, from 0 to 1; it may raise to end the work."""


class Room(NamedTuple):
    """A node's box along and across the flow; `before` and `after` are from its line."""

    length: float
    before: float
    after: float

    @property
    def thickness(self) -> float:
        """How much it takes across the flow."""
        return self.before + self.after


class Style(NamedTuple):
    """Gaps between nodes along the flow and across it, and between rows.

    `lane` is between a wire that passes and what is beside it: its shape stands there.
    A row is not broken before `fewest` nodes; `shape` is how much longer than thick the
    whole should be. Where it is known, `view` is the room in which all will be seen.
    """

    along: float
    across: float
    rows: float
    lane: float
    fewest: int
    shape: float
    view: tuple[float, float] | None = None


@dataclass
class Block:
    """Nodes with places of their own, from a corner at 0, and the room they take."""

    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    along: float = 0.0
    across: float = 0.0


class Layout:
    """One arrangement of a network, in rooms along and across the flow."""

    def __init__(
        self,
        network: Network,
        rooms: Sequence[Room],
        style: Style,
        groups: Sequence[Collection[int]] = (),
    ) -> None:
        """`groups` are nodes that should stay in one row, as far as that can be."""
        self.network = network
        self.rooms = rooms
        self.style = style
        self.groups = groups

    def part(self, part: Sequence[int], tell: Tell = lambda done: None) -> Block:
        """Nodes that hang together: ranks, folded into strips, each laid out by itself."""
        ranking = ranked(self.network, part)
        rank = ranking.rank
        wires = [(node, n) for node in part for n in self.network.after[node]]
        spans = [(rank[source], rank[target]) for source, target in wires]
        length = len(ranking.spine)
        tell(0.1)
        together = self._together(rank)
        folds = {
            tuple(folded(length, spans, widest, together)): widest
            for widest in self._widths(part, length, spans)
        }
        tell(0.4)
        found: list[Block] = []
        for strips in folds:
            lanes = _Lanes(part, rank, strips, ranking.spine, wires)
            lines = self._lines(lanes, strips, ranking.spine, tell)
            found.append(self._placed(part, rank, strips, spans, lines, lanes))
        return self._best(found)

    def _widths(
        self, part: Sequence[int], length: int, spans: Sequence[Span]
    ) -> list[int]:
        """How many columns a row may have: what suits a screen, then what suits a view.

        A large network is no more readable for it, and would take long.
        """
        usual = self._widest(part, length, spans)
        if self.style.view is None or len(part) > MOST_TRIED:
            return [usual]
        least, most = min(LEAST_COLUMNS, usual), min(length, 2 * usual)
        return [usual, *(w for w in range(most, least - 1, -1) if w != usual)]

    def _best(self, found: Sequence[Block]) -> Block:
        """The first, unless another one is seen clearly larger."""
        usual = found[0]
        best = max(found, key=self._seen_at)
        is_larger = self._seen_at(best) > CLEARLY * self._seen_at(usual)
        return best if is_larger else usual

    def _seen_at(self, block: Block) -> float:
        """The zoom at which a block is seen whole; at most 1."""
        along, across = self.style.view or (1.0, 1.0)
        return min(along / max(block.along, 1), across / max(block.across, 1), 1.0)

    def _together(self, rank: Mapping[int, int]) -> list[Span]:
        """The ranks of each group, from its first to its last."""
        ranks = [[rank[n] for n in group if n in rank] for group in self.groups]
        return [(min(found), max(found)) for found in ranks if found]

    def _widest(self, part: Sequence[int], length: int, spans: Sequence[Span]) -> int:
        """How many columns a row has, so that all rows together fill a screen."""
        style, rooms = self.style, [self.rooms[node] for node in part]
        across = sum(room.thickness + style.across for room in rooms) / length
        passing = sum(min(last - first, style.fewest) - 1 for first, last in spans)
        lanes = style.lane * min(passing / length, 2.0)
        row = across - style.across + style.rows + lanes
        column = sum(room.length for room in rooms) / len(part) + style.along
        return max(style.fewest, round(sqrt(style.shape * length * row / column)))

    def _lines(
        self,
        lanes: "_Lanes",
        strips: Sequence[Strip],
        spine: Sequence[int],
        tell: Tell,
    ) -> dict[int, float]:
        """How far across the flow each node's line runs, from that of its strip."""
        ordered = in_order(lanes.layers, lanes.wires)
        found: dict[int, float] = {}
        for number, strip in enumerate(strips):
            tell(0.6 + 0.4 * number / len(strips))
            layers = ordered[strip.first : strip.last]
            main = spine[strip.first : strip.last]
            if self._is_upside_down(layers, main, lanes):
                layers = [layer[::-1] for layer in layers]
            found.update(spaced(layers, lanes.after, main, self._apart))
        return found

    def _is_upside_down(
        self, layers: Sequence[Sequence[int]], main: Sequence[int], lanes: "_Lanes"
    ) -> bool:
        """Whether wires meet the main chain from the other side than their ports are.

        Where that is even, wires should pass after it: shapes are read before a wire.
        """
        votes = 0.0
        for layer, next_layer, here, target in zip(
            layers, layers[1:], main, main[1:], strict=False
        ):
            place = {each: index for index, each in enumerate(layer)}
            ports = {source: i for i, source in enumerate(self.network.before[target])}
            for each in lanes.before[target]:
                if each != here and here in ports:
                    is_first = ports[lanes.source.get(each, each)] < ports[here]
                    votes += 1 if is_first == (place[each] < place[here]) else -1
            middle = next_layer.index(target)
            votes += 0.01 * sum(
                1 if index > middle else -1
                for index, each in enumerate(next_layer)
                if each < 0
            )
        return votes < 0

    def _apart(self, one: int, other: int) -> float:
        """How far apart the lines of neighbours are; a negative one is a wire's lane."""
        first = self.rooms[one].after if one >= 0 else 0.0
        second = self.rooms[other].before if other >= 0 else 0.0
        gap = self.style.across if one >= 0 and other >= 0 else self.style.lane
        return first + second + gap

    def _placed(
        self,
        part: Sequence[int],
        rank: Mapping[int, int],
        strips: Sequence[Strip],
        spans: Sequence[Span],
        lines: Mapping[int, float],
        lanes: "_Lanes",
    ) -> Block:
        strip_of = _by_rank(strips)
        columns = self._columns(part, rank, strip_of)
        tops = self._tops(lanes, strip_of, spans, lines)
        block = Block()
        for node in part:
            strip = strip_of[rank[node]]
            x = columns[strip.column + rank[node] - strip.first]
            y = tops[strip.row] + lines[node] - self.rooms[node].before
            block.places[node] = (x, y)
            block.along = max(block.along, x + self.rooms[node].length)
            block.across = max(block.across, y + self.rooms[node].thickness)
        return block

    def _columns(
        self, part: Sequence[int], rank: Mapping[int, int], strip_of: Sequence[Strip]
    ) -> list[float]:
        """Where columns begin: the same in all rows, so that wires find their way."""
        longest: dict[int, float] = defaultdict(float)
        for node in part:
            strip = strip_of[rank[node]]
            column = strip.column + rank[node] - strip.first
            longest[column] = max(longest[column], self.rooms[node].length)
        starts = [0.0]
        for column in range(max(longest)):
            pitch = longest.get(column, 0.0) + self.style.along
            starts.append(starts[-1] + GRID * ceil(pitch / GRID))
        return starts

    def _tops(
        self,
        lanes: "_Lanes",
        strip_of: Sequence[Strip],
        spans: Sequence[Span],
        lines: Mapping[int, float],
    ) -> list[float]:
        """Where the line of each row runs, with room between rows for the wires there."""
        count = 1 + max(strip.row for strip in strip_of)
        before, after = [0.0] * count, [0.0] * count
        passing = Room(0.0, 0.0, 0.0)
        for layer, strip in zip(lanes.layers, strip_of, strict=True):
            row = strip.row
            for place in layer:
                room = self.rooms[place] if place >= 0 else passing
                before[row] = max(before[row], room.before - lines[place])
                after[row] = max(after[row], room.after + lines[place])
        arcs, turns = [0] * count, [0] * count
        for first, last in spans:
            one, other = strip_of[first], strip_of[last]
            if one is not other and one.row == other.row:
                arcs[one.row] += 1
            elif one is not other:
                turns[max(one.row, other.row)] += 1
        offset = self.rooms[lanes.layers[0][0]].before % GRID
        found: list[float] = []
        y = -self.style.rows
        for row in range(count):
            more = max(arcs[row] - 1, 0) + max(turns[row] - 1, 0)
            y += self.style.rows + self.style.lane * min(more, MOST_LANES) + before[row]
            y = GRID * ceil((y - offset) / GRID) + offset
            found.append(y)
            y += after[row]
        return found


class _Lanes:
    """The layers of a network in strips: its nodes, and lanes for wires that pass.

    A wire inside a strip passes each layer between its ends on a lane, a negative
    number. Wires from one strip to another go around, and are no matter of layers.
    """

    def __init__(
        self,
        part: Sequence[int],
        rank: Mapping[int, int],
        strips: Sequence[Strip],
        spine: Sequence[int],
        wires: Iterable[tuple[int, int]],
    ) -> None:
        self.layers: list[list[int]] = [[node] for node in spine]
        main = set(spine)
        for node in part:
            if node not in main:
                self.layers[rank[node]].append(node)
        self.wires: list[tuple[int, int]] = []
        self.before: dict[int, list[int]] = defaultdict(list)
        self.after: dict[int, list[int]] = defaultdict(list)
        self.source: dict[int, int] = {}
        strip_of = _by_rank(strips)
        for source, target in wires:
            if strip_of[rank[source]] is strip_of[rank[target]]:
                self._pass(source, target, range(rank[source] + 1, rank[target]))

    def _pass(self, source: int, target: int, layers: Iterable[int]) -> None:
        last = source
        for layer in layers:
            lane = -1 - len(self.source)
            self.source[lane] = source
            self.layers[layer].append(lane)
            self._wire(last, lane)
            last = lane
        self._wire(last, target)

    def _wire(self, source: int, target: int) -> None:
        self.wires.append((source, target))
        self.after[source].append(target)
        self.before[target].append(source)


def _by_rank(strips: Sequence[Strip]) -> list[Strip]:
    """For each rank, the strip that it is in."""
    ordered = sorted(strips, key=lambda strip: strip.first)
    return [strip for strip in ordered for _ in range(strip.first, strip.last)]
