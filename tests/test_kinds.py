"""Kinds read, parse, show and keep values; whatever they refuse, they refuse in words."""

from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.kinds import (
    LARGEST,
    Axes,
    Choice,
    Either,
    Kind,
    Line,
    Nothing,
    Numbers,
    Program,
    Real,
    Size1,
    Size2,
    Text,
    Truth,
    Whole,
    kind_of,
)
from designer.recipe import Loss, Optimizer
from designer.recipe.losses import CrossEntropyLoss, HuberLoss
from tests.layers.oracle import values

KINDS: list[Kind] = [
    Whole(),
    Whole(1),
    Whole(-3, 3),
    Real(),
    Real(0, 1),
    Truth(),
    Text(),
    Line(),
    Choice(("zeros", "reflect")),
    Numbers(Whole(1), 2),
    Numbers(Whole(0), 1),
    kind_of(tuple[float, float], 0),
    Numbers(Whole(-1)),
    kind_of(tuple[int | None, int | None], 1),
    Either((Numbers(Whole(0), 2), Choice(("valid", "same")))),
    Either((Whole(1), Nothing())),
    Either((Truth(), Nothing())),
    Either((Real(0.01), Nothing())),
]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=5,
)


@pytest.mark.parametrize("kind", KINDS, ids=str)
@given(data=st.data())
def test_a_value_survives_showing_and_saving(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(values(kind))
    assert kind.read(value) == value
    assert kind.from_json(kind.to_json(value)) == value
    assert type(kind.from_json(kind.to_json(value))) is type(value)
    if value == () or (isinstance(kind, Text)):
        return
    assert kind.parse(kind.show(value)) == value


@pytest.mark.parametrize("kind", [*KINDS, kind_of(Loss), kind_of(Optimizer)], ids=str)
@given(value=JSON)
def test_anything_is_read_or_refused_in_words(kind: Kind, value: Any) -> None:
    for read in (kind.read, kind.from_json):
        try:
            taken = read(value)
        except ValueError as error:
            assert str(error).startswith(("needs ", "lr needs", "ha"))
            assert "\n" not in str(error)
        else:
            assert kind.read(taken) == taken


@pytest.mark.parametrize("kind", KINDS, ids=str)
@given(text=st.text(max_size=6))
def test_anything_typed_is_parsed_or_refused_in_words(kind: Kind, text: str) -> None:
    try:
        taken = kind.parse(text)
    except ValueError as error:
        assert str(error).startswith("needs ")
    else:
        assert kind.read(taken) == taken


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Whole(), " 12 ", 12),
        (Whole(), "1,024", 1024),
        (Whole(), "-3", -3),
        (Real(), "1e-3", 0.001),
        (Real(), ".5", 0.5),
        (Truth(), "On", True),
        (Truth(), "false", False),
        (Numbers(Whole(), 2), "3", (3, 3)),
        (Numbers(Whole(), 2), "3x5", (3, 5)),
        (Numbers(Whole(), 2), "3 × 5", (3, 5)),
        (Numbers(Whole(), 2), "(3, 5)", (3, 5)),
        (Numbers(Whole()), "3*5*7", (3, 5, 7)),
        (Numbers(Whole(), 1), "4", (4,)),
        (Numbers(Real(), 2), "0.9, 0.99", (0.9, 0.99)),
        (kind_of(tuple[int | None, int | None]), "none×7", (None, 7)),
        (Either((Whole(1), Nothing())), "none", None),
        (Either((Whole(1), Nothing())), "", None),
        (Either((Whole(1), Nothing())), "7", 7),
        (Either((Numbers(Whole(0), 2), Choice(("same",)))), "same", "same"),
    ],
)
def test_what_a_person_types(kind: Kind, text: str, value: Any) -> None:
    assert kind.parse(text) == value


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Whole(1), 0, "needs a whole number of at least 1, got 0"),
        (Whole(1, 5), 9, "needs a whole number from 1 to 5, got 9"),
        (Whole(None, 5), 9, "needs a whole number of at most 5, got 9"),
        (Whole(), True, "needs a whole number, got True"),
        (Whole(), 1.0, "needs a whole number, got 1.0"),
        (Whole(), "1", "needs a whole number, got '1'"),
        (Whole(), LARGEST + 1, f"needs a whole number, got {LARGEST + 1}"),
        (Real(0, 1), 2, "needs a number from 0 to 1, got 2"),
        (Real(), float("nan"), "needs a number, got nan"),
        (Real(), float("inf"), "needs a number, got inf"),
        (Real(), 10**400, "needs a number, got one that is too large"),
        (Real(), False, "needs a number, got False"),
        (Truth(), 1, "needs true or false, got 1"),
        (Text(), 3, "needs a text, got 3"),
        (Line(), 3, "needs a text, got 3"),
        (Line(), "two\nlines", "needs a text of one line, got 'two\\nlines'"),
        (Line(), "one\n", "needs a text of one line, got 'one\\n'"),
        (Text(), "\ud800", "needs a text without characters that no file can hold"),
        (Choice(("a", "b")), "c", "needs 'a' or 'b', got 'c'."),
        (
            Choice(("zeros", "reflect")),
            "zero",
            "needs 'zeros' or 'reflect', got 'zero'. Did you mean zeros?",
        ),
        (
            Numbers(Whole(1), 2),
            (1, 2, 3),
            "needs 2 whole numbers of at least 1, got (1, 2, 3)",
        ),
        (Numbers(Whole(1), 2), 0, "needs 2 whole numbers of at least 1, got (0, 0)"),
        (Numbers(Whole(1), 1), 0, "needs 1 whole number of at least 1, got (0,)"),
        (Numbers(Whole(1)), "12", "needs whole numbers of at least 1, got '12'"),
        (
            Either((Numbers(Whole(0), 2), Choice(("same",)))),
            "sam",
            "needs 2 whole numbers of at least 0 or 'same', got 'sam'",
        ),
        (
            Either((Whole(1), Nothing())),
            0,
            "needs a whole number of at least 1 or none",
        ),
    ],
)
def test_refused_in_words(kind: Kind, value: Any, words: str) -> None:
    with pytest.raises(ValueError, match="needs ") as refusal:
        kind.read(value)
    assert str(refusal.value).startswith(words)


