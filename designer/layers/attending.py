"""What layers with attention heads share: their ports, their masks and their code."""

import math
from typing import Any, ClassVar, NamedTuple

from designer.errors import ShapeError
from designer.layers.layer import Call, Port, layer_type
from designer.layers.sequence import BatchFirst, need_sequence, need_tensor
from designer.layers.tensor import Tensor
from designer.words import listed

FAMILY = "Transformer"
CAUSAL_MASK = "nn.Transformer.generate_square_subsequent_mask"

HEADS = "How many looks are taken side by side; must divide the features."
CAUSAL = "Let each step look only at itself and at steps before it."

Given = dict[str, Tensor | None]
"""What reaches each port, by the port's name."""


class Mask(NamedTuple):
    """A port for what says which steps not to look at.

    `keys` is the port of the steps that are looked at, `queries` that of the steps that
    look; it is empty for a mask of padding, which is the same for all of these.
    `padding` is the mask of padding that goes with it, and `causal` the setting that
    can stand in its place. `is_soft` tells whether it may hold numbers to add, too.
    """

    port: str
    keys: str
    queries: str = ""
    padding: str = ""
    causal: str = ""
    is_soft: bool = True


class Attending(BatchFirst):
    """The ports, the masks and the code that layers with attention heads share."""

    sequences: ClassVar[tuple[str, ...]]
    """The ports that must be wired, in torch's order."""

    masks: ClassVar[tuple[Mask, ...]]
    """The ports that may stay open, in torch's order."""

    heads: ClassVar[str] = "nhead"
    """The setting that says how many looks are taken side by side."""

    @property
    def inputs(self) -> tuple[Port, ...]:
        masks = [Port(mask.port, optional=True) for mask in self.masks]
        return (*map(Port, self.sequences), *masks)

    def given(self, inputs: tuple[Tensor | None, ...]) -> Given:
        """What reaches each port; raises ShapeError where it does not fit together."""
        ports = [port.name for port in self.inputs]
        given: Given = {
            **dict.fromkeys(ports),
            **dict(zip(ports, inputs, strict=False)),
        }
        for port in self.sequences:
            need_sequence(_there(given, port), port)
        self._check_heads(_there(given, self.sequences[0]))
        for mask in self.masks:
            self._check_causal(mask, given)
            self._check_mask(mask, given)
        return given

    def call(self, module: str, *arguments: str) -> Call:
        given = dict(zip([port.name for port in self.inputs], arguments, strict=False))
        written: list[str | Call] = [given[port] for port in self.sequences]
        for mask in self.masks:
            value = given.get(mask.port, "None")
            if self._is_causal(mask):
                written += self._looking_back(mask, given)
            elif value != "None":
                each = (
                    f".repeat_interleave({self._heads}, dim=0)" if mask.queries else ""
                )
                written.append(f"{mask.port}={value}{each}")
        return Call(module, (*written, *self.choices()))

    def choices(self) -> tuple[str, ...]:
        """Settings that are no arguments of torch's class, but of its call."""
        return ()

    def _looking_back(self, mask: Mask, given: dict[str, str]) -> list[str | Call]:
        """The arguments that let each step look only at itself and those before."""
        x, padding = given[mask.queries], given.get(mask.padding, "None")
        size = [f"{x}.shape[1]", f"device={x}.device"]
        if padding != "None":  # torch wants both masks of one dtype
            size.append(f"dtype={padding}.dtype")
        return [Call(f"{mask.port}={CAUSAL_MASK}", tuple(size)), f"{mask.causal}=True"]

    @property
    def _heads(self) -> int:
        return int(getattr(self, self.heads))

    def _is_causal(self, mask: Mask) -> bool:
        return bool(mask.causal) and bool(getattr(self, mask.causal))

    def _check_heads(self, x: Tensor) -> None:
        features = x.shape[1]
        if features % self._heads:
            near = sorted(_divisors(features), key=lambda n: (abs(n - self._heads), n))
            raise ShapeError(
                f"has {self._heads} heads, which must divide the {features} features of {x}.",
                changes=tuple({self.heads: heads} for heads in near[:2]),
            )

    def _check_causal(self, mask: Mask, given: Given) -> None:
        if not self._is_causal(mask):
            return
        queries, keys = _there(given, mask.queries), _there(given, mask.keys)
        off: tuple[dict[str, Any], ...] = ({mask.causal: False},)
        if given[mask.port] is not None:
            raise ShapeError(
                f"makes a mask by itself, for {mask.causal} is on, and gets one at {mask.port}.",
                changes=off,
            )
        if queries.shape[0] != keys.shape[0]:
            raise ShapeError(
                f"needs as many steps at {mask.queries} as at {mask.keys}, for {mask.causal} is "
                f"on, and gets {queries} and {keys}.",
                changes=off,
            )

    def _check_mask(self, mask: Mask, given: Given) -> None:
        x = given[mask.port]
        if x is None:
            return
        need_mask_dtype(mask.port, x, mask.is_soft)
        ports = [port for port in (mask.queries, mask.keys) if port]
        steps = tuple([_there(given, port).shape[0] for port in ports])
        meaning = f"the steps of {' × the steps of '.join(ports)}"
        need_tensor(mask.port, x, Tensor(steps, x.dtype), meaning)
        padding = given.get(mask.padding)
        if padding is not None and padding.dtype != x.dtype:
            raise ShapeError(
                f"needs one dtype at {mask.port} and {mask.padding}, and gets {x.dtype} and "
                f"{padding.dtype}."
            )


def _divisors(number: int) -> set[int]:
    small = {n for n in range(1, math.isqrt(number) + 1) if number % n == 0}
    return small | {number // n for n in small}


def need_mask_dtype(port: str, x: Tensor, is_soft: bool = True) -> None:
    """Raises ShapeError unless `x` is of truths, or of numbers to add if `is_soft`."""
    dtypes = ["bool", "float32"] if is_soft else ["bool"]
    if x.dtype not in dtypes:
        raise ShapeError(
            f"needs {listed(dtypes, last='or')} at {port} and gets {x.dtype}.",
            before=(layer_type("Cast")(dtype="bool"),),
        )


def _there(given: Given, port: str) -> Tensor:
    x = given[port]
    assert x is not None, f"{port} must be wired"
    return x
