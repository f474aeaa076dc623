"""Where a wire that is held at one end can be let go: the ports, and what comes of it."""

from collections.abc import Iterable
from math import hypot

from PySide6.QtCore import QPointF

from designer.graph import Report, Wire
from designer.graph.wire_trial import Verdict, WireTrial
from designer.ui.canvas.card import PortEnd, Side
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.scene import Scene

SNAP = 2.5
"""How much further than a port's own reach a wire is drawn to one that suits it."""

GRIP = 5.0
"""A wire is taken up within so many times a port's reach of one of its ends."""


class WireEnds:
    """The ports that a wire held at `held` can end at; `taken` is the one it was."""

    def __init__(
        self, stage: Scene, report: Report, held: PortEnd, taken: Wire | None
    ) -> None:
        self.held = held
        self.seeks: Side = "input" if held.side == "output" else "output"
        self._stage = stage
        self._trial = WireTrial(report, taken)

    def wire(self, end: PortEnd) -> Wire:
        """The wire between the held end and another."""
        source, target = (self.held, end) if self.seeks == "input" else (end, self.held)
        return Wire(source.node, source.port, target.node, target.port)

    def verdict(self, end: PortEnd) -> Verdict:
        """What would come of letting go there."""
        return self._trial.of(self.wire(end))

    def at(self, place: QPointF, reach: float) -> PortEnd | None:
        """The port to end at: one there, or the best of a card, or one that suits nearby."""
        near = self._stage.ports_near(place, SNAP * reach, self.seeks)
        here = set(self._stage.ports_near(place, reach, self.seeks))
        for end in near:
            if end in here and end != self.held:
                return end
        item = self._stage.node_at(place)
        if isinstance(item, NodeItem):
            return self._best(item, place)
        return next((end for end in near if self.verdict(end).suits), None)

    def offered(self, names: Iterable[str]) -> dict[PortEnd, bool]:
        """The ports of some nodes that suit, and whether each is free."""
        found = {}
        for name in names:
            item = self._stage.nodes[name]
            if isinstance(item, NodeItem):
                for side, port in item.card.places:
                    end = item.end_of(side, port)
                    if side == self.seeks and (tried := self.verdict(end)).suits:
                        found[end] = tried.is_free
        return found

    def _best(self, item: NodeItem, place: QPointF) -> PortEnd | None:
        """The port of a card that suits and is free, or else suits, or else is nearest.

        As long as an input lacks a wire that the node needs, the hand means that one.
        """
        ranked = []
        for distance, end in item.distances(place, self.seeks):
            tried = self.verdict(end)
            spare = self.seeks == "input" and not self._is_needed(item, end)
            ranked.append((spare, not tried.suits, not tried.is_free, distance, end))
        return min(ranked)[-1] if ranked else None

    def _is_needed(self, item: NodeItem, end: PortEnd) -> bool:
        """Whether an input must have a wire and has none."""
        wired = self._stage.graph.wires_into(end.node)
        return end.port not in wired and end.port not in item.card.spare


def ends_of(wire: Wire) -> tuple[PortEnd, PortEnd]:
    """The two ports that a wire runs between."""
    return (
        PortEnd(wire.source, "output", wire.source_port),
        PortEnd(wire.target, "input", wire.target_port),
    )


def loose_end(stage: Scene, wire: Wire, place: QPointF, reach: float) -> PortEnd | None:
    """The end of a wire that is taken up at a place on it; None if both are far."""
    ways = [(stage.place_of(end) - place, end) for end in ends_of(wire)]
    nearest, end = min((hypot(way.x(), way.y()), end) for way, end in ways)
    return end if nearest <= GRIP * reach else None
