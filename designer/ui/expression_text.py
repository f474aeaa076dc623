"""What a person typed into a field, read as a value or as an expression in its place.

A scope holds the names that an expression may use, with the values that they have now.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from designer.errors import SettingError
from designer.expression import Expression, Value
from designer.graph.block import INDEX
from designer.kinds import Choice, Either, Kind, Nothing, Numbers, Truth
from designer.settings import Setting
from designer.words import listed, nearest

Scope = Sequence[Mapping[str, Value]]
"""The names and their values: of the first repeat and of the last, or one for all."""

NOWHERE: Scope = ({},)
"""Where there are no settings to follow."""

WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
EXPONENT = re.compile(r"\d\.?\d*[eE][-+]?\d*")
OPERATOR = re.compile(r"[\w)]\s*(?:[-+/%<>*]|[=!]=)")
THEN = re.compile(r"\s*,?\s*\bthen\b\s*")


def looks_followed(kind: Kind, text: str, scope: Scope = NOWHERE) -> bool:
    """Whether a text, perhaps half typed, is an expression rather than a value."""
    if text.lstrip().startswith("="):
        return True
    try:
        kind.parse(text)
        return False
    except ValueError:
        plain = EXPONENT.sub("0", text)
    if OPERATOR.search(plain):
        return True
    return any(not _is_own(kind, word, scope) for word in WORD.findall(plain))


def read(declaration: Setting, text: str, scope: Scope = NOWHERE) -> Any:
    """The value, or else the expression, that a person typed.

    Raises SettingError in words for a text that is neither, or that names nothing here.
    """
    try:
        return declaration.parse(text)
    except SettingError as refusal:
        if not looks_followed(declaration.kind, text, scope):
            raise
        expression = declaration.expression(spelled(declaration.kind, text, scope))
        unknown = sorted(expression.names - scope[0].keys())
        if unknown:
            words = _unknown(unknown[0], scope)
            is_word = expression.text == unknown[0] and not text.strip().startswith("=")
            start = f"{refusal}. " if is_word else f"{declaration.name}: "
            raise SettingError(start + words, declaration.name) from None
    return expression if expression.names else _constant(declaration, expression)


def spelled(kind: Kind, text: str, scope: Scope) -> str:
    """The text as an expression: "2, then 1" is 2 in the first repeat and 1 after it."""
    text = text.strip()
    if text.startswith("=") and not text.startswith("=="):
        text = text[1:].strip()
    if INDEX in scope[0] and THEN.search(text):
        *firsts, last = THEN.split(text)
        cases = (f"({one}) if {INDEX} == {i} else " for i, one in enumerate(firsts))
        return f"{''.join(cases)}({last})"
    if "×" in text and _has_numbers(kind):
        return f"({text.replace('×', ',')})"
    return text


def gives(kind: Kind, expression: Expression, scope: Scope) -> str:
    """What an expression gives, as it is shown; empty where it gives nothing.

    Where repeats differ, what it gives in the first and in the last: "2 → 1".
    """
    try:
        ends = [expression.value(names) for names in (scope[0], scope[-1])]
    except ValueError:
        return ""
    shown = [_shown(kind, value) for value in ends]
    return shown[0] if shown[0] == shown[1] else " → ".join(shown)


def _constant(declaration: Setting, expression: Expression) -> Any:
    """An expression that names nothing: it must do as it is, and "= 3" is just 3."""
    declaration.worked_out(expression, {})
    try:
        return declaration.parse(expression.text)
    except SettingError:
        return expression


def _shown(kind: Kind, value: Value) -> str:
    try:
        return kind.show(kind.read(value))
    except ValueError:
        return str(value)


def _is_own(kind: Kind, word: str, scope: Scope) -> bool:
    """Whether a word begins one that the kind itself takes, such as none or same."""
    if any(name.startswith(word) for name in scope[0]):
        return False
    if word == "x" and _has_numbers(kind):
        return True
    return any(own.startswith(word.lower()) for own in _own_words(kind))


def _own_words(kind: Kind) -> list[str]:
    if isinstance(kind, Either):
        return [word for one in kind.kinds for word in _own_words(one)]
    if isinstance(kind, Choice):
        return list(kind.options)
    if isinstance(kind, Truth):
        return ["on", "off", "true", "false"]
    return ["none"] if isinstance(kind, Nothing) else []


def _has_numbers(kind: Kind) -> bool:
    if isinstance(kind, Either):
        return any(map(_has_numbers, kind.kinds))
    return isinstance(kind, Numbers)


def _unknown(name: str, scope: Scope) -> str:
    known = sorted(scope[0])
    if not known:
        return f"There is no setting {name}: there are none here yet."
    hint = nearest(name, known) or f" There {'is' if len(known) == 1 else 'are'} "
    return f"There is no setting {name} here.{hint}" + (
        "" if hint.endswith("?") else f"{listed(known)}."
    )
