"""How counts are written in the window: "1,626,442", "11.9 M", "36.0 KiB"."""

from designer.layers import Tensor

PARAMETER_BYTES = 4


def grouped(number: int) -> str:
    """A whole number with commas."""
    return f"{number:,}"


def short(number: float) -> str:
    """A number with three digits and a letter: "11.9 M"."""
    for size, letter in ((1e12, " T"), (1e9, " G"), (1e6, " M"), (1e3, " k")):
        if number >= size:
            return f"{number / size:.3g}{letter}"
    return f"{number:.3g}"


def large(number: float) -> str:
    """A number in millions or billions: "0.42 M", "4.09 G"; a small one as `short`."""
    if number < 5e3:
        return short(number)
    size, letter = (1e9, "G") if number >= 1e9 else (1e6, "M")
    return f"{number / size:,.2f} {letter}"


def memory(size: int) -> str:
    """Bytes in the unit that suits them: "36.0 KiB"."""
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} B"


def batched(tensor: Tensor | None) -> str:
    """A shape with its batch axis in front: "N × 32 × 14 × 14"."""
    if tensor is None:
        return "unknown"
    shape = " × ".join(("N", *map(str, tensor.shape)))
    return shape if tensor.dtype == "float32" else f"{shape} {tensor.dtype}"
