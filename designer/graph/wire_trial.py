"""What would come of a wire, told while it is still in somebody's hand.

Only the node where it would end is tried, with its own shape rule on the tensors that
are known; what lies behind that one is left to the check.
"""

from dataclasses import dataclass, replace
from typing import Literal

import networkx as nx

from designer.errors import GraphError, ShapeError
from designer.graph.ends import titled
from designer.graph.inference import carried, outcome_of
from designer.graph.ports import has_port, in_order, no_port
from designer.graph.reach import downstream, upstream
from designer.graph.report import Report
from designer.graph.wiring import Wire, check_cycle

Sort = Literal["fits", "stands", "replaces", "swaps", "misfits", "refused"]


@dataclass(frozen=True)
class Verdict:
    """What would come of a wire, and in words what is not plain to see.

    One that "stands" is there already, so nothing would change. One that "misfits" can
    be drawn and is a mistake then; one "refused" cannot be. `is_free` says whether the
    input has no other wire yet.
    """

    sort: Sort = "fits"
    words: str = ""
    is_free: bool = True

    @property
    def suits(self) -> bool:
        """Whether the wire would be no mistake, as far as can be known."""
        return self.sort not in ("misfits", "refused")


class WireTrial:
    """Tries wires on a graph as it is known; `taken` is the wire that would be moved.

    Answers are kept, for a pointer passes the same ports again and again.
    """

    def __init__(self, report: Report, taken: Wire | None = None) -> None:
        self._graph = report.resolved
        self._taken = taken
        self._outcomes = dict(report.outcomes)
        self._known: dict[Wire, Verdict] = {}
        self._before: dict[str, set[str]] = {}
        self._behind: dict[str, set[str]] = {}
        if taken:  # what follows it will not be what it is
            for name in (
                taken.target,
                *nx.descendants(self._graph.wiring, taken.target),
            ):
                self._outcomes.pop(name, None)

    def of(self, wire: Wire) -> Verdict:
        """What would come of a wire between two ports that are there."""
        if wire not in self._known:
            self._known[wire] = self._tried(wire)
        return self._known[wire]

    def _tried(self, wire: Wire) -> Verdict:
        graph, taken = self._graph, self._taken
        wires = dict(graph.wires_into(wire.target))
        there = wires.pop(wire.target_port, None)
        if wire == taken:
            return Verdict()
        if wire == there:
            return Verdict("stands", is_free=False)
        inputs = graph.nodes[wire.target].layer.inputs
        try:
            if not has_port(inputs, wire.target_port):
                raise no_port(wire.target, "input", wire.target_port, inputs)
            if self._closes(wire):
                check_cycle(graph.wiring, wire.source, wire.target)
        except GraphError as error:
            return Verdict("refused", str(error), is_free=there in (None, taken))
        other = there if there != taken else None
        verdict = Verdict()
        if other is not None:
            words = f"Replaces the wire from {other.source}"
            verdict = Verdict("replaces", words, is_free=False)
        if taken is not None and taken.target == wire.target:
            port = wires.pop(taken.target_port, taken).target_port
            if other is not None:
                wires[port] = other._replace(target_port=port)
                words = f"Swaps with the wire from {other.source}"
                verdict = Verdict("swaps", words, is_free=False)
        misfit = self._misfit(wire.target, {**wires, wire.target_port: wire})
        return replace(verdict, sort="misfits", words=misfit) if misfit else verdict

    def _closes(self, wire: Wire) -> bool:
        """Whether a wire would close a cycle; all wires in one hand share an end."""
        source, target = wire.source, wire.target
        if target in self._behind:
            return source in self._behind[target]
        if source not in self._before:
            self._before[source] = upstream(self._graph, [source])
            self._behind[target] = downstream(self._graph, [target])
        return target in self._before[source]

    def _misfit(self, name: str, wires: dict[str, Wire]) -> str:
        """Why a node would not take what these wires bring; empty if it would."""
        graph, layer = self._graph, self._graph.nodes[name].layer
        if layer.expressions:
            return ""  # it has no values, and so says nothing of shapes
        if len(wires) < 2 and any(port.many for port in layer.inputs):
            return ""  # a join that waits for its second wire
        tensors = {
            port: carried(graph, wires[port], self._outcomes)
            for port in in_order(layer.inputs, wires)
        }
        outcome = outcome_of(layer, tensors)
        if not isinstance(outcome, ShapeError):
            return ""
        return f"{titled(graph, name)} {outcome} {outcome.rule}".strip()
