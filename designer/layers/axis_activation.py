"""Activations that look along an axis: shares that sum to 1, and gates."""

from designer.errors import ShapeError
from designer.layers.activation import FAMILY, Activation
from designer.layers.keeping import THE_INPUT, THE_OUTPUT, Keeps
from designer.layers.layer import Layer, layer
from designer.layers.needs import axis_of, need_axes, need_float
from designer.layers.sight import Sights, pointwise
from designer.layers.spatial import LAYOUTS
from designer.layers.tensor import Tensor
from designer.settings import setting

DIM = "The axis that sums to 1. Axis 0 is the batch; −1 is the last."


class AlongAxis(Layer):
    """The shape rule of what works along one axis, which must be there."""

    dim: int

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        axis_of(self.dim, x)
        return x

    def written(self) -> tuple[str, ...]:
        return (f"dim={self.dim}",) if self.differs("dim") else ()

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x, [axis_of(self.dim, x)]),)

    def keeps(self, x: Tensor) -> Keeps:
        return THE_OUTPUT


@layer(FAMILY, "probabilities shares classes classification sum to 1 attention")
class Softmax(AlongAxis):
    """Turns numbers into shares that sum to 1: exp(x) / sum(exp(x)).

    Input and output: any shape. nn.CrossEntropyLoss wants the numbers before it, for
    it has a softmax of its own. Source: torch.nn.Softmax.
    """

    dim: int = setting(-1, DIM, required=True, brief="dim {}")


@layer(FAMILY, "log-probabilities logarithm classes classification log_softmax")
class LogSoftmax(AlongAxis):
    """The logarithm of softmax: x − log(sum(exp(x))). Goes with nn.NLLLoss.

    Input and output: any shape. Source: torch.nn.LogSoftmax.
    """

    dim: int = setting(-1, DIM, required=True, brief="dim {}")


@layer(FAMILY, "probabilities shares smallest wins distances sum to 1")
class Softmin(AlongAxis):
    """Turns numbers into shares that sum to 1, the smallest number into the largest share.

    Input and output: any shape. Formula: exp(−x) / sum(exp(−x)). Suits distances and
    costs. Source: torch.nn.Softmin.
    """

    dim: int = setting(-1, DIM, required=True, brief="dim {}")


@layer(FAMILY, "probabilities for each pixel place segmentation classes channels")
class Softmax2d(Activation):
    """Turns the channels of each place of a picture into shares that sum to 1.

    Input and output: C×H×W. Formula: exp(x) / sum(exp(x)) over the channels.
    Source: torch.nn.Softmax2d.
    """

    kept = THE_OUTPUT

    def output(self, x: Tensor) -> Tensor:
        need_axes(x, 3, LAYOUTS[2], instead=(Softmax(dim=1),))
        return super().output(x)

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x, [0]),)


@layer(FAMILY, "gated linear unit gate half wavenet")
class GLU(AlongAxis):
    """Weighs one half of an axis by the sigmoid of the other half: a·sigmoid(b).

    Input: any shape whose axis `dim` is even. Output: the same with half that axis.
    Source: torch.nn.GLU.
    """

    dim: int = setting(
        -1,
        "The axis that is halved. Axis 0 is the batch; −1 is the last.",
        brief="dim {}",
    )

    def output(self, x: Tensor) -> Tensor:
        super().output(x)
        axis = axis_of(self.dim, x)
        half, rest = divmod(x.shape[axis], 2)
        if rest:
            even = [place for place, size in enumerate(x.shape, 1) if size % 2 == 0]
            raise ShapeError(
                f"halves axis {self.dim} and gets {x}, where its size is odd.",
                changes=tuple({"dim": place} for place in even),
            )
        return Tensor((*x.shape[:axis], half, *x.shape[axis + 1 :]))

    def keeps(self, x: Tensor) -> Keeps:
        return THE_INPUT
