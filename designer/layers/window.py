"""The arithmetic of a window that slides over an input, for convolution and pooling."""

from designer.errors import ShapeError
from designer.kinds import TIMES


def reach(kernel: int, dilation: int) -> int:
    """How many places a dilated kernel covers: dilation · (kernel − 1) + 1."""
    return dilation * (kernel - 1) + 1


def slide(
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: tuple[int, ...],
    dilation: tuple[int, ...],
    ceil_mode: bool = False,
) -> tuple[int, ...]:
    """The size after a window slid over `size`, along each axis.

    floor((size + 2·padding − dilation·(kernel − 1) − 1) / stride) + 1; with
    `ceil_mode` the division rounds up, but the last window must start inside the input
    or its left padding. Source: torch.nn.MaxPool2d.
    """
    covered = tuple(map(reach, kernel, dilation))
    padded = tuple(s + 2 * p for s, p in zip(size, padding, strict=True))
    slid = tuple(
        map(_positions, size, padded, covered, stride, padding, [ceil_mode] * len(size))
    )
    if min(slid) < 1:
        raise ShapeError(
            f"needs at least {TIMES.join(map(str, covered))} to slide its kernel over and "
            f"gets {TIMES.join(map(str, size))}{_padded_words(size, padded)}.",
            changes=_fitting(size, covered, kernel, padding, dilation),
        )
    return slid


def _positions(
    size: int, padded: int, covered: int, stride: int, padding: int, ceil_mode: bool
) -> int:
    if not ceil_mode:
        return (padded - covered) // stride + 1
    positions = -(-(padded - covered) // stride) + 1
    inside = (positions - 1) * stride < size + padding
    return positions if inside else positions - 1


def _padded_words(size: tuple[int, ...], padded: tuple[int, ...]) -> str:
    return "" if size == padded else f", padded to {TIMES.join(map(str, padded))}"


def _fitting(
    size: tuple[int, ...],
    covered: tuple[int, ...],
    kernel: tuple[int, ...],
    padding: tuple[int, ...],
    dilation: tuple[int, ...],
) -> tuple[dict[str, tuple[int, ...]], ...]:
    """Settings that would let the window fit: a smaller kernel, or more padding."""
    largest = tuple(
        min(k, (s + 2 * p - 1) // d + 1)
        for k, s, p, d in zip(kernel, size, padding, dilation, strict=True)
    )
    padded = tuple(
        max(p, -(-(c - s) // 2)) for s, c, p in zip(size, covered, padding, strict=True)
    )
    smaller = ({"kernel_size": largest},) if all(k >= 1 for k in largest) else ()
    return (*smaller, {"padding": padded})
