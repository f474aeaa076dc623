"""How long arranging takes, and how much memory, beside networkx on the same machine.

python tests/benchmarks/arrange.py [NODES ...]
"""

import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

import networkx as nx

from designer.graph import Graph
from designer.graph.layout.arrange import arrange
from tests.graph.networks import chain, residual, u_net

RUNS = 5
KINDS: dict[str, Callable[[int], Graph]] = {
    "chain": chain,
    "residual": residual,
    "u-net": u_net,
}


def plain(graph: Graph) -> None:
    """Columns and nothing else: no order in them, no lanes, no rows."""
    wiring = nx.DiGraph(graph.wiring)
    for column, names in enumerate(nx.topological_generations(wiring)):
        for name in names:
            wiring.nodes[name]["layer"] = column
    nx.multipartite_layout(wiring, subset_key="layer")


def seconds(work: Callable[[], object]) -> float:
    """The median of some runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak(work: Callable[[], object]) -> float:
    """MiB that Python holds at most, more than before."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def main() -> None:
    """One line a network."""
    sizes = [int(size) for size in sys.argv[1:]] or [1000, 5000]
    print("network    nodes  wires  arrange s  multipartite s  ratio  peak MiB")
    for kind, made in KINDS.items():
        for size in sizes:
            graph = made(size)
            _ = graph.order  # known already of a graph that is seen
            ours = seconds(lambda graph=graph: arrange(graph))
            theirs = seconds(lambda graph=graph: plain(graph))
            print(
                f"{kind:10} {len(graph):5}  {len(graph.wires):5}  {ours:9.3f}  "
                f"{theirs:14.3f}  {ours / theirs:5.1f}  "
                f"{peak(lambda graph=graph: arrange(graph)):8.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
