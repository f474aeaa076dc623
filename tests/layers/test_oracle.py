"""Our shape rules against torch itself, for every layer, over drawn settings and inputs.

Output shapes, dtypes, parameter counts, and whether it works at all must be the same.
`REFUSED` lists where torch says yes and a person meant no; more of it is in `cases/`.
"""

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from designer.errors import SettingError, ShapeError
from designer.layers import CATALOGUE, Layer, Tensor
from designer.layers.merge import Join
from tests.layers import oracle
from tests.layers.case import CASES, Reason
from tests.layers.oracle import (
    WITHOUT_RULE,
    Inputs,
    is_empty,
    layers,
    ours,
    torchs,
    usual,
)

AXES = ("dim", "dims", "dim0", "dim1", "source", "destination", "start_dim", "end_dim")

DRAWS = 100
MANY_DRAWS = 10_000

BAD = st.sampled_from([None, True, -1, 0, 1.5, float("nan"), "same", (2,), (0, 0), []])


def axes_named(layer: Layer) -> tuple[int, ...]:
    """Every axis that a layer's settings name, as torch counts them."""
    named = [getattr(layer, key, ()) for key in AXES]
    return sum((dim if isinstance(dim, tuple) else (dim,) for dim in named), ())


REFUSED: dict[str, Reason] = {
    "a dtype that the layer is not made for": lambda layer, inputs: any(
        x is not None
        and x.dtype not in CASES.takes.get(type(layer).__name__, ("float32",))
        for x in inputs
    ),
    "the batch is mixed: axis 0 of what torch sees, also when counted from the end": (
        lambda layer, inputs: any(
            inputs[0] is not None and dim in (0, -len(inputs[0].shape) - 1)
            for dim in axes_named(layer)
        )
    ),
    "a join of one is no join": lambda layer, inputs: (
        isinstance(layer, Join) and len(inputs) == 1
    ),
    **CASES.refused,
}


def reasons(layer: Layer, inputs: Inputs) -> list[str]:
    """Why ours may refuse what torch takes."""
    return [why for why, holds in REFUSED.items() if holds(layer, inputs)]


def compare(name: str, draws: int) -> None:
    """Draw layers of a type and their inputs; ours and torch must say the same."""
    drawn = CASES.inputs.get(name, usual(3))
    worked = [0]

    @settings(
        max_examples=draws, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.data(), st.integers(2, 3))
    def agrees(data: st.DataObject, batch: int) -> None:
        layer = data.draw(layers(CATALOGUE[name], CASES.settings))
        inputs = drawn(data.draw, layer)
        we = ours(layer, inputs)
        if any(holds(layer, inputs) for holds in CASES.harmful.values()):
            assert isinstance(we, ShapeError)
            return
        torch_ = torchs(layer, inputs, batch)
        note(f"{layer.make(*inputs) if not isinstance(we, ShapeError) else layer}")
        note(f"inputs: {inputs}\nours:  {we!r}\ntorch: {torch_!r}")
        if isinstance(we, ShapeError) and not isinstance(torch_, Exception):
            why = reasons(layer, inputs) or is_empty(torch_)
            assert why, "ours refuses what torch takes"
            return
        assert isinstance(we, ShapeError) == isinstance(torch_, Exception)
        if not isinstance(we, ShapeError):
            assert we == torch_
            worked[0] += 1

    agrees()
    assert worked[0] >= draws // 20, "too few draws worked to mean anything"
    oracle.TABLE[name] = (draws, worked[0])


@pytest.mark.parametrize("name", sorted(set(CATALOGUE) - WITHOUT_RULE))
def test_agrees_with_torch(name: str) -> None:
    compare(name, DRAWS)


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(set(CATALOGUE) - WITHOUT_RULE))
def test_agrees_with_torch_over_many_draws(name: str) -> None:
    compare(name, MANY_DRAWS)


@pytest.mark.parametrize("name", sorted(CATALOGUE))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_bad_settings_are_refused_in_words(name: str, data: st.DataObject) -> None:
    cls = CATALOGUE[name]
    if not cls.declared_settings:
        return
    setting = data.draw(st.sampled_from(sorted(cls.declared_settings)))
    value = data.draw(BAD)
    try:
        layer = cls(**{setting: value})
    except SettingError as error:
        assert error.setting == setting
        assert str(error).startswith(f"{setting} needs ")
    else:
        kind = cls.declared_settings[setting].kind
        assert kind.read(getattr(layer, setting)) == getattr(layer, setting)


def test_input_gives_its_shape() -> None:
    layer = CATALOGUE["Input"](shape=(2, 3), dtype="int64")
    assert layer.output() == Tensor((2, 3), "int64")
    assert CATALOGUE["Output"]().output(Tensor((3,))) == ()
    assert CATALOGUE["Note"]().output() == ()
