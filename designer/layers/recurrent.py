"""Recurrent layers: they read a sequence step by step and remember what they have read."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Literal

from designer.errors import ShapeError
from designer.layers.keeping import Keeps
from designer.layers.layer import Call, Port, layer, layer_type
from designer.layers.sequence import BatchFirst, need_sequence, need_tensor
from designer.layers.sight import Sights, everything
from designer.layers.tensor import Tensor
from designer.settings import setting
from designer.words import listed

FAMILY = "Recurrent"

HIDDEN = "Numbers that it remembers from step to step."
LAYERS = "How many stand one on another; each reads what the one below it answers."
BIAS = "Add learned numbers at each step; torch learns two for each and adds both."
DROPOUT = "Share of numbers dropped between one of its layers and the next."
BIDIRECTIONAL = "Read the sequence backwards too, and answer with both."
NONLINEARITY = "What bends the sums into the next state."

Bend = Literal["tanh", "relu"]
Changes = tuple[dict[str, int], ...]


class Recurrent(BatchFirst):
    """The shape rule, the code and the cost that RNN, LSTM and GRU share."""

    gates: ClassVar[int]
    """How many sums of the input and the state are bent for each number it remembers."""
    remembered: ClassVar[int]
    """How many numbers torch keeps of each step for each that it gives, on a CPU."""
    letters: ClassVar[str] = "h"
    """What torch calls the states that it remembers, a letter for each."""

    hidden_size: int
    num_layers: int
    bias: bool
    dropout: float
    bidirectional: bool

    @property
    def states(self) -> dict[str, Tensor]:
        """What it remembers, by the letter that torch gives it."""
        return {"h": Tensor((self.depth, self.hidden_size))}

    @property
    def directions(self) -> int:
        """How often each of its layers reads the sequence."""
        return 1 + self.bidirectional

    @property
    def depth(self) -> int:
        """How many states it has: one for each layer and direction."""
        return self.num_layers * self.directions

    @property
    def inputs(self) -> tuple[Port, ...]:
        begins = [Port(f"{letter}_0", optional=True) for letter in self.letters]
        return (Port("input"), *begins)

    @property
    def outputs(self) -> tuple[Port, ...]:
        return (Port("output"), *[Port(f"{letter}_n") for letter in self.letters])

    def output(self, x: Tensor, *begins: Tensor | None) -> tuple[Tensor, ...]:
        cell = layer_type(f"{type(self).__name__}Cell")
        same = cell(hidden_size=self.hidden_size, bias=self.bias)
        need_sequence(x, instead=(same,))
        if self.dropout and self.num_layers == 1:
            raise ShapeError(
                "drops numbers between its layers, and has only one.",
                changes=({"num_layers": 2}, {"dropout": 0.0}),
            )
        wanted = {f"{letter}_0": state for letter, state in self.states.items()}
        need_states(wanted, begins, "layers·directions × numbers", self._fitting)
        answer = self.directions * self.states["h"].shape[1]
        return (Tensor((x.shape[0], answer)), *self.states.values())

    def derived(
        self, x: Tensor, *begins: Tensor | None
    ) -> dict[str, int | tuple[int, ...]]:
        return {"input_size": x.shape[1]}

    def call(self, module: str, x: str, *begins: str) -> Call:
        if set(begins) <= {"None"}:
            return Call(module, (x,))
        states = tuple(f"{begin}.transpose(0, 1).contiguous()" for begin in begins)
        return Call(module, (x, grouped(states)))

    def assign(self, *names: str) -> str:
        output, *states = names
        return f"{output}, {'_' if set(states) == {'_'} else grouped(tuple(states))}"

    def then(self, *names: str) -> tuple[tuple[str, Call], ...]:
        """torch puts its layers before the batch; on our wires the batch comes first."""
        used = [state for state in names[1:] if state != "_"]
        return tuple((state, Call(f"{state}.transpose", ("0", "1"))) for state in used)

    def parameters(self, x: Tensor, *begins: Tensor | None) -> int:
        biases = 2 * self.gates * self.hidden_size * self.depth
        return self._weights(x.shape[1]) + biases * self.bias

    def macs(self, x: Tensor, *begins: Tensor | None) -> int:
        return x.shape[0] * self._weights(x.shape[1])

    def _weights(self, features: int) -> int:
        """How many numbers are learned besides biases; each is used once a step."""
        state = self.states["h"].shape[1]
        below = features + (self.num_layers - 1) * self.directions * state
        read = self.directions * (below + self.num_layers * state)
        return self.gates * self.hidden_size * read

    def _fitting(self, begin: Tensor) -> Changes:
        """Settings with which it could begin with such a state."""
        if len(begin.shape) != 2 or begin.shape[0] % self.directions:
            return ()
        layers = begin.shape[0] // self.directions
        return ({"hidden_size": begin.shape[1], "num_layers": layers},)

    def sights(self, *inputs: Tensor | None) -> Sights:
        return tuple(everything(x, 2) if x else None for x in inputs)

    def keeps(self, *inputs: Tensor | None) -> Keeps:
        x = inputs[0]
        assert x is not None
        numbers = x.shape[0] * self.depth * self.hidden_size * self.remembered
        return Keeps((0,), more=4 * numbers)


@layer(FAMILY, "sequence time series memory recurrent SimpleRNN")
class RNN(Recurrent):
    """Reads a sequence step by step; its state is what it remembers of the steps before.

    Input: L×C, and h_0 where it shall not begin with zeros. Output: the states of all
    steps, L×(directions·hidden_size); and h_n, the last states of all its layers and
    directions, (num_layers·directions)×hidden_size. Formula: h' = tanh(W·x + b₁ + U·h + b₂).
    It soon forgets; LSTM and GRU remember longer. Source: torch.nn.RNN.
    """

    remembered = 1
    gates = 1

    hidden_size: int = setting(64, HIDDEN, low=1, required=True, brief="{}")
    num_layers: int = setting(1, LAYERS, low=1, brief="{} layers")
    nonlinearity: Bend = setting("tanh", NONLINEARITY, brief="{}")
    bias: bool = setting(True, BIAS)
    dropout: float = setting(0.0, DROPOUT, low=0, high=1, brief="drop {}")
    bidirectional: bool = setting(False, BIDIRECTIONAL, brief="both ways")


@layer(FAMILY, "sequence time series text memory long short-term cell")
class LSTM(Recurrent):
    """Reads a sequence step by step; learned gates say what it keeps, forgets and tells.

    Input: L×C; and h_0 and c_0 where it shall not begin with zeros. Output: the answers
    to all steps, L×(directions·H), where H is hidden_size, or proj_size if it is not 0;
    and after the last step h_n, (num_layers·directions)×H, and c_n, which is
    (num_layers·directions)×hidden_size. Formula: c' = f·c + i·g and h' = o·tanh(c'),
    where i, f and o are sigmoids and g is a tanh of W·x + b₁ + U·h + b₂.
    Source: torch.nn.LSTM.
    """

    remembered = 19
    gates = 4
    letters = "hc"

    hidden_size: int = setting(64, HIDDEN, low=1, required=True, brief="{}")
    num_layers: int = setting(1, LAYERS, low=1, brief="{} layers")
    bias: bool = setting(True, BIAS)
    dropout: float = setting(0.0, DROPOUT, low=0, high=1, brief="drop {}")
    bidirectional: bool = setting(False, BIDIRECTIONAL, brief="both ways")
    proj_size: int = setting(
        0,
        "Numbers to which each answer is reduced; 0 leaves it as it is.",
        low=0,
        brief="to {}",
    )

    @property
    def states(self) -> dict[str, Tensor]:
        answer = self.proj_size or self.hidden_size
        return {
            "h": Tensor((self.depth, answer)),
            "c": Tensor((self.depth, self.hidden_size)),
        }

    def output(self, x: Tensor, *begins: Tensor | None) -> tuple[Tensor, ...]:
        if self.proj_size >= self.hidden_size:
            raise ShapeError(
                f"reduces its {self.hidden_size} numbers to {self.proj_size}, which must be "
                f"fewer.",
                changes=({"proj_size": 0}, {"hidden_size": 2 * self.proj_size}),
            )
        return super().output(x, *begins)

    def _weights(self, features: int) -> int:
        projections = self.depth * self.proj_size * self.hidden_size
        return super()._weights(features) + projections

    def _fitting(self, begin: Tensor) -> Changes:
        return () if self.proj_size else super()._fitting(begin)


@layer(FAMILY, "sequence time series text memory gated unit")
class GRU(Recurrent):
    """Reads a sequence step by step; two learned gates say what it keeps and forgets.

    Input: L×C, and h_0 where it shall not begin with zeros. Output: the states of all
    steps, L×(directions·hidden_size); and h_n, the last states of all its layers and
    directions, (num_layers·directions)×hidden_size. Formula: h' = (1 − z)·n + z·h, where
    z is a sigmoid of W·x + b₁ + U·h + b₂, and n is a tanh of the same with other W and U,
    in which a third, r, weighs the state. Source: torch.nn.GRU.
    """

    remembered = 7
    gates = 3

    hidden_size: int = setting(64, HIDDEN, low=1, required=True, brief="{}")
    num_layers: int = setting(1, LAYERS, low=1, brief="{} layers")
    bias: bool = setting(True, BIAS)
    dropout: float = setting(0.0, DROPOUT, low=0, high=1, brief="drop {}")
    bidirectional: bool = setting(False, BIDIRECTIONAL, brief="both ways")


def grouped(states: tuple[str, ...]) -> Call | str:
    """States as torch takes and gives them: one by itself, several as a tuple."""
    return states[0] if len(states) == 1 else Call("", states)


def need_states(
    wanted: Mapping[str, Tensor],
    given: Sequence[Tensor | None],
    layout: str,
    fitting: Callable[[Tensor], Changes],
) -> None:
    """Raises ShapeError unless all states are as wanted, or none is given."""
    begins = {port: x for port, x in zip(wanted, given, strict=False) if x is not None}
    if begins and len(begins) < len(wanted):
        raise ShapeError(
            f"needs {listed(list(wanted))} together and gets only {listed(list(begins))}."
        )
    for port, begin in begins.items():
        need_tensor(port, begin, wanted[port], layout, fitting(begin))
