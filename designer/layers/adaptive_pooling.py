"""Pooling to a size that you ask for, whatever the size of the input."""

from typing import ClassVar

from designer.errors import ShapeError
from designer.kinds import TIMES, Size1, Size2, Size3
from designer.layers.keeping import NOTHING, THE_INPUT, Keeps
from designer.layers.layer import layer
from designer.layers.pooling import FAMILY, INDICES, KERNEL, Pool
from designer.layers.sight import HERE, Sights, pooled_to, sliding
from designer.layers.spatial import SizeOrFactor, channels_and_size
from designer.layers.tensor import Tensor
from designer.settings import setting

OptionalSize2 = tuple[int | None, int | None]
OptionalSize3 = tuple[int | None, int | None, int | None]

SIZE = "Size of the output."
SIZES = "Size of the output; none keeps that axis as it is."
GIVEN = "Size of the output; none uses the ratio."
RATIO = "Size of the output as a share of the input's size."


class AdaptivePool(Pool):
    """The shape rule that pooling to a given size shares."""

    output_size: tuple[int | None, ...]

    def pooled(self, x: Tensor) -> Tensor:
        channels, size = channels_and_size(self, x, len(self.output_size))
        sizes = zip(self.output_size, size, strict=True)
        return Tensor((channels, *(wanted or given for wanted, given in sizes)))

    def sights(self, x: Tensor) -> Sights:
        sizes = zip(x.shape[1:], self.pooled(x).shape[1:], strict=True)
        return (sliding([pooled_to(*pair) for pair in sizes], HERE),)

    def keeps(self, x: Tensor) -> Keeps:
        pooled = self.pooled(x)
        if "return_indices" in self.declared_settings:
            return Keeps((0,), more=8 * pooled.elements)
        return NOTHING if pooled.elements == pooled.shape[0] else THE_INPUT


@layer(FAMILY, "mean global summary signal any length GlobalAveragePooling1D")
class AdaptiveAvgPool1d(AdaptivePool):
    """Takes means so that a signal of any length gets the length that you ask for.

    Input: C×L. Output: C×output_size. Source: torch.nn.AdaptiveAvgPool1d.
    """

    output_size: Size1 = setting((1,), SIZE, low=1, required=True, brief="{}")


@layer(FAMILY, "mean global summary picture any size GlobalAveragePooling2D")
class AdaptiveAvgPool2d(AdaptivePool):
    """Takes means so that a picture of any size gets the size that you ask for.

    Input: C×H×W. Output: C×output_size. Source: torch.nn.AdaptiveAvgPool2d.
    """

    output_size: OptionalSize2 = setting(
        (1, 1), SIZES, low=1, required=True, brief="{}", unit="px"
    )


@layer(FAMILY, "mean global summary volume any size GlobalAveragePooling3D")
class AdaptiveAvgPool3d(AdaptivePool):
    """Takes means so that a volume of any size gets the size that you ask for.

    Input: C×D×H×W. Output: C×output_size. Source: torch.nn.AdaptiveAvgPool3d.
    """

    output_size: OptionalSize3 = setting(
        (1, 1, 1), SIZES, low=1, required=True, brief="{}"
    )


@layer(FAMILY, "largest global summary signal any length GlobalMaxPooling1D")
class AdaptiveMaxPool1d(AdaptivePool):
    """Keeps the largest numbers so that a signal of any length gets the length you ask for.

    Input: C×L. Output: C×output_size. Source: torch.nn.AdaptiveMaxPool1d.
    """

    output_size: Size1 = setting((1,), SIZE, low=1, required=True, brief="{}")
    return_indices: bool = setting(False, INDICES)


@layer(FAMILY, "largest global summary picture any size GlobalMaxPooling2D")
class AdaptiveMaxPool2d(AdaptivePool):
    """Keeps the largest numbers so that a picture of any size gets the size you ask for.

    Input: C×H×W. Output: C×output_size. Source: torch.nn.AdaptiveMaxPool2d.
    """

    output_size: OptionalSize2 = setting(
        (1, 1), SIZES, low=1, required=True, brief="{}", unit="px"
    )
    return_indices: bool = setting(False, INDICES)


