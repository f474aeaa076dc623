"""Distances."""

from typing import Any

from hypothesis import strategies as st

from designer.layers import Tensor
from tests.layers.case import Cases
from tests.layers.oracle import Inputs, alike, one

DISTANCES = ("CosineSimilarity", "PairwiseDistance")


def pair(draw: st.DrawFn, layer: Any) -> Inputs:
    """Two tensors that are mostly alike."""
    first = one(draw, layer, 2)
    return first, alike(draw, first, odds=6)


def is_distance(layer: Any) -> bool:
    return type(layer).__name__ in DISTANCES


CASES = Cases(
    inputs=dict.fromkeys(DISTANCES, pair),
    example=dict.fromkeys(DISTANCES, (Tensor((8,)), Tensor((8,)))),
    refused={
        "distances of shapes that differ would be broadcast, which hides mistakes": (
            lambda layer, inputs: (
                is_distance(layer) and inputs[0].shape != inputs[1].shape
            )
        ),
        "distances along the batch, where a sample is a single number": (
            lambda layer, inputs: is_distance(layer) and not inputs[0].shape
        ),
    },
)
