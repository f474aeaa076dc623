"""Which layer type a typed word means: "conv", "bn", "pool", "dense", "Conv2d".

A word means what nodes are called: "bn" is typed as bn1 is named. Next come the families,
the names of PyTorch and the words that each layer is searched by. Of types that differ in
their axes only, such as Conv1d and Conv2d, the one is meant that suits the tensor.
"""

import difflib
import re
from collections.abc import Collection
from functools import lru_cache

from designer.graph.names import stem_of
from designer.layers import CATALOGUE, Annotation, Layer
from designer.layers.search import PREFIX, named

AXES = re.compile(r"(?<=[A-Za-z])([123])d$")
"""What tells types apart that differ in their axes only."""

USUAL = (2, 1, 3)
"""Axes besides the channels, the likeliest first."""

LEAST = 3
"""Letters of a word that stands for a family."""


def meant(word: str, axes: int | None = None) -> tuple[type[Layer], ...]:
    """The types that a word may mean, the likeliest first; none if it means nothing.

    Types that differ in their axes only come together, those for `axes` axes first.
    Notes and frames are meant by their very names alone.
    """
    word = PREFIX.sub("", word)
    if word in CATALOGUE:
        return (CATALOGUE[word],)
    if word[:1].isdigit():
        return ()
    found = _of_family(word.lower()) or _stems().get(word.lower()) or named(word)
    names = [name for name in found if not issubclass(CATALOGUE[name], Annotation)]
    if not names:
        return ()
    if names[0].lower() == word.lower():
        return (CATALOGUE[names[0]],)
    return tuple(CATALOGUE[name] for name in _kin(names[0], axes))


def nearest_word(word: str, others: Collection[str] = ()) -> str:
    """The word that was likely meant, or nothing. `others` are more that are known."""
    known = {each.lower(): each for each in (*_stems(), *CATALOGUE, *others)}
    cutoff = 0.5 if len(word) < LEAST else 0.65
    for names in ([each for each in known if each in _stems()], known):
        close = difflib.get_close_matches(word.lower(), names, n=1, cutoff=cutoff)
        if close:
            return known[close[0]]
    return ""


def _stems() -> dict[str, tuple[str, ...]]:
    """The types by how their nodes are called, and by their names without axes."""
    return _stems_of(tuple(CATALOGUE))


@lru_cache(maxsize=2)
def _stems_of(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {name.lower(): (name,) for name in names}
    for word in (stem_of, lambda name: AXES.sub("", name).lower()):
        fresh: dict[str, list[str]] = {}
        for name in names:
            fresh.setdefault(word(name), []).append(name)
        found = {**{stem: tuple(types) for stem, types in fresh.items()}, **found}
    return found


def _of_family(word: str) -> tuple[str, ...]:
    """The types of a family that the word begins and that have it in their names."""
    if len(word) < LEAST:
        return ()
    return tuple(
        name
        for name, cls in CATALOGUE.items()
        if cls.family.lower() != word
        and cls.family.lower().startswith(word)
        and word in name.lower()
    )


def _kin(name: str, axes: int | None) -> tuple[str, ...]:
    """The types that differ in their axes only, those for `axes` first."""
    if not AXES.search(name):
        return (name,)
    order = [*([axes] if axes else []), *USUAL]
    names = (AXES.sub(f"{each}d", name) for each in dict.fromkeys(order))
    return tuple(each for each in names if each in CATALOGUE)
