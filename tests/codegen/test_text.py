"""Lines know their nodes, and break where ruff would break them."""

import subprocess
import sys
from collections.abc import Iterator

from designer.codegen.text import (
    Line,
    Loop,
    Source,
    assignment,
    looped,
    returned,
    signature,
    width,
)
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


def test_a_call_moves_below_a_long_target() -> None:
    target = f"{'a' * 32}, {'b' * 36}"
    assert texts(assignment(target, Call("self.lstm1", ("x", "y")), "a", 8)) == [
        f"        {target} = (",
        "            self.lstm1(x, y)",
        "        )",
    ]


def test_a_target_that_is_too_long_breaks_itself() -> None:
    target = f"{'a' * 20}, ({'b' * 30}, {'c' * 30})"
    assert texts(assignment(target, Call("self.lstm1", ("x",)), "a", 8)) == [
        "        (",
        f"            {'a' * 20},",
        f"            ({'b' * 30}, {'c' * 30}),",
        "        ) = self.lstm1(x)",
    ]


def long_assignments(length: int) -> Iterator[Line]:
    """What recurrent layers write, with names of that length."""
    name = "n" * length
    begins = [f"{name}_{letter}_0.transpose(0, 1).contiguous()" for letter in "hc"]
    targets = [
        f"{name}, _",
        f"_, {name}",
        f"{name}, {name}_h_n",
        f"_, ({name}_h_n, _)",
        f"_, ({name}_h_n, {name}_c_n)",
        f"{name}, ({name}_h_n, {name}_c_n)",
    ]
    for target in targets:
        for arguments in ((name,), (name, begins[0]), (name, Call("", tuple(begins)))):
            yield from assignment(target, Call(f"self.{name}", arguments), name, 8)
    last = Call(f"{name}_h_n.transpose", ("0", "1"))
    yield from assignment(f"{name}_h_n", last, name, 8)


def test_assignments_are_laid_out_as_ruff_would() -> None:
    lines = [line.text for n in range(1, 33) for line in long_assignments(n)]
    text = "\n".join(["class Network:", "    def forward(self):", *lines, ""])
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "-"]
    ruff = subprocess.run(command, input=text, capture_output=True, text=True)
    assert ruff.stdout == text


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


def loops(length: int) -> Iterator[Line]:
    """Rows of blocks, with names of that length."""
    name = "n" * length
    for many in range(4):
        element = Call("Block", tuple(f"{name}={i}" for i in range(many)))
        for clause in ("for _ in range(3)", f"for i in range(1, {name})"):
            first = Call("Block", (name,))
            loop = Loop(element, clause)
            for call in (
                Call("nn.Sequential", (loop,)),
                Call("nn.Sequential", (first, loop)),
                Call("nn.ModuleList", (Loop(element, clause, start=""),)),
                Call("nn.ModuleList", (Call("", (first, loop), "[]"),)),
                Call("nn.ModuleList", (Call("", (first, element), "[]"),)),
            ):
                yield from assignment(f"self.{name}", call, name, 8)


def test_loops_are_laid_out_as_ruff_would() -> None:
    lines = [line.text for n in range(1, 33) for line in loops(n)]
    text = "\n".join(["class Network:", "    def __init__(self):", *lines, ""])
    assert formatted(text) == text


def formatted(text: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "-"]
    ruff = subprocess.run(command, input=text, capture_output=True, text=True)
    return ruff.stdout


def test_a_loop_is_a_text_and_keeps_its_parts() -> None:
    loop = Loop(Call("Block", ("64",)), "for _ in range(3)")
    assert loop == "*(Block(64) for _ in range(3))"
    assert (loop.element, loop.clause) == (Call("Block", ("64",)), "for _ in range(3)")
    assert Loop(loop.element, loop.clause, start="") == "Block(64) for _ in range(3)"


def test_a_method_with_many_arguments_has_each_alone() -> None:
    assert texts(signature("forward", ["x: Tensor"], "Tensor")) == [
        "    def forward(self, x: Tensor) -> Tensor:"
    ]
    long = [f"{letter * 30}: int = 4" for letter in "ab"]
    assert texts(signature("__init__", long, "None")) == [
        "    def __init__(",
        "        self,",
        f"        {long[0]},",
        f"        {long[1]},",
        "    ) -> None:",
    ]


def test_a_list_of_modules_is_called_one_after_another() -> None:
    call = Call("self.steps", ("x", "memory"))
    assert texts(looped("x", call, "steps", "5×8", set())) == [
        "        for layer in self.steps:",
        "            x = layer(x, memory)  # 5×8",
    ]
    assert texts(looped("y", call, "steps", "", {"layer"})) == [
        "        y = x",
        "        for layer_ in self.steps:",
        "            y = layer_(y, memory)",
    ]
    assert texts(looped("memory", call, "steps", "", set())) == [
        "        passed = x",
        "        for layer in self.steps:",
        "            passed = layer(passed, memory)",
        "        memory = passed",
    ]


def test_lines_in_a_block_know_it() -> None:
    source = Source((Line("a", "n", "B"), Line("b", "n"), Line("c", "m", "B")))
    assert source.lines_of == {"n": (2,)}
    assert source.lines_in("B") == {"n": (1,), "m": (3,)}
    assert [source.node_at(n) for n in (1, 2, 3)] == ["", "n", ""]
    assert [source.node_at(n, "B") for n in (1, 2, 3)] == ["n", "", "m"]
    assert [source.line_at(n).text for n in (0, 1, 4)] == ["", "a", ""]
