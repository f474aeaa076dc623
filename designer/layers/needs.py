"""What layers ask of their inputs: how many axes, which axis, which dtype.

Each function raises ShapeError in words, with settings or layers that would mend it.
"""

from typing import Any

from designer.errors import ShapeError
from designer.layers.tensor import Tensor


def need_axes(x: Tensor, axes: int, layout: str, **fixes: Any) -> tuple[int, ...]:
    """The shape of `x`, which must have `axes` axes; raises ShapeError in words."""
    if len(x.shape) != axes:
        raise ShapeError(f"needs {layout} and gets {x}.", **fixes)
    return x.shape


def need_float(x: Tensor) -> None:
    """Raises ShapeError unless `x` holds float numbers."""
    if x.dtype != "float32":
        raise ShapeError(f"needs float32 numbers and gets {x.dtype}.")


def axis_of(dim: int, x: Tensor, setting: str = "dim") -> int:
    """Where axis `dim` of a batch stands in the shape of one sample, from 0.

    `dim` counts as torch does, with the batch as axis 0. Raises ShapeError for the
    batch itself and for an axis that is not there.
    """
    axes = len(x.shape)
    if dim in (0, -axes - 1):
        raise ShapeError(
            f"cannot use axis {dim}, which is the batch.", changes=({setting: -1},)
        )
    if not -axes <= dim <= axes:
        raise ShapeError(
            f"needs an axis {dim} and gets {x}, which has axes 1 to {axes} besides the batch."
            if axes
            else f"needs an axis {dim} and gets a single number.",
            changes=({setting: -1},) if axes else (),
        )
    return dim - 1 if dim > 0 else dim + axes
