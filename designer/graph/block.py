"""A block: a graph used as a layer, with settings of its own, possibly repeated.

A `Use` is a block placed in a graph. It holds the block itself and not only its name,
so a graph says all that there is to say of it, and no block can hold itself. A block
that is missing leaves an `Absent`, which keeps what the file said.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, Self, cast

from designer.errors import GraphError, SettingError, ShapeError
from designer.expression import Expression, Value
from designer.graph.ends import outputs_of
from designer.graph.graph import Graph
from designer.graph.names import (
    check_class_name,
)
from designer.kinds import Whole
from designer.layers import Input, Layer, Port
from designer.layers.layer import OUTPUT, code
from designer.settings import Setting, made_once
from designer.words import listed

FAMILY = "Blocks"

MOST = 1000
"""Times that a block may stand in a row."""

INDEX = "i"
"""In an expression of a repeated block: the number of the repeat, from 0."""

REPEAT = Setting(
    "repeat",
    Whole(),
    1,
    "How many times it stands in a row, each time on what the one before gives.",
    ours=True,
)

Values = tuple[tuple[str, Value], ...]
"""Names of settings and their values."""


@dataclass(frozen=True)
class Block:
    """A named graph. Its Inputs and Outputs are its ports, under their own names.

    Raises GraphError in words for a name that cannot be.
    """

    name: str
    graph: Graph
    settings: tuple[Setting, ...] = ()

    def __post_init__(self) -> None:
        check_class_name(self.name, "block")
        check_settings(self.settings, self.graph)

    @cached_property
    def inputs(self) -> tuple[Port, ...]:
        """A port for each Input."""
        return tuple(
            Port(node.name) for node in self.graph if isinstance(node.layer, Input)
        )

    @cached_property
    def outputs(self) -> tuple[Port, ...]:
        """A port for each Output, or else for each node that ends a path."""
        return tuple(map(Port, outputs_of(self.graph)))

    @cached_property
    def needs_running(self) -> bool:
        """Whether a layer in it, however deep, must be run to be known."""
        return any(node.layer.needs_running for node in self.graph)

    @property
    def defaults(self) -> dict[str, Value]:
        """The values of its settings where nothing else is said."""
        return {each.name: each.default for each in self.settings}

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.name, self.graph, self.settings))


class Use(Layer):
    """A block as a layer. Its settings are the block's, and how often it is repeated.

    `unknown` are settings that it gives and the block does not have, as in a file.
    """

    family: ClassVar[str] = FAMILY
    block: Block
    unknown: Mapping[str, Any]
    repeat: int | Expression

    def __new__(
        cls, block: Block, unknown: Mapping[str, Any] | None = None, **settings: Any
    ) -> "Use":
        """The type follows from the block, for so do the settings."""
        return object.__new__(_type_for(block.name, block.settings))

    def __init__(
        self, block: Block, unknown: Mapping[str, Any] | None = None, **settings: Any
    ) -> None:
        object.__setattr__(self, "block", block)
        object.__setattr__(self, "unknown", MappingProxyType(dict(unknown or {})))
        super().__init__(**settings)

    @property
    def inputs(self) -> tuple[Port, ...]:
        return self.block.inputs

    @property
    def outputs(self) -> tuple[Port, ...]:
        return self.block.outputs

    @property
    def needs_running(self) -> bool:  # type: ignore[override]
        return self.block.needs_running

    def changed(self, **changes: Any) -> Self:
        kept = zip(self.declared_settings, self.values, strict=True)
        return type(self)(self.block, self.unknown, **{**dict(kept), **changes})

    @classmethod
    def from_file(
        cls, block: Block, given: Mapping[str, Any], repeat: Any = 1
    ) -> "Use":
        """A use with the settings of a file; raises SettingError in words."""
        declared = {each.name: each for each in block.settings}
        known = {n: value for n, value in given.items() if n in declared}
        return Use(
            block,
            {n: value for n, value in given.items() if n not in declared},
            repeat=REPEAT.value_from_json(repeat),
            **{n: declared[n].value_from_json(value) for n, value in known.items()},
        )

    def of(self, block: Block) -> "Use":
        """The same use of another block, or of this one as it is now.

        Settings that the other does not have are kept apart, and come back with them.
        Those that are of another kind there are as the other has them.
        """
        given = self.to_json()
        try:
            return Use.from_file(block, given, REPEAT.to_json(self.repeat))
        except SettingError:
            fitting = {
                n: value for n, value in given.items() if _suits(block, n, value)
            }
            return Use.from_file(block, fitting, REPEAT.to_json(self.repeat))

    @property
    def given(self) -> dict[str, Any]:
        """The settings that differ from the block's defaults."""
        return {
            name: getattr(self, name)
            for name in self.declared_settings
            if self.differs(name)
        }

    def resolved(self, names: Mapping[str, Value]) -> Self:
        """With values in place of expressions, but for those that follow the repeat."""
        changes: dict[str, Any] = {}
        for name, expression in self.expressions.items():
            if INDEX in expression.names and name != REPEAT.name:
                changes[name] = self._for_any_repeat(name, expression, names)
            else:
                declaration = self.declared_settings[name]
                changes[name] = declaration.worked_out(expression, names)
        return self.changed(**changes) if changes else self

    def _for_any_repeat(
        self, name: str, expression: Expression, names: Mapping[str, Value]
    ) -> Expression:
        """The expression with a number for each name but that of the repeat."""
        self.declared_settings[name].worked_out(expression, {**names, INDEX: 0})
        return expression.substituted({n: names[n] for n in expression.names - {INDEX}})

    def rounds(self) -> tuple[Values, ...]:
        """The values of the block's settings in each repeat, of a resolved use.

        Raises SettingError in words for a repeat or a setting that cannot be.
        """
        count = self.repeat
        if not isinstance(count, int) or not 1 <= count <= MOST:
            raise SettingError(
                f"repeat needs a whole number from 1 to {MOST:,}, got {count}", "repeat"
            )
        if not self.expressions:
            return (self._values_at(0),) * count
        return tuple(map(self._values_at, range(count)))

    def _values_at(self, place: int) -> Values:
        values = []
        for declaration in self.block.settings:
            value = getattr(self, declaration.name)
            if isinstance(value, Expression):
                value = declaration.worked_out(value, {INDEX: place})
            values.append((declaration.name, value))
        return tuple(values)

    def brief(self) -> str:
        """The settings that differ: "64" where that is one, else each with its name."""
        given = {name: value for name, value in self.given.items() if name != "repeat"}
        if len(given) > 1:
            return super().brief()
        return "".join(self.require(name).show(value) for name, value in given.items())

    def written(self) -> tuple[str, ...]:
        return tuple(
            f"{each.name}={code(getattr(self, each.name))}"
            for each in self.block.settings
            if self.differs(each.name)
        )

    def to_json(self) -> dict[str, Any]:
        shown = {**self.unknown, **super().to_json()}
        shown.pop(REPEAT.name, None)
        return shown

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, Use)
        return self is other or (
            (self.values, self.block, self.unknown)
            == (other.values, other.block, other.unknown)
        )

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", hash((self.block, *self.values)))
        return self._hash


