"""Joins: several tensors become one, place by place or side by side."""

from typing import Any, ClassVar

from designer.errors import ShapeError
from designer.layers.axes import new_axis_of
from designer.layers.keeping import NOTHING, Keeps
from designer.layers.layer import Call, Layer, Port, layer, layer_type
from designer.layers.needs import axis_of, need_dtype
from designer.layers.sight import Sights, moved, pointwise
from designer.layers.sizes import Crop, Expand
from designer.layers.tensor import BYTES, Tensor
from designer.settings import setting
from designer.words import listed

FAMILY = "Merge"
MANY = (Port("input", many=True),)
PAIR = (Port("input1"), Port("input2"))


class Join(Layer):
    """What all joins share: several inputs, and code without a module."""

    @property
    def inputs(self) -> tuple[Port, ...]:
        return MANY

    def make(self, *inputs: Tensor) -> None:
        return None


class Elementwise(Join):
    """The shape rule of joins that work place by place: all shapes are equal."""

    sign: ClassVar[str]
    """The operator between two of them, as in Python."""
    dtypes: ClassVar[tuple[str, ...]] = ("float32", "int64", "bool")
    needs_inputs: ClassVar[bool] = False
    """Whether backward needs what went in."""

    def output(self, *inputs: Tensor) -> Tensor:
        need_several(inputs)
        need_same_shape(inputs)
        need_dtype(inputs[0], *self.dtypes)
        return inputs[0]

    def call(self, module: str, *arguments: str) -> Call | str:
        return f" {self.sign} ".join(arguments)

    def sights(self, *inputs: Tensor) -> Sights:
        return tuple(map(pointwise, inputs))

    def keeps(self, *inputs: Tensor) -> Keeps:
        return Keeps(tuple(range(len(inputs)))) if self.needs_inputs else NOTHING


class Pair(Elementwise):
    """A join of two whose order matters."""

    @property
    def inputs(self) -> tuple[Port, ...]:
        return PAIR


@layer(FAMILY, "sum + skip plus residual shortcut connection combine join or")
class Add(Elementwise):
    """Adds tensors place by place, as at the end of a residual connection.

    Inputs: two or more of the same shape. Output: that shape. Of bool tensors it tells
    where any is true. Source: torch.add.
    """

    sign = "+"


@layer(FAMILY, "minus - difference delta error residual join")
class Subtract(Pair):
    """Takes the second tensor away from the first, place by place.

    Inputs: input1 and input2, of the same shape. Output: that shape, input1 − input2.
    Source: torch.sub.
    """

    sign = "-"
    dtypes = ("float32", "int64")


@layer(FAMILY, "times * product gate gating mask attention scale Hadamard combine join")
class Multiply(Elementwise):
    """Multiplies tensors place by place, as a gate does.

    Inputs: two or more of the same shape. Output: that shape. A gate with one number
    for each channel is spread by an Expand first. Source: torch.mul.
    """

    sign = "*"
    needs_inputs = True


@layer(FAMILY, "/ quotient ratio over normalize share join")
class Divide(Pair):
    """Divides the first tensor by the second, place by place.

    Inputs: input1 and input2, of the same shape. Output: that shape, input1 / input2.
    Where input2 is 0 the answer is infinite: add a small number to it by a Scale.
    Source: torch.div.
    """

    sign = "/"
    needs_inputs = True
    dtypes = ("float32",)


@layer(FAMILY, "mean of tensors ensemble combine join")
class Average(Elementwise):
    """Takes the mean of tensors, place by place.

    Inputs: two or more of the same shape. Output: that shape. For the mean along an axis
    of one tensor take Mean. Source: torch.mean.
    """

    dtypes = ("float32",)

    def call(self, module: str, *arguments: str) -> str:
        return f"({' + '.join(arguments)}) / {len(arguments)}"


class Extreme(Elementwise):
    """The code of joins that torch has for two tensors only."""

    needs_inputs = True

    def call(self, module: str, *arguments: str) -> Call | str:
        chosen: Call | str = arguments[0]
        for other in arguments[1:]:
            chosen = Call(f"torch.{type(self).__name__.lower()}", (chosen, other))
        return chosen


@layer(FAMILY, "max largest greatest maxout union combine join")
class Maximum(Extreme):
    """Keeps the largest of the numbers at each place.

    Inputs: two or more of the same shape. Output: that shape. For the largest number
    along an axis of one tensor take Max. Source: torch.maximum.
    """


@layer(FAMILY, "min smallest least intersection combine join")
class Minimum(Extreme):
    """Keeps the smallest of the numbers at each place.

    Inputs: two or more of the same shape. Output: that shape. For the smallest number
    along an axis of one tensor take Min. Source: torch.minimum.
    """


