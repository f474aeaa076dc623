"""What each node makes of its inputs, worked out by the layers' own rules.

A layer met again with the same tensors is not worked out again, and neither is a block
met with the same tensors and settings; so after an edit only what it touches costs
anything.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from designer.errors import SettingError, ShapeError
from designer.expression import Value
from designer.graph.block import Block, Use, Values
from designer.graph.differing import differing
from designer.graph.ends import outputs_of
from designer.graph.graph import Graph
from designer.graph.node import Node
from designer.graph.wiring import Wire, rewired
from designer.layers import Input, Layer, Output, Tensor
from designer.layers.layer import Port

Tensors = tuple[Tensor | None, ...]
"""A tensor for each input port, and None for one that is left open."""


class Inference(NamedTuple):
    """What a layer makes of its inputs: a tensor for each output port, and its cost.

    For a block, `inside` is what is known inside, for each repeat.
    """

    inputs: Tensors
    outputs: tuple[Tensor, ...]
    parameters: int
    macs: int
    inside: "tuple[Inside, ...]" = ()


class Missing(NamedTuple):
    """A node whose inputs are not all wired."""

    ports: tuple[str, ...]


class Unknown(NamedTuple):
    """A node that something upstream keeps from being worked out."""


class NotRun(NamedTuple):
    """A layer of which only running tells, and why it was not run; empty if it will be."""

    why: str = ""


class Broken(NamedTuple):
    """A block that gives nothing, for something inside keeps it from that."""

    inside: "tuple[Inside, ...]"


UNKNOWN = Unknown()

Outcome = Inference | ShapeError | Missing | Unknown | NotRun | Broken

Measure = Callable[[Layer, Tensors], Inference | ShapeError | NotRun]
"""Tells what a layer makes of its inputs by running it, or why it does not run."""


class Given(Input):
    """An Input of a block, with the shape of what reaches it from outside."""

    @classmethod
    def of(cls, tensor: Tensor) -> "Given":
        """The Input that gives this tensor."""
        return cls(shape=tensor.shape, dtype=tensor.dtype)


class Inside:
    """What is known of a graph with these settings and inputs.

    `graph` has values in place of expressions.
    """

    def __init__(self, graph: Graph, outcomes: dict[str, Outcome]) -> None:
        self.graph = graph
        self.outcomes = outcomes
        self.kept: dict[str, Any] = {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Inside):
            return NotImplemented
        return self is other or (
            (self.graph, self.outcomes) == (other.graph, other.outcomes)
        )

    def __hash__(self) -> int:
        return hash(self.graph)

    @property
    def answers(self) -> tuple[Tensor, ...] | None:
        """What the graph gives, if all of it is known."""
        found = []
        for name in outputs_of(self.graph):
            outcome = self.outcomes.get(name)
            if not isinstance(outcome, Inference):
                return None
            is_output = isinstance(self.graph.nodes[name].layer, Output)
            tensor = (outcome.inputs if is_output else outcome.outputs)[0]
            assert tensor is not None
            found.append(tensor)
        return tuple(found)

    @property
    def parameters(self) -> int:
        """Learned numbers, those that nodes share counted once."""
        if "parameters" not in self.kept:
            self.kept["parameters"] = self._parameters()
        found: int = self.kept["parameters"]
        return found

    def _parameters(self) -> int:
        nodes = self.graph.nodes
        counts: dict[str, int] = {}
        for name, outcome in self.outcomes.items():
            if isinstance(outcome, Inference) and outcome.parameters:
                counts[nodes[name].shares or name] = outcome.parameters
        return sum(counts.values())

    @property
    def macs(self) -> int:
        """Multiply-accumulates for one sample."""
        if "macs" not in self.kept:
            known = self.outcomes.values()
            self.kept["macs"] = sum(
                [each.macs for each in known if isinstance(each, Inference)]
            )
        found: int = self.kept["macs"]
        return found


def do_not_run(layer: Layer, inputs: Tensors) -> NotRun:
    """Runs nothing, for a design is text from a stranger until somebody trusts it."""
    return NotRun("holds code of its own, which runs only in a design that you trust.")


def survey(
    graph: Graph,
    values: Mapping[str, Value],
    given: Mapping[str, Tensor] = MappingProxyType({}),
    measure: Measure = do_not_run,
    before: Inside | None = None,
) -> Inside:
    """What is known of a graph whose settings have these values.

    `given` are the tensors that Inputs get from outside. `before` is what was known
    before an edit: what that did not touch is not worked out again.
    """
    resolved, refused = resolve(graph, values)
    if given:
        resolved = resolved.relayered({n: Given.of(x) for n, x in given.items()})
    if before is None:
        return Inside(resolved, work_out(resolved, measure=measure, refused=refused))
    return Inside(resolved, _worked_on(resolved, before, measure, refused))


def resolve(
    graph: Graph, values: Mapping[str, Value]
) -> tuple[Graph, dict[str, ShapeError]]:
    """The graph with values for its expressions, and why some have none."""
    plain: dict[str, Layer] = {}
    refused: dict[str, ShapeError] = {}
    for node in graph:
        if node.layer.expressions:
            try:
                plain[node.name] = node.layer.resolved(values)
            except SettingError as error:
                refused[node.name] = _refusal(error)
    return (graph.relayered(plain) if plain else graph), refused


def work_out(
    graph: Graph,
    names: Iterable[str] | None = None,
    measure: Measure = do_not_run,
    refused: Mapping[str, ShapeError] = MappingProxyType({}),
) -> dict[str, Outcome]:
    """The outcome of each node in order; `names` must hold all that they depend on."""
    wanted = None if names is None else set(names)
    outcomes: dict[str, Outcome] = {}
    for name in graph.order:
        if name in refused:
            outcomes[name] = refused[name]
        elif wanted is None or name in wanted:
            outcomes[name] = _outcome(graph, name, outcomes, measure)
    return outcomes


def _worked_on(
    graph: Graph,
    before: Inside,
    measure: Measure,
    refused: Mapping[str, ShapeError],
) -> dict[str, Outcome]:
    """The outcome of each node in order, where those of another graph are known.

    A node has the same outcome as long as its layer, its wires and what they carry stay
    the same; what comes of running a layer may be another every time.
    """
    old, known = before.graph.nodes, before.outcomes
    stale = rewired(before.graph.wiring, graph.wiring)
    for name in differing(old, graph.nodes):
        if name not in old or old[name].layer is not graph.nodes[name].layer:
            stale.add(name)
    stale.update([node.name for node in graph if node.layer.needs_running])
    stale |= refused.keys()
    outcomes: dict[str, Outcome] = {}
    for name in graph.order:
        if name not in stale:
            outcomes[name] = known[name]
            continue
        found = refused.get(name) or _outcome(graph, name, outcomes, measure)
        outcomes[name] = found
        if found is not known.get(name) or not _gives_as(old.get(name), graph, name):
            stale.update(graph.wiring.adj[name])
    return outcomes


def _gives_as(was: Node | None, graph: Graph, name: str) -> bool:
    """Whether a node still has the outputs that it had."""
    return was is not None and was.layer.outputs == graph.nodes[name].layer.outputs


def _outcome(
    graph: Graph, name: str, outcomes: dict[str, Outcome], measure: Measure
) -> Outcome:
    wires = graph.wires_into(name)
    tensors = {port: carried(graph, wire, outcomes) for port, wire in wires.items()}
    return outcome_of(graph.nodes[name].layer, tensors, measure)


def outcome_of(
    layer: Layer, wired: Mapping[str, Tensor | None], measure: Measure = do_not_run
) -> Outcome:
    """What a layer makes of the tensors at its wired ports, None for an unknown one."""
    ports = layer.inputs
    tensors = {port: tensor for port, tensor in wired.items() if tensor is not None}
    if len(tensors) < len(wired):
        return UNKNOWN
    missing = [p.name for p in ports if not (p.optional or p.many or p.name in tensors)]
    if missing or (ports and not tensors):
        return Missing(tuple(missing))
    inputs = _arguments(ports, tensors)
    if isinstance(layer, Use):
        return _through_block(layer, inputs, measure)
    found = infer(layer, inputs)
    if layer.needs_running and isinstance(found, Inference):
        return measure(layer, inputs)
    return found


def carried(graph: Graph, wire: Wire, outcomes: Mapping[str, Outcome]) -> Tensor | None:
    """The tensor that a wire carries, if it is known."""
    source = outcomes.get(wire.source)
    if not isinstance(source, Inference):
        return None
    for port, tensor in zip(
        graph.nodes[wire.source].layer.outputs, source.outputs, strict=True
    ):
        if port.name == wire.source_port:
            return tensor
    return None  # the port is gone


def _arguments(ports: tuple[Port, ...], tensors: dict[str, Tensor]) -> Tensors:
    arguments: list[Tensor | None] = []
    named = {port.name for port in ports if not port.many}
    for port in ports:
        if port.many:
            arguments += [x for wired, x in tensors.items() if wired not in named]
        else:
            arguments.append(tensors.get(port.name))
    return tuple(arguments)


@lru_cache(maxsize=1 << 16)
def infer(layer: Layer, inputs: Tensors) -> Inference | ShapeError:
    """What a layer makes of its inputs, or the error that its shape rule raised."""
    try:
        made = layer.output(*inputs)
    except ShapeError as error:
        return error.with_traceback(None)
    outputs = (made,) if isinstance(made, Tensor) else made
    return Inference(inputs, outputs, layer.parameters(*inputs), layer.macs(*inputs))


# Blocks --------------------------------------------------------------------------------


def _through_block(use: Use, inputs: Tensors, measure: Measure) -> Outcome:
    if not use.needs_running:  # then nothing is run, and what is found stays so
        return _remembered(use, inputs)
    return _repeated(use, inputs, measure)


@lru_cache(maxsize=1 << 12)
def _remembered(use: Use, inputs: Tensors) -> Outcome:
    return _repeated(use, inputs, do_not_run)


def _repeated(use: Use, inputs: Tensors, measure: Measure) -> Outcome:
    """What a block gives, each repeat taking what the one before gave."""
    try:
        rounds = use.rounds()
    except SettingError as error:
        return _refusal(error)
    if len(rounds) > 1 and not (len(use.outputs) == 1 and use.inputs):
        return ShapeError(
            f"is repeated, and so needs an input and one output, which the next repeat "
            f"takes; {use.block.name} has {len(use.inputs)} inputs and "
            f"{len(use.outputs)} outputs.",
            changes=({"repeat": 1},),
        )
    inside: list[Inside] = []
    passed = inputs
    for values in rounds:
        inside.append(_inside(use.block, values, passed, measure))
        answers = inside[-1].answers
        if answers is None:
            return Broken(tuple(inside))
        passed = (*answers[:1], *inputs[1:])
    parameters = sum(each.parameters for each in inside)
    macs = sum(each.macs for each in inside)
    return Inference(inputs, answers or (), parameters, macs, tuple(inside))


def _inside(block: Block, values: Values, inputs: Tensors, measure: Measure) -> Inside:
    if block.needs_running:
        return _surveyed(block, values, inputs, measure)
    return _inside_remembered(block, values, inputs)


@lru_cache(maxsize=1 << 12)
def _inside_remembered(block: Block, values: Values, inputs: Tensors) -> Inside:
    return _surveyed(block, values, inputs, do_not_run)


def _surveyed(
    block: Block, values: Values, inputs: Tensors, measure: Measure
) -> Inside:
    ports = zip(block.inputs, inputs, strict=True)
    given = {port.name: tensor for port, tensor in ports if tensor is not None}
    return survey(block.graph, dict(values), given, measure)


def _refusal(error: SettingError) -> ShapeError:
    """A setting that cannot be, as what is wrong with its layer."""
    words = str(error) if str(error).endswith((".", "?")) else f"{error}."
    return ShapeError(f"has no value that will do: {words}", setting=error.setting)
