"""Chains of layers as a person types them: "conv 64 3x3 s2, bn, relu, pool 2, fc 10".

Steps stand between commas, > or ->. Each is a word that means a layer or a block, and
then its settings. What each becomes follows from the tensor that reaches it: conv is a
Conv1d after a sequence. Nothing is raised: a step that is not understood says why.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from designer.errors import SettingError
from designer.expression import Value
from designer.graph.taking import Taken, taken
from designer.graph.typed import given
from designer.graph.vocabulary import meant, nearest_word
from designer.layers import Layer, Tensor

LONGEST = 10_000
"""Characters of a chain."""

MOST = 200
"""Layers of a chain."""

OPENING, CLOSING, QUOTES = "([{", ")]}", "'\""
WORD = re.compile(r"\s*([^\s(=:]+)\s*(.*)", re.DOTALL)
NO_BLOCKS: Mapping[str, Layer] = MappingProxyType({})
NO_VALUES: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True)
class Step:
    """A step of a chain: its text, and the layer that it became.

    There is no layer where it was not understood; then `problem` says why. `taken` is
    what the layer makes of what reaches it, if that is known.
    """

    text: str
    layer: Layer | None = None
    problem: str = ""
    taken: Taken | None = None
    has_settings: bool = False


@dataclass(frozen=True)
class Chain:
    """Steps in a row, and what is wrong with the text as a whole."""

    steps: tuple[Step, ...] = ()
    fault: str = ""

    @property
    def problem(self) -> str:
        """The first thing that is wrong, in words; empty if it can be added."""
        wrong = (step.problem for step in self.steps if step.problem)
        return self.fault or next(wrong, "")

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The layers of all steps that were understood."""
        return tuple(step.layer for step in self.steps if step.layer is not None)


class Context(NamedTuple):
    """What a chain begins with.

    `tensor` reaches its first layer, if that is known; else `axes` are those besides
    the channels that are likely. `blocks` are more layers, by name, and `values` are
    those of the network's settings.
    """

    tensor: Tensor | None = None
    axes: int = 2
    blocks: Mapping[str, Layer] = NO_BLOCKS
    values: Mapping[str, Value] = NO_VALUES


NOTHING = Context()


def read_chain(text: str, context: Context = NOTHING) -> Chain:
    """What a text means as a chain; it never raises."""
    if len(text) > LONGEST:
        return Chain(fault=f"A chain has at most {LONGEST:,} characters.")
    texts = [each for each in _split(text, ",>;→\n") if each]
    if len(texts) > MOST:
        return Chain(
            fault=f"A chain has at most {MOST} layers; these are {len(texts)}."
        )
    steps: list[Step] = []
    for each in texts:
        is_first = not any(step.problem for step in steps)
        step = _step(each, context, is_first)
        steps.append(step)
        context = _after(step, context)
    return Chain(tuple(steps))


def _step(text: str, context: Context, suggest: bool) -> Step:
    """One step; what a word nearly is, is sought if `suggest`, for that takes long."""
    word, rest = _parted(text)
    typed = [each for each in _split(rest, ", \t") if each]
    choices = _choices(word, context)
    if not choices:
        hint = nearest_word(word, context.blocks) if suggest else ""
        asked = f" Did you mean {hint}?" if hint else ""
        return Step(text, problem=f"{word[:40]!r} is no layer.{asked}")
    problem = ""
    for choice in choices:
        try:
            layer = _made(choice, typed, context)
        except SettingError as error:
            problem = problem or str(error)
            continue
        made = taken(layer, context.tensor, context.values)
        return Step(text, layer, "", made, bool(typed))
    return Step(text, problem=problem, has_settings=True)


def _made(choice: Layer, typed: list[str], context: Context) -> Layer:
    values = given(type(choice), typed, context.values)
    return choice.changed(**values) if values else choice


def _choices(word: str, context: Context) -> tuple[Layer, ...]:
    """The layers that a word may mean, those that take the tensor first.

    Blocks come before layers, for they are one's own.
    """
    lower = {name.lower(): name for name in context.blocks}
    name = word if word in context.blocks else lower.get(word.lower())
    if name is not None:
        return (context.blocks[name],)
    tensor = context.tensor
    axes = context.axes if tensor is None else len(tensor.shape) - 1
    found = (cls() for cls in meant(word, axes))
    return tuple(sorted(found, key=lambda layer: not _fits(layer, tensor)))


def _fits(layer: Layer, tensor: Tensor | None) -> bool:
    return tensor is None or taken(layer, tensor).fits


def _after(step: Step, context: Context) -> Context:
    """What the step after this one begins with."""
    if step.layer is None:
        return context._replace(tensor=None)
    made = step.taken
    tensor = made.output if made else None
    name = type(step.layer).__name__
    axes = context.axes
    if tensor is not None:
        axes = len(tensor.shape) - 1
    elif name.endswith(("1d", "2d", "3d")):
        axes = int(name[-2])
    elif name == "Flatten":
        axes = 1
    return context._replace(tensor=tensor, axes=axes)


def _parted(text: str) -> tuple[str, str]:
    """The word of a step, and what stands behind it, without brackets around."""
    match = WORD.fullmatch(text)
    if match is None:
        return text, ""
    word, rest = match[1], match[2].strip()
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    return word, re.sub(r"\s*=\s*", "=", rest)


def _split(text: str, between: str) -> Iterator[str]:
    """The parts of a text between these signs, but for those in brackets or quotes."""
    part: list[str] = []
    depth, quote = 0, ""
    for sign in text:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in QUOTES:
            quote = sign
        elif sign in OPENING:
            depth += 1
        elif sign in CLOSING:
            depth = max(depth - 1, 0)
        elif sign in between and not depth:
            if sign == ">" and part and part[-1] in "-=":
                part.pop()
            yield "".join(part).strip()
            part = []
            continue
        part.append(sign)
    yield "".join(part).strip()
