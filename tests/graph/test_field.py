"""Receptive fields are what torch's gradient reaches, and what papers have published."""

import pytest
import torch
from hypothesis import given, note, settings
from hypothesis import strategies as st
from torch import nn

import designer
from designer import layers
from designer.graph import Design, Graph, check
from designer.graph.costs.field import Field, look
from designer.graph.costs.rows import Costs
from designer.graph.inference import Inference, infer
from designer.layers import Layer
from designer.resources import examples
from tests.graph.blocks import network

SIZE = 97
"""Of the input, so that no border cuts off what the middle sees."""

POOL: tuple[Layer, ...] = (
    layers.Conv2d(out_channels=2, kernel_size=(3, 3), padding=(1, 1)),
    layers.Conv2d(out_channels=2, kernel_size=(5, 2), stride=(2, 1), padding=(2, 0)),
    layers.Conv2d(out_channels=2, kernel_size=(3, 3), dilation=(2, 3)),
    layers.Conv2d(out_channels=2, kernel_size=(1, 1), stride=(2, 3)),
    layers.Conv2d(out_channels=2, kernel_size=(4, 4), padding="same"),
    layers.ConvTranspose2d(out_channels=2, kernel_size=(2, 2), stride=(2, 2)),
    layers.ConvTranspose2d(
        out_channels=2, kernel_size=(3, 4), stride=(2, 2), padding=(1, 1)
    ),
    layers.AvgPool2d(kernel_size=(2, 2)),
    layers.AvgPool2d(kernel_size=(3, 3), stride=(1, 1), padding=(1, 1)),
    layers.Upsample(),
    layers.Upsample(mode="bilinear"),
    layers.Upsample(scale_factor=3.0, mode="bicubic"),
    layers.ZeroPad2d(padding=(2, 0, 1, 0)),
    layers.Crop(size=(8, 9)),
    layers.BatchNorm2d(),
    layers.ReLU(),
    layers.LayerScale(),
    layers.PixelShuffle(upscale_factor=1),
)
LARGEST = 200


@st.composite
def stacks(draw: st.DrawFn) -> Graph:
    """Windows on windows, with sums and channels side by side of what fits."""
    graph = Graph().add("image", layers.Input(shape=(2, SIZE, SIZE)))
    known = {"image": layers.Input(shape=(2, SIZE, SIZE)).output()}
    last = "image"
    for _ in range(draw(st.integers(1, 6))):
        layer = draw(st.sampled_from(POOL))
        alike = [name for name in known if known[name] == known[last]]
        if len(alike) > 1 and draw(st.booleans()):
            layer = draw(st.sampled_from([layers.Add(), layers.Concat()]))
            sources = draw(st.lists(st.sampled_from(alike), min_size=1, max_size=2))
            sources = [last, *sources]
        else:
            sources = [last]
        found = infer(layer, tuple(known[source] for source in sources))
        if not isinstance(found, Inference):
            continue
        shape = found.outputs[0].shape
        if max(shape) > LARGEST or min(shape[1:]) < 6:
            continue
        last = graph.free_name(layer)
        graph = graph.add(last, layer)
        for source in sources:
            graph = graph.connect(source, last)
        known[last] = found.outputs[0]
    return graph.add("answer", layers.Output()).connect(last, "answer")


def field_of(design: Design, name: str) -> Field | None:
    report = check(design)
    return look(report.inside).of(name)


