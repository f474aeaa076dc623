"""Whether a layer takes a tensor, and what it makes of it, by its own shape rule."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from designer.errors import SettingError, ShapeError
from designer.expression import Value
from designer.graph.inference import Broken, Inference, Outcome, outcome_of
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

    Nothing is known, neither way, where the tensor is not. `along` says on which axes
    it works, where that may not be expected.
    """

    why: str = ""
    output: Tensor | None = None
    along: str = ""

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
    """What a layer makes of a tensor at each input that it needs.

    Where it needs several that differ, nothing speaks against one of them.
    """
    if layer.inputs and tensor is None:
        return Taken()
    if not layer.inputs and tensor is not None:
        return Taken("takes no input.")
    ports = [port for port in layer.inputs if not port.optional] or layer.inputs[:1]
    wired = {f"{port.name}1" if port.many else port.name: tensor for port in ports}
    try:
        resolved = layer.resolved(values)
        made = of(outcome_of(resolved, wired))
    except SettingError as error:
        return Taken(str(error))
    if made.output is not None:
        made = made._replace(along=resolved.along(*wired.values()))
    return made if len(ports) == 1 or made.fits else Taken()


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
    whys, forms = [], {(len(x.shape), x.dtype) for x in hints if not accept(x)}
    for tensor in (*hints, *LIKELY):
        made = taken(layer, tensor, values).output
        if made is None:
            continue
        why = accept(made)
        if not why:
            return Taken("", made)
        if (len(made.shape), made.dtype) in forms and layer.declared_settings:
            return Taken()  # other settings may give the size that is wanted
        whys.append(why)
    return Taken(whys[0] if whys else "takes nothing that is likely here.")


def of(outcome: Outcome) -> Taken:
    """What an outcome says: why a layer does not take its inputs, or what it gives."""
    if isinstance(outcome, ShapeError):
        return Taken(str(outcome))
    if isinstance(outcome, Broken):
        return Taken("has a problem inside then.")
    if isinstance(outcome, Inference) and outcome.outputs:
        return Taken("", outcome.outputs[0])
    return Taken()
