"""Upsampling: an input made larger, or smaller, without learning."""

import math
from typing import Any, Literal

from designer.errors import ShapeError
from designer.kinds import Shape, Size2
from designer.layers.keeping import NOTHING, Keeps
from designer.layers.layer import Call, Layer, layer
from designer.layers.needs import need_axes, need_float
from designer.layers.sight import HERE, Reach, Sights, resized, sliding
from designer.layers.spatial import LAYOUTS, SizeOrFactor
from designer.layers.tensor import Tensor
from designer.settings import setting
from designer.words import counted

FAMILY = "Upsampling"

WEIGHING = {"linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}
"""The modes that weigh several places, each for one number of axes."""

Mode = Literal["nearest", "linear", "bilinear", "bicubic", "trilinear", "nearest-exact"]
AnyMode = Literal[
    "nearest", "linear", "bilinear", "bicubic", "trilinear", "nearest-exact", "area"
]

SIZE = "Size of the output, one number for all axes or one each; none uses the factor."
FACTOR = "How many times larger, one number for all axes or one each."
MODE = "How new places are filled; linear is for signals, trilinear for volumes."
AREA = "How new places are filled; area takes means, linear is for signals."
CORNERS = "Keep the corners in place; only in a linear or cubic mode."
RECOMPUTE = "Space the new places by the size that comes out, not by the factor."
ANTIALIAS = (
    "Blur before shrinking, as photo editors do; only in mode bilinear or bicubic."
)


class Resize(SizeOrFactor):
    """The shape rule of everything that makes signals, pictures or volumes larger."""

    size: Any
    scale_factor: Any
    mode: str = "nearest"
    align_corners: bool | None = None

    def output(self, x: Tensor) -> Tensor:
        channels, *size = self.need_spatial(x)
        need_float(x)
        self.need_one_way(tuple(2 * s for s in size))
        self._check_mode(len(size))
        if self.size is not None:
            return Tensor((channels, *self._each("size", len(size))))
        factors = self._each("scale_factor", len(size))
        resized = tuple(math.floor(s * f) for s, f in zip(size, factors, strict=True))
        if min(resized) < 1:
            raise ShapeError(
                f"leaves nothing of {x}.", changes=({"scale_factor": 2.0},)
            )
        return Tensor((channels, *resized))

    def need_spatial(self, x: Tensor) -> tuple[int, ...]:
        """The shape of an input with one to three axes; raises ShapeError in words."""
        if len(x.shape) - 1 not in LAYOUTS:
            raise ShapeError(f"needs channels × one to three axes and gets {x}.")
        return x.shape

    def _each(self, name: str, axes: int) -> tuple[Any, ...]:
        """A setting's number for each axis; raises ShapeError in words."""
        value = getattr(self, name)
        if not isinstance(value, tuple):
            return (value,) * axes
        if len(value) != axes:
            raise ShapeError(
                f"has {counted(len(value), 'number')} in its {name}, for {axes} axes.",
                changes=({name: value[0] if value else 2},),
            )
        return value

    def _check_mode(self, axes: int) -> None:
        """Raises ShapeError for a mode that is not for so many axes, or has no corners."""
        suited = WEIGHING.get(self.mode, axes)
        if suited != axes:
            raise ShapeError(
                f"has mode '{self.mode}', which is for {LAYOUTS[suited]}, and gets "
                f"{LAYOUTS[axes]}.",
                changes=(
                    {"mode": weighing(axes)},
                    {"mode": "nearest", "align_corners": None},
                ),
            )
        if self.align_corners is not None and self.mode not in WEIGHING:
            raise ShapeError(
                f"cannot align corners in mode '{self.mode}'.",
                changes=({"align_corners": None}, {"mode": weighing(axes)}),
            )

    def sights(self, x: Tensor) -> Sights:
        mode, corners = self.mode, bool(self.align_corners)
        sizes = tuple(zip(x.shape[1:], self.output(x).shape[1:], strict=True))
        if not self._is_exact(x) or getattr(self, "antialias", False):
            return (None,)
        return (sliding([resized(*pair, mode, corners) for pair in sizes], HERE),)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING

    def _is_exact(self, x: Tensor) -> bool:
        """Whether the factor makes whole sizes, so that both say the same."""
        if self.size is not None:
            return True
        factors = self._each("scale_factor", len(x.shape) - 1)
        sizes = zip(x.shape[1:], factors, strict=True)
        return all((size * factor).is_integer() for size, factor in sizes)


def weighing(axes: int) -> str:
    """The plainest mode that weighs several places along so many axes."""
    return next(mode for mode, suited in WEIGHING.items() if suited == axes)


@layer(
    FAMILY,
    "larger bigger grow upsample enlarge resize scale zoom decoder UpSampling1D UpSampling2D "
    "UpSampling3D",
)
class Upsample(Resize):
    """Makes a signal, a picture or a volume larger without learning.

    Input: C×L, C×H×W or C×D×H×W. Output: C×H'×W', where H' = floor(H·scale_factor), and
    other axes likewise; or `size` when it is given. Source: torch.nn.Upsample.
    """

    size: int | Shape | None = setting(None, SIZE, low=1, brief="{}")
    scale_factor: float | tuple[float, ...] | None = setting(
        2.0, FACTOR, low=0.01, brief="×{}", required=True
    )
    mode: Mode = setting("nearest", MODE, brief="{}")
    align_corners: bool | None = setting(None, CORNERS)


@layer(
    FAMILY,
    "resize larger bigger grow upsample scale shrink smaller zoom antialias area Resizing",
)
class Interpolate(Resize):
    """Resizes a signal, a picture or a volume without learning, also to shrink it well.

    Input: C×L, C×H×W or C×D×H×W. Output: C×H'×W', where H' = floor(H·scale_factor), and
    other axes likewise; or `size` when it is given. Does what Upsample does, and can
    blur before it shrinks, or take means. Source: torch.nn.functional.interpolate.
    """

    size: int | Shape | None = setting(None, SIZE, low=1, brief="{}")
    scale_factor: float | tuple[float, ...] | None = setting(
        2.0, FACTOR, low=0.01, brief="×{}", required=True
    )
    mode: AnyMode = setting("nearest", AREA, brief="{}")
    align_corners: bool | None = setting(None, CORNERS)
    recompute_scale_factor: bool | None = setting(None, RECOMPUTE)
    antialias: bool = setting(False, ANTIALIAS, brief="antialias")

    def output(self, x: Tensor) -> Tensor:
        resized = super().output(x)
        if self.recompute_scale_factor and self.size is not None:
            raise ShapeError(
                "cannot recompute the factor, for it has a size.",
                changes=({"recompute_scale_factor": None},),
            )
        if self.antialias and self.mode not in ("bilinear", "bicubic"):
            raise ShapeError(
                f"can blur in mode 'bilinear' or 'bicubic' only, and has '{self.mode}'.",
                changes=({"mode": "bilinear"}, {"antialias": False}),
            )
        return resized

    def make(self, x: Tensor) -> None:
        return None

    def call(self, module: str, x: str) -> Call:
        return Call("nn.functional.interpolate", (x, *self.written()))


class PictureResize(Resize):
    """The shape rule of the two that torch keeps for pictures alone."""

    def need_spatial(self, x: Tensor) -> tuple[int, ...]:
        return need_axes(x, 3, LAYOUTS[2], instead=self._upsample(len(x.shape) - 1))

    def _upsample(self, axes: int) -> tuple[Layer, ...]:
        """Upsample, which does the same along so many axes."""
        if axes not in LAYOUTS:
            return ()
        mode = weighing(axes) if self.mode in WEIGHING else self.mode
        size, factor = (
            value[0] if isinstance(value, tuple) else value
            for value in (self.size, self.scale_factor)
        )
        same = {"size": size, "scale_factor": factor}
        return (Upsample(**same, mode=mode, align_corners=self.align_corners),)


@layer(
    FAMILY,
    "larger bigger grow upsample enlarge resize scale zoom decoder repeat UpSampling2D",
)
class UpsamplingNearest2d(PictureResize):
    """Makes a picture larger by repeating its places.

    Input: C×H×W. Output: C×H'×W', where H' = floor(H·scale_factor), and W' likewise; or
    `size` when it is given. Upsample does the same. Source: torch.nn.UpsamplingNearest2d.
    """

    size: Size2 | None = setting(None, SIZE, low=1, brief="{}", unit="px")
    scale_factor: float | tuple[float, float] | None = setting(
        2.0, FACTOR, low=0.01, brief="×{}", required=True
    )


@layer(
    FAMILY,
    "larger bigger grow upsample enlarge resize scale zoom decoder smooth UpSampling2D",
)
class UpsamplingBilinear2d(PictureResize):
    """Makes a picture larger by weighing the four places around each new one.

    Input: C×H×W. Output: C×H'×W', where H' = floor(H·scale_factor), and W' likewise; or
    `size` when it is given. Upsample does the same with mode bilinear and align_corners.
    Source: torch.nn.UpsamplingBilinear2d.
    """

    mode = "bilinear"
    align_corners = True

    size: Size2 | None = setting(None, SIZE, low=1, brief="{}", unit="px")
    scale_factor: float | tuple[float, float] | None = setting(
        2.0, FACTOR, low=0.01, brief="×{}", required=True
    )


@layer(
    FAMILY,
    "larger bigger grow upsample enlarge sub-pixel super-resolution depth_to_space",
)
class PixelShuffle(Layer):
    """Lays channels out as places, which makes a picture larger without losing a number.

    Input: C×H×W. Output: C/r²×H·r×W·r, where r is the upscale_factor, and r² must divide
    C. Source: torch.nn.PixelShuffle.
    """

    upscale_factor: int = setting(
        2, "How many times larger.", low=1, required=True, brief="×{}"
    )

    def output(self, x: Tensor) -> Tensor:
        channels, height, width = need_axes(x, 3, LAYOUTS[2])
        factor = self.upscale_factor
        if channels % factor**2:
            raise ShapeError(
                f"makes one channel of {factor**2}, which must divide the "
                f"{counted(channels, 'channel')} of {x}.",
                changes=({"upscale_factor": _largest_root(channels)},),
            )
        return Tensor((channels // factor**2, height * factor, width * factor), x.dtype)

    def sights(self, x: Tensor) -> Sights:
        finer = Reach(1, (0,) * self.upscale_factor, (0,) * self.upscale_factor)
        return (sliding((finer, finer)),)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "channels smaller shrink downsample space_to_depth")
class PixelUnshuffle(Layer):
    """Lays places out as channels, which makes a picture smaller without losing a number.

    Input: C×H×W. Output: C·r²×H/r×W/r, where r is the downscale_factor, and must divide H
    and W. Source: torch.nn.PixelUnshuffle.
    """

    downscale_factor: int = setting(
        2, "How many times smaller.", low=1, required=True, brief="÷{}"
    )

    def output(self, x: Tensor) -> Tensor:
        channels, height, width = need_axes(x, 3, LAYOUTS[2])
        factor = self.downscale_factor
        if height % factor or width % factor:
            raise ShapeError(
                f"needs a height and a width that {factor} divides and gets {x}.",
                changes=({"downscale_factor": math.gcd(height, width, factor)},),
            )
        return Tensor(
            (channels * factor**2, height // factor, width // factor), x.dtype
        )

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


def _largest_root(number: int) -> int:
    """The largest number whose square divides `number`."""
    roots = range(math.isqrt(number), 0, -1)
    return next(root for root in roots if number % root**2 == 0)
