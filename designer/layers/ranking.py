"""What goes along an axis place by place: running sums, and numbers in order."""

from designer.errors import ShapeError
from designer.layers.keeping import NOTHING, Keeps
from designer.layers.layer import Port, layer
from designer.layers.needs import axis_of
from designer.layers.reduction import FAMILY, ONE, AlongDim, Counting
from designer.layers.tensor import Tensor
from designer.settings import setting


class Running(Counting):
    """The shape rule of what goes on from place to place: the shape stays."""

    dim: int

    def output(self, x: Tensor) -> Tensor:
        dtype = self.dtype(x)
        axis_of(self.dim, x)
        return Tensor(x.shape, dtype)


@layer(FAMILY, "cumulative running total prefix sum accumulate integrate")
class CumSum(Running):
    """Adds up from place to place: each number is the sum of all up to there.

    Input and output: any shape; of bool numbers it counts. Source: torch.cumsum.
    """

    method = "cumsum"

    dim: int = setting(-1, ONE, required=True, brief="dim {}")

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "cumulative running product prefix accumulate")
class CumProd(Running):
    """Multiplies from place to place: each number is the product of all up to there.

    Input and output: any shape. Source: torch.cumprod.
    """

    method = "cumprod"

    dim: int = setting(-1, ONE, required=True, brief="dim {}")


class Ranking(AlongDim):
    """What puts numbers in order: the numbers, and the places where they stood."""

    dtypes = ("float32", "int64")

    dim: int

    @property
    def outputs(self) -> tuple[Port, ...]:
        return (Port("values"), Port("indices"))

    def ranked(self, x: Tensor, kept: int | None = None) -> tuple[Tensor, Tensor]:
        """Values and indices, with `kept` places along the axis or all."""
        dtype = self.dtype(x)
        axis = axis_of(self.dim, x)
        size = x.shape[axis] if kept is None else kept
        shape = (*x.shape[:axis], size, *x.shape[axis + 1 :])
        return Tensor(shape, dtype), Tensor(shape, "int64")

    def keeps(self, x: Tensor) -> Keeps:
        values, _ = self.output(x)
        assert isinstance(values, Tensor)
        return Keeps(more=8 * values.elements)  # the places of all the values


@layer(FAMILY, "best largest highest few beam experts routing sparse top-k k")
class TopK(Ranking):
    """Keeps the k largest numbers along an axis, and tells where they stood.

    Input: any shape. Output: values and indices, with size k along `dim`.
    Source: torch.topk.
    """

    method = "topk"

    k: int = setting(1, "How many to keep.", low=1, required=True, brief="{}")
    dim: int = setting(-1, ONE, brief="dim {}")
    largest: bool = setting(True, "Keep the largest; off keeps the smallest.")
    sorted: bool = setting(True, "Put them in order.")

    def output(self, x: Tensor) -> tuple[Tensor, Tensor]:
        size = x.shape[axis_of(self.dim, x)]
        if self.k > size:
            raise ShapeError(
                f"keeps {self.k} and gets {x}, which has {size} along axis {self.dim}.",
                changes=({"k": size},),
            )
        return self.ranked(x, self.k)


@layer(FAMILY, "order ascending descending rank argsort permutation")
class Sort(Ranking):
    """Puts the numbers along an axis in order, and tells where they stood.

    Input: any shape. Output: values and indices, of that shape. Source: torch.sort.
    """

    method = "sort"

    dim: int = setting(-1, ONE, required=True, brief="dim {}")
    descending: bool = setting(False, "Put the largest first.")

    def output(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return self.ranked(x)
