"""Reductions."""

import math
from typing import Any

from hypothesis import strategies as st

from designer.layers.reduction import Reduction, Spread
from tests.layers.case import ANY_DTYPE, Cases
from tests.layers.oracle import Inputs, usual

TOTALS = ("Sum", "Prod", "Max", "Min")
METHODS = ("Mean", "Sum", "Prod", "Max", "Min", "Std", "Var", "LogSumExp")
WHICH = ("ArgMax", "ArgMin")


def any_numbers(draw: st.DrawFn, layer: Any) -> Inputs:
    """Numbers of one of the dtypes, each as often."""
    return usual(3, draw(st.sampled_from(ANY_DTYPE)))(draw, layer)


def is_for_all(layer: Any, inputs: Inputs) -> bool:
    """Whether no axis is named, which torch takes for all of them."""
    return isinstance(layer, Reduction) and layer.dim == ()


def is_twice(layer: Any, inputs: Inputs) -> bool:
    """Whether one axis is named twice, which is written once."""
    return isinstance(layer, Reduction) and (
        isinstance(layer.dim, tuple) and len(set(layer.dim)) < len(layer.dim)
    )


def is_too_few(layer: Any, inputs: Inputs) -> bool:
    """Whether a spread is taken of so few numbers that it divides by 0."""
    if not isinstance(layer, Spread) or inputs[0] is None:
        return False
    shape = (1, *inputs[0].shape)
    if any(not -len(shape) <= dim < len(shape) for dim in layer.dim):
        return False
    return math.prod(shape[dim] for dim in layer.dim) <= layer.correction


CASES = Cases(
    inputs=dict.fromkeys((*TOTALS, *WHICH), any_numbers),
    takes={
        **dict.fromkeys(TOTALS, ANY_DTYPE),
        **dict.fromkeys(WHICH, ("float32", "int64")),
    },
    refused={
        "no axis stands for all of them, the batch too": is_for_all,
        "an axis is reduced twice": is_twice,
        "a spread of too few numbers divides by 0": is_too_few,
    },
    without_module={
        **dict.fromkeys((*METHODS, *WHICH), "a method of the tensor"),
        "Norm": "torch.linalg.vector_norm, which has no signature to read",
    },
)
