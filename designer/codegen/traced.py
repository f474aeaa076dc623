"""Numbers that remember how they came about: `channels * 4` rather than 256.

The layers' own rules reckon with them as with any whole numbers, and what comes out can
be written into code through the names that it follows from. What a rule does besides
arithmetic, such as comparing, gives plain numbers, whose text is a literal.
"""

import ast
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from designer.codegen.formula import (
    NOTHING,
    Form,
    added,
    binary,
    divided,
    is_large,
    is_plain,
    multiplied,
    raised,
    raised_form,
    read_formula,
    sum_text,
)
from designer.expression import OPERATORS, Expression, Value

LONGEST = 60
"""Characters of a text that is a pleasure to read; instead of more there is a literal."""


class Traced(int):
    """A whole number and the text that it follows from.

    Sums, differences and products stay traced, and so do //, % and ** . Whatever no
    longer follows from a name is a plain int.
    """

    form: Form

    def __new__(cls, value: int, form: Form, text: str = "") -> "Traced":
        self = super().__new__(cls, value)
        self.form = form
        if text:
            self.__dict__["text"] = text
        return self

    @classmethod
    def of(cls, value: int, text: str) -> "Traced":
        """A number with a text as a person wrote it, which arithmetic changes."""
        return cls(value, read_formula(text), text)

    @cached_property
    def text(self) -> str:
        """The number as Python code."""
        return sum_text(self.form)

    def __repr__(self) -> str:
        return self.text

    def __add__(self, other: int) -> Any:
        return _sum(self, other, 1)

    def __radd__(self, other: int) -> Any:
        return _sum(other, self, 1)

    def __sub__(self, other: int) -> Any:
        return _sum(self, other, -1)

    def __rsub__(self, other: int) -> Any:
        return _sum(other, self, -1)

    def __mul__(self, other: int) -> Any:
        return _product(self, other)

    def __rmul__(self, other: int) -> Any:
        return _product(other, self)

    def __floordiv__(self, other: int) -> Any:
        return _quotient(self, other)

    def __rfloordiv__(self, other: int) -> Any:
        return _quotient(other, self)

    def __mod__(self, other: int) -> Any:
        return _remainder(self, other)

    def __rmod__(self, other: int) -> Any:
        return _remainder(other, self)

    def __pow__(self, other: int, modulo: int | None = None) -> Any:
        return int.__pow__(self, other, modulo) if modulo else _power(self, other)

    def __rpow__(self, other: int, modulo: int | None = None) -> Any:
        return int.__rpow__(self, other, modulo) if modulo else _power(other, self)

    def __neg__(self) -> Any:
        return _product(self, -1)

    def __pos__(self) -> int:
        return self


class TracedFloat(float):
    """A number such as a rate, with its text; arithmetic gives a plain float."""

    text: str

    def __new__(cls, value: float, text: str) -> "TracedFloat":
        self = super().__new__(cls, value)
        self.text = text
        return self

    def __repr__(self) -> str:
        return self.text


class TracedTuple(tuple[Any, ...]):
    """Values in a row, such as a size, with the text of all and of each."""

    text: str

    def __new__(cls, values: tuple[Any, ...], text: str) -> "TracedTuple":
        self = super().__new__(cls, values)
        self.text = text
        return self

    def __repr__(self) -> str:
        return self.text


def traced(value: Value, text: str) -> Value:
    """A value that remembers its text; None stays as it is."""
    if isinstance(value, int):
        return Traced.of(value, text)
    if isinstance(value, float):
        return TracedFloat(value, text)
    if isinstance(value, tuple):
        each = [traced(one, f"{text}[{place}]") for place, one in enumerate(value)]
        return TracedTuple(tuple(each), text)
    return value


def is_traced(value: object) -> bool:
    """Whether a value, or one in a row, is written by more than a literal."""
    if isinstance(value, tuple) and not isinstance(value, TracedTuple):
        return any(map(is_traced, value))
    return isinstance(value, Traced | TracedFloat | TracedTuple)


# Arithmetic ----------------------------------------------------------------------------


def _sum(left: int, right: int, sign: int) -> Any:
    if not _are_whole(left, right):
        return NotImplemented
    if right == 0 and _is_constant(right):
        return left
    if left == 0 and sign == 1 and _is_constant(left):
        return right
    value = int(left) + sign * int(right)
    return _made(value, added(_form(left), _form(right), sign))


