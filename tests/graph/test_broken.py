"""Designs broken on purpose: each names what is wrong and where it began, and is mended."""

from typing import Any, NamedTuple

import pytest

import designer
from designer import layers
from designer.data.source import NoData
from designer.graph import Design, Graph
from designer.graph.problems.fit import ready_problems
from designer.graph.problems.mending import mend
from designer.layers import Layer
from designer.recipe.losses import BCELoss, NLLLoss
from tests.graph.test_habits import in_a_row

DIGIT = layers.Input(shape=(1, 8, 8))
FLAT = layers.Flatten()
TEN = layers.Linear(out_features=10)
RELU = layers.ReLU()


class Broken(NamedTuple):
    """A design, the node to look at, words that say what is wrong, and the best fix."""

    design: Design
    node: str
    words: str
    fix: str


def digits(*made: Layer, **training: Any) -> Design:
    """Digits through some layers in a row."""
    return Design(in_a_row(DIGIT, *made)).with_training(**training)


def alone(graph: Graph) -> Design:
    return Design(graph).with_training(data=NoData())


def skip(join: Layer, *branch: Layer) -> Design:
    """A branch, and a skip beside it, of 16×12×12."""
    graph = in_a_row(layers.Input(shape=(16, 12, 12)), *branch, join, FLAT, TEN)
    joined = next(name for name in graph.order if graph.nodes[name].layer == join)
    return alone(graph.connect("image1", joined))


def unwired() -> Design:
    graph = in_a_row(DIGIT, FLAT, TEN)
    return Design(graph.disconnect(*graph.wires_from("flatten1")))


def conv(channels: int = 32, **settings: Any) -> Layer:
    return layers.Conv2d(out_channels=channels, **settings)


