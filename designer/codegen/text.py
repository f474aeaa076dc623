"""Lines of Python that know which node they came from, laid out as ruff would."""

import ast
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from unicodedata import east_asian_width

from designer.layers import Call

WIDTH = 88

BEFORE_TERM = re.compile(r" (?=[-+] )")
BEFORE_FACTOR = re.compile(r" (?=[*/@&|<>=!]+ )")
"""The spaces before an operator that adds, and before one that binds closer or less."""

BEFORE_METHOD = re.compile(r"(?<=\))(?=\.)")
"""Where a method is called on what a call gave."""


class Line(NamedTuple):
    """A line of text, and the node that it was written for.

    Inside the class of a block, `block` is its name, and the node is one of its graph.
    """

    text: str
    node: str = ""
    block: str = ""


class Loop(str):
    """An argument that makes many, as `*(Block(64) for _ in range(3))`.

    As a text it is all on one line. Without brackets it is a call's only argument.
    """

    element: Call
    clause: str
    start: str

    def __new__(cls, element: Call, clause: str, start: str = "*(") -> "Loop":
        end = ")" if start else ""
        self = super().__new__(cls, f"{start}{element} {clause}{end}")
        self.element, self.clause, self.start = element, clause, start
        return self


@dataclass(frozen=True)
class Source:
    """A Python text whose lines know their nodes."""

    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return "".join(f"{line.text}\n" for line in self.lines)

    @cached_property
    def lines_of(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the lines of each node of the network, from 1."""
        return self.lines_in("")

    def lines_in(self, block: str) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the lines of each node of a block's graph, from 1."""
        return self._numbers.get(block, {})

    @cached_property
    def _numbers(self) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        found: dict[str, dict[str, list[int]]] = {}
        for number, line in enumerate(self.lines, start=1):
            if line.node:
                nodes = found.setdefault(line.block, {})
                nodes.setdefault(line.node, []).append(number)
        return {
            block: {node: tuple(numbers) for node, numbers in nodes.items()}
            for block, nodes in found.items()
        }

    def node_at(self, number: int, block: str = "") -> str:
        """The node that line `number`, from 1, was written for; empty if none.

        It is a node of the network, or of the block's graph.
        """
        line = self.line_at(number)
        return line.node if line.block == block else ""

    def line_at(self, number: int) -> Line:
        """The line of that number, from 1; an empty one if there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else Line("")


def assignment(
    target: str, value: Call | str, node: str, indent: int, comment: str = ""
) -> list[Line]:
    """`target = value  # comment`, broken where it is too long for one line."""
    margin = " " * indent
    whole = f"{margin}{target} = {value}"
    remark = f"  # {comment}" if comment else ""
    if width(whole + remark) <= WIDTH:
        return [Line(whole + remark, node)]
    above = [f"{margin}# {comment}"] if comment else []
    if width(whole) <= WIDTH:
        lines = [whole]
    elif isinstance(value, Call) and value.arguments:
        lines = _broken_assignment(target, value, margin)
    else:
        lines = _broken_operators(target, str(value), margin)
    return [Line(line, node) for line in above + lines]


def returned(values: Sequence[str], node: str, indent: int) -> list[Line]:
    """`return a, b`, with each value alone where that is too long for one line."""
    margin = " " * indent
    whole = f"{margin}return {', '.join(values)}"
    if width(whole) <= WIDTH:
        return [Line(whole, node)]
    alone = [f"{margin}    {value}," for value in values]
    lines = [f"{margin}return (", *alone, f"{margin})"]
    return [Line(line, node) for line in lines]


def looped(
    target: str, call: Call, node: str, comment: str, taken: Container[str]
) -> list[Line]:
    """A loop over modules, each of which takes what the one before gave.

    `call` is that of the list of modules; `taken` are names that are not free.
    """
    begin, *others = map(str, call.arguments)
    each = _free("layer", taken)
    passed = _free("passed", taken) if target in others else target
    lines = []
    if passed != begin:
        lines += assignment(passed, begin, node, 8)
    lines.append(Line(f"        for {each} in {call.function}:", node))
    lines += assignment(passed, Call(each, (passed, *others)), node, 12, comment)
    if passed != target:
        lines += assignment(target, passed, node, 8)
    return lines


def signature(name: str, arguments: Sequence[str], answer: str) -> list[Line]:
    """The line of a method, with each argument alone where that is too long for one."""
    whole = f"    def {name}({', '.join(['self', *arguments])}) -> {answer}:"
    if width(whole) <= WIDTH:
        return [Line(whole)]
    alone = [f"        {argument}," for argument in ("self", *arguments)]
    return plain([f"    def {name}(", *alone, f"    ) -> {answer}:"])


def _free(name: str, taken: Container[str]) -> str:
    while name in taken:
        name += "_"
    return name


def width(text: str) -> int:
    """Columns that a line takes: Chinese, Japanese and Korean letters take two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(east_asian_width(letter) in "WF" for letter in text)


def place_in(text: str, lines: Sequence[str], number: int) -> int:
    """Where a line of some text stands in it, when more stands around; 0 if nowhere.

    `number` counts from 1, and of lines that are equal the order tells.
    """
    line, before = lines[number - 1], lines[: number - 1]
    places = [n for n, each in enumerate(text.splitlines(), start=1) if each == line]
    return places[before.count(line)] if before.count(line) < len(places) else 0


def plain(lines: Iterable[str]) -> list[Line]:
    """Lines that belong to no node."""
    return [Line(line) for line in lines]


def _broken_assignment(target: str, call: Call, margin: str) -> list[str]:
    """A call broken after its `(`, or moved below the target, or the target broken."""
    if width(f"{margin}{target} = {call.function}(") <= WIDTH:
        return _broken(f"{target} = ", call, "", margin)
    if width(f"{margin}{target} = (") <= WIDTH:
        return [f"{margin}{target} = (", *_below(call, f"{margin}    "), f"{margin})"]
    targets = _nested(ast.parse(target, mode="eval").body)
    assert isinstance(targets, Call)  # a name by itself is never so long
    return [
        *_broken("", targets, "", margin)[:-1],
        *_fitted(") = ", call, "", margin),
    ]


def _below(call: Call, margin: str) -> list[str]:
    """A call below its target; a factor before it has a line of its own if need be."""
    factor, times, function = call.function.rpartition(" * ")
    if not times or width(f"{margin}{call}") <= WIDTH:
        return _fitted("", call, "", margin)
    rest = call._replace(function=function)
    return [f"{margin}{factor}", *_fitted("* ", rest, "", margin)]


def _nested(target: ast.expr) -> Call | str:
    """What is assigned to: a name, or a tuple as a call without a function."""
    if isinstance(target, ast.Tuple):
        return Call("", tuple(map(_nested, target.elts)))
    return ast.unparse(target)


def _fitted(start: str, call: Call, end: str, margin: str) -> list[str]:
    """A call on one line if it fits, or broken."""
    whole = f"{margin}{start}{call}{end}"
    return [whole] if width(whole) <= WIDTH else _broken(start, call, end, margin)


def _broken(start: str, call: Call, end: str, margin: str) -> list[str]:
    """A call over several lines: its arguments on one line if they fit, or each alone."""
    inner = margin + "    "
    opening = f"{margin}{start}{call.function}{call.brackets[0]}"
    closing = f"{margin}{call.brackets[1]}{end}"
    together = f"{inner}{', '.join(map(str, call.arguments))}"
    if width(together) <= WIDTH and call.function:
        return [opening, together, closing]
    lines = []
    for argument in call.arguments:
        if isinstance(argument, Loop):
            lines += _looped(argument, inner)
        elif isinstance(argument, str):
            lines.append(f"{inner}{argument},")
        else:
            lines += _fitted("", argument, ",", inner)
    return [opening, *lines, closing]


def _looped(loop: Loop, margin: str) -> list[str]:
    """What a loop makes above its clause, where they are too long for one line."""
    comma = "," if loop.start else ""
    if width(f"{margin}{loop}{comma}") <= WIDTH:
        return [f"{margin}{loop}{comma}"]
    if not loop.start:
        return [*_fitted("", loop.element, "", margin), f"{margin}{loop.clause}"]
    inner = margin + "    "
    return [
        f"{margin}{loop.start}",
        *_fitted("", loop.element, "", inner),
        f"{inner}{loop.clause}",
        f"{margin}),",
    ]


def _broken_operators(target: str, value: str, margin: str) -> list[str]:
    """A sum or a product over several lines, an operator at the start of each.

    A sum in brackets, as in (a + b) / 2, keeps what follows it behind the bracket.
    """
    inner, end = value, ""
    if value.startswith("("):
        inner, _, end = value[1:].rpartition(")")
    lines = [f"{margin}    {inner}"]
    if width(lines[0]) > WIDTH:
        terms = [f"{margin}    {term}" for term in re.split(BEFORE_TERM, inner)]
        lines = [line for term in terms for line in _broken_term(term)]
    return [f"{margin}{target} = (", *lines, f"{margin}){end}"]


def _broken_term(term: str) -> list[str]:
    """A term of a sum, with each factor alone where it is too long for one line.

    Of a chain of methods, each has a line of its own.
    """
    if width(term) <= WIDTH:
        return [term]
    margin = term[: len(term) - len(term.lstrip())]
    first, *parts = re.split(BEFORE_FACTOR, term)
    if not parts:
        first, *parts = re.split(BEFORE_METHOD, term)
    return [first, *(f"{margin}{part}" for part in parts)]
