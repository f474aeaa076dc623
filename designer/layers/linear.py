"""Fully connected layers, and the layer that does nothing."""

import math

from designer.errors import ShapeError
from designer.layers.keeping import A_VIEW, Keeps
from designer.layers.layer import Layer, Port, layer
from designer.layers.needs import need_float
from designer.layers.sight import Sights, pointwise
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Linear"

BIAS = "Add a learned number to each output."


@layer(FAMILY, "pass through nothing placeholder skip unchanged")
class Identity(Layer):
    """Gives what it gets, unchanged: a place kept for a layer to come.

    Input and output: any shape and any dtype. Source: torch.nn.Identity.
    """

    def output(self, x: Tensor) -> Tensor:
        return x

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x),)

    def keeps(self, x: Tensor) -> Keeps:
        return A_VIEW


@layer(FAMILY, "fully connected Dense perceptron matrix multiply projection")
class Linear(Layer):
    """Weighs all features together, once for each output feature: x·Wᵀ + b.

    Input: features, or any axes before them. Output: the same with out_features in the
    last place. Source: torch.nn.Linear.
    """

    out_features: int = setting(
        128, "Number of outputs.", low=1, required=True, brief="{}"
    )
    bias: bool = setting(True, BIAS)

    def output(self, x: Tensor) -> Tensor:
        need_features(x)
        return Tensor((*x.shape[:-1], self.out_features))

    def derived(self, x: Tensor) -> dict[str, int | tuple[int, ...]]:
        return {"in_features": x.shape[-1]}

    def along(self, x: Tensor) -> str:
        return "along the last axis" if len(x.shape) > 1 else ""

    def parameters(self, x: Tensor) -> int:
        return (x.shape[-1] + self.bias) * self.out_features

    def macs(self, x: Tensor) -> int:
        return x.elements * self.out_features

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x, [-1]),)


@layer(FAMILY, "two inputs pairs products interaction fully connected")
class Bilinear(Layer):
    """Weighs every product of a feature of one input and a feature of the other.

    Inputs: input1 and input2, features or any axes before them, which both share.
    Output: those axes and out_features in the last place. Formula: x1ᵀ·A·x2 + b, with
    a matrix A for each output. Source: torch.nn.Bilinear.
    """

    out_features: int = setting(
        32, "Number of outputs.", low=1, required=True, brief="{}"
    )
    bias: bool = setting(True, BIAS)

    @property
    def inputs(self) -> tuple[Port, ...]:
        return (Port("input1"), Port("input2"))

    def output(self, x1: Tensor, x2: Tensor) -> Tensor:
        need_features(x1)
        need_features(x2)
        if x1.shape[:-1] != x2.shape[:-1]:
            raise ShapeError(
                f"gets {x1} and {x2}, which must agree in all axes but the last."
            )
        return Tensor((*x1.shape[:-1], self.out_features))

    def derived(self, x1: Tensor, x2: Tensor) -> dict[str, int | tuple[int, ...]]:
        return {"in1_features": x1.shape[-1], "in2_features": x2.shape[-1]}

    def parameters(self, x1: Tensor, x2: Tensor) -> int:
        return (x1.shape[-1] * x2.shape[-1] + self.bias) * self.out_features

    def macs(self, x1: Tensor, x2: Tensor) -> int:
        places = math.prod(x1.shape[:-1])
        return places * x1.shape[-1] * x2.shape[-1] * self.out_features

    def sights(self, *inputs: Tensor) -> Sights:
        return tuple(pointwise(x, [-1]) for x in inputs)


def need_features(x: Tensor) -> None:
    """Raises ShapeError unless `x` holds float features along its last axis."""
    need_float(x)
    if not x.shape:
        raise ShapeError("needs features and gets a single number.")
