"""The commands that look at a design: its problems, its shapes and its costs."""

import argparse
import json
from typing import Any

from designer.cli.files import measure_for, read_design
from designer.graph import Problem
from designer.graph import check as check_design
from designer.graph.costs.memory import training_bytes
from designer.graph.costs.rows import Costs
from designer.graph.costs.table import WRITTEN
from designer.words import counted, memory


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
    costs = Costs(report.inside)
    rows = tuple(costs.flat() if options.inside else costs.rows.values())
    needed = training_bytes(design, report.inside)
    if options.json:
        totals = {
            "parameters": report.parameters,
            "macs": report.macs,
            "activations": costs.total.activations,
            "batch_size": design.training.batch_size,
            "training_bytes": needed,
        }
        _print_json({**totals, "nodes": [row.to_json() for row in rows]})
        return 0
    print(WRITTEN[options.format]((*rows, costs.total)), end="")
    if options.format == "text":
        batch = counted(design.training.batch_size, "sample")
        print(f"Training on batches of {batch} takes about {memory(needed)}.")
        if report.problems:
            problems = counted(len(report.problems), "problem")
            print(f"The design has {problems}; see them with: designer check")
    return 0


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
