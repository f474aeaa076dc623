"""The commands that look at a design: its problems, its shapes and its costs."""

import argparse
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from designer.cli.files import measure_for, read_design
from designer.graph import Design, Problem, Report
from designer.graph import check as check_design
from designer.layers import Note
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
    rows = _rows(design, report)
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


def _rows(design: Design, report: Report) -> list[Row]:
    rows = []
    for name in design.graph.order:
        layer = design.graph.node(name).layer
        tensor = report.tensors.get(name)
        known = report.inference(name)
        if not isinstance(layer, Note):
            rows.append(
                Row(
                    name,
                    type(layer).__name__,
                    tensor.shape if tensor else None,
                    known.parameters if known else None,
                    known.macs if known else None,
                )
            )
    return rows


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
