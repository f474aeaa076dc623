"""How a block is made where it is used: once, or several times in a row."""

from collections.abc import Mapping
from typing import Any

from designer.codegen.occurrence import Occurrence, rounds
from designer.codegen.rendering import Made
from designer.codegen.repeats import Course, in_a_row
from designer.codegen.role import Argument, Role, Roles, Round
from designer.codegen.traced import Traced, is_traced, rewritten, traced
from designer.expression import Expression, Value
from designer.graph.block import INDEX, Use
from designer.graph.inference import Inference, Tensors
from designer.layers import Tensor
from designer.layers.layer import code


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
    course = Course(use, often, settings)
    return Made(in_a_row(made, course, is_list), (), is_list), outputs


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
