"""A network without blocks that does the same, to hold the code of blocks against."""

from designer.graph import Design, Graph
from designer.graph.block import Use
from designer.graph.check import check
from designer.graph.ends import outputs_of, used
from designer.graph.inference import Inference, Inside
from designer.layers import Input, Output

Keys = dict[str, str]
"""Nodes of the flat network, and where their weights are in that with blocks."""

Value = tuple[str, str]


def flattened(design: Design) -> tuple[Design, Keys]:
    """The design with its blocks' nodes in their places."""
    flat = _Flat()
    ends = flat.put_in(check(design).inside, "", {})
    for place, (source, port) in enumerate(ends):
        flat.graph = flat.graph.add(f"end{place}", Output())
        flat.graph = flat.graph.connect(f"{source}.{port}", f"end{place}")
    return Design(flat.graph, name="Flat"), flat.keys


class _Flat:
    def __init__(self) -> None:
        self.graph = Graph()
        self.keys: Keys = {}

    def put_in(
        self, inside: Inside, prefix: str, given: dict[str, Value]
    ) -> list[Value]:
        """Adds the nodes of a graph; returns what it gives."""
        graph, values = inside.graph, {}
        needed = used(graph)
        for name in graph.order:
            layer, known = graph.nodes[name].layer, inside.outcomes.get(name)
            if name not in needed or not isinstance(known, Inference):
                continue
            sources = [
                (values[w.source, w.source_port], port)
                for port, w in graph.wires_into(name).items()
            ]
            if isinstance(layer, Output):
                values[name, ""] = sources[0][0]
            elif name in given:
                values[name, "output"] = given[name]
            elif isinstance(layer, Use):
                inner = {port: value for value, port in sources}
                ends = self._repeated(layer, known, f"{prefix}{name}.", inner)
                for port, value in zip(layer.outputs, ends, strict=True):
                    values[name, port.name] = value
            else:
                own = name if isinstance(layer, Input) else f"n{len(self.keys)}"
                self.keys[own] = f"{prefix}{name}"
                self.graph = self.graph.add(own, layer)
                for (source, port), target in sources:
                    self.graph = self.graph.connect(
                        f"{source}.{port}", f"{own}.{target}"
                    )
                for port in layer.outputs:
                    values[name, port.name] = (own, port.name)
        found = []
        for end in outputs_of(graph):
            layer = graph.nodes[end].layer
            is_output = isinstance(layer, Output)
            found.append(values[end, "" if is_output else layer.outputs[0].name])
        return found

    def _repeated(
        self, use: Use, known: Inference, prefix: str, given: dict[str, Value]
    ) -> list[Value]:
        many = len(known.inside) > 1
        for place, inside in enumerate(known.inside):
            ends = self.put_in(inside, f"{prefix}{place}." if many else prefix, given)
            given = {**given, use.inputs[0].name: ends[0]}
        return ends