BROKEN = {
    "nothing laid in a row": Broken(
        digits(conv(), RELU, TEN),
        "output1",
        "gets 32×6×10, but Digits has 10 classes, so the network must answer with 10 numbers. "
        "Nothing lays the numbers in a row before fc1",
        "Flatten before fc1, 10 outputs at the end",
    ),
    "a kernel too large": Broken(
        digits(conv(kernel_size=(9, 9)), RELU, FLAT, TEN),
        "conv1",
        "conv1 needs at least 9×9 to slide its kernel over and gets 8×8",
        "Set conv1 kernel_size to 8",
    ),
    "pooled away": Broken(
        digits(*[layers.MaxPool2d()] * 4, FLAT, TEN),
        "pool4",
        "gets 1×1. pool1, pool2 and pool3 have made 8×8 to 1×1 before it.",
        "Delete pool4",
    ),
    "a picture laid in a row too early": Broken(
        digits(FLAT, conv(), RELU, FLAT, TEN),
        "conv1",
        "needs channels × height × width and gets 64",
        "Delete flatten1",
    ),
    "a norm for signals": Broken(
        digits(conv(), layers.BatchNorm1d(), RELU, FLAT, TEN),
        "bn1",
        "needs features, or channels × length, and gets 32×6×6",
        "Use BatchNorm2d for bn1",
    ),
    "other classes": Broken(
        digits(FLAT, layers.Linear(out_features=7)),
        "output1",
        "gets 7, but Digits has 10 classes",
        "Set fc1 out_features to 10",
    ),
    "a softmax before its loss": Broken(
        digits(FLAT, TEN, layers.Softmax()),
        "softmax1",
        "comes before CrossEntropyLoss, which has one of its own",
        "Delete softmax1",
    ),
    "a branch that shrinks": Broken(
        skip(layers.Add(), conv(16, padding=1), RELU, conv(16)),
        "add1",
        "conv2 shrinks height and width by 2 because it has no padding.",
        "Set conv2 padding to 1",
    ),
    "a branch with other channels": Broken(
        skip(layers.Add(), conv(32, padding=1), RELU, conv(32, padding=1)),
        "add1",
        "The skip from image1 carries 16×12×12 and the other branch 32×12×12.",
        "Add a 1×1 convolution on the skip from image1",
    ),
    "a branch with a stride": Broken(
        skip(layers.Add(), conv(32, padding=1, stride=2), RELU, conv(32, padding=1)),
        "add1",
        "The skip from image1 carries 16×12×12 and the other branch 32×6×6.",
        "Add a 1×1 convolution on the skip from image1",
    ),
    "sizes that cannot be put together": Broken(
        skip(layers.Concat(), conv(), RELU),
        "concat1",
        "conv1 shrinks height and width by 2 because it has no padding.",
        "Set conv1 padding to 1",
    ),
    "groups that do not divide": Broken(
        digits(conv(8, groups=3), RELU, FLAT, TEN),
        "conv1",
        "has 3 groups, which must divide the 1 channel that it gets",
        "Set conv1 groups to 1",
    ),
    "groups of a norm": Broken(
        digits(conv(10), layers.GroupNorm(num_groups=4), RELU, FLAT, TEN),
        "gn1",
        "has 4 groups, which must divide the 10 channels",
        "Set gn1 num_groups to 2",
    ),
    "heads that do not divide": Broken(
        alone(in_a_row(layers.Input(shape=(10, 30)), layers.TransformerEncoderLayer())),
        "encoder1",
        "has 8 heads, which must divide the 30 features",
        "Set encoder1 nhead to 6",
    ),
    "a picture for what reads steps": Broken(
        digits(conv(), layers.LSTM(), FLAT, TEN),
        "lstm1",
        "needs steps × features and gets 32×6×6",
        "Read the 6×6 places before lstm1 as steps",
    ),
    "a table looked up by floats": Broken(
        alone(in_a_row(layers.Input(shape=(64,)), layers.Embedding(), FLAT, TEN)),
        "embed1",
        "needs int64 numbers and gets float32",
        "Set image1 dtype to int64",
    ),
    "the same size with a stride": Broken(
        digits(conv(padding="same", stride=2), RELU, FLAT, TEN),
        "conv1",
        "has padding 'same', which needs stride 1",
        "Set conv1 stride to 1",
    ),
    "numbers that do not fit a shape": Broken(
        digits(conv(), RELU, layers.Reshape(shape=(100,)), TEN),
        "reshape1",
        "cannot put 32×6×6 (1,152 numbers) into 100",
        "Set reshape1 shape to -1",
    ),
    "an axis that is not there": Broken(
        alone(in_a_row(layers.Input(shape=(64,)), TEN, layers.Softmax(dim=2))),
        "softmax1",
        "needs an axis 2 and gets 10",
        "Set softmax1 dim to -1",
    ),
    "too much padding of a pool": Broken(
        digits(layers.MaxPool2d(padding=2), FLAT, TEN),
        "pool1",
        "needs padding of at most half its kernel",
        "Set pool1 padding to 1",
    ),
    "a wire that is missing": Broken(
        unwired(), "fc1", "fc1 has no input", "Wire flatten1 to fc1"
    ),
    "a join of one": Broken(
        digits(layers.Add(), FLAT, TEN),
        "add1",
        "needs at least two inputs and has 1",
        "Delete add1",
    ),
    "probabilities wanted": Broken(
        digits(FLAT, TEN, loss=BCELoss()),
        "output1",
        "BCELoss wants probabilities, as Sigmoid gives them",
        "Insert Sigmoid",
    ),
    "logarithms wanted": Broken(
        digits(FLAT, TEN, loss=NLLLoss()),
        "output1",
        "NLLLoss wants log-probabilities, as LogSoftmax gives them",
        "Insert LogSoftmax",
    ),
    "channels for a larger picture": Broken(
        digits(conv(6), layers.PixelShuffle(upscale_factor=2), FLAT, TEN),
        "pixelshuffle1",
        "makes one channel of 4, which must divide the 6 channels",
        "Set conv1 out_channels to 8",
    ),
    "a product the wrong way round": Broken(
        alone(
            in_a_row(
                layers.Input(shape=(4, 6)), layers.Linear(out_features=5), layers.Matmul()
            ).connect("image1", "matmul1")
        ),
        "matmul1",
        "The last axis of input1 must be as large as the last but one of input2.",
        "Insert Transpose at input1 of matmul1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_one_mistake_is_one_problem_that_names_its_cause(name: str) -> None:
    broken = BROKEN[name]
    (problem,) = designer.check(broken.design).problems
    assert problem.node == broken.node
    assert broken.words in str(problem)
    assert problem.fixes[0].label == broken.fix


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_each_of_its_fixes_mends_it(name: str) -> None:
    design = BROKEN[name].design
    (problem,) = designer.check(design).problems
    for fix in problem.fixes:
        after = designer.check(fix.apply(design)).problems
        assert problem.message not in [each.message for each in after], fix.label


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_one_go_mends_all_that_comes_of_it(name: str) -> None:
    mended = mend(BROKEN[name].design)
    assert designer.check(mended.design).problems == ()
    assert mended.labels[0] == BROKEN[name].fix


def test_a_network_without_an_answer_gets_one() -> None:
    design = Design(in_a_row(DIGIT, FLAT, TEN).remove("output1"))
    (lacking,) = ready_problems(design)
    assert lacking.fixes[0].label == "Add an Output after fc1"
    assert ready_problems(lacking.fixes[0].apply(design)) == []
