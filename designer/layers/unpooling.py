"""Unpooling: the numbers that a pool kept, put back to where they stood."""

from designer.errors import ShapeError
from designer.kinds import TIMES, Size1, Size2, Size3
from designer.layers.keeping import Keeps
from designer.layers.layer import Call, Layer, Port, layer
from designer.layers.pooling import FAMILY
from designer.layers.spatial import channels_and_size
from designer.layers.tensor import Tensor
from designer.layers.window import spread
from designer.settings import setting

KERNEL = "Size of each window of the pool."
STRIDE = "How far the pool's window moved; none moved it by its own size."
PADDING = "Places that the pool added around its input."
SIZE = "The size that the pool got, where its windows left a rest; none works it out."


class MaxUnpool(Layer):
    """The shape rule and the code that unpooling of 1 to 3 axes shares."""

    kernel_size: tuple[int, ...]
    stride: tuple[int, ...] | None
    padding: tuple[int, ...]
    output_size: tuple[int, ...] | None

    @property
    def inputs(self) -> tuple[Port, ...]:
        return (Port("input"), Port("indices"))

    def output(self, x: Tensor, indices: Tensor) -> Tensor:
        channels, size = channels_and_size(self, x, len(self.kernel_size))
        if indices != Tensor(x.shape, "int64"):
            raise ShapeError(
                f"needs an index for each number of its input, {x} of int64, and gets "
                f"{indices} of {indices.dtype}.",
                rule="They come from a MaxPool with return_indices.",
            )
        stride = self.stride or self.kernel_size
        usual = spread(size, self.kernel_size, stride, self.padding)
        if self.output_size is not None:
            self._check_size(self.output_size, usual, stride)
        unpooled = self.output_size or usual
        if min(unpooled) < 1:
            raise ShapeError(
                f"cuts off more than there is: its padding leaves "
                f"{TIMES.join(map(str, unpooled))}.",
                changes=({"padding": (0,) * len(size)},),
            )
        return Tensor((channels, *unpooled))

    def _check_size(
        self, wanted: tuple[int, ...], usual: tuple[int, ...], stride: tuple[int, ...]
    ) -> None:
        least = tuple(max(1, u - s + 1) for u, s in zip(usual, stride, strict=True))
        most = tuple(u + s - 1 for u, s in zip(usual, stride, strict=True))
        if any(
            not low <= w <= high
            for low, w, high in zip(least, wanted, most, strict=True)
        ):
            near = tuple(map(max, least, map(min, wanted, most)))
            raise ShapeError(
                f"can make {TIMES.join(map(str, least))} to {TIMES.join(map(str, most))} of "
                f"its input and has output_size {TIMES.join(map(str, wanted))}.",
                changes=({"output_size": near}, {"output_size": None}),
            )

    def call(self, module: str, x: str, indices: str) -> Call:
        size = () if self.output_size is None else (f"output_size={self.output_size}",)
        return Call(module, (x, indices, *size))

    def keeps(self, *inputs: Tensor) -> Keeps:
        return Keeps((1,))


@layer(FAMILY, "undo put back larger bigger grow upsample enlarge decoder signal")
class MaxUnpool1d(MaxUnpool):
    """Puts the numbers that MaxPool1d kept back where they stood, and 0 elsewhere.

    Inputs: C×L, and its indices from MaxPool1d with return_indices. Output: C×L', where
    L' = (L − 1)·stride − 2·padding + kernel_size; or output_size, less than a stride
    away from it, without which numbers go astray where the pool's windows left a rest.
    Source: torch.nn.MaxUnpool1d.
    """

    kernel_size: Size1 = setting((2,), KERNEL, low=1, required=True, brief="{}")
    stride: Size1 | None = setting(None, STRIDE, low=1, brief="s{}")
    padding: Size1 = setting((0,), PADDING, low=0, brief="p{}")
    output_size: Size1 | None = setting(None, SIZE, low=1, ours=True, brief="to {}")


@layer(
    FAMILY,
    "undo put back larger bigger grow upsample enlarge decoder picture segmentation",
)
class MaxUnpool2d(MaxUnpool):
    """Puts the numbers that MaxPool2d kept back where they stood, and 0 elsewhere.

    Inputs: C×H×W, and its indices from MaxPool2d with return_indices. Output: C×H'×W',
    where H' = (H − 1)·stride − 2·padding + kernel_size, and W' likewise; or output_size,
    less than a stride away from it, without which numbers go astray where the pool's
    windows left a rest. Source: torch.nn.MaxUnpool2d.
    """

    kernel_size: Size2 = setting(
        (2, 2), KERNEL, low=1, required=True, brief="{}", unit="px"
    )
    stride: Size2 | None = setting(None, STRIDE, low=1, brief="s{}", unit="px")
    padding: Size2 = setting((0, 0), PADDING, low=0, brief="p{}", unit="px")
    output_size: Size2 | None = setting(
        None, SIZE, low=1, ours=True, brief="to {}", unit="px"
    )


@layer(FAMILY, "undo put back larger bigger grow upsample enlarge decoder volume")
class MaxUnpool3d(MaxUnpool):
    """Puts the numbers that MaxPool3d kept back where they stood, and 0 elsewhere.

    Inputs: C×D×H×W, and its indices from MaxPool3d with return_indices. Output:
    C×D'×H'×W', where D' = (D − 1)·stride − 2·padding + kernel_size, and H' and W'
    likewise; or output_size, less than a stride away from it, without which numbers go
    astray where the pool's windows left a rest. Source: torch.nn.MaxUnpool3d.
    """

    kernel_size: Size3 = setting((2, 2, 2), KERNEL, low=1, required=True, brief="{}")
    stride: Size3 | None = setting(None, STRIDE, low=1, brief="s{}")
    padding: Size3 = setting((0, 0, 0), PADDING, low=0, brief="p{}")
    output_size: Size3 | None = setting(None, SIZE, low=1, ours=True, brief="to {}")
