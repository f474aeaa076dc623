"""Positional encodings."""

from typing import Any

from hypothesis import strategies as st

from designer.layers import Tensor
from tests.layers.case import Cases
from tests.layers.oracle import Inputs, any_dtype, usual

OURS = "a short class of our own above the network's"


def paired(draw: st.DrawFn, layer: Any) -> Inputs:
    """Steps of an even number of features, mostly, and axes before them."""
    axes = draw(st.sampled_from([0, 1, 1, 1, 2]))
    shape = [draw(st.integers(1, 6)) for _ in range(axes + 1)]
    wide = 2 * draw(st.integers(1, 4)) - (draw(st.integers(0, 9)) == 0)
    return (Tensor((*shape[:axes], wide), any_dtype(draw, "float32")),)


CASES = Cases(
    inputs={
        "PositionalEncoding": usual(2),
        "LearnedPositionalEncoding": usual(2),
        "RotaryEncoding": paired,
    },
    refused={
        "waves over what is not steps × features": lambda layer, inputs: (
            type(layer).__name__ == "PositionalEncoding" and len(inputs[0].shape) != 2
        ),
        "turns of what has no steps, or a feature without a pair": lambda layer, inputs: (
            type(layer).__name__ == "RotaryEncoding"
            and (len(inputs[0].shape) < 2 or inputs[0].shape[-1] % 2 == 1)
        ),
        "a learned place where there is one number": lambda layer, inputs: (
            type(layer).__name__ == "LearnedPositionalEncoding" and not inputs[0].shape
        ),
    },
    without_module={
        "PositionalEncoding": OURS,
        "LearnedPositionalEncoding": "a sum with an nn.Parameter",
        "RotaryEncoding": OURS,
    },
)
