"""Windows that slide: the cases that people get wrong, each with torch's own answer."""

from typing import Any

import pytest
import torch

import designer
from designer import layers
from designer.errors import SettingError, ShapeError
from designer.graph import Design, Graph
from designer.layers import Layer, Tensor
from tests.layers.oracle import ours, run, torchs

Shape = tuple[int, ...]


def both(layer: Layer, shape: Shape, dtype: str = "float32") -> Shape:
    """The shape of the output, in which ours and torch agree, parameters included."""
    inputs = (Tensor(shape, dtype),)
    we, they = ours(layer, inputs), torchs(layer, inputs, 2)
    assert not isinstance(they, Exception), they
    assert we == they
    return they[0][0].shape


def refusal(layer: Layer, shape: Shape) -> ShapeError:
    """Our refusal of what torch refuses too."""
    inputs = (Tensor(shape),)
    error = ours(layer, inputs)
    assert isinstance(error, ShapeError)
    assert isinstance(torchs(layer, inputs, 2), Exception)
    return error


def mended(layer: Layer, error: ShapeError, shape: Shape) -> list[Shape]:
    """The shape of the output after each change that the refusal proposes."""
    return [both(layer.changed(**changes), shape) for changes in error.changes]


# Sizes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "shape", "size"),
    [
        (layers.Conv1d(kernel_size=3, dilation=4), (2, 9), (1,)),
        (layers.Conv2d(kernel_size=3, dilation=2), (3, 9, 9), (5, 5)),
        (layers.Conv2d(kernel_size=(3, 1), dilation=(3, 9)), (3, 9, 9), (3, 9)),
        (layers.Conv3d(kernel_size=2, dilation=(1, 2, 3)), (1, 4, 4, 4), (3, 2, 1)),
        (layers.MaxPool2d(kernel_size=3, stride=1, dilation=2), (3, 9, 9), (5, 5)),
        (layers.Unfold(kernel_size=3, dilation=2), (3, 9, 9), (25,)),
    ],
    ids=str,
)
def test_dilation_takes_more_of_the_input(
    layer: Layer, shape: Shape, size: Shape
) -> None:
    assert both(layer, shape)[1:] == size


@pytest.mark.parametrize(
    ("size", "floor", "ceil"),
    [((7,), (3,), (4,)), ((6,), (3,), (3,)), ((5,), (2,), (3,))],
)
def test_ceil_mode_adds_the_window_that_is_not_whole(
    size: Shape, floor: Shape, ceil: Shape
) -> None:
    assert both(layers.MaxPool1d(), (2, *size))[1:] == floor
    for pool in (layers.MaxPool1d, layers.AvgPool1d, layers.LPPool1d):
        assert both(pool(ceil_mode=True), (2, *size))[1:] == ceil


def test_the_last_window_of_ceil_mode_starts_inside_the_input() -> None:
    """The division gives 4 here, but the fourth window would start in the padding."""
    pool = layers.MaxPool1d(kernel_size=2, stride=3, padding=1)
    assert both(pool, (1, 8)) == (1, 3)
    assert both(pool.changed(ceil_mode=True), (1, 8)) == (1, 3)
    assert both(pool.changed(ceil_mode=True), (1, 9)) == (1, 4)


def test_a_kernel_larger_than_its_input() -> None:
    layer = layers.Conv2d(out_channels=4, kernel_size=5)
    error = refusal(layer, (3, 4, 3))
    assert str(error) == "needs at least 5×5 to slide its kernel over and gets 4×3."
    assert error.changes == ({"kernel_size": (4, 3)}, {"padding": (1, 1)})
    assert mended(layer, error, (3, 4, 3)) == [(4, 1, 1), (4, 2, 1)]


def test_a_dilated_kernel_larger_than_its_padded_input() -> None:
    layer = layers.Conv1d(out_channels=4, kernel_size=3, dilation=4, padding=1)
    error = refusal(layer, (3, 5))
    assert str(error) == (
        "needs at least 9 to slide its kernel over and gets 5, padded to 7."
    )
    assert mended(layer, error, (3, 5)) == [(4, 3), (4, 1)]


