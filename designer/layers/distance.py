"""Distances: how alike two tensors are, as a number for each pair of vectors."""

from designer.errors import ShapeError
from designer.layers.layer import Layer, Port, layer
from designer.layers.needs import axis_of, need_float
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Distance"


class Distance(Layer):
    """What distances share: two inputs of one shape."""

    @property
    def inputs(self) -> tuple[Port, ...]:
        return (Port("x1"), Port("x2"))

    def need_alike(self, x1: Tensor, x2: Tensor) -> None:
        """Raises ShapeError unless both are float tensors of one shape."""
        need_float(x1)
        need_float(x2)
        if x1.shape != x2.shape:
            raise ShapeError(
                f"gets {x1} and {x2}.", rule="Its inputs must have the same shape."
            )


@layer(FAMILY, "similar alike angle match compare embeddings retrieval siamese")
class CosineSimilarity(Distance):
    """Tells how much two vectors point the same way, from −1 to 1.

    Inputs: x1 and x2 of one shape. Output: that shape without the axis `dim`, along
    which the vectors lie. Formula: x1·x2 / max(‖x1‖·‖x2‖, eps).
    Source: torch.nn.CosineSimilarity.
    """

    dim: int = setting(
        1,
        "The axis along which the vectors lie. Axis 0 is the batch; −1 is the last.",
        brief="dim {}",
    )
    eps: float = setting(1e-8, "Least divisor, so that it is never 0.", low=0)

    def output(self, x1: Tensor, x2: Tensor) -> Tensor:
        self.need_alike(x1, x2)
        axis = axis_of(self.dim, x1)
        return Tensor((*x1.shape[:axis], *x1.shape[axis + 1 :]))


@layer(FAMILY, "euclidean far apart compare embeddings metric siamese norm")
class PairwiseDistance(Distance):
    """Tells how far apart two vectors are.

    Inputs: x1 and x2 of one shape, whose last axis holds the vectors. Output: that
    shape without its last axis, or 1 there with keepdim. Formula: (∑|x1 − x2 +
    eps|ᵖ)^(1/p). Source: torch.nn.PairwiseDistance.
    """

    p: float = setting(
        2.0, "Exponent: 2 is the straight way, 1 goes along the axes.", brief="p {}"
    )
    eps: float = setting(1e-6, "Added to each difference, so that it is not 0.", low=0)
    keepdim: bool = setting(False, "Keep the last axis, with one place.")

    def output(self, x1: Tensor, x2: Tensor) -> Tensor:
        self.need_alike(x1, x2)
        if not x1.shape:
            raise ShapeError("needs vectors and gets single numbers.")
        return Tensor((*x1.shape[:-1], *((1,) if self.keepdim else ())))
