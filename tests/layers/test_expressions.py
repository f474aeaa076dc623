"""Settings of layers may follow from names by an expression."""

import pytest

from designer.errors import SettingError
from designer.expression import Expression
from designer.layers import CATALOGUE, Conv2d, Layer, Linear, Split
from designer.recipe import Training

NAMES = {"channels": 8, "k": 3}

DECIDING = {"return_indices", "need_weights", "sizes", "chunks"}
"""The settings on which it depends which ports there are."""


def test_an_expression_stands_in_place_of_a_value() -> None:
    layer = Conv2d(
        out_channels=Expression("channels * 4"), kernel_size=Expression("(k, 1)")
    )
    assert set(layer.expressions) == {"out_channels", "kernel_size"}
    assert layer.resolved(NAMES) == Conv2d(out_channels=32, kernel_size=(3, 1))
    assert layer.brief() == "channels * 4 · (k, 1)"
    assert Conv2d().resolved(NAMES) == Conv2d()


def test_a_result_is_read_as_a_value_is() -> None:
    square = Conv2d(kernel_size=Expression("k")).resolved(NAMES)
    assert square == Conv2d(kernel_size=(3, 3))
    with pytest.raises(
        SettingError, match="out_channels needs a whole number of at"
    ) as e:
        Conv2d(out_channels=Expression("k - 3")).resolved(NAMES)
    assert e.value.setting == "out_channels"
    with pytest.raises(SettingError, match="bias needs true or false, got 3"):
        Linear(bias=Expression("k")).resolved(NAMES)


def test_survives_a_file() -> None:
    layer = Conv2d(out_channels=Expression("channels*4"), stride=2)
    text = layer.to_json()
    assert text["out_channels"] == {"=": "channels * 4"}
    assert Conv2d.from_json(text) == layer
    with pytest.raises(SettingError, match="out_channels cannot be read as an expr"):
        Conv2d.from_json({"out_channels": {"=": "channels *"}})
    with pytest.raises(
        SettingError, match="out_channels needs an expression as a text"
    ):
        Conv2d.from_json({"out_channels": {"=": 3}})


def test_only_layers_take_them_and_only_for_numbers() -> None:
    with pytest.raises(SettingError, match="epochs needs a whole number"):
        Training(epochs=Expression("3"))
    with pytest.raises(SettingError, match="padding_mode needs"):
        Conv2d(padding_mode=Expression("k"))


def test_what_decides_the_ports_needs_a_value() -> None:
    with pytest.raises(SettingError, match="which ports there are"):
        Split(sizes=Expression("(k, k)"))


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=list(CATALOGUE))
def test_ports_never_follow_from_an_expression(kind: type[Layer]) -> None:
    for name, declaration in kind.declared_settings.items():
        if not declaration.kind.reckoned:
            continue
        try:
            layer = kind(**{name: Expression("value")})
        except SettingError as error:
            assert "ports" in str(error)
            assert name in DECIDING
            continue
        for value in (0, 1, 2, 3, True, False, None, (2, 2), (1, 2, 3)):
            try:
                made = layer.resolved({"value": value})
            except SettingError:
                continue
            assert (made.inputs, made.outputs) == (layer.inputs, layer.outputs)
