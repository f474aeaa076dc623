"""Names for the values in `forward`, as a person would choose them.

A chain is `x` all along. A value that is used more than once keeps the name of its
node, and so does a second chain while `x` is still needed.
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
                variable = self._choose(self._own(name, port, place), uses, incoming)
            self.variables[name, port] = variable
            if variable != UNUSED:
                self.live.add(variable)

    def _use(self, wire: Wire) -> None:
        value = (wire.source, wire.source_port)
        self.left[value] -= 1
        if not self.left[value]:
            self.live.discard(self.variables[value])

    def _choose(self, own: str, uses: int, incoming: list[Wire]) -> str:
        if uses > 1:
            return own
        if len(incoming) == 1:
            before = (incoming[0].source, incoming[0].source_port)
            is_chain = self.uses[before] == 1 and not self._is_input(before[0])
            if is_chain and self.variables[before] not in self.live:
                return self.variables[before]
        return own if self.chain in self.live else self.chain

    def _own(self, name: str, port: str, place: int) -> str:
        own = name if place == 0 else f"{name}_{port}"
        while place and own in self.graph.nodes:
            own += "_"
        return own

    def _is_input(self, name: str) -> bool:
        return isinstance(self.graph.nodes[name].layer, Input)

    def _is_free(self, name: str) -> bool:
        return name not in self.graph.nodes or self._is_input(name)
