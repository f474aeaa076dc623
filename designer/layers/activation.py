"""Activations: what is applied to each number, so that a network is not just linear."""

from typing import Literal

from designer.errors import ShapeError
from designer.layers.layer import Call, Layer, layer
from designer.layers.needs import axis_of, need_float
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Activation"

INPLACE = "Overwrite the input to save memory."
DIM = "The axis that sums to 1. Axis 0 is the batch; −1 is the last."


class Activation(Layer):
    """The shape rule of everything that keeps its input's shape."""

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        return x


@layer(FAMILY)
class ReLU(Activation):
    """Keeps positive numbers and makes negative ones 0: max(0, x).

    Input and output: any shape. Source: torch.nn.ReLU.
    """

    inplace: bool = setting(False, INPLACE)


@layer(FAMILY)
class LeakyReLU(Activation):
    """Keeps positive numbers and makes negative ones small: max(0, x) + slope·min(0, x).

    Input and output: any shape. Source: torch.nn.LeakyReLU.
    """

    negative_slope: float = setting(0.01, "Factor of negative numbers.", brief="{}")
    inplace: bool = setting(False, INPLACE)

    def output(self, x: Tensor) -> Tensor:
        need_way_back(self.inplace, "negative_slope", self.negative_slope)
        return super().output(x)


@layer(FAMILY)
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


@layer(FAMILY)
class GELU(Activation):
    """Weighs each number by the chance that a normal number is smaller: x·Φ(x).

    Input and output: any shape. Source: torch.nn.GELU.
    """

    approximate: Literal["none", "tanh"] = setting(
        "none", "Use the faster tanh formula.", brief="{}"
    )


@layer(FAMILY)
class SiLU(Activation):
    """Weighs each number by its own sigmoid: x·sigmoid(x). Also called swish.

    Input and output: any shape. Source: torch.nn.SiLU.
    """

    inplace: bool = setting(False, INPLACE)


@layer(FAMILY)
class Sigmoid(Activation):
    """Bends each number into 0 to 1: 1 / (1 + exp(−x)).

    Input and output: any shape. Source: torch.nn.Sigmoid.
    """


@layer(FAMILY)
class Tanh(Activation):
    """Bends each number into −1 to 1: tanh(x).

    Input and output: any shape. Source: torch.nn.Tanh.
    """


class AlongAxis(Layer):
    """The shape rule of what works along one axis, which must be there."""

    dim: int

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        axis_of(self.dim, x)
        return x

    def make(self, x: Tensor) -> Call:
        return Call(f"nn.{type(self).__name__}", (f"dim={self.dim}",))


@layer(FAMILY)
class Softmax(AlongAxis):
    """Turns numbers into shares that sum to 1: exp(x) / sum(exp(x)).

    Input and output: any shape. nn.CrossEntropyLoss wants the numbers before it, for
    it has a softmax of its own. Source: torch.nn.Softmax.
    """

    dim: int = setting(-1, DIM, required=True, brief="dim {}")


@layer(FAMILY)
class LogSoftmax(AlongAxis):
    """The logarithm of softmax: x − log(sum(exp(x))). Goes with nn.NLLLoss.

    Input and output: any shape. Source: torch.nn.LogSoftmax.
    """

    dim: int = setting(-1, DIM, required=True, brief="dim {}")


def need_way_back(inplace: bool, name: str, value: float) -> None:
    """Raises ShapeError where torch could not find the input again, to learn from it."""
    if inplace and value < 0:
        raise ShapeError(
            f"cannot overwrite its input with {name} below 0, for then it cannot learn.",
            changes=({"inplace": False},),
        )
