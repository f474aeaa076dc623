"""How a block is made where it is used: once, or several times in a row."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from designer.codegen.occurrence import Key, Occurrence, rounds
from designer.codegen.rendering import Made
from designer.codegen.text import Loop
from designer.codegen.traced import Traced, is_traced, rewritten, traced
from designer.expression import Expression, Value
from designer.graph.block import INDEX, Use
from designer.graph.inference import Inference, Tensors
from designer.layers import Call, Tensor
from designer.layers.layer import code

UNUSED_INDEX = "_"

BY_INDEX = re.compile(rf"(?<![\w.]){INDEX}(?![\w=])")


class Argument(NamedTuple):
    """An argument of a class. Without `text` it has no default.

    `source` is the axis of an input that it follows from, as input and axis; else it is
    a setting, or a number of which only the uses tell.
    """

    name: str
    annotation: str
    text: str = ""
    default: Any = None
    source: tuple[int, int] | None = None


class Role(NamedTuple):
    """What one occurrence of a block is in code: an object of this class.

    `numbers` are those of its arguments that only the uses tell, and `outputs` what it
    gives, in the names of its class; `names` are those of the sizes of its inputs.
    """

    function: str
    arguments: tuple[Argument, ...]
    numbers: Mapping[str, Any]
    outputs: tuple[Tensor, ...]
    names: Mapping[str, tuple[int, int]]


Roles = Mapping[Key, Role]

Row = dict[str, Any]
"""The value of each argument in one repeat."""


class Round(NamedTuple):
    """One repeat: which class it is of, and with which arguments."""

    role: Role
    row: Row

    def call(self) -> Call:
        """The code that makes it; only what differs from the defaults is written."""
        written, is_first = [], True
        for argument in self.role.arguments:
            value = self.row[argument.name]
            if not argument.text:
                written.append(code(value))
            elif is_traced(value) or value != argument.default:
                named = "" if is_first else f"{argument.name}="
                written.append(f"{named}{code(value)}")
            is_first = is_first and not argument.text
        return Call(self.role.function, tuple(written))


def made_of_block(
    use: Use,
    plain: Use,
    known: Inference,
    inputs: Tensors,
    settings: Mapping[str, Value],
    roles: Roles,
) -> tuple[Made, tuple[Tensor, ...]]:
    """How a use is made, and what it gives in the names of the class around it."""
    made: list[Round] = []
    outputs: tuple[Tensor, ...] = ()
    seen: dict[Any, tuple[Round, tuple[Tensor, ...]]] = {}
    for number, each in enumerate(rounds(plain, known)):
        given = given_settings(use, each, number, settings)
        met = (each.key, repr(inputs), repr(given))
        if met not in seen:
            role = roles[each.key]
            row = {a.name: _value(a, role, inputs, given) for a in role.arguments}
            seen[met] = Round(role, row), outputs_of_role(role, each, inputs, given)
        one, outputs = seen[met]
        made.append(one)
        inputs = (*outputs[:1], *inputs[1:])
    is_list = len(plain.inputs) > 1
    count = use.repeat
    if isinstance(count, Expression):
        often: int = Traced.of(len(made), count.text)
    else:
        often = len(made)
    if len(made) == 1 and not is_traced(often):
        names = [(name, code(value)) for name, value in made[0].row.items()]
        return Made(made[0].call(), tuple(names)), outputs
    return Made(_in_a_row(made, often, _by_index(use), is_list), (), is_list), outputs


def given_settings(
    use: Use, each: Occurrence, number: int, settings: Mapping[str, Value]
) -> dict[str, Value]:
    """The block's settings in one repeat, in the names of the class around the use."""
    given: dict[str, Value] = {}
    for name, value in each.values:
        expression = use.expressions.get(name)
        if expression is None:
            given[name] = value
        elif INDEX not in expression.names:
            given[name] = traced(value, expression.text)
        elif type(value) is int:
            again = rewritten(expression.text, {**settings, INDEX: number})
            given[name] = again if again == value else value
        elif expression.names == {INDEX}:
            given[name] = value
        else:
            given[name] = traced(value, expression.substituted({INDEX: number}).text)
    return given


