"""What a layer's docstring says, in parts: its help, its shapes, its formula, its source.

A docstring begins with one sentence. Then come sentences under the words "Input:",
"Output:", "Formula:" and "Source:"; what follows them without such a word are remarks.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from designer.layers.layer import Layer, help_line

LABEL = re.compile(r"(Input and output|Inputs?|Outputs?|Formula|Source):\s")
SENTENCE = re.compile(r"(?<=[.)`])\s+(?=[A-Z`]|torch)(?<!al\. )")
EXPLAINED = re.compile(r",\s(?=where |the mean )|\s(?=with [ap] |over the )|;\s")
"""Where a formula ends and words begin that say what stands in it."""

ASSIGNED = re.compile(r"(?<![\w'])[A-Za-z]\w*'? = ")
MATHS = re.compile(r"[()=·/|√^²]|^−")
TORCH = re.compile(r"torch(?:\.\w+)+")
DOCUMENTATION = "https://docs.pytorch.org/docs/stable/generated/{}.html"
ELSEWHERE = {"torch.nn.Parameter": "torch.nn.parameter.Parameter"}
"""Names whose page has another name."""


@dataclass(frozen=True)
class HelpText:
    """A docstring in parts. `shapes` are pairs of a label and what it says."""

    line: str
    shapes: tuple[tuple[str, str], ...] = ()
    formula: str = ""
    where: str = ""
    remarks: tuple[str, ...] = ()
    source: str = ""

    @property
    def reference(self) -> str:
        """The page of PyTorch's documentation; empty if it has none."""
        return next(iter(self.references.values()), "")

    @property
    def references(self) -> dict[str, str]:
        """The names of torch in the source, each with the page that explains it."""
        return {name: _page_of_torch(name) for name in TORCH.findall(self.source)}


def help_text(cls: type[Layer]) -> HelpText:
    """The parts of a layer's docstring."""
    line = help_line(cls)
    body = " ".join((inspect.getdoc(cls) or "").split("\n", 1)[1:])
    free, *labelled = LABEL.split(" ".join(body.split()))
    shapes: list[tuple[str, str]] = []
    remarks = _sentences(free)
    formula = where = source = ""
    for label, text in zip(labelled[::2], labelled[1::2], strict=True):
        if label == "Source":
            source = text.strip()
            continue
        first, *rest = _sentences(text)
        if label == "Formula":
            formula, where = _explained(first)
        elif label in ("Input", "Inputs"):
            first, rest = " ".join([first, *rest]), []
        if label != "Formula":
            shapes.append((label, first))
        remarks += rest
    formula = formula or _formula_in(line)
    return HelpText(line, tuple(shapes), formula, where, tuple(remarks), source)


def formulas(text: str) -> Iterator[tuple[bool, str]]:
    """A text in pieces, each with whether it is a formula such as "H' = floor(H / 2)"."""
    done = 0
    for found in ASSIGNED.finditer(text):
        if found.start() >= done:
            end = _end_of_formula(text, found.end())
            yield False, text[done : found.start()]
            yield True, text[found.start() : end]
            done = end
    yield False, text[done:]


def _end_of_formula(text: str, start: int) -> int:
    """Where a formula ends: at a comma, an "and" or a full stop outside its brackets."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in "([") - (text[place] in ")]")
        if not depth and re.match(r"[,;.](\s|$)| and ", text[place:]):
            return place
    return len(text)


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE.split(text.strip()) if sentence]


def _explained(sentence: str) -> tuple[str, str]:
    """A formula, and what follows it to say what stands in it."""
    formula, *rest = EXPLAINED.split(sentence.rstrip("."), maxsplit=1)
    return formula, "".join(rest) and f"{''.join(rest)}."


def _formula_in(line: str) -> str:
    """The formula at the end of a sentence of help: "makes negative ones 0: max(0, x)."."""
    first = _sentences(line)[0] if line else ""
    _, colon, said = first.partition(": ")
    formula = re.split(r", (?=which|for )", said.rstrip("."))[0]
    return formula if colon and MATHS.search(formula) else ""


def _page_of_torch(name: str) -> str:
    return DOCUMENTATION.format(ELSEWHERE.get(name, name))
