"""Edits of a block's settings, or of the network's own: add, rename, remove, reorder.

Each takes the whole design and the name of the block, which is empty for the network,
and returns a new design in which all that names the setting follows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from designer.errors import GraphError, SettingError
from designer.expression import Expression, Value
from designer.graph.block import Block, Use
from designer.graph.block_settings import block_setting
from designer.graph.design import Design, Way
from designer.graph.graph import Graph
from designer.graph.nesting import following, updated, uses
from designer.layers import Layer
from designer.settings import Setting
from designer.words import listed

STARTS = ("out_", "num_")
"""What is dropped from a layer's setting where it names one of a block."""


def with_setting(design: Design, setting: Setting, block: str = "") -> Design:
    """With a new setting, or with another in place of the one of that name.

    Raises GraphError where a node has that name.
    """
    graph, settings = _parts(design, block)
    names = [each.name for each in settings]
    if setting.name not in names:
        return _put(design, block, graph, (*settings, setting))
    kept = tuple(setting if each.name == setting.name else each for each in settings)
    return _put(design, block, graph, kept)


def without_setting(design: Design, name: str, block: str = "") -> Design:
    """Without a setting, and without the values that uses of the block give it.

    Raises GraphError in words while an expression names it.
    """
    _parts_with(design, block, name)
    users = nodes_that_name(design, name, block)
    if users:
        raise GraphError(
            f"{listed(users)} {'follows' if len(users) == 1 else 'follow'} {name}, so it "
            f"must stay. Type a value in its place there first."
        )
    if block:
        design = _everywhere(design, lambda graph: _renamed_values(graph, block, name))
    graph, settings = _parts(design, block)
    kept = tuple(each for each in settings if each.name != name)
    return _put(design, block, graph, kept)


def renamed_setting(design: Design, old: str, new: str, block: str = "") -> Design:
    """With a setting called otherwise; expressions, and the values of uses, follow.

    Raises SettingError or GraphError in words for a name that cannot be.
    """
    _, settings = _parts_with(design, block, old)
    if old == new:
        return design
    if new in [each.name for each in settings]:
        raise GraphError(f"There is a setting called {new} already.")
    renamed = tuple(
        _called(each, new) if each.name == old else each for each in settings
    )
    if block:
        design = _everywhere(
            design, lambda graph: _renamed_values(graph, block, old, new)
        )
    graph, _ = _parts(design, block)
    return _put(design, block, _with_names(graph, old, new), renamed)


def reordered(design: Design, names: Sequence[str], block: str = "") -> Design:
    """With the settings in another order; `names` are all of them, each once."""
    graph, settings = _parts(design, block)
    by_name = {each.name: each for each in settings}
    if sorted(names) != sorted(by_name):
        raise GraphError(f"The new order must name {listed([*by_name])}, each once.")
    return _put(design, block, graph, tuple(by_name[name] for name in names))


def with_setting_made(design: Design, node: str, name: str, block: str = "") -> Design:
    """With a setting of a layer made one of the block; the layer's follows it.

    Its default is the value that the layer has. Raises GraphError in words where that
    is no single number, nor on or off.
    """
    graph, settings = _parts(design, block)
    layer = graph.node(node).layer
    declaration = layer.require(name)
    default = single(getattr(layer, name))
    if default is None:
        raise GraphError(
            f"{name} of {node} is {declaration.show(getattr(layer, name))}; a setting of "
            f"a block is one number, or on or off."
        )
    made = block_setting(free_setting_name(design, name, block), default)
    made = replace(made, help=declaration.help)
    graph = graph.set(node, **{name: Expression(made.name)})
    return _put(design, block, graph, (*settings, made))


def single(value: Any) -> int | float | bool | None:
    """The one number, or the switch, that a value is; None where it is none."""
    if isinstance(value, tuple) and len(value) > 1 and len(set(value)) == 1:
        value = value[0]
    return value if type(value) in (int, float, bool) else None


def free_setting_name(design: Design, wanted: str, block: str = "") -> str:
    """A name for a new setting: "channels" for out_channels, or with a number after it."""
    graph, settings = _parts(design, block)
    taken = {*graph.nodes, *(each.name for each in settings)}
    stem = wanted
    for start in STARTS:
        stem = stem.removeprefix(start)
    tried = [stem, wanted, *(f"{stem}{n}" for n in range(2, len(taken) + 4))]
    return next(name for name in tried if name not in taken and _may_be(name))


def nodes_that_name(design: Design, name: str, block: str = "") -> list[str]:
    """The nodes with an expression that names a setting, in order."""
    graph, _ = _parts(design, block)
    return [node.name for node in graph if _names(node.layer, name)]


def values_at(design: Design, way: Way) -> dict[str, Value]:
    """What the settings are in the block, and in the repeat, that a way leads to.

    Where a value is not known, they all have their defaults.
    """
    values = design.values
    for step in way:
        use = design.use_at(step)
        design = design.at((step,))
        try:
            rounds = use.resolved(values).rounds()
            values = dict(rounds[min(step.repeat, len(rounds) - 1)])
        except SettingError:
            values = design.values
    return values


# Parts ---------------------------------------------------------------------------------


def _parts(design: Design, block: str) -> tuple[Graph, tuple[Setting, ...]]:
    if not block:
        return design.graph, design.settings
    found = design.block(block)
    return found.graph, found.settings


def _parts_with(
    design: Design, block: str, name: str
) -> tuple[Graph, tuple[Setting, ...]]:
    """The parts; raises GraphError where there is no setting of that name."""
    graph, settings = _parts(design, block)
    if name not in [each.name for each in settings]:
        raise GraphError(f"There is no setting {name!r}.")
    return graph, settings


def _put(
    design: Design, block: str, graph: Graph, settings: tuple[Setting, ...]
) -> Design:
    if not block:
        return replace(design, graph=graph, settings=settings)
    return design.with_block(Block(block, graph, settings))


def _called(setting: Setting, name: str) -> Setting:
    return block_setting(name, setting.default, setting.help)


def _may_be(name: str) -> bool:
    try:
        block_setting(name, 0)
    except SettingError:
        return False
    return True


def _names(layer: Layer, name: str) -> bool:
    return any(name in each.names for each in layer.expressions.values())


def _with_names(graph: Graph, old: str, new: str) -> Graph:
    """The graph with a setting called otherwise in its expressions."""
    changed: Mapping[str, Layer] = {
        node.name: node.layer.changed(
            **{
                key: each.renamed(old, new)
                for key, each in node.layer.expressions.items()
            }
        )
        for node in graph
        if _names(node.layer, old)
    }
    return graph.relayered(changed)


def _everywhere(design: Design, change: Callable[[Graph], Graph]) -> Design:
    """The design with each of its graphs changed, the network's and the blocks'."""
    blocks = updated(
        {
            name: replace(block, graph=change(block.graph))
            for name, block in design.blocks.items()
        }
    )
    graph = following(change(design.graph), blocks)
    return replace(design, graph=graph, blocks=MappingProxyType(blocks))


def _renamed_values(graph: Graph, block: str, old: str, new: str = "") -> Graph:
    """The graph whose uses of a block have their value of a setting under a new name.

    They keep it apart until the block knows the name; without a name it is dropped.
    """
    return graph.relayered(
        {
            name: _moved(use, old, new)
            for name, use in uses(graph)
            if use.block.name == block and use.differs(old)
        }
    )


def _moved(use: Use, old: str, new: str) -> Use:
    given = use.given
    value = use.require(old).to_json(given.pop(old))
    return Use(use.block, {**use.unknown, **({new: value} if new else {})}, **given)
