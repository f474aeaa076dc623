"""Functions of numbers, reductions and rankings give torch's own numbers."""

from collections.abc import Callable

import pytest
import torch
from torch import nn

import designer
from designer import layers
from designer.layers import Layer
from tests.layers.designs import answering, made

Function = Callable[[torch.Tensor], torch.Tensor]

CASES: list[tuple[Layer, Function]] = [
    (layers.Abs(), torch.abs),
    (layers.Neg(), torch.neg),
    (layers.Sign(), torch.sign),
    (layers.Exp(), torch.exp),
    (layers.Sin(), torch.sin),
    (layers.Cos(), torch.cos),
    (layers.Reciprocal(), torch.reciprocal),
    (layers.Power(exponent=3), lambda x: x.pow(3)),
    (layers.Power(exponent=-2), lambda x: x.pow(-2)),
    (layers.Scale(factor=1 / 255, offset=-0.5), lambda x: x * (1 / 255) - 0.5),
    (layers.Scale(factor=-2), lambda x: x * -2),
    (layers.Scale(offset=1e-7), lambda x: x + 1e-7),
    (layers.Clamp(min=-0.5, max=0.25), lambda x: x.clamp(-0.5, 0.25)),
    (layers.Clamp(min=None, max=0), lambda x: x.clamp(max=0)),
    (layers.Normalize(p=1, dim=-1), lambda x: nn.functional.normalize(x, 1.0, -1)),
    (layers.Compare(relation="<=", value=0.125), lambda x: x <= 0.125),
    (layers.Cast(dtype="int64"), lambda x: x.long()),
    (layers.Mean(dim=(1, 3)), lambda x: x.mean((1, 3))),
    (layers.Sum(dim=(2,), keepdim=True), lambda x: x.sum(2, keepdim=True)),
    (layers.Prod(dim=-1), lambda x: x.prod(-1)),
    (layers.Max(dim=(2, 3)), lambda x: x.flatten(2).amax(2)),
    (layers.Min(dim=(-1,)), lambda x: x.min(-1).values),
    (layers.Norm(ord=1, dim=(1,)), lambda x: x.abs().sum(1)),
    (layers.Norm(), lambda x: x.square().sum(-1).sqrt()),
    (layers.Std(dim=(1, 2)), lambda x: torch.std(x, (1, 2))),
    (layers.Var(correction=0), lambda x: x.var(-1, correction=0)),
    (layers.LogSumExp(dim=(1,)), lambda x: x.exp().sum(1).log()),
    (layers.ArgMax(dim=1), lambda x: x.argmax(1)),
    (layers.ArgMin(keepdim=True), lambda x: x.argmin(-1, keepdim=True)),
    (layers.CumSum(dim=1), lambda x: x.cumsum(1)),
    (layers.CumProd(), lambda x: x.cumprod(-1)),
]


@pytest.mark.parametrize(("layer", "theirs"), CASES, ids=str)
def test_numbers_are_torchs(layer: Layer, theirs: Function) -> None:
    design = answering(layer, "x > layer", x=layers.Input(shape=(3, 4, 5)))
    x = torch.randn(2, 3, 4, 5)
    torch.testing.assert_close(designer.compile(design)(x), theirs(x))


@pytest.mark.parametrize("layer", [layers.Log(), layers.Sqrt()], ids=str)
def test_roots_and_logarithms_are_torchs(layer: Layer) -> None:
    design = answering(layer, "x > layer", x=layers.Input(shape=(3,)))
    x = torch.rand(2, 3) + 0.1
    theirs = getattr(torch, type(layer).__name__.lower())
    torch.testing.assert_close(designer.compile(design)(x), theirs(x))


def test_the_best_can_be_gathered_again() -> None:
    """Places from TopK, taken by Gather, are the values that TopK keeps."""
    nodes: dict[str, Layer] = {
        "x": layers.Input(shape=(3, 7)),
        "best": layers.TopK(k=2),
        "taken": layers.Gather(dim=-1),
        "values": layers.Output(),
        "again": layers.Output(),
    }
    wires = "x > best", "x > taken.input", "best.indices > taken.index"
    design = made(nodes, *wires, "best.values > values", "taken > again")
    x = torch.randn(2, 3, 7)
    values, again = designer.compile(design)(x)
    assert torch.equal(values, again)
    assert torch.equal(values, x.topk(2).values)


def test_what_is_detached_learns_nothing() -> None:
    design = answering(layers.Detach(), "x > layer", x=layers.Input(shape=(3,)))
    x = torch.rand(2, 3, requires_grad=True)
    answer = designer.compile(design)(x)
    assert torch.equal(answer, x)
    assert not answer.requires_grad
