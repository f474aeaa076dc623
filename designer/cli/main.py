"""Run a command line: choose the command, and turn errors into words and a status."""

import os
import sys
from collections.abc import Sequence
from typing import Any

from designer.cli.arguments import COMMANDS, parser
from designer.cli.files import find_design
from designer.errors import DesignerError
from designer.layers.plugins import load_plugins
from designer.system import require_window_system

FAILED = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit status: 0, or 2 if it could not be done."""
    output: Any = sys.stdout
    if hasattr(output, "reconfigure"):
        output.reconfigure(errors="replace")  # a terminal may lack the sign ×
    try:
        status = run(sys.argv[1:] if arguments is None else arguments)
        if output:
            output.flush()
        return status
    except DesignerError as error:
        words = " ".join(str(error).split())
        print(f"designer: {words}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())
        return 0


def run(arguments: Sequence[str]) -> int:
    """Run a command line; raises DesignerError for what cannot be done."""
    for problem in load_plugins():  # before Qt, which no plug-in may bring along
        print(f"designer: {problem}", file=sys.stderr)
    first = arguments[0] if arguments else ""
    if first in COMMANDS or first in ("-h", "--help", "--version"):
        options = parser().parse_args(arguments)
        status: int = options.run(options)
        return status
    return open_window(arguments)


def open_window(arguments: Sequence[str]) -> int:
    """Open the window, on a design if one is given."""
    if arguments and not arguments[0].startswith("-"):
        find_design(arguments[0], COMMANDS)
    require_window_system(arguments)
    from designer.ui.application import run as run_window

    status: int = run_window([sys.argv[0], *arguments])
    return status
