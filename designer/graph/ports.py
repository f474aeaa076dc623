"""Ports of a layer by their names, with the numbered ones of a join among them."""

import re
from collections.abc import Collection, Iterable, Sequence

from designer.errors import GraphError
from designer.layers import Layer, Port
from designer.words import listed


def number_of(port: Port, wired: str) -> int | None:
    """Which of a `many` port's numbered ports `wired` is, from 1; None if it is none."""
    digits = wired.removeprefix(port.name)
    if not port.many or digits == wired or not re.fullmatch(r"[1-9]\d{0,5}", digits):
        return None
    return int(digits)


def has_port(ports: Iterable[Port], name: str) -> bool:
    """Whether a port of that name is among these."""
    return any(
        number_of(port, name) is not None if port.many else port.name == name
        for port in ports
    )


def has_same_ports(before: Layer, after: Layer) -> bool:
    """Whether a layer can stand in another's place with all wires as they are."""
    return isinstance(after, type(before)) and (
        (before.inputs, before.outputs) == (after.inputs, after.outputs)
    )


def output_port(node: str, ports: Sequence[Port], name: str = "") -> str:
    """The output port of that name, or the first; raises GraphError in words."""
    if not ports:
        raise GraphError(f"{node} has no output to wire from.")
    if name and not has_port(ports, name):
        raise no_port(node, "output", name, ports)
    return name or ports[0].name


def input_port(
    node: str, ports: Sequence[Port], name: str, wired: Collection[str]
) -> str:
    """The input port of that name, or the first that has no wire yet.

    Raises GraphError in words.
    """
    if not ports:
        raise GraphError(f"{node} has no input to wire to.")
    if name and not has_port(ports, name):
        raise no_port(node, "input", name, ports)
    names = input_names(ports, wired)
    return name or next((each for each in names if each not in wired), names[0])


def no_port(node: str, side: str, name: str, ports: Iterable[Port]) -> GraphError:
    """What to raise where a node has no such port."""
    known = [f"{port.name}1" if port.many else port.name for port in ports]
    return GraphError(f"{node} has no {side} {name!r}; it has {listed(known)}.")


def input_names(ports: Iterable[Port], wired: Collection[str]) -> tuple[str, ...]:
    """The input ports of a node, where some have a wire; a join has one to spare.

    After them those that are gone, where a wire still ends.
    """
    names: list[str] = []
    for port in ports:
        if port.many:
            last = max((number_of(port, name) or 0 for name in wired), default=0)
            names += [f"{port.name}{i}" for i in range(1, max(last + 1, 2) + 1)]
        else:
            names.append(port.name)
    return (*names, *(name for name in wired if name not in names))


def output_names(ports: Iterable[Port], wired: Iterable[str]) -> tuple[str, ...]:
    """The output ports of a node, and after them those that are gone with wires."""
    names = [port.name for port in ports]
    return (*names, *dict.fromkeys(name for name in wired if name not in names))


def numbered(ports: Iterable[Port], wired: Iterable[str]) -> tuple[str, ...]:
    """Those of the wired inputs that are a join's."""
    many = [port for port in ports if port.many]
    return tuple(
        name
        for name in wired
        if any(number_of(port, name) is not None for port in many)
    )


def in_order(ports: Sequence[Port], names: Collection[str]) -> list[str]:
    """Input ports of a node in the order in which it takes them."""
    if len(names) < 2:
        return list(names)
    return sorted(names, key=lambda name: rank(ports, name))


def rank(ports: Sequence[Port], wired: str) -> tuple[int, int]:
    """Where a port stands among those of its side."""
    for place, port in enumerate(ports):
        if port.name == wired:
            return (place, 0)
        number = number_of(port, wired)
        if number is not None:
            return (place, number)
    return (len(ports), 0)  # a port that is gone
