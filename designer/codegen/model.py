"""The translation: a design becomes classes that a good engineer would have written."""

import textwrap
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

from designer.codegen.classes import block_templates, network_template
from designer.codegen.imports import read_imports, sorted_imports
from designer.codegen.occurrence import Key, occurrences
from designer.codegen.rendering import Rendered
from designer.codegen.role import Role
from designer.codegen.sizes import known_sizes
from designer.codegen.template import Template
from designer.codegen.text import (
    WIDTH,
    Line,
    Source,
    assignment,
    looped,
    plain,
    returned,
    signature,
    width,
)
from designer.errors import CodeError
from designer.graph.check import check
from designer.graph.design import Design
from designer.graph.ends import outputs_of, titled, used
from designer.graph.graph import Graph
from designer.graph.inference import Inference
from designer.graph.names import CODE_NAMES
from designer.graph.nesting import blocks_in
from designer.graph.problems.clashes import bringing, brought_by
from designer.graph.report import Report
from designer.layers import Call, Input, Note, Output
from designer.words import counted


def generate_model(design: Design, report: Report | None = None) -> Source:
    """The module that holds the network's class; raises CodeError in words.

    Above it stand the classes of the blocks that it uses. `report` saves checking the
    design again when it has been checked already, and is needed where the design holds
    code of its own.
    """
    report = report or check(design)
    _check(design.graph, report)
    templates = _templates(design, report)
    classes = [line for each in templates for line in (*_class(each), *_gap())][:-2]
    body = [*_definitions(templates), *classes]
    return Source((*_imports(templates, body), *body))


def _check(graph: Graph, report: Report) -> None:
    """Raises CodeError if a node that becomes code cannot."""
    needed = used(graph)
    for name in (name for name in graph.order if name in needed):
        outcome = report.outcomes[name]
        if name in report.awaited:
            raise CodeError(
                f"{titled(graph, name)} is being tried out, and what it gives is not "
                f"known yet. Wait a moment and try again."
            )
        if not isinstance(outcome, Inference):
            first = next((p for p in report.problems if p.node in needed), None)
            raise CodeError(str(first or f"{titled(graph, name)} does not work yet."))
    if not outputs_of(graph):
        raise CodeError("The network is empty: add an Input and layers after it.")


def _templates(design: Design, report: Report) -> list[Template]:
    """The classes, each after those that it uses, the network's last."""
    blocks = blocks_in(design.graph)
    if not (blocks or design.settings):
        return [network_template(design, report.inside, {})]
    taken = {design.name, *blocks, *CODE_NAMES}
    for layer in bringing(design).values():
        taken |= {brought.name for brought in brought_by(layer)}
    found: list[Template] = []
    roles: dict[Key, Role] = {}
    all_met = occurrences(report.inside)
    known = known_sizes(design, report.inside, all_met)
    for met in all_met.values():
        templates, own = block_templates(met, known, roles, taken)
        found += templates
        roles.update(own)
        taken |= {template.name for template in templates}
    found.append(network_template(design, report.inside, roles))
    _check_settings(found, taken)
    return found


def _check_settings(templates: list[Template], taken: Container[str]) -> None:
    """Raises CodeError if an argument would hide a class or a function."""
    for template in templates:
        for setting in template.settings:
            if setting.name in taken:
                raise CodeError(
                    f"{template.name} has a setting called {setting.name}, and so is a "
                    f"block, the network or what a layer's code defines. Give one of "
                    f"them another name."
                )


def _imports(templates: list[Template], body: list[Line]) -> list[Line]:
    """What the classes need, and what their layers' own definitions do."""
    statements = {"from torch import Tensor, nn"}
    if any("torch." in line.text and line.text[0] != "#" for line in body):
        statements.add("import torch")
    for template in templates:
        for name in template.nodes:
            statements.update(template.graph.nodes[name].layer.imports)
    imports = set(read_imports("\n".join(sorted(statements))))
    return plain([*sorted_imports(imports), "", ""])


def _definitions(templates: list[Template]) -> list[Line]:
    """What stands above the classes, each text once."""
    lines: list[Line] = []
    texts: set[str] = set()
    for template in templates:
        for name in template.nodes:
            text = template.graph.nodes[name].layer.definition
            if text and text not in texts:
                texts.add(text)
                own = text.strip("\n").splitlines()
                lines += [Line(line, name, template.block) for line in own]
                lines += _gap()
    return lines


def _gap() -> list[Line]:
    return plain(["", ""])


# A class -------------------------------------------------------------------------------


def _class(template: Template) -> list[Line]:
    lines = [
        *_notes(template.graph),
        Line(f"class {template.name}(nn.Module):"),
        *plain(_docstring(template)),
        Line(""),
        *_init(template),
        *_forward(template),
    ]
    if not template.block:
        return lines
    return [
        line._replace(block=template.block) if line.node else line for line in lines
    ]


