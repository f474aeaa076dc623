"""Traced numbers are the numbers that they would be, and their texts give them back."""

import math
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.codegen.traced import (
    Traced,
    TracedFloat,
    TracedTuple,
    is_traced,
    rewritten,
    traced,
)

NAMES: dict[str, int] = {"channels": 64, "growth": 12, "depth": 3, "bias": 1}
channels, growth, depth, bias = (Traced.of(v, name) for name, v in NAMES.items())

OPERATIONS: dict[str, Any] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
    "**": lambda a, b: a**b,
    "max": max,
    "sum": lambda a, b: sum([a, b, a]),
    "prod": lambda a, b: math.prod([a, b, 2]),
}

TEXTS = [
    "channels // 2",
    "max(channels // 4, 8)",
    "growth if bias else 7",
    "-depth * 2",
]
TEXTS += ["(growth + 3) // 2", "not bias", "channels > growth", "2**depth", "5"]
BUILT_IN = {"__builtins__": {"max": max, "min": min}}


def value_of(text: str) -> Any:
    return eval(text, BUILT_IN, dict(NAMES))


leaves = (
    st.sampled_from([channels, growth, depth, bias])
    | st.integers(-9, 9)
    | st.sampled_from(TEXTS).map(lambda text: Traced.of(value_of(text), text))
)


def reckoned(operation: str, left: int, right: int) -> int:
    """A step, unless it divides by zero or its numbers are not to be raised."""
    if operation in ("//", "%") and right == 0:
        return left
    if operation == "**" and not (0 <= right <= 4 and abs(left) < 10**6):
        return left
    result: int = OPERATIONS[operation](left, right)
    return result


numbers = st.recursive(
    leaves,
    lambda inner: st.builds(
        reckoned, st.sampled_from(sorted(OPERATIONS)), inner, inner
    ),
    max_leaves=8,
)


@given(numbers)
def test_the_text_gives_the_number(number: int) -> None:
    assert value_of(repr(number)) == number
    if isinstance(number, Traced):
        assert not number.text.isdigit() or number.text == "5"


@given(st.sampled_from(sorted(OPERATIONS)), numbers, numbers)
def test_arithmetic_is_that_of_whole_numbers(
    operation: str, left: int, right: int
) -> None:
    wanted = reckoned(operation, int(left), int(right))
    found = reckoned(operation, left, right)
    assert found == wanted
    assert hash(found) == hash(wanted)
    assert (-found, +found) == (-wanted, wanted)


@given(numbers)
def test_a_text_read_again_is_the_same(number: int) -> None:
    if isinstance(number, Traced):
        again = Traced.of(number, number.text)
        assert (again * 3 - number * 3, again.text) == (0, number.text)
        assert type(again * 3 - number * 3) is int


