"""Whether a layer takes a tensor is what its own shape rule says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import layers
from designer.expression import Expression
from designer.graph import Use
from designer.graph.inference import Inference, infer
from designer.graph.taking import LIKELY, Taken, offered, taken
from designer.layers import CATALOGUE, Layer, Tensor
from tests.graph.blocks import residual
from tests.strategies import POOL

IMAGE = Tensor((3, 8, 8))


@given(st.sampled_from(POOL), st.sampled_from(LIKELY))
def test_it_says_what_the_shape_rule_says(layer: Layer, tensor: Tensor) -> None:
    if sum(not port.optional for port in layer.inputs) > 1:
        return
    found, made = infer(layer, (tensor,)), taken(layer, tensor)
    if isinstance(found, Inference):
        assert made == Taken("", found.outputs[0], layer.along(tensor))
    else:
        assert made.why == str(found) and not made.fits


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_layer_can_be_judged(name: str) -> None:
    for tensor in (*LIKELY, None):
        made = taken(CATALOGUE[name](), tensor)
        assert made.fits == (made.why == "")
        assert " and gets " not in made.brief


def test_one_of_several_inputs_is_nothing_to_judge_by() -> None:
    assert taken(layers.Matmul(), Tensor((8, 16))).fits
    assert taken(layers.MaxUnpool2d(), IMAGE).fits


def test_what_is_not_known_speaks_against_nothing() -> None:
    assert taken(layers.Conv2d(), None) == Taken()
    follows = layers.Conv2d(out_channels=Expression("width"))
    assert taken(follows, IMAGE, {"width": 4}).output == Tensor((4, 6, 6))
    assert not taken(follows, IMAGE).fits


def test_blocks_are_judged_by_what_is_inside() -> None:
    use = Use(residual())
    assert taken(use, Tensor((8, 16, 16))).output is not None
    assert not taken(use, Tensor((8,))).fits


def wanting(*tensors: Tensor):  # type: ignore[no-untyped-def]
    """Accepts these tensors alone."""
    return lambda tensor: "" if tensor in tensors else f"needs others than {tensor}"


def test_what_a_layer_gives_is_tried_on_what_is_likely() -> None:
    flat = wanting(Tensor((128,)))
    assert offered(layers.Flatten(), flat, hints=[Tensor((2, 8, 8))]).fits
    assert not offered(layers.Output(), flat).fits
    assert offered(layers.Input(), flat).fits
    assert offered(layers.Flatten(), wanting()).why.startswith("needs others than")


def test_other_settings_may_give_the_size_that_is_wanted() -> None:
    wanted = wanting(IMAGE)
    assert offered(layers.Conv2d(), wanted, hints=[IMAGE]).fits
    assert not offered(layers.Flatten(), wanted, hints=[IMAGE]).fits
    assert not offered(layers.Conv1d(), wanted, hints=[IMAGE]).fits
