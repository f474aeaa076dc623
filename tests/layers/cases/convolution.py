"""Convolutions of signals, pictures and volumes."""

from tests.layers.case import Cases, misshapen
from tests.layers.oracle import usual

AXES = {
    f"{name}{axes}d": axes + 1
    for name in ("Conv", "ConvTranspose")
    for axes in (1, 2, 3)
}

CASES = Cases(
    inputs={name: usual(axes) for name, axes in AXES.items()},
    refused={
        "a convolution without one of its axes takes the batch for it": misshapen(AXES)
    },
    left_out={
        (f"ConvTranspose{axes}d", "padding_mode"): "torch knows zeros only"
        for axes in (1, 2, 3)
    },
)
