"""Normalization."""

from tests.layers.case import Cases, misshapen
from tests.layers.oracle import usual

INSTANCE = {"InstanceNorm1d": 2, "InstanceNorm2d": 3, "InstanceNorm3d": 4}
BATCH = {"BatchNorm1d": 2, "BatchNorm3d": 4}
WITHIN = {"LayerNorm": 2, "GroupNorm": 2, "RMSNorm": 2, "LocalResponseNorm": 3}
AXES = {**BATCH, **INSTANCE, **WITHIN}
LAST = "the length of torch's normalized_shape"

CASES = Cases(
    inputs={name: usual(axes) for name, axes in AXES.items()},
    ours={("LayerNorm", "axes"): LAST, ("RMSNorm", "axes"): LAST},
    refused={
        "more axes than there are: what the layer writes then stands for fewer": (
            lambda layer, inputs: (
                type(layer).__name__ in ("LayerNorm", "RMSNorm")
                and layer.axes > len(inputs[0].shape)
            )
        ),
        "an instance norm without one of its axes takes the batch for the channels": (
            misshapen(INSTANCE)
        ),
    },
)
