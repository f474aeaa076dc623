"""Markdown: tables, blocks of code, and sentences with their names in code and as links."""

import re
from collections.abc import Callable, Iterable, Sequence

from designer.layers.layer import CATALOGUE

Link = Callable[[str], str]
"""The address of a layer's page, by the layer's name."""

SPAN = re.compile(
    r"`[^`]+`"  # code already
    r"|\S*\w[)'²]*×\S*[\w)'²]"  # a shape: C×H×W, (num_layers·directions)×H
    r"|\b(?:torch|nn)\.\w[\w.]*\w"  # nn.Parameter
    r"|\b[a-z]\w*_\w+\b"  # kernel_size
    r"|\b\w+\[[^\]]*\]+"  # x[:, [0, 2]]
    r"|(?P<before>\b(?:an?|take|tells) )?\b(?P<layer>[A-Z]\w+)"
)
SPECIAL = re.compile(r"[*<\[\]]")


def sentence(text: str, link: Link, here: str = "") -> str:
    """A sentence: names of settings and shapes in code, other layers as links.

    A layer that is named like a word of English is linked after "a" or "take" only.
    `here` is the layer whose page this is.
    """

    def marked(found: re.Match[str]) -> str:
        span, name = found[0], found["layer"]
        if name is None:
            return span if span.startswith("`") else f"`{span}`"
        is_word = name.istitle() and name.isalpha() and not found["before"]
        if name not in CATALOGUE or name == here or is_word:
            return span
        return f"{found['before'] or ''}[{name}]({link(name)})"

    pieces, done = [], 0
    for found in SPAN.finditer(text):
        pieces += [plain(text[done : found.start()]), marked(found)]
        done = found.end()
    return "".join([*pieces, plain(text[done:])])


def plain(text: str) -> str:
    """Text in which nothing is taken for a mark."""
    return SPECIAL.sub(r"\\\g<0>", text)


def fenced(text: str, language: str = "") -> str:
    """A block of code."""
    return f"```{language}\n{text}\n```"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a line for each row."""
    lines = [head, ["---"] * len(head), *rows]
    bar = "\\|"
    cells = ([cell.replace("|", bar) for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def links(names: Iterable[str], link: Link) -> str:
    """Links to some layers, one after another."""
    return " · ".join(f"[{name}]({link(name)})" for name in names)