def _product(left: int, right: int) -> Any:
    if not _are_whole(left, right):
        return NotImplemented
    for one, other in ((left, right), (right, left)):
        if one == 1 and _is_constant(one):
            return other
    return _made(int(left) * int(right), multiplied(_form(left), _form(right)))


def _quotient(left: int, right: int) -> Any:
    """Rounded down; what the divisor divides evenly needs no division."""
    if not _are_whole(left, right):
        return NotImplemented
    value = int(left) // int(right)
    if right == 1 and _is_constant(right):
        return left
    whole, rest = divided(_form(left), _form(right))
    if not _is_nothing(rest, right):
        text = sum_text(rest) if whole else repr(left)
        atom = binary(text, "//", repr(right))
        whole = added({(atom,): 1}, whole, 1) if len(atom) <= LONGEST else NOTHING
    return _made(value, whole)


def _remainder(left: int, right: int) -> Any:
    if not _are_whole(left, right):
        return NotImplemented
    value = int(left) % int(right)
    whole, rest = divided(_form(left), _form(right))
    if _is_nothing(rest, right):
        return value
    text = sum_text(rest) if whole else repr(left)
    return _opaque(value, binary(text, "%", repr(right)))


def _is_nothing(rest: Form, divisor: int) -> bool:
    """Whether a rest is sure to be smaller than the divisor."""
    return not rest or (is_plain(rest) and _is_constant(divisor))


def _power(base: int, exponent: int) -> Any:
    if not _are_whole(base, exponent):
        return NotImplemented
    value = int(base) ** int(exponent)
    if not isinstance(value, int):  # a negative exponent gives a fraction
        return value
    form = None
    if _is_constant(exponent):
        form = raised_form(_form(base), int(exponent))
    return (
        _made(value, form)
        if form
        else _opaque(value, raised(repr(base), repr(exponent)))
    )


def _made(value: int, form: Form) -> int:
    """A traced number, or a plain one where no name is left or it would be too long."""
    return value if is_plain(form) or is_large(form) else Traced(value, form)


def _opaque(value: int, text: str) -> int:
    return Traced(value, {(text,): 1}) if len(text) <= LONGEST else value


def _form(number: int) -> Form:
    if isinstance(number, Traced):
        return number.form
    return {(): int(number)} if number else NOTHING


def _is_constant(number: int) -> bool:
    return is_plain(_form(number))


def _are_whole(left: object, right: object) -> bool:
    return isinstance(left, int) and isinstance(right, int)


# From a text ---------------------------------------------------------------------------


def rewritten(text: str, names: Mapping[str, Value]) -> Value:
    """What a text gives when its names have these values, which may be traced.

    So a text that follows from a block's own settings is written by what these follow
    from where the block is used. Raises KeyError for a name that is not there.
    """
    value: Value = _rewritten(_parsed(text), names)
    return value


@lru_cache(maxsize=4096)
def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _rewritten(tree: ast.expr, names: Mapping[str, Value]) -> Any:
    match tree:
        case ast.Constant(value=constant):
            return constant
        case ast.Name(id=name):
            return names[name]
        case ast.Tuple(elts=parts):
            return tuple(_rewritten(part, names) for part in parts)
        case ast.Subscript(value=row, slice=place):
            return _rewritten(row, names)[_rewritten(place, names)]
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            return _rewritten(left, names) ** _rewritten(right, names)
        case ast.BinOp(op=op, left=left, right=right):
            return OPERATORS[type(op)](
                _rewritten(left, names), _rewritten(right, names)
            )
        case ast.UnaryOp(op=op, operand=operand) if not isinstance(op, ast.Not):
            return OPERATORS[type(op)](_rewritten(operand, names))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            chosen = _rewritten(test, names)
            if not is_traced(chosen):
                return _rewritten(body if chosen else orelse, names)
    return _replaced(tree, names)


def _replaced(tree: ast.expr, names: Mapping[str, Value]) -> Any:
    """What is no arithmetic, with texts in place of names."""
    expression = Expression(ast.unparse(tree))
    given = {name: names[name] for name in expression.names}
    value = expression.value({name: _untraced(each) for name, each in given.items()})
    if not any(map(is_traced, given.values())):
        return value
    try:
        texts = {name: Expression(repr(each)) for name, each in given.items()}
        return traced(value, expression.substituted(texts).text)
    except ValueError:  # too long, or written by what no expression may hold
        return value


def _untraced(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(map(_untraced, value))
    if isinstance(value, float):
        return float(value)
    return int(value) if isinstance(value, Traced) else value
