"""Recurrent layers and cells."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from designer.layers import Tensor
from designer.layers.recurrent import Recurrent
from tests.layers.case import Cases, misshapen
from tests.layers.oracle import Drawn, Inputs, alike, counted_on_meta, one

LAYERS = ("RNN", "LSTM", "GRU")
CELLS = ("RNNCell", "LSTMCell", "GRUCell")
BATCH_FIRST = "every wire carries its batch first, so the code says so always"


def states(layer: Any) -> list[Tensor]:
    """The states that a layer may begin with."""
    if isinstance(layer, Recurrent):
        return list(layer.states.values())
    return [Tensor((layer.hidden_size,))] * len(layer.states)


def begun(axes: int) -> Drawn:
    """An input, and mostly all states or none."""

    def drawn(draw: st.DrawFn, layer: Any) -> Inputs:
        x = one(draw, layer, axes)
        is_begun = draw(st.booleans())
        begins = [alike(draw, state, odds=8) for state in states(layer)]
        given: Sequence[bool] = [is_begun] * len(begins)
        if not draw(st.integers(0, 7)):
            given = [draw(st.booleans()) for _ in begins]
        return (x, *[b if g else None for b, g in zip(begins, given, strict=True)])

    return drawn


CASES = Cases(
    inputs={
        **dict.fromkeys(LAYERS, begun(2)),
        **dict.fromkeys(CELLS, begun(1)),
    },
    example={
        "RNN": (Tensor((5, 3)), None),
        "LSTM": (Tensor((5, 3)), None, None),
        "GRU": (Tensor((5, 3)), None),
        "RNNCell": (Tensor((3,)), None),
        "LSTMCell": (Tensor((3,)), None, None),
        "GRUCell": (Tensor((3,)), None),
    },
    refused={
        "a sequence without its steps takes the batch for them": misshapen(
            dict.fromkeys(LAYERS, 2)
        ),
        "dropout between layers where there is one layer: torch only warns": (
            lambda layer, inputs: (
                isinstance(layer, Recurrent)
                and layer.num_layers == 1
                and layer.dropout > 0
            )
        ),
    },
    left_out=dict.fromkeys([(name, "batch_first") for name in LAYERS], BATCH_FIRST),
    macs={"LSTM": counted_on_meta},  # on the CPU all its steps are one operation
)
