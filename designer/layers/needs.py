"""What layers ask of their inputs: how many axes, which axis, which dtype.

Each function raises ShapeError in words, with settings or layers that would mend it.
"""

from contextlib import suppress
from typing import Any

from designer.errors import SettingError, ShapeError
from designer.layers.layer import CATALOGUE, Layer, layer_type
from designer.layers.tensor import Tensor
from designer.words import listed


def need_axes(x: Tensor, axes: int, layout: str, **fixes: Any) -> tuple[int, ...]:
    """The shape of `x`, which must have `axes` axes; raises ShapeError in words."""
    if len(x.shape) != axes:
        raise ShapeError(f"needs {layout} and gets {x}.", **fixes)
    return x.shape


def need_float(x: Tensor) -> None:
    """Raises ShapeError unless `x` holds float numbers."""
    need_dtype(x, "float32")


def need_dtype(x: Tensor, *dtypes: str) -> None:
    """Raises ShapeError unless `x` is of one of `dtypes`; a Cast to the first mends it."""
    if x.dtype not in dtypes:
        noun = "" if "bool" in dtypes else " numbers"
        raise ShapeError(
            f"needs {listed(dtypes, last='or')}{noun} and gets {x.dtype}.",
            before=(layer_type("Cast")(dtype=dtypes[0]),),
        )


def axis_of(dim: int, x: Tensor, setting: str = "dim", last: Any = -1) -> int:
    """Where axis `dim` of a batch stands in the shape of one sample, from 0.

    `dim` counts as torch does, with the batch as axis 0. Raises ShapeError for the
    batch itself and for an axis that is not there; `last` is what would mend `setting`.
    """
    axes = len(x.shape)
    if dim in (0, -axes - 1):
        raise ShapeError(
            f"cannot use axis {dim}, which is the batch.", changes=({setting: last},)
        )
    if not -axes <= dim <= axes:
        raise ShapeError(
            f"needs an axis {dim} and gets {x}, which has axes 1 to {axes} besides the batch."
            if axes
            else f"needs an axis {dim} and gets a single number.",
            changes=({setting: last},) if axes else (),
        )
    return dim - 1 if dim > 0 else dim + axes


def axes_of(dims: tuple[int, ...], x: Tensor, setting: str = "dim") -> tuple[int, ...]:
    """Where each of `dims` stands, as `axis_of` tells; raises ShapeError likewise.

    None at all and one named twice are refused too.
    """
    if not dims:
        raise ShapeError("needs an axis and has none.", changes=({setting: (-1,)},))
    axes = tuple([axis_of(dim, x, setting, last=(-1,)) for dim in dims])
    if len(set(axes)) < len(axes):
        each = tuple([axis + 1 for axis in dict.fromkeys(axes)])
        raise ShapeError(
            f"names an axis twice: {', '.join(map(str, dims))}.",
            changes=({setting: each},),
        )
    return axes


def counterparts(layer: Layer, axes: int) -> tuple[Layer, ...]:
    """The layer of the same name and settings for `axes` axes, as BatchNorm3d for 3.

    Of a size, the first number stands for every axis.
    """
    other = CATALOGUE.get(f"{type(layer).__name__[:-2]}{axes}d")
    if other is None:
        return ()
    same: dict[str, Any] = {}
    for name, declaration in other.declared_settings.items():
        value = getattr(layer, name, declaration.default)
        with suppress(SettingError):
            same[name] = declaration.read(value[0] if type(value) is tuple else value)
    return (other(**same),)