def test_a_layer_without_padding_is_not_offered_any() -> None:
    error = refusal(layers.LPPool2d(kernel_size=3), (1, 2, 2))
    assert error.changes == ({"kernel_size": (2, 2)},)


def test_means_of_volumes_need_a_whole_window_even_with_padding() -> None:
    assert both(layers.AvgPool2d(kernel_size=3, padding=1), (1, 2, 2)) == (1, 1, 1)
    refusal(layers.AvgPool3d(kernel_size=3, padding=1), (1, 2, 2, 2))
    refusal(layers.LPPool3d(kernel_size=3, ceil_mode=True), (1, 2, 2, 2))


def test_a_window_of_padding_alone_is_refused() -> None:
    """torch is not asked: its index points outside of the input, and learning writes there."""
    layer = layers.MaxPool2d(kernel_size=2, padding=1, dilation=4)
    error = ours(layer, (Tensor((1, 3, 3)),))
    assert isinstance(error, ShapeError)
    assert "sees nothing but padding" in str(error)
    assert mended(layer, error, (1, 3, 3)) == [(1, 2, 2)]
    assert both(layer, (1, 4, 4)) == (1, 1, 1)


@pytest.mark.parametrize("name", ["Conv2d", "MaxPool2d", "AvgPool2d", "Unfold", "Fold"])
@pytest.mark.parametrize("size", [0, (3, 0), -1])
def test_a_kernel_of_0_is_refused_at_its_setting(name: str, size: Any) -> None:
    cls = layers.CATALOGUE[name]
    with pytest.raises(SettingError) as refused:
        cls(kernel_size=size)
    assert refused.value.setting == "kernel_size"
    assert str(refused.value).startswith(
        "kernel_size needs 2 whole numbers of at least 1, got "
    )


# Channels ------------------------------------------------------------------------------


def test_groups_that_do_not_divide() -> None:
    layer = layers.Conv2d(out_channels=8, groups=3)
    error = refusal(layer, (4, 5, 5))
    assert str(error) == (
        "has 3 groups, which must divide the 4 channels that it gets and the 8 that it "
        "makes."
    )
    assert mended(layer, error, (4, 5, 5)) == [(8, 3, 3)]


def test_groups_that_divide_only_what_comes_in() -> None:
    layer = layers.ConvTranspose2d(out_channels=8, groups=3)
    error = refusal(layer, (6, 5, 5))
    assert error.changes == ({"groups": 1}, {"out_channels": 9})
    assert mended(layer, error, (6, 5, 5)) == [(8, 6, 6), (9, 6, 6)]


def test_a_depthwise_convolution_of_stride_2() -> None:
    layer = layers.Conv2d(out_channels=32, padding=1, stride=2, groups=32, bias=False)
    assert both(layer, (32, 14, 15)) == (32, 7, 8)
    assert layer.parameters(Tensor((32, 14, 15))) == 32 * 9
    assert layer.macs(Tensor((32, 14, 15))) == 32 * 7 * 8 * 9


# Transposed convolution ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "shape", "size"),
    [
        (layers.ConvTranspose1d(kernel_size=3, stride=2, padding=1), (4, 7), (13,)),
        (
            layers.ConvTranspose1d(
                kernel_size=3, stride=2, padding=1, output_padding=1
            ),
            (4, 7),
            (14,),
        ),
        (
            layers.ConvTranspose2d(stride=3, output_padding=(2, 0)),
            (4, 3, 3),
            (10, 8),
        ),
        (
            layers.ConvTranspose3d(dilation=2, output_padding=1),
            (4, 2, 2, 2),
            (5, 5, 5),
        ),
    ],
    ids=str,
)
def test_output_padding_undoes_the_rest_of_a_stride(
    layer: Layer, shape: Shape, size: Shape
) -> None:
    assert both(layer, shape)[1:] == size


def test_output_padding_stays_below_stride_or_dilation() -> None:
    layer = layers.ConvTranspose2d(stride=(2, 3), output_padding=2)
    error = refusal(layer, (4, 3, 3))
    assert str(error) == (
        "needs output_padding below its stride or its dilation, so at most 1×2, and has "
        "2×2."
    )
    assert mended(layer, error, (4, 3, 3)) == [(32, 7, 10)]


