"""The arithmetic of a window that slides over an input, for convolution and pooling."""

from designer.errors import ShapeError
from designer.kinds import TIMES

SPARE = {"reflect": 1, "circular": 0}
"""How many places of an input padding cannot be filled with, for lack of others.

It mirrors at most size − 1 places, for the edge is not mirrored, and wraps around once.
"""


def reach(kernel: int, dilation: int) -> int:
    """How many places a dilated kernel covers: dilation · (kernel − 1) + 1."""
    return dilation * (kernel - 1) + 1


def spread(
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: tuple[int, ...],
    dilation: tuple[int, ...] | None = None,
) -> tuple[int, ...]:
    """The size over which a window slid if it stood at `size` places, along each axis.

    (size − 1) · stride − 2 · padding + dilation · (kernel − 1) + 1; it can be less
    than 1. Source: torch.nn.ConvTranspose2d.
    """
    covered = map(reach, kernel, dilation or (1,) * len(size))
    return tuple(
        (places - 1) * s - 2 * p + c
        for places, s, p, c in zip(size, stride, padding, covered, strict=True)
    )


def positions(
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: tuple[int, ...],
    dilation: tuple[int, ...],
    ceil_mode: bool = False,
) -> tuple[int, ...]:
    """At how many places a window stands that slides over `size`, along each axis.

    floor((size + 2·padding − dilation·(kernel − 1) − 1) / stride) + 1; with
    `ceil_mode` the division rounds up, but the last window must start inside the input
    or its left padding. Below 1 the window does not fit. Source: torch.nn.MaxPool2d.
    """
    covered = map(reach, kernel, dilation)
    ceil = (ceil_mode,) * len(size)
    return tuple(map(_positions, size, covered, stride, padding, ceil))


def _positions(
    size: int, covered: int, stride: int, padding: int, ceil_mode: bool
) -> int:
    room = size + 2 * padding - covered
    if not ceil_mode:
        return room // stride + 1
    rounded_up = -(-room // stride) + 1
    inside = (rounded_up - 1) * stride < size + padding
    return rounded_up if inside else rounded_up - 1


def slide(
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: tuple[int, ...] | None = None,
    dilation: tuple[int, ...] | None = None,
    ceil_mode: bool = False,
) -> tuple[int, ...]:
    """The size after a window slid over `size`, along each axis, as in `positions`.

    Raises ShapeError in words if the window does not fit. Without `padding` the layer
    has no such setting.
    """
    padded = padding or (0,) * len(size)
    dilation = dilation or (1,) * len(size)
    slid = positions(size, kernel, stride, padded, dilation, ceil_mode)
    if min(slid) < 1:
        covered = tuple(map(reach, kernel, dilation))
        smaller = _smaller(size, kernel, padded, dilation)
        more = (_padding(size, covered, padding),) if padding else ()
        raise ShapeError(
            f"needs at least {TIMES.join(map(str, covered))} to slide its kernel over and "
            f"gets {TIMES.join(map(str, size))}{_padded_words(size, padded)}.",
            changes=(smaller, *more),
        )
    return slid


def _padded_words(size: tuple[int, ...], padding: tuple[int, ...]) -> str:
    if not any(padding):
        return ""
    padded = (str(s + 2 * p) for s, p in zip(size, padding, strict=True))
    return f", padded to {TIMES.join(padded)}"


def _smaller(
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    padding: tuple[int, ...],
    dilation: tuple[int, ...],
) -> dict[str, tuple[int, ...]]:
    """The largest kernel that would fit."""
    return {
        "kernel_size": tuple(
            min(k, (s + 2 * p - 1) // d + 1)
            for k, s, p, d in zip(kernel, size, padding, dilation, strict=True)
        )
    }


def _padding(
    size: tuple[int, ...], covered: tuple[int, ...], padding: tuple[int, ...]
) -> dict[str, tuple[int, ...]]:
    """Enough padding for the kernel to fit."""
    return {
        "padding": tuple(
            max(p, -(-(c - s) // 2))
            for s, c, p in zip(size, covered, padding, strict=True)
        )
    }
