"""What differs between two designs, and what is known of them, to be shown anew."""

from designer.graph import Design, Report
from designer.graph.inference import Given
from designer.layers import Input, Output


def touched_nodes(
    before: Design, known: Report | None, after: Design, report: Report
) -> set[str]:
    """The nodes that may look different, their wires apart."""
    old, new = before.graph.nodes, after.graph.nodes
    touched = {name for name, node in new.items() if old.get(name) is not node}
    if before.graph.flow != after.graph.flow:
        touched = set(new)  # ports stand elsewhere
    if before.training.loss != after.training.loss:
        touched |= {n.name for n in after.graph if isinstance(n.layer, Output)}
    if known is not None and known.resolved is not report.resolved:
        inputs = (n.name for n in after.graph if isinstance(n.layer, Input))
        touched |= {n for n in inputs if given(known, n) != given(report, n)}
    problems = known.problems_by_node if known else {}
    for name in problems.keys() | report.problems_by_node.keys():
        if name in new and problems.get(name) != report.problems_by_node.get(name):
            touched.add(name)
    return touched


def given(report: Report, name: str) -> Given | None:
    """What an Input of a block is in here, with the shape that reaches it."""
    node = report.resolved.nodes.get(name)
    return node.layer if node and isinstance(node.layer, Given) else None


def changed(known: Report | None, report: Report) -> set[str]:
    """The nodes that give other tensors; outcomes that stay are kept by the check."""
    before = known.outcomes if known else {}
    return {n for n, out in report.outcomes.items() if before.get(n) is not out}
