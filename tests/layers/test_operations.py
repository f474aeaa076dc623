"""Tensor operations in networks: torch's own answers, refusals with fixes, and code."""

import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from torch import nn

import designer
from designer import layers
from designer.codegen import model_source
from designer.errors import ShapeError
from designer.graph import Design, Graph
from designer.layers import CATALOGUE, Layer, Tensor
from designer.layers.example import example
from tests.layers.designs import answering, made, refusal

FAMILIES = ("Merge", "Math", "Reduction")
MODULES = ("axes", "sizes", "picking")


def of(layer: Layer, **shapes: tuple[int, ...]) -> Design:
    """A design of one layer, with an Input of float numbers at each of its ports."""
    ports = [port.name for port in layer.inputs]
    if ports == ["input"] and layer.inputs[0].many:
        ports = [f"input{place}" for place in range(1, len(shapes) + 1)]
    wires = [f"{name} > layer.{port}" for name, port in zip(shapes, ports, strict=True)]
    inputs = {name: layers.Input(shape=shape) for name, shape in shapes.items()}
    return answering(layer, *wires, **inputs)


def answer(layer: Layer, **given: torch.Tensor) -> torch.Tensor:
    """What a layer makes of float numbers, in a network of its own."""
    shapes = {name: tuple(x.shape[1:]) for name, x in given.items()}
    result: torch.Tensor = designer.compile(of(layer, **shapes))(**given)
    return result


# Axes ----------------------------------------------------------------------------------


def test_permute_puts_channels_last() -> None:
    x = torch.rand(2, 3, 4, 5)
    last = answer(layers.Permute(dims=(2, 3, 1)), x=x)
    assert torch.equal(last, x.permute(0, 2, 3, 1))
    assert torch.equal(answer(layers.MoveAxis(source=1, destination=-1), x=x), last)


def test_reshape_works_out_what_is_left() -> None:
    x = torch.rand(2, 3, 4, 5)
    made = answer(layers.Reshape(shape=(3, -1)), x=x)
    assert torch.equal(made, x.flatten(2))
    assert layers.Reshape(shape=(6, -1, 2)).output(Tensor((3, 4, 5))).shape == (6, 5, 2)


def test_reshape_keeps_samples_apart() -> None:
    """A −1 in the place of the batch would let it take up what does not fit."""
    problem = refusal(of(layers.Reshape(shape=(4, 4)), x=(3, 4, 5)))
    assert "cannot put 3×4×5 (60 numbers) into 4×4" in problem.message
    assert problem.find_fixes()[0].label == "Set layer shape to -1"


@pytest.mark.parametrize(
    ("layer", "theirs"),
    [
        (layers.Transpose(dim0=1, dim1=-1), lambda x: x.transpose(1, -1)),
        (layers.Roll(shifts=(1, -2), dims=(1, -1)), lambda x: x.roll((1, -2), (1, -1))),
        (layers.Flip(dims=(2, 3)), lambda x: x.flip(2, 3)),
        (layers.Unsqueeze(dim=-1), lambda x: x.unsqueeze(-1)),
        (layers.Repeat(repeats=(2, 1, 3)), lambda x: x.repeat(1, 2, 1, 3)),
        (layers.Pad(pad=(1, 2, 0, 1)), lambda x: nn.functional.pad(x, (1, 2, 0, 1))),
        (layers.Select(dim=1, index=-1), lambda x: x[:, -1]),
        (layers.Index(indices=(2, 0, 2), dim=-1), lambda x: x[..., [2, 0, 2]]),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Layer) else "",
)
def test_rearranged_as_torch_does(
    layer: Layer, theirs: Callable[[torch.Tensor], torch.Tensor]
) -> None:
    x = torch.rand(2, 3, 4, 5)
    assert torch.equal(answer(layer, x=x), theirs(x))


# Joins ---------------------------------------------------------------------------------

SHAPE = (3, 4, 5)
ODD = [(*SHAPE[:axis], 1, *SHAPE[axis + 1 :]) for axis in range(3)]
"""The shape with size 1 along one axis, which torch would broadcast."""


@pytest.mark.parametrize("name", ["Add", "Multiply", "Subtract", "Maximum"])
@pytest.mark.parametrize("odd", [*ODD, (3, 4), (4, 5)])
@pytest.mark.parametrize("is_first", [True, False])
def test_elementwise_joins_check_every_axis(
    name: str, odd: tuple[int, ...], is_first: bool
) -> None:
    shapes = {"a": odd, "b": SHAPE} if is_first else {"a": SHAPE, "b": odd}
    problem = refusal(of(CATALOGUE[name](), **shapes))
    assert problem.rule == "Its inputs must have the same shape."


