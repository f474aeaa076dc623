"""The translation: a design becomes a class that a good engineer would have written."""

import textwrap
from functools import lru_cache

from designer.codegen.imports import read_imports, sorted_imports
from designer.codegen.text import (
    WIDTH,
    Line,
    Source,
    assignment,
    plain,
    returned,
    width,
)
from designer.codegen.variables import UNUSED, Value, name_values
from designer.errors import CodeError
from designer.graph.check import check
from designer.graph.design import Design
from designer.graph.ends import outputs_of, titled, used
from designer.graph.graph import Graph
from designer.graph.inference import Inference, NotRun
from designer.graph.report import Report
from designer.layers import Input, Layer, Note, Output, Tensor
from designer.words import counted


def generate_model(design: Design, report: Report | None = None) -> Source:
    """The module that holds the network's class; raises CodeError in words.

    `report` saves checking the design again when it has been checked already, and is
    needed where the design holds code of its own.
    """
    report = report or check(design)
    names = _names(design.graph, report)
    body = _class(design, report, names)
    body = [*_definitions(design.graph, names), *body]
    return Source((*_imports(design.graph, names, body), *body))


def _imports(graph: Graph, names: list[str], body: list[Line]) -> list[Line]:
    """What the class needs, and what its layers' own definitions do."""
    statements = {"from torch import Tensor, nn"}
    if any("torch." in line.text and line.text[0] != "#" for line in body):
        statements.add("import torch")
    for name in names:
        statements.update(graph.nodes[name].layer.imports)
    imports = set(read_imports("\n".join(sorted(statements))))
    return plain([*sorted_imports(imports), "", ""])


def _definitions(graph: Graph, names: list[str]) -> list[Line]:
    """What stands above the network's class, each text once."""
    lines: list[Line] = []
    texts: set[str] = set()
    for name in names:
        text = graph.nodes[name].layer.definition
        if text and text not in texts:
            texts.add(text)
            lines += [Line(line, name) for line in text.strip("\n").splitlines()]
            lines += plain(["", ""])
    return lines


def _names(graph: Graph, report: Report) -> list[str]:
    """The nodes that become code, in order; raises CodeError if one cannot."""
    needed = used(graph)
    names = [name for name in graph.order if name in needed]
    for name in names:
        outcome = report.outcomes[name]
        if isinstance(outcome, NotRun) and not outcome.why:
            raise CodeError(
                f"{titled(graph, name)} is being tried out, and what it gives is not "
                f"known yet. Wait a moment and try again."
            )
        if not isinstance(outcome, Inference):
            first = next((p for p in report.problems if p.node in needed), None)
            raise CodeError(str(first or f"{titled(graph, name)} does not work yet."))
    if not outputs_of(graph):
        raise CodeError("The network is empty: add an Input and layers after it.")
    return names


def _class(design: Design, report: Report, names: list[str]) -> list[Line]:
    graph = design.graph
    modules = _modules(graph, report, names)
    init = [
        Line("    def __init__(self) -> None:"),
        Line("        super().__init__()"),
        *modules,
        Line(""),
    ]
    inputs = [n for n in names if isinstance(graph.nodes[n].layer, Input)]
    total = counted(sum(_known(report, name).parameters for name in names), "parameter")
    shapes = ", ".join(f"{name} {_known(report, name).outputs[0]}" for name in inputs)
    doc = f'    """From {shapes} to {_answer(graph, report)}, {total}."""'
    if width(doc) > WIDTH or not inputs:
        doc = f'    """{counted(len({line.node for line in modules}), "layer")}, {total}."""'
    return [
        *_notes(graph),
        Line(f"class {design.name}(nn.Module):"),
        Line(doc),
        Line(""),
        *(init if modules else []),
        *_forward(graph, report, names, inputs),
    ]


def _notes(graph: Graph) -> list[Line]:
    return [
        Line(f"# {line}".rstrip(), node.name)
        for node in graph
        if isinstance(node.layer, Note)
        for paragraph in node.layer.text.splitlines()
        for line in textwrap.wrap(paragraph, WIDTH - 2) or [""]
    ]


