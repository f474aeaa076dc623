"""Rows of costs as text, CSV and Markdown: what the terminal prints and the window copies."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from designer.graph.costs.rows import Row
from designer.kinds import TIMES
from designer.words import memory

HEAD = ("Node", "Layer", "Output", "Parameters", "MACs", "Activations", "Field")
WORDS = 3
"""How many columns are words, which stand left; the others are numbers."""

NAMES = ("node", "layer", "output", "parameters", "macs", "activation_bytes", "field")
"""The columns of a CSV file, whose cells are plain numbers."""

UNKNOWN = "?"


def as_text(rows: Iterable[Row]) -> str:
    """A table whose numbers stand under each other."""
    table = [HEAD, *map(cells, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "".join(f"{_padded(each, widths)}\n" for each in table)


def as_csv(rows: Iterable[Row]) -> str:
    """A table for a spreadsheet, with plain numbers and nothing where one is unknown."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(NAMES)
    writer.writerows(map(_plain_cells, rows))
    return text.getvalue()


def as_markdown(rows: Iterable[Row]) -> str:
    """A table as GitHub and most editors of Markdown take it."""
    rule = [":---"] * WORDS + ["---:"] * (len(HEAD) - WORDS)
    table = [HEAD, rule, *([_escaped(cell) for cell in cells(row)] for row in rows)]
    return "".join(f"| {' | '.join(each)} |\n" for each in table)


WRITTEN: Mapping[str, Callable[[Iterable[Row]], str]] = MappingProxyType(
    {"text": as_text, "csv": as_csv, "markdown": as_markdown}
)
"""The ways to write a table, by name."""


def cells(row: Row) -> tuple[str, ...]:
    """What a table shows of a row: "?" where it is not known, empty where none is."""
    if row.parameters is None:
        return (row.name, row.layer, *[UNKNOWN] * (len(HEAD) - 2))
    field = UNKNOWN if row.field is None else str(row.field)
    return (
        row.name,
        row.layer,
        "" if row.output is None else TIMES.join(map(str, row.output)),
        f"{row.parameters:,}",
        f"{row.macs:,}",
        memory(row.activations or 0),
        "" if row.is_total else field,
    )


def _plain_cells(row: Row) -> tuple[object, ...]:
    shape = "" if row.output is None else "x".join(map(str, row.output))
    field = "" if row.field is None else row.field.written("x", "")
    counts = (row.parameters, row.macs, row.activations)
    return (row.name, row.layer, shape, *counts, field)


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        text.rjust(width) if place >= WORDS else text.ljust(width)
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")
