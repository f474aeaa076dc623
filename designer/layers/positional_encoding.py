"""Positional encodings: they tell attention, which sees no order, where each step stands."""

from typing import Literal

from designer.errors import ShapeError
from designer.layers.keeping import NOTHING, Keeps
from designer.layers.layer import Call, Layer, layer
from designer.layers.needs import need_float
from designer.layers.sequence import need_sequence
from designer.layers.sight import Sights, pointwise
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Embedding"

SINUSOIDAL = '''
class PositionalEncoding(nn.Module):
    """Adds waves to each step, by which its place can be told (Vaswani et al., 2017)."""

    def __init__(self, steps: int, features: int) -> None:
        super().__init__()
        place = torch.arange(steps).unsqueeze(1)
        waves = 10000.0 ** (-torch.arange(0, features, 2) / features)
        table = torch.zeros(steps, features)
        table[:, 0::2] = torch.sin(place * waves)
        table[:, 1::2] = torch.cos(place * waves[: features // 2])
        self.register_buffer("table", table, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.table
'''

ROTARY = '''
class RotaryEncoding(nn.Module):
    """Turns each pair of features by an angle that grows with the step (Su et al., 2021)."""

    def __init__(self, steps: int, features: int, base: float = 10000.0) -> None:
        super().__init__()
        waves = base ** (-torch.arange(0, features, 2) / features)
        angle = torch.arange(steps).unsqueeze(1) * waves
        self.register_buffer("sin", torch.sin(angle), persistent=False)
        self.register_buffer("cos", torch.cos(angle), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        a, b = x[..., 0::2], x[..., 1::2]
        turned = (a * self.cos - b * self.sin, a * self.sin + b * self.cos)
        return torch.stack(turned, dim=-1).flatten(-2)
'''


@layer(FAMILY, "order place sequence sine cosine sinusoidal wave SinePositionEncoding")
class PositionalEncoding(Layer):
    """Adds sine and cosine waves to a sequence, so that each step can tell its place.

    Input and output: L×E. Nothing in it is learned; it is made for the L that reaches it.
    Formula: step p gets sin(p / 10000^(2i/E)) in feature 2i and the cosine in 2i + 1.
    Source: Vaswani and others, Attention Is All You Need, 2017.
    """

    def output(self, x: Tensor) -> Tensor:
        need_sequence(x)
        return x

    def make(self, x: Tensor) -> Call:
        return Call("PositionalEncoding", tuple(map(repr, x.shape)))

    @property
    def definition(self) -> str:
        return SINUSOIDAL

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x),)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "order place sequence trainable PositionEmbedding")
class LearnedPositionalEncoding(Layer):
    """Adds a learned number to each place, so that each step can tell where it stands.

    Input and output: L×E, or any other shape, as H×W×E. It is made for the shape that
    reaches it. Normal numbers have a standard deviation of 0.02, as in BERT and ViT.
    Source: Devlin and others, BERT, 2018.
    """

    init: Literal["normal", "zeros"] = setting(
        "normal", "What it begins with: small normal numbers, or zeros.", brief="{}"
    )

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        if not x.shape:
            raise ShapeError("needs places to tell apart and gets a single number.")
        return x

    def make(self, x: Tensor) -> Call:
        return learned(x.shape, self.init)

    def call(self, module: str, *arguments: str) -> str:
        return f"{arguments[0]} + {module}"

    def parameters(self, x: Tensor) -> int:
        return x.elements

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x),)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


@layer(FAMILY, "order place sequence RoPE rotary query key LLaMA RotaryEmbedding")
class RotaryEncoding(Layer):
    """Turns pairs of features by angles that grow with the step, for queries and keys.

    Input and output: L×E, or heads×L×E, with an even E. How well a query and a key fit
    then depends on how far apart they stand. Formula: step p turns features 2i and
    2i + 1 by p / base^(2i/E). Source: Su and others, RoFormer, 2021.
    """

    base: float = setting(
        10000.0, "How slow the slowest turn is; more for longer texts.", low=1
    )

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        if len(x.shape) < 2:
            raise ShapeError(f"needs steps × features and gets {x}.")
        if x.shape[-1] % 2:
            raise ShapeError(
                f"turns pairs of features and gets {x.shape[-1]}, an odd number."
            )
        return x

    def make(self, x: Tensor) -> Call:
        sizes = tuple(map(repr, x.shape[-2:]))
        return Call("RotaryEncoding", (*sizes, *self.written()))

    @property
    def definition(self) -> str:
        return ROTARY

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x, [-1]),)

    def keeps(self, x: Tensor) -> Keeps:
        return NOTHING


def learned(shape: tuple[int, ...], init: str) -> Call:
    """The code of learned numbers that begin as `init` says."""
    size = tuple(map(repr, shape)) or ("()",)
    functions = {
        "zeros": "torch.zeros",
        "ones": "torch.ones",
        "normal": "0.02 * torch.randn",
    }
    return Call("nn.Parameter", (Call(functions[init], size),))