class Absent(Layer):
    """A place in a graph for a block that is not there. `why` says why not.

    It keeps the settings and the repeat as a file gave them, so that saving loses
    nothing.
    """

    family: ClassVar[str] = FAMILY
    block_name: str
    given: str
    why: str

    def __new__(cls, block_name: str, given: Any, why: str) -> "Absent":
        return object.__new__(_absent_type(block_name))

    def __init__(self, block_name: str, given: Any, why: str) -> None:
        super().__init__()
        for name, value in (
            ("block_name", block_name),
            ("given", json.dumps(given, ensure_ascii=False)),
            ("why", why),
        ):
            object.__setattr__(self, name, value)

    @property
    def inputs(self) -> tuple[Port, ...]:
        return ()

    @property
    def outputs(self) -> tuple[Port, ...]:
        return ()

    def output(self) -> tuple[()]:
        """Raises ShapeError: nothing is known of a block that is not there."""
        raise ShapeError(
            self.why,
            rule="Put another block or layer in its place, or add the block from a file.",
        )

    def to_json(self) -> dict[str, Any]:
        kept: dict[str, Any] = json.loads(self.given)
        return kept

    def filled(self, block: Block) -> Use:
        """The use that it was meant to be; raises SettingError in words."""
        given = self.to_json()
        return Use.from_file(block, given.get("settings", {}), given.get("repeat", 1))

    def changed(self, **changes: Any) -> Self:
        return self

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, Absent)
        return (self.given, self.why) == (other.given, other.why)

    def __hash__(self) -> int:
        return hash((type(self), self.given))


def check_settings(settings: tuple[Setting, ...], graph: Graph) -> None:
    """Raises GraphError where two things in a block would have the same name."""
    names = [each.name for each in settings]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise GraphError(f"There are two settings called {twice[0]}.")
    both = [name for name in names if name in graph.nodes]
    if both:
        raise GraphError(
            f"{both[0]} is the name of a setting and of a node; they stand side by side "
            f"in the code, so each needs a name of its own."
        )


def first_output(layer: Layer) -> str:
    """The output that is meant where no port is named."""
    return layer.outputs[0].name if layer.outputs else OUTPUT[0].name


def _suits(block: Block, name: str, value: Any) -> bool:
    """Whether a setting of a block, if it is one, takes a value of a file."""
    for declaration in block.settings:
        if declaration.name == name:
            try:
                declaration.value_from_json(value)
            except SettingError:
                return False
    return True


@made_once
def _type_for(name: str, settings: tuple[Setting, ...]) -> type[Use]:
    """One type for all uses with the same settings, so that a form can stay."""
    declared = {**{each.name: each for each in settings}, REPEAT.name: REPEAT}
    words = f"A block of your own. {_settings_help(settings)}".strip()
    space = {"declared_settings": MappingProxyType(declared), "__doc__": words}
    return cast(type[Use], type(name, (Use,), {**space, "__module__": __name__}))


def _settings_help(settings: tuple[Setting, ...]) -> str:
    if not settings:
        return ""
    return f"Settings: {listed([each.name for each in settings])}."


@made_once
def _absent_type(name: str) -> type[Absent]:
    words = {"__doc__": f"The block {name} is not there.", "__module__": __name__}
    return cast(type[Absent], type(name, (Absent,), words))
