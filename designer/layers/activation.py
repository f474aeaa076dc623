"""Activations: what is applied to each number, so that a network is not just linear."""

from typing import ClassVar, Literal

from designer.errors import ShapeError
from designer.layers.keeping import THE_INPUT, THE_OUTPUT, Keeps
from designer.layers.layer import Layer, layer
from designer.layers.needs import need_float
from designer.layers.sight import Sights, pointwise
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Activation"

INPLACE = "Overwrite the input to save memory."


class Activation(Layer):
    """The shape rule of everything that keeps its input's shape."""

    kept: ClassVar[Keeps] = THE_INPUT
    """What backward needs of a call."""

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        return x

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x),)

    def keeps(self, x: Tensor) -> Keeps:
        return self.kept._replace(shared=getattr(self, "inplace", False))


@layer(FAMILY, "rectifier positive part max(0, x) hinge ramp")
class ReLU(Activation):
    """Keeps positive numbers and makes negative ones 0: max(0, x).

    Input and output: any shape. Source: torch.nn.ReLU.
    """

    kept = THE_OUTPUT

    inplace: bool = setting(False, INPLACE)


@layer(FAMILY, "leaky rectifier slope of negative numbers leaky_relu")
class LeakyReLU(Activation):
    """Keeps positive numbers and makes negative ones small: max(0, x) + slope·min(0, x).

    Input and output: any shape. Source: torch.nn.LeakyReLU.
    """

    negative_slope: float = setting(0.01, "Factor of negative numbers.", brief="{}")
    inplace: bool = setting(False, INPLACE)

    def output(self, x: Tensor) -> Tensor:
        need_way_back(self.inplace, "negative_slope", self.negative_slope)
        return super().output(x)


@layer(FAMILY, "exponential rectifier smooth")
class ELU(Activation):
    """Keeps positive numbers and bends negative ones towards −alpha: alpha·(exp(x) − 1).

    Input and output: any shape. Source: torch.nn.ELU.
    """

    alpha: float = setting(
        1.0, "Where very negative numbers end, below zero.", brief="α {}"
    )
    inplace: bool = setting(False, INPLACE)

    def output(self, x: Tensor) -> Tensor:
        need_way_back(self.inplace, "alpha", self.alpha)
        return super().output(x)


@layer(FAMILY, "gaussian error smooth rectifier transformer bert gpt")
class GELU(Activation):
    """Weighs each number by the chance that a normal number is smaller: x·Φ(x).

    Input and output: any shape. Source: torch.nn.GELU.
    """

    approximate: Literal["none", "tanh"] = setting(
        "none", "Use the faster tanh formula.", brief="{}"
    )


@layer(FAMILY, "swish smooth rectifier sigmoid linear")
class SiLU(Activation):
    """Weighs each number by its own sigmoid: x·sigmoid(x). Also called swish.

    Input and output: any shape. Source: torch.nn.SiLU.
    """

    inplace: bool = setting(False, INPLACE)


@layer(FAMILY, "logistic probability between 0 and 1 yes or no gate")
class Sigmoid(Activation):
    """Bends each number into 0 to 1: 1 / (1 + exp(−x)).

    Input and output: any shape. Source: torch.nn.Sigmoid.
    """

    kept = THE_OUTPUT


@layer(FAMILY, "hyperbolic tangent between -1 and 1")
class Tanh(Activation):
    """Bends each number into −1 to 1: tanh(x).

    Input and output: any shape. Source: torch.nn.Tanh.
    """

    kept = THE_OUTPUT


@layer(FAMILY, "cap clip at six mobile rectifier")
class ReLU6(Activation):
    """Keeps numbers between 0 and 6 and cuts off what lies outside: min(max(0, x), 6).

    Input and output: any shape. Suits networks that later compute with few bits.
    Source: torch.nn.ReLU6.
    """

    inplace: bool = setting(False, INPLACE)


