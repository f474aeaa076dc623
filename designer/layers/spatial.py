"""What layers over signals, pictures and volumes share: channels, and then a size."""

from typing import ClassVar

from designer.errors import ShapeError
from designer.layers.layer import Layer, layer_type
from designer.layers.needs import counterparts, need_axes, need_float
from designer.layers.tensor import Tensor

LAYOUTS = {
    1: "channels × length",
    2: "channels × height × width",
    3: "channels × depth × height × width",
}


def channels_and_size(
    layer: Layer, x: Tensor, axes: int
) -> tuple[int, tuple[int, ...]]:
    """The channels of a float input, and its size along so many axes.

    Raises ShapeError in words, with the layer of that name that would take the input,
    or an axis for the channels where one axis is missing.
    """
    found = len(x.shape) - 1
    fixes: dict[str, tuple[Layer, ...]] = {}
    if found != axes:
        fixes["instead"] = counterparts(layer, found)
    if found == axes - 1:
        fixes["before"] = (layer_type("Unsqueeze")(),)
    channels, *size = need_axes(x, axes + 1, LAYOUTS[axes], **fixes)
    need_float(x)
    return channels, tuple(size)


class SizeOrFactor(Layer):
    """A layer that is told the size of its output, or a factor: exactly one of them.

    torch has neither by default; here the factor has a default, and is always written.
    """

    ways: ClassVar[tuple[str, str]] = ("size", "scale_factor")
    """The settings for the size and for the factor."""

    def need_one_way(self, size: tuple[int, ...]) -> None:
        """Raises ShapeError unless one way is given; `size` is one that would do."""
        absolute, relative = self.ways
        given = [way for way in self.ways if getattr(self, way) is not None]
        if len(given) != 1:
            factor = getattr(self, relative) or self.declared_settings[relative].default
            raise ShapeError(
                f"needs either {absolute} or {relative}, not both and not neither.",
                changes=(
                    {absolute: None, relative: factor},
                    {absolute: getattr(self, absolute) or size, relative: None},
                ),
            )

    def written(self) -> tuple[str, ...]:
        unset = f"{self.ways[1]}=None"
        return tuple(each for each in super().written() if each != unset)
