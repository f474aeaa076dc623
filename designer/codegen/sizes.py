"""Which sizes of a block's inputs its class must be told, and which it knows.

A size that is the same number at every use is that number. One that is always equal to a
setting of the block, as the channels of a residual block, is written by that setting.
Any other becomes an argument, if the code needs it.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple

from designer.codegen.occurrence import Key, Occurrence, rounds
from designer.codegen.rendering import Made, Rendering
from designer.codegen.role import Role
from designer.codegen.traced import Traced, is_traced, rewritten, traced
from designer.codegen.using import given_settings, outputs_of_role
from designer.errors import SettingError
from designer.expression import Expression, Value
from designer.graph.block import Use
from designer.graph.design import Design
from designer.graph.ends import outputs_of
from designer.graph.graph import Graph
from designer.graph.inference import Inference, Inside, Tensors
from designer.layers import Tensor
from designer.settings import Setting

Size = tuple[int, int]
"""The size of an input along one axis: the places of both."""

Known = Mapping[Size, int | str]
"""The sizes that a class knows: a number, or the setting that it is equal to."""

Kind = tuple[str, str]
"""A block, and how many axes its inputs have."""


class Meeting(NamedTuple):
    """What a block gets in one repeat of a use, in the names of the class around it."""

    key: Key
    kind: Kind
    inputs: Tensors
    settings: Mapping[str, Value]


class Trial(NamedTuple):
    """A class with a name for every size: what it gives, and what its blocks get."""

    outputs: tuple[Tensor, ...]
    meetings: tuple[Meeting, ...]


def known_sizes(
    design: Design, inside: Inside, met: dict[str, list[Occurrence]]
) -> dict[Kind, Known]:
    """The sizes that the class of each block knows."""
    settings = traced_settings(design.settings)
    meetings: dict[str, list[Meeting]] = {name: [] for name in met}
    _sort(_trial(design.graph, inside, settings, {}).meetings, meetings)
    found: dict[Kind, Known] = {}
    for name in reversed(met):  # outer ones first
        kinds = dict.fromkeys(kind_of(each) for each in met[name])
        for kind in kinds:
            own = [each for each in meetings[name] if each.kind == kind]
            found[kind] = dict(_decided(own, met[name][0].block.settings))
        for each in met[name]:
            shapes = given_tensors(each, found[kind_of(each)])
            names = {
                size_name(place, axis): size
                for place, tensor in enumerate(shapes)
                if tensor
                for axis, size in enumerate(tensor.shape)
            }
            inner = (_renamed(m, names, each) for m in _tried(each).meetings)
            _sort(inner, meetings)
    return found


def kind_of(met: Occurrence) -> Kind:
    """What must be alike for occurrences to share a class."""
    shapes = [(len(x.shape), x.dtype) if x else None for x in met.inputs]
    return met.block.name, repr(shapes)


def size_name(place: int, axis: int) -> str:
    """The size of an input along one axis, before it has a name."""
    return f"_size{place}_{axis}"


def given_tensors(met: Occurrence, known: Known) -> Tensors:
    """What reaches a block, in the names of its class."""
    return tuple(
        tensor
        and Tensor(
            tuple(
                _size(size, known.get((place, axis)), size_name(place, axis))
                for axis, size in enumerate(tensor.shape)
            ),
            tensor.dtype,
        )
        for place, tensor in enumerate(met.inputs)
    )


def traced_settings(
    settings: tuple[Setting, ...], values: Any = ()
) -> dict[str, Value]:
    """The values of settings, which remember their names."""
    given = {**{each.name: each.default for each in settings}, **dict(values)}
    return {name: traced(value, name) for name, value in given.items()}


def by_port(met: Occurrence, inputs: Tensors) -> dict[str, Tensor]:
    """The tensors that reach a block, by its Inputs."""
    pairs = zip(met.block.inputs, inputs, strict=True)
    return {port.name: tensor for port, tensor in pairs if tensor is not None}


def _size(size: int, known: int | str | None, name: str) -> int:
    if isinstance(known, int):
        return size
    return Traced.of(size, known or name)


def _sort(meetings: Iterable[Meeting], found: dict[str, list[Meeting]]) -> None:
    for each in meetings:
        found[each.kind[0]].append(each)


def _renamed(meeting: Meeting, sizes: Mapping[str, int], met: Occurrence) -> Meeting:
    """What a block gets, where the class around it knows some of its sizes."""
    names = {**traced_settings(met.block.settings, met.values), **sizes}
    inputs = tuple(
        tensor
        and Tensor(
            tuple(
                rewritten(repr(size), names) if is_traced(size) else size  # type: ignore[misc]
                for size in tensor.shape
            ),
            tensor.dtype,
        )
        for tensor in meeting.inputs
    )
    return meeting._replace(inputs=inputs)


def _decided(
    meetings: list[Meeting], settings: tuple[Setting, ...]
) -> Iterator[tuple[Size, int | str]]:
    whole = [each.name for each in settings if type(each.default) is int]
    for place, tensor in enumerate(meetings[0].inputs if meetings else ()):
        for axis in range(len(tensor.shape) if tensor else 0):
            sizes = [each.inputs[place].shape[axis] for each in meetings]  # type: ignore[union-attr]
            texts = list(map(repr, sizes))
            if len(set(texts)) == 1 and not is_traced(sizes[0]):
                yield (place, axis), int(sizes[0])
                continue
            for name in whole:
                if texts == [repr(each.settings[name]) for each in meetings]:
                    yield (place, axis), name
                    break


# Trials --------------------------------------------------------------------------------


def _trial(
    graph: Graph,
    inside: Inside,
    settings: Mapping[str, Value],
    given: dict[str, Tensor],
) -> Trial:
    meetings: list[Meeting] = []
    using = partial(_meet, meetings=meetings)
    rendering = Rendering(graph, inside, settings, given, using, is_trial=True)
    outputs = tuple(map(rendering.tensor_at, outputs_of(graph)))
    return Trial(outputs, tuple(meetings))


@lru_cache(maxsize=1 << 12)
def _tried(met: Occurrence) -> Trial:
    """The trial of a block where it has these settings and inputs."""
    settings = traced_settings(met.block.settings, met.values)
    given = by_port(met, given_tensors(met, {}))
    return _trial(met.block.graph, met.inside, settings, given)


def _meet(
    use: Use,
    plain: Use,
    known: Inference,
    inputs: Tensors,
    settings: Mapping[str, Value],
    meetings: list[Meeting],
) -> tuple[Made, tuple[Tensor, ...]]:
    """Notes what a use gives to its block in each repeat."""
    outputs: tuple[Tensor, ...] = ()
    for number, each in enumerate(rounds(plain, known)):
        given = given_settings(use, each, number, settings)
        meetings.append(Meeting(each.key, kind_of(each), inputs, given))
        names = {
            size_name(place, axis): (place, axis)
            for place, tensor in enumerate(each.inputs)
            for axis in range(len(tensor.shape) if tensor else 0)
        }
        role = Role("", (), {}, _tried(each).outputs, names)
        outputs = outputs_of_role(role, each, inputs, given)
        inputs = (*outputs[:1], *inputs[1:])
    if isinstance(use.repeat, Expression):  # then there may be more repeats
        meetings += _next_meeting(use, plain, known, inputs, settings)
    return Made(None), outputs


def _next_meeting(
    use: Use,
    plain: Use,
    known: Inference,
    inputs: Tensors,
    settings: Mapping[str, Value],
) -> list[Meeting]:
    """What one repeat more would get, if the block could take that."""
    *_, last = rounds(plain, known)
    number = len(known.inside)
    try:
        values = plain.changed(repeat=number + 1).rounds()[-1]
    except SettingError:
        return []
    more = last._replace(values=values, inputs=inputs)
    if kind_of(more) != kind_of(last):
        return []
    given = given_settings(use, more, number, settings)
    return [Meeting(more.key, kind_of(more), inputs, given)]
