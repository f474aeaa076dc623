"""Constants, learned and fixed."""

from typing import Any

from hypothesis import strategies as st

from tests.layers.case import Cases
from tests.layers.oracle import Inputs

NAMES = ("LearnedConstant", "Constant")


def nothing(draw: st.DrawFn, layer: Any) -> Inputs:
    """No inputs, for a layer that has none."""
    return ()


CASES = Cases(
    inputs=dict.fromkeys(NAMES, nothing),
    example=dict.fromkeys(NAMES, ()),
    without_module={
        "LearnedConstant": "an nn.Parameter, expanded to the batch",
        "Constant": "torch.full, which has no signature to read",
    },
)