@layer(FAMILY, "largest global summary volume any size GlobalMaxPooling3D")
class AdaptiveMaxPool3d(AdaptivePool):
    """Keeps the largest numbers so that a volume of any size gets the size you ask for.

    Input: C×D×H×W. Output: C×output_size. Source: torch.nn.AdaptiveMaxPool3d.
    """

    output_size: OptionalSize3 = setting(
        (1, 1, 1), SIZES, low=1, required=True, brief="{}"
    )
    return_indices: bool = setting(False, INDICES)


class FractionalMaxPool(SizeOrFactor, Pool):
    """The shape rule of pools whose windows lie at random steps."""

    ways = ("output_size", "output_ratio")
    unused: ClassVar[int] = 0
    """Places of each axis that no window reaches."""

    kernel_size: tuple[int, ...]
    output_size: tuple[int, ...] | None
    output_ratio: tuple[float, ...] | None

    def pooled(self, x: Tensor) -> Tensor:
        channels, size = channels_and_size(self, x, len(self.kernel_size))
        least = (kernel + self.unused for kernel in self.kernel_size)
        room = tuple(s - k + 1 for s, k in zip(size, least, strict=True))
        most = tuple(max(1, r) for r in room)
        self.need_one_way(most)
        wanted = self.output_size or tuple(
            int(s * r) for s, r in zip(size, self.output_ratio or (), strict=True)
        )
        if min(wanted) < 1:
            raise ShapeError(
                f"leaves nothing of {x}.",
                changes=({"output_ratio": (0.5,) * len(size)},),
            )
        if any(w > r for w, r in zip(wanted, room, strict=True)):
            raise ShapeError(
                f"cannot choose {TIMES.join(map(str, wanted))} windows of "
                f"{TIMES.join(map(str, self.kernel_size))} from "
                f"{TIMES.join(map(str, size))}.",
                changes=(
                    {
                        "output_size": tuple(map(min, wanted, most)),
                        "output_ratio": None,
                    },
                    {"kernel_size": (1,) * len(size)},
                ),
            )
        return Tensor((channels, *wanted))

    def keeps(self, x: Tensor) -> Keeps:
        return Keeps((0,), more=8 * self.pooled(x).elements)


@layer(FAMILY, "random largest smaller shrink downsample picture by less than half")
class FractionalMaxPool2d(FractionalMaxPool):
    """Keeps the largest number of windows that lie at random steps over a picture.

    Input: C×H×W. Output: C×output_size, or C×H'×W' where H' = floor(H·output_ratio), and
    W' likewise. The windows lie anew at each call, also after training. Needs
    H' + kernel_size − 1 ≤ H. Source: torch.nn.FractionalMaxPool2d.
    """

    kernel_size: Size2 = setting(
        (2, 2), KERNEL, low=1, required=True, brief="{}", unit="px"
    )
    output_size: Size2 | None = setting(None, GIVEN, low=1, brief="to {}", unit="px")
    output_ratio: tuple[float, float] | None = setting(
        (0.5, 0.5), RATIO, low=0.01, high=0.99, required=True, brief="×{}"
    )
    return_indices: bool = setting(False, INDICES)


@layer(FAMILY, "random largest smaller shrink downsample volume by less than half")
class FractionalMaxPool3d(FractionalMaxPool):
    """Keeps the largest number of windows that lie at random steps in a volume.

    Input: C×D×H×W. Output: C×output_size, or C×D'×H'×W' where
    D' = floor(D·output_ratio), and H' and W' likewise. The windows lie anew at each
    call, also after training. Needs D' + kernel_size − 1 < D.
    Source: torch.nn.FractionalMaxPool3d.
    """

    unused = 1

    kernel_size: Size3 = setting((2, 2, 2), KERNEL, low=1, required=True, brief="{}")
    output_size: Size3 | None = setting(None, GIVEN, low=1, brief="to {}")
    output_ratio: tuple[float, float, float] | None = setting(
        (0.5, 0.5, 0.5), RATIO, low=0.01, high=0.99, required=True, brief="×{}"
    )
    return_indices: bool = setting(False, INDICES)
