"""Finding layers by what a person types: PyTorch's names, plain words, Keras's names.

All is put into lower case once; an answer then takes about a millisecond. Among layers
that suit alike, those whose own words tell of it earlier come first. How it is shown is
the palette's.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from designer.layers.layer import CATALOGUE, Layer, help_line

PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+[A-Za-z]*")
"""The words in a name: Adaptive Avg Pool 2d, Leaky Re LU, Conv 2D Transpose."""

TYPED = re.compile(r"[^\W_]+")
PREFIX = re.compile(r"\b(torch|nn|tf|keras|layers)\.(?=\w)")
"""What stands before a name in code."""

MOST_KEPT = 500
CLOSE = 0.7
"""How alike a mistyped word and a known one must be, from 0 to 1."""


class Found(NamedTuple):
    """A layer type, and the word that it was found by if its name does not show it."""

    name: str
    word: str = ""


class Results(NamedTuple):
    """What suits a query, the best first.

    Where nothing does, `nearest` is what is nearest to it, and was searched instead.
    """

    found: tuple[Found, ...]
    nearest: str = ""


class Rank(IntEnum):
    """How well a typed word suits a layer type."""

    NAME = 0
    NAME_BEGINS = 1
    PART_BEGINS = 2
    WORD = 3
    IN_NAME = 4
    WORD_BEGINS = 5
    SHORT = 6
    FAMILY = 7
    IN_HELP = 8


class Suited(NamedTuple):
    """How well, and by which word if not by the name.

    `place` is where that word stands among the layer's: the first tell most of it.
    """

    rank: Rank
    place: int = 0
    word: str = ""


class Entry:
    """A layer type as it is searched."""

    def __init__(self, name: str, cls: type[Layer]) -> None:
        self.name = name
        self.lower = name.lower()
        self.parts = _parts(name)
        self.starts = [match.start() for match in PARTS.finditer(name)]
        self.words = [(_key(word), word, _parts(word)) for word in cls.words.split()]
        self.family = cls.family
        self.family_words = TYPED.findall(cls.family.lower())
        self.help = f" {' '.join(TYPED.findall(help_line(cls).lower()))}"

    def suits(self, text: str) -> Suited | None:
        """How well one typed word suits; None if it does not."""
        by_name = self._by_name(text)
        if by_name is not None and by_name < Rank.WORD:
            return Suited(by_name)
        otherwise = [*self._by_words(text)]
        if is_short_for(text, self.parts):
            otherwise.append(Suited(Rank.SHORT))
        if by_name is not None:  # then no word need be told
            otherwise = [each._replace(word="") for each in otherwise]
            otherwise.append(Suited(by_name))
        if otherwise:
            return min(otherwise)
        if any(word.startswith(text) for word in self.family_words):
            return Suited(Rank.FAMILY, 0, self.family)
        return Suited(Rank.IN_HELP) if f" {text}" in self.help else None

    def terms(self) -> Iterator[str]:
        """Words that a mistyped one may have meant."""
        yield self.lower
        yield from (part for part in self.parts if len(part) > 3)
        for lower, _, parts in self.words:
            yield lower
            yield from (part for part in parts if len(part) > 3)
        yield from self.family_words

    def _by_name(self, text: str) -> Rank | None:
        if text not in self.lower:
            return None
        if self.lower.startswith(text):
            return Rank.NAME if text == self.lower else Rank.NAME_BEGINS
        if any(self.lower.startswith(text, start) for start in self.starts):
            return Rank.PART_BEGINS
        return Rank.IN_NAME

    def _by_words(self, text: str) -> Iterator[Suited]:
        for place, (lower, word, parts) in enumerate(self.words):
            if text == lower:
                yield Suited(Rank.WORD, place, word)
            elif lower.startswith(text) or any(p.startswith(text) for p in parts):
                yield Suited(Rank.WORD_BEGINS, place, word)
            elif is_short_for(text, parts):
                yield Suited(Rank.SHORT, place, word)


class Index:
    """A catalogue, ready to be searched."""

    def __init__(self, catalogue: Mapping[str, type[Layer]]) -> None:
        self.entries = [Entry(name, cls) for name, cls in catalogue.items()]
        self.terms = sorted({term for entry in self.entries for term in entry.terms()})
        self._known: dict[str, list[Suited | None]] = {}

    def search(self, query: str) -> Results:
        """What suits a query: all of its words, or those that are nearest to them."""
        typed = _words(PREFIX.sub("", query))
        if not typed:
            return Results(tuple(Found(entry.name) for entry in self.entries))
        for meant in ([typed], self._meant(typed)):
            for words in meant:
                if found := self._suiting(words):
                    return Results(found, "" if words is typed else " ".join(words))
        return Results(())

    def named(self, word: str) -> tuple[str, ...]:
        """The types that a single word names, the best first.

        It is a name, a word, the beginning of a name or of a part of one, or short for
        a name: "lrelu".
        """
        text = "".join(_words(PREFIX.sub("", word)))
        ranked = [
            (suited.rank, suited.place, place)
            for place, suited in enumerate(self._suited(text))
            if suited and (suited.rank <= Rank.WORD or suited[::2] == (Rank.SHORT, ""))
        ]
        return tuple(self.entries[place].name for *_, place in sorted(ranked))

    def _suiting(self, typed: list[str]) -> tuple[Found, ...]:
        """What all words suit, or all of them written as one; the best first."""
        together = zip(*map(self._suited, typed), strict=True)
        whole = self._suited("".join(typed))
        ranked = [
            (_better(each, one), entry)
            for each, one, entry in zip(together, whole, self.entries, strict=True)
            if one or None not in each
        ]
        ranked.sort(key=lambda each: each[0][:3])
        told = [each for each in ranked if each[0].worst < Rank.IN_HELP]
        return tuple(Found(entry.name, match.word) for match, entry in told or ranked)

    def _suited(self, text: str) -> list[Suited | None]:
        """How well a word suits each entry; kept, as a query grows by letters."""
        if text not in self._known:
            if len(self._known) > MOST_KEPT:
                self._known.clear()
            self._known[text] = [entry.suits(text) for entry in self.entries]
        return self._known[text]

    def _meant(self, typed: list[str]) -> Iterator[list[str]]:
        """What may have been meant, the likeliest first.

        The nearest of each word that no layer has; where layers have each but none has
        all, another in place of one of them; or else the rarest of them alone.
        """
        counts = {text: sum(map(bool, self._suited(text))) for text in typed}
        near = {text: self._near(text) for text in typed}
        nearest = [
            text if counts[text] else next(iter(near[text]), "") for text in typed
        ]
        if nearest != typed and all(nearest):
            yield nearest
        if all(counts.values()):
            for place, text in enumerate(typed):
                for other in near[text]:
                    yield [*typed[:place], other, *typed[place + 1 :]]
        known = [text for text in nearest if text]
        if known:
            yield [min(known, key=lambda text: counts.get(text) or len(self.entries))]

    def _near(self, text: str) -> list[str]:
        """The terms nearest to a text that begin as it does, the best first."""
        alike = [term for term in self.terms if term[0] in text[:2] and term != text]
        return difflib.get_close_matches(text, alike, n=3, cutoff=CLOSE)


def search(query: str) -> Results:
    """What suits a query, the best first; everything in order when it is empty."""
    return _index(tuple(CATALOGUE.values())).search(query)


def named(word: str) -> tuple[str, ...]:
    """The types that a single word names, the best first; none for what is no word."""
    return _index(tuple(CATALOGUE.values())).named(word) if word.strip() else ()


def is_short_for(text: str, parts: tuple[str, ...]) -> bool:
    """Whether a text is beginnings of some parts, in order: "convt2" of ConvTranspose2d."""
    if not text:
        return True
    for place, part in enumerate(parts):
        if part[0] == text[0]:
            for length in range(_shared(text, part), 0, -1):
                if is_short_for(text[length:], parts[place + 1 :]):
                    return True
    return False


@lru_cache(maxsize=2)
def _index(types: tuple[type[Layer], ...]) -> Index:
    return Index({cls.__name__: cls for cls in types})


def _words(text: str) -> list[str]:
    """The words of a text in lower case; signs such as + and @ where it has no words."""
    return TYPED.findall(text.lower()) or text.split()


def _key(word: str) -> str:
    return "".join(_words(word))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in PARTS.findall(name))


def _shared(a: str, b: str) -> int:
    """How many letters two texts share at their beginnings."""
    length = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        length += 1
    return length


class Match(NamedTuple):
    """How well all typed words suit an entry: the worst, the sums, and by what."""

    worst: int
    ranks: int
    places: int
    word: str


def _better(each: tuple[Suited | None, ...], whole: Suited | None) -> Match:
    """The better of the words each by itself, and all of them written as one."""
    suited = [one for one in each if one]
    if whole is not None and (
        len(suited) < len(each) or whole.rank <= max(one.rank for one in suited)
    ):
        return Match(whole.rank, whole.rank, whole.place, whole.word)
    words = dict.fromkeys(one.word for one in suited if one.word)
    return Match(
        max(one.rank for one in suited),
        sum(one.rank for one in suited),
        sum(one.place for one in suited),
        " ".join(words),
    )
