"""The translation: from a design to Python text, and from text to a model."""

from designer.codegen.compiler import compile
from designer.codegen.measuring import measure
from designer.codegen.model import generate_model
from designer.graph.check import check
from designer.graph.design import Design
from designer.graph.inference import Measure, do_not_run

__all__ = ["compile", "generate_model", "measure", "model_source"]


def model_source(design: Design, measure: Measure = do_not_run) -> str:
    """The text of the module that `compile` runs; raises CodeError in words."""
    return generate_model(design, check(design, measure)).text
