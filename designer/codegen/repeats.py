"""A block several times in a row: a loop where one can be written, else one by one.

Where the number of repeats follows from a setting, only a loop will do, and what each
repeat takes must follow from the number of the repeat for any number of them.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from designer.codegen.role import Argument, Round, Row
from designer.codegen.text import Loop
from designer.codegen.traced import Traced, is_traced, rewritten, traced
from designer.errors import CodeError
from designer.expression import Value
from designer.graph.block import INDEX, REPEAT, Use
from designer.layers import Call

UNUSED_INDEX = "_"

BY_INDEX = re.compile(rf"(?<![\w.]){INDEX}(?![\w=])")


class Course(NamedTuple):
    """How a use goes on from repeat to repeat, in the names of the class around it.

    `times` is how many repeats there are, and `settings` are those of that class.
    """

    use: Use
    times: int
    settings: Mapping[str, Value]

    @property
    def is_open(self) -> bool:
        """Whether there may be more repeats, or fewer, than there are in the design."""
        return is_traced(self.times)

    def text(self, name: str) -> str:
        """The expression of a setting that follows the repeat; empty for any other."""
        expression = self.use.expressions.get(name)
        if expression is None or INDEX not in expression.names:
            return ""
        return expression.text

    def value(self, name: str, index: int) -> Value:
        """What such a setting is in a repeat, whose number may be traced."""
        return rewritten(self.text(name), {**self.settings, INDEX: index})


def in_a_row(made: Sequence[Round], course: Course, is_list: bool) -> Call:
    """Modules in a row: a loop, or the first and then a loop, or one after another.

    Raises CodeError where there must be a loop and none can be written.
    """
    function = "nn.ModuleList" if is_list else "nn.Sequential"
    whole = _alike(made, 0, course)
    if whole is not None:
        start = "" if is_list else "*("
        return Call(function, (_loop(whole, 0, course.times, start),))
    arguments: tuple[str | Call, ...] = tuple([each.call() for each in made])
    rest = _alike(made, 1, course)
    if rest is not None and (len(made) > 2 or course.is_open):
        arguments = (made[0].call(), _loop(rest, 1, course.times))
    elif course.is_open:
        raise _no_loop(course.use)
    if is_list:
        arguments = (Call("", arguments, "[]"),)
    return Call(function, arguments)


def _loop(one: Round, first: int, count: int, start: str = "*(") -> Loop:
    call = one.call()
    if not any(BY_INDEX.search(str(text)) for text in call.arguments):
        clause = f"for {UNUSED_INDEX} in range({count - first!r})"
    else:
        begin = f"{first}, " if first else ""
        clause = f"for {INDEX} in range({begin}{count!r})"
    return Loop(call, clause, start)


def _alike(made: Sequence[Round], first: int, course: Course) -> Round | None:
    """The round that stands for all from the first on, by the number of the repeat.

    None where there is no such round.
    """
    meant = made[first:] or made
    role = meant[0].role
    if any(each.role.function != role.function for each in meant):
        return None
    row: Row = {}
    for argument in role.arguments:
        values = [each.row[argument.name] for each in meant]
        if argument.source is not None:
            found = _size(made, argument, first, course)
        elif course.text(argument.name):
            found = _setting(values if made[first:] else [], argument.name, course)
        else:
            found = _same(values)
        if not found and not course.is_open:
            found = _same(values) or _in_steps(values, first)
        if not found:
            return None
        row[argument.name] = found[0]
    return Round(role, row)


# Each of these gives one value for all repeats, in a list; or none.


def _same(values: list[Any]) -> list[Any]:
    return values[:1] if len(set(map(repr, values))) == 1 else []


def _in_steps(values: list[Any], first: int) -> list[Any]:
    """Numbers that grow by the same from repeat to repeat."""
    if len(values) < 3 or not all(isinstance(value, int) for value in values):
        return []
    step = values[1] - values[0]
    if any(repr(after - before) != repr(step) for before, after in pairwise(values)):
        return []
    return [_grown(values[0], step, first)]


def _grown(start: int, step: int, first: int) -> int:
    grown: int = start + step * (Traced.of(first, INDEX) - first)
    return grown


def _setting(values: list[Any], name: str, course: Course) -> list[Any]:
    """What a person wrote, unless it is the same in all the repeats that there are."""
    same = _same(values)
    if same and not course.is_open:
        return same
    example = values[0] if values else course.value(name, 1)
    return [traced(example, course.text(name))]


def _size(
    made: Sequence[Round], argument: Argument, first: int, course: Course
) -> list[Any]:
    """The size of an input, which follows from what the repeat before gives."""
    assert argument.source is not None
    start = (made[first:] or made)[0].row[argument.name]
    if argument.source[0]:  # only the first input is passed on
        return [start]
    steps = [
        _next_size(each, argument, place, course) for place, each in enumerate(made)
    ]
    if not all(steps) or len({repr(step) for step in steps}) > 1:
        return []
    step, is_growth = steps[0][0]
    if is_growth:
        return [] if BY_INDEX.search(repr(step)) else [_grown(start, step, first)]
    return [step] if first or _at_start(step, course) == repr(start) else []


def _next_size(
    each: Round, argument: Argument, place: int, course: Course
) -> list[tuple[int, bool]]:
    """What the next repeat takes, by its own number; or how much more than this one.

    Nothing where that cannot be said by what there is to name.
    """
    assert argument.source is not None
    shape, axis = each.role.outputs[0].shape, argument.source[1]
    if axis >= len(shape):
        return []
    size = shape[axis]
    before = Traced.of(place + 1, INDEX) - 1
    names: dict[str, Any] = {
        a.name: course.value(a.name, before)
        if course.text(a.name)
        else each.row[a.name]
        for a in each.role.arguments
    }
    own = {n for n, source in each.role.names.items() if source == argument.source}
    taken = each.row.get(argument.name)
    names.update(dict.fromkeys(own, taken))
    if not is_traced(size):
        return [(size, False)]
    try:
        given: Any = rewritten(repr(size), names)
    except (KeyError, TypeError):  # it follows from a size that is no argument
        return []
    if not any(re.search(rf"\b{name}\b", repr(size)) for name in own):
        return [(given, False)]
    return [(given - taken, True)] if taken is not None else []


def _at_start(step: int, course: Course) -> str:
    """What a size that follows the number of the repeat is in the first."""
    if not is_traced(step):
        return repr(step)
    return repr(rewritten(repr(step), {**course.settings, INDEX: 0}))


def _no_loop(use: Use) -> CodeError:
    name, count = use.block.name, use.expressions[REPEAT.name]
    return CodeError(
        f"{name} is to stand {count} times in a row, and what it takes each time cannot "
        f"be written as a loop. Give repeat a number, or let no setting of {name} follow "
        f"{INDEX}."
    )
