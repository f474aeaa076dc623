"""The classes of a design: one for the network, and most often one for each block.

Where the code of a block is not the same for all that it meets but for some numbers, it
becomes several classes.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from designer.codegen.occurrence import Key, Occurrence
from designer.codegen.rendering import Rendering, texts_of
from designer.codegen.role import Role
from designer.codegen.sizes import (
    Kind,
    Known,
    Size,
    by_port,
    given_tensors,
    kind_of,
    traced_settings,
)
from designer.codegen.template import NUMBER, Group, Template
from designer.codegen.using import made_of_block
from designer.graph.design import Design
from designer.graph.inference import Inside


def network_template(
    design: Design, inside: Inside, roles: Mapping[Key, Role]
) -> Template:
    """The class of the whole network."""
    settings = traced_settings(design.settings)
    using = partial(made_of_block, roles=roles)
    rendering = Rendering(design.graph, inside, settings, {}, using)
    group = Group(design.graph, design.settings, [rendering], ((),), ())
    return group.template(design.name, "")


def block_templates(
    met: Sequence[Occurrence],
    known: Mapping[Kind, Known],
    roles: Mapping[Key, Role],
    taken: Container[str],
) -> tuple[list[Template], dict[Key, Role]]:
    """The classes of a block, most often one, and the role of each occurrence in them."""
    templates: list[Template] = []
    found: dict[Key, Role] = {}
    block = met[0].block
    for together in _by(met, kind_of):
        own = known[kind_of(together[0])]
        sizes = _open_sizes(together[0], own)
        rendered = [(each, _rendered(each, own, roles)) for each in together]
        for alike in _by(rendered, lambda pair: _skeleton(pair[1])):
            inputs = tuple(each.inputs for each, _ in alike)
            renderings = [rendering for _, rendering in alike]
            group = Group(block.graph, block.settings, renderings, inputs, sizes)
            name = _put(templates, group.template(block.name, block.name), taken)
            keys = [each.key for each, _ in alike]
            found.update(zip(keys, group.roles(name), strict=True))
    return templates, found


def _put(templates: list[Template], new: Template, taken: Container[str]) -> str:
    """Adds a class unless it is there, with other comments; returns its name."""
    for place, old in enumerate(templates):
        if old.code == new.code:
            templates[place] = replace(
                old,
                comments={
                    n: c * (new.comments[n] == c) for n, c in old.comments.items()
                },
                summary=old.summary * (old.summary == new.summary),
                total=old.total * (old.total == new.total),
            )
            return old.name
    name = _numbered(new.name, taken, templates) if templates else new.name
    templates.append(replace(new, name=name))
    return name


def _by(items: Sequence[Any], key: Any) -> list[list[Any]]:
    """Items that are alike by a key, in the order of the first of each."""
    groups: dict[Any, list[Any]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())


def _numbered(name: str, taken: Container[str], templates: list[Template]) -> str:
    number = len(templates) + 1
    while f"{name}{number}" in taken:
        number += 1
    return f"{name}{number}"


# Rendering -----------------------------------------------------------------------------


def _rendered(met: Occurrence, known: Known, roles: Mapping[Key, Role]) -> Rendering:
    settings = traced_settings(met.block.settings, met.values)
    given = by_port(met, given_tensors(met, known))
    using = partial(made_of_block, roles=roles)
    return Rendering(met.block.graph, met.inside, settings, given, using)


def _open_sizes(met: Occurrence, known: Known) -> tuple[Size, ...]:
    """The sizes of which only the uses tell."""
    return tuple(
        (place, axis)
        for place, tensor in enumerate(met.inputs)
        for axis in range(len(tensor.shape) if tensor else 0)
        if (place, axis) not in known
    )


def _skeleton(rendering: Rendering) -> str:
    """All that must be alike in occurrences that share a class: all but the numbers."""
    return NUMBER.sub("#", "\n".join(_texts(rendering)))


def _texts(rendering: Rendering) -> Iterator[str]:
    for name, node in rendering.nodes.items():
        yield f"{name} {node.made.is_list}"
        yield from texts_of(node.made.call)
        yield from texts_of(node.called)
