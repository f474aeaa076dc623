"""How counts are written in the window: "1,626,442", "11.9 M", "36.0 KiB"."""

from designer.layers import Tensor
from designer.words import memory as memory
from designer.words import short as short

PARAMETER_BYTES = 4


def grouped(number: int) -> str:
    """A whole number with commas."""
    return f"{number:,}"


def large(number: float) -> str:
    """A number in millions or billions: "0.42 M", "4.09 G"; a small one as `short`."""
    if number < 5e3:
        return short(number)
    size, letter = (1e9, "G") if number >= 1e9 else (1e6, "M")
    return f"{number / size:,.2f} {letter}"


def batched(tensor: Tensor | None) -> str:
    """A shape with its batch axis in front: "N × 32 × 14 × 14"."""
    if tensor is None:
        return "unknown"
    shape = " × ".join(("N", *map(str, tensor.shape)))
    return shape if tensor.dtype == "float32" else f"{shape} {tensor.dtype}"
