"""Lines know their nodes, and break where ruff would break them."""

from designer.codegen.text import Line, Source, assignment, returned, width
from designer.layers import Call


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def test_a_source_knows_its_lines() -> None:
    source = Source((Line("one"), Line("two", "a"), Line("three", "b"), Line("4", "a")))
    assert source.text == "one\ntwo\nthree\n4\n"
    assert source.lines_of == {"a": (2, 4), "b": (3,)}
    assert [source.node_at(number) for number in range(6)] == [
        "",
        "",
        "a",
        "b",
        "a",
        "",
    ]


def test_a_short_assignment_is_one_line() -> None:
    lines = assignment("x", Call("self.a", ("x",)), "a", 8, "1×2")
    assert lines == [Line("        x = self.a(x)  # 1×2", "a")]


def test_a_long_comment_goes_above() -> None:
    lines = assignment("x", Call("self.a", ("x",)), "a", 8, "1×" * 40)
    assert texts(lines) == ["        # " + "1×" * 40, "        x = self.a(x)"]


def test_a_long_call_breaks_once_or_at_each_argument() -> None:
    short = tuple(f"setting{i}={i}" for i in range(6))
    assert texts(assignment("x", Call("nn.Layer", short), "a", 8)) == [
        "        x = nn.Layer(",
        f"            {', '.join(short)}",
        "        )",
    ]
    long = tuple(f"setting{i}={i}" for i in range(9))
    assert texts(assignment("x", Call("nn.Layer", long), "a", 8)) == [
        "        x = nn.Layer(",
        *(f"            {argument}," for argument in long),
        "        )",
    ]


def test_a_long_sum_breaks_before_its_operators() -> None:
    names = [letter * 30 for letter in "abc"]
    assert texts(assignment("x", " + ".join(names), "a", 8)) == [
        "        x = (",
        f"            {names[0]}",
        f"            + {names[1]}",
        f"            + {names[2]}",
        "        )",
    ]


def test_a_long_return_breaks() -> None:
    names = [letter * 30 for letter in "abc"]
    assert texts(returned(names[:2], "a", 8)) == [
        f"        return {', '.join(names[:2])}"
    ]
    assert texts(returned(names, "a", 8)) == [
        "        return (",
        *(f"            {name}," for name in names),
        "        )",
    ]


def test_width_counts_columns() -> None:
    assert [width(text) for text in ("abc", "3×3", "层层", "größe")] == [3, 3, 4, 5]
