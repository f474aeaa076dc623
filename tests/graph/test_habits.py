"""Habits that waste: each is pointed out where it is one, and nowhere else."""

import pytest

import designer
from designer import layers
from designer.data.source import NoData
from designer.graph import Block, Design, Graph, Problem, Use
from designer.layers import Layer
from designer.resources import examples

IMAGE = layers.Input(shape=(3, 32, 32))
ROW = layers.Input(shape=(64,))


def in_a_row(*wanted: Layer) -> Graph:
    """Layers wired one after another, and an Output."""
    graph, before = Graph(), ""
    for layer in (*wanted, layers.Output()):
        name = graph.free_name(layer)
        graph = graph.add(name, layer)
        if before:
            graph = graph.connect(before, name)
        before = name
    return graph


def said(graph: Graph) -> list[Problem]:
    """What is found besides what does not suit the data."""
    return list(designer.check(Design(graph).with_training(data=NoData())).found)


def names(graph: Graph) -> list[str]:
    return [type(node.layer).__name__ for node in map(graph.node, graph.order)]


@pytest.mark.parametrize("name", sorted(examples()))
def test_no_example_has_a_habit_worth_a_warning(name: str) -> None:
    assert designer.check(designer.load(examples()[name])).problems == ()


# A bias before a norm ------------------------------------------------------------------


@pytest.mark.parametrize(
    "layer", [layers.Conv2d(), layers.ConvTranspose2d(), layers.Conv2d(groups=1)]
)
def test_a_bias_that_a_norm_takes_away_is_a_hint(layer: Layer) -> None:
    graph = in_a_row(IMAGE, layer, layers.BatchNorm2d(), layers.ReLU())
    (hint,) = said(graph)
    name = graph.order[1]
    assert (hint.severity, hint.node, hint.setting) == ("hint", name, "bias")
    assert f"{name} learns a bias that BatchNorm2d bn1 takes away" in hint.message
    (fix,) = hint.fixes
    assert fix.label == f"Set {name} bias to off"
    mended = fix.apply(Design(graph)).graph
    assert mended.node(name).layer == layer.changed(bias=False)
    assert said(mended) == []


def test_a_hint_is_no_problem() -> None:
    design = Design(in_a_row(IMAGE, layers.Conv2d(), layers.BatchNorm2d()))
    report = designer.check(design.with_training(data=NoData()))
    assert report.problems == ()
    assert [each.node for each in report.hints] == ["conv1"]
    assert report.hints_of("conv1") == report.hints
    assert report.of("conv1") == ()


@pytest.mark.parametrize(
    "graph",
    [
        in_a_row(IMAGE, layers.Conv2d(bias=False), layers.BatchNorm2d()),
        in_a_row(IMAGE, layers.Conv2d(), layers.GroupNorm(num_groups=4)),
        in_a_row(IMAGE, layers.Conv2d(), layers.ReLU(), layers.BatchNorm2d()),
        in_a_row(
            layers.Input(shape=(5, 8)),
            layers.Linear(out_features=8),
            layers.BatchNorm1d(),
        ),
    ],
    ids=["off", "groups", "activation", "another axis"],
)
def test_a_bias_that_does_something_is_not_spoken_of(graph: Graph) -> None:
    assert said(graph) == []


def test_a_linear_before_a_norm_of_its_features() -> None:
    graph = in_a_row(ROW, layers.Linear(), layers.BatchNorm1d(), layers.ReLU())
    assert [hint.node for hint in said(graph)] == ["fc1"]


def test_a_bias_that_something_else_reads_too_stays() -> None:
    graph = in_a_row(IMAGE, layers.Conv2d(), layers.BatchNorm2d(), layers.Add())
    assert said(graph.connect("conv1", "add1")) == []


def test_a_bias_of_weights_that_stand_elsewhere_too_stays() -> None:
    graph = in_a_row(
        layers.Input(shape=(32, 8, 8)),
        layers.Conv2d(padding="same"),
        layers.BatchNorm2d(),
        layers.ReLU(),
        layers.Conv2d(padding="same"),
    )
    assert [hint.node for hint in said(graph)] == ["conv1"]
    assert said(graph.share("conv2", "conv1")) == []


