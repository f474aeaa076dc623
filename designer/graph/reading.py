"""A design from JSON: every name and value is checked, and a message names the place.

A block that is missing, or that would hold itself, leaves a place for it in the graph,
so that the design opens and nothing of the file is lost.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar, cast, get_args

from designer.errors import DesignerError, GraphError, WireError
from designer.graph.block import Absent, Block, Use, first_output
from designer.graph.block_settings import block_setting
from designer.graph.design import Design
from designer.graph.graph import Graph
from designer.graph.names import check_new_name
from designer.graph.nesting import DEEPEST
from designer.graph.node import Flow, Node, place_after
from designer.graph.wiring import Wire
from designer.graph.writing import FORMAT
from designer.layers import Layer, layer_type
from designer.recipe import Training
from designer.settings import Setting
from designer.words import nearest

T = TypeVar("T")

KEYS: Mapping[int, tuple[str, ...]] = {
    1: ("format", "name", "training", "nodes"),
    2: ("format", "name", "training", "settings", "blocks", "nodes"),
    3: ("format", "name", "training", "settings", "blocks", "flow", "nodes"),
}
BLOCK_KEYS = ("settings", "flow", "nodes")
SETTING_KEYS = ("default", "help")
NODE_KEYS = ("name", "layer", "settings", "inputs", "position")
USE_KEYS = ("block", "repeat", "shares", "frame")


def from_json(content: dict[str, Any]) -> Design:
    """The design in the content of a file; raises DesignerError in words."""
    version = _version(content)
    _known_keys("the file", content, KEYS[version])
    reading = _Reading(_of_type("blocks", content.get("blocks", {}), dict, "an object"))
    blocks = {name: reading.block(name) for name in reading.blocks}
    graph = reading.graph(content, ())
    name = _of_type("name", content.get("name", "Network"), str, "a text")
    training = _placed(
        "training", lambda: Training.from_json(content.get("training", {}))
    )
    settings = _read_settings(content.get("settings", {}))
    if name in blocks:
        raise DesignerError(f"the network and a block of it are both called {name}.")
    return Design(graph, training, name, settings, blocks)


def _version(content: dict[str, Any]) -> int:
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
    return version


class _Reading:
    """Reads the graphs of one file; a block is read when something first needs it."""

    def __init__(self, blocks: dict[str, Any]) -> None:
        self.blocks = blocks
        self._read: dict[str, Block] = {}
        self._layers: dict[str, Layer] = {}

    def block(self, name: str, way: tuple[str, ...] = ()) -> Block:
        """A block of the file. `way` are the blocks that hold it."""
        if name not in self._read:
            place = f"block {name}"
            content = _of_type(place, self.blocks[name], dict, "an object")
            self._read[name] = _placed(
                place, lambda: self._made(name, content, (*way, name))
            )
        return self._read[name]

    def _made(self, name: str, content: dict[str, Any], way: tuple[str, ...]) -> Block:
        _known_keys("it", content, BLOCK_KEYS)
        settings = _read_settings(content.get("settings", {}))
        return Block(name, self.graph(content, way), settings)

    def graph(self, content: dict[str, Any], way: tuple[str, ...]) -> Graph:
        """A graph from what holds its nodes. `way` are the blocks that hold it."""
        entries = _of_type("nodes", content.get("nodes", []), list, "a list")
        flow = _read_flow(content.get("flow", "right"))
        nodes: dict[str, Node] = {}
        for number, entry in enumerate(entries, start=1):
            read = partial(self._node, entry, nodes, way, flow)
            node = _placed(f"node {number}", read)
            nodes[node.name] = node
        graph = _with_wires(Graph.of(nodes.values(), flow=flow), entries)
        for entry in entries:
            graph = _with_shares(graph, entry)
        return _with_frames(graph, entries)

    def _node(
        self, entry: Any, before: dict[str, Node], way: tuple[str, ...], flow: Flow
    ) -> Node:
        _of_type("it", entry, dict, "an object")
        _known_keys("it", entry, (*NODE_KEYS, *USE_KEYS))
        kind = "block" if "block" in entry else "layer"
        for key in ("name", kind):
            _of_type(key, entry.get(key), str, "a text")
        name = entry["name"]
        read = self._use if kind == "block" else self._layer
        layer = _placed(name, lambda: read(entry, way))
        check_new_name(name, before)
        position = _read_position(entry.get("position"))
        if position is None:
            position = place_after(next(reversed(before.values()), None), flow)
        return Node(name, layer, position)

    def _layer(self, entry: dict[str, Any], way: tuple[str, ...]) -> Layer:
        """A layer; the same one where a file says the same again."""
        settings = entry.get("settings", {})
        written = f"{entry['layer']} {settings!r}"
        if written not in self._layers:
            layer = layer_type(entry["layer"]).from_json(settings)
            self._layers[written] = layer
        return self._layers[written]

    def _use(self, entry: dict[str, Any], way: tuple[str, ...]) -> Layer:
        name = entry["block"]
        given = _of_type("settings", entry.get("settings", {}), dict, "an object")
        why = self._why_absent(name, way)
        if why:
            kept = {key: entry[key] for key in ("repeat", "settings") if key in entry}
            return Absent(name, kept, why)
        return Use.from_file(self.block(name, way), given, entry.get("repeat", 1))

    def _why_absent(self, name: str, way: tuple[str, ...]) -> str:
        if name not in self.blocks:
            hint = nearest(name, self.blocks)
            return f"is a block that this design does not have.{hint}"
        if name in way:
            cycle = " ▸ ".join([*way[way.index(name) :], name])
            return f"would hold itself: {cycle}. A block cannot do that."
        if len(way) >= DEEPEST:
            return f"is nested more than {DEEPEST} deep, and so it is left out."
        return ""


def _read_settings(content: Any) -> tuple[Setting, ...]:
    """The settings that a block or the network declares."""
    found = []
    for name, declared in _of_type("settings", content, dict, "an object").items():
        place = f"setting {name}"
        _of_type(place, declared, dict, "an object")
        _known_keys(place, declared, SETTING_KEYS)
        help = _of_type(f"{place}: help", declared.get("help", ""), str, "a text")
        found.append(
            _placed(place, partial(block_setting, name, declared.get("default"), help))
        )
    return tuple(found)


def _with_wires(graph: Graph, entries: list[dict[str, Any]]) -> Graph:
    """With the wires that end at each node; a message names the input."""
    places: list[str] = []
    wires: list[Wire] = []
    for entry in entries:
        inputs = _of_type("inputs", entry.get("inputs", {}), dict, "an object")
        for port, source in inputs.items():
            place = f"node {entry['name']}, input {port}"
            _of_type(f"{place}: a wire's source", source, str, "a text")
            read = partial(_wire, graph, source, entry["name"], port)
            places.append(place)
            wires.append(_placed(place, read))
    try:
        return graph.attach(*wires)
    except WireError as error:
        place = places[wires.index(error.wire)]
        raise DesignerError(f"{place}: {error}") from error


def _wire(graph: Graph, source: str, target: str, port: str) -> Wire:
    """A wire; where it begins or ends at a block, the port may be gone."""
    name, _, source_port = source.partition(".")
    ends = (graph.node(name).layer, graph.node(target).layer)
    if not any(isinstance(layer, Use | Absent) for layer in ends):
        return graph.wire_between(source, f"{target}.{port}")
    return Wire(name, source_port or first_output(ends[0]), target, port)


def _with_shares(graph: Graph, entry: dict[str, Any]) -> Graph:
    if "shares" not in entry:
        return graph
    first = _of_type("shares", entry["shares"], str, "a text")
    name = entry["name"]
    if graph.node(name).layer != graph.node(first).layer:
        raise DesignerError(f"node {name}: it shares {first}, and is another layer.")
    return _placed(f"node {name}", lambda: graph.share(name, first))


def _read_flow(value: Any) -> Flow:
    """Which way a graph is drawn."""
    for flow in get_args(Flow):
        if value == flow:
            return cast(Flow, flow)
    raise DesignerError(f'flow needs to be "right" or "down", got {value!r}')


def _with_frames(graph: Graph, entries: list[dict[str, Any]]) -> Graph:
    """With the nodes of each frame put into it."""
    members: dict[str, list[str]] = {}
    for entry in entries:
        if "frame" in entry:
            place = f"node {entry['name']}: frame"
            frame = _of_type(place, entry["frame"], str, "a text")
            members.setdefault(frame, []).append(entry["name"])
    for frame, names in members.items():
        place = f"node {names[0]}, frame"
        graph = _placed(place, partial(graph.put_in, frame, *names))
    return graph


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
