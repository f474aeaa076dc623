"""Ready-made compounds: what many networks are built from, in plain torch.nn.

Each becomes one or a few layers of torch in the code, and needs no class of its own.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from designer.errors import ShapeError
from designer.kinds import TIMES, Size2
from designer.layers.activation import Activation, ReLU, Sigmoid, SiLU
from designer.layers.convolution import (
    BIAS,
    CHANNELS,
    DILATION,
    KERNEL,
    PADDING,
    STRIDE,
    Conv2d,
    Padding,
)
from designer.layers.keeping import NOTHING, Keeps
from designer.layers.layer import Call, Layer, layer, layer_type
from designer.layers.needs import axis_of, need_axes, need_float
from designer.layers.sight import (
    HERE,
    WHOLE,
    Sight,
    Sights,
    everything,
    moved,
    pointwise,
    window,
)
from designer.layers.spatial import LAYOUTS
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Ready-made"

KEEPDIM = "Keep the axes of the size, with one place each."

BENDS: Mapping[str, type[Activation]] = {"relu": ReLU, "silu": SiLU}
"""What may stand between the two layers of a squeeze and excitation."""


class Chain(Layer):
    """Layers one after another in an nn.Sequential; their costs are its own."""

    def steps(self, x: Tensor) -> tuple[Layer, ...]:
        """The layers, each with one input and one output."""
        raise NotImplementedError(f"{type(self).__name__} has no steps")

    def walk(self, x: Tensor) -> Iterator[tuple[Layer, Tensor, Tensor]]:
        """Each layer with its input and its output; raises ShapeError in words."""
        for step in self.steps(x):
            made = step.output(x)
            assert isinstance(made, Tensor)
            yield step, x, made
            x = made

    def output(self, x: Tensor) -> Tensor:
        *_, (_, _, made) = self.walk(x)
        return made

    def make(self, x: Tensor) -> Call:
        calls = tuple([step.make(taken) for step, taken, _ in self.walk(x)])
        return Call("nn.Sequential", calls)  # type: ignore[arg-type]

    def parameters(self, x: Tensor) -> int:
        return sum(step.parameters(taken) for step, taken, _ in self.walk(x))

    def macs(self, x: Tensor) -> int:
        return sum(step.macs(taken) for step, taken, _ in self.walk(x))

    def keeps(self, x: Tensor) -> Keeps:
        more = [made.bytes for _, _, made in self.walk(x)][:-1]
        return Keeps((0,), more=sum(more))


@layer(FAMILY, "channel attention gate senet weigh channels recalibrate se block")
class SqueezeExcitation(Chain):
    """Weighs each channel by a number from 0 to 1 that it works out from all of them.

    Input and output: C×L, C×H×W or C×D×H×W. Formula: x·sigmoid(W₂·relu(W₁·m)), where m
    holds the mean of each channel and W₁ makes C / reduction numbers of it; silu stands
    in relu's place if activation says so.
    Source: Hu, Shen and Sun, Squeeze-and-Excitation Networks, 2018.
    """

    reduction: int = setting(
        16,
        "How many times fewer numbers than channels are in between.",
        low=1,
        required=True,
        brief="÷{}",
    )
    activation: Literal["relu", "silu"] = setting(
        "relu",
        "What stands between the two layers; EfficientNet takes silu.",
        brief="{}",
    )

    def steps(self, x: Tensor) -> tuple[Layer, ...]:
        axes = len(x.shape) - 1
        if axes not in LAYOUTS:
            raise ShapeError(f"needs channels of a signal or a picture and gets {x}.")
        channels = x.shape[0]
        if self.reduction > channels:
            raise ShapeError(
                f"keeps one channel in {self.reduction} and gets {x}, which has {channels}.",
                changes=({"reduction": math.ceil(channels / 4)},),
            )
        pool = layer_type(f"AdaptiveAvgPool{axes}d")
        conv = layer_type(f"Conv{axes}d")
        fewer = channels // self.reduction
        return (
            pool(output_size=1),
            conv(out_channels=fewer, kernel_size=1),
            BENDS[self.activation](),
            conv(out_channels=channels, kernel_size=1),
            Sigmoid(),
        )

    def output(self, x: Tensor) -> Tensor:
        super().output(x)
        return x

    def call(self, module: str, x: str) -> Call:
        return Call(f"{x} * {module}", (x,))

    def sights(self, x: Tensor) -> Sights:
        return (everything(x, len(x.shape)),)

    def keeps(self, x: Tensor) -> Keeps:
        return Keeps((0,), more=sum(made.bytes for _, _, made in self.walk(x)))


class GlobalPool(Layer):
    """The rule and the code of what makes one number of each channel."""

    method: ClassVar[str]
    keepdim: bool

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        if len(x.shape) < 2:
            raise ShapeError(f"needs channels of a signal or a picture and gets {x}.")
        size = (1,) * (len(x.shape) - 1) if self.keepdim else ()
        return Tensor((x.shape[0], *size))

    def make(self, x: Tensor) -> None:
        return None

    def call_on(self, inputs: tuple[Any, ...], module: str, *arguments: str) -> Call:
        (x,) = arguments
        axes = tuple(range(2, len(inputs[0].shape) + 1))
        dim = axes if len(axes) > 1 else axes[0]
        keep = ("keepdim=True",) if self.keepdim else ()
        return Call(f"{x}.{self.method}", (f"dim={dim}", *keep))

    def sights(self, x: Tensor) -> Sights:
        size = range(1, len(x.shape))
        order = [0, *([None] * len(size) if self.keepdim else [])]
        return (moved(x, order)._replace(reaches=(HERE, *[WHOLE for _ in size])),)


@layer(
    FAMILY,
    "mean average shrink GlobalAveragePooling1D GlobalAveragePooling2D "
    "GlobalAveragePooling3D",
)
class GlobalAvgPool(GlobalPool):
    """Takes the mean of each channel, so that a picture of any size becomes C numbers.

    Input: C×L, C×H×W and so on. Output: C, or C×1×1 with keepdim. Often the step
    between convolutions and the last Linear layer.
    Source: Lin, Chen and Yan, Network in Network, 2014.
    """

    method = "mean"

    keepdim: bool = setting(False, KEEPDIM)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(
    FAMILY,
    "largest maximum shrink GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D",
)
class GlobalMaxPool(GlobalPool):
    """Keeps the largest number of each channel, wherever in the picture it is.

    Input: C×L, C×H×W and so on. Output: C, or C×1×1 with keepdim. Tells whether a
    feature is there at all. Source: torch.amax.
    """

    method = "amax"

    keepdim: bool = setting(False, KEEPDIM)


@layer(FAMILY, "mobilenet xception cheap fewer parameters pointwise SeparableConv2D")
class DepthwiseSeparableConv2d(Chain):
    """Filters each channel by itself, then mixes the channels: a cheap convolution.

    Input: C×H×W. Output: out_channels×H'×W', with H' and W' as of Conv2d. About
    kernel_size² times cheaper than a Conv2d with many channels.
    Source: Chollet, Xception: Deep Learning with Depthwise Separable Convolutions, 2017.
    """

    out_channels: int = setting(32, CHANNELS, low=1, required=True, brief="{}")
    kernel_size: Size2 = setting(
        (3, 3), KERNEL, low=1, required=True, brief="{}", unit="px"
    )
    stride: Size2 = setting((1, 1), STRIDE, low=1, brief="s{}", unit="px")
    padding: Size2 | Padding = setting((0, 0), PADDING, low=0, brief="p{}", unit="px")
    dilation: Size2 = setting((1, 1), DILATION, low=1, brief="d{}", unit="px")
    bias: bool = setting(True, BIAS)

    def steps(self, x: Tensor) -> tuple[Layer, ...]:
        channels, *_ = need_axes(x, 3, LAYOUTS[2])
        depthwise = Conv2d(
            out_channels=channels,
            kernel_size=self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            groups=channels,
            bias=False,  # an offset here would be one more offset after the mixing
        )
        pointwise = Conv2d(
            out_channels=self.out_channels, kernel_size=1, bias=self.bias
        )
        return depthwise, pointwise

    def sights(self, x: Tensor) -> Sights:
        return self.steps(x)[0].sights(x)


@layer(FAMILY, "vision transformer vit tokens sequence patches image to sequence")
class PatchEmbedding(Layer):
    """Cuts a picture into patches and makes a vector of each, for a transformer.

    Input: C×H×W, with H and W divisible by patch_size. Output: patches×embed_dim, where
    patches = H / patch_size · W / patch_size, row by row.
    Source: Dosovitskiy et al., An Image is Worth 16x16 Words, 2021.
    """

    embed_dim: int = setting(
        128, "Numbers in the vector of each patch.", low=1, required=True, brief="{}"
    )
    patch_size: Size2 = setting(
        (4, 4),
        "Height and width of each patch.",
        low=1,
        required=True,
        brief="{}",
        unit="px",
    )
    bias: bool = setting(True, "Add a learned number to each place of the vectors.")

    @property
    def convolution(self) -> Conv2d:
        """The convolution that looks at each patch once."""
        return Conv2d(
            out_channels=self.embed_dim,
            kernel_size=self.patch_size,
            stride=self.patch_size,
            bias=self.bias,
        )

    def output(self, x: Tensor) -> Tensor:
        _, *size = need_axes(x, 3, LAYOUTS[2])
        need_float(x)
        if any(s % p for s, p in zip(size, self.patch_size, strict=True)):
            patch, picture = (
                TIMES.join(map(str, self.patch_size)),
                TIMES.join(map(str, size)),
            )
            raise ShapeError(
                f"cuts pictures into patches of {patch}, which do not divide {picture}.",
                changes=({"patch_size": tuple(map(math.gcd, size, self.patch_size))},),
            )
        patches = math.prod(s // p for s, p in zip(size, self.patch_size, strict=True))
        return Tensor((patches, self.embed_dim))

    def make(self, x: Tensor) -> Call | None:
        return self.convolution.make(x)

    def call(self, module: str, x: str) -> str:
        return f"{module}({x}).flatten(2).transpose(1, 2)"

    def parameters(self, x: Tensor) -> int:
        return self.convolution.parameters(x)

    def macs(self, x: Tensor) -> int:
        return self.convolution.macs(x)

    def sights(self, x: Tensor) -> Sights:
        patches = map(window, self.patch_size, self.patch_size)
        return (Sight((WHOLE, *patches), ((1, 2), ()), frozenset({0})),)


@layer(FAMILY, "stochastic depth regularization skip residual branch overfitting")
class DropPath(Activation):
    """Makes whole samples 0 with a chance of p while training, and scales up the rest.

    Input and output: any shape. Stands at the end of a residual branch, which it leaves
    out for some samples. Formula: x·m / (1 − p), where m is 0 for a sample with a chance
    of p and else 1; after training x itself.
    Source: Huang et al., Deep Networks with Stochastic Depth, 2016.
    """

    kept = NOTHING

    p: float = setting(
        0.1,
        "Chance that a sample becomes 0.",
        low=0,
        high=1,
        required=True,
        brief="p {}",
    )

    def make(self, x: Tensor) -> Call:
        return Call("nn.Dropout", self.written())

    def call_on(self, inputs: tuple[Any, ...], module: str, *arguments: str) -> Call:
        (x,) = arguments
        ones = ("1",) * len(inputs[0].shape)
        mask = Call(f"{x}.new_ones", (f"{x}.shape[0]", *ones))
        return Call(f"{x} * {module}", (mask,))


@layer(FAMILY, "learned factor gamma scale channels residual branch ConvNeXt CaiT")
class LayerScale(Layer):
    """Multiplies each channel by a learned factor, which begins near 0.

    Input and output: any shape. Stands at the end of a residual branch, so that a deep
    network begins as one that passes its input on, and learns how much to change it.
    Source: Touvron et al., Going Deeper with Image Transformers, 2021.
    """

    dim: int = setting(
        1,
        "The axis of the channels: 1 in pictures, −1 in sequences. Axis 0 is the batch.",
        required=True,
        brief="dim {}",
    )
    init: float = setting(1e-6, "What each factor begins with.", brief="{}")

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        axis_of(self.dim, x)
        return x

    def make(self, x: Tensor) -> Call:
        axis = axis_of(self.dim, x)
        sizes = (repr(x.shape[axis]), *["1"] * (len(x.shape) - axis - 1))
        shape = f"({', '.join(sizes)})" if len(sizes) > 1 else f"({sizes[0]},)"
        return Call("nn.Parameter", (Call("torch.full", (shape, repr(self.init))),))

    def call(self, module: str, x: str) -> str:
        return f"{x} * {module}"

    def parameters(self, x: Tensor) -> int:
        return x.shape[axis_of(self.dim, x)]

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x),)
