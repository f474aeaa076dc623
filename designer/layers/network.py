"""Where tensors enter and leave the network, and what is said beside it."""

from typing import Annotated, Any, Literal, get_args

from designer.kinds import Shape
from designer.layers.keeping import NOTHING, Keeps
from designer.layers.layer import Call, Layer, Port, layer
from designer.layers.sight import Sights, pointwise
from designer.layers.tensor import Dtype, Tensor
from designer.settings import setting

FAMILY = "Input & output"

Colour = Literal["blue", "green", "teal", "violet", "amber", "red", "grey"]
"""What a frame may be painted in; each theme has its own shade of it."""

COLOURS: tuple[Colour, ...] = get_args(Colour)


@layer(FAMILY, "data start begin entry placeholder source image InputLayer")
class Input(Layer):
    """Where data enters the network, one sample of this shape at a time.

    Output: the shape that you give, without the batch axis. In the code it is an
    argument of `forward`.
    """

    shape: Shape = setting(
        (1, 28, 28),
        "Shape of one sample, without the batch.",
        low=1,
        required=True,
        brief="{}",
    )
    dtype: Dtype = setting("float32", "Type of each number.", brief="{}")

    @property
    def inputs(self) -> tuple[Port, ...]:
        return ()

    def output(self) -> Tensor:
        return Tensor(self.shape, self.dtype)

    def make(self) -> None:
        return None

    def keeps(self) -> Keeps:
        return NOTHING


@layer(FAMILY, "answer end result prediction return loss target")
class Output(Layer):
    """What the network answers: the tensor that the loss is computed from.

    Input: any shape. In the code it is what `forward` returns. A design without an
    Output returns whatever nothing else uses.
    """

    @property
    def outputs(self) -> tuple[Port, ...]:
        return ()

    def output(self, x: Tensor) -> tuple[Tensor, ...]:
        return ()

    def make(self, x: Tensor) -> None:
        return None

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x),)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


class Annotation(Layer):
    """What stands on the canvas for people to read, and takes no part in the network."""

    @property
    def inputs(self) -> tuple[Port, ...]:
        return ()

    @property
    def outputs(self) -> tuple[Port, ...]:
        return ()

    def output(self) -> tuple[Tensor, ...]:
        return ()

    def make(self, *inputs: Any) -> Call | None:
        return None


@layer(FAMILY, "comment remark text label explain")
class Note(Annotation):
    """A remark on the canvas. It takes no part in the network.

    In the code it is a line of the class's docstring.
    """

    text: str = setting(
        "Write here what others should know.", "The remark.", required=True
    )


@layer(FAMILY, "group box section stage area region title comment collapse")
class Frame(Annotation):
    """A titled rectangle around nodes that belong together; collapsed it is one card.

    It takes no part in the network, and the code does not tell of it.
    """

    title: Annotated[str, "line"] = setting("Frame", "What stands in its upper edge.")
    colour: Colour = setting("blue", "What it is painted in.")
    collapsed: bool = setting(False, "Show one card in place of the nodes in it.")
