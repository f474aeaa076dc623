"""How far along each node of a network stands, and the chain that leads through it.

Nodes are numbers here, each greater than those it depends on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Network:
    """For each node, the nodes before it in the order of its ports, and those after."""

    before: Sequence[Sequence[int]]
    after: Sequence[Sequence[int]]

    def __len__(self) -> int:
        return len(self.before)

    def parts(self) -> list[list[int]]:
        """The nodes that hang together, part by part, in the order of the first of each."""
        found: list[list[int]] = []
        seen = [False] * len(self)
        for first in range(len(self)):
            if seen[first]:
                continue
            seen[first] = True
            part = [first]
            for node in part:
                for other in (*self.before[node], *self.after[node]):
                    if not seen[other]:
                        seen[other] = True
                        part.append(other)
            found.append(sorted(part))
        return found


@dataclass(frozen=True)
class Ranking:
    """The rank of each node, one more than that of the last it depends on or less.

    `spine` is the longest chain: one node of each rank.
    """

    rank: dict[int, int]
    spine: list[int]


def ranked(network: Network, part: Iterable[int]) -> Ranking:
    """Ranks for the nodes of a part. What feeds only a later node stands next to it."""
    part = list(part)
    rank: dict[int, int] = {}
    for node in part:
        rank[node] = 1 + max((rank[each] for each in network.before[node]), default=-1)
    spine = _spine(network, rank)
    _pull(network, rank, part, set(spine))
    return Ranking(rank, spine)


def _spine(network: Network, rank: dict[int, int]) -> list[int]:
    """From the node that stands last, back along the nodes that made it stand there."""
    node = max(rank, key=lambda each: (rank[each], -each))
    spine = [node]
    while rank[node]:
        node = next(p for p in network.before[node] if rank[p] == rank[node] - 1)
        spine.append(node)
    return spine[::-1]


def _pull(
    network: Network, rank: dict[int, int], part: list[int], spine: set[int]
) -> None:
    """Move what nothing holds back, as a second input and what follows it alone."""
    free: set[int] = set()
    for node in part:
        held = any(
            each not in free or len(network.after[each]) > 1
            for each in network.before[node]
        )
        if not held and node not in spine and network.after[node]:
            free.add(node)
    for node in reversed(part):
        if node in free:
            rank[node] = min(rank[each] for each in network.after[node]) - 1
