"""The command that compares two designs."""

import argparse
import difflib
import json
from collections.abc import Iterator
from typing import Any

from designer.cli.files import measure_for, read_design
from designer.graph import Design, check
from designer.graph.diff import Change, Difference, NodeChange, Part, difference
from designer.words import counted

SIGNS = {"added": "+", "removed": "-", "changed": "~"}
STEP = "    "


def diff(options: argparse.Namespace) -> int:
    """Print what differs between two designs; returns 1 if anything does."""
    designs = read_design(options.before), read_design(options.after)
    found = difference(*designs)
    costs = [_costs(design, options.trust) for design in designs]
    if options.json:
        content = _to_json(found) | {"before": costs[0], "after": costs[1]}
        print(json.dumps(content, ensure_ascii=False, allow_nan=False))
    else:
        for line in _lines(found):
            print(line)
        for line in _cost_lines(*costs) if found else ["The designs are the same."]:
            print(line)
    return 1 if found else 0


def _costs(design: Design, trust: bool) -> dict[str, int]:
    report = check(design, measure_for(design, trust))
    problems = len(report.problems)
    return {
        "parameters": report.parameters,
        "macs": report.macs,
        "problems": problems,
    }


def _cost_lines(before: dict[str, int], after: dict[str, int]) -> Iterator[str]:
    words = {"macs": "multiply-accumulates"}
    for name in before:
        if before[name] != after[name]:
            grown = after[name] - before[name]
            yield (
                f"{words.get(name, name).capitalize()}: {before[name]:,} → "
                f"{after[name]:,} ({grown:+,})"
            )


def _lines(found: Difference) -> Iterator[str]:
    for part in found.parts:
        yield from _part_lines(part)
    if found.training:
        yield "Training"
        for change in found.training:
            yield from _change_lines(change, STEP + SIGNS["changed"] + " ")


def _part_lines(part: Part) -> Iterator[str]:
    title = f"Block {part.block}" if part.block else "Network"
    if part.kind != "changed":
        yield f"{title} is {'new' if part.kind == 'added' else 'gone'}"
        return
    yield title
    for change in part.settings:
        yield from _change_lines(change, f"{STEP}{SIGNS['changed']} ")
    for node in part.nodes:
        if node.kind != "moved":
            yield from _node_lines(node)
    for sign, wires in (("-", part.removed), ("+", part.added)):
        for wire in wires:
            yield f"{STEP}{sign} {wire}"
    if moved := part.of("moved"):
        yield f"{STEP}  {counted(len(moved), 'node')} moved"


def _node_lines(change: NodeChange) -> Iterator[str]:
    node = change.node
    brief = node.layer.brief() if change.kind != "changed" else ""
    about = f"{node.name} {type(node.layer).__name__} {brief}".rstrip()
    yield f"{STEP}{SIGNS[change.kind]} {about}"
    for each in change.settings:
        yield from _change_lines(each, 2 * STEP)


def _change_lines(change: Change, before: str) -> Iterator[str]:
    """A setting in one line; a longer text line by line, as git shows it."""
    if "\n" not in change.before + change.after:
        yield f"{before}{change}"
        return
    yield f"{before}{change.name}"
    lines = difflib.ndiff(change.before.splitlines(), change.after.splitlines())
    for line in lines:
        if not line.startswith("?"):
            yield f"{3 * STEP}{line}".rstrip()


def _to_json(found: Difference) -> dict[str, Any]:
    return {
        "parts": [_part_to_json(part) for part in found.parts],
        "training": [change._asdict() for change in found.training],
    }


def _part_to_json(part: Part) -> dict[str, Any]:
    return {
        "block": part.block,
        "kind": part.kind,
        "settings": [change._asdict() for change in part.settings],
        "nodes": [
            {
                "kind": each.kind,
                "name": each.node.name,
                "layer": type(each.node.layer).__name__,
                "settings": [change._asdict() for change in each.settings],
            }
            for each in part.nodes
        ],
        "added": [str(wire) for wire in part.added],
        "removed": [str(wire) for wire in part.removed],
    }
