"""Layers that overwrite what is still needed: said before training, as torch fails."""

import pytest
import torch

import designer
from designer import layers
from designer.graph import Design, Graph, Problem
from designer.graph.inference import work_out
from designer.graph.problems.inplace import inplace_problems
from designer.layers import CATALOGUE, Layer
from designer.layers.example import Example, example

UNLEARNED = ("Input", "Output", "Constant", "Detach", "Code")
"""Layers after which torch has no way back, or which are not known without running."""

OVERWRITING = [
    n for n, kind in CATALOGUE.items() if "inplace" in kind.declared_settings
]


def found(graph: Graph) -> list[Problem]:
    return inplace_problems(graph, work_out(graph))


def learns(graph: Graph) -> bool:
    """Whether torch can run the network and go back through it."""
    model = designer.compile(Design(graph)).train()
    inputs = [node.layer for node in graph if isinstance(node.layer, layers.Input)]
    given = [torch.rand(2, *x.shape).to(getattr(torch, x.dtype)) for x in inputs]
    try:
        answer = model(*given)
        answers = answer if isinstance(answer, tuple) else (answer,)
        sum(each.sum() for each in answers).backward()
    except RuntimeError as error:
        assert any(
            words in str(error) for words in ("modified", "in-place", "single memory")
        )
        return False
    return True


def row(*made: Layer, shape: tuple[int, ...] = (2, 8, 8)) -> Graph:
    """Something that learns, and then these layers in a row."""
    graph = Graph().add("image", layers.Input(shape=shape))
    graph = graph.add("first", layers.PReLU()).connect("image", "first")
    last = "first"
    for layer in made:
        name = graph.free_name(layer)
        graph = graph.add(name, layer).connect(last, name)
        last = name
    return graph


def suiting(layer: Layer) -> tuple[int, ...]:
    """The shape of the tensor that a layer of one input is shown on."""
    shown = example(type(layer))
    assert shown is not None and shown.inputs[0] is not None
    return shown.inputs[0].shape


def overwritten(shown: Example, port: int, *between: Layer) -> Graph:
    """A layer on its example, something that learns before it, and a ReLU after it."""
    layer = shown.layer
    graph = Graph().add("layer", layer).add("relu1", layers.ReLU(inplace=True))
    for place, tensor in enumerate(shown.inputs):
        if tensor is None:
            continue
        source = f"input{place}"
        graph = graph.add(source, layers.Input(shape=tensor.shape, dtype=tensor.dtype))
        if tensor.dtype == "float32":
            graph = graph.add(f"learned{place}", layers.PReLU())
            graph = graph.connect(source, f"learned{place}")
            source = f"learned{place}"
            for added in between:
                name = graph.free_name(added)
                graph = graph.add(name, added).connect(source, name)
                source = name
        many = any(each.many for each in layer.inputs)
        port_name = "" if many else f".{layer.inputs[place].name}"
        graph = graph.connect(source, f"layer{port_name}")
    if not layer.inputs:
        graph = graph.add("image", layers.Input()).add("more", layers.Output())
        graph = graph.connect("image", "more")
    graph = graph.connect(f"layer.{layer.outputs[port].name}", "relu1")
    return graph.add("answer", layers.Output()).connect("relu1", "answer")


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_it_is_said_of_each_layer_after_which_torch_fails(name: str) -> None:
    shown = example(CATALOGUE[name]) if name not in UNLEARNED else None
    if shown is None:
        return
    for port, tensor in enumerate(shown.outputs):
        if tensor.dtype == "float32":
            graph = overwritten(shown, port)
            fine = graph.set("relu1", inplace=False)
            assert learns(fine)
            assert found(fine) == []
            assert bool(found(graph)) is not learns(graph)


@pytest.mark.parametrize("name", OVERWRITING)
def test_one_that_overwrites_may_need_its_own_output(name: str) -> None:
    made = CATALOGUE[name](inplace=True)
    graph = row(made, layers.Hardtanh(inplace=True), shape=suiting(made))
    assert bool(found(graph)) is not learns(graph)


@pytest.mark.parametrize("name", OVERWRITING)
def test_each_that_overwrites_is_told(name: str) -> None:
    made = CATALOGUE[name](inplace=True)
    graph = row(layers.Sigmoid(), made, shape=suiting(made))
    assert bool(found(graph)) is not learns(graph)


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_views_of_what_is_needed_are_not_overwritten_either(name: str) -> None:
    shown = example(CATALOGUE[name]) if name not in UNLEARNED else None
    if shown is None or not shown.inputs or shown.outputs[0].dtype != "float32":
        return
    graph = overwritten(shown, 0, layers.Sigmoid())
    assert bool(found(graph)) is not learns(graph)


def test_a_tensor_that_is_spread_out_is_not_overwritten() -> None:
    graph = Graph().add("image", layers.Input(shape=(1, 8)))
    graph = graph.add("expand1", layers.Expand(sizes=(4, 8))).connect(
        "image", "expand1"
    )
    graph = graph.add("relu1", layers.ReLU(inplace=True)).connect("expand1", "relu1")
    assert not learns(graph)
    (problem,) = found(graph)
    assert problem.message == (
        "ReLU relu1 overwrites its input, in which Expand expand1 lets many places "
        "share one number."
    )


def test_where_nothing_is_learned_before_it_nothing_is_wrong() -> None:
    graph = Graph().add("image", layers.Input(shape=(8,)))
    graph = graph.add("sigmoid1", layers.Sigmoid()).connect("image", "sigmoid1")
    graph = graph.add("relu1", layers.ReLU(inplace=True)).connect("sigmoid1", "relu1")
    graph = graph.add("fc1", layers.Linear()).connect("relu1", "fc1")
    assert learns(graph)
    assert found(graph) == []


def test_one_click_mends_it() -> None:
    graph = row(layers.Tanh(), layers.Dropout(inplace=True))
    (problem,) = found(graph)
    assert (problem.node, problem.setting) == ("drop1", "inplace")
    assert problem.severity == "error"
    (fix,) = problem.fixes
    assert fix.label == "Set drop1 inplace to off"
    mended = fix.apply(Design(graph)).graph
    assert found(mended) == []
    assert learns(mended)
