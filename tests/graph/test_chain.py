"""Chains that are typed: what each word becomes, and what is said of one that is none."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import layers
from designer.expression import Expression
from designer.graph import Use
from designer.graph.chain import LONGEST, MOST, Chain, Context, read_chain
from designer.graph.names import stem_of
from designer.layers import CATALOGUE, Layer, Tensor
from designer.settings import Setting
from tests.graph.blocks import residual
from tests.graph.test_merging import stage
from tests.strategies import POOL

IMAGE = Context(Tensor((3, 32, 32)))
SIGNAL = Context(Tensor((3, 100)))

WORDS = st.sampled_from(
    ["conv", "bn", "bm", "relu", "64", "3x3", "s2", "k", "padding=", "same", "(", "x"]
)


def names(text: str, context: Context = IMAGE) -> list[str]:
    """The types that a chain without a mistake becomes."""
    chain = read_chain(text, context)
    assert chain.problem == ""
    return [type(layer).__name__ for layer in chain.layers]


def only(text: str, context: Context = IMAGE) -> Layer:
    """The layer that a chain of one becomes."""
    (layer,) = read_chain(text, context).layers
    return layer


def shown(setting: Setting, value: Any) -> str:
    """A setting as a person may type it."""
    text = setting.show(value)
    return f"{setting.name}={text if text.isalnum() else repr(text)}"


def written(layer: Layer) -> str:
    """A layer as a step of a chain."""
    settings = layer.declared_settings.items()
    said = (shown(s, getattr(layer, n)) for n, s in settings if layer.differs(n))
    return " ".join([type(layer).__name__, *said])


# What words become


def test_a_chain_becomes_its_layers_with_their_settings() -> None:
    chain = read_chain("conv 64 3x3 s2, bn, relu, pool 2, flatten, fc 10", IMAGE)
    assert chain.problem == ""
    assert chain.layers == (
        layers.Conv2d(out_channels=64, kernel_size=(3, 3), stride=(2, 2)),
        layers.BatchNorm2d(),
        layers.ReLU(),
        layers.MaxPool2d(kernel_size=(2, 2)),
        layers.Flatten(),
        layers.Linear(out_features=10),
    )
    assert [step.taken.output for step in chain.steps if step.taken][-1] == Tensor(
        (10,)
    )


@pytest.mark.parametrize(
    ("text", "became"),
    [
        ("conv, bn, pool", ["Conv1d", "BatchNorm1d", "MaxPool1d"]),
        ("flatten, norm, relu", ["Flatten", "BatchNorm1d", "ReLU"]),
        ("Conv2d", ["Conv2d"]),
        ("conv 8 3x3", ["Conv2d"]),
    ],
)
def test_the_axes_follow_what_reaches_a_layer(text: str, became: list[str]) -> None:
    assert names(text, SIGNAL) == became


def test_where_no_tensor_is_known_the_axes_follow_the_words_and_what_is_likely() -> (
    None
):
    assert names("conv, bn", Context()) == ["Conv2d", "BatchNorm2d"]
    assert names("conv, bn", Context(axes=1)) == ["Conv1d", "BatchNorm1d"]
    assert names("Conv3d, bn, pool", Context()) == [
        "Conv3d",
        "BatchNorm3d",
        "MaxPool3d",
    ]
    assert names("flatten, bn", Context()) == ["Flatten", "BatchNorm1d"]
    assert names("input 3x64, conv", Context()) == ["Input", "Conv1d"]


def test_behind_what_does_not_fit_the_axes_are_those_before_it() -> None:
    fold, norm = read_chain("relu, Linear bias=off, Fold, bn", SIGNAL).steps[2:]
    assert fold.taken and not fold.taken.fits
    assert norm.layer == layers.BatchNorm1d()


@pytest.mark.parametrize("between", [", ", " > ", "->", " → ", "\n", ";", " => ", ",,"])
def test_steps_stand_between_signs(between: str) -> None:
    assert names(between.join(["conv 8", "bn", "relu"])) == [
        "Conv2d",
        "BatchNorm2d",
        "ReLU",
    ]


@pytest.mark.parametrize(
    ("word", "became"),
    [
        ("norm", "BatchNorm2d"),
        ("pad 1", "ConstantPad2d"),
        ("dense 10", "Linear"),
        ("drop", "Dropout"),
        ("max", "Max"),
        ("lrelu", "LeakyReLU"),
        ("convt", "ConvTranspose2d"),
        ("nn.ReLU", "ReLU"),
        ("+", "Add"),
        ("gap", "AdaptiveAvgPool2d"),
        ("ln", "LayerNorm"),
    ],
)
def test_words_that_people_use(word: str, became: str) -> None:
    assert names(word) == [became]


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_layer_is_called_by_its_name_and_as_its_nodes_are(name: str) -> None:
    assert isinstance(only(name), CATALOGUE[name])
    if issubclass(CATALOGUE[name], layers.Annotation):
        return
    by_stem = type(only(stem_of(name), Context()))
    assert stem_of(by_stem.__name__) == stem_of(name) or stem_of(name) in (
        "norm",
        "pad",
    )


def test_a_block_is_called_by_its_name_and_has_settings() -> None:
    use = Use(stage(residual()))
    context = IMAGE._replace(blocks={"Stage": use})
    assert only("stage", context) == use
    assert only("Stage repeat=3", context) == use.changed(repeat=3)
    assert type(only("relu", context)) is layers.ReLU


# Settings


@pytest.mark.parametrize(
    "text",
    [
        "conv 64 5x5 s2 p2",
        "conv 64 5 2 2",
        "conv 64 k5 stride=2 pad=2",
        "conv(64, 5, stride=2, padding=2)",
        "conv 5x5 64 p2 s2",
        "conv out_channels = 64 kernel=(5, 5) stride=2,2 p2".replace("2,2", "2x2"),
        'conv 64 kernel_size="5" s2x2 p2',
    ],
)
def test_settings_can_be_said_in_many_ways(text: str) -> None:
    assert only(text) == layers.Conv2d(
        out_channels=64, kernel_size=5, stride=2, padding=2
    )


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        (
            "conv 8 same nobias",
            layers.Conv2d(out_channels=8, padding="same", bias=False),
        ),
        ("lstm 128 bidirectional", layers.LSTM(hidden_size=128, bidirectional=True)),
        ("drop .3", layers.Dropout(p=0.3)),
        ("leaky 0.2", layers.LeakyReLU(negative_slope=0.2)),
        ("gelu tanh", layers.GELU(approximate="tanh")),
        ("mha 8", layers.MultiheadAttention(num_heads=8)),
        ("input 3x224x224", layers.Input(shape=(3, 224, 224))),
        ("input 1 8 8", layers.Input(shape=(1, 8, 8))),
        ("input(16, int64)", layers.Input(shape=(16,), dtype="int64")),
        ("reshape 2 -1", layers.Reshape(shape=(2, -1))),
        ("reshape 2x-1", layers.Reshape(shape=(2, -1))),
        ("conv 8 bias=off", layers.Conv2d(out_channels=8, bias=False)),
    ],
)
def test_settings_of_many_kinds(text: str, layer: Layer) -> None:
    assert only(text) == layer


def test_a_setting_of_the_network_may_stand_where_a_number_may() -> None:
    context = IMAGE._replace(values={"width": 16, "classes": 10})
    layer = only("conv width*2 k3", context)
    assert layer == layers.Conv2d(out_channels=Expression("width * 2"))
    chain = read_chain("conv width, flatten, fc out=classes", context)
    assert chain.steps[-1].taken and chain.steps[-1].taken.output == Tensor((10,))


# Mistakes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("conv, bm", "'bm' is no layer. Did you mean bn?"),
        ("rleu", "'rleu' is no layer. Did you mean ReLU?"),
        (
            "conv 64 kernal=3",
            "Conv2d has no setting 'kernal'. Did you mean kernel_size?",
        ),
        ("conv 64 foo", "Conv2d has no setting 'foo'."),
        ("relu 3", "ReLU takes no number, and 3 is one."),
        ("bn 64", "BatchNorm2d has no place for 64 without a name, as in eps=64."),
        ("input 1 8 int64 8", "Input has no place for 8 without a name"),
        ("conv 0", "out_channels needs a whole number of at least 1, got 0"),
        ("conv 8 k3 3x3 kernel=5", "kernel_size is said twice."),
    ],
)
def test_what_is_not_understood_is_told_in_words(text: str, words: str) -> None:
    assert words in read_chain(text, IMAGE).problem


def test_what_does_not_fit_is_understood_and_told() -> None:
    first, second = read_chain("flatten, Conv2d", IMAGE).steps
    assert first.taken and first.taken.fits
    assert second.layer and second.taken
    assert second.taken.brief == "needs channels × height × width"


def test_nothing_is_a_chain_of_nothing() -> None:
    for text in ("", "  ", ",", " -> , "):
        assert read_chain(text) == Chain()


# Anything at all


@given(st.lists(st.sampled_from(POOL), max_size=8))
def test_layers_come_back_as_they_were_written(chosen: list[Layer]) -> None:
    chain = read_chain(", ".join(map(written, chosen)))
    assert chain.problem == ""
    assert chain.layers == tuple(chosen)


@pytest.mark.parametrize("name", sorted(set(CATALOGUE) - {"Code"}))
def test_every_layer_comes_back_as_it_was_written(name: str) -> None:
    assert only(written(CATALOGUE[name]())) == CATALOGUE[name]()


@given(st.text(max_size=60) | st.lists(WORDS, max_size=9).map(" ".join))
def test_any_text_is_understood_or_told_why_not(text: str) -> None:
    for context in (IMAGE, SIGNAL, Context(values={"x": 3})):
        for step in read_chain(text, context).steps:
            assert (step.layer is None) == bool(step.problem)


@pytest.mark.parametrize("sign", ["x", "(", ",", "conv,", "9", "conv 9 ", "'", "é>"])
def test_a_million_characters_are_refused_in_words(sign: str) -> None:
    assert read_chain(sign * 1_000_000).fault == (
        f"A chain has at most {LONGEST:,} characters."
    )
    assert len(read_chain(sign * (LONGEST // len(sign))).steps) <= MOST


def test_a_chain_has_an_end() -> None:
    assert read_chain("relu," * MOST).problem == ""
    assert read_chain("relu," * (MOST + 1)).problem == (
        f"A chain has at most {MOST} layers; these are {MOST + 1}."
    )