@given(st.lists(numbers, min_size=20, max_size=20))
def test_texts_are_laid_out_as_ruff_would(drawn: list[int]) -> None:
    lines = [f"a = {each!r}\n" for each in drawn if len(repr(each)) < 80]
    command = [sys.executable, "-m", "ruff", "format", "--diff", "--isolated", "-"]
    ruff = subprocess.run(command, input="".join(lines), capture_output=True, text=True)
    assert not ruff.stdout


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ((channels + 2 * 1 - 1 * (3 - 1) - 1) // 1 + 1, "channels"),
        ((channels - 2) // 2 + 1, "channels // 2"),
        (channels * 4, "channels * 4"),
        (4 * channels, "channels * 4"),
        (channels + growth, "channels + growth"),
        (64 + depth * 32, "64 + depth * 32"),
        (channels + 4 * growth + depth, "channels + growth * 4 + depth"),
        ((channels + growth) * 4, "(channels + growth) * 4"),
        (10 - channels, "10 - channels"),
        (-channels, "-channels"),
        (channels // 2 * 2, "(channels // 2) * 2"),
        (-(channels // 2), "-(channels // 2)"),
        (channels * channels, "channels**2"),
        ((channels + 1) ** 2, "(channels + 1) ** 2"),
        (2**depth, "2**depth"),
        (channels * 4 // 4, "channels"),
        (channels * growth // growth, "channels"),
        (channels * 4 % 8, "channels * 4 % 8"),
        (channels * 3 // 2, "channels * 3 // 2"),
        (channels * 8 % 8, "0"),
        (channels - channels + 3, "3"),
    ],
)
def test_texts_are_what_a_person_would_write(number: int, text: str) -> None:
    assert repr(number) == text
    assert str(number) == f"{number}" == text


def test_what_follows_from_no_name_is_a_plain_number() -> None:
    for number in (channels - channels, channels * 0, channels * 8 % 8, int(channels)):
        assert type(number) is int
    assert not is_traced(channels * 0)


def test_a_text_of_ones_own_stays_until_it_is_reckoned_with() -> None:
    own = Traced.of(65, "1 + channels")
    assert repr(own + 0) == repr(own * 1) == repr(own // 1) == repr(+own) == own.text
    assert repr(own + 1) == "2 + channels"


def test_a_number_too_long_to_read_is_a_literal() -> None:
    many = [Traced.of(number, f"name{number}") for number in range(9)]
    assert (type(sum(many)), sum(many)) == (int, 36)
    long = Traced.of(7, "a_name_of_many_letters") + growth
    assert (type(long // 4 // 3), long // 4 // 3) == (Traced, 1)
    assert (type(long // 4 // (long + 2)), long // 4 // (long + 2)) == (int, 0)


def test_other_numbers_and_rows_are_as_ever() -> None:
    assert channels / 2 == 32.0
    assert channels * 0.5 == 32.0
    assert (0,) * depth == depth * (0,) == (0, 0, 0)
    assert list(range(depth)) == [0, 1, 2]
    with pytest.raises(ZeroDivisionError):
        channels // 0
    with pytest.raises(TypeError):
        channels + "a"  # type: ignore[operator]


def test_rates_and_sizes_keep_their_own_text() -> None:
    rate, size = traced(0.5, "rate"), traced((3, 5), "kernel")
    assert isinstance(rate, TracedFloat)
    assert isinstance(size, TracedTuple)
    assert (repr(rate), rate, repr(rate * 2)) == ("rate", 0.5, "1.0")
    assert (repr(size), size, repr(size[1] * 2)) == ("kernel", (3, 5), "kernel[1] * 2")
    assert is_traced((1, depth))
    assert not is_traced((1, 2))
    assert traced(None, "rate") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a * 2 + b", "channels * 2 + growth"),
        ("(a, b)", "(channels, growth)"),
        ("a * 4 // (b + 1)", "channels * 4 // (growth + 1)"),
        ("max(a // 4, 8)", "max(channels // 4, 8)"),
        ("2 if number == 0 else a", "2"),
        ("2 if number == 1 else a", "channels"),
        ("2 if b > 3 else a", "2 if growth > 3 else channels"),
        ("a**2 + (b - 10) ** 3", "channels**2 + (growth - 10) ** 3"),
        ("a / 4", "16.0"),
        ("row[1] + a", "kernel[1] + channels"),
    ],
)
def test_a_text_is_rewritten_by_what_its_names_follow_from(
    text: str, wanted: str
) -> None:
    row = traced((3, 5), "kernel")
    names = {"a": channels, "b": growth, "number": 0, "row": row}
    found = rewritten(text, names)
    assert repr(found) == wanted
    assert found == eval(wanted, BUILT_IN, {**NAMES, "kernel": (3, 5)})


@given(numbers, st.sampled_from(["a + 1", "a * 2 - a", "max(a, 3)", "(a, a)", "-a"]))
def test_rewriting_keeps_the_number(number: int, text: str) -> None:
    found = rewritten(text, {"a": number})
    assert found == eval(text, BUILT_IN, {"a": int(number)})
    assert value_of(repr(found)) == found
