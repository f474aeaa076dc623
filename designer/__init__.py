"""Network Designer: build a network, check it, train it, take the Python code away.

A design is a value; every edit returns a new one. Importing this package imports
neither torch nor Qt.
"""

from designer import layers
from designer.codegen import compile, model_source
from designer.errors import DesignerError
from designer.graph import Design, Graph, Problem, Report, check, load, save
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
    "model_source",
    "save",
    "script_source",
]
