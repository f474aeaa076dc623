"""Small rules of wording."""

import pytest

from designer.words import counted, listed, memory, nearest, short


def test_nearest() -> None:
    assert nearest("conv2D", ["Conv1d", "Conv2d"]) == " Did you mean Conv2d?"
    assert nearest("xyz", ["Conv1d"]) == ""
    assert nearest(3, []) == ""


def test_listed() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"], last="or") == "a, b or c"


def test_counted() -> None:
    assert counted(1, "node") == "1 node"
    assert counted(0, "node") == "0 nodes"
    assert counted(1234, "node") == "1,234 nodes"


@pytest.mark.parametrize(
    "number, words",
    [(7, "7"), (999, "999"), (999_499, "999 k"), (999_500, "1 M"), (11.9e6, "11.9 M")],
)
def test_large_numbers_are_short(number: float, words: str) -> None:
    assert short(number) == words


@pytest.mark.parametrize(
    "size, words",
    [(0, "0 B"), (1023, "1023 B"), (1 << 10, "1.0 KiB"), (5 << 30, "5.0 GiB")],
)
def test_memory_has_the_unit_that_suits_it(size: int, words: str) -> None:
    assert memory(size) == words