def _modules(graph: Graph, report: Report, names: list[str]) -> list[Line]:
    lines: list[Line] = []
    for name in names:
        lines += _made(name, graph.nodes[name].layer, _known(report, name).inputs)
    return lines


@lru_cache(maxsize=1 << 14)
def _made(
    name: str, layer: Layer, inputs: tuple[Tensor | None, ...]
) -> tuple[Line, ...]:
    """The lines that make a node's module; kept, for most nodes stay as they are."""
    call = layer.make(*inputs)
    return tuple(assignment(f"self.{name}", call, name, 8)) if call else ()


def _forward(
    graph: Graph, report: Report, names: list[str], inputs: list[str]
) -> list[Line]:
    values = graph.once("variables", lambda: name_values(graph, names))
    lines: list[Line] = []
    for name in names:
        layer = graph.nodes[name].layer
        if isinstance(layer, Input | Output):
            continue
        targets = tuple([values[name, port.name] for port in layer.outputs])
        arguments = tuple(_arguments(graph, name, values))
        if layer.needs_batch:
            arguments += (_batch(graph, name, inputs),)
        lines += _called(name, layer, targets, arguments, _known(report, name))
    answers = [_returned(graph, name, values) for name in outputs_of(graph)]
    tensors = (
        ", ".join(["Tensor"] * len(answers)) if len(answers) < 9 else "Tensor, ..."
    )
    answer = tensors if len(answers) == 1 else f"tuple[{tensors}]"
    lines += returned(answers, outputs_of(graph)[0], 8)
    return [*_signature(inputs, answer), *lines]


@lru_cache(maxsize=1 << 14)
def _called(
    name: str,
    layer: Layer,
    targets: tuple[str, ...],
    arguments: tuple[str, ...],
    inference: Inference,
) -> tuple[Line, ...]:
    """The lines that call a node, with its shapes where they change; kept likewise."""
    call = layer.call_on(inference.inputs, f"self.{name}", *arguments)
    made = zip(targets, inference.outputs, strict=True)
    shown = [tensor for target, tensor in made if target != UNUSED]
    changed = set(shown) != set(inference.inputs) - {None}
    comment = ", ".join(map(str, shown)) if changed else ""
    lines = assignment(layer.assign(*targets), call, name, 8, comment)
    for target, value in layer.then(*targets):
        lines += assignment(target, value, name, 8)
    return tuple(lines)


def _batch(graph: Graph, name: str, inputs: list[str]) -> str:
    """A variable that holds the batch as its first axis; raises CodeError without."""
    if not inputs:
        raise CodeError(f"{titled(graph, name)} needs an Input, for its batch.")
    return inputs[0]


def _returned(graph: Graph, name: str, values: dict[Value, str]) -> str:
    """The variable that reaches an Output, or that the last node of a path gives."""
    if isinstance(graph.nodes[name].layer, Output):
        return _arguments(graph, name, values)[0]
    return values[name, graph.output_ports(name)[0]]


def _arguments(graph: Graph, name: str, values: dict[Value, str]) -> list[str]:
    """The variable for each input port, in order; None for an optional one left open."""
    wired = graph.wires_into(name)
    arguments = []
    for port in graph.nodes[name].layer.inputs:
        wires = [w for p, w in wired.items() if port.many or p == port.name]
        arguments += [values[w.source, w.source_port] for w in wires] or ["None"]
    return arguments


def _signature(inputs: list[str], answer: str) -> list[Line]:
    arguments = [f"{name}: Tensor" for name in inputs]
    whole = f"    def forward({', '.join(['self', *arguments])}) -> {answer}:"
    if width(whole) <= WIDTH:
        return [Line(whole)]
    return plain(
        [
            "    def forward(",
            "        self,",
            *(f"        {argument}," for argument in arguments),
            f"    ) -> {answer}:",
        ]
    )


def _answer(graph: Graph, report: Report) -> str:
    shapes = []
    for name in outputs_of(graph):
        inference = _known(report, name)
        shapes.append(str((inference.outputs or inference.inputs)[0]))
    return " and ".join(shapes)


def _known(report: Report, name: str) -> Inference:
    outcome = report.outcomes[name]
    assert isinstance(outcome, Inference)
    return outcome
