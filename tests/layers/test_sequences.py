"""Transformers in networks, from the class token in front to the script that trains."""

import math
import subprocess
import sys
import warnings
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from torch import nn

import designer
from designer import layers
from designer.layers import Tensor
from tests.layers.designs import SEQUENCE, TRUTHS, answering, made, refusal

SMALL = {"nhead": 2, "dim_feedforward": 16, "dropout": 0.0}
UNUSUAL = [{}, {"norm_first": True}, {"bias": False}, {"nhead": 1}]


@pytest.mark.parametrize("unusual", UNUSUAL, ids=str)
def test_a_transformer_is_torchs_and_warns_of_nothing(unusual: dict[str, bool]) -> None:
    several = {**SMALL, **unusual, "num_encoder_layers": 2, "num_decoder_layers": 2}
    wires = "src > layer.src", "tgt > layer.tgt", "no > layer.src_key_padding_mask"
    inputs = {"src": SEQUENCE, "tgt": layers.Input(shape=(3, 8)), "no": TRUTHS}
    for padded in (False, True):
        design = answering(
            layers.Transformer(**several), *wires[: 2 + padded], **inputs
        )
        torch.manual_seed(0)
        model = designer.compile(design)
        torch.manual_seed(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = nn.Transformer(8, **several, batch_first=True)
        src, tgt = torch.rand(4, 5, 8), torch.rand(4, 3, 8)
        padding = torch.zeros(4, 5).bool()
        padding[0, 3:] = True
        given = {"no": padding} if padded else {}
        named = {"src_key_padding_mask": padding} if padded else {}
        assert torch.equal(model(src=src, tgt=tgt, **given), theirs(src, tgt, **named))
        with torch.no_grad():
            quick = model.eval()(src=src, tgt=tgt, **given)
        torch.testing.assert_close(quick, theirs(src, tgt, **named))


def test_an_encoder_takes_no_numbers_to_add() -> None:
    looks = layers.Input(shape=(5, 5))
    layer = layers.TransformerEncoderLayer(**SMALL)
    wires = "x > layer.src", "looks > layer.src_mask"
    problem = refusal(answering(layer, *wires, x=SEQUENCE, looks=looks))
    assert "needs bool at src_mask and gets float32" in problem.message


def test_torch_takes_what_an_encoder_adds_for_yes_and_no() -> None:
    """Why the test above: when torch mends this, numbers may be added."""
    layer = nn.TransformerEncoderLayer(8, **SMALL, batch_first=True).eval()
    x, added = torch.rand(1, 5, 8), torch.rand(5, 5)
    slow = layer(x, src_mask=added)
    with torch.no_grad():
        quick = layer(x, src_mask=added)
    assert not torch.allclose(slow, quick)


@pytest.fixture
def classifier() -> designer.Design:
    """The rows of a digit as a sequence, read by a Transformer's encoder behind a token."""
    nodes = {
        "image": layers.Input(shape=(1, 8, 8)),
        "rows": layers.Flatten(end_dim=2),
        "token": layers.LearnedConstant(shape=(1, 8)),
        "cat1": layers.Concat(),
        "place": layers.LearnedPositionalEncoding(),
        "encoder": layers.TransformerEncoder(**SMALL, num_layers=2),
        "flat": layers.Flatten(),
        "fc": layers.Linear(out_features=10),
        "answer": layers.Output(),
    }
    chain = ("cat1", "place", "encoder", "flat", "fc", "answer")
    wires = [f"{before} > {after}" for before, after in pairwise(chain)]
    first = "image > rows", "token > cat1", "rows > cat1"
    return made(nodes, *first, *wires).with_training(epochs=1, threads=1)


def test_a_class_token_stands_in_front(classifier: designer.Design) -> None:
    report = designer.check(classifier)
    assert report.tensors["cat1"] == report.tensors["encoder"] == Tensor((9, 8))
    text = designer.model_source(classifier)
    assert "self.token = nn.Parameter(0.02 * torch.randn(1, 8))" in text
    assert "self.token.expand(image.shape[0], -1, -1)  # 1×8" in text
    model = designer.compile(classifier)
    seen: list[torch.Tensor] = []
    model.encoder.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    image = torch.rand(3, 1, 8, 8)
    model(image)
    token = model.token.expand(3, 1, 8)
    assert torch.equal(seen[0], torch.cat((token, image[:, 0]), dim=1) + model.place)
    count = sum(parameter.numel() for parameter in model.parameters())
    assert report.parameters == count


def test_a_transformer_learns(classifier: designer.Design) -> None:
    torch.manual_seed(0)
    model = designer.compile(classifier)
    image, truth = torch.rand(8, 1, 8, 8), torch.arange(8)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    losses = []
    for _ in range(20):
        loss = nn.functional.cross_entropy(model(image), truth)
        optimizer.zero_grad()
        loss.backward()
        assert all(parameter.grad is not None for parameter in model.parameters())
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 2


def test_a_transformer_is_exported(classifier: designer.Design, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(designer.script_source(classifier), encoding="utf-8")
    command = [sys.executable, "-W", "error", script.name]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "1" in run.stdout


# Positions and constants -----------------------------------------------------------------


@pytest.mark.parametrize("features", [1, 2, 7, 8])
def test_waves_are_those_of_the_paper(features: int) -> None:
    x = layers.Input(shape=(30, features))
    model = designer.compile(answering(layers.PositionalEncoding(), "x > layer", x=x))
    waves = model(torch.zeros(1, 30, features))[0]
    for place in (0, 1, 29):
        for feature in range(features):
            angle = place / 10000 ** (2 * (feature // 2) / features)
            wave = (math.cos if feature % 2 else math.sin)(angle)
            assert waves[place, feature].item() == pytest.approx(wave, abs=1e-5)
    assert not model.state_dict()


def test_turns_are_products_of_complex_numbers() -> None:
    x = layers.Input(shape=(2, 30, 8))
    layer = layers.RotaryEncoding(base=500.0)
    model = designer.compile(answering(layer, "x > layer", x=x))
    given = torch.rand(3, 2, 30, 8)
    rates = 500.0 ** (-torch.arange(4) / 4)
    angles = torch.arange(30).unsqueeze(1) * rates
    pairs = torch.view_as_complex(given.reshape(3, 2, 30, 4, 2))
    turned = pairs * torch.polar(torch.ones_like(angles), angles)
    expected = torch.view_as_real(turned).reshape(3, 2, 30, 8)
    torch.testing.assert_close(model(given), expected)


@pytest.mark.parametrize(
    ("dtype", "value"),
    [("float32", 1.5), ("int64", -3.0), ("bool", 1.0), ("bool", 0.0)],
)
def test_a_constant_is_filled_for_each_sample(dtype: str, value: float) -> None:
    nodes = {
        "image": layers.Input(shape=(4,)),
        "constant1": layers.Constant(shape=(2, 3), value=value, dtype=dtype),
        "answer": layers.Output(),
        "other": layers.Output(),
    }
    design = made(nodes, "image > answer", "constant1 > other")
    _, constant = designer.compile(design)(torch.rand(5, 4))
    expected = torch.full((5, 2, 3), value, dtype=getattr(torch, dtype))
    assert constant.dtype == expected.dtype
    assert torch.equal(constant, expected)


def test_all_that_is_made_is_where_the_batch_is() -> None:
    nodes = {
        "x": SEQUENCE,
        "wave": layers.PositionalEncoding(),
        "turn": layers.RotaryEncoding(),
        "fixed": layers.Constant(shape=(5, 8)),
        "add1": layers.Add(),
        "encoder": layers.TransformerEncoderLayer(**SMALL, is_causal=True),
    }
    chain = "x > wave", "wave > turn", "turn > add1", "fixed > add1", "add1 > encoder"
    model = designer.compile(made(nodes, *chain)).to("meta")
    assert model(torch.rand(3, 5, 8, device="meta")).device.type == "meta"


@pytest.mark.parametrize(("dtype", "wanted"), [("int64", "whole"), ("bool", "0 or 1")])
def test_a_constant_that_would_be_rounded_is_refused(dtype: str, wanted: str) -> None:
    constant = layers.Constant(value=0.5, dtype=dtype)
    nodes = {"image": SEQUENCE, "constant1": constant, "add1": layers.Add()}
    problem = refusal(made(nodes, "image > add1", "constant1 > add1"))
    assert wanted in problem.message
    labels = [fix.label for fix in problem.find_fixes()]
    assert labels == ["Set constant1 dtype to float32", "Set constant1 value to 1"]
