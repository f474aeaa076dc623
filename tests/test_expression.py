"""Expressions give what Python gives, and nothing in them is ever run."""

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.expression import Expression

NAMES = {"channels": 64, "stride": 2, "rate": 0.5, "bias": True}

numbers = st.integers(-50, 50).map(str) | st.sampled_from(sorted(NAMES))
texts = st.recursive(
    numbers,
    lambda inner: (
        st.tuples(
            inner,
            st.sampled_from(["+", "-", "*", "//", "%", "/", "<", "==", "!=", ">="]),
            inner,
        ).map(lambda parts: f"({' '.join(parts)})")
        | st.tuples(inner, inner, inner).map(
            lambda p: f"({p[0]} if {p[1]} else {p[2]})"
        )
        | st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
            lambda p: f"{p[0]}({p[1]}, {p[2]})"
        )
        | inner.map(lambda text: f"(-{text})")
        | inner.map(lambda text: f"(not {text})")
    ),
    max_leaves=8,
)


@given(texts)
def test_gives_what_python_gives(text: str) -> None:
    if len(text) > 150:
        return
    try:
        wanted = eval(text, {}, dict(NAMES))
    except ZeroDivisionError:
        with pytest.raises(ValueError, match="divides by zero"):
            Expression(text).value(NAMES)
    else:
        assert Expression(text).value(NAMES) == wanted


@given(texts)
def test_the_text_stays_when_it_is_read_again(text: str) -> None:
    if len(text) > 100:
        return
    once = Expression(text)
    assert Expression(once.text) == once
    assert hash(Expression(once.text)) == hash(once)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("channels*4", "channels * 4"),
        ("  (channels) ", "channels"),
        ("2**stride", "2**stride"),
        ("(channels+1)**2", "(channels + 1) ** 2"),
        ("2 if i==0 else 1", "2 if i == 0 else 1"),
        ("(3,1)", "(3, 1)"),
    ],
)
def test_is_laid_out_as_code_is(text: str, kept: str) -> None:
    assert Expression(text).text == kept


def test_knows_the_names_it_follows_from() -> None:
    assert Expression("max(channels // 4, 8)").names == {"channels"}
    assert Expression("3 * 4").names == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "channels.real",
        "[channels]",
        "'text'",
        "lambda: 3",
        "channels[0]",
        "open",  # only a name, and no setting
        "min",
        "print(3)",
        "min(3, key=4)",
        "min()",
        "(x := 3)",
        "3 in (3, 4)",
        "channels is None",
        "1j",
        "channels &",
        "",
        "a b",
        "x" * 500,
        "(" * 150,
    ],
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(cannot|needs|names) "):
        Expression(text).value(NAMES)


@pytest.mark.parametrize(
    "text", ["9**9**9", "9**99", "10.0**400", "2**-0.5 * 10**18 * 99"]
)
def test_numbers_stay_small_enough_to_work_out_at_once(text: str) -> None:
    with pytest.raises(ValueError, match="smaller numbers"):
        Expression(text).value({})


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"names chanels, .* Did you mean .*channels"):
        Expression("chanels * 2").value(NAMES)


def test_a_negative_root_is_no_number() -> None:
    with pytest.raises(ValueError, match="needs a number"):
        Expression("(-2)**0.5").value({})


def test_none_takes_no_part_in_arithmetic() -> None:
    assert Expression("None if bias else 3").value(NAMES) is None
    with pytest.raises(ValueError, match="cannot reckon"):
        Expression("None + 3").value({})


def test_substitution_keeps_the_brackets() -> None:
    inner = Expression("channels * 4")
    assert inner.substituted({"channels": Expression("width + 1")}).text == (
        "(width + 1) * 4"
    )
    assert inner.substituted({"channels": 16}).value({}) == 64
    assert inner.substituted({"channels": -2}).value({}) == -8
    assert inner.renamed("channels", "planes").text == "planes * 4"
    assert operator.is_(inner.renamed("width", "planes"), inner)


def test_has_no_truth_of_its_own() -> None:
    with pytest.raises(TypeError):
        bool(Expression("channels"))
