"""Attention in networks: its masks, its weights and its refusals."""

import pytest
import torch
from torch import nn

import designer
from designer import layers
from designer.errors import ShapeError
from designer.layers import Layer, Tensor
from tests.layers.designs import (
    LOOKS,
    SEEN,
    SEQUENCE,
    TRUTHS,
    answering,
    attending,
    refusal,
)

STEPS = Tensor((5, 8))


@pytest.mark.parametrize("needs_weights", [True, False])
@pytest.mark.parametrize("trains", [True, False])
def test_attention_with_masks_is_torchs(needs_weights: bool, trains: bool) -> None:
    layer = layers.MultiheadAttention(num_heads=2, need_weights=needs_weights)
    design = attending(layer, key_padding_mask=TRUTHS, attn_mask=LOOKS)
    model = designer.compile(design).train(trains)
    x = torch.rand(3, 5, 8)
    padding = torch.zeros(3, 5).bool()
    padding[1, 3:] = True
    looks = torch.rand(3, 5, 5) < 0.3
    looks[:, :, 0] = False  # each step has somewhere to look
    expected = torch.stack(
        [
            model.layer(
                x[i : i + 1],
                x[i : i + 1],
                x[i : i + 1],
                padding[i : i + 1],
                True,
                looks[i],
            )[0][0]
            for i in range(3)
        ]
    )
    answer = model(x=x, key_padding_mask=padding, attn_mask=looks)
    torch.testing.assert_close(answer, expected)


def test_weights_are_a_second_output() -> None:
    layer = layers.MultiheadAttention(
        num_heads=2, need_weights=True, average_attn_weights=False
    )
    design = attending(layer)
    graph = design.graph.add("looks", layers.Output()).connect("layer.weights", "looks")
    design = design.with_graph(graph)
    assert designer.check(design).tensors["layer.weights"] == Tensor((2, 5, 5))
    _, weights = designer.compile(design)(torch.rand(3, 5, 8))
    torch.testing.assert_close(weights.sum(-1), torch.ones(3, 2, 5))


CAUSAL = [
    layers.MultiheadAttention(num_heads=2, is_causal=True),
    layers.MultiheadAttention(num_heads=2, is_causal=True, need_weights=True),
    layers.MultiheadAttention(num_heads=2, is_causal=True, add_bias_kv=True),
    layers.ScaledDotProductAttention(is_causal=True),
]


@pytest.mark.parametrize("layer", CAUSAL, ids=str)
@pytest.mark.parametrize("trains", [True, False])
def test_causal_attention_looks_back_only(layer: Layer, trains: bool) -> None:
    model = designer.compile(attending(layer)).train(trains)
    x = torch.rand(3, 5, 8)
    later = torch.cat((x[:, :3], torch.rand(3, 2, 8)), dim=1)
    with torch.set_grad_enabled(trains):
        torch.testing.assert_close(model(x)[:, :3], model(later)[:, :3])
        assert not torch.allclose(model(x)[:, 3:], model(later)[:, 3:])


def test_a_causal_query_sees_the_step_that_is_added() -> None:
    """By torch's hint is_causal only the last query would."""
    layer = layers.MultiheadAttention(num_heads=2, is_causal=True, add_bias_kv=True)
    model = designer.compile(attending(layer))
    x = torch.rand(3, 5, 8)
    before = model(x)
    nn.init.ones_(model.layer.bias_v)
    assert not torch.allclose(before[:, 0], model(x)[:, 0])


@pytest.mark.parametrize("dtype", ["bool", "float32"])
def test_a_causal_mask_and_one_of_padding_are_of_one_dtype(dtype: str) -> None:
    padding = layers.Input(shape=(5,), dtype=dtype)
    layer = layers.MultiheadAttention(num_heads=2, is_causal=True)
    model = designer.compile(attending(layer, key_padding_mask=padding))
    mask = torch.zeros(3, 5, dtype=getattr(torch, dtype))
    without = designer.compile(attending(layer))
    without.load_state_dict(model.state_dict())
    x = torch.rand(3, 5, 8)
    torch.testing.assert_close(model(x=x, key_padding_mask=mask), without(x))