@layer(FAMILY, "parametric learned slope of negative numbers rectifier")
class PReLU(Activation):
    """Keeps positive numbers and learns the factor of negative ones.

    Input and output: any shape, with the channels first if each has a factor of its
    own. Formula: max(0, x) + a·min(0, x), where a is learned. Source: torch.nn.PReLU.
    """

    num_parameters: int = setting(
        1, "Number of factors: 1, or one for each channel.", low=1, brief="{}"
    )
    init: float = setting(0.25, "Factor before training.", brief="a {}")

    def output(self, x: Tensor) -> Tensor:
        channels = x.shape[0] if x.shape else 1
        if self.num_parameters not in (1, channels):
            raise ShapeError(
                f"learns {self.num_parameters} factors and gets {x}: it needs 1, or one "
                f"for each of {channels} channels.",
                changes=({"num_parameters": channels}, {"num_parameters": 1}),
            )
        return super().output(x)

    def parameters(self, x: Tensor) -> int:
        return self.num_parameters


@layer(FAMILY, "randomized random slope leaky rectifier noise")
class RReLU(Activation):
    """Keeps positive numbers and gives negative ones a random factor while training.

    Input and output: any shape. Formula: max(0, x) + a·min(0, x), where a is drawn from
    lower to upper for each number, and is their mean after training.
    Source: torch.nn.RReLU.
    """

    lower: float = setting(1 / 8, "Smallest factor of negative numbers.", brief="{}")
    upper: float = setting(1 / 3, "Largest factor of negative numbers.", brief="{}")
    inplace: bool = setting(False, INPLACE)

    def output(self, x: Tensor) -> Tensor:
        if self.lower > self.upper:
            raise ShapeError(
                f"draws factors from lower to upper, and has lower {self.lower:g} above upper "
                f"{self.upper:g}.",
                changes=({"lower": self.upper, "upper": self.lower},),
            )
        need_way_back(self.inplace, "a mean factor", (self.lower + self.upper) / 2)
        return super().output(x)

    def keeps(self, x: Tensor) -> Keeps:
        return super().keeps(x)._replace(more=x.bytes)


@layer(FAMILY, "self-normalizing scaled exponential snn lecun")
class SELU(Activation):
    """An ELU scaled so that numbers keep mean 0 and variance 1 from layer to layer.

    Input and output: any shape. Formula: 1.0507·(max(0, x) + min(0, 1.6733·(exp(x) −
    1))). Goes with AlphaDropout. Source: torch.nn.SELU.
    """

    inplace: bool = setting(False, INPLACE)


@layer(FAMILY, "continuously differentiable exponential smooth rectifier")
class CELU(Activation):
    """An ELU without a kink at 0 for any alpha, as its slope is 1 there.

    Input and output: any shape. Formula: max(0, x) + min(0, alpha·(exp(x/alpha) − 1)).
    Source: torch.nn.CELU.
    """

    alpha: float = setting(
        1.0, "Where very negative numbers end, below zero.", low=1e-6, brief="α {}"
    )
    inplace: bool = setting(False, INPLACE)


@layer(FAMILY, "smooth self-regularized yolo")
class Mish(Activation):
    """Weighs each number smoothly, much as SiLU does: x·tanh(log(1 + exp(x))).

    Input and output: any shape. Source: torch.nn.Mish.
    """

    inplace: bool = setting(False, INPLACE)


@layer(FAMILY, "smooth rectifier always positive variance log(1 + exp)")
class Softplus(Activation):
    """A smooth ReLU, which is always positive: log(1 + exp(beta·x)) / beta.

    Input and output: any shape. Suits what must be positive, such as a variance.
    Source: torch.nn.Softplus.
    """

    beta: float = setting(
        1.0, "How sharply it bends; large is close to ReLU.", low=1e-6, brief="β {}"
    )
    threshold: float = setting(
        20.0, "Where beta·x is above it, the output is x, as it nearly is anyway."
    )


@layer(FAMILY, "fraction between -1 and 1 gentle tanh")
class Softsign(Activation):
    """Bends each number into −1 to 1, more slowly than tanh: x / (1 + |x|).

    Input and output: any shape. Source: torch.nn.Softsign.
    """

    def keeps(self, x: Tensor) -> Keeps:
        return super().keeps(x)._replace(more=x.bytes)


