"""Activations."""

from typing import Any

from hypothesis import strategies as st

from tests.layers.case import Cases, misshapen
from tests.layers.oracle import Inputs, one, usual

GUESSED = "torch guesses the axis when none is given, and warns"
RENAMED = "the old name of min_val or max_val"


def even(draw: st.DrawFn, layer: Any) -> Inputs:
    """A tensor whose axes are mostly even."""
    x = one(draw, layer, 2)
    if not draw(st.integers(0, 3)):
        return (x,)
    return (x._replace(shape=tuple(2 * size for size in x.shape)),)


CASES = Cases(
    inputs={
        **dict.fromkeys(("Softmax", "LogSoftmax", "Softmin"), usual(2)),
        "GLU": even,
    },
    refused={
        "a softmax of a picture without one of its axes takes the batch for it": (
            misshapen({"Softmax2d": 3})
        ),
        "after training it takes the mean factor, and cannot be overwritten below 0": (
            lambda layer, inputs: (
                type(layer).__name__ == "RReLU"
                and layer.inplace
                and layer.lower + layer.upper < 0
            )
        ),
    },
    left_out={("Hardtanh", "min_value"): RENAMED, ("Hardtanh", "max_value"): RENAMED},
    other_defaults={
        ("Softmax", "dim"): GUESSED,
        ("LogSoftmax", "dim"): GUESSED,
        ("Softmin", "dim"): GUESSED,
    },
)
