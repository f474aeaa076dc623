"""Dropout."""

from tests.layers.case import Cases, misshapen
from tests.layers.oracle import usual

READ = "who reads nn.Dropout(0.5) need not know the default"
AXES = {"Dropout1d": 2, "Dropout2d": 3, "Dropout3d": 4}

CASES = Cases(
    inputs={name: usual(axes) for name, axes in AXES.items()},
    refused={
        "whole channels of what has other axes": misshapen(AXES),
        "whole channels of a single number, which torch sees only when it drops one": (
            lambda layer, inputs: (
                type(layer).__name__ == "FeatureAlphaDropout" and not inputs[0].shape
            )
        ),
    },
    always_written={
        (name, "p"): READ
        for name in ("Dropout", *AXES, "AlphaDropout", "FeatureAlphaDropout")
    },
)