@pytest.mark.parametrize("dim", [1, 2, 3, -1, -2, -3])
def test_concat_checks_every_axis_but_its_own(dim: int) -> None:
    for place, odd in enumerate(ODD):
        design = of(layers.Concat(dim=dim), a=SHAPE, b=odd)
        if place == dim % 4 - 1:
            made = designer.check(design).tensors["layer.output"]
            assert made.shape[place] == SHAPE[place] + 1
        else:
            assert f"in every axis but {dim}" in refusal(design).rule


def test_what_is_spread_is_spread_by_a_layer() -> None:
    design = of(layers.Multiply(), x=(3, 4, 5), gate=(3, 1, 1))
    problem = refusal(design)
    (fix,) = [fix for fix in problem.find_fixes() if "Expand" in fix.label]
    x, gate = torch.rand(2, 3, 4, 5), torch.rand(2, 3, 1, 1)
    result = designer.compile(fix.apply(design))(x=x, gate=gate)
    assert torch.equal(result, x * gate)


def test_subtract_and_divide_keep_the_order_of_their_inputs() -> None:
    a, b = torch.rand(2, 3), torch.rand(2, 3) + 1
    assert torch.equal(answer(layers.Subtract(), a=a, b=b), a - b)
    assert torch.equal(answer(layers.Divide(), a=a, b=b), a / b)
    inputs = {"a": layers.Input(shape=(3,)), "b": layers.Input(shape=(3,))}
    for name, expected in (("Subtract", b - a), ("Divide", b / a)):
        wires = "a > layer.input2", "b > layer.input1"  # wired in the other order
        model = designer.compile(answering(CATALOGUE[name](), *wires, **inputs))
        assert torch.equal(model(a=a, b=b), expected)


def test_joins_of_three() -> None:
    three = {name: torch.rand(2, 3, 4) for name in "abc"}
    stacked = torch.stack([*three.values()], dim=1)
    assert torch.equal(answer(layers.Stack(), **three), stacked)
    assert torch.equal(answer(layers.Maximum(), **three), stacked.amax(1))
    torch.testing.assert_close(answer(layers.Average(), **three), stacked.mean(1))


def masked(layer: Layer, mask_port: str, *ports: str) -> Design:
    """A layer with a mask of 3×4, and float numbers of 3×4 at the other ports."""
    inputs: dict[str, Layer] = {port: layers.Input(shape=(3, 4)) for port in ports}
    inputs["hides"] = layers.Input(shape=(3, 4), dtype="bool")
    wires = [f"{port} > layer.{port}" for port in ports]
    return answering(layer, f"hides > layer.{mask_port}", *wires, **inputs)


def test_where_and_masked_fill_are_torchs() -> None:
    x, other, hides = (
        torch.rand(2, 3, 4),
        torch.rand(2, 3, 4),
        torch.rand(2, 3, 4) < 0.5,
    )
    model = designer.compile(masked(layers.Where(), "condition", "input", "other"))
    chosen = model(input=x, other=other, hides=hides)
    assert torch.equal(chosen, torch.where(hides, x, other))
    model = designer.compile(masked(layers.MaskedFill(value=-2.5), "mask", "input"))
    assert torch.equal(model(input=x, hides=hides), x.masked_fill(hides, -2.5))


def test_a_crop_lets_a_skip_be_concatenated() -> None:
    design = of(layers.Concat(), skip=(4, 28, 29), up=(4, 24, 24))
    (fix,) = [fix for fix in refusal(design).find_fixes() if "Crop" in fix.label]
    mended = fix.apply(design)
    skip, up = torch.rand(2, 4, 28, 29), torch.rand(2, 4, 24, 24)
    cut = skip[:, :, 2:26, 2:26]
    result = designer.compile(mended)(skip=skip, up=up)
    assert torch.equal(result, torch.cat((cut, up), dim=1))


def test_a_crop_is_never_larger_than_its_picture() -> None:
    for size in ((5,), (1, 5), (5, 1)):
        with pytest.raises(ShapeError, match="cannot cut"):
            layers.Crop(size=size).output(Tensor((4, 4)))


# Parts ---------------------------------------------------------------------------------


def parts(parting: Layer, *pieces: Layer) -> Design:
    """A layer with several outputs, which a Concat joins again, or pieces that it joins."""
    nodes: dict[str, Layer] = {"x": layers.Input(shape=(3, 7, 2))}
    joined = [f"piece{place}" for place in range(len(pieces))]
    wires = [f"x > {name}" for name in joined]
    nodes |= dict(zip(joined, pieces, strict=True))
    if not pieces:
        nodes["parting"] = parting
        joined = [f"parting.{port.name}" for port in parting.outputs]
        wires = ["x > parting"]
    nodes |= {"join": layers.Concat(dim=2), "answer": layers.Output()}
    wires += [f"{each} > join.input{i}" for i, each in enumerate(joined, start=1)]
    return made(nodes, *wires, "join > answer")