# No activation between -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("graph", "first", "second"),
    [
        (in_a_row(ROW, layers.Linear(), layers.Linear()), "fc1", "fc2"),
        (in_a_row(ROW, layers.Linear(), layers.Dropout(), layers.Linear()), "fc1", "fc2"),
        (in_a_row(IMAGE, layers.Conv2d(), layers.Conv2d()), "conv1", "conv2"),
        (in_a_row(IMAGE, layers.Conv2d(), layers.AvgPool2d(), layers.Conv2d()), "conv1", "conv2"),
        (in_a_row(IMAGE, layers.Conv2d(), layers.Flatten(), layers.Linear()), "conv1", "fc1"),
        (
            in_a_row(IMAGE, layers.Conv2d(bias=False), layers.BatchNorm2d(), layers.Conv2d()),
            "conv1",
            "conv2",
        ),
    ],
)  # fmt: skip
def test_two_layers_that_can_do_no_more_than_one(
    graph: Graph, first: str, second: str
) -> None:
    (problem,) = said(graph)
    assert (problem.severity, problem.node) == ("warning", second)
    assert f"{second} follows" in problem.message
    assert f" {first} with no activation between" in problem.message
    (fix,) = problem.fixes
    assert fix.label == f"Insert ReLU after {first}"
    mended = fix.apply(Design(graph)).graph
    assert said(mended) == []
    assert names(mended).count("ReLU") == 1


def test_an_activation_stands_after_the_norm() -> None:
    graph = in_a_row(
        IMAGE, layers.Conv2d(bias=False), layers.BatchNorm2d(), layers.Conv2d()
    )
    (problem,) = said(graph)
    mended = problem.fixes[0].apply(Design(graph)).graph
    assert names(mended) == [
        "Input",
        "Conv2d",
        "BatchNorm2d",
        "ReLU",
        "Conv2d",
        "Output",
    ]


def test_the_activation_is_the_one_that_the_network_has() -> None:
    graph = in_a_row(
        ROW, layers.Linear(), layers.GELU(), layers.Linear(), layers.Linear()
    )
    (problem,) = said(graph)
    assert problem.fixes[0].label == "Insert GELU after fc2"


def test_a_long_row_is_one_mistake() -> None:
    graph = in_a_row(ROW, *[layers.Linear(out_features=64)] * 7)
    (problem,) = said(graph)
    assert "fc1, fc2 … to fc7 follow each other with no activation" in problem.message
    (fix,) = problem.fixes
    assert fix.label == "Insert ReLU after each (6)"
    mended = fix.apply(Design(graph)).graph
    assert said(mended) == []
    assert names(mended).count("ReLU") == 6


BIG = layers.Conv2d(out_channels=32, padding="same")


@pytest.mark.parametrize(
    "graph",
    [
        in_a_row(ROW, layers.Linear(out_features=8), layers.Linear(out_features=64)),
        in_a_row(
            layers.Input(shape=(32, 8, 8)),
            layers.Conv2d(out_channels=16, kernel_size=(1, 1)),
            layers.BatchNorm2d(),
            layers.Conv2d(out_channels=96, kernel_size=(1, 1)),
        ).set("conv1", bias=False),
        in_a_row(
            layers.Input(shape=(32, 8, 8)),
            layers.Conv2d(out_channels=32, groups=32),
            layers.Conv2d(out_channels=64, kernel_size=(1, 1)),
        ),
        in_a_row(
            IMAGE,
            layers.Conv2d(out_channels=32, kernel_size=(1, 7)),
            layers.Conv2d(out_channels=32, kernel_size=(7, 1)),
        ),
        in_a_row(IMAGE, BIG, layers.MaxPool2d(), BIG),
        in_a_row(IMAGE, BIG, layers.ConvTranspose2d()),
        in_a_row(IMAGE, BIG, layers.Upsample(), BIG),
        in_a_row(IMAGE, BIG, layers.LayerNorm(axes=3), BIG),
        in_a_row(layers.Input(shape=(7, 64)), layers.Linear(), layers.LSTM()),
    ],
    ids=[
        "low rank", "linear bottleneck", "depthwise", "height and width apart", "max pool",
        "small to large", "upsampled", "normalized by sample", "recurrent",
    ],
)  # fmt: skip
def test_what_is_meant_so_is_not_spoken_of(graph: Graph) -> None:
    assert said(graph) == []