# Padding -------------------------------------------------------------------------------


def test_a_reflection_is_narrower_than_its_input() -> None:
    layer = layers.ReflectionPad2d(padding=(4, 1, 0, 0))
    assert both(layer, (3, 2, 5)) == (3, 2, 10)
    error = refusal(layer, (3, 2, 4))
    assert str(error) == "can mirror at most 1×3 places on a side of 2×4."
    assert mended(layer, error, (3, 2, 4))[0] == (3, 2, 8)
    refusal(layers.Conv1d(padding=4, padding_mode="reflect"), (3, 4))


def test_a_circle_is_walked_once() -> None:
    assert both(layers.CircularPad1d(padding=4), (3, 4)) == (3, 12)
    refusal(layers.CircularPad1d(padding=5), (3, 4))
    assert both(layers.ReplicationPad1d(padding=5), (3, 4)) == (3, 14)


def test_the_last_axis_is_padded_first() -> None:
    """left, right, top, bottom, front, back."""
    layer = layers.ZeroPad3d(padding=(0, 1, 2, 3, 4, 5))
    assert both(layer, (1, 1, 1, 1)) == (1, 10, 6, 2)


def test_a_negative_padding_cuts_off() -> None:
    layer = layers.ZeroPad2d(padding=(-1, -2, 0, 3))
    assert both(layer, (3, 5, 5)) == (3, 8, 2)
    error = ours(layer, (Tensor((3, 5, 3)),))
    assert str(error) == "cuts off more than there is: 5×3 becomes 8×0."


def test_a_constant_that_the_dtype_cannot_hold() -> None:
    layer = layers.ConstantPad1d(padding=(0, 2), value=1.5)
    error = ours(layer, (Tensor((4,), "int64"),))
    assert str(error) == "cannot put 1.5 among numbers of int64."
    assert both(layer.changed(value=7.0), (4,), "int64") == (6,)


# Sizes that are asked for --------------------------------------------------------------


def test_an_axis_can_keep_its_size() -> None:
    layer = layers.AdaptiveAvgPool2d(output_size=(None, 1))
    assert both(layer, (3, 7, 9)) == (3, 7, 1)
    assert layer.brief() == "none×1"
    assert str(layer.make(Tensor((3, 7, 9)))) == "nn.AdaptiveAvgPool2d((None, 1))"


@pytest.mark.parametrize(
    ("layer", "shape", "size"),
    [
        (layers.Upsample(), (2, 5), (10,)),
        (layers.Upsample(scale_factor=1.5, mode="trilinear"), (2, 3, 3, 3), (4, 4, 4)),
        (layers.Upsample(size=7, scale_factor=None), (2, 3, 4), (7, 7)),
        (layers.Upsample(size=(7, 9), scale_factor=None), (2, 3, 4), (7, 9)),
        (layers.Upsample(scale_factor=(2, 0.5)), (2, 3, 4), (6, 2)),
        (layers.Interpolate(mode="area", scale_factor=0.4), (2, 9, 9), (3, 3)),
        (
            layers.Interpolate(scale_factor=0.4, mode="bicubic", antialias=True),
            (2, 9, 9),
            (3, 3),
        ),
    ],
    ids=str,
)
def test_resizing(layer: Layer, shape: Shape, size: Shape) -> None:
    assert both(layer, shape)[1:] == size


def test_a_mode_is_for_some_axes() -> None:
    layer = layers.Upsample(mode="bilinear", align_corners=True)
    error = refusal(layer, (2, 5))
    assert mended(layer, error, (2, 5)) == [(2, 10), (2, 10)]
    sibling = ours(layers.UpsamplingBilinear2d(), (Tensor((2, 5)),))
    assert isinstance(sibling, ShapeError)
    assert sibling.instead == (
        layers.Upsample(mode="linear", scale_factor=2.0, align_corners=True),
    )


# Other axes ----------------------------------------------------------------------------