@pytest.mark.parametrize(
    "design",
    [
        parts(layers.Split(sizes=(1, 4, 2), dim=2)),
        parts(layers.Split(sizes=(5, 2), dim=-2)),
        parts(layers.Chunk(chunks=3, dim=2)),
        parts(layers.Chunk(chunks=7, dim=-2)),
        parts(
            layers.Identity(),
            layers.Slice(dim=2, stop=3),
            layers.Slice(dim=-2, start=3, stop=-1),
            layers.Slice(dim=2, start=-1),
        ),
    ],
    ids=["split", "split from the end", "chunk", "chunk into ones", "slice"],
)
def test_parts_make_up_the_whole(design: Design) -> None:
    x = torch.rand(2, 3, 7, 2)
    assert torch.equal(designer.compile(design)(x), x)


def test_sizes_that_do_not_make_up_an_axis_are_mended() -> None:
    problem = refusal(of_parts(layers.Split(sizes=(1, 4), dim=2)))
    assert "has sizes that make up 5, and axis 2 of 3×7×2 has 7" in problem.message
    assert problem.find_fixes()[0].label == "Set layer sizes to 1, 6"


def of_parts(layer: Layer) -> Design:
    """A layer with several outputs, of which the first is the answer."""
    nodes: dict[str, Layer] = {"x": layers.Input(shape=(3, 7, 2)), "layer": layer}
    nodes["answer"] = layers.Output()
    return made(nodes, "x > layer", "layer.output1 > answer")


# Products ------------------------------------------------------------------------------


def test_einsum_is_torchs() -> None:
    a, b = torch.rand(2, 3, 4), torch.rand(2, 4, 5)
    product = answer(layers.Einsum(), a=a, b=b)
    torch.testing.assert_close(product, a @ b)
    summed = answer(layers.Einsum(equation="n i j -> n j"), a=a)
    torch.testing.assert_close(summed, a.sum(1))


@pytest.mark.parametrize(
    "equation",
    [
        "bij,bjk->ik",  # sums over the batch
        "bij,cjk->bik",  # every sample with every other
        "bij,bjk->ibk",  # the batch is not first
        "bij,jbk->bik",  # in the second it is not
        "bij,bjb->bij",  # a size taken for the batch
        "bij,bjk",  # torch would put the letters of the answer in order
        "...ij,...jk->...ik",  # the batch would be one of any axes
    ],
)
def test_einsum_refuses_what_mixes_samples(equation: str) -> None:
    problem = refusal(of(layers.Einsum(equation=equation), a=(2, 2), b=(2, 2)))
    fix = problem.find_fixes()[0]
    assert fix.label == "Set layer equation to bij,bjk->bik"


HEADS, STEPS, WIDE = 2, 5, 3


def heads() -> Design:
    """Attention written out: each head compares its queries with its keys."""
    shape = (STEPS, HEADS * WIDE)
    nodes: dict[str, Layer] = {name: layers.Input(shape=shape) for name in "qkv"}
    for name, dims in (("q", (2, 1, 3)), ("k", (2, 3, 1)), ("v", (2, 1, 3))):
        nodes[f"{name}_parts"] = layers.Reshape(shape=(STEPS, HEADS, WIDE))
        nodes[f"{name}_heads"] = layers.Permute(dims=dims)
    nodes |= {
        "scores": layers.Matmul(),
        "scaled": layers.Scale(factor=1 / math.sqrt(WIDE)),
        "weights": layers.Softmax(dim=-1),
        "seen": layers.Matmul(),
        "together": layers.Permute(dims=(2, 1, 3)),
        "flat": layers.Reshape(shape=(STEPS, -1)),
        "answer": layers.Output(),
    }
    wires = [f"{n} > {n}_parts" for n in "qkv"]
    wires += [f"{n}_parts > {n}_heads" for n in "qkv"]
    wires += ["q_heads > scores.input1", "k_heads > scores.input2"]
    wires += ["scores > scaled", "scaled > weights", "weights > seen.input1"]
    wires += ["v_heads > seen.input2", "seen > together", "together > flat"]
    return made(nodes, *wires, "flat > answer")


