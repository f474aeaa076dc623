"""Padding of signals, pictures and volumes."""

from typing import Any

from tests.layers.case import ANY_DTYPE, Cases, misshapen
from tests.layers.oracle import Inputs, usual

FILLED = {
    f"{name}Pad{axes}d": axes + 1 for name in ("Constant", "Zero") for axes in (1, 2, 3)
}
FROM_INPUT = {
    f"{name}Pad{axes}d": axes + 1
    for name in ("Reflection", "Replication", "Circular")
    for axes in (1, 2, 3)
}


def changes_the_value(layer: Any, inputs: Inputs) -> bool:
    """Whether torch would round a constant, or make it true."""
    dtype = inputs[0].dtype if inputs[0] else ""
    if not type(layer).__name__.startswith("ConstantPad"):
        return False
    return layer.value not in (0, 1) if dtype == "bool" else layer.value % 1 != 0


def pads_the_batch(layer: Any, inputs: Inputs) -> bool:
    """Whether the axes to pad are more than those of a sample."""
    axes = FILLED.get(type(layer).__name__, 0) - 1
    return inputs[0] is not None and len(inputs[0].shape) < axes


def wraps_what_is_gone(layer: Any, inputs: Inputs) -> bool:
    """Whether a side wraps around more places than another side leaves."""
    if not type(layer).__name__.startswith("Circular") or inputs[0] is None:
        return False
    pairs = zip(layer.padding[::2], layer.padding[1::2], strict=True)
    return any(
        max(pair) > size + min(pair) and min(pair) < 0
        for size, pair in zip(reversed(inputs[0].shape), pairs, strict=False)
    )


CASES = Cases(
    inputs={name: usual(axes) for name, axes in (FILLED | FROM_INPUT).items()},
    takes=dict.fromkeys(FILLED, ANY_DTYPE),
    refused={
        "a padding without one of its axes takes the batch for it": misshapen(
            FROM_INPUT
        ),
        "a padding of more axes than a sample has pads the batch": pads_the_batch,
        "a number that the dtype cannot hold would be changed": changes_the_value,
        "what is wrapped around was cut off before: torch reads what nobody wrote": (
            wraps_what_is_gone
        ),
    },
)
