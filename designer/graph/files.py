"""Designs as files: JSON with one node a line, so that a diff shows what changed.

A file is text from a stranger: reading one runs nothing, and every name and value is
checked before anything else sees it. A message names the file and the place in it.
"""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from designer.errors import DesignerError, FileError, GraphError
from designer.graph.design import Design
from designer.graph.graph import Graph, Node
from designer.layers import layer_type
from designer.recipe import Training
from designer.storage import read_text, write_whole
from designer.words import nearest

T = TypeVar("T")

FORMAT = 1
LONGEST = 400
"""Characters of a message, for a file may hold values of any length."""

KEYS = ("format", "name", "training", "nodes")
NODE_KEYS = ("name", "layer", "settings", "inputs", "position")


def save(design: Design, path: str | Path) -> None:
    """Write a design whole or not at all; raises FileError in words."""
    write_whole(path, to_text(design))


def load(path: str | Path) -> Design:
    """Read a design; raises FileError that names the place."""
    try:
        return from_text(read_text(path))
    except FileError:
        raise
    except DesignerError as error:
        words = str(error)
        half = LONGEST // 2
        shown = words if len(words) < LONGEST else f"{words[:half]} … {words[-half:]}"
        raise FileError(f"{Path(path).name} cannot be opened: {shown}") from error


def to_text(design: Design) -> str:
    """A design as the text of a file. The same design gives the same text."""
    nodes = [
        f"    {_dumps(_node_to_json(design.graph, node))}" for node in design.graph
    ]
    listed = ",\n".join(nodes)
    return (
        "{\n"
        f'  "format": {FORMAT},\n'
        f'  "name": {_dumps(design.name)},\n'
        f'  "training": {_dumps(design.training.to_json())},\n'
        f'  "nodes": [\n{listed}\n  ]\n'
        "}\n"
    )


def from_text(text: str) -> Design:
    """The design in the text of a file; raises DesignerError that names the place."""
    content = _parse(text)
    version = content.get("format")
    if type(version) is not int:
        raise DesignerError('it has no "format" number, so it is no design.')
    if version < 1:
        raise DesignerError(f"it is of format {version}, which there never was.")
    if version > FORMAT:
        raise DesignerError(
            f"it is of format {version} and this Network Designer knows up to {FORMAT}; "
            f"update Network Designer to open it."
        )
    _known_keys("the file", content, KEYS)
    graph = _read_graph(_of_type("nodes", content.get("nodes", []), list, "a list"))
    name = _of_type("name", content.get("name", "Network"), str, "a text")
    training = _placed(
        "training", lambda: Training.from_json(content.get("training", {}))
    )
    return Design(graph, training, name)


def _node_to_json(graph: Graph, node: Node) -> dict[str, Any]:
    written: dict[str, Any] = {
        "name": node.name,
        "layer": type(node.layer).__name__,
        "settings": node.layer.to_json(),
    }
    inputs = {
        port: wire.source
        if wire.source_port == graph.nodes[wire.source].layer.outputs[0].name
        else f"{wire.source}.{wire.source_port}"
        for port, wire in graph.wires_into(node.name).items()
    }
    if inputs:
        written["inputs"] = inputs
    written["position"] = [int(p) if p == int(p) else p for p in node.position]
    return written


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _parse(text: str) -> dict[str, Any]:
    if not text.strip():
        raise DesignerError("it is empty.")
    try:
        content = json.loads(
            text, object_pairs_hook=_unique_keys, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        raise DesignerError(
            f"it is no JSON, or only part of it. Reading stopped at line {error.lineno}, "
            f"column {error.colno}: {error.msg.removesuffix(' at').lower()}."
        ) from None
    except ValueError as error:  # a number of thousands of digits
        raise DesignerError(f"it is no JSON that can be read: {error}.") from None
    except RecursionError:
        raise DesignerError("it is nested too deeply to be a design.") from None
    if not isinstance(content, dict):
        raise DesignerError("it holds no JSON object, so it is no design.")
    return content


def _no_number(word: str) -> None:
    raise DesignerError(f"it is no JSON: {word} is no number there.")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DesignerError(f"the key {key!r} stands twice in one object.")
        found[key] = value
    return found


def _read_graph(entries: list[Any]) -> Graph:
    graph = Graph()
    for number, entry in enumerate(entries, start=1):
        graph = _placed(f"node {number}", partial(_read_node, graph, entry))
    for entry in entries:
        inputs = _of_type("inputs", entry.get("inputs", {}), dict, "an object")
        for port, source in inputs.items():
            place = f"node {entry['name']}, input {port}"
            end = f"{entry['name']}.{port}"
            graph = _placed(place, partial(_read_wire, graph, source, end))
    return graph


def _read_wire(graph: Graph, source: Any, target: str) -> Graph:
    return graph.connect(_of_type("a wire's source", source, str, "a text"), target)


def _read_node(graph: Graph, entry: Any) -> Graph:
    _of_type("it", entry, dict, "an object")
    _known_keys("it", entry, NODE_KEYS)
    for key in ("name", "layer"):
        _of_type(key, entry.get(key), str, "a text")
    layer = _placed(
        entry["name"],
        lambda: layer_type(entry["layer"]).from_json(entry.get("settings", {})),
    )
    return graph.add(entry["name"], layer, _read_position(entry.get("position")))


def _read_position(value: Any) -> tuple[float, float] | None:
    if value is None:
        return None
    numbers = isinstance(value, list) and all(
        isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e9
        for v in value
    )
    if not numbers or len(value) != 2:
        raise GraphError(f"position needs two numbers, got {value!r}")
    return (float(value[0]), float(value[1]))


def _placed(place: str, read: Callable[[], T]) -> T:
    """What `read` gives; an error of it names the place."""
    try:
        return read()
    except DesignerError as error:
        raise DesignerError(f"{place}: {error}") from error


def _of_type(place: str, value: Any, type_: type[T], words: str) -> T:
    if not isinstance(value, type_):
        raise DesignerError(f"{place} needs {words}, got {value!r}")
    return value


def _known_keys(place: str, content: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in content:
        if key not in known:
            raise DesignerError(
                f"{place} has an unknown key {key!r}.{nearest(key, known)}"
            )
