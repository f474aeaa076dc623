"""Kinds of values that a setting may take: whole numbers, sizes, choices, ...

A kind reads a value from code or from a file, parses what a person typed, and shows a
value again. Each raises ValueError with words that follow the setting's name: "needs a
whole number of at least 1, got 0".
"""

import math
import operator
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

from designer.words import listed, nearest

Size1 = tuple[int]
Size2 = tuple[int, int]
Size3 = tuple[int, int, int]
Shape = tuple[int, ...]
Axes = Annotated[tuple[int, ...], ", "]

TIMES = "×"

LARGEST = 2**63 - 1
"""The largest whole number that torch takes."""

UNPRINTABLE = frozenset(map(chr, (0, *range(0xD800, 0xE000))))
"""What neither a file nor Python's own text can hold."""


class Kind:
    """A kind of value. `read` and `parse` raise ValueError in words."""

    reckoned: ClassVar[bool] = False
    """Whether a value may follow from other settings by an expression."""

    def read(self, value: Any) -> Any:
        """The value in this kind's own type."""
        raise NotImplementedError

    def parse(self, text: str) -> Any:
        """The value that a person typed."""
        return self.read(text)

    def show(self, value: Any) -> str:
        """The value as a person reads and types it."""
        return str(value)

    def brief(self, value: Any) -> str:
        """The value as shortly as it can be said."""
        return self.show(value)

    def to_json(self, value: Any) -> Any:
        """The value for a file."""
        return value

    def from_json(self, value: Any) -> Any:
        """The value from a file."""
        return self.read(value)


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number, from `low` to `high`."""

    reckoned: ClassVar[bool] = True

    low: int | None = None
    high: int | None = None

    def read(self, value: Any) -> int:
        if isinstance(value, bool) or not hasattr(value, "__index__"):
            raise ValueError(f"needs {self}, got {value!r}")
        number = operator.index(value)
        if _outside(number, self.low, self.high) or abs(number) > LARGEST:
            raise ValueError(f"needs {self}, got {number}")
        # A number of a type of its own, as one that knows where it is from, stays so.
        return value if isinstance(value, int) else number

    def parse(self, text: str) -> int:
        try:
            return self.read(int(text.replace(",", "")))
        except ValueError:
            raise ValueError(f"needs {self}, got {text.strip() or 'nothing'}") from None

    def __str__(self) -> str:
        return f"a whole number{_range_words(self.low, self.high)}"


@dataclass(frozen=True)
class Real(Kind):
    """A finite number, from `low` to `high`."""

    reckoned: ClassVar[bool] = True

    low: float | None = None
    high: float | None = None

    def read(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"needs {self}, got {value!r}")
        try:
            number = float(value)
        except OverflowError:
            raise ValueError(f"needs {self}, got one that is too large") from None
        if not math.isfinite(number) or _outside(number, self.low, self.high):
            raise ValueError(f"needs {self}, got {value}")
        return value if type(value) is float else number

    def parse(self, text: str) -> float:
        try:
            return self.read(float(text))
        except ValueError:
            raise ValueError(f"needs {self}, got {text.strip() or 'nothing'}") from None

    def show(self, value: float) -> str:
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)

    def __str__(self) -> str:
        return f"a number{_range_words(self.low, self.high)}"


@dataclass(frozen=True)
class Truth(Kind):
    """On or off."""

    reckoned: ClassVar[bool] = True

    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValueError(f"needs true or false, got {value!r}")
        return value

    def parse(self, text: str) -> bool:
        answers = {"true": True, "on": True, "false": False, "off": False}
        if text.strip().lower() not in answers:
            raise ValueError(f"needs on or off, got {text!r}")
        return answers[text.strip().lower()]

    def show(self, value: bool) -> str:
        return "on" if value else "off"


@dataclass(frozen=True)
class Text(Kind):
    """Any text."""

    def read(self, value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError(f"needs a text, got {value!r}")
        if not UNPRINTABLE.isdisjoint(value):
            raise ValueError("needs a text without characters that no file can hold")
        return value


@dataclass(frozen=True)
class Line(Text):
    """A text of one line, such as an equation."""

    def read(self, value: Any) -> str:
        text = super().read(value)
        if "".join(text.splitlines()) != text:
            raise ValueError(f"needs a text of one line, got {value!r}")
        return text


@dataclass(frozen=True)
class Program(Text):
    """The text of a program in Python."""


TEXTS: Mapping[str, Text] = {"line": Line(), "python": Program()}
"""What else a text may be, by the word of its annotation: Annotated[str, "line"]."""


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words."""

    options: tuple[str, ...]

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.options:
            hint = nearest(value, self.options)
            raise ValueError(f"needs {self}, got {value!r}.{hint}")
        return value

    def __str__(self) -> str:
        return listed([repr(option) for option in self.options], last="or")


