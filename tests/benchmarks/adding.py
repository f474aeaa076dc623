"""What adding costs in a large graph: a name, a chain after a node, the search's list.

Prints medians in milliseconds, and the ratio to the same in a graph of ten nodes.
"""

import statistics
import sys
import time
from collections.abc import Callable

from designer import layers
from designer.graph import Design, Graph, check
from designer.graph.adding import added, site_after
from designer.graph.chain import read_chain
from designer.graph.spot import Spot
from designer.ui.adding.entries import Finder

ROUNDS = 15


def chain(length: int) -> Graph:
    """An Input, and so many convolutions that keep the size, in rows of ten."""
    graph = Graph().add("image", layers.Input(shape=(3, 32, 32)), (0, 0))
    layer = layers.Conv2d(out_channels=8, padding="same")
    graph, _ = added(graph, [layer] * length, site_after(graph, "image"))
    return graph


def median(deed: Callable[[], object]) -> float:
    """Milliseconds of a deed."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        deed()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def measured(length: int) -> dict[str, float]:
    """Each cost in a graph of a length."""
    graph = chain(length)
    design = Design(graph)
    report = check(design)
    last = list(graph.nodes)[-1]
    layer = layers.Conv2d()
    typed = read_chain("conv 64 3x3 s2, bn, relu").layers

    def finder() -> Finder:
        return Finder(Spot(design, report, site_after(graph, last)))

    opened = finder()
    return {
        "a free name": median(lambda: graph.free_name(layer)),
        "a layer after a node": median(
            lambda: added(graph, [layer], site_after(graph, last))
        ),
        "a chain of three": median(
            lambda: added(graph, typed, site_after(graph, last))
        ),
        "the whole list": median(lambda: finder().listed("")),
        "a letter more": median(lambda: opened.listed("conv")),
        "a chain as typed": median(lambda: opened.listed("conv 64 3x3 s2, bn, relu")),
    }


def main() -> None:
    small, large = measured(10), measured(5_000)
    print(f"{'':24}{'10 nodes':>12}{'5,000 nodes':>14}{'ratio':>8}")
    for what, cost in large.items():
        ratio = cost / small[what]
        print(f"{what:24}{small[what]:>10.2f}ms{cost:>12.2f}ms{ratio:>8.1f}")


if __name__ == "__main__":
    sys.exit(main())