def test_attention_written_out_is_torchs() -> None:
    q, k, v = (torch.rand(2, STEPS, HEADS * WIDE) for _ in range(3))
    each = [x.unflatten(2, (HEADS, WIDE)).transpose(1, 2) for x in (q, k, v)]
    expected = nn.functional.scaled_dot_product_attention(*each)
    result = designer.compile(heads())(q=q, k=k, v=v)
    torch.testing.assert_close(result, expected.transpose(1, 2).flatten(2))
    assert designer.check(heads()).macs == 2 * HEADS * STEPS * STEPS * WIDE


# Code ----------------------------------------------------------------------------------

MANY_SETTINGS: list[tuple[Layer, tuple[Tensor, ...]]] = [
    (layers.Add(), (Tensor((3, 4)),) * 4),
    (layers.Average(), (Tensor((3, 4)),) * 4),
    (layers.Maximum(), (Tensor((3, 4)),) * 4),
    (layers.Concat(dim=-1), (Tensor((3, 4)),) * 4),
    (layers.Stack(dim=-1), (Tensor((3, 4)),) * 4),
    (layers.Einsum(equation="b i j, b j k, b k l -> b i l"), (Tensor((4, 4)),) * 3),
    (layers.Permute(dims=(4, 3, 2, 1)), (Tensor((2, 3, 4, 5)),)),
    (layers.Roll(shifts=(1, -2), dims=(1, -1)), (Tensor((3, 4)),)),
    (layers.Reshape(shape=(2, 2, 3, -1)), (Tensor((3, 4, 5)),)),
    (layers.Pad(pad=(1, 1, 2, 2), mode="reflect"), (Tensor((3, 9, 9)),)),
    (layers.Pad(pad=(1, 1), value=-0.5), (Tensor((3, 9, 9)),)),
    (layers.Crop(size=(3, 24, 24), offset=(0, 1, 2)), (Tensor((3, 28, 28)),)),
    (layers.Split(sizes=(1, 2, 3, 4), dim=-1), (Tensor((3, 10)),)),
    (layers.Chunk(chunks=5, dim=-1), (Tensor((3, 10)),)),
    (layers.Slice(dim=-2, start=-5, stop=-1, step=2), (Tensor((10, 3)),)),
    (layers.Index(indices=(0, 2, 4, -1), dim=-1), (Tensor((3, 10)),)),
    (layers.Scale(factor=0.12345678, offset=-1e-7), (Tensor((3, 4)),)),
    (layers.Power(exponent=-0.5), (Tensor((3, 4)),)),
    (layers.Clamp(min=-1.5, max=123456.5), (Tensor((3, 4)),)),
    (layers.Normalize(p=1.5, dim=-1, eps=1e-7), (Tensor((3, 4)),)),
    (layers.Compare(relation="!=", value=-1e-7), (Tensor((3, 4)),)),
    (layers.Norm(ord=3, dim=(1, -1), keepdim=True), (Tensor((3, 4)),)),
    (layers.Var(dim=(1, -1), correction=0, keepdim=True), (Tensor((3, 4)),)),
    (layers.TopK(k=2, dim=1, largest=False, sorted=False), (Tensor((3, 4)),)),
]


def operations() -> Iterator[tuple[Layer, tuple[Tensor, ...]]]:
    """Every operation with its default settings, on tensors that it takes."""
    for cls in CATALOGUE.values():
        if cls.family in FAMILIES or cls.__module__.rpartition(".")[2] in MODULES:
            shown = example(cls)
            assert shown, cls
            yield shown.layer, tuple([x for x in shown.inputs if x])


def long_named(layer: Layer, tensors: tuple[Tensor, ...], letters: int) -> Design:
    """A layer of which each output is used twice, in a design of names that long."""
    node = "n" * letters
    graph = Graph().add(node, layer)
    ports = [port.name for port in layer.inputs]
    if layer.inputs[0].many:
        ports = [f"input{place}" for place in range(1, len(tensors) + 1)]
    for letter, port, x in zip("abcd", ports, tensors, strict=False):
        name = letter * letters
        graph = graph.add(name, layers.Input(shape=x.shape, dtype=x.dtype))
        graph = graph.connect(name, f"{node}.{port}")
    for port in graph.output_ports(node):
        for letter in "yz":
            name = f"{letter}_{port}"
            graph = graph.add(name, layers.Output()).connect(f"{node}.{port}", name)
    return Design(graph)


@pytest.mark.parametrize(("layer", "tensors"), [*operations(), *MANY_SETTINGS], ids=str)
def test_operations_are_laid_out_as_ruff_would(
    layer: Layer, tensors: tuple[Tensor, ...], tmp_path: Path
) -> None:
    for letters in range(3, 33):
        text = model_source(long_named(layer, tensors, letters))
        (tmp_path / f"{letters}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--diff", "--isolated", tmp_path]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not result.stdout, result.stdout
    assert result.returncode == 0, result.stderr
