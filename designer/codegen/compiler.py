"""From text to a module: the generated text is what runs, and nothing else does.

The text stays readable in tracebacks, and an error in it is led back to its node.
"""

import builtins
import hashlib
import linecache
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING

from designer.codegen.model import generate_model
from designer.codegen.text import Source, place_in
from designer.errors import CodeError, MissingLibraryError
from designer.graph.block import Use
from designer.graph.check import check
from designer.graph.design import Design
from designer.graph.ends import titled
from designer.graph.inference import Measure, do_not_run
from designer.graph.report import BETWEEN

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
        place = in_words(way_of(error.__traceback__, source, design), design)
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


def way_of(
    traceback: TracebackType | None, source: Source, design: Design
) -> tuple[str, ...]:
    """The nodes that an error passed through, from the network into blocks.

    Empty if it passed through none. What it passed through after the innermost is a
    definition, which nodes may share.
    """
    graph, block = design.graph, ""
    way: list[str] = []
    for number in _numbers(traceback, source):
        line = source.line_at(number)
        if line.block != block or line.node not in graph.nodes:
            continue
        way.append(line.node)
        layer = graph.nodes[line.node].layer
        if not isinstance(layer, Use):
            break
        graph, block = layer.block.graph, layer.block.name
    return tuple(way)


def in_words(way: Sequence[str], design: Design) -> str:
    """Where a way leads: "Conv2d conv1", or "stage3 ▸ conv1" in a block."""
    if not way:
        return "The network"
    return titled(design.graph, way[0]) if len(way) == 1 else BETWEEN.join(way)


def line_of(
    traceback: TracebackType | None, source: Source, way: Sequence[str], design: Design
) -> int:
    """The line of a layer's own code that an error passed through last; 0 if none.

    `way` leads to the layer.
    """
    graph = design.graph
    for name in way[:-1]:
        block = graph.nodes[name].layer
        assert isinstance(block, Use)
        graph = block.block.graph
    numbers = [n for n in _numbers(traceback, source) if source.line_at(n).node]
    if not (numbers and way and graph.nodes[way[-1]].layer.needs_running):
        return 0
    lines = [line.text if line.node else "" for line in source.lines]
    text = str(getattr(graph.nodes[way[-1]].layer, "text", ""))
    return place_in(text, lines, numbers[-1])


def _numbers(traceback: TracebackType | None, source: Source) -> Iterator[int]:
    """The lines of a text that an error passed through, from 1."""
    filename = f"<{module_name(source)}>"
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == filename:
            yield traceback.tb_lineno
        traceback = traceback.tb_next
