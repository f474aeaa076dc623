"""The order in which a graph's nodes are worked out, and read.

Each node comes after everything it depends on, and a branch is finished before the next
begins, which is how a person would write the code. The order follows from the graph's
value alone, so the same design always gives the same code.
"""

from collections.abc import Callable, Iterable

from designer.graph.wiring import Wiring


def dependency_order(
    names: Iterable[str], wiring: Wiring, sources: Callable[[str], list[str]]
) -> tuple[str, ...]:
    """Names: first what has no inputs, then depth first from the last nodes back.

    `sources` gives the nodes that are wired into a node, in the order of its ports.
    """
    order = [name for name in names if not wiring.pred[name]]
    done = set(order)
    for end in [name for name in names if not wiring.adj[name]]:
        waiting = [end]
        while waiting:
            name = waiting[-1]
            needed = [source for source in sources(name) if source not in done]
            if needed and name not in done:
                waiting += reversed(needed)
                continue
            waiting.pop()
            if name not in done:
                done.add(name)
                order.append(name)
    return tuple(order)