@dataclass(frozen=True)
class Numbers(Kind):
    """Numbers of one kind in a row, such as a shape or a list of axes.

    With `axes` there are exactly so many, and one number stands for all; else one
    number is a row of one. Where a place may be left to the layer, `number` is Either a
    number or none.
    """

    reckoned: ClassVar[bool] = True

    number: "Whole | Real | Either"
    axes: int | None = None
    between: str = "×"

    def read(self, value: Any) -> tuple[Any, ...]:
        alone = not isinstance(value, tuple | list)
        row = (value,) * (self.axes or 1) if alone else value
        wrong = ValueError(f"needs {self}, got {row if self.axes else value!r}")
        if len(row) != (self.axes or len(row)):
            raise wrong
        try:
            return tuple(self.number.read(one) for one in row)
        except ValueError:
            raise wrong from None

    def parse(self, text: str) -> tuple[Any, ...]:
        words = [word for word in re.split(r"[\s,;x×*()\[\]]+", text) if word]
        try:
            numbers = tuple(map(self.number.parse, words))
        except ValueError:
            raise ValueError(f"needs {self}, got {text.strip()}") from None
        return self.read(numbers[0] if self.axes and len(numbers) == 1 else numbers)

    def show(self, value: tuple[Any, ...]) -> str:
        return self.between.join(map(self.number.show, value))

    def brief(self, value: tuple[Any, ...]) -> str:
        alike = self.axes and len(set(value)) == 1
        return self.show(value[:1] if alike else value)

    def to_json(self, value: tuple[Any, ...]) -> list[Any]:
        return list(value)

    def __str__(self) -> str:
        number = str(self.number).removeprefix("a ")
        if self.axes == 1:
            return f"1 {number}"
        plural = number.replace("number", "numbers", 1)
        return f"{self.axes} {plural}" if self.axes else plural


@dataclass(frozen=True)
class Nothing(Kind):
    """No value."""

    def read(self, value: Any) -> None:
        if value is not None:
            raise ValueError(f"needs none, got {value!r}")

    def parse(self, text: str) -> None:
        if text.strip().lower() not in ("", "none"):
            raise ValueError(f"needs none, got {text!r}")

    def show(self, value: None) -> str:
        return "none"

    def __str__(self) -> str:
        return "none"


@dataclass(frozen=True)
class Either(Kind):
    """A value of the first of several kinds that takes it."""

    kinds: tuple[Kind, ...]

    @property
    def reckoned(self) -> bool:  # type: ignore[override]
        return any(kind.reckoned for kind in self.kinds)

    def read(self, value: Any) -> Any:
        for kind in self.kinds:
            try:
                return kind.read(value)
            except ValueError:
                continue
        raise ValueError(f"needs {self}, got {value!r}")

    def parse(self, text: str) -> Any:
        for kind in self.kinds:
            try:
                return kind.parse(text)
            except ValueError:
                continue
        raise ValueError(f"needs {self}, got {text.strip() or 'nothing'}")

    def kind_for(self, value: Any) -> Kind:
        """The kind that a valid value belongs to."""
        for kind in self.kinds:
            try:
                kind.read(value)
            except ValueError:
                continue
            return kind
        raise ValueError(f"needs {self}, got {value!r}")

    def show(self, value: Any) -> str:
        return self.kind_for(value).show(value)

    def brief(self, value: Any) -> str:
        return self.kind_for(value).brief(value)

    def to_json(self, value: Any) -> Any:
        return self.kind_for(value).to_json(value)

    def __str__(self) -> str:
        return " or ".join(map(str, self.kinds))


@dataclass(frozen=True)
class Variant(Kind):
    """One of the declared subclasses of `base`, each with settings of its own.

    `base` is a subclass of Settings with a class attribute `variants`, which maps
    names to subclasses.
    """

    base: Any
    key: ClassVar[str] = "type"

    @property
    def variants(self) -> Mapping[str, Any]:
        options: Mapping[str, Any] = self.base.variants
        return options

    def read(self, value: Any) -> Any:
        if not isinstance(value, self.base):
            raise ValueError(f"needs {self}, got {value!r}")
        return value

    def show(self, value: Any) -> str:
        return type(value).__name__

    def to_json(self, value: Any) -> dict[str, Any]:
        return {self.key: type(value).__name__, **value.to_json()}

    def from_json(self, value: Any) -> Any:
        if not isinstance(value, dict) or self.key not in value:
            raise ValueError(f'needs an object with "{self.key}", got {value!r}')
        settings = dict(value)
        name = settings.pop(self.key)
        if not isinstance(name, str) or name not in self.variants:
            hint = nearest(name, self.variants)
            raise ValueError(f"needs {self}, got {name!r}.{hint}")
        return self.variants[name].from_json(settings)

    def __str__(self) -> str:
        return listed(list(self.variants), last="or")


def kind_of(annotation: Any, low: Any = None, high: Any = None) -> Kind:
    """The kind of value that an annotation asks for."""
    plain: dict[Any, Kind] = {
        int: Whole(low, high),
        float: Real(low, high),
        bool: Truth(),
        str: Text(),
        types.NoneType: Nothing(),
    }
    if annotation in plain:
        return plain[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return Choice(arguments)
    if origin in (Union, types.UnionType):
        return Either(tuple(kind_of(argument, low, high) for argument in arguments))
    if origin is tuple:
        axes = None if arguments[-1] is Ellipsis else len(arguments)
        number: Any = kind_of(arguments[0], low, high)
        return Numbers(number, axes, between=", " if arguments[0] is float else TIMES)
    if origin is Annotated and arguments[0] is str:
        return TEXTS[arguments[1]]
    if origin is Annotated:
        return Numbers(Whole(low, high), between=arguments[1])
    if hasattr(annotation, "variants"):
        return Variant(annotation)
    raise TypeError(f"no kind of setting is known for {annotation!r}")


def _outside(number: float, low: float | None, high: float | None) -> bool:
    return (low is not None and number < low) or (high is not None and number > high)


def _range_words(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f" from {_said(low)} to {_said(high)}"
    if low is not None:
        return f" of at least {_said(low)}"
    return "" if high is None else f" of at most {_said(high)}"


def _said(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:g}"
