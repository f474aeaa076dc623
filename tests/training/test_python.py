from designer.codegen.text import plain
from designer.training.python import (
    Import,
    needed,
    put_together,
    sorted_imports,
    take_apart,
)

MODULE = '''"""A docstring that is left out."""

import math
from typing import Any, NamedTuple as Named

LIMIT = 3


# What a comment says stays with what it is about.
class Pair(Named):
    """Two numbers."""

    first: Any


def area(pair: Pair) -> float:
    return scaled(math.pi)


def scaled(number: float) -> float:
    return number * LIMIT


def unused() -> None:
    return None
'''


def test_a_module_is_taken_apart() -> None:
    imports, pieces = take_apart(plain(MODULE.splitlines()))

    assert imports == [
        Import("math", "", ""),
        Import("typing", "Any", ""),
        Import("typing", "NamedTuple", "Named"),
    ]
    assert [piece.defines for piece in pieces] == [
        {"LIMIT"},
        {"Pair"},
        {"area"},
        {"scaled"},
        {"unused"},
    ]
    assert pieces[1].lines[0].text.startswith("# What a comment says")


def test_only_what_is_needed_is_taken_however_far_away() -> None:
    _, pieces = take_apart(plain(MODULE.splitlines()))

    found = needed(pieces, ["area"])

    assert [set(piece.defines) for piece in found] == [
        {"LIMIT"},
        {"Pair"},
        {"area"},
        {"scaled"},
    ]


def test_only_imports_that_occur_are_written() -> None:
    imports, pieces = take_apart(plain(MODULE.splitlines()))

    lines = put_together('"""Title."""', imports, needed(pieces, ["scaled"]))

    assert [line.text for line in lines] == [
        '"""Title."""',
        "",
        "",
        "LIMIT = 3",
        "",
        "",
        "def scaled(number: float) -> float:",
        "    return number * LIMIT",
    ]


def test_imports_are_merged_and_sorted() -> None:
    assert sorted_imports(
        {
            Import("torch", "nn", ""),
            Import("torch", "Tensor", ""),
            Import("torch.nn.functional", "", "F"),
            Import("torch", "", ""),
            Import("numpy.typing", "NDArray", ""),
            Import("math", "", ""),
            Import("collections.abc", "Iterator", ""),
        }
    ) == [
        "import math",
        "from collections.abc import Iterator",
        "",
        "import torch",
        "import torch.nn.functional as F",
        "from numpy.typing import NDArray",
        "from torch import Tensor, nn",
    ]
