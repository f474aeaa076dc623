"""Recurrent cells: one step of a recurrent layer, for sequences that are made on the way."""

from typing import ClassVar

from designer.layers.layer import Call, Layer, Port, layer, layer_type
from designer.layers.needs import need_axes, need_float
from designer.layers.recurrent import (
    BIAS,
    FAMILY,
    HIDDEN,
    NONLINEARITY,
    Bend,
    Changes,
    grouped,
    need_states,
)
from designer.layers.sight import Sights, everything
from designer.layers.tensor import Tensor
from designer.settings import setting


class Cell(Layer):
    """The shape rule, the code and the cost that recurrent cells share."""

    gates: ClassVar[int]
    """How many sums of the input and the state are bent for each number it remembers."""

    states: ClassVar[tuple[str, ...]] = ("h",)
    """What it remembers, by the letter that torch gives it."""

    hidden_size: int
    bias: bool

    @property
    def inputs(self) -> tuple[Port, ...]:
        begins = [Port(f"{letter}x", optional=True) for letter in self.states]
        return (Port("input"), *begins)

    @property
    def outputs(self) -> tuple[Port, ...]:
        return tuple(map(Port, self.states))

    def output(self, x: Tensor, *begins: Tensor | None) -> tuple[Tensor, ...]:
        whole = layer_type(type(self).__name__.removesuffix("Cell"))
        same = whole(hidden_size=self.hidden_size, bias=self.bias)
        need_axes(x, 1, "the features of one step", instead=(same,))
        need_float(x)
        state = Tensor((self.hidden_size,))
        wanted = {f"{letter}x": state for letter in self.states}
        need_states(wanted, begins, "its hidden_size", self._fitting)
        return (state,) * len(self.states)

    def derived(
        self, x: Tensor, *begins: Tensor | None
    ) -> dict[str, int | tuple[int, ...]]:
        return {"input_size": x.shape[0]}

    def call(self, module: str, x: str, *begins: str) -> Call:
        if set(begins) <= {"None"}:
            return Call(module, (x,))
        return Call(module, (x, grouped(begins)))

    def parameters(self, x: Tensor, *begins: Tensor | None) -> int:
        return self.macs(x) + 2 * self.gates * self.hidden_size * self.bias

    def macs(self, x: Tensor, *begins: Tensor | None) -> int:
        return self.gates * self.hidden_size * (x.shape[0] + self.hidden_size)

    def _fitting(self, begin: Tensor) -> Changes:
        """Settings with which it could begin with such a state."""
        return ({"hidden_size": begin.shape[0]},) if len(begin.shape) == 1 else ()

    def sights(self, *inputs: Tensor | None) -> Sights:
        return tuple(everything(x, 1) if x else None for x in inputs)


@layer(FAMILY, "one step single state SimpleRNNCell")
class RNNCell(Cell):
    """Reads one step, and gives its state with that step in it.

    Input: C, and hx, the state before, where it is not zeros. Output: h, the next state
    of hidden_size numbers. Formula: h' = tanh(W·x + b₁ + U·h + b₂). Source: torch.nn.RNNCell.
    """

    gates = 1

    hidden_size: int = setting(64, HIDDEN, low=1, required=True, brief="{}")
    bias: bool = setting(True, BIAS)
    nonlinearity: Bend = setting("tanh", NONLINEARITY, brief="{}")


@layer(FAMILY, "one step single state memory")
class LSTMCell(Cell):
    """Reads one step; learned gates say what it keeps, forgets and tells of it.

    Input: C; and hx and cx, the answer and the memory before, where they are not zeros.
    Output: h and c, the next answer and the next memory, each of hidden_size numbers.
    Formula: c' = f·c + i·g and h' = o·tanh(c'), where i, f and o are sigmoids and g is a
    tanh of W·x + b₁ + U·h + b₂. Source: torch.nn.LSTMCell.
    """

    gates = 4
    states = ("h", "c")

    hidden_size: int = setting(64, HIDDEN, low=1, required=True, brief="{}")
    bias: bool = setting(True, BIAS)


@layer(FAMILY, "one step single state memory gated")
class GRUCell(Cell):
    """Reads one step; two learned gates say what it keeps and forgets.

    Input: C, and hx, the state before, where it is not zeros. Output: h, the next state
    of hidden_size numbers. Formula: h' = (1 − z)·n + z·h, where z is a sigmoid of
    W·x + b₁ + U·h + b₂, and n is a tanh of the same with other W and U, in which a third, r,
    weighs the state. Source: torch.nn.GRUCell.
    """

    gates = 3

    hidden_size: int = setting(64, HIDDEN, low=1, required=True, brief="{}")
    bias: bool = setting(True, BIAS)
