"""What differs between two designs, and what is known of them, to be shown anew."""

from collections.abc import Set

from designer.graph import Design, Report
from designer.graph.differing import differing
from designer.graph.inference import Given
from designer.graph.node import Position
from designer.layers import Frame, Input, Output


def touched_nodes(
    before: Design,
    known: Report | None,
    after: Design,
    report: Report,
    moved: Set[str],
) -> set[str]:
    """The nodes that may look different, their wires apart, but for those only `moved`."""
    old, new = before.graph.nodes, after.graph.nodes
    touched = set(differing(old, new)) - moved
    if old is not new:
        touched |= _lending_otherwise(before, after)
    if before.graph.flow != after.graph.flow:
        touched = set(new)  # ports stand elsewhere
    if before.training.loss != after.training.loss:
        touched |= set(after.graph.named(Output))
    if known is not None and known.resolved is not report.resolved:
        inputs = after.graph.named(Input)
        touched |= {n for n in inputs if given(known, n) != given(report, n)}
    problems = known.problems_by_node if known else {}
    for name in problems.keys() | report.problems_by_node.keys():
        if name in new and problems.get(name) != report.problems_by_node.get(name):
            touched.add(name)
    return touched


def _lending_otherwise(before: Design, after: Design) -> set[str]:
    """The nodes whose weights others use, and now not the same ones as before."""
    was, now = before.graph.sharers, after.graph.sharers
    owners = {*was, *now} & after.graph.nodes.keys()
    return {name for name in owners if was.get(name) != now.get(name)}


def moved_nodes(before: Design, after: Design) -> set[str]:
    """The nodes of which nothing but their place differs; a frame's is none of its own."""
    old, new = before.graph.nodes, after.graph.nodes
    return {
        name
        for name in differing(old, new)
        if (was := old.get(name)) is not None
        and was.layer is (node := new[name]).layer
        and (was.shares, was.frame) == (node.shares, node.frame)
        and not isinstance(node.layer, Frame)
    }


def whole_step(
    before: Design, after: Design, touched: Set[str], moved: Set[str]
) -> Position | None:
    """How far all there is has moved, if nothing has changed but that and frames."""
    old, new = before.graph, after.graph
    is_whole = len(moved) + len(new.members) == len(new.nodes) == len(old.nodes)
    if (
        not is_whole
        or old.wiring is not new.wiring
        or not touched <= new.members.keys()
    ):
        return None
    places = [(new.nodes[name].position, old.nodes[name].position) for name in moved]
    steps = {(x - was_x, y - was_y) for (x, y), (was_x, was_y) in places}
    return steps.pop() if len(steps) == 1 else None


def given(report: Report, name: str) -> Given | None:
    """What an Input of a block is in here, with the shape that reaches it."""
    node = report.resolved.nodes.get(name)
    return node.layer if node and isinstance(node.layer, Given) else None


def changed(known: Report | None, report: Report) -> set[str]:
    """The nodes that give other tensors; outcomes that stay are kept by the check."""
    return set(differing(known.outcomes if known else {}, report.outcomes))