@layer(FAMILY, "& both all mask masks combine bool join")
class LogicalAnd(Elementwise):
    """Tells where all of its masks are true.

    Inputs: two or more bool tensors of the same shape. Output: that shape.
    Source: torch.logical_and.
    """

    sign = "&"
    dtypes = ("bool",)


@layer(FAMILY, "| any either mask masks combine bool join")
class LogicalOr(Elementwise):
    """Tells where any of its masks is true.

    Inputs: two or more bool tensors of the same shape. Output: that shape.
    Source: torch.logical_or.
    """

    sign = "|"
    dtypes = ("bool",)


@layer(FAMILY, "Concatenate cat skip append glue channels dense U-Net combine join")
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
        if len({(*x.shape[:axis], 0, *x.shape[axis + 1 :]) for x in inputs}) > 1:
            rule = f"Its inputs must agree in every axis but {self.dim}."
            raise mismatch(inputs, rule, before=cropping(inputs, axis))
        total = sum(x.shape[axis] for x in inputs)
        return Tensor(
            (*first.shape[:axis], total, *first.shape[axis + 1 :]), first.dtype
        )

    def call(self, module: str, *arguments: str) -> Call:
        return Call("torch.cat", (Call("", arguments), f"dim={self.dim}"))

    def sights(self, *inputs: Tensor) -> Sights:
        mixed = frozenset({axis_of(self.dim, inputs[0])})
        return tuple(pointwise(x)._replace(mixed=mixed) for x in inputs)

    def keeps(self, *inputs: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "pile layer up new axis sequence combine join")
class Stack(Join):
    """Puts tensors one behind another along a new axis, as pictures into a film.

    Inputs: two or more of the same shape. Output: that shape with a new axis at `dim`, as
    large as there are inputs. Source: torch.stack.
    """

    dim: int = setting(
        1, "Where the new axis stands. Axis 0 is the batch.", brief="dim {}"
    )

    def output(self, *inputs: Tensor) -> Tensor:
        need_several(inputs)
        need_same_shape(inputs)
        shape = inputs[0].shape
        axis = new_axis_of(self.dim, inputs[0])
        return Tensor((*shape[:axis], len(inputs), *shape[axis:]), inputs[0].dtype)

    def call(self, module: str, *arguments: str) -> Call:
        return Call("torch.stack", (Call("", arguments), f"dim={self.dim}"))

    def sights(self, *inputs: Tensor) -> Sights:
        order: list[int | None] = [*range(len(inputs[0].shape))]
        order.insert(new_axis_of(self.dim, inputs[0]), None)
        return tuple(moved(x, order) for x in inputs)

    def keeps(self, *inputs: Tensor) -> Keeps:
        return NOTHING


def need_several(inputs: tuple[Tensor, ...]) -> None:
    """Raises ShapeError unless there are two or more tensors of one dtype."""
    if len(inputs) < 2:
        has = len(inputs) or "none"
        raise ShapeError(f"needs at least two inputs and has {has}: drag a wire to it.")
    need_one_dtype(inputs)


def need_one_dtype(inputs: tuple[Tensor, ...]) -> None:
    """Raises ShapeError unless all are of one dtype; a Cast mends it."""
    dtypes = [x.dtype for x in inputs]
    if len(set(dtypes)) > 1:
        widest = next(dtype for dtype in BYTES if dtype in dtypes)
        raise ShapeError(
            f"needs one dtype and gets {listed(dtypes)}.",
            before=(layer_type("Cast")(dtype=widest),),
        )


def need_same_shape(inputs: tuple[Tensor, ...]) -> None:
    """Raises ShapeError unless all have one shape; an Expand may mend it."""
    if any(x.shape != inputs[0].shape for x in inputs):
        rule = "Its inputs must have the same shape."
        raise mismatch(inputs, rule, before=expanding(inputs))


def mismatch(inputs: tuple[Tensor, ...], rule: str, **fixes: Any) -> ShapeError:
    """The refusal of tensors that do not go together."""
    return ShapeError(f"gets {listed([str(x) for x in inputs])}.", rule=rule, **fixes)


def expanding(inputs: tuple[Tensor, ...]) -> tuple[Layer, ...]:
    """What spreads a tensor of size 1 along some axes to the size of the others."""
    if len({len(x.shape) for x in inputs}) > 1:
        return ()
    axes = [set(sizes) - {1} for sizes in zip(*(x.shape for x in inputs), strict=True)]
    if any(len(sizes) > 1 for sizes in axes):
        return ()
    return (Expand(sizes=tuple(max(sizes, default=1) for sizes in axes)),)


def cropping(inputs: tuple[Tensor, ...], axis: int) -> tuple[Layer, ...]:
    """What cuts larger pictures to the size of the smallest, to join their channels."""
    if axis or len({len(x.shape) for x in inputs}) > 1 or len(inputs[0].shape) < 2:
        return ()
    pictures = [x.shape[1:] for x in inputs]
    return (Crop(size=tuple(map(min, *pictures))),)