def _notes(graph: Graph) -> list[Line]:
    return [
        Line(f"# {line}".rstrip(), node.name)
        for node in graph
        if isinstance(node.layer, Note)
        for paragraph in node.layer.text.splitlines()
        for line in textwrap.wrap(paragraph, WIDTH - 2) or [""]
    ]


def _docstring(template: Template) -> list[str]:
    """What goes in and comes out, and what is said of the settings."""
    told = [f"{each.name}: {each.help}" for each in template.settings if each.help]
    if not told:
        return [f'    """{_summary(template)}"""']
    lines = [
        line
        for each in told
        for line in textwrap.wrap(each, WIDTH - 4, subsequent_indent="    ")
    ]
    lines = [f"    {line}".replace("\\", "\\\\").replace('"', "'") for line in lines]
    return [f'    """{_summary(template)}', "", *lines, '    """']


def _summary(template: Template) -> str:
    """What goes in and comes out; where that is too long, how many layers there are."""
    summary = template.summary
    if summary and width(f'    """{summary}"""') <= WIDTH:
        return summary
    layers = sum(node.made.call is not None for node in template.nodes.values())
    return f"{counted(layers, 'layer')}{template.total}."


def _init(template: Template) -> list[Line]:
    """What makes the modules; nothing where there is nothing to make or to keep."""
    made = [line for name in template.nodes for line in _made(template, name)]
    if not (made or template.arguments):
        return []
    arguments = [
        f"{each.name}: {each.annotation}" + (f" = {each.text}" if each.text else "")
        for each in template.arguments
    ]
    return [
        *signature("__init__", arguments, "None"),
        Line("        super().__init__()"),
        *(Line(f"        self.{name} = {name}") for name in template.stored),
        *made,
        Line(""),
    ]


def _made(template: Template, name: str) -> Iterable[Line]:
    """The lines that make a node's module, if it has one of its own."""
    call, other = template.nodes[name].made.call, template.graph.nodes[name].shares
    if call is None:
        return ()
    if not other:
        return _assigned(f"self.{name}", call, name, 8, "")
    if template.nodes[other].made.call != call:
        raise CodeError(
            f"{titled(template.graph, name)} uses the weights of {other}, whose code holds "
            f"other numbers than what {name} gets would need. Give {name} weights of "
            f"its own."
        )
    return ()


@lru_cache(maxsize=1 << 14)
def _assigned(
    target: str, value: Call | str, node: str, indent: int, comment: str
) -> tuple[Line, ...]:
    """The lines of an assignment; kept, for most nodes stay as they are."""
    return tuple(assignment(target, value, node, indent, comment))


def _forward(template: Template) -> list[Line]:
    graph, rendering = template.graph, template.rendering
    lines: list[Line] = []
    for name in template.nodes:
        if not isinstance(graph.nodes[name].layer, Input | Output):
            lines += _called(template, name)
    ends = outputs_of(graph)
    tensors = ", ".join(["Tensor"] * len(ends)) if len(ends) < 9 else "Tensor, ..."
    answer = tensors if len(ends) == 1 else f"tuple[{tensors}]"
    lines += returned([_returned(template, name) for name in ends], ends[0], 8)
    inputs = rendering.inputs
    if template.block:  # each is a port, needed or not
        inputs = [node.name for node in graph if isinstance(node.layer, Input)]
    return [*signature("forward", [f"{n}: Tensor" for n in inputs], answer), *lines]


Kept = tuple[Rendered, str, tuple[Line, ...]]
"""The lines that call a node, after what they were written from."""


def _called(template: Template, name: str) -> Iterable[Line]:
    """The lines that call a node, with its shapes where they change."""
    node, comment = template.nodes[name], template.comments[name]
    if not node.is_plain or template.graph.nodes[name].shares:
        return _written(template, name)
    kept: dict[str, Kept] = template.graph.once("lines", dict)
    if name not in kept or kept[name][0] is not node or kept[name][1] != comment:
        kept[name] = node, comment, tuple(_written(template, name))
    return kept[name][2]


def _written(template: Template, name: str) -> Iterator[Line]:
    rendering, node = template.rendering, template.nodes[name]
    layer, targets = template.graph.nodes[name].layer, rendering.targets(name)
    comment = template.comments[name]
    first = template.nodes[template.graph.nodes[name].shares or name]
    if first.made.is_list:
        taken = {*rendering.values.values(), *rendering.inputs}
        yield from looped(targets[0], node.called, name, comment, taken)  # type: ignore[arg-type]
        return
    yield from _assigned(layer.assign(*targets), node.called, name, 8, comment)
    for target, value in layer.then(*targets):
        yield from _assigned(target, value, name, 8, "")


def _returned(template: Template, name: str) -> str:
    """The variable that reaches an Output, or that the last node of a path gives."""
    if isinstance(template.graph.nodes[name].layer, Output):
        return template.rendering.arguments(name)[0]
    return template.rendering.targets(name)[0]
