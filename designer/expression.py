"""Expressions: values of settings that follow from other settings, as `channels * 4`.

They are read by walking the syntax tree of `ast`, and nothing in them is ever run: there
are numbers, names, arithmetic, min, max, comparisons and conditionals, and no more. Each
error is a ValueError whose words follow a setting's name: "divides by zero: ...".
"""

import ast
import math
import operator
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from designer.kinds import LARGEST
from designer.words import listed, nearest

LONGEST = 200
"""Characters of an expression."""

Value = int | float | bool | tuple[Any, ...] | None
"""What an expression may give."""

OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
FUNCTIONS: Mapping[str, Callable[..., Any]] = {"min": min, "max": max}
KNOWN = (
    "an expression holds numbers, names of settings, + - * / // % **, min, max, "
    "comparisons and conditionals"
)

HUGGED = re.compile(r"(?<![\w.)\]])([\w.]+) \*\* (-?[\w.]+)(?![\w.(\[])")
"""A power of two plain operands, which is written without spaces."""


@dataclass(frozen=True)
class Expression:
    """A text such as "channels * 4", laid out as Python code usually is.

    Raises ValueError in words for a text that is no expression.
    """

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _laid_out(self.text))

    @cached_property
    def tree(self) -> ast.expr:
        """The syntax tree."""
        return ast.parse(self.text, mode="eval").body

    @cached_property
    def names(self) -> frozenset[str]:
        """The settings that it follows from."""
        return _names(self.tree)

    def value(self, names: Mapping[str, Value]) -> Value:
        """What it gives when these names have these values; raises ValueError."""
        try:
            found: Value = _value(self.tree, names)
            return found
        except ZeroDivisionError:
            said = ", ".join(f"{name} {names[name]}" for name in sorted(self.names))
            where = f" with {said}" if said else ""
            raise ValueError(f"divides by zero: {self.text}{where}") from None
        except TypeError:
            raise ValueError(f"cannot reckon {self.text} with these values") from None

    def substituted(self, values: Mapping[str, "Expression | Value"]) -> "Expression":
        """The expression with other expressions, or values, in place of names."""
        trees = {
            name: value.tree if isinstance(value, Expression) else _constant(value)
            for name, value in values.items()
        }
        return Expression(ast.unparse(_Substitution(trees).visit(self._copy())))

    def renamed(self, old: str, new: str) -> "Expression":
        """The expression with a setting called otherwise."""
        return self.substituted({old: Expression(new)}) if old in self.names else self

    def _copy(self) -> ast.expr:
        return ast.parse(self.text, mode="eval").body

    def __bool__(self) -> bool:
        raise TypeError("what an expression gives is not known yet")

    def __str__(self) -> str:
        return self.text


class _Substitution(ast.NodeTransformer):
    """Puts trees in place of names."""

    def __init__(self, trees: Mapping[str, ast.expr]) -> None:
        self.trees = trees

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.trees.get(node.id, node)


@lru_cache(maxsize=4096)
def _laid_out(text: str) -> str:
    """The text as it is kept; raises ValueError in words if it is no expression."""
    if len(text) > LONGEST:
        raise ValueError(f"needs an expression of at most {LONGEST} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as of "1if x else 2", which is laid out
            tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ValueError(f"cannot be read as an expression: {text.strip()}") from None
    _check(tree)
    return HUGGED.sub(r"\1**\2", ast.unparse(tree))


def _check(tree: ast.AST) -> None:
    """Raises ValueError for anything that an expression may not hold."""
    match tree:
        case ast.Constant(value=bool() | int() | float() | None) | ast.Name():
            return
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            parts: list[ast.AST] = [left, right]
        case ast.BinOp(op=op, left=left, right=right) if type(op) in OPERATORS:
            parts = [left, right]
        case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
            parts = [operand]
        case ast.BoolOp(values=values) | ast.Tuple(elts=values):
            parts = list(values)
        case ast.Compare(ops=ops, left=left, comparators=others) if all(
            type(op) in OPERATORS for op in ops
        ):
            parts = [left, *others]
        case ast.IfExp(test=test, body=body, orelse=orelse):
            parts = [test, body, orelse]
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as args, keywords=[]) if (
            name in FUNCTIONS
        ):
            parts = list(args)
        case _:
            raise ValueError(f"cannot hold {ast.unparse(tree)}: {KNOWN}")
    for part in parts:
        _check(part)


def _names(tree: ast.AST) -> frozenset[str]:
    if isinstance(tree, ast.Call):
        return frozenset[str]().union(*map(_names, tree.args))
    if isinstance(tree, ast.Name):
        return frozenset([tree.id])
    return frozenset[str]().union(*map(_names, ast.iter_child_nodes(tree)))


def _value(tree: ast.expr, names: Mapping[str, Value]) -> Any:
    """What a tree gives; anything in it has been checked before."""
    match tree:
        case ast.Constant(value=constant):
            return _bounded(constant)
        case ast.Name(id=name):
            return _named(name, names)
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            return _power(_value(left, names), _value(right, names))
        case ast.BinOp(op=op, left=left, right=right):
            both = _value(left, names), _value(right, names)
            return _bounded(OPERATORS[type(op)](*map(_number, both)))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, names)
        case ast.UnaryOp(op=op, operand=operand):
            return OPERATORS[type(op)](_number(_value(operand, names)))
        case ast.BoolOp(op=op, values=values):
            found = (bool(_value(each, names)) for each in values)
            return all(found) if isinstance(op, ast.And) else any(found)
        case ast.Compare():
            return _compared(tree, names)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _value(test, names) else orelse, names)
        case ast.Tuple(elts=parts):
            return tuple(_value(part, names) for part in parts)
        case ast.Call(func=ast.Name(id=function), args=args):
            given = [_number(_value(each, names)) for each in args]
            return given[0] if len(given) == 1 else FUNCTIONS[function](given)
    raise AssertionError(f"unchecked expression {ast.dump(tree)}")


def _named(name: str, names: Mapping[str, Value]) -> Value:
    if name in names:
        return names[name]
    known = listed(sorted(names), last="and")
    hint = nearest(name, names) or (f" There are {known}." if known else "")
    raise ValueError(f"names {name}, which is no setting here.{hint}")


def _compared(tree: ast.Compare, names: Mapping[str, Value]) -> bool:
    before = _value(tree.left, names)
    for op, other in zip(tree.ops, tree.comparators, strict=True):
        after = _value(other, names)
        if not OPERATORS[type(op)](before, after):
            return False
        before = after
    return True


def _power(base: Any, exponent: Any) -> Any:
    """A power, refused before it is worked out if it would have too many digits."""
    _number(base), _number(exponent)
    digits = exponent * math.log2(abs(base)) if abs(base) > 1 else 0
    if digits > LARGEST.bit_length():
        raise ValueError(f"needs smaller numbers than {base}**{exponent}")
    result = base**exponent
    if isinstance(result, complex):
        raise ValueError(f"needs a number, and {base}**{exponent} is none")
    return _bounded(result)


def _number(value: Any) -> Any:
    """The value, if one can reckon with it; a switch is 0 or 1."""
    if isinstance(value, int | float):
        return value
    raise TypeError(value)


def _bounded(value: Any) -> Any:
    if isinstance(value, int | float) and not abs(value) <= LARGEST:
        raise ValueError("needs smaller numbers")
    return value


def _constant(value: Value) -> ast.expr:
    """The tree of a value."""
    return ast.parse(repr(value), mode="eval").body
