"""Settings: values that are declared once and read everywhere.

A class of settings is a frozen dataclass whose fields are made by `setting`. The
annotation says what values a setting takes (`kinds.py`), the declaration adds its
default, range, unit and help. Layers, losses, optimizers, data sources and the training
itself are all declared this way, so one form, one file format and one validation serve
them all. A setting of a layer may hold an expression in place of its value.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass
from functools import wraps
from types import MappingProxyType
from typing import Any, ClassVar, Self, TypeVar, cast
from weakref import WeakValueDictionary

from designer.errors import SettingError
from designer.expression import Expression, Value
from designer.kinds import Kind, kind_of
from designer.words import nearest

C = TypeVar("C", bound="type[Settings]")

EXPRESSION = "="
"""The key in a file: {"=": "channels * 4"} stands for an expression."""


@dataclass(frozen=True)
class Setting:
    """What is known of one setting besides its value.

    `required` marks a setting for which torch has no default: code always writes it.
    `brief` is how the value is shown under a node's title, as in "s{}"; a setting that
    is not required is shown there only when it differs from its default.
    """

    name: str
    kind: Kind
    default: Any
    help: str
    unit: str = ""
    required: bool = False
    brief: str = ""
    ours: bool = False

    def show(self, value: Any) -> str:
        """The value, or the expression in its place, as a person reads and types it."""
        return value.text if isinstance(value, Expression) else self.kind.show(value)

    def in_brief(self, value: Any) -> str:
        """The value as under a node's title: "3×3" by itself, "p1" with a letter."""
        if isinstance(value, str):
            return value
        if isinstance(value, Expression):
            return self.brief.format(value.text)
        alone = self.brief == "{}"
        show = self.kind.show if alone else self.kind.brief
        return self.brief.format(show(value))

    def read(self, value: Any) -> Any:
        """The value in this setting's own type; raises SettingError in words."""
        return self._reading(self.kind.read, value)

    def parse(self, text: str) -> Any:
        """The value that a person typed; raises SettingError in words."""
        return self._reading(self.kind.parse, text)

    def from_json(self, value: Any) -> Any:
        """The value from a file; raises SettingError in words."""
        return self._reading(self.kind.from_json, value)

    def value_from_json(self, value: Any) -> Any:
        """The value, or the expression in its place, from a file."""
        if isinstance(value, dict) and [*value] == [EXPRESSION]:
            return self.expression(value[EXPRESSION])
        return self.from_json(value)

    def to_json(self, value: Any) -> Any:
        """The value, or the expression in its place, for a file."""
        if isinstance(value, Expression):
            return {EXPRESSION: value.text}
        return self.kind.to_json(value)

    def worked_out(self, expression: Expression, names: Mapping[str, Value]) -> Any:
        """What an expression gives for this setting; raises SettingError in words."""
        return self._reading(
            lambda given: self.kind.read(given.value(names)), expression
        )

    def expression(self, text: Any) -> Expression:
        """An expression in place of a value; raises SettingError in words."""
        read: Expression = self._reading(_expression, text)
        return read

    def _reading(self, read: Callable[[Any], Any], value: Any) -> Any:
        try:
            return read(value)
        except ValueError as error:
            raise SettingError(f"{self.name} {error}", self.name) from None


def _expression(text: Any) -> Expression:
    if not isinstance(text, str):
        raise ValueError(f"needs an expression as a text, got {text!r}")
    return Expression(text)


def setting(
    default: Any,
    help: str,
    *,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    required: bool = False,
    brief: str = "",
    ours: bool = False,
) -> Any:
    """Declare a setting: its default, its help, and the range of its numbers.

    `low` and `high` are inclusive and hold for each number of a size.
    """
    return dataclasses.field(
        default=default,
        metadata={
            "help": help,
            "low": low,
            "high": high,
            "unit": unit,
            "required": required,
            "brief": brief,
            "ours": ours,
        },
    )


