"""What differs between two designs: nodes, their settings, wires, blocks and training.

Two nodes are the same where they have one name. Of the others, a node that went and one
that came are the same where they hold the same layer and stand at the same place among
their neighbours: such a node was renamed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from designer.graph.block import Absent
from designer.graph.design import Design
from designer.graph.graph import Graph
from designer.graph.node import Node
from designer.graph.wiring import Wire
from designer.layers import Layer
from designer.settings import Setting, Settings

Kind = Literal["added", "removed", "changed", "moved", "same"]

ABSENT = "–"
"""Stands for the value of a setting that one of two designs does not have."""


class Change(NamedTuple):
    """A setting that differs, with both values as a person reads them."""

    name: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.name} {self.before} → {self.after}"


@dataclass(frozen=True)
class NodeChange:
    """A node before and after, one of them None where it is only in the other design.

    It is "changed" where its name, layer or settings differ, and "moved" where only its
    place does.
    """

    kind: Kind
    before: Node | None
    after: Node | None
    settings: tuple[Change, ...] = ()

    @property
    def node(self) -> Node:
        """The node as it is after, or else as it was."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True)
class Part:
    """What differs in one graph: the network's, where `block` is empty, or a block's.

    Of a block that is only in one design, nothing but that is told.
    """

    block: str
    kind: Kind
    nodes: tuple[NodeChange, ...] = ()
    added: tuple[Wire, ...] = ()
    removed: tuple[Wire, ...] = ()
    settings: tuple[Change, ...] = ()

    def of(self, kind: Kind) -> tuple[NodeChange, ...]:
        """The nodes with that kind of change."""
        return tuple(each for each in self.nodes if each.kind == kind)


@dataclass(frozen=True)
class Difference:
    """The parts that differ, the network first; and the training's settings that do."""

    parts: tuple[Part, ...]
    training: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.parts or self.training)


def difference(before: Design, after: Design) -> Difference:
    """What differs from one design to another."""
    parts = [
        _part("", (before.graph, after.graph), _declared(before, after)),
        *_blocks(before, after),
    ]
    training = _changes(before.training, after.training)
    return Difference(
        tuple(part for part in parts if part.kind != "same"), tuple(training)
    )


def _declared(before: Design, after: Design) -> tuple[Change, ...]:
    """The name of the network and the settings that it declares."""
    found = [Change("name", before.name, after.name)]
    changes = [each for each in found if each.before != each.after]
    return (*changes, *_declarations(before.settings, after.settings))


def _blocks(before: Design, after: Design) -> Iterator[Part]:
    for name in dict.fromkeys([*before.blocks, *after.blocks]):
        old, new = before.blocks.get(name), after.blocks.get(name)
        if old is None or new is None:
            yield Part(name, "added" if old is None else "removed")
        elif old is not new:
            declared = _declarations(old.settings, new.settings)
            yield _part(name, (old.graph, new.graph), declared)


def _part(
    block: str, graphs: tuple[Graph, Graph], settings: tuple[Change, ...]
) -> Part:
    before, after = graphs
    same = matched(before, after)
    wires = {_renamed(wire, same) for wire in before.wires}
    added = [wire for wire in after.wires if wire not in wires]
    removed = [w for w in before.wires if _renamed(w, same) not in after.wires]
    nodes = tuple(_nodes(before, after, same))
    if before.flow != after.flow:
        settings = (*settings, Change("flow", before.flow, after.flow))
    differs = bool(nodes or added or removed or settings)
    return Part(
        block,
        "changed" if differs else "same",
        nodes,
        tuple(sorted(added)),
        tuple(sorted(removed)),
        settings,
    )


def _renamed(wire: Wire, names: Mapping[str, str]) -> Wire:
    """A wire between nodes that are called otherwise; those that went keep no name."""
    source, target = names.get(wire.source, ""), names.get(wire.target, "")
    return wire._replace(source=source, target=target)


def _nodes(
    before: Graph, after: Graph, same: Mapping[str, str]
) -> Iterator[NodeChange]:
    """The nodes that differ: in the order of the network after, then those that went."""
    old_names = {new: old for old, new in same.items()}
    for name in after.order:
        new = after.nodes[name]
        if name not in old_names:
            yield NodeChange("added", None, new)
            continue
        old = before.nodes[old_names[name]]
        changes = tuple(_node_changes(old, new, same))
        if changes:
            yield NodeChange("changed", old, new, changes)
        elif old.position != new.position:
            yield NodeChange("moved", old, new)
    for name in before.order:
        if name not in same:
            yield NodeChange("removed", before.nodes[name], None)


