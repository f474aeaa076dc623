"""What layers that read sequences share: the batch comes first, and steps follow."""

from designer.errors import ShapeError
from designer.layers.layer import Layer, layer_type
from designer.layers.needs import need_axes, need_float
from designer.layers.tensor import Tensor

LAYOUT = "steps × features"


class BatchFirst(Layer):
    """A layer to which torch must be told that the batch comes before the steps."""

    def written(self) -> tuple[str, ...]:
        return (*super().written(), "batch_first=True")


def need_sequence(x: Tensor, port: str = "", instead: tuple[Layer, ...] = ()) -> None:
    """Raises ShapeError unless `x` is steps × features of float numbers."""
    wanted = f"{LAYOUT} at {port}" if port else LAYOUT
    if x.dtype == "int64" and len(x.shape) == 1:
        raise ShapeError(
            f"needs {wanted} and gets {x.shape[0]} whole numbers, which an Embedding "
            f"would turn into features.",
            before=(layer_type("Embedding")(),),
        )
    need_axes(x, 2, wanted, instead=instead)
    need_float(x)


def need_tensor(
    port: str,
    x: Tensor,
    wanted: Tensor,
    meaning: str,
    changes: tuple[dict[str, int], ...] = (),
) -> None:
    """Raises ShapeError unless `x`, which reaches `port`, is as `wanted`."""
    if x.dtype != wanted.dtype:
        raise ShapeError(f"needs {wanted.dtype} numbers at {port} and gets {x.dtype}.")
    if x.shape != wanted.shape:
        raise ShapeError(
            f"needs {wanted} at {port}, {meaning}, and gets {x}.", changes=changes
        )
