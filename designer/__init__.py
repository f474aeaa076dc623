"""Network Designer: build a network, check it, train it, take the Python code away.

A design is a value; every edit returns a new one. Importing this package imports
neither torch nor Qt. Each name below is imported when it is first used, so that the
layers alone, or the command's help, do not wait for the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from designer import layers
    from designer.codegen import compile, measure, model_source
    from designer.errors import DesignerError
    from designer.graph import Design, Graph, Problem, Report, check, load, save
    from designer.layers.plugins import load_plugins
    from designer.recipe import Training
    from designer.training import script_source

__version__ = "0.1.0"

__all__ = [
    "Design",
    "DesignerError",
    "Graph",
    "Problem",
    "Report",
    "Training",
    "check",
    "compile",
    "layers",
    "load",
    "load_plugins",
    "measure",
    "model_source",
    "save",
    "script_source",
]

_HOMES = {
    "compile": "codegen",
    "measure": "codegen",
    "model_source": "codegen",
    "DesignerError": "errors",
    "load_plugins": "layers.plugins",
    "Training": "recipe",
    "script_source": "training",
}
"""Where a name is at home, if not in `graph`."""


def __getattr__(name: str) -> Any:
    """A public name, from where it is at home (PEP 562)."""
    if name == "layers":
        return import_module("designer.layers")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"designer.{_HOMES.get(name, 'graph')}")
    value = globals()[name] = getattr(home, name)
    return value
