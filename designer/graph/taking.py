"""Whether a layer takes a tensor, and what it makes of it, by its own shape rule."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from designer.errors import SettingError, ShapeError
from designer.expression import Value
from designer.graph.block import Use
from designer.graph.graph import Graph
from designer.graph.inference import (
    Broken,
    Given,
    Inference,
    Tensors,
    infer,
    survey,
)
from designer.layers import Layer, Tensor

NO_VALUES: Mapping[str, Value] = MappingProxyType({})

LIKELY = (
    Tensor((16,)),
    Tensor((8, 16)),
    Tensor((8, 16, 16)),
    Tensor((8, 16, 16, 16)),
    Tensor((16,), "int64"),
)
"""Tensors that may reach a layer of which nothing else is known."""


class Taken(NamedTuple):
    """What a layer makes of a tensor: why it does not take it, or its first output.

    Nothing is known, neither way, where the tensor is not.
    """

    why: str = ""
    output: Tensor | None = None

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.why

    @property
    def brief(self) -> str:
        """Why not, without what it got: "needs channels × length"."""
        return self.why.partition(" and gets ")[0].rstrip(".")


def taken(
    layer: Layer, tensor: Tensor | None, values: Mapping[str, Value] = NO_VALUES
) -> Taken:
    """What a layer makes of a tensor at each input that it needs."""
    if not layer.inputs:
        if tensor is not None:
            return Taken("takes no input.")
        return _made(layer, (), values)
    if tensor is None:
        return Taken()
    ports = [port for port in layer.inputs if not port.optional] or layer.inputs[:1]
    needed = {port.name for port in ports}
    inputs = tuple(tensor if p.name in needed else None for p in layer.inputs)
    return _made(layer, inputs, values)


def offered(
    layer: Layer,
    accept: Callable[[Tensor], str],
    hints: Collection[Tensor] = (),
    values: Mapping[str, Value] = NO_VALUES,
) -> Taken:
    """Whether what a layer gives would be accepted, whatever may reach it.

    `accept` says why a tensor is refused, or nothing; `hints` are tensors that are
    likely to reach the layer. Where a layer has no inputs its shape is a setting, and
    what only running tells is not known: nothing speaks against those.
    """
    if not layer.outputs:
        return Taken("gives nothing.")
    if not layer.inputs or layer.needs_running:
        return Taken()
    why = ""
    for tensor in (*hints, *LIKELY):
        made = taken(layer, tensor, values).output
        if made is None:
            continue
        why = accept(made)
        if not why:
            return Taken("", made)
    return Taken(why or "takes nothing that is likely here.")


def at_port(
    layer: Layer,
    tensors: Mapping[str, Tensor],
    values: Mapping[str, Value] = NO_VALUES,
) -> Taken:
    """What a layer makes of tensors at some of its ports, by their names.

    Inputs that it needs besides are not asked for: they may be wired later.
    """
    graph = Graph().add("layer", layer)
    for place, (port, tensor) in enumerate(tensors.items()):
        name = f"x{place}"
        graph = graph.add(name, Given.of(tensor)).connect(name, f"layer.{port}")
    outcome = survey(graph, values).outcomes["layer"]
    if isinstance(outcome, ShapeError):
        return Taken(str(outcome))
    if isinstance(outcome, Broken):
        return Taken("has a problem inside then.")
    known = isinstance(outcome, Inference) and outcome.outputs
    return Taken("", outcome.outputs[0] if known else None)  # type: ignore[union-attr]


def _made(layer: Layer, inputs: Tensors, values: Mapping[str, Value]) -> Taken:
    if isinstance(layer, Use):
        ports = zip(layer.inputs, inputs, strict=True)
        return at_port(layer, {p.name: x for p, x in ports if x is not None}, values)
    try:
        found = infer(layer.resolved(values), inputs)
    except SettingError as error:
        return Taken(str(error))
    if isinstance(found, ShapeError):
        return Taken(str(found))
    known = found.outputs and not layer.needs_running
    return Taken("", found.outputs[0] if known else None)