def measured(design: Design, shape: tuple[int, ...]) -> tuple[int, int]:
    """The most that numbers around the middle of the answer see, by their gradients."""
    model = designer.compile(design).eval()
    for parameter in model.parameters():
        nn.init.uniform_(parameter, 0.5, 1.5)
    x = torch.rand(1, *shape).double().requires_grad_()
    made = model.double()(x)
    middle = [size // 2 for size in made.shape[2:]]
    most = [0, 0]
    for row in range(-3, 3):
        for column in range(-3, 3):
            at = made[0, :, middle[0] + row, middle[1] + column].sum()
            (reached,) = torch.autograd.grad(at, x, retain_graph=True)
            places = reached[0].abs().sum(0).nonzero()
            for axis in (0, 1):
                ends = places[:, axis].aminmax()
                most[axis] = max(most[axis], int(ends.max - ends.min) + 1)
    return most[0], most[1]


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@settings(max_examples=25, deadline=None)
@given(stacks())
def test_what_is_seen_is_what_the_gradient_reaches(graph: Graph) -> None:
    note("\n".join(f"{node.name}: {node.layer}" for node in graph))
    design = Design(graph)
    field = field_of(design, "answer")
    assert field is not None
    rows, columns = field.sizes
    if not (0 < rows < SIZE // 3 and 0 < columns < SIZE // 3):
        return  # a border might cut it off
    assert measured(design, (2, SIZE, SIZE)) == (rows, columns)


PUBLISHED = {
    ("alexnet", "pool3"): "195",
    ("vgg-16", "stage5"): "212",
    ("vgg-16", "fc1"): "all",
    ("mobilenet-v2", "head"): "491",
    ("resnet-18", "layer4"): "435",
    ("resnet-50", "layer4"): "427",  # with strides in the 3×3, as torchvision has them
    ("resnet-50", "avgpool"): "all",
    ("vit-b-16", "encoder"): "all",
}
"""By example and node. Source: Araujo, Norris and Sim, Distill 2019, table 1."""


@pytest.mark.parametrize("example, node", list(PUBLISHED))
def test_fields_are_those_of_the_papers(example: str, node: str) -> None:
    field = field_of(designer.load(examples()[example]), node)
    assert str(field) == PUBLISHED[example, node]


@pytest.mark.parametrize("example", list(examples()))
def test_every_example_is_known_to_its_end(example: str) -> None:
    costs = Costs(check(designer.load(examples()[example])).inside)
    assert all(row.field is not None for row in costs.flat())


def test_what_comes_after_an_unknown_layer_is_not_known() -> None:
    graph = Graph().add("image", layers.Input(shape=(4, 16, 16)))
    for name, layer in (
        ("rows", layers.Reshape(shape=(8, 8, 16))),
        ("conv", layers.Conv2d(out_channels=2)),
    ):
        before = graph.order[-1]
        graph = graph.add(name, layer).connect(before, name)
    assert field_of(Design(graph), "conv") is None


def test_an_input_of_two_axes_has_its_channels_first_or_last() -> None:
    graph = Graph().add("steps", layers.Input(shape=(20, 3)))
    graph = graph.add("fc", layers.Linear()).connect("steps", "fc")
    graph = graph.add("signal", layers.Input(shape=(3, 20)))
    graph = graph.add("conv", layers.Conv1d(kernel_size=(5,))).connect("signal", "conv")
    assert str(field_of(Design(graph), "fc")) == "1"
    assert str(field_of(Design(graph), "conv")) == "5"


@settings(deadline=None)
@given(stacks(), st.data())
def test_an_edit_sees_what_a_fresh_look_sees(graph: Graph, data: st.DataObject) -> None:
    before = look(check(Design(graph)).inside)
    windows = [n.name for n in graph if isinstance(n.layer, layers.Conv2d)]
    if not windows:
        return
    edited = graph.set(data.draw(st.sampled_from(windows)), kernel_size=(1, 3))
    inside = check(Design(edited)).inside
    assert look(inside, before=before).fields == look(inside).fields


def test_blocks_are_seen_through_and_into() -> None:
    costs = Costs(check(network()).inside)
    repeats = costs.repeats("stage2")
    assert repeats == 3
    last = costs.within("stage2", repeats - 1)
    assert last.seen.answer == costs.rows["stage2"].field
    first, second = (str(costs.repeat("stage2", place).field) for place in (0, 1))
    assert int(first) < int(second) < int(str(costs.rows["stage2"].field))