def test_the_layer_for_other_axes_is_offered_with_the_same_settings() -> None:
    pool = layers.MaxPool2d(kernel_size=(3, 2), stride=2, ceil_mode=True)
    error = ours(pool, (Tensor((4, 9)),))
    assert isinstance(error, ShapeError)
    assert str(error) == "needs channels × height × width and gets 4×9."
    assert error.instead == (layers.MaxPool1d(kernel_size=3, stride=2, ceil_mode=True),)


def test_a_picture_without_channels_can_get_that_axis() -> None:
    error = refusal(layers.Conv3d(), (4, 9, 9))
    assert error.before == (layers.Unsqueeze(dim=1),)
    (before,) = error.before
    assert before.output(Tensor((4, 9, 9))) == Tensor((1, 4, 9, 9))
    assert not ours(layers.Conv2d(), (Tensor((9,)),)).before


# Indices -------------------------------------------------------------------------------


def autoencoder(size: int = 4, **unpool: Any) -> Design:
    """A pool and what undoes it, with the pool's indices wired across."""
    graph = Graph().add("image", layers.Input(shape=(1, size, size)))
    graph = graph.add("pool", layers.MaxPool2d(return_indices=True))
    graph = graph.add("unpool", layers.MaxUnpool2d(**unpool))
    graph = graph.connect("image", "pool").connect("pool.output", "unpool.input")
    return Design(graph.connect("pool.indices", "unpool.indices"))


@pytest.mark.parametrize(("size", "unpool"), [(4, {}), (5, {"output_size": (5, 5)})])
def test_indices_put_numbers_back(size: int, unpool: dict[str, Any]) -> None:
    design = autoencoder(size, **unpool)
    assert designer.check(design).tensors["unpool"] == Tensor((1, size, size))
    image = torch.rand(2, 1, size, size) + 1
    back = designer.compile(design)(image)
    kept = back != 0
    assert kept.sum() == 2 * 2 * 2
    assert torch.equal(back[kept], image[kept])


def test_an_output_size_is_less_than_a_stride_away() -> None:
    layer = layers.MaxUnpool2d(output_size=(6, 4))
    inputs = (Tensor((1, 2, 2)), Tensor((1, 2, 2), "int64"))
    error = ours(layer, inputs)
    assert isinstance(error, ShapeError)
    assert isinstance(torchs(layer, inputs, 2), Exception)
    assert str(error) == "can make 3×3 to 5×5 of its input and has output_size 6×4."
    assert error.changes == ({"output_size": (5, 4)}, {"output_size": None})


def test_indices_that_are_not_the_inputs_own() -> None:
    layer = layers.MaxUnpool1d()
    with pytest.raises(ShapeError, match="an index for each number of its input, 2×3"):
        layer.output(Tensor((2, 3)), Tensor((2, 4), "int64"))
    with pytest.raises(ShapeError, match="gets 2×3 of float32"):
        layer.output(Tensor((2, 3)), Tensor((2, 3)))


def test_without_indices_a_pool_has_one_output() -> None:
    assert [port.name for port in layers.MaxPool1d().outputs] == ["output"]
    without = autoencoder().graph.set("pool", return_indices=False)
    assert [wire.target_port for wire in without.wires_from("pool")] == ["input"]


# Blocks --------------------------------------------------------------------------------


def test_fold_undoes_unfold() -> None:
    unfold = layers.Unfold(kernel_size=2, stride=2)
    fold = layers.Fold(output_size=(4, 6), kernel_size=2, stride=2)
    columns = both(unfold, (3, 4, 6))
    assert columns == (12, 6)
    assert both(fold, columns) == (3, 4, 6)
    picture = torch.rand(2, 3, 4, 6)
    _, (cut,) = run(unfold, (Tensor((3, 4, 6)),), 2)
    assert cut.shape == (2, 12, 6)
    there = torch.nn.functional.unfold(picture, 2, stride=2)
    back = torch.nn.functional.fold(there, (4, 6), 2, stride=2)
    assert torch.equal(back, picture)


def test_fold_needs_as_many_blocks_as_there_is_room_for() -> None:
    layer = layers.Fold(output_size=(5, 5), kernel_size=2, stride=2)
    error = refusal(layer, (12, 9))
    assert str(error) == "has room for 2×2 blocks in its output_size and gets 9."
    assert mended(layer, error, (12, 9)) == [(3, 6, 6)]
