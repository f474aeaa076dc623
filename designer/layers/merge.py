"""Joins: several tensors become one."""

from designer.errors import ShapeError
from designer.layers.layer import Call, Layer, Port, layer
from designer.layers.needs import axis_of
from designer.layers.tensor import Tensor
from designer.settings import setting
from designer.words import listed

FAMILY = "Merge"
MANY = (Port("input", many=True),)


class Join(Layer):
    """What all joins share: two or more inputs of one dtype."""

    @property
    def inputs(self) -> tuple[Port, ...]:
        return MANY

    def make(self, *inputs: Tensor) -> None:
        return None

    def _mismatch(self, inputs: tuple[Tensor, ...], rule: str) -> ShapeError:
        return ShapeError(f"gets {listed([str(x) for x in inputs])}.", rule=rule)


class Elementwise(Join):
    """The shape rule of joins that work place by place: all shapes are equal."""

    def output(self, *inputs: Tensor) -> Tensor:
        need_several(inputs)
        if any(x.shape != inputs[0].shape for x in inputs):
            raise self._mismatch(inputs, "Its inputs must have the same shape.")
        return inputs[0]


@layer(FAMILY)
class Add(Elementwise):
    """Adds tensors place by place, as at the end of a residual connection.

    Inputs: two or more of the same shape. Output: that shape.
    """

    def call(self, module: str, *arguments: str) -> str:
        return " + ".join(arguments)


@layer(FAMILY)
class Multiply(Elementwise):
    """Multiplies tensors place by place, as a gate does.

    Inputs: two or more of the same shape. Output: that shape.
    """

    def call(self, module: str, *arguments: str) -> str:
        return " * ".join(arguments)


@layer(FAMILY)
class Concat(Join):
    """Puts tensors one after another along an axis, as channels side by side.

    Inputs: two or more that agree in every other axis. Output: the same with their
    sizes summed along `dim`. Source: torch.cat.
    """

    dim: int = setting(
        1, "The axis along which they follow. Axis 0 is the batch.", brief="dim {}"
    )

    def output(self, *inputs: Tensor) -> Tensor:
        need_several(inputs)
        first = inputs[0]
        axis = axis_of(self.dim, first)
        for x in inputs[1:]:
            if len(x.shape) != len(first.shape) or any(
                a != b
                for i, (a, b) in enumerate(zip(x.shape, first.shape, strict=True))
                if i != axis
            ):
                rule = f"Its inputs must agree in every axis but {self.dim}."
                raise self._mismatch(inputs, rule)
        total = sum(x.shape[axis] for x in inputs)
        return Tensor(
            (*first.shape[:axis], total, *first.shape[axis + 1 :]), first.dtype
        )

    def call(self, module: str, *arguments: str) -> Call:
        return Call("torch.cat", (Call("", arguments), f"dim={self.dim}"))


def need_several(inputs: tuple[Tensor, ...]) -> None:
    """Raises ShapeError unless there are two or more tensors of one dtype."""
    if len(inputs) < 2:
        has = len(inputs) or "none"
        raise ShapeError(f"needs at least two inputs and has {has}: drag a wire to it.")
    if len({x.dtype for x in inputs}) > 1:
        raise ShapeError(
            f"needs one dtype and gets {listed([x.dtype for x in inputs])}."
        )
