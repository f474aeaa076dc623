"""Ports of a layer by their names, with the numbered ones of a join among them."""

import re
from collections.abc import Collection, Iterable, Sequence

from designer.errors import GraphError
from designer.layers import Port
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


def rank(ports: Sequence[Port], wired: str) -> tuple[int, int]:
    """Where a port stands among those of its side."""
    for place, port in enumerate(ports):
        if port.name == wired:
            return (place, 0)
        number = number_of(port, wired)
        if number is not None:
            return (place, number)
    return (len(ports), 0)  # a port that is gone
