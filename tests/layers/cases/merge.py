"""Joins."""

from designer.layers.merge import Join
from tests.layers.case import ANY_DTYPE, Cases
from tests.layers.oracle import joined

OPERATOR = "an operator"
JOINS = ("Add", "Multiply", "Concat")

CASES = Cases(
    inputs=dict.fromkeys(JOINS, joined(3)),
    takes=dict.fromkeys(JOINS, ANY_DTYPE),
    refused={
        "a join of several dtypes would change some of them silently": (
            lambda layer, inputs: (
                isinstance(layer, Join) and len({x.dtype for x in inputs}) > 1
            )
        ),
        "shapes that differ would be broadcast, which hides mistakes": (
            lambda layer, inputs: (
                type(layer).__name__ in ("Add", "Multiply")
                and len({x.shape for x in inputs}) > 1
            )
        ),
    },
    without_module={
        "Add": OPERATOR,
        "Multiply": OPERATOR,
        "Concat": "torch.cat, which has no signature to read",
    },
)
