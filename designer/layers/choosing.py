"""Joins that choose: a mask of true and false tells which number goes on."""

from designer.errors import ShapeError
from designer.layers.keeping import Keeps
from designer.layers.layer import Call, Port, layer
from designer.layers.merge import (
    FAMILY,
    Join,
    mismatch,
    need_one_dtype,
    need_same_shape,
)
from designer.layers.needs import need_dtype
from designer.layers.number import is_whole, number
from designer.layers.tensor import Tensor
from designer.settings import setting


@layer(FAMILY, "choose switch select if else condition mask combine join")
class Where(Join):
    """Takes the number of one tensor where a mask is true, and of another elsewhere.

    Inputs: condition, a bool tensor, and input and other, all of the same shape. Output:
    that shape. A Compare makes a mask. Source: torch.where.
    """

    @property
    def inputs(self) -> tuple[Port, ...]:
        return (Port("condition"), Port("input"), Port("other"))

    def output(self, *inputs: Tensor) -> Tensor:
        condition, *chosen = inputs
        need_dtype(condition, "bool")
        need_one_dtype(tuple(chosen))
        need_same_shape(inputs)
        return chosen[0]

    def call(self, module: str, *arguments: str) -> Call:
        return Call("torch.where", arguments)

    def keeps(self, *inputs: Tensor) -> Keeps:
        return Keeps((0,))


@layer(FAMILY, "masking hide causal padding attention fill cover Masking")
class MaskedFill(Join):
    """Puts one number wherever a mask is true, as attention hides what it must not see.

    Inputs: input, and mask, a bool tensor of the same shape or with size 1 along an axis
    that it is the same for. Output: the shape of input. After a softmax nothing is left
    of −1e9; −∞ would make NaN of a row that is hidden all over.
    Source: torch.Tensor.masked_fill.
    """

    value: float = setting(
        -1e9, "What stands where the mask is true.", required=True, brief="{}"
    )

    @property
    def inputs(self) -> tuple[Port, ...]:
        return (Port("input"), Port("mask"))

    def output(self, *inputs: Tensor) -> Tensor:
        x, mask = inputs
        need_dtype(x, "float32", "int64")
        need_dtype(mask, "bool")
        if len(mask.shape) != len(x.shape) or any(
            size not in (1, whole)
            for size, whole in zip(mask.shape, x.shape, strict=True)
        ):
            raise mismatch(
                inputs, "Its mask must have the shape of its input, or size 1."
            )
        if x.dtype == "int64" and not is_whole(self.value):
            raise ShapeError(
                f"gets whole numbers and cannot put {number(self.value)} among them.",
                changes=({"value": 0.0},),
            )
        return x

    def call(self, module: str, *arguments: str) -> Call:
        x, mask = arguments
        return Call(f"{x}.masked_fill", (mask, number(self.value)))

    def keeps(self, *inputs: Tensor) -> Keeps:
        return Keeps((1,))
