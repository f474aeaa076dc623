"""Pooling of signals, pictures and volumes."""

from tests.layers.case import Cases, misshapen
from tests.layers.oracle import usual

AXES = {
    "MaxPool2d": 3,
    "AvgPool2d": 3,
    "AdaptiveAvgPool2d": 3,
    "AdaptiveMaxPool2d": 3,
}
INDICES = "a second output, which these pools do not have yet"

CASES = Cases(
    inputs={name: usual(axes) for name, axes in AXES.items()},
    refused={"a pool without one of its axes takes the batch for it": misshapen(AXES)},
    left_out={
        ("MaxPool2d", "return_indices"): INDICES,
        ("AdaptiveMaxPool2d", "return_indices"): INDICES,
    },
)