def test_what_branches_is_meant_so() -> None:
    graph = in_a_row(
        ROW,
        layers.Linear(out_features=64),
        layers.Linear(out_features=64),
        layers.Add(),
    )
    assert said(graph.connect("fc1", "add1")) == []


def test_of_what_is_left_out_anyway_no_more_is_said() -> None:
    graph = in_a_row(ROW, layers.Linear(out_features=64))
    for before, name in (("image1", "fc2"), ("fc2", "fc3"), ("fc3", "bn1")):
        layer = (
            layers.BatchNorm1d() if name == "bn1" else layers.Linear(out_features=64)
        )
        graph = graph.add(name, layer).connect(before, name)
    (problem,) = said(graph)
    assert "bn1 leads to no Output" in problem.message


def test_the_border_of_a_block_is_a_border() -> None:
    inner = in_a_row(layers.Input(shape=(64,)), layers.Linear(out_features=64))
    graph = in_a_row(ROW, layers.Linear(out_features=64), Use(Block("One", inner)))
    assert said(graph) == []


def test_a_habit_in_a_block_is_told_once_and_mended_in_it() -> None:
    inner = in_a_row(
        layers.Input(shape=(64,)),
        layers.Linear(out_features=64),
        layers.Linear(out_features=64),
    )
    use = Use(Block("Two", inner), repeat=3)
    design = Design(in_a_row(ROW, use, layers.ReLU(), use))
    design = design.with_training(data=NoData())
    (problem,) = designer.check(design).found
    assert (problem.block, problem.at) == ("Two", "fc2")
    (fix,) = problem.fixes
    assert fix.label == "Insert ReLU after fc1 in Two"
    mended = fix.apply(design)
    assert designer.check(mended).found == ()
    assert names(mended.block("Two").graph).count("ReLU") == 1


# Twice, and too large ------------------------------------------------------------------


def test_an_activation_that_stands_twice() -> None:
    graph = in_a_row(ROW, layers.Linear(), layers.ReLU(), layers.ReLU())
    (problem,) = said(graph)
    assert problem.node == "relu2"
    mended = problem.fixes[0].apply(Design(graph)).graph
    assert names(mended) == ["Input", "Linear", "ReLU", "Output"]
    assert said(in_a_row(ROW, layers.Linear(), layers.Tanh(), layers.Tanh())) == []


def test_a_map_that_is_laid_in_a_row_whole() -> None:
    graph = in_a_row(
        layers.Input(shape=(3, 64, 64)),
        layers.Conv2d(out_channels=64, padding="same"),
        layers.ReLU(),
        layers.Flatten(),
        layers.Linear(out_features=128),
    )
    (problem,) = said(graph)
    assert problem.message == (
        "Linear fc1 learns 33,554,560 numbers, for flatten1 lays a map of 64×64 in a row."
    )
    for fix, size in zip(problem.fixes, (7, 1), strict=True):
        assert fix.label == f"Average the map to {size}×{size} before flatten1"
        mended = fix.apply(Design(graph)).graph
        assert said(mended) == []
        assert designer.check(Design(mended)).tensors["flatten1"].shape == (
            64 * size**2,
        )


def test_a_picture_that_is_laid_in_a_row_is_meant_so() -> None:
    graph = in_a_row(
        layers.Input(shape=(3, 224, 224)),
        layers.Flatten(),
        layers.Linear(out_features=128),
    )
    assert said(graph) == []
