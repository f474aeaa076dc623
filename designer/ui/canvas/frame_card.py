"""What a frame shows, as a value: its title, and collapsed what it stands for.

A collapsed frame is a card with an end for each wire that crosses its border, named by
the port inside that the wire leads to.
"""

from designer.graph import Design, Node, Report
from designer.layers import Frame
from designer.ui.canvas.card import Card
from designer.ui.numbers import short
from designer.words import counted


def frame_card(design: Design, report: Report, node: Node) -> Card:
    """The card of a frame in a design."""
    assert isinstance(node.layer, Frame)
    if not node.layer.collapsed:
        return Card(node.name, node.layer, "")
    graph, members = design.graph, design.graph.members[node.name]
    inside = set(members)
    members = tuple(sorted(members, key=lambda name: graph.nodes[name].position[::-1]))
    problems = [each for name in members for each in report.of(name)]
    errors = any(problem.severity == "error" for problem in problems)
    return Card(
        node.name,
        node.layer,
        _detail(report, members),
        tuple(
            f"{wire.target}.{wire.target_port}"
            for name in members
            for wire in graph.wires_into(name).values()
            if wire.source not in inside
        ),
        tuple(
            dict.fromkeys(
                f"{wire.source}.{wire.source_port}"
                for name in members
                for wire in graph.wires_from(name)
                if wire.target not in inside
            )
        ),
        severity=("error" if errors else "warning") if problems else "",
        message="\n".join(problem.message for problem in problems[:MOST]),
        flow=graph.flow,
    )


MOST = 6
"""Problems that hovering over a collapsed frame tells."""


def _detail(report: Report, members: tuple[str, ...]) -> str:
    """How many nodes there are, and how many parameters: "4 nodes · 1.2 M"."""
    known = (
        report.inference(name)
        for name in members
        if not report.graph.nodes[name].shares
    )
    parameters = sum(each.parameters for each in known if each)
    learned = f" · {short(parameters)}" if parameters else ""
    return f"{counted(len(members), 'node')}{learned}"
