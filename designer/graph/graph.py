"""A graph: nodes by name and the wires between them, as a value.

Every edit checks what it is given and returns a new graph; the old one stays as it is
and shares what did not change. So undo is keeping two graphs, and showing a change is
comparing them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from designer.errors import GraphError, WireError
from designer.graph.names import check_new_name, free_name, stem_of
from designer.graph.node import (
    Flow,
    Node,
    Position,
    members,
    place_after,
    renamed,
    sharing,
    stood_in,
)
from designer.graph.order import dependency_order
from designer.graph.ports import (
    has_port,
    has_same_ports,
    in_order,
    input_names,
    input_port,
    numbered,
    output_names,
    output_port,
)
from designer.graph.wiring import (
    Reading,
    Wire,
    Wiring,
    rename,
    rewire,
    wired,
    wires_from,
    wires_into,
    without,
)
from designer.layers import Frame, Layer
from designer.words import nearest

T = TypeVar("T")


class Graph:
    """A frozen graph of layers. Equal when its nodes, their order and wires are equal.

    `flow` is the way that it is drawn, and a part of it as the nodes' positions are.
    """

    def __init__(
        self,
        nodes: Mapping[str, Node] = MappingProxyType({}),
        wiring: Wiring | None = None,
        reading: Reading | None = None,
        flow: Flow = "right",
    ) -> None:
        """For the edits below; begin with Graph() and `add`."""
        self.nodes: Mapping[str, Node] = MappingProxyType(dict(nodes))
        self.wiring = rewire(Wiring()) if wiring is None else wiring
        self._reading = reading or Reading()
        self.flow: Flow = flow

    @classmethod
    def of(
        cls,
        nodes: Iterable[Node],
        wires: Iterable[Wire] = (),
        flow: Flow = "right",
    ) -> "Graph":
        """Nodes and wires put together at once, which costs less than one by one.

        Raises GraphError for the first that cannot be, as `add` and `attach` do.
        """
        placed: dict[str, Node] = {}
        for node in nodes:
            check_new_name(node.name, placed)
            placed[node.name] = node
        wiring = rewire(Wiring(), add_nodes=placed)
        return cls(placed, wiring, flow=flow).attach(*wires)

    # What is there

    @cached_property
    def wires(self) -> frozenset[Wire]:
        """All wires."""
        return frozenset(
            Wire(source, keys[0], target, keys[1])
            for source, target, keys in self.wiring.edges(keys=True)
        )

    @property
    def order(self) -> tuple[str, ...]:
        """All names, each after everything it depends on, one branch after another."""
        if self._reading.order is None:
            self._reading.order = dependency_order(
                self.nodes,
                self.wiring,
                lambda name: [w.source for w in self.wires_into(name).values()],
            )
        return self._reading.order

    def once(self, what: str, work_out: Callable[[], T]) -> T:
        """What `work_out` gives, kept while the wires and the types of layers stay."""
        others = self._reading.others
        if what not in others:
            others[what] = work_out()
        found: T = others[what]
        return found

    def named(self, kind: type[Layer]) -> tuple[str, ...]:
        """The nodes whose layers are of a type."""
        return self.once(
            f"of type {kind.__module__}.{kind.__qualname__}",
            lambda: tuple([n.name for n in self if isinstance(n.layer, kind)]),
        )

    def wires_into(self, name: str) -> Mapping[str, Wire]:
        """The wires that end at a node, by input port, in the order of its ports."""
        known = self._reading.inputs.get(name)
        if known is None:
            known = self._reading.inputs[name] = self._read_inputs(name)
        return known

    def _read_inputs(self, name: str) -> dict[str, Wire]:
        found = {wire.target_port: wire for wire in wires_into(self.wiring, name)}
        return {
            port: found[port] for port in in_order(self.nodes[name].layer.inputs, found)
        }

    def wires_from(self, name: str) -> list[Wire]:
        """The wires that start at a node."""
        return wires_from(self.wiring, name)

    def input_ports(self, name: str) -> tuple[str, ...]:
        """The names of a node's input ports; a join always has one to spare.

        After them those that are gone, where a wire still ends.
        """
        return input_names(self.node(name).layer.inputs, self.wires_into(name))

    def joined(self, name: str) -> tuple[str, ...]:
        """The numbered input ports of a node that have a wire, in order."""
        return numbered(self.node(name).layer.inputs, self.wires_into(name))

    def output_ports(self, name: str) -> tuple[str, ...]:
        """The names of a node's output ports, and after them those that are gone."""
        wired = (wire.source_port for wire in self.wires_from(name))
        return output_names(self.node(name).layer.outputs, wired)

    def strays(self, name: str) -> tuple[Wire, ...]:
        """The wires at a node's ports that are gone, as when a block lost them."""
        layer = self.node(name).layer
        into, out = self.wires_into(name).values(), self.wires_from(name)
        return (
            *(wire for wire in into if not has_port(layer.inputs, wire.target_port)),
            *(wire for wire in out if not has_port(layer.outputs, wire.source_port)),
        )

    def group(self, name: str) -> tuple[str, ...]:
        """The nodes that use the same weights, the one that holds them first."""
        first = self.node(name).shares or name
        return (first, *self.sharers.get(first, ()))

    @cached_property
    def sharers(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that use the weights of another one, by its name."""
        found: dict[str, list[str]] = {}
        for node in self:
            if node.shares:
                found.setdefault(node.shares, []).append(node.name)
        return {first: tuple(names) for first, names in found.items()}

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes in each frame, by its name."""
        return members(self.nodes.values()) if self.named(Frame) else {}

    def node(self, name: str) -> Node:
        """The node of that name; raises GraphError with the nearest name."""
        try:
            return self.nodes[name]
        except KeyError:
            raise GraphError(
                f"There is no node {name!r}.{nearest(name, self.nodes)}"
            ) from None

    def free_name(self, layer: Layer, taken: Collection[str] = ()) -> str:
        """A name for a new node that nothing has yet: "conv1" for a Conv2d.

        `taken` are names of something else, as of the network's settings.
        """
        return free_name(stem_of(type(layer).__name__), self.nodes, taken)

    # Edits: each returns a new graph

    def add(self, name: str, layer: Layer, position: Position | None = None) -> "Graph":
        """With a new node, by default to the right of the one added last."""
        check_new_name(name, self.nodes)
        if position is None:
            position = place_after(next(reversed(list(self)), None), self.flow)
        node = Node(name, layer, (float(position[0]), float(position[1])))
        wiring = rewire(self.wiring, add_nodes=[name])
        return self._with({**self.nodes, name: node}, wiring)

    def remove(self, *names: str) -> "Graph":
        """Without these nodes and their wires."""
        gone = {self.node(name).name for name in names}
        nodes = {name: node for name, node in self.nodes.items() if name not in gone}
        for name in gone:
            heirs = [n for n in self.group(name) if n not in gone]
            nodes.update(sharing(nodes, heirs))
        nodes.update(self._freed(nodes, gone))
        return self._with(nodes, without(self.wiring, gone))

    def rename(self, old: str, new: str) -> "Graph":
        """With a node under another name; its place and its wires stay."""
        if new == self.node(old).name:
            return self
        check_new_name(new, self.nodes)
        return self._with(renamed(self.nodes, old, new), rename(self.wiring, old, new))

    def set(self, name: str, **settings: Any) -> "Graph":
        """With other settings of one node; raises SettingError for a bad value."""
        return self.replace(name, self.node(name).layer.changed(**settings))

    def replace(self, name: str, layer: Layer) -> "Graph":
        """With another layer in a node's place; wires at ports it lacks are gone.

        Nodes that share its weights change with it.
        """
        after = self.relayered(dict.fromkeys(self.group(name), layer))
        if after.wiring is self.wiring and after._reading is self._reading:
            return after
        lost = {
            wire
            for each in self.group(name)
            for wire in set(after.strays(each)) - set(self.strays(each))
        }
        return self._with(after.nodes, rewire(self.wiring, remove_wires=lost))

    def relayered(self, layers: Mapping[str, Layer]) -> "Graph":
        """With other layers in places of nodes; wires stay, even at ports then gone."""
        nodes = {
            **self.nodes,
            **{n: replace(self.node(n), layer=each) for n, each in layers.items()},
        }
        frames = {n for n in layers if isinstance(self.nodes[n].layer, Frame)}
        come = {n for n, each in layers.items() if isinstance(each, Frame)}
        if frames != come:  # a frame stands in none, and no other node holds any
            nodes.update(self._freed(nodes, frames - come))
            nodes.update({n: replace(nodes[n], frame="") for n in come - frames})
        same = all(
            has_same_ports(self.nodes[n].layer, each) for n, each in layers.items()
        )
        return self._with(nodes, self.wiring, self._reading if same else None)

    def share(self, name: str, other: str) -> "Graph":
        """With a node that uses the weights of another, and so its layer."""
        first, layer = self.node(other).shares or other, self.node(other).layer
        if self.node(name).name in (other, first):
            raise GraphError(f"{name} has its own weights, and others share them.")
        if not layer.inputs or not layer.outputs:
            raise GraphError(f"{other} learns nothing that could be shared.")
        graph = self.unshare(name).replace(name, layer)
        return self._with(
            {**graph.nodes, name: replace(graph.nodes[name], shares=first)},
            graph.wiring,
        )

    def unshare(self, name: str) -> "Graph":
        """With a node that has weights of its own."""
        others = [each for each in self.group(name) if each != name]
        apart = sharing(self.nodes, [name] if self.node(name).shares else others)
        return self._with({**self.nodes, **apart}, self.wiring, self._reading)

    def put_in(self, frame: str, *names: str) -> "Graph":
        """With nodes in a frame, or in none where `frame` is empty.

        Raises GraphError in words for what is no frame, and for a frame in a frame.
        """
        inside = [self.node(name) for name in names]
        put = stood_in(self.node(frame) if frame else None, inside)
        return self._with({**self.nodes, **put}, self.wiring, self._reading)

    def move(self, positions: Mapping[str, Position]) -> "Graph":
        """With nodes at other places."""
        moved = {
            name: replace(self.node(name), position=(float(x), float(y)))
            for name, (x, y) in positions.items()
        }
        return self._with({**self.nodes, **moved}, self.wiring, self._reading)

    def flowing(self, flow: Flow) -> "Graph":
        """Drawn the other way, with its nodes where they are."""
        return Graph(self.nodes, self.wiring, self._reading, flow)

    def connect(self, source: str, target: str) -> "Graph":
        """With a wire. Each end is "node" or "node.port".

        Without a port, the source is the first output and the target the first input
        that has no wire yet. Raises GraphError if an end is not there, if the input
        is taken, or if the wire would close a cycle.
        """
        wire = self.wire_between(source, target)
        taken = self.wires_into(wire.target).get(wire.target_port)
        if taken is not None:
            raise GraphError(
                f"{wire.target}.{wire.target_port} is taken already, by {taken.source}; "
                f"disconnect that first."
            )
        return self.attach(wire)

    def attach(self, *wires: Wire) -> "Graph":
        """With wires whose ports need not be there, as those from a file.

        Raises WireError for the first whose input is taken, or that closes a cycle.
        """
        taken: set[tuple[str, str]] = set()
        for wire in wires:
            self.node(wire.source), self.node(wire.target)
            if wire.target_port in self.wires_into(wire.target) or wire[2:] in taken:
                raise WireError(
                    f"{wire.target}.{wire.target_port} is taken already.", wire
                )
            taken.add(wire[2:])
        return self._with(self.nodes, wired(self.wiring, wires))

    def disconnect(self, *wires: Wire) -> "Graph":
        """Without these wires."""
        for wire in wires:
            if wire not in self.wires:
                raise GraphError(f"There is no wire {wire}.")
        return self._with(self.nodes, rewire(self.wiring, remove_wires=set(wires)))

    # Equality

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Graph):
            return NotImplemented
        if self.flow != other.flow:
            return False
        if self.nodes is not other.nodes and (
            list(self.nodes.values()) != list(other.nodes.values())
        ):
            return False
        return self.wiring is other.wiring or self.wires == other.wires

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        layers = tuple([(node.name, node.layer) for node in self])
        return hash((layers, self.wires))

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes.values())

    def __len__(self) -> int:
        return len(self.nodes)

    def __repr__(self) -> str:
        return f"Graph({len(self.nodes)} nodes, {len(self.wires)} wires)"

    # How

    def _with(
        self,
        nodes: Mapping[str, Node],
        wiring: Wiring,
        reading: Reading | None = None,
    ) -> "Graph":
        """Of other nodes and wires, drawn as this one is."""
        return Graph(nodes, wiring, reading, self.flow)

    def _freed(
        self, nodes: Mapping[str, Node], gone: Collection[str]
    ) -> dict[str, Node]:
        """Those of `nodes` that stood in frames which are gone, now in none."""
        inside = (
            name
            for frame in gone
            for name in self.members.get(frame, ())
            if name in nodes
        )
        return {name: replace(nodes[name], frame="") for name in inside}

    def wire_between(self, source: str, target: str) -> Wire:
        """The wire that `connect` adds; raises GraphError if an end is not there."""
        source_name, _, source_port = source.partition(".")
        target_name, _, target_port = target.partition(".")
        outputs = self.node(source_name).layer.outputs
        inputs = self.node(target_name).layer.inputs
        return Wire(
            source_name,
            output_port(source_name, outputs, source_port),
            target_name,
            input_port(target_name, inputs, target_port, self.wires_into(target_name)),
        )