@layer(FAMILY, "logarithm of the logistic log probability")
class LogSigmoid(Activation):
    """The logarithm of the sigmoid: log(1 / (1 + exp(−x))).

    Input and output: any shape. Source: torch.nn.LogSigmoid.
    """

    def keeps(self, x: Tensor) -> Keeps:
        return super().keeps(x)._replace(more=x.bytes)


@layer(FAMILY, "cheap piecewise linear sigmoid mobile hard_sigmoid")
class Hardsigmoid(Activation):
    """A sigmoid of three straight pieces, cheap on small devices.

    Input and output: any shape. Formula: 0 up to −3, 1 from 3 on, and x/6 + 1/2 between
    them. Source: torch.nn.Hardsigmoid.
    """

    inplace: bool = setting(False, INPLACE)


@layer(FAMILY, "cheap swish mobilenet mobile hard_swish hard_silu")
class Hardswish(Activation):
    """A SiLU made of simple pieces, cheap on small devices.

    Input and output: any shape. Formula: 0 up to −3, x from 3 on, and x·(x + 3)/6
    between them. Source: torch.nn.Hardswish.
    """

    inplace: bool = setting(False, INPLACE)


@layer(FAMILY, "clip clamp cut off limit range cheap tanh hard_tanh")
class Hardtanh(Activation):
    """Keeps numbers between two limits and cuts off what lies outside.

    Input and output: any shape. Formula: min(max(x, min_val), max_val).
    Source: torch.nn.Hardtanh.
    """

    min_val: float = setting(-1.0, "Smallest number of the output.", brief="from {}")
    max_val: float = setting(1.0, "Largest number of the output.", brief="to {}")
    inplace: bool = setting(False, INPLACE)

    def output(self, x: Tensor) -> Tensor:
        if self.min_val >= self.max_val:
            raise ShapeError(
                f"needs min_val below max_val and has {self.min_val:g} and {self.max_val:g}.",
                changes=({"min_val": -1.0, "max_val": 1.0},),
            )
        return super().output(x)


@layer(FAMILY, "small numbers to zero sparse denoise hard_shrink")
class Hardshrink(Activation):
    """Makes numbers close to 0 exactly 0, and keeps the others as they are.

    Input and output: any shape. Formula: x where |x| > lambd, else 0.
    Source: torch.nn.Hardshrink.
    """

    lambd: float = setting(
        0.5, "Numbers as close to 0 as this become 0.", low=0, brief="λ {}"
    )


@layer(FAMILY, "small numbers to zero sparse denoise lasso soft_shrink")
class Softshrink(Activation):
    """Brings each number closer to 0 by lambd, and makes 0 of what is closer already.

    Input and output: any shape. Formula: x − lambd where x > lambd, x + lambd where
    x < −lambd, else 0. Source: torch.nn.Softshrink.
    """

    lambd: float = setting(0.5, "How far each number moves.", low=0, brief="λ {}")


@layer(FAMILY, "small numbers to zero tanh_shrink")
class Tanhshrink(Activation):
    """Makes numbers close to 0 much smaller: x − tanh(x).

    Input and output: any shape. Source: torch.nn.Tanhshrink.
    """

    def keeps(self, x: Tensor) -> Keeps:
        return Keeps(more=x.bytes)


@layer(FAMILY, "cut off replace below limit thresholded rectifier ThresholdedReLU")
class Threshold(Activation):
    """Keeps numbers above a threshold and replaces all others by one value.

    Input and output: any shape. Formula: x where x > threshold, else value.
    Source: torch.nn.Threshold.
    """

    threshold: float = setting(
        0.1, "Numbers above it stay as they are.", required=True, brief="above {}"
    )
    value: float = setting(
        0.0, "What the other numbers become.", required=True, brief="else {}"
    )
    inplace: bool = setting(False, INPLACE)


def need_way_back(inplace: bool, name: str, value: float) -> None:
    """Raises ShapeError where torch could not find the input again, to learn from it."""
    if inplace and value < 0:
        raise ShapeError(
            f"cannot overwrite its input with {name} below 0, for then it cannot learn.",
            changes=({"inplace": False},),
        )
