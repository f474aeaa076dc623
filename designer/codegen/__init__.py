"""The translation: from a design to Python text, and from text to a model."""

from designer.codegen.compiler import compile
from designer.codegen.model import generate_model
from designer.graph.design import Design

__all__ = ["compile", "generate_model", "model_source"]


def model_source(design: Design) -> str:
    """The text of the module that `compile` runs; raises CodeError in words."""
    return generate_model(design).text
