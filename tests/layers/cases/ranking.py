"""What goes along an axis place by place."""

from typing import Any

from hypothesis import strategies as st

from tests.layers.case import ANY_DTYPE, Cases
from tests.layers.cases.picking import along
from tests.layers.cases.reduction import any_numbers
from tests.layers.oracle import Inputs


def enough(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly an axis with as many places as are kept, or more."""
    return along(draw, layer, layer.k + draw(st.integers(0, 4)))


CASES = Cases(
    inputs={
        **dict.fromkeys(("CumSum", "CumProd", "Sort"), any_numbers),
        "TopK": enough,
    },
    takes={
        **dict.fromkeys(("CumSum", "CumProd"), ANY_DTYPE),
        **dict.fromkeys(("TopK", "Sort"), ("float32", "int64")),
    },
    without_module=dict.fromkeys(
        ("CumSum", "CumProd", "TopK", "Sort"), "a method of the tensor"
    ),
)
