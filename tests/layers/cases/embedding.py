"""Embeddings."""

from typing import Any

from hypothesis import strategies as st

from designer.layers import Tensor
from tests.layers.case import Cases
from tests.layers.oracle import Inputs, alike, any_dtype, one, usual

WEIGHT = "weights come from training, or from a file"
OFFSETS = "every wire is a batch of rows, which need no offsets"


def bag(draw: st.DrawFn, layer: Any) -> Inputs:
    """Indices in a row, and sometimes a weight for each."""
    indices = one(draw, layer, 1, dtype="int64")
    if layer.mode != "sum":
        return (indices,)
    if draw(st.booleans()):
        return indices, None
    weights = alike(draw, indices, odds=6)
    return indices, Tensor(weights.shape, any_dtype(draw, "float32"))


CASES = Cases(
    inputs={"Embedding": usual(1, "int64"), "EmbeddingBag": bag},
    example={
        "Embedding": (Tensor((5,), "int64"),),
        "EmbeddingBag": (Tensor((5,), "int64"),),
    },
    takes={"Embedding": ("int64",), "EmbeddingBag": ("int64", "float32")},
    left_out={
        ("Embedding", "_weight"): WEIGHT,
        ("Embedding", "_freeze"): WEIGHT,
        ("EmbeddingBag", "_weight"): WEIGHT,
        ("EmbeddingBag", "include_last_offset"): OFFSETS,
    },
)
