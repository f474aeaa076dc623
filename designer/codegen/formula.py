"""Formulas: sums of products of names and of other texts, and their text as code.

A formula holds no values; what it stands for is the same whatever the names stand for.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from designer.graph.block import INDEX

Atoms = tuple[str, ...]
"""Texts that are multiplied, in order; none for the number 1."""

Form = Mapping[Atoms, int]
"""A sum of products: how often each is counted. 2 * a * b + 3 is {(a, b): 2, (): 3}."""

NOTHING: Form = MappingProxyType({})

MOST_TERMS = 8
MOST_FACTORS = 8

SIMPLE = re.compile(r"[\w.]+")
"""What a power is written around without spaces."""

LOOSE, SUM, PRODUCT, POWER, TIGHT = range(5)
"""How close a text holds together: `a if b else c`, a + b, a * b, a**2, max(a, b)."""


def added(left: Form, right: Form, sign: int) -> Form:
    """The sum, or with the sign -1 the difference."""
    counts = Counter(left)
    for atoms, count in right.items():
        counts[atoms] += sign * count
    return {atoms: count for atoms, count in counts.items() if count}


def multiplied(left: Form, right: Form) -> Form:
    """The product, multiplied out."""
    counts: Counter[Atoms] = Counter()
    for first, many in left.items():
        for second, count in right.items():
            counts[_ordered(first + second)] += many * count
    return {atoms: count for atoms, count in counts.items() if count}


def divided(form: Form, divisor: Form) -> tuple[Form, Form]:
    """How many times the divisor a form is for sure, and the rest.

    A number by itself is divided too, so that (h + 2) // 2 is h // 2 + 1.
    """
    if form == divisor:
        return {(): 1}, NOTHING
    if len(divisor) != 1:
        return NOTHING, form
    ((taken, many),) = divisor.items()
    whole: dict[Atoms, int] = {}
    rest: dict[Atoms, int] = {}
    for atoms, count in form.items():
        times, left = divmod(count, many)
        remaining = _without(atoms, taken)
        if remaining is None or (atoms and left):
            times, left = 0, count
        if remaining is not None and times:
            whole[remaining] = times
        if left:
            rest[atoms] = left
    return whole, rest


def _without(atoms: Atoms, taken: Atoms) -> Atoms | None:
    """A product divided by another; None where that leaves a fraction."""
    left = Counter(atoms)
    left.subtract(taken)
    return _ordered(left.elements()) if min(left.values(), default=0) >= 0 else None


def raised_form(form: Form, exponent: int) -> Form | None:
    """A product to a power that is a whole number; None for a sum, or a large power."""
    if len(form) != 1 or exponent > MOST_FACTORS:
        return None
    ((atoms, count),) = form.items()
    return {_ordered(atoms * exponent): count**exponent}


def _ordered(atoms: Iterable[str]) -> Atoms:
    """By name, and single letters such as an index last: width * i."""
    return tuple(sorted(atoms, key=lambda atom: (len(atom) == 1, atom)))


def is_plain(form: Form) -> bool:
    """Whether no name is in it, so that it is a number."""
    return not any(form)


def is_large(form: Form) -> bool:
    """Whether it is too long to be a pleasure to read."""
    return len(form) > MOST_TERMS or max(map(len, form), default=0) > MOST_FACTORS


@lru_cache(maxsize=4096)
def read_formula(text: str) -> Form:
    """The sum of products that a text is; what it does not reckon stays as it is."""
    form = _form_of(ast.parse(text, mode="eval").body, text)
    return {(text,): 1} if is_large(form) else form


def _form_of(tree: ast.expr, text: str) -> Form:
    match tree:
        case ast.Constant(value=int(number)):
            return {(): int(number)} if number else NOTHING
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return added(_form_of(left, text), _form_of(right, text), 1)
        case ast.BinOp(op=ast.Sub(), left=left, right=right):
            return added(_form_of(left, text), _form_of(right, text), -1)
        case ast.BinOp(op=ast.Mult(), left=left, right=right):
            return multiplied(_form_of(left, text), _form_of(right, text))
        case ast.BinOp(op=ast.Pow(), left=left, right=ast.Constant(value=int(power))):
            form = raised_form(_form_of(left, text), power)
            if form is not None:
                return form
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return added(NOTHING, _form_of(operand, text), -1)
    return {(ast.get_source_segment(text, tree) or text,): 1}


# Text ----------------------------------------------------------------------------------


def sum_text(form: Form) -> str:
    """Terms in the order in which they came, those of the repeat's number after others.

    Those to be taken away stand at the end.
    """
    if len(form) == 1:
        return _term_alone(*next(iter(form.items())))
    terms = sorted(form.items(), key=lambda term: (term[1] < 0, INDEX in term[0]))
    many = abs(terms[0][1])
    if many > 1 and all(atoms and abs(count) == many for atoms, count in terms):
        inside = sum_text({atoms: count // many for atoms, count in terms})
        return f"({inside}) * {many}"
    (atoms, count), *others = terms
    text = _term(atoms, count) if count > 0 else _term_alone(atoms, count)
    for atoms, count in others:
        text += f" {'-' if count < 0 else '+'} {_term(atoms, abs(count))}"
    return text


def _term_alone(atoms: Atoms, count: int) -> str:
    """A product by itself: channels * 4, or -4 * channels."""
    if not atoms:
        return str(count)
    if count == 1 and len(atoms) == 1:
        return atoms[0]
    product = " * ".join(_factors(atoms))
    if count == -1:
        return f"-{product}"
    if count < 0:
        return f"{count} * {product}"
    return product if count == 1 else f"{product} * {count}"


def _term(atoms: Atoms, count: int) -> str:
    """A product in a sum: width * 2, but 32 * i for the number of the repeat."""
    if count == 1 and len(atoms) == 1:
        return _held(atoms[0], PRODUCT)
    number = [str(count)] if count != 1 or not atoms else []
    if INDEX in atoms:
        return " * ".join([*number, *_factors(atoms)])
    return " * ".join([*_factors(atoms), *number])


def _factors(atoms: Atoms) -> list[str]:
    return [
        _held(atom, POWER) if many == 1 else raised(atom, str(many))
        for atom, many in Counter(atoms).items()
    ]


def raised(base: str, exponent: str) -> str:
    """A power, with spaces where a formatter would put them."""
    both = (_held(base, TIGHT), _held(exponent, TIGHT))
    return ("**" if all(map(SIMPLE.fullmatch, both)) else " ** ").join(both)


def _held(text: str, level: int) -> str:
    """A text in brackets if it would fall apart where it stands."""
    return text if _level(text) >= level else f"({text})"


def binary(left: str, operator: str, right: str) -> str:
    """A quotient or a remainder of two texts."""
    return f"{_held(left, PRODUCT)} {operator} {_held(right, POWER)}"


@lru_cache(maxsize=4096)
def _level(text: str) -> int:
    """How close a text holds together."""
    match ast.parse(text, mode="eval").body:
        case ast.Name() | ast.Attribute() | ast.Constant() | ast.Call():
            return TIGHT
        case ast.Subscript():
            return TIGHT
        case ast.BinOp(op=ast.Pow()):
            return POWER
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return SUM
        case ast.BinOp() | ast.UnaryOp(op=ast.USub()):
            return PRODUCT
    return LOOSE
