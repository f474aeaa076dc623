"""Constants: tensors that are the same for every sample, learned or fixed."""

from typing import Literal

from designer.errors import ShapeError
from designer.kinds import Shape
from designer.layers.keeping import NOTHING, Keeps
from designer.layers.layer import Call, Layer, Port, layer
from designer.layers.positional_encoding import learned
from designer.layers.tensor import Dtype, Tensor
from designer.settings import setting

FAMILY = "Constant"

SHAPE = "Shape of the tensor, without the batch."
LARGEST = 3.4028234663852886e38
"""The largest float32."""

EXACT = 2**53
"""Up to here a number with a fraction, as `value` is kept, knows every whole number."""


class Unfed(Layer):
    """What layers without inputs share: their tensor is the same for each sample."""

    needs_batch = True

    shape: tuple[int, ...]

    @property
    def inputs(self) -> tuple[Port, ...]:
        return ()

    def keeps(self) -> Keeps:
        return NOTHING


@layer(FAMILY, "class token CLS query trainable weight parameter")
class LearnedConstant(Unfed):
    """A learned tensor, the same for every sample, as the class token of a ViT.

    Output: `shape`, for each sample. In the code it is an nn.Parameter, expanded to the
    batch. A Concat puts a class token of 1×E in front of the steps of a sequence.
    Source: torch.nn.Parameter.
    """

    shape: Shape = setting((1, 64), SHAPE, low=1, required=True, brief="{}")
    init: Literal["normal", "zeros", "ones"] = setting(
        "normal",
        "What it begins with: normal numbers of standard deviation 0.02, zeros or ones.",
        brief="{}",
    )

    def output(self) -> Tensor:
        return Tensor(self.shape)

    def make(self) -> Call:
        return learned(self.shape, self.init)

    def call(self, module: str, batch: str) -> Call:
        return Call(
            f"{module}.expand", (f"{batch}.shape[0]", *["-1"] * len(self.shape))
        )

    def parameters(self) -> int:
        return self.output().elements


@layer(FAMILY, "fixed number zeros ones fill")
class Constant(Unfed):
    """A fixed tensor, filled with one value for every sample.

    Output: `shape`, of `dtype`, for each sample. Source: torch.full.
    """

    shape: Shape = setting((1,), SHAPE, low=1, required=True, brief="{}")
    value: float = setting(
        1.0,
        "What it is filled with.",
        low=-LARGEST,
        high=LARGEST,
        required=True,
        brief="{}",
    )
    dtype: Dtype = setting("float32", "Type of each number.", brief="{}")

    def output(self) -> Tensor:
        self._filling()
        return Tensor(self.shape, self.dtype)

    def make(self) -> None:
        return None

    def call(self, module: str, batch: str) -> Call:
        sizes = ", ".join([f"{batch}.shape[0]", *map(str, self.shape)])
        shape = f"({sizes})" if self.shape else f"({sizes},)"
        value = repr(self._filling())
        return Call("torch.full", (shape, value, f"device={batch}.device"))

    def _filling(self) -> bool | int | float:
        """The value, of Python's type for `dtype`, from which torch knows that too."""
        if self.dtype == "float32":
            return self.value
        if self.dtype == "bool" and self.value in (0, 1):
            return bool(self.value)
        if (
            self.dtype == "int64"
            and self.value.is_integer()
            and abs(self.value) <= EXACT
        ):
            return int(self.value)
        wanted = "0 or 1" if self.dtype == "bool" else "a whole number"
        raise ShapeError(
            f"holds {self.dtype}, which {self.value:g} is not: it needs {wanted}.",
            changes=({"dtype": "float32"}, {"value": 1.0}),
        )