def _by_index(use: Use) -> dict[str, str]:
    """The expressions that follow the number of the repeat, by setting."""
    return {
        name: expression.text
        for name, expression in use.expressions.items()
        if INDEX in expression.names
    }


def _value(
    argument: Argument, role: Role, inputs: Tensors, given: Mapping[str, Value]
) -> Any:
    if argument.source is not None:
        place, axis = argument.source
        tensor = inputs[place]
        assert tensor is not None
        return tensor.shape[axis]
    if argument.name in role.numbers:
        return role.numbers[argument.name]
    return given[argument.name]


def outputs_of_role(
    role: Role, each: Occurrence, inputs: Tensors, given: Mapping[str, Value]
) -> tuple[Tensor, ...]:
    """What a repeat gives: its own names are replaced by what they stand for here."""
    names: dict[str, Value] = dict(given)
    for name, (place, axis) in role.names.items():
        tensor = inputs[place]
        assert tensor is not None
        names[name] = tensor.shape[axis]
    plain = each.inside.answers or ()
    found = []
    for tensor, sure in zip(role.outputs, plain, strict=True):
        sizes = [
            rewritten(repr(size), names) if is_traced(size) else size
            for size in tensor.shape
        ]
        same = tuple(sizes) == sure.shape
        found.append(Tensor(tuple(sizes), sure.dtype) if same else sure)  # type: ignore[arg-type]
    return tuple(found)


# In a row ------------------------------------------------------------------------------


def _in_a_row(
    made: Sequence[Round], often: int, by_index: Mapping[str, str], is_list: bool
) -> Call:
    """Modules in a row: a loop, or the first and then a loop, or one after another."""
    function = "nn.ModuleList" if is_list else "nn.Sequential"
    is_open = is_traced(often)
    whole = _alike(made, 0, by_index, is_open)
    if whole is not None:
        if is_list:
            return Call(function, (_loop(whole, 0, often, start=""),))
        return Call(function, (_loop(whole, 0, often),))
    arguments: tuple[str | Call, ...] = tuple([each.call() for each in made])
    rest = _alike(made[1:], 1, by_index, is_open)
    if rest is not None and (len(made) > 2 or is_open):
        arguments = (made[0].call(), _loop(rest, 1, often))
    if is_list:
        arguments = (Call("", arguments, "[]"),)
    return Call(function, arguments)


def _loop(one: Round, first: int, often: int, start: str = "*(") -> Loop:
    call = one.call()
    if not any(BY_INDEX.search(str(text)) for text in call.arguments):
        clause = f"for {UNUSED_INDEX} in range({often - first!r})"
    else:
        begin = f"{first}, " if first else ""
        clause = f"for {INDEX} in range({begin}{often!r})"
    return Loop(call, clause, start)


def _alike(
    made: Sequence[Round], first: int, by_index: Mapping[str, str], is_open: bool
) -> Round | None:
    """The round that stands for all of these, by the number of the repeat; or None."""
    if not made or any(each.role.function != made[0].role.function for each in made):
        return None
    row: Row = {}
    for argument in made[0].role.arguments:
        name = argument.name
        own = by_index.get(name, "") if argument.text else ""
        values = [each.row[name] for each in made]
        found = _for_all(values, first, own, is_open)
        if found is None:
            return None
        row[name] = found[0]
    return Round(made[0].role, row)


def _for_all(
    values: list[Any], first: int, own: str, is_open: bool
) -> list[Any] | None:
    """One value for all repeats, in a list: the same, or one that follows the repeat.

    `own` is the expression that the person wrote for it.
    """
    alike = all(repr(value) == repr(values[0]) for value in values)
    if alike and not (own and is_open):
        return values[:1]
    if own:
        return [traced(values[0], own)]
    if len(values) < 3 or not all(isinstance(value, int) for value in values):
        return None
    step = values[1] - values[0]
    steps = [after - before for before, after in pairwise(values)]
    if any(repr(each) != repr(step) for each in steps):
        return None
    index = Traced.of(first, INDEX)
    return [values[0] + step * (index - first)]
