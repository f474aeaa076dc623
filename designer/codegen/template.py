"""One class for all occurrences of a block that can share it.

Each occurrence is rendered in the names of the class. Where all come out alike, that is
the class. A number that differs from use to use becomes an argument; where more differs,
the block becomes several classes.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from designer.codegen.rendering import (
    Made,
    Rendered,
    Rendering,
    mapped,
    texts_of,
    without_holds,
)
from designer.codegen.role import Argument, Role
from designer.codegen.shapes import SIZE, Shapes, in_numbers
from designer.codegen.sizes import size_name
from designer.codegen.variables import UNUSED
from designer.graph.ends import outputs_of
from designer.graph.graph import Graph
from designer.graph.inference import Tensors
from designer.graph.names import CODE_NAMES
from designer.layers import Call, Input, Tensor
from designer.layers.layer import code
from designer.settings import Setting
from designer.words import counted

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])")
"""A number in code, but none that is part of a name."""

KEYWORD = re.compile(r"([^\W\d]\w*)=")

SIZE_NAMES = {
    1: ("in_features",),
    2: ("length", "features"),
    3: ("in_channels", "height", "width"),
    4: ("in_channels", "depth", "height", "width"),
}
"""What sizes are called as arguments, where torch has no name for them."""

SAID_OTHERWISE = frozenset({"kdim", "vdim", "normalized_shape"})
"""Names of sizes in torch that say little where they stand alone."""


@dataclass(frozen=True)
class Template:
    """A class as it is written: its arguments, and each node in its names.

    `comments` says what each node gives, `stored` what `forward` needs of the arguments,
    `summary` what goes in and comes out, where that can be said.
    """

    name: str
    block: str
    rendering: Rendering
    settings: tuple[Setting, ...]
    arguments: tuple[Argument, ...]
    nodes: Mapping[str, Rendered]
    comments: Mapping[str, str]
    stored: tuple[str, ...]
    summary: str
    total: str

    @property
    def graph(self) -> Graph:
        """The graph, with its expressions."""
        return self.rendering.graph

    @property
    def code(self) -> Any:
        """What tells it from other classes: all but its name and its comments."""
        nodes = [(n.made.call, n.made.is_list, n.called) for n in self.nodes.values()]
        return (self.arguments, self.stored, nodes)


class Group:
    """The occurrences of one class, and the arguments that this class needs."""

    def __init__(
        self,
        graph: Graph,
        settings: tuple[Setting, ...],
        renderings: list[Rendering],
        inputs: tuple[Tensors, ...],
        sizes: tuple[tuple[int, int], ...],
    ) -> None:
        self.graph = graph
        self.settings = settings
        self.renderings = renderings
        self.inputs = inputs
        self.sizes = sizes
        self.taken = {each.name for each in settings} | set(graph.nodes) | CODE_NAMES
        self.numbers: dict[str, list[str]] = {}
        self.stored: dict[str, None] = {}
        self.nodes = {
            name: self._merged(name, node) for name, node in renderings[0].nodes.items()
        }
        self.size_names = self._name_sizes()
        self._shapes = Shapes(inputs[0], self.size_names)
        self.nodes = {n: self._finished(node) for n, node in self.nodes.items()}

    def template(self, name: str, block: str) -> Template:
        """The class under this name."""
        arguments = self.arguments
        return Template(
            name,
            block,
            self.renderings[0],
            self.settings,
            arguments,
            self.nodes,
            {each: self._comment(each) for each in self.nodes},
            tuple(a.name for a in arguments if a.name in self.stored),
            *self._summary(bool(block)),
        )

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """What follows from the input, what only the uses tell, and the settings."""
        sizes = [
            Argument(name, "int", source=size) for size, name in self.size_names.items()
        ]
        numbers = [
            Argument(name, "int" if all(t.isdigit() for t in texts) else "float")
            for name, texts in self.numbers.items()
        ]
        settings = [
            Argument(s.name, type(s.default).__name__, code(s.default), s.default)
            for s in self.settings
        ]
        return (*sizes, *numbers, *settings)

    def roles(self, function: str) -> Iterator[Role]:
        """What each occurrence is."""
        names = {size_name(*size): size for size in self.sizes}
        for place, rendering in enumerate(self.renderings):
            numbers = {n: _number(texts[place]) for n, texts in self.numbers.items()}
            outputs = tuple(map(rendering.tensor_at, outputs_of(self.graph)))
            yield Role(function, self.arguments, numbers, outputs, names)

    # Numbers that differ

    def _merged(self, name: str, node: Rendered) -> Rendered:
        """A node as all occurrences have it; numbers that differ have a name."""
        if len(self.renderings) == 1:
            return node
        all_ = [rendering.nodes[name] for rendering in self.renderings]
        call = node.made.call
        if call is not None:
            calls = [each.made.call for each in all_]
            call = self._named(call, calls, name, node.made.names, "{}")  # type: ignore[assignment]
        called = self._named(
            node.called, [each.called for each in all_], name, (), "_held({})"
        )
        return node._replace(made=node.made._replace(call=call), called=called)

    def _named(
        self,
        call: Call | str,
        calls: Sequence[Call | str | None],
        node: str,
        names: tuple[tuple[str, str], ...],
        form: str,
    ) -> Call | str:
        texts = list(zip(*map(texts_of, calls), strict=True))
        if all(len(set(each)) == 1 for each in texts):
            return call
        remaining = iter(texts)
        own = {text: name for name, text in reversed(names)}

        def change(text: str) -> str:
            wanted = own.get(text, f"{node}_value")
            return self._with_names(text, next(remaining), wanted, form)

        return mapped(call, change)

    def _with_names(
        self, text: str, texts: tuple[str, ...], wanted: str, form: str
    ) -> str:
        """A text in which each number that differs is an argument."""
        columns = zip(*map(NUMBER.findall, texts), strict=True)
        keyword = KEYWORD.match(text)
        name = keyword.group(1) if keyword else wanted

        def change(number: re.Match[str]) -> str:
            column = list(next(columns))
            if len(set(column)) == 1:
                return number.group()
            return form.format(self._argument(name, column))

        return NUMBER.sub(change, text)

    def _argument(self, wanted: str, column: list[str]) -> str:
        for name, texts in self.numbers.items():
            if texts == column and name.rstrip("0123456789") == wanted:
                return name
        name = _free(wanted, self.taken)
        self.taken.add(name)
        self.numbers[name] = column
        return name

    # Sizes of the inputs

    def _name_sizes(self) -> dict[tuple[int, int], str]:
        """A name for each size of an input that the code needs, as torch has it."""
        needed: dict[tuple[int, int], None] = {}
        for node in self.nodes.values() if self.sizes else ():
            for text in (*texts_of(node.made.call), *texts_of(node.called)):
                for found in SIZE.finditer(text):
                    needed[int(found.group(1)), int(found.group(2))] = None
        names: dict[tuple[int, int], str] = {}
        for size in sorted(needed):
            names[size] = _free(self._size_name(size), self.taken)
            self.taken.add(names[size])
        return names

    def _size_name(self, size: tuple[int, int]) -> str:
        text = size_name(*size)
        wanted = [
            name
            for node in self.nodes.values()
            for name, argument in _named_arguments(node.made)
            if argument == text and name not in SAID_OTHERWISE
        ]
        usual = [name for name in wanted if name.startswith("in_")]
        name = next(iter([*usual, *wanted]), self._plain_name(size))
        ports = [node.name for node in self.graph if isinstance(node.layer, Input)]
        return f"{ports[size[0]]}_{name}" if len(ports) > 1 else name

    def _plain_name(self, size: tuple[int, int]) -> str:
        tensor = self.inputs[0][size[0]]
        assert tensor is not None
        names = SIZE_NAMES.get(len(tensor.shape), ())
        return names[size[1]] if names else f"size{size[1]}"

    def _finished(self, node: Rendered) -> Rendered:
        """With the names of sizes, and what `forward` needs read from the object."""
        if node.is_plain and not self.numbers:
            return node
        made = node.made
        if made.call is not None and self.size_names:
            call = mapped(made.call, self._renamed)
            assert isinstance(call, Call)
            made = made._replace(call=call)
        called = mapped(node.called, self._renamed) if self.size_names else node.called
        called = mapped(
            called,
            lambda text: without_holds(text, lambda n: self.stored.update({n: None})),
        )
        return node._replace(made=made, called=called)

    def _renamed(self, text: str) -> str:
        return SIZE.sub(
            lambda found: self.size_names[int(found.group(1)), int(found.group(2))],
            text,
        )

    # Comments

    def _comment(self, name: str) -> str:
        """What a node gives, where that changes and is alike in all occurrences."""
        if len(self.renderings) == 1:
            return self._gives(self.renderings[0], name)
        texts = {self._gives(each, name) for each in self.renderings}
        return texts.pop() if len(texts) == 1 else ""

    def _gives(self, rendering: Rendering, name: str) -> str:
        node = rendering.nodes[name]
        made = zip(rendering.targets(name), node.outputs, strict=True)
        shown = [tensor for target, tensor in made if target != UNUSED]
        if node.is_plain:
            kept: dict[str, tuple[Rendered, str]] = self.graph.once("comments", dict)
            if name not in kept or kept[name][0] is not node:
                changed = set(shown) != set(node.inputs) - {None}
                kept[name] = node, ", ".join(map(str, shown)) if changed else ""
            return kept[name][1]
        if set(map(repr, shown)) == {repr(x) for x in node.inputs if x is not None}:
            return ""
        texts = [self._shapes.in_full(tensor) for tensor in shown]
        return ", ".join(texts) if all(texts) else ""

    def _summary(self, is_block: bool) -> tuple[str, str]:
        """What goes in and comes out, and how much is learned if that is always alike.

        Of a network, in numbers.
        """
        counts = {rendering.inside.parameters for rendering in self.renderings}
        is_fixed = len(counts) == 1 and not (is_block and self.arguments)
        total = f", {counted(counts.pop(), 'parameter')}" if is_fixed else ""
        shape = self._shapes.in_short if is_block else in_numbers
        ways = {self._way(rendering, shape) for rendering in self.renderings}
        way = ways.pop() if len(ways) == 1 else ""
        return f"{way}{total}." if way else "", total

    def _way(self, rendering: Rendering, shape: Callable[[Tensor], str]) -> str:
        ends = [shape(rendering.tensor_at(name)) for name in outputs_of(self.graph)]
        begins = [(name, shape(rendering.tensor_at(name))) for name in rendering.inputs]
        if not begins or not all([*ends, *[shape for _, shape in begins]]):
            return ""
        named = ", ".join(" ".join(begin) for begin in begins)
        return f"From {named} to {' and '.join(ends)}"


def _named_arguments(made: Made) -> Iterator[tuple[str, str]]:
    """The arguments of a call that have names, and what they are."""
    if made.call is None:
        return
    yield from made.names
    for argument in made.call.arguments:
        name, _, text = str(argument).partition("=")
        if name.isidentifier():
            yield name, text


def _free(name: str, taken: Container[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}{number}", number + 1
    return free


def _number(text: str) -> int | float:
    return int(text) if text.isdigit() else float(text)