class Settings:
    """Base of every class of settings. A subclass needs the decorator `declared`.

    Its fields are a dataclass's; its methods are these, one set for all. Two hundred
    dataclasses with methods of their own would take 0.2 s to import.
    """

    declared_settings: ClassVar[Mapping[str, Setting]] = MappingProxyType({})
    takes_expressions: ClassVar[bool] = False
    _hash: int
    _expressions: Mapping[str, Expression]

    def __init__(self, **settings: Any) -> None:
        """Raises SettingError in words for a name or a value that cannot be."""
        for name in settings.keys() - self.declared_settings.keys():
            self.require(name)
        for name, declaration in self.declared_settings.items():
            value = declaration.default
            if name in settings:
                value = settings[name]
                if not self._may_follow(declaration, value):
                    value = declaration.read(value)
            object.__setattr__(self, name, value)

    @property
    def values(self) -> tuple[Any, ...]:
        """The value of each setting, in order."""
        return tuple([getattr(self, name) for name in self.declared_settings])

    @property
    def expressions(self) -> Mapping[str, Expression]:
        """The settings that follow from others, and how."""
        try:
            return self._expressions
        except AttributeError:
            shown = zip(self.declared_settings, self.values, strict=True)
            found = {name: v for name, v in shown if isinstance(v, Expression)}
            object.__setattr__(self, "_expressions", MappingProxyType(found))
        return self._expressions

    def resolved(self, names: Mapping[str, Value]) -> Self:
        """With a value in place of each expression, when `names` have these values.

        Raises SettingError in words where an expression gives no value that will do.
        """
        if not self.expressions:
            return self
        return self.changed(
            **{
                name: self.declared_settings[name].worked_out(expression, names)
                for name, expression in self.expressions.items()
            }
        )

    @classmethod
    def _may_follow(cls, declaration: Setting, value: Any) -> bool:
        """Whether a value is an expression where there may be one."""
        return (
            isinstance(value, Expression)
            and cls.takes_expressions
            and declaration.kind.reckoned
        )

    def __setattr__(self, name: str, value: Any) -> None:
        raise FrozenInstanceError(f"{type(self).__name__} is frozen: use `changed`")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"{type(self).__name__} is frozen: use `changed`")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or self.values == other.values

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", hash((type(self), *self.values)))
        return self._hash

    def __repr__(self) -> str:
        shown = zip(self.declared_settings, self.values, strict=True)
        return f"{type(self).__name__}({', '.join(f'{n}={v!r}' for n, v in shown)})"

    def changed(self, **changes: Any) -> Self:
        """The same settings but for `changes`; raises SettingError in words."""
        kept = zip(self.declared_settings, self.values, strict=True)
        return type(self)(**{**dict(kept), **changes})

    @classmethod
    def require(cls, name: str) -> Setting:
        """The declaration of a setting; raises SettingError with the nearest name."""
        try:
            return cls.declared_settings[name]
        except KeyError:
            hint = nearest(name, cls.declared_settings)
            raise SettingError(
                f"{cls.__name__} has no setting {name!r}.{hint}", name
            ) from None

    def differs(self, name: str) -> bool:
        """Whether the setting must be written because torch would not choose it."""
        declaration, value = self.declared_settings[name], getattr(self, name)
        # A number that remembers an expression has its text, whatever it is now.
        is_followed = hasattr(value, "text")
        return declaration.required or value != declaration.default or is_followed

    def brief(self) -> str:
        """The settings that matter most, as under a node's title: "32 · 3×3"."""
        return " · ".join(
            declaration.in_brief(getattr(self, name))
            for name, declaration in self.declared_settings.items()
            if declaration.brief
            and self.differs(name)
            and getattr(self, name) is not None
        )

    def to_json(self) -> dict[str, Any]:
        """The settings that differ from their defaults, as JSON values."""
        return {
            name: declaration.to_json(getattr(self, name))
            for name, declaration in self.declared_settings.items()
            if self.differs(name)
        }

    @classmethod
    def from_json(cls, values: Any) -> Self:
        """Settings from a file; raises SettingError for an unknown name or value."""
        if not isinstance(values, dict):
            raise SettingError(
                f"{cls.__name__} needs its settings as an object, got {values!r}"
            )
        return cls(
            **{
                name: cls._value_from_json(cls.require(name), value)
                for name, value in values.items()
            }
        )

    @classmethod
    def _value_from_json(cls, declaration: Setting, value: Any) -> Any:
        if cls.takes_expressions:
            return declaration.value_from_json(value)
        return declaration.from_json(value)


def made_once(make: Callable[..., C]) -> Callable[..., C]:
    """Remember the classes that a function makes, each for as long as it is in use.

    Where two were made from the same, instances of one would not equal the other's.
    """
    made: WeakValueDictionary[tuple[Any, ...], C] = WeakValueDictionary()

    @wraps(make)
    def find(*arguments: Any) -> C:
        found = made.get(arguments)
        if found is None:
            found = made[arguments] = make(*arguments)
        return found

    return find


def declared(cls: C) -> C:
    """Make a class of settings: it knows its declarations and reads what it is given."""
    make: Any = dataclass(init=False, repr=False, eq=False, match_args=False)
    made = make(cls)
    made.declared_settings = MappingProxyType(
        {field.name: _declaration(field) for field in dataclasses.fields(made)}
    )
    return cast(C, made)


def _declaration(field: "dataclasses.Field[Any]") -> Setting:
    if field.default is MISSING or "help" not in field.metadata:
        raise TypeError(f"{field.name} must be declared by setting(default, help)")
    data = field.metadata
    return Setting(
        name=field.name,
        kind=kind_of(field.type, low=data["low"], high=data["high"]),
        default=field.default,
        help=data["help"],
        unit=data["unit"],
        required=data["required"],
        brief=data["brief"],
        ours=data["ours"],
    )
