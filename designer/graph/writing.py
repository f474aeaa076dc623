"""A design as JSON: stable in its order, with one node a line."""

import json
from collections.abc import Iterable
from typing import Any

from designer.graph.block import Absent, Use, first_output
from designer.graph.design import Design
from designer.graph.graph import Graph
from designer.graph.node import Node
from designer.settings import Setting

FORMAT = 3


def to_text(design: Design) -> str:
    """A design as the text of a file. The same design gives the same text."""
    parts = [
        f'"format": {FORMAT}',
        f'"name": {dumps(design.name)}',
        f'"training": {dumps(design.training.to_json())}',
    ]
    if design.settings:
        parts.append(_settings(design.settings, ""))
    if design.blocks:
        blocks = (
            f"{dumps(block.name)}: {_braced(_parts(block.settings, block.graph), '    ')}"
            for block in design.blocks.values()
        )
        parts.append(f'"blocks": {_braced(blocks, "  ")}')
    parts += _graph(design.graph, "")
    return f"{_braced(parts, '')}\n"


def _parts(settings: tuple[Setting, ...], graph: Graph) -> list[str]:
    margin = "    "
    first = [_settings(settings, margin)] if settings else []
    return [*first, *_graph(graph, margin)]


def _graph(graph: Graph, margin: str) -> list[str]:
    """The nodes, and before them which way they run where that is not to the right."""
    flow = [f'"flow": {dumps(graph.flow)}'] if graph.flow != "right" else []
    return [*flow, _nodes(graph, margin)]


def _settings(settings: tuple[Setting, ...], margin: str) -> str:
    lines = [f"{dumps(each.name)}: {dumps(_declared(each))}" for each in settings]
    return f'"settings": {_braced(lines, f"{margin}  ")}'


def _declared(setting: Setting) -> dict[str, Any]:
    written = {"default": setting.default}
    return {**written, "help": setting.help} if setting.help else written


def _nodes(graph: Graph, margin: str) -> str:
    lines = (f"\n{margin}    {dumps(node_to_json(graph, node))}" for node in graph)
    return f'"nodes": [{",".join(lines)}\n{margin}  ]'


def _braced(parts: Iterable[str], margin: str) -> str:
    inside = ",".join(f"\n{margin}  {part}" for part in parts)
    return f"{{{inside}\n{margin}}}"


def node_to_json(graph: Graph, node: Node) -> dict[str, Any]:
    """A node with its layer or block, its settings and the wires into it."""
    written: dict[str, Any] = {"name": node.name, **_layer_to_json(node)}
    if node.shares:
        written["shares"] = node.shares
    if node.frame:
        written["frame"] = node.frame
    inputs = {
        port: f"{wire.source}.{wire.source_port}"
        if wire.source_port != first_output(graph.nodes[wire.source].layer)
        else wire.source
        for port, wire in graph.wires_into(node.name).items()
    }
    if inputs:
        written["inputs"] = inputs
    written["position"] = [int(p) if p == int(p) else p for p in node.position]
    return written


def _layer_to_json(node: Node) -> dict[str, Any]:
    layer = node.layer
    if isinstance(layer, Absent):
        return {"block": layer.block_name, **layer.to_json()}
    if not isinstance(layer, Use):
        return {"layer": type(layer).__name__, "settings": layer.to_json()}
    written: dict[str, Any] = {"block": layer.block.name}
    if layer.differs("repeat"):
        written["repeat"] = layer.declared_settings["repeat"].to_json(layer.repeat)
    return {**written, "settings": layer.to_json()}


def dumps(value: Any) -> str:
    """A value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
