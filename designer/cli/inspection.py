"""The commands that look at a design: its problems, its shapes and its costs."""

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from designer.cli.files import measure_for, read_design
from designer.graph import Node, Problem, Report
from designer.graph import check as check_design
from designer.graph.block import Use
from designer.graph.inference import Broken, Inference, Inside, Outcome
from designer.layers import Annotation
from designer.words import counted


def check(options: argparse.Namespace) -> int:
    """Print the problems; returns 1 if there are any."""
    design = read_design(options.file)
    problems = check_design(design, measure_for(design, options.trust)).problems
    if options.json:
        _print_json({"problems": [_problem_to_json(problem) for problem in problems]})
    else:
        for problem in problems:
            print(f"{problem.severity.capitalize()}: {problem}")
            for fix in problem.fixes:
                print(f"    To mend it: {fix.label}")
        print(f"{options.file} has {counted(len(problems), 'problem')}.")
    return 1 if problems else 0


def summary(options: argparse.Namespace) -> int:
    """Print a table of the nodes with their shapes and costs."""
    design = read_design(options.file)
    report = check_design(design, measure_for(design, options.trust))
    rows = list(_rows(report.inside, inside=options.inside))
    if options.json:
        nodes = [row._asdict() for row in rows]
        costs = {"parameters": report.parameters, "macs": report.macs}
        _print_json({**costs, "nodes": nodes})
    else:
        _print_table(rows, report)
    return 0


class Row(NamedTuple):
    """A node's line in the table. `output` is None where no tensor is or is known."""

    name: str
    layer: str
    output: tuple[int, ...] | None
    parameters: int | None
    macs: int | None


def _rows(known: Inside, *, inside: bool, before: str = "") -> Iterator[Row]:
    """A row for each node, and with `inside` for those in blocks instead of blocks.

    Names inside are those of the state dict: "layer2.0.conv1".
    """
    graph = known.graph
    for name in graph.order:
        layer, outcome = graph.nodes[name].layer, known.outcomes[name]
        rounds = outcome.inside if isinstance(outcome, Inference | Broken) else ()
        if rounds and inside:
            for place, each in enumerate(rounds):
                way = f"{name}.{place}" if len(rounds) > 1 else name
                yield from _rows(each, inside=True, before=f"{before}{way}.")
        elif not isinstance(layer, Annotation):
            yield _row(f"{before}{name}", graph.nodes[name], outcome)


def _row(name: str, node: Node, outcome: Outcome) -> Row:
    layer = node.layer
    times = f" ×{layer.repeat}" if isinstance(layer, Use) and layer.repeat != 1 else ""
    kind = f"{type(layer).__name__}{times}"
    if not isinstance(outcome, Inference):
        return Row(name, kind, None, None, None)
    output = outcome.outputs[0].shape if outcome.outputs else None
    parameters = 0 if node.shares else outcome.parameters
    return Row(name, kind, output, parameters, outcome.macs)


def _print_table(rows: Sequence[Row], report: Report) -> None:
    head = ("Node", "Layer", "Output", "Parameters", "Multiply-accumulates")
    total = ("Total", "", "", f"{report.parameters:,}", f"{report.macs:,}")
    table = [head, *map(_cells, rows), total]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        padded = [
            text.rjust(width) if place > 2 else text.ljust(width)
            for place, (text, width) in enumerate(zip(cells, widths, strict=True))
        ]
        print("  ".join(padded).rstrip())
    if report.problems:
        problems = counted(len(report.problems), "problem")
        print(f"The design has {problems}; see them with: designer check")


def _cells(row: Row) -> tuple[str, ...]:
    if row.parameters is None:
        return (row.name, row.layer, "?", "?", "?")
    shape = "" if row.output is None else "×".join(map(str, row.output))
    return (row.name, row.layer, shape, f"{row.parameters:,}", f"{row.macs:,}")


def _problem_to_json(problem: Problem) -> dict[str, Any]:
    return {
        "node": problem.node,
        "severity": problem.severity,
        "message": str(problem),
        "setting": problem.setting,
        "fixes": [fix.label for fix in problem.fixes],
    }


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, allow_nan=False))
