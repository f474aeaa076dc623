"""Finding layers: what comes first, by which words, and what is nearest to a mistake."""

import pytest

from designer.layers import CATALOGUE
from designer.layers.search import Found, Index, is_short_for, search


def names(query: str) -> list[str]:
    return [found.name for found in search(query).found]


def test_without_a_query_everything_is_found_in_order() -> None:
    assert names("") == names("  ") == list(CATALOGUE)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_layer_is_found_first_by_its_own_name(name: str) -> None:
    for query in (name, name.lower(), name.upper(), f"nn.{name}", f"  {name} "):
        assert search(query).found[0] == Found(name)


def test_every_layer_is_found_by_each_of_its_words() -> None:
    for name, cls in CATALOGUE.items():
        for word in cls.words.split():
            assert name in names(word), (name, word)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("conv", ["Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d"]),
        ("elu", ["ELU"]),
        ("linear", ["Linear"]),
        ("pool2d", ["MaxPool2d", "AvgPool2d"]),
        ("max pool 2d", ["MaxPool2d"]),
        ("2d max", ["MaxPool2d"]),
        ("norm batch", ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d"]),
        ("torch.nn.functional", []),
    ],
)
def test_a_name_comes_before_all_else(query: str, first: list[str]) -> None:
    assert names(query)[: len(first)] == first


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Dense", "Linear"),
        ("GlobalAveragePooling2D", "AdaptiveAvgPool2d"),
        ("Conv2DTranspose", "ConvTranspose2d"),
        ("MaxPooling2D", "MaxPool2d"),
        ("BatchNormalization", "BatchNorm2d"),
        ("LayerNormalization", "LayerNorm"),
        ("SimpleRNN", "RNN"),
        ("UpSampling2D", "Upsample"),
        ("ZeroPadding2D", "ZeroPad2d"),
        ("SpatialDropout2D", "Dropout2d"),
        ("Concatenate", "Concat"),
        ("SeparableConv2D", "DepthwiseSeparableConv2d"),
    ],
)
def test_keras_names_are_found(query: str, name: str) -> None:
    found = [each for each in search(query).found if each.name == name]
    assert found and (found[0].word == query or query.lower() in name.lower())


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("shrink", "MaxPool2d"),
        ("attention", "MultiheadAttention"),
        ("skip", "Add"),
        ("residual connection", "Add"),
        ("fully connected", "Linear"),
        ("image", "Conv2d"),
        ("sequence", "LSTM"),
        ("text", "Embedding"),
        ("overfitting", "Dropout"),
        ("@", "Matmul"),
        ("+", "Add"),
        ("positional", "PositionalEncoding"),
    ],
)
def test_plain_words_are_found(query: str, name: str) -> None:
    assert name in names(query)[:12]


UPSAMPLING = {
    *("Upsample", "UpsamplingNearest2d", "UpsamplingBilinear2d"),
    *("PixelShuffle", "Interpolate"),
}


@pytest.mark.parametrize("query", ["bigger", "grow", "upsample"])
def test_what_makes_larger_is_found_by_plain_words(query: str) -> None:
    assert set(names(query)[:5]) == UPSAMPLING
    assert {"ConvTranspose2d", "MaxUnpool2d"} <= set(names(query))


@pytest.mark.parametrize("query", ["one hot", "one-hot", "onehot"])
def test_a_class_as_numbers_is_an_embedding(query: str) -> None:
    assert names(query)[0] == "Embedding"


def test_what_a_word_tells_most_of_comes_first() -> None:
    assert names("skip")[:2] == ["Add", "Concat"]
    found = names("shrink")
    assert found[:3] == ["MaxPool1d", "MaxPool2d", "MaxPool3d"]
    activations = ["Hardshrink", "Softshrink", "Tanhshrink"]
    assert found[-3:] == activations
    assert search("tanhshrink").found == (Found("Tanhshrink"),)


def test_a_name_that_shows_what_was_typed_is_found_by_no_other_word() -> None:
    assert Found("Hardtanh") in search("tanh").found


def test_what_another_word_found_says_which_word() -> None:
    assert Found("Linear", "Dense") in search("dens").found
    assert Found("ReLU", "Activation") in search("activation").found
    assert search("ReLU").found[0].word == ""


def test_initials_stand_for_a_name() -> None:
    assert names("bn")[0] == "BatchNorm1d"
    assert "ConvTranspose2d" in names("convt2d")
    assert is_short_for("mha", ("multi", "head", "attention"))
    assert not is_short_for("mah", ("multi", "head", "attention"))
    assert not is_short_for("convs", ("conv", "2d"))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("con2d", "Conv2d"),
        ("drpout", "Dropout"),
        ("attnetion", "MultiheadAttention"),
        ("linaer", "Linear"),
        ("sotfmax", "Softmax"),
        ("batchnrom2d", "BatchNorm2d"),
        ("lsmt", "LSTM"),
        ("densee", "Linear"),
        ("max pol", "MaxPool2d"),
    ],
)
def test_a_small_mistake_finds_the_nearest(typed: str, name: str) -> None:
    assert name in names(typed)[:4]


def test_what_was_searched_instead_is_told() -> None:
    assert search("drpout").nearest == "dropout"
    assert search("dropout").nearest == ""
    assert search("max pol").nearest == "max pool"


def test_nothing_is_found_where_nothing_is_near() -> None:
    assert search("qqqqqq") == search("zzz www") == Index({}).search("conv")


def test_help_is_searched_only_where_no_name_or_word_suits() -> None:
    assert {CATALOGUE[name].family for name in names("dropout")} >= {"Dropout"}
    assert names("deals out anew") == ["ChannelShuffle"]
