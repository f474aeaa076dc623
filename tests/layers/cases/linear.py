"""Linear layers."""

import math
from typing import Any

from hypothesis import strategies as st

from designer.layers import Tensor
from tests.layers.case import ANY_DTYPE, Cases
from tests.layers.oracle import Inputs, alike, one, usual


def pair(draw: st.DrawFn, layer: Any) -> Inputs:
    """Two tensors that mostly agree in all axes but the last."""
    first = one(draw, layer, 2)
    second = alike(draw, first, odds=6)
    if not second.shape:
        return first, second
    return first, Tensor((*second.shape[:-1], draw(st.integers(1, 6))), second.dtype)


def bilinear_macs(layer: Any, inputs: Any) -> int:
    """A product of two features for each weight, at each place."""
    (*places, features1), features2 = inputs[0].shape, inputs[1].shape[-1]
    return math.prod(places) * features1 * features2 * layer.out_features


CASES = Cases(
    inputs={"Linear": usual(1), "Bilinear": pair},
    example={"Bilinear": (Tensor((8,)), Tensor((5,)))},
    takes={"Identity": ANY_DTYPE},
    macs={"Bilinear": bilinear_macs},
)
