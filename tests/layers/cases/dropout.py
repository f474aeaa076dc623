"""Dropout."""

from tests.layers.case import Cases, misshapen

READ = "who reads nn.Dropout(0.5) need not know the default"

CASES = Cases(
    refused={
        "whole channels of what has no height and width": misshapen({"Dropout2d": 3})
    },
    always_written={("Dropout", "p"): READ, ("Dropout2d", "p"): READ},
)
