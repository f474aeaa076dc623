"""The canvas in words, for who listens to it: what is selected, and how it is wired."""

from collections.abc import Sequence

from designer.graph import Graph, Report
from designer.layers import Layer, Tensor
from designer.words import counted, listed

LONGEST = 40
"""Letters of a setting's value; what is longer is read in the form."""

MOST = 5
"""Nodes that are named one by one."""


def spoken(graph: Graph, report: Report, names: Sequence[str]) -> str:
    """What is selected; without that, what there is."""
    known = [name for name in names if name in graph.nodes]
    if len(known) == 1:
        return node_words(graph, report, known[0])
    if not known:
        problems = counted(len(report.problems), "problem")
        return f"{counted(len(graph), 'node')}, {problems}, none selected"
    few = known[:MOST]
    more = [counted(len(known) - MOST, "other")] if len(known) > MOST else []
    return f"{counted(len(known), 'node')} selected: {listed([*few, *more])}"


def node_words(graph: Graph, report: Report, name: str) -> str:
    """A node: its name, type, settings, tensors and problems, and what is wired to it."""
    layer = graph.nodes[name].layer
    settings = settings_in_words(layer).items()
    said = [f"{key.replace('_', ' ')} {value}" for key, value in settings]
    parts = [name, type(layer).__name__, *said]
    parts += _tensors(graph, report, name)
    problems = [problem.message for problem in report.of(name)]
    parts += problems or ["no problems"]
    parts += _wires(graph, name)
    return ", ".join(part.rstrip(".") for part in parts)


def settings_in_words(layer: Layer) -> dict[str, str]:
    """The setting that matters most and those that were chosen; no long text."""
    declared = layer.declared_settings
    main = next((name for name, each in declared.items() if each.brief), "")
    shown = {
        name: each.show(getattr(layer, name))
        for name, each in declared.items()
        if (name == main or layer.differs(name)) and getattr(layer, name) is not None
    }
    return {
        name: value
        for name, value in shown.items()
        if value and "\n" not in value and len(value) <= LONGEST
    }


def _tensors(graph: Graph, report: Report, name: str) -> list[str]:
    into = [report.on_wire(wire) for wire in graph.wires_into(name).values()]
    known, ports = report.inference(name), graph.output_ports(name)
    out: list[Tensor | None] = [*known.outputs] if known else []
    out += [None] * (len(ports) - len(out))  # ports that are gone
    parts = []
    for word, found in (("input", into), ("output", out)):
        if found:
            shapes = [str(tensor) if tensor else "unknown" for tensor in found]
            parts.append(f"{word} {listed(shapes)}")
    return parts


def _wires(graph: Graph, name: str) -> list[str]:
    layer = graph.nodes[name].layer
    sources = [wire.source for wire in graph.wires_into(name).values()]
    targets = [wire.target for wire in graph.wires_from(name)]
    parts = []
    for has_ports, word, ends in (
        (bool(layer.inputs), "from", sources),
        (bool(layer.outputs), "to", targets),
    ):
        if has_ports:
            ends = list(dict.fromkeys(ends))
            parts.append(f"wired {word} {listed(ends) if ends else 'nothing'}")
    return parts