def _node_changes(old: Node, new: Node, same: Mapping[str, str]) -> Iterator[Change]:
    if old.name != new.name:
        yield Change("name", old.name, new.name)
    if (was := _kind(old.layer)) != (now := _kind(new.layer)):
        yield Change("layer", was, now)
    yield from _changes(old.layer, new.layer)
    for what in ("shares", "frame"):  # each is the name of a node
        was, now = getattr(old, what), getattr(new, what)
        if same.get(was, was) != now:
            yield Change(what, was or ABSENT, now or ABSENT)


def _changes(old: Settings, new: Settings) -> Iterator[Change]:
    """The settings that differ; those that only one has are told only if given."""
    if old == new:
        return
    was, now = _words(old), _words(new)
    for name in dict.fromkeys([*was, *now]):
        if was.get(name, ABSENT) != now.get(name, ABSENT):
            yield Change(name, was.get(name, ABSENT), now.get(name, ABSENT))


def _words(settings: Settings) -> dict[str, str]:
    """What each setting says, and those of the settings that it holds: "data.size"."""
    found: dict[str, str] = {}
    for name, declared in settings.declared_settings.items():
        value = getattr(settings, name)
        if isinstance(value, Settings):
            found[name] = type(value).__name__
            inner = _words(value).items()
            found.update({f"{name}.{key}": words for key, words in inner})
        else:
            found[name] = declared.show(value)
    return found


def _declarations(
    before: Iterable[Setting], after: Iterable[Setting]
) -> tuple[Change, ...]:
    was = {each.name: each.show(each.default) for each in before}
    now = {each.name: each.show(each.default) for each in after}
    return tuple(
        Change(name, was.get(name, ABSENT), now.get(name, ABSENT))
        for name in dict.fromkeys([*was, *now])
        if was.get(name) != now.get(name)
    )


def _kind(layer: Layer) -> str:
    return layer.block_name if isinstance(layer, Absent) else type(layer).__name__


# Which nodes are the same


def matched(before: Graph, after: Graph) -> dict[str, str]:
    """The nodes that are in both graphs: their names after, by their names before."""
    same = {name: name for name in before.nodes if name in after.nodes}
    while fresh := _alike(before, after, same):
        same |= fresh
    return same


Key = Callable[[Graph, str, Callable[[str], str | None]], Any]
"""What tells a node from others; None where that says nothing."""


def _alike(before: Graph, after: Graph, same: Mapping[str, str]) -> dict[str, str]:
    """Of the nodes that have no partner yet, those that only fit each other."""
    new_names = set(same.values())
    for key in (_by_layer_and_neighbours, _by_layer_and_place, _by_neighbours):
        old = _unique(before, key, same.keys(), same.get)
        new = _unique(after, key, new_names, lambda n: n if n in new_names else None)
        found = {old[each]: new[each] for each in old.keys() & new.keys()}
        if found:
            return found
    return {}


def _unique(
    graph: Graph,
    key: Key,
    done: Iterable[str],
    known: Callable[[str], str | None],
) -> dict[Any, str]:
    """The nodes without a partner by a key that no other of them has."""
    found: dict[Any, list[str]] = {}
    for name in graph.nodes.keys() - set(done):
        told = key(graph, name, known)
        if told is not None:
            found.setdefault(told, []).append(name)
    return {told: names[0] for told, names in found.items() if len(names) == 1}


def _by_layer_and_neighbours(
    graph: Graph, name: str, known: Callable[[str], str | None]
) -> Any:
    around = _neighbours(graph, name, known)
    return (_layer(graph, name), around) if any(around) else None


def _by_layer_and_place(
    graph: Graph, name: str, known: Callable[[str], str | None]
) -> Any:
    return _layer(graph, name), graph.nodes[name].position


def _by_neighbours(graph: Graph, name: str, known: Callable[[str], str | None]) -> Any:
    before, after = _neighbours(graph, name, known)
    return (before, after) if before and after else None


def _neighbours(
    graph: Graph, name: str, known: Callable[[str], str | None]
) -> tuple[frozenset[str], frozenset[str]]:
    """The nodes before and after it that have a partner, by their names after."""
    before = (known(each) for each in graph.wiring.pred[name])
    after = (known(each) for each in graph.wiring.adj[name])
    return frozenset(filter(None, before)), frozenset(filter(None, after))


def _layer(graph: Graph, name: str) -> Any:
    layer = graph.nodes[name].layer
    return _kind(layer), tuple(sorted(_words(layer).items()))
