"""A layer at work: tensors that it takes with its default settings, and its code."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from designer.errors import ShapeError
from designer.layers.layer import Call, Layer
from designer.layers.tensor import Tensor

PICTURE, SIGNAL, VOLUME = Tensor((3, 32, 32)), Tensor((16, 50)), Tensor((8, 16, 16, 16))
MAPS, ROW, STEPS = Tensor((64, 8, 8)), Tensor((64,)), Tensor((20, 512))
WORDS, MASK = Tensor((20,), "int64"), Tensor((64, 8, 8), "bool")

USUAL = {
    "Linear": (ROW,),
    "Recurrent": (STEPS,),
    "Transformer": (STEPS,),
    "Embedding": (WORDS, STEPS),
    "Distance": (ROW,),
    "Convolution": (PICTURE,),
    "Padding": (PICTURE,),
    "Ready-made": (PICTURE,),
}
"""What a family is tried on first; others on the maps that a convolution makes."""

OTHERS = (
    *(MAPS, PICTURE, SIGNAL, VOLUME, ROW, STEPS, WORDS, MASK),
    *(each._replace(dtype="int64") for each in (MAPS, SIGNAL, VOLUME)),
    *(Tensor((512, 20)), Tensor((2, 8, 8)), Tensor((64, 1)), Tensor((12, 729))),
)
"""What each is tried on then, until one suits: turned round, of size 1, blocks ..."""

WIDTH = 76
"""Columns of a line of code on a page."""


class Example(NamedTuple):
    """A layer with tensors for its ports, None for a port left open."""

    layer: Layer
    inputs: tuple[Tensor | None, ...]
    outputs: tuple[Tensor, ...]


def example(cls: type[Layer]) -> Example | None:
    """A layer with its default settings on tensors that it takes; None if none is known."""
    made = cls()
    for inputs in _tried(made):
        try:
            outputs = made.output(*inputs)
        except ShapeError:
            continue
        several = (outputs,) if isinstance(outputs, Tensor) else outputs
        return Example(made, inputs, several)
    return None


def _tried(layer: Layer) -> Iterator[tuple[Tensor | None, ...]]:
    tensors = tuple(dict.fromkeys((*USUAL.get(layer.family, (MAPS,)), *OTHERS)))
    ports = layer.inputs
    count = sum(2 if port.many else not port.optional for port in ports)
    alike = ((each,) * count for each in tensors)
    for given in (*alike, *product(tensors, repeat=min(count, 2))):
        left = list(given)
        inputs: list[Tensor | None] = []
        for port in ports:
            if port.optional and not port.many:
                inputs.append(None)
            else:
                inputs += [left.pop(0) for _ in range(2 if port.many else 1) if left]
        yield tuple(inputs)


def code_lines(shown: Example) -> list[str]:
    """How a layer is written: its definition, its module, and its call in `forward`.

    Nothing for those that become the arguments and the answer of `forward`.
    """
    layer, module = shown.layer, "self.layer"
    lines = [*layer.imports, ""] if layer.imports else []
    if layer.definition:
        lines += [*layer.definition.strip("\n").splitlines(), "", ""]
    made = layer.make(*shown.inputs)
    if made is not None:
        lines += _assigned(module, made)
    arguments = _arguments(layer, shown.inputs)
    targets = _targets(layer)
    called = layer.call_on(shown.inputs, module, *arguments)
    if made is None and isinstance(called, Call) and called.function == module:
        return []
    lines += _assigned(layer.assign(*targets), called)
    for target, value in layer.then(*targets):
        lines += _assigned(target, value)
    return lines


def _arguments(layer: Layer, inputs: tuple[Tensor | None, ...]) -> list[str]:
    """A variable for each input: x, or the names of the ports where there are several."""
    if len(inputs) == 1:
        names = ["x"]
    elif any(port.many for port in layer.inputs):
        names = [*"abcd"[: len(inputs)]]
    else:
        names = [port.name for port in layer.inputs]
    given = [name if x else "None" for name, x in zip(names, inputs, strict=True)]
    return [*given, "x"] if layer.needs_batch else given


def _targets(layer: Layer) -> list[str]:
    ports = layer.outputs
    return ["x"] if len(ports) == 1 else [port.name for port in ports]


def _assigned(target: str, value: Call | str) -> list[str]:
    whole = f"{target} = {value}"
    if len(whole) <= WIDTH or not isinstance(value, Call):
        return [whole]
    inner = [f"    {argument}," for argument in value.arguments]
    return [
        f"{target} = {value.function}{value.brackets[0]}",
        *inner,
        value.brackets[1],
    ]
