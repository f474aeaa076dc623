"""Lines of Python that know which node they came from, laid out as ruff would."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from unicodedata import east_asian_width

from designer.layers import Call

WIDTH = 88


class Line(NamedTuple):
    """A line of text, and the node that it was written for."""

    text: str
    node: str = ""


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
        """The numbers of each node's lines, from 1."""
        found: dict[str, tuple[int, ...]] = {}
        for number, line in enumerate(self.lines, start=1):
            if line.node:
                found[line.node] = (*found.get(line.node, ()), number)
        return found

    def node_at(self, number: int) -> str:
        """The node that line `number`, from 1, was written for; empty if none."""
        return self.lines[number - 1].node if 0 < number <= len(self.lines) else ""


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
    elif isinstance(value, Call):
        lines = _broken(f"{target} = ", value, "", margin)
    else:
        lines = _broken_operators(target, value, margin)
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


def width(text: str) -> int:
    """Columns that a line takes: Chinese, Japanese and Korean letters take two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(east_asian_width(letter) in "WF" for letter in text)


def plain(lines: Iterable[str]) -> list[Line]:
    """Lines that belong to no node."""
    return [Line(line) for line in lines]


def _broken(start: str, call: Call, end: str, margin: str) -> list[str]:
    """A call over several lines: its arguments on one line if they fit, or each alone."""
    inner = margin + "    "
    opening, closing = f"{margin}{start}{call.function}(", f"{margin}){end}"
    together = f"{inner}{', '.join(map(str, call.arguments))}"
    if width(together) <= WIDTH and call.function:
        return [opening, together, closing]
    lines = []
    for argument in call.arguments:
        if width(f"{inner}{argument},") <= WIDTH or isinstance(argument, str):
            lines.append(f"{inner}{argument},")
        else:
            lines += _broken("", argument, ",", inner)
    return [opening, *lines, closing]


def _broken_operators(target: str, value: str, margin: str) -> list[str]:
    """A sum or a product over several lines, an operator at the start of each."""
    together = f"{margin}    {value}"
    if width(together) <= WIDTH:
        return [f"{margin}{target} = (", together, f"{margin})"]
    first, *rest = value.split(" ")
    pairs = zip(rest[::2], rest[1::2], strict=True)
    inner = [f"{margin}    {first}"]
    inner += [f"{margin}    {operator} {operand}" for operator, operand in pairs]
    return [f"{margin}{target} = (", *inner, f"{margin})"]
