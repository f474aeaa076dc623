"""Functions of each number by itself: one tensor in, one tensor of that shape out."""

from typing import ClassVar, Literal

from designer.errors import ShapeError
from designer.layers.keeping import A_VIEW, NOTHING, THE_INPUT, THE_OUTPUT, Keeps
from designer.layers.layer import Call, Layer, layer
from designer.layers.needs import axis_of, need_dtype
from designer.layers.number import number
from designer.layers.sight import Sights, pointwise
from designer.layers.tensor import Dtype, Tensor
from designer.settings import setting

FAMILY = "Math"


class Pointwise(Layer):
    """What these layers share: the shape stays, and a method of the tensor does it."""

    kept: ClassVar[Keeps] = THE_INPUT
    """What backward needs of a call."""
    dtypes: ClassVar[tuple[str, ...]] = ("float32",)
    """What it takes; the first is what others are cast to."""

    def output(self, x: Tensor) -> Tensor:
        need_dtype(x, *self.dtypes)
        return x

    def make(self, x: Tensor) -> None:
        return None

    def call(self, module: str, x: str) -> Call | str:
        return Call(f"{x}.{type(self).__name__.lower()}")

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x),)

    def keeps(self, x: Tensor) -> Keeps:
        return self.kept


# Functions -----------------------------------------------------------------------------


@layer(FAMILY, "absolute value magnitude size distance without sign")
class Abs(Pointwise):
    """Takes the sign away: |x|.

    Input and output: any shape. Source: torch.abs.
    """

    dtypes = ("float32", "int64")


@layer(FAMILY, "negate negative minus opposite invert sign flip")
class Neg(Pointwise):
    """Turns the sign around: −x.

    Input and output: any shape. Source: torch.neg.
    """

    kept = NOTHING

    dtypes = ("float32", "int64")

    def call(self, module: str, x: str) -> str:
        return f"-{x}"


@layer(FAMILY, "signum positive negative direction binary")
class Sign(Pointwise):
    """Tells the sign: 1 for positive numbers, −1 for negative ones, and 0 for 0.

    Input and output: any shape. Nothing is learned through it, for it is flat.
    Source: torch.sign.
    """

    kept = NOTHING

    dtypes = ("float32", "int64")


@layer(FAMILY, "exponential e power grow log-variance variance VAE")
class Exp(Pointwise):
    """Raises e to each number: exp(x), which is positive.

    Input and output: any shape. A variational autoencoder makes a variance of its
    logarithm by it. Source: torch.exp.
    """

    kept = THE_OUTPUT


@layer(FAMILY, "logarithm ln natural log likelihood")
class Log(Pointwise):
    """Takes the natural logarithm: log(x).

    Input and output: any shape. Of 0 it is −∞ and of a negative number NaN: put a Clamp
    before it. Source: torch.log.
    """


@layer(FAMILY, "square root √ standard deviation distance")
class Sqrt(Pointwise):
    """Takes the square root: √x.

    Input and output: any shape. Of a negative number it is NaN, and at 0 its slope is
    infinite: put a Clamp before it. Source: torch.sqrt.
    """

    kept = THE_OUTPUT


@layer(FAMILY, "sine wave periodic position encoding SIREN")
class Sin(Pointwise):
    """Takes the sine: sin(x), for waves.

    Input and output: any shape, angles in radians. Source: torch.sin.
    """


@layer(FAMILY, "cosine wave periodic position encoding")
class Cos(Pointwise):
    """Takes the cosine: cos(x), for waves.

    Input and output: any shape, angles in radians. Source: torch.cos.
    """


@layer(FAMILY, "inverse one over divide 1/x")
class Reciprocal(Pointwise):
    """Divides 1 by each number: 1 / x.

    Input and output: any shape. Of 0 it is infinite. Source: torch.reciprocal.
    """

    def call(self, module: str, x: str) -> str:
        return f"1 / {x}"

    def keeps(self, x: Tensor) -> Keeps:
        return Keeps(more=x.bytes)


@layer(FAMILY, "square cube exponent ** ^ pow root squared")
class Power(Pointwise):
    """Raises each number to a power: x to the exponent, as its square.

    Input and output: any shape. Of a negative number a power that is not whole is NaN.
    Source: torch.pow.
    """

    exponent: float = setting(
        2.0, "The power; 0.5 is the root.", required=True, brief="{}"
    )

    def call(self, module: str, x: str) -> str:
        return f"{x}**{number(self.exponent)}"


@layer(
    FAMILY, "multiply by add offset constant linear divide normalize Rescaling Lambda"
)
class Scale(Pointwise):
    """Multiplies each number by a factor and adds an offset: x·factor + offset.

    Input and output: any shape. Both are yours, nothing is learned. Attention divides
    by √d this way, and pixels from 0 to 255 become 0 to 1 by a factor of 1/255.
    Source: torch.mul and torch.add.
    """

    kept = NOTHING

    factor: float = setting(1.0, "What to multiply by.", required=True, brief="×{}")
    offset: float = setting(0.0, "What to add then.", required=True, brief="+ {}")

    def call(self, module: str, x: str) -> str:
        sign = "-" if self.offset < 0 else "+"
        added = f" {sign} {number(abs(self.offset))}" if self.offset else ""
        if self.factor == 1 and added:
            return f"{x}{added}"
        return f"{x} * {number(self.factor)}{added}"