def test_a_port_without_a_wire_is_named() -> None:
    layer = layers.MultiheadAttention(num_heads=2)
    wires = "x > layer.query", "x > layer.key"
    problem = refusal(answering(layer, *wires, x=SEQUENCE))
    assert "MultiheadAttention layer has no input at value." in problem.message
    problem = refusal(answering(layer, "x > layer.query", x=SEQUENCE))
    assert "has no input at key and value." in problem.message


def test_heads_that_do_not_divide_are_mended() -> None:
    problem = refusal(attending(layers.MultiheadAttention(num_heads=6)))
    assert "has 6 heads, which must divide the 8 features of 5×8" in problem.message
    labels = [fix.label for fix in problem.fixes]
    assert labels[:2] == ["Set layer num_heads to 4", "Set layer num_heads to 8"]


def test_the_nearest_numbers_of_heads_are_offered_first() -> None:
    with pytest.raises(ShapeError) as refused:
        layers.MultiheadAttention(num_heads=7).output(*[Tensor((5, 32))] * 3)
    assert refused.value.changes == ({"num_heads": 8}, {"num_heads": 4})


def test_values_for_other_steps_than_the_keys_are_refused() -> None:
    """torch itself reads past the end of them."""
    with pytest.raises(ShapeError, match="a value for each step of key"):
        layers.ScaledDotProductAttention().output(STEPS, STEPS, Tensor((6, 8)), None)


def sharing(layer: Layer) -> designer.Design:
    """Four heads of a query, and two of a key and a value."""
    inputs = {port: layers.Input(shape=(2, 5, 8)) for port in SEEN}
    inputs["query"] = layers.Input(shape=(4, 5, 8))
    return answering(layer, *[f"{port} > layer.{port}" for port in SEEN], **inputs)


def test_heads_may_share_a_key() -> None:
    model = designer.compile(sharing(layers.ScaledDotProductAttention(enable_gqa=True)))
    query, key, value = (torch.rand(3, heads, 5, 8) for heads in (4, 2, 2))
    each = [x.repeat_interleave(2, dim=1) for x in (key, value)]
    expected = nn.functional.scaled_dot_product_attention(query, *each)
    answer = model(query=query, key=key, value=value)
    torch.testing.assert_close(answer, expected)


def test_heads_that_share_a_key_unasked_are_mended() -> None:
    problem = refusal(sharing(layers.ScaledDotProductAttention()))
    assert "needs the same axes before the steps at query and key" in problem.message
    assert problem.find_fixes()[0].label == "Set layer enable_gqa to on"


def test_looks_are_dropped_only_while_it_trains() -> None:
    model = designer.compile(attending(layers.ScaledDotProductAttention(dropout_p=0.5)))
    x = torch.rand(3, 5, 8)
    expected = nn.functional.scaled_dot_product_attention(x, x, x)
    torch.testing.assert_close(model.eval()(x), expected)
    assert not torch.allclose(model.train()(x), expected)


def test_two_masks_are_told_apart_by_dtype_in_words() -> None:
    looks = layers.Input(shape=(5, 5))
    layer = layers.MultiheadAttention(num_heads=2)
    problem = refusal(attending(layer, key_padding_mask=TRUTHS, attn_mask=looks))
    assert "needs one dtype at attn_mask and key_padding_mask" in problem.message


def test_a_causal_layer_makes_its_mask_itself() -> None:
    layer = layers.MultiheadAttention(num_heads=2, is_causal=True)
    problem = refusal(attending(layer, attn_mask=LOOKS))
    assert "makes a mask by itself, for is_causal is on" in problem.message
    assert problem.find_fixes()[0].label == "Set layer is_causal to off"
