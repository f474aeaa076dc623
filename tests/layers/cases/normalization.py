"""Normalization."""

from tests.layers.case import Cases
from tests.layers.oracle import usual

CASES = Cases(
    inputs={"BatchNorm1d": usual(2), "LayerNorm": usual(2), "GroupNorm": usual(2)},
    ours={("LayerNorm", "axes"): "the length of torch's normalized_shape"},
    refused={
        "more axes than there are: what the layer writes then stands for fewer": (
            lambda layer, inputs: getattr(layer, "axes", 0) > len(inputs[0].shape)
        )
    },
)