@layer(FAMILY, "clip limit bound range minimum maximum between saturate")
class Clamp(Pointwise):
    """Keeps numbers within bounds: what is smaller or larger becomes the bound.

    Input and output: any shape. Source: torch.clamp.
    """

    dtypes = ("float32", "int64")

    min: float | None = setting(0.0, "The smallest; none sets no bound.", brief="≥ {}")
    max: float | None = setting(None, "The largest; none sets no bound.", brief="≤ {}")

    def output(self, x: Tensor) -> Tensor:
        if self.min is None and self.max is None:
            raise ShapeError("needs a bound, min or max.", changes=({"min": 0.0},))
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ShapeError(
                f"has its smallest, {number(self.min)}, above its largest, {number(self.max)}.",
                changes=({"min": self.max, "max": self.min},),
            )
        if x.dtype == "int64" and not all(
            bound.lstrip("-").isdigit() for bound in self._bounds().values()
        ):
            raise ShapeError(
                "gets whole numbers, and needs whole bounds below a million for them.",
                before=(Cast(),),
            )
        return super().output(x)

    def call(self, module: str, x: str) -> Call:
        bounds = self._bounds().items()
        return Call(f"{x}.clamp", tuple(f"{name}={bound}" for name, bound in bounds))

    def _bounds(self) -> dict[str, str]:
        """The bounds that there are, as code."""
        bounds = {"min": self.min, "max": self.max}
        return {name: number(at) for name, at in bounds.items() if at is not None}


@layer(FAMILY, "unit vector length 1 l2 cosine similarity embedding UnitNormalization")
class Normalize(Pointwise):
    """Divides by the length along an axis, so that each vector has length 1.

    Input and output: any shape. Formula: x / max(‖x‖, eps), where ‖x‖ is the Norm along
    `dim`. Dot products are cosines then. Source: torch.nn.functional.normalize.
    """

    p: float = setting(
        2.0, "Power of the norm: 2 for the usual length, 1 for a sum of sizes.", low=0.5
    )
    dim: int = setting(
        1,
        "The axis that has length 1. Axis 0 is the batch; −1 is the last.",
        brief="dim {}",
    )
    eps: float = setting(1e-12, "The least that is divided by.", low=0)

    def output(self, x: Tensor) -> Tensor:
        axis_of(self.dim, x)
        return super().output(x)

    def call(self, module: str, x: str) -> Call:
        return Call("nn.functional.normalize", (x, *self.written()))

    def sights(self, x: Tensor) -> Sights:
        return (pointwise(x, [axis_of(self.dim, x)]),)


# True and false, and types -------------------------------------------------------------


@layer(FAMILY, "greater less larger smaller equal threshold mask > < == binary")
class Compare(Pointwise):
    """Asks each number a question, such as whether it is above 0, which makes a mask.

    Input: any shape. Output: that shape, true and false. Nothing is learned through it.
    Source: the comparisons of Python.
    """

    kept = NOTHING

    dtypes = ("float32", "int64")

    relation: Literal[">", ">=", "<", "<=", "==", "!="] = setting(
        ">", "How numbers are compared.", required=True, brief="{}"
    )
    value: float = setting(0.0, "With which number.", required=True, brief="{}")

    def output(self, x: Tensor) -> Tensor:
        return super().output(x)._replace(dtype="bool")

    def call(self, module: str, x: str) -> str:
        return f"{x} {self.relation} {number(self.value)}"


@layer(FAMILY, "~ not invert mask opposite bool")
class LogicalNot(Pointwise):
    """Turns true into false and false into true.

    Input and output: any shape, of bool. Source: torch.logical_not.
    """

    kept = NOTHING

    dtypes = ("bool",)

    def call(self, module: str, x: str) -> str:
        return f"~{x}"


@layer(FAMILY, "dtype type convert float long int bool integer number astype to")
class Cast(Pointwise):
    """Turns numbers into another type, as whole numbers into float numbers.

    Input: any shape. Output: that shape, of `dtype`. To int64 it cuts off decimals, and
    to bool only 0 is false; nothing is learned through these two.
    Source: torch.Tensor.to.
    """

    kept = A_VIEW

    dtypes = ("float32", "int64", "bool")

    dtype: Dtype = setting("float32", "The type.", required=True, brief="{}")

    def output(self, x: Tensor) -> Tensor:
        return Tensor(x.shape, self.dtype)

    def call(self, module: str, x: str) -> Call:
        methods = {"float32": "float", "int64": "long", "bool": "bool"}
        return Call(f"{x}.{methods[self.dtype]}")


@layer(FAMILY, "stop gradient no learning freeze constant teacher target stop_gradient")
class Detach(Pointwise):
    """Lets numbers through and stops learning: what lies before it gets no gradient.

    Input and output: any shape. Source: torch.Tensor.detach.
    """

    kept = A_VIEW

    dtypes = ("float32", "int64", "bool")
