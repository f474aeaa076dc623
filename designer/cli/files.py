"""Designs that a command line names, and where a command writes its text."""

import sys
from collections.abc import Iterable
from pathlib import Path

from designer.codegen import measure
from designer.errors import FileError
from designer.graph import Design, load
from designer.graph.inference import Measure, NotRun
from designer.layers import Layer, Tensor
from designer.resources import examples
from designer.storage import write_whole
from designer.trust import Trust
from designer.words import nearest


def read_design(name: str) -> Design:
    """The design in a file, or the example of that name; raises FileError."""
    return load(find_design(name))


def measure_for(design: Design, trust: bool) -> Measure:
    """What runs the code that a design holds: nothing, unless the person trusts it."""
    known = Trust()
    if trust:
        known.add(design)
    return measure if known.holds(design) else _do_not_run


def _do_not_run(layer: Layer, inputs: tuple[Tensor | None, ...]) -> NotRun:
    return NotRun(
        "holds code of its own, which runs only if you trust it: read it in the file, "
        "then add --trust."
    )


def find_design(name: str, commands: Iterable[str] = ()) -> Path:
    """The file of that path, or the example of that name; raises FileError.

    `commands` are words that may have been meant where no file is found.
    """
    path = Path(name)
    if path.exists():
        return path
    return find_example(name, commands, "file and no example")


def find_example(
    name: str, commands: Iterable[str] = (), missing: str = "example"
) -> Path:
    """The file of an example; raises FileError with the nearest name."""
    found = examples()
    if name not in found:
        hint = nearest(name, [*found, *commands])
        raise FileError(
            f"There is no {missing} {name!r}.{hint} List the examples with: "
            f"designer examples"
        )
    return found[name]


def write_out(text: str, path: str | None) -> None:
    """Write a text to a file, whole or not at all, or to standard output."""
    if path is None:
        sys.stdout.write(text)
    else:
        write_whole(path, text)
