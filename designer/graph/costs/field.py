"""Receptive fields: how much of a network's inputs a number deep in it sees.

Worked out from the layers' sights, forwards through a graph and into its blocks. Where a
layer does not tell what it sees, the field is unknown from there on, unless all is seen.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from designer.graph.block import Use
from designer.graph.differing import differing
from designer.graph.ends import outputs_of
from designer.graph.graph import Graph
from designer.graph.inference import Inference, Inside
from designer.kinds import TIMES
from designer.layers import Input, Layer, Output, Tensor
from designer.layers.sight import HERE, WHOLE, Reach, Sight, Sights

Source = tuple[str, int]
"""An axis of an Input, by the node's name."""


class Axis(NamedTuple):
    """Which sources an axis of a tensor follows; `mixed` if not in their order."""

    sources: tuple[Source, ...] = ()
    mixed: bool = False


class Field:
    """What a number of a tensor sees of each source, and what its axes follow."""

    def __init__(self, seen: Mapping[Source, Reach], along: tuple[Axis, ...]) -> None:
        self.seen = seen
        self.along = along

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Field) and (
            self is other or (self.seen, self.along) == (other.seen, other.along)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def is_whole(self) -> bool:
        """Whether all of every input is seen."""
        return all(reach == WHOLE for reach in self.seen.values())

    @cached_property
    def is_followed(self) -> bool:
        """Whether its axes follow nothing that is seen whole."""
        return all(self.seen[s] != WHOLE for axis in self.along for s in axis.sources)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Places seen along each axis of the largest input but its channels; 0 for all.

        Of an input with two axes it is the one that is not seen whole, for either may
        hold the channels. Empty where no input is seen.
        """
        inputs: dict[str, list[Reach]] = {}
        for (name, _), reach in sorted(self.seen.items()):
            inputs.setdefault(name, []).append(reach)
        return max(map(_sizes, inputs.values()), key=_wide, default=())

    @property
    def extent(self) -> float:
        """The largest of the sizes, to sort by; infinite where all is seen."""
        return max((size or float("inf") for size in self.sizes), default=0.0)

    def __str__(self) -> str:
        """ "7", "7×5" or "all"; empty where no input is seen."""
        return self.written()

    def written(self, times: str = TIMES, comma: str = ",") -> str:
        """The same with other signs."""
        words = ["all" if not size else f"{size:{comma}}" for size in self.sizes]
        return times.join(words if len(set(words)) > 1 else words[:1])


Fields = tuple[Field | None, ...]
"""The field of each output port; None where it is not known."""


Entering = Field | bool | None
"""The field at an input; False where no wire ends."""


class Seen:
    """The fields in a graph, each worked out once: by node, and what enters blocks."""

    def __init__(self, inside: Inside) -> None:
        self.inside = inside
        self.fields: dict[str, Fields] = {}
        self.entries: dict[str, tuple[dict[str, Field | None], ...]] = {}

    def of(self, name: str) -> Field | None:
        """The field of a node's first output, or of what an Output gets."""
        fields = self.fields.get(name, ())
        return fields[0] if fields else None

    @property
    def answer(self) -> Field | None:
        """The field of what the graph gives first."""
        ends = outputs_of(self.inside.graph)
        return self.of(ends[0]) if ends else None

    def within(self, name: str, place: int) -> "Seen":
        """The fields inside a block, in one of its repeats."""
        outcome = self.inside.outcomes[name]
        assert isinstance(outcome, Inference)
        return look(outcome.inside[place], self.entries[name][place])


def look(
    inside: Inside,
    given: Mapping[str, Field | None] | None = None,
    before: Seen | None = None,
) -> Seen:
    """The fields of a graph. `given` are those of a block's Inputs.

    What was seen before is kept where nothing has changed, so that an edit costs only
    what it touches.
    """
    seen = Seen(inside)
    graph, outcomes = inside.graph, inside.outcomes
    stale: set[str] | None = None
    if before is not None and before.inside.graph.wiring is graph.wiring:
        known = before.inside.outcomes
        stale = set(differing(known, outcomes))
        seen.fields, seen.entries = dict(before.fields), dict(before.entries)
    for name in graph.order:
        if stale is None or name in stale:
            fields = _fields(graph, name, seen, given)
            if stale is None or fields != seen.fields.get(name):
                seen.fields[name] = fields
                if stale is not None:
                    stale.update(graph.wiring.adj[name])
    return seen


def _fields(
    graph: Graph, name: str, seen: Seen, given: Mapping[str, Field | None] | None
) -> Fields:
    outcome, layer = seen.inside.outcomes.get(name), graph.nodes[name].layer
    if not isinstance(outcome, Inference):
        return ()
    if isinstance(layer, Input):
        entered = given.get(name) if given is not None else None
        return (entered if given is not None else _begun(name, outcome.outputs[0]),)
    wired = _wired(graph, name, layer, seen)
    if isinstance(layer, Use):
        return _through_block(layer, name, outcome, wired, seen)
    outputs = outcome.inputs[:1] if isinstance(layer, Output) else outcome.outputs
    ranks = [len(tensor.shape) for tensor in outputs if tensor is not None]
    sights = _sights(layer, outcome.inputs)
    return through(sights, wired, ranks)


@lru_cache(maxsize=1 << 14)
def _sights(layer: Layer, inputs: tuple[Tensor | None, ...]) -> Sights:
    return layer.sights(*inputs)


def _begun(name: str, tensor: Tensor) -> Field:
    """Each number of an Input sees itself, which is all there is of an axis of size 1."""
    seen = {(name, i): WHOLE if s == 1 else HERE for i, s in enumerate(tensor.shape)}
    along = (Axis(() if seen[each] == WHOLE else (each,)) for each in seen)
    return Field(seen, tuple(along))


def _wired(graph: Graph, name: str, layer: Layer, seen: Seen) -> tuple[Entering, ...]:
    """The field at each input of a layer, in order."""
    found: dict[str, Entering] = {}
    for port, wire in graph.wires_into(name).items():
        fields = seen.fields.get(wire.source, ())
        outputs = zip(graph.nodes[wire.source].layer.outputs, fields, strict=False)
        found[port] = next((f for o, f in outputs if o.name == wire.source_port), None)
    named = {port.name for port in layer.inputs if not port.many}
    in_order: list[Entering] = []
    for each in layer.inputs:
        if each.many:
            in_order += [x for wired, x in found.items() if wired not in named]
        else:
            in_order.append(found.get(each.name, False))
    return tuple(in_order)


def through(sights: Sights, fields: Iterable[Entering], ranks: list[int]) -> Fields:
    """What the outputs of a layer see, which have so many axes."""
    seen: dict[Source, Reach] = {}
    along: list[Axis] | None = None
    for sight, field in zip(sights, fields, strict=False):
        if field is False:
            continue
        passed = _passed(sight, field) if isinstance(field, Field) else None
        if passed is None:
            return (None,) * len(ranks)
        if len(sights) == 1 and sight and [len(passed.along)] == ranks:
            return (passed,)
        for source, reach in passed.seen.items():
            joined = reach.joined(seen[source]) if source in seen else reach
            if joined is None:
                return (None,) * len(ranks)
            seen[source] = joined
        if sight is not None:
            both = passed.along if along is None else map(_merged, along, passed.along)
            along = list(both)
    return tuple(
        Field(seen, tuple(along) if along and len(along) == rank else (Axis(),) * rank)
        for rank in ranks
    )


def _passed(sight: Sight | None, field: Field) -> Field | None:
    """What is seen through a layer of one of its inputs."""
    if sight is None:
        return field if field.is_whole else None
    if field.is_followed and _is_pointwise(sight):
        return field
    seen = dict(field.seen)
    for axis, reach in zip(field.along, sight.reaches, strict=True):
        if reach == HERE or not axis.sources:
            continue
        if reach != WHOLE and (axis.mixed or len(axis.sources) > 1):
            if all(seen[source] == WHOLE for source in axis.sources):
                continue
            return None
        for source in axis.sources:
            looked = reach.through(seen[source])
            if looked is None:
                return None
            seen[source] = looked
    return Field(seen, tuple(_followed(sight, field, seen)))


@lru_cache(maxsize=1 << 10)
def _is_pointwise(sight: Sight) -> bool:
    """Whether each place sees itself alone."""
    axes = range(len(sight.reaches))
    return (
        all(reach == HERE for reach in sight.reaches)
        and sight.along == tuple((axis,) for axis in axes)
        and not sight.mixed
    )


def _followed(
    sight: Sight, field: Field, seen: Mapping[Source, Reach]
) -> Iterator[Axis]:
    """What the axes of an output follow: nothing that is seen whole anyway."""
    for place, axes in enumerate(sight.along):
        if len(axes) == 1 and place not in sight.mixed:
            axis = field.along[axes[0]]
            if len(axis.sources) == 1 and seen[axis.sources[0]] != WHOLE:
                yield axis
                continue
        sources = [
            source
            for number in axes
            for source in field.along[number].sources
            if seen[source] != WHOLE
        ]
        mixed = place in sight.mixed or len(sources) > 1
        mixed = mixed or any(field.along[number].mixed for number in axes)
        yield Axis(tuple(sources), bool(sources) and mixed)


def _merged(one: Axis, other: Axis) -> Axis:
    if one == other:
        return one
    sources = tuple(dict.fromkeys((*one.sources, *other.sources)))
    return Axis(sources, one.mixed or other.mixed)


def _through_block(
    use: Use,
    name: str,
    outcome: Inference,
    wired: tuple[Entering, ...],
    seen: Seen,
) -> Fields:
    """What a block's outputs see, each repeat seeing what the one before gave."""
    ports = [port.name for port in use.inputs]
    entries = []
    given = {
        port: None if isinstance(field, bool) else field
        for port, field in zip(ports, wired, strict=True)
    }
    fields: Fields = ()
    for inside in outcome.inside:
        entries.append(given)
        found = look(inside, given)
        fields = tuple(found.of(end) for end in _ends(use))
        given = {**given, ports[0]: fields[0] if fields else None} if ports else given
    seen.entries[name] = tuple(entries)
    return fields


def _ends(use: Use) -> list[str]:
    return [port.name for port in use.outputs]


def _sizes(reaches: list[Reach]) -> tuple[int, ...]:
    sizes = tuple(reach.size for reach in reaches)
    if len(sizes) == 2:
        return sizes[1:] if sizes[1] or not sizes[0] else sizes[:1]
    return sizes[1:] if len(sizes) > 2 else sizes


def _wide(sizes: tuple[int, ...]) -> tuple[float, int]:
    return max((size or float("inf") for size in sizes), default=0.0), len(sizes)
