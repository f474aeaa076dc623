"""Convolutions of signals, pictures and volumes."""

from tests.layers.case import Cases, misshapen
from tests.layers.oracle import usual

AXES = {"Conv1d": 2, "Conv2d": 3, "Conv3d": 4, "ConvTranspose2d": 3}

CASES = Cases(
    inputs={name: usual(axes) for name, axes in AXES.items()},
    refused={
        "a convolution without one of its axes takes the batch for it": misshapen(AXES)
    },
    left_out={("ConvTranspose2d", "padding_mode"): "torch knows zeros only"},
)
