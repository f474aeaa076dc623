"""Layers that make axes longer or shorter."""

from typing import Any

from hypothesis import strategies as st

from designer.layers import Pad, Repeat, Tensor
from tests.layers.case import ANY_DTYPE, Cases
from tests.layers.oracle import Inputs, any_dtype, usual

METHOD = "a method of the tensor"
MODES = ("reflect", "replicate", "circular", "constant")
NAMES = ("Expand", "Repeat", "Pad", "Crop")


@st.composite
def pads(draw: st.DrawFn) -> tuple[int, ...]:
    """Mostly pairs of places."""
    pairs = 2 * draw(st.sampled_from([0, 1, 1, 2, 2, 3, 4]))
    odd = not draw(st.integers(0, 9))
    length = pairs + odd
    return tuple(draw(st.integers(0, 4)) for _ in range(length))


def spread(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly size 1 along each axis that is spread."""
    if not draw(st.integers(0, 3)):
        return usual(3)(draw, layer)
    sizes = [draw(st.integers(1, 5)) if size == -1 else 1 for size in layer.sizes]
    return (Tensor(tuple(sizes), any_dtype(draw, "float32")),)


def repeated(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly as many axes as there are repeats."""
    return usual(len(layer.repeats))(draw, layer)


def padded(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly as many axes as are padded, or one more."""
    return usual(len(layer.pad) // 2 + draw(st.integers(0, 1)))(draw, layer)


def cropped(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly a tensor out of which the window can be cut."""
    if not draw(st.integers(0, 3)):
        return usual(3)(draw, layer)
    begins = layer.offset or ()
    begins = (*begins, *(0,) * len(layer.size))[: len(layer.size)]
    pairs = zip(layer.size, begins, strict=True)
    whole = [size + begin + draw(st.integers(0, 3)) for size, begin in pairs]
    more = draw(st.lists(st.integers(1, 3), max_size=2))
    return (Tensor((*more, *whole), any_dtype(draw, "float32")),)


def pads_batch(layer: Any, inputs: Inputs) -> bool:
    """Whether there are more pairs than axes without the batch, or none."""
    return (
        isinstance(layer, Pad)
        and inputs[0] is not None
        and not 0 < len(layer.pad) // 2 <= len(inputs[0].shape)
    )


CASES = Cases(
    settings={
        ("Pad", "pad"): pads(),
        ("Pad", "mode"): st.sampled_from(MODES),
        ("Pad", "value"): st.sampled_from([0.0, 0.0, 0.0, 0.0, 1.0, -0.5]),
    },
    inputs={"Expand": spread, "Repeat": repeated, "Pad": padded, "Crop": cropped},
    takes=dict.fromkeys(NAMES, ANY_DTYPE),
    refused={
        "more repeats than axes would repeat the batch": (
            lambda layer, inputs: (
                isinstance(layer, Repeat) and len(layer.repeats) > len(inputs[0].shape)
            )
        ),
        "places would be added to the batch, or nowhere": pads_batch,
        "decimals would be cut off among whole numbers that are padded": (
            lambda layer, inputs: (
                isinstance(layer, Pad)
                and inputs[0].dtype != "float32"
                and not layer.value.is_integer()
            )
        ),
    },
    without_module={
        **dict.fromkeys(("Expand", "Repeat"), METHOD),
        "Pad": "torch.nn.functional.pad; torch.nn has a class for each number of axes",
        "Crop": "a slice",
    },
)
