"""Finding nodes by what a person types: a name, a layer, a block, a value, or several.

A number or a size is meant whole, so "64" finds no 640; any other word may be a part.
"setting=value" asks for the value of one setting, and so does "s2", as cards and chains
say it: one number stands for a size of equal ones.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from designer.graph.design import Design, Step, Way
from designer.graph.graph import Graph
from designer.graph.nesting import uses
from designer.graph.typed import LETTERED, marked
from designer.kinds import TIMES
from designer.layers import Layer

NUMBER = re.compile(rf"[\d.{TIMES}]*\d[\d.{TIMES}]*")


FOLLOWED = {"stride": "kernel_size"}
"""Whose value a setting has where it has none. Source: torch.nn.MaxPool2d."""


class Hit(NamedTuple):
    """A node that was found, and the way to the block that it is in."""

    way: Way
    node: str


class Words(NamedTuple):
    """What a layer can be found by: its type, its words, and its values by setting."""

    type: type[Layer]
    names: tuple[str, ...]
    values: tuple[tuple[str, str], ...]


class Index:
    """All nodes of a design, those of the block at `here` first, ready to be found.

    Each block is looked into once, however often it is used.
    """

    def __init__(self, design: Design, here: Way = ()) -> None:
        self._entries = [
            (Hit(way, node.name), node.name.casefold(), words_of(node.layer))
            for way, graph in places(design, here)
            for node in graph
        ]

    def find(self, text: str) -> list[Hit]:
        """The nodes that suit every word of a text."""
        words = asked(text)
        return [
            hit
            for hit, name, known in self._entries
            if words and all(_suits(name, known, word) for word in words)
        ]


def asked(text: str) -> tuple[str, ...]:
    """The words of what was typed: "Conv 3x3" as "conv" and "3×3"."""
    folded = re.sub(r"\s*=\s*", "=", text.casefold())
    folded = re.sub(r"(?<=\d)\s*[x×*]\s*(?=\d)", TIMES, folded)
    return tuple(folded.split())


def places(design: Design, here: Way = ()) -> Iterator[tuple[Way, Graph]]:
    """A way to each graph of a design, beginning with the one at `here`."""
    seen = design.at(here).graph if here else design.graph
    yield here, seen
    done = [seen]
    waiting: list[tuple[Way, Graph]] = [((), design.graph)]
    for way, graph in waiting:
        if not any(graph is each for each in done):
            done.append(graph)
            yield way, graph
        for node, use in uses(graph):
            inner = use.block.graph
            if not any(inner is each for _, each in waiting):
                waiting.append(((*way, Step(node)), inner))


def _suits(node: str, known: Words, word: str) -> bool:
    if word in node:
        return True
    if "=" in word:
        setting, _, value = word.partition("=")
        return any(
            name.startswith(setting) and _is_setting(shown, value)
            for name, shown in known.values
        )
    if NUMBER.fullmatch(word):
        return any(_is_value(shown, word) for _, shown in known.values)
    return _is_marked(known, word) or any(word in each for each in known.names)


def _is_marked(known: Words, word: str) -> bool:
    """Whether a layer has a value as cards show it, and chains are typed: "s2", "k3"."""
    parts = LETTERED.fullmatch(word)
    if parts is None:
        return False
    name = _meant(known.type, parts[1])  # type: ignore[arg-type]  # classes have a hash
    return any(
        name == each and _is_setting(shown, parts[2]) for each, shown in known.values
    )


@lru_cache(maxsize=2_000)
def _meant(layer: type[Layer], letters: str) -> str:
    setting = marked(layer, letters)
    return setting.name.casefold() if setting else ""


def _is_setting(shown: str, wanted: str) -> bool:
    """Whether it is the value of a setting, or each number of a size."""
    return _is_value(shown, wanted) or set(shown.split(TIMES)) == {wanted}


def _is_value(shown: str, wanted: str) -> bool:
    if not wanted or wanted not in shown:
        return False
    return shown == wanted or wanted in re.split(r"[ ,]+", shown)


@lru_cache(maxsize=20_000)
def words_of(layer: Layer) -> Words:
    """What a layer can be found by."""
    values = [
        (name.casefold(), declared.show(getattr(layer, name)).casefold())
        for name, declared in layer.declared_settings.items()
    ]
    texts = [
        shown
        for name, (_, shown) in zip(layer.declared_settings, values, strict=True)
        if layer.differs(name) and not isinstance(getattr(layer, name), bool)
    ]
    shown_by = dict(values)
    for name, other in FOLLOWED.items():
        if {name, other} <= {*shown_by} and getattr(layer, name) is None:
            values.append((name, shown_by[other]))
    names = (type(layer).__name__.casefold(), *texts)
    return Words(type(layer), names, tuple(values))