@pytest.mark.parametrize("text", ["", "  ", "two", "1.5", "1e3", "0x10", "9" * 5000])
def test_no_whole_number(text: str) -> None:
    with pytest.raises(ValueError, match="needs a whole number"):
        Whole().parse(text)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999", "", "1,5"])
def test_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="needs a number"):
        Real().parse(text)


def test_one_number_stands_for_all_axes() -> None:
    assert Numbers(Whole(), 2).read(3) == (3, 3)
    assert Numbers(Whole(), 2).read([3, 4]) == (3, 4)
    assert Numbers(Whole()).read(3) == (3,)
    with pytest.raises(ValueError, match="needs whole numbers, got 'three'"):
        Numbers(Whole()).read("three")


def test_shown_as_people_write() -> None:
    assert Numbers(Whole(), 2).show((3, 5)) == "3×5"
    assert kind_of(tuple[float, float]).show((0.9, 0.999)) == "0.9, 0.999"
    assert Real().show(1e-5) == "1e-05"
    assert Real().show(0.1234567890123) == "0.1234567890123"
    assert Truth().show(True) == "on"
    assert Either((Whole(), Nothing())).show(None) == "none"


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        (int, Whole(0, 9)),
        (float, Real(0, 9)),
        (bool, Truth()),
        (str, Text()),
        (Annotated[str, "line"], Line()),
        (Annotated[str, "python"], Program()),
        (Size1, Numbers(Whole(0, 9), 1)),
        (Size2, Numbers(Whole(0, 9), 2)),
        (Axes, Numbers(Whole(0, 9), between=", ")),
        (tuple[float, float], Numbers(Real(0, 9), 2, ", ")),
        (Literal["a", "b"], Choice(("a", "b"))),
        (int | None, Either((Whole(0, 9), Nothing()))),
        (Size2 | Literal["a"], Either((Numbers(Whole(0, 9), 2), Choice(("a",))))),
    ],
)
def test_annotations_ask_for_kinds(annotation: Any, kind: Kind) -> None:
    assert kind_of(annotation, 0, 9) == kind


def test_an_unknown_annotation_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no kind of setting"):
        kind_of(dict)


def test_a_variant_is_one_of_the_declared() -> None:
    kind = kind_of(Loss)
    value = HuberLoss(delta=2)
    assert kind.read(value) is value
    assert kind.show(value) == "HuberLoss"
    assert kind.to_json(value) == {"type": "HuberLoss", "delta": 2.0}
    assert kind.from_json(kind.to_json(value)) == value
    assert kind.from_json({"type": "CrossEntropyLoss"}) == CrossEntropyLoss()
    with pytest.raises(ValueError, match="Did you mean HuberLoss"):
        kind.from_json({"type": "HubertLoss"})
    with pytest.raises(ValueError, match='an object with "type"'):
        kind.from_json("HuberLoss")
