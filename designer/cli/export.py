"""The commands that write a text: a design as Python, and an example."""

import argparse
from collections.abc import Callable

import designer
from designer import resources
from designer.cli.files import find_example, measure_for, read_design, write_out
from designer.graph import Design, check, load
from designer.graph.inference import Measure
from designer.storage import read_text
from designer.words import counted


def export(options: argparse.Namespace) -> int:
    """Write a design as Python: the model alone, or a script that trains it."""
    sources: dict[str, Callable[[Design, Measure], str]] = {
        "model": designer.model_source,
        "script": designer.script_source,
    }
    design = read_design(options.file)
    text = sources[options.to](design, measure_for(design, options.trust))
    write_out(text, options.output)
    return 0


def examples(options: argparse.Namespace) -> int:
    """List the examples, or write one of them."""
    if options.name:
        write_out(read_text(find_example(options.name)), options.output)
    else:
        _list()
    return 0


def _list() -> None:
    found = {name: load(path) for name, path in resources.examples().items()}
    width = max(map(len, found), default=0)
    for name, design in found.items():
        data = design.training.data.title.lower()
        parameters = counted(check(design).parameters, "parameter")
        print(f"{name:<{width}}  learns {data}, {parameters}")
