"""From text to a module: the generated text is what runs, and nothing else does.

The text stays readable in tracebacks, and an error in it is led back to its node.
"""

import builtins
import hashlib
import linecache
import sys
from collections.abc import Iterator
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING

from designer.codegen.model import generate_model
from designer.codegen.text import Source, place_in
from designer.errors import CodeError, MissingLibraryError
from designer.graph.check import check
from designer.graph.design import Design
from designer.graph.ends import titled
from designer.graph.inference import Measure, do_not_run
from designer.layers import Layer

if TYPE_CHECKING:
    from torch import nn


def compile(design: Design, measure: Measure = do_not_run) -> "nn.Module":
    """The design as a torch.nn.Module, with fresh weights.

    A design with code of its own needs `designer.measure`, which runs that code.
    Raises CodeError for a design with problems, MissingLibraryError without torch.
    """
    source = generate_model(design, check(design, measure))
    try:
        model: nn.Module = getattr(run(source), design.name)()
    except ModuleNotFoundError as error:
        raise MissingLibraryError(
            f"Compiling needs {error.name}; install it with: pip install {error.name}"
        ) from error
    except Exception as error:
        node = node_of(error.__traceback__, source)
        place = titled(design.graph, node) if node else "The network"
        raise CodeError(f"{place} cannot be built: {error}") from error
    return model


def run(source: Source) -> ModuleType:
    """The module that a text makes, known to tracebacks and to pickle by its name.

    The same text gives the same module, so that what was made before still pickles.
    """
    name = module_name(source)
    if name in sys.modules:
        return sys.modules[name]
    filename = f"<{name}>"
    lines = source.text.splitlines(keepends=True)
    linecache.cache[filename] = (len(source.text), None, lines, filename)
    module = ModuleType(name)
    module.__file__ = filename
    exec(builtins.compile(source.text, filename, "exec"), module.__dict__)
    sys.modules[name] = module
    return module


def module_name(source: Source) -> str:
    """A name that the same text always has."""
    return f"designed_{hashlib.sha1(source.text.encode()).hexdigest()[:12]}"


def node_of(traceback: TracebackType | None, source: Source) -> str:
    """The node whose line an error passed through first; empty if none.

    What it passed through after that is a definition, which nodes may share.
    """
    nodes = (source.node_at(number) for number in _numbers(traceback, source))
    return next(filter(None, nodes), "")


def line_of(traceback: TracebackType | None, source: Source, layer: Layer) -> int:
    """The line of a layer's own code that an error passed through last; 0 if none."""
    numbers = [n for n in _numbers(traceback, source) if source.node_at(n)]
    if not (numbers and layer.needs_running):
        return 0
    lines = [line.text if line.node else "" for line in source.lines]
    return place_in(str(getattr(layer, "text", "")), lines, numbers[-1])


def _numbers(traceback: TracebackType | None, source: Source) -> Iterator[int]:
    """The lines of a text that an error passed through, from 1."""
    filename = f"<{module_name(source)}>"
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == filename:
            yield traceback.tb_lineno
        traceback = traceback.tb_next
