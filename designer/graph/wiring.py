"""The wires of a graph as a networkx MultiDiGraph that shares structure.

An edit makes a new MultiDiGraph that takes over the old one's inner dictionaries and
replaces only those that it touches: at 5,000 nodes 0.04 ms, where `copy` takes 45 ms.
That needs three private attributes of networkx, `_adj`, `_pred` and `_node`, which are
used in this module only.
"""

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

import networkx as nx

from designer.errors import GraphError
from designer.words import counted


class Wire(NamedTuple):
    """A wire from an output port to an input port."""

    source: str
    source_port: str
    target: str
    target_port: str

    def __str__(self) -> str:
        return f"{self.source}.{self.source_port} → {self.target}.{self.target_port}"


Wiring: TypeAlias = nx.MultiDiGraph

INSTEAD = "To repeat layers, put more of them in a row, or use a recurrent layer such as LSTM."
"""What to do where a cycle is refused."""


def rewire(
    wiring: Wiring,
    *,
    add_nodes: Iterable[str] = (),
    remove_nodes: Iterable[str] = (),
    add_wires: Iterable[Wire] = (),
    remove_wires: Iterable[Wire] = (),
) -> Wiring:
    """A new wiring with these differences; `wiring` itself stays as it is.

    Wires at removed nodes must be among `remove_wires`.
    """
    new = nx.MultiDiGraph()
    new._adj, new._pred, new._node = (
        dict(wiring._adj),
        dict(wiring._pred),
        dict(wiring._node),
    )
    for name in add_nodes:
        new._adj[name], new._pred[name], new._node[name] = {}, {}, {}
    for wire in remove_wires:
        keys = dict(new._adj[wire.source][wire.target])
        del keys[wire.source_port, wire.target_port]
        _set_keys(new, wire.source, wire.target, keys)
    for wire in add_wires:
        keys = dict(new._adj[wire.source].get(wire.target, {}))
        keys[wire.source_port, wire.target_port] = {}
        _set_keys(new, wire.source, wire.target, keys)
    for name in remove_nodes:
        del new._adj[name], new._pred[name], new._node[name]
    return nx.freeze(new)


def _set_keys(
    new: Wiring,
    source: str,
    target: str,
    keys: dict[tuple[str, str], dict[str, object]],
) -> None:
    new._adj[source] = dict(new._adj[source])
    new._pred[target] = dict(new._pred[target])
    if keys:
        new._adj[source][target] = new._pred[target][source] = keys
    else:
        del new._adj[source][target], new._pred[target][source]


def check_cycle(wiring: Wiring, source: str, target: str) -> None:
    """Raises GraphError, with the cycle named, if target already leads to source."""
    if source == target:
        raise GraphError(
            f"{source} cannot be wired to itself: that would be a cycle. {INSTEAD}"
        )
    if nx.has_path(wiring, target, source):
        path = nx.shortest_path(wiring, target, source)
        if len(path) > 6:
            path = [*path[:3], f"… {counted(len(path) - 5, 'node')} …", *path[-2:]]
        cycle = " → ".join([*path, target])
        raise GraphError(
            f"A wire from {source} to {target} would make a cycle: {cycle}. {INSTEAD}"
        )
