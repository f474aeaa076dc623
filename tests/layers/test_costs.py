"""Multiply-accumulates are what torch counts, or the closed form where it counts none."""

import pytest
import torch
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from torch.utils.flop_counter import FlopCounterMode

from designer.errors import ShapeError
from designer.layers import CATALOGUE
from tests.layers.case import CASES
from tests.layers.oracle import WITHOUT_RULE, layers, ours, run, usual

BATCH = 2
DRAWS = 25


@pytest.mark.filterwarnings("ignore:LSTM with projections")  # torch says it is slower
@pytest.mark.parametrize("name", sorted(set(CATALOGUE) - WITHOUT_RULE))
def test_multiply_accumulates_are_torchs(name: str) -> None:
    drawn = CASES.inputs.get(name, usual(3))
    counted = CASES.macs.get(name)

    @settings(
        max_examples=DRAWS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.data())
    def agrees(data: st.DataObject) -> None:
        layer = data.draw(layers(CATALOGUE[name], CASES.settings))
        inputs = drawn(data.draw, layer)
        if isinstance(ours(layer, inputs), ShapeError):
            return
        note(f"{layer} on {inputs}")
        with (
            torch.random.fork_rng(),
            FlopCounterMode(display=False) as counter,
            torch.no_grad(),
        ):
            run(layer, inputs, BATCH)
        theirs = counter.get_total_flops() // (2 * BATCH)
        assert layer.macs(*inputs) == (counted(layer, inputs) if counted else theirs)

    agrees()
