"""Layers from other packages, found by their entry points in `designer.layers`.

An entry point names a module, or a function without arguments, that declares layers by
`layer` as the modules here do. In the palette they stand under the name of the package
that was installed. A plug-in that cannot be loaded is left out, and said why.
"""

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.metadata import EntryPoint, entry_points
from keyword import iskeyword
from threading import get_ident
from types import ModuleType
from typing import Any, NamedTuple

from designer.errors import DesignerError
from designer.layers.layer import CATALOGUE, Layer

GROUP = "designer.layers"

HEAVY = frozenset({"torch", "PySide6"})
"""What no plug-in may import while it is loaded: the window never imports torch."""

LONGEST = 28
"""Letters of a type's name, so that a node can be named after it, with a number."""


class PluginProblem(NamedTuple):
    """A plug-in that was left out: its entry point, its package, and why."""

    name: str
    distribution: str
    reason: str

    def __str__(self) -> str:
        title = f"The plug-in {self.name}"
        if self.distribution != self.name:
            title += f" of {self.distribution}"
        return f"{title} is left out: {self.reason}"


@cache
def load_plugins() -> tuple[PluginProblem, ...]:
    """Put the layers of installed packages into the catalogue, the first time only.

    Returns the plug-ins that were left out. Each of them left the catalogue as it was.
    """
    try:
        found = entry_points(group=GROUP)
    except Exception as error:  # the metadata of some package is broken
        return (PluginProblem(GROUP, GROUP, _in_words(error)),)
    problems = []
    with redirect_stdout(sys.stderr), _without_heavy_imports():
        for entry in sorted(found, key=_place):
            reason = _load(entry)
            if reason:
                problems.append(PluginProblem(entry.name, _package(entry), reason))
    return tuple(problems)


def _place(entry: EntryPoint) -> tuple[str, str]:
    """By package and name, so that the palette does not depend on the order of folders."""
    return (_package(entry), entry.name)


def _package(entry: EntryPoint) -> str:
    """The name of the package that an entry point came with."""
    name = entry.dist.name if entry.dist else ""
    return name or entry.name  # no name where the metadata is not there


def _load(entry: EntryPoint) -> str:
    """Load one plug-in, or say why not and leave the catalogue as it was."""
    before = dict(CATALOGUE)
    try:
        loaded = entry.load()
        if not isinstance(loaded, ModuleType):
            loaded()
        reason = _mistake(before)
    except (Exception, SystemExit) as error:
        reason = _in_words(error)
    if reason:
        CATALOGUE.clear()
        CATALOGUE.update(before)
        return reason
    for name in CATALOGUE.keys() - before.keys():
        CATALOGUE[name].family = _package(entry)
    return ""


def _in_words(error: BaseException) -> str:
    words = str(error).strip().split("\n")[0]
    if not isinstance(error, DesignerError | ImportError) or not words:
        words = f"{type(error).__name__}: {words}".removesuffix(": ")
    return words if words.endswith(".") else f"{words}."


# What it declared ----------------------------------------------------------------------


def _mistake(before: Mapping[str, type[Layer]]) -> str:
    """What is wrong with the layers that came into the catalogue; empty if nothing."""
    taken = [name for name, made in before.items() if CATALOGUE.get(name) is not made]
    if taken:
        return f"there is a layer {taken[0]} already."
    for name in CATALOGUE.keys() - before.keys():
        _check(name, CATALOGUE[name])
    return ""


def _check(name: str, made: Any) -> None:
    """Raises DesignerError for a type that cannot be a layer."""
    if not re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII) or iskeyword(name):
        raise DesignerError(
            f"{name!r} cannot name a layer: nodes are named after it, so it starts with "
            f"a letter and holds only letters, digits and _."
        )
    if len(name) > LONGEST:
        raise DesignerError(
            f"{name} cannot name a layer: a name has at most {LONGEST} letters."
        )
    if not (isinstance(made, type) and issubclass(made, Layer)):
        raise DesignerError(f"{name} is no subclass of Layer.")
    if made.output is Layer.output:
        raise DesignerError(f"{name} has no shape rule: define its method output.")
    for declaration in made.declared_settings.values():
        try:
            declaration.read(declaration.default)
        except DesignerError as error:
            raise DesignerError(f"the default of {name}'s {error}") from error
    _check_made(name, made())


def _check_made(name: str, layer: Layer) -> None:
    """Raises DesignerError for ports or imports that can become no code."""
    ports = [port.name for port in (*layer.inputs, *layer.outputs)]
    wrong = [port for port in ports if not port.isidentifier()]
    if wrong:
        raise DesignerError(f"{name} has a port {wrong[0]!r}, which is no name.")
    if not isinstance(layer.imports, tuple):
        raise DesignerError(f"{name}'s imports are no tuple of statements.")
    for statement in layer.imports:
        ast.parse(statement)


# What it may import --------------------------------------------------------------------


class _Refusal(MetaPathFinder):
    """Refuses heavy libraries to one thread, unless they are there already."""

    def __init__(self) -> None:
        self.thread = get_ident()

    def find_spec(self, name: str, *_: Any) -> None:
        """Nothing, so that others look; raises ImportError for what is refused."""
        library = name.partition(".")[0]
        is_new = library in HEAVY and library not in sys.modules
        if is_new and self.thread == get_ident():
            raise ImportError(
                f"it imports {library} when it is loaded, which the window never does. "
                f"Import it in a module that only the exported code imports."
            )


@contextmanager
def _without_heavy_imports() -> Iterator[None]:
    refusal = _Refusal()
    sys.meta_path.insert(0, refusal)
    try:
        yield
    finally:
        sys.meta_path.remove(refusal)
