"""What each node makes of its inputs, worked out by the layers' own rules.

A layer met again with the same tensors is not worked out again, so after an edit only
what it touches costs anything.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from designer.errors import ShapeError
from designer.graph.graph import Graph
from designer.graph.wiring import Wire
from designer.layers import Layer, Tensor
from designer.layers.layer import Port


class Inference(NamedTuple):
    """What a layer makes of its inputs: a tensor for each output port, and its cost."""

    inputs: tuple[Tensor | None, ...]
    outputs: tuple[Tensor, ...]
    parameters: int
    macs: int


class Missing(NamedTuple):
    """A node whose inputs are not all wired."""

    ports: tuple[str, ...]


class Unknown(NamedTuple):
    """A node that something upstream keeps from being worked out."""


class NotRun(NamedTuple):
    """A layer of which only running tells, and why it was not run; empty if it will be."""

    why: str = ""


UNKNOWN = Unknown()

Outcome = Inference | ShapeError | Missing | Unknown | NotRun

Measure = Callable[[Layer, tuple[Tensor | None, ...]], Inference | ShapeError | NotRun]
"""Tells what a layer makes of its inputs by running it, or why it does not run."""


def do_not_run(layer: Layer, inputs: tuple[Tensor | None, ...]) -> NotRun:
    """Runs nothing, for a design is text from a stranger until somebody trusts it."""
    return NotRun("holds code of its own, which runs only in a design that you trust.")


def work_out(
    graph: Graph, names: Iterable[str] | None = None, measure: Measure = do_not_run
) -> dict[str, Outcome]:
    """The outcome of each node in order; `names` must hold all that they depend on."""
    wanted = None if names is None else set(names)
    outcomes: dict[str, Outcome] = {}
    for name in graph.order:
        if wanted is None or name in wanted:
            outcomes[name] = _outcome(graph, name, outcomes, measure)
    return outcomes


def _outcome(
    graph: Graph, name: str, outcomes: dict[str, Outcome], measure: Measure
) -> Outcome:
    layer = graph.nodes[name].layer
    ports = layer.inputs
    tensors: dict[str, Tensor] = {}
    for port, wire in graph.wires_into(name).items():
        tensor = carried(graph, wire, outcomes)
        if tensor is None:
            return UNKNOWN
        tensors[port] = tensor
    missing = [p.name for p in ports if not (p.optional or p.many or p.name in tensors)]
    if missing or (ports and not tensors):
        return Missing(tuple(missing))
    inputs = _arguments(ports, tensors)
    found = infer(layer, inputs)
    if layer.needs_running and isinstance(found, Inference):
        return measure(layer, inputs)
    return found


def carried(graph: Graph, wire: Wire, outcomes: Mapping[str, Outcome]) -> Tensor | None:
    """The tensor that a wire carries, if it is known."""
    source = outcomes.get(wire.source)
    if not isinstance(source, Inference):
        return None
    if len(source.outputs) == 1:
        return source.outputs[0]
    return source.outputs[graph.output_ports(wire.source).index(wire.source_port)]


def _arguments(
    ports: tuple[Port, ...], tensors: dict[str, Tensor]
) -> tuple[Tensor | None, ...]:
    arguments: list[Tensor | None] = []
    named = {port.name for port in ports if not port.many}
    for port in ports:
        if port.many:
            arguments += [x for wired, x in tensors.items() if wired not in named]
        else:
            arguments.append(tensors.get(port.name))
    return tuple(arguments)


@lru_cache(maxsize=1 << 16)
def infer(layer: Layer, inputs: tuple[Tensor | None, ...]) -> Inference | ShapeError:
    """What a layer makes of its inputs, or the error that its shape rule raised."""
    try:
        made = layer.output(*inputs)
    except ShapeError as error:
        return error.with_traceback(None)
    outputs = (made,) if isinstance(made, Tensor) else made
    return Inference(inputs, outputs, layer.parameters(*inputs), layer.macs(*inputs))
