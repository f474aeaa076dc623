"""Layers that only rearrange, and those that make a picture larger."""

from tests.layers.case import ANY_DTYPE, Cases, misshapen

METHOD = "a method of the tensor"

CASES = Cases(
    takes=dict.fromkeys(("Flatten", "Reshape", "Permute"), ANY_DTYPE),
    refused={"up-sampling without one of its axes": misshapen({"Upsample": 3})},
    without_module={"Reshape": METHOD, "Permute": METHOD},
    left_out={
        ("Upsample", "recompute_scale_factor"): (
            "changes nothing but rounding when weights are exported"
        )
    },
    other_defaults={
        ("Upsample", "scale_factor"): "torch needs a size or a factor and has neither"
    },
)
