"""Names for the values in `forward`, as a person would choose them.

A chain is `x` all along. A value that is used more than once keeps the name of its
node. A second chain, while `x` is still needed, is `out` where it meets one other value,
and else has the name of its last node.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, count

from designer.graph.graph import Graph
from designer.graph.wiring import Wire
from designer.layers import Input, Output

Value = tuple[str, str]
"""A node and one of its output ports."""

UNUSED = "_"

SECOND = "out"
"""A chain beside the first."""


def name_values(graph: Graph, names: Sequence[str]) -> dict[Value, str]:
    """The variable of each value, for nodes in the order of the code."""
    naming = _Naming(graph, names)
    for name in names:
        naming.visit(name)
    return naming.variables


class _Naming:
    """Walks through the code and knows which variables are still needed."""

    def __init__(self, graph: Graph, names: Sequence[str]) -> None:
        self.graph = graph
        self.uses = Counter(
            (wire.source, wire.source_port)
            for name in names
            for wire in graph.wires_into(name).values()
        )
        self.left = Counter(self.uses)
        self.live: set[str] = set()
        self.variables: dict[Value, str] = {}
        others = (f"x{number}" for number in count(1))
        self.chain = next(filter(self._is_free, chain("xhyz", others)))

    def visit(self, name: str) -> None:
        """Name what a node gives, after what it takes is used up."""
        layer = self.graph.nodes[name].layer
        incoming = list(self.graph.wires_into(name).values())
        if not isinstance(layer, Output):  # what is returned is needed to the end
            for wire in incoming:
                self._use(wire)
        for place, port in enumerate(self.graph.output_ports(name)):
            uses = self.uses[name, port]
            if isinstance(layer, Input):
                variable = name
            elif not uses and (place or self.graph.wiring.adj[name]):
                variable = UNUSED
            else:
                variable = self._choose(
                    name, self._own(name, port, place), uses, incoming
                )
            self.variables[name, port] = variable
            if variable != UNUSED:
                self.live.add(variable)

    def _use(self, wire: Wire) -> None:
        value = (wire.source, wire.source_port)
        self.left[value] -= 1
        if not self.left[value]:
            self.live.discard(self.variables[value])

    def _choose(self, name: str, own: str, uses: int, incoming: list[Wire]) -> str:
        if uses > 1:
            return own
        if len(incoming) == 1:
            before = (incoming[0].source, incoming[0].source_port)
            is_chain = self.uses[before] == 1 and not self._is_input(before[0])
            if is_chain and self.variables[before] not in self.live:
                return self.variables[before]
        if self.chain not in self.live:
            return self.chain
        return self._beside(name) or own

    def _beside(self, name: str) -> str:
        """What a chain is called that begins here, beside another; empty if it is short."""
        last = name
        while (after := self._only_user(last)) and self._is_link(after):
            last = after
        if last == name:
            return ""
        meets = len(self.graph.wires_into(after)) if after else 0
        if meets == 2 and self._is_free(SECOND) and SECOND not in self.live:
            return SECOND
        return last if last not in self.live else ""

    def _only_user(self, name: str) -> str:
        """The one node that uses what a node gives; empty if there is no such one."""
        wires = self.graph.wires_from(name)
        uses = sum(self.uses[name, port] for port in self.graph.output_ports(name))
        return wires[0].target if uses == 1 and len(wires) == 1 else ""

    def _is_link(self, name: str) -> bool:
        """Whether a node goes on with a chain: it takes one value and gives one."""
        layer = self.graph.nodes[name].layer
        return not isinstance(layer, Output) and len(self.graph.wires_into(name)) == 1

    def _own(self, name: str, port: str, place: int) -> str:
        own = name if place == 0 else f"{name}_{port}"
        while place and own in self.graph.nodes:
            own += "_"
        return own

    def _is_input(self, name: str) -> bool:
        return isinstance(self.graph.nodes[name].layer, Input)

    def _is_free(self, name: str) -> bool:
        return name not in self.graph.nodes or self._is_input(name)
