"""A graph in the names of its class: how each node is made and called there.

The layers' own rules are run on numbers that remember the settings and the sizes which
they follow from. A rule that wants other numbers than these gets plain ones, and then
what it writes are literals.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from designer.codegen.formula import SIMPLE
from designer.codegen.text import Loop
from designer.codegen.traced import Traced, TracedTuple, is_traced, rewritten, traced
from designer.codegen.variables import Value, name_values
from designer.errors import CodeError
from designer.expression import Value as Number
from designer.graph.block import Use
from designer.graph.ends import titled, used
from designer.graph.graph import Graph
from designer.graph.inference import Inference, Inside, Tensors
from designer.layers import Call, Input, Layer, Output, Tensor
from designer.layers.layer import code

T = TypeVar("T")

HELD = "_held"
"""Around what `forward` reads of the object itself: _held(channels) is self.channels."""

WORD = re.compile(r"(?<![\w.])[^\W\d]\w*(?!\w|\()")
TO_THE_POWER = re.compile(r" ?\*\* ?$")
KEYWORDS = frozenset({"if", "else", "and", "or", "not", "True", "False", "None"})


class Made(NamedTuple):
    """What makes a module. `names` are those of arguments that are written without.

    Each stands with its argument as code. `is_list` says that it is a list of modules,
    to be called one after another.
    """

    call: Call | None
    names: tuple[tuple[str, str], ...] = ()
    is_list: bool = False


class Rendered(NamedTuple):
    """A node in code, with its tensors in the names of the class.

    `is_plain` says that nothing in it follows from a name.
    """

    made: Made
    called: Call | str
    inputs: Tensors
    outputs: tuple[Tensor, ...]
    is_plain: bool = False


NOT_MADE = Made(None)

_Known = tuple[Layer, Inference, str, Rendered]
"""A node in plain numbers, after all that it follows from."""

Using = Callable[[Use, Use, Inference, Tensors, Mapping[str, Number]], Any]
"""How a use of a block is made, and the tensors that it gives."""


class Rendering:
    """The nodes that become code, in order, each as it is rendered.

    `settings` are the values of the class's settings, and `given` the tensors that
    reach its Inputs; both may be traced. `using` renders the uses of blocks. A trial
    only finds the tensors.
    """

    def __init__(
        self,
        graph: Graph,
        inside: Inside,
        settings: Mapping[str, Number],
        given: Mapping[str, Tensor],
        using: Using,
        is_trial: bool = False,
    ) -> None:
        self.graph = graph
        self.inside = inside
        self.settings = settings
        self.using = using
        self.is_trial = is_trial
        needed = used(graph)
        self.names = [name for name in graph.order if name in needed]
        self.values = graph.once("variables", lambda: name_values(graph, self.names))
        self._targets: dict[str, tuple[str, ...]] = graph.once("targets", dict)
        self._arguments: dict[str, tuple[str, ...]] = graph.once("arguments", dict)
        self._known: dict[str, _Known] = graph.once("rendered", dict)
        self.inputs = [n for n in self.names if isinstance(graph.nodes[n].layer, Input)]
        self.nodes: dict[str, Rendered] = {}
        self._tensors: dict[Value, Tensor] = {}
        for name in self.names:
            self._render(name, given)

    def targets(self, name: str) -> tuple[str, ...]:
        """The variable of each output of a node."""
        if name not in self._targets:
            ports = self.graph.nodes[name].layer.outputs
            found = tuple([self.values[name, port.name] for port in ports])
            self._targets[name] = found
        return self._targets[name]

    def arguments(self, name: str) -> tuple[str, ...]:
        """The variable for each input, in order; None for an optional one left open."""
        if name not in self._arguments:
            self._arguments[name] = tuple(self._wired(name))
        return self._arguments[name]

    def _wired(self, name: str) -> list[str]:
        wired = self.graph.wires_into(name)
        arguments = []
        for port in self.graph.nodes[name].layer.inputs:
            wires = [w for p, w in wired.items() if port.many or p == port.name]
            arguments += [self.values[w.source, w.source_port] for w in wires] or [
                "None"
            ]
        return arguments

    def known(self, name: str) -> Inference:
        """What a node makes of its inputs, in plain numbers."""
        outcome = self.inside.outcomes[name]
        assert isinstance(outcome, Inference)
        return outcome

    def tensor_at(self, name: str) -> Tensor:
        """The tensor that reaches an Output, or the first that another node gives."""
        rendered = self.nodes[name]
        if isinstance(self.graph.nodes[name].layer, Output):
            assert rendered.inputs[0] is not None
            return rendered.inputs[0]
        return rendered.outputs[0]

    # One node

    def _render(self, name: str, given: Mapping[str, Tensor]) -> None:
        node, known = self.graph.nodes[name], self.known(name)
        plain = self.inside.graph.nodes[name].layer
        inputs = self._inputs(name, known.inputs)
        if isinstance(node.layer, Input) and name in given:
            rendered = Rendered(NOT_MADE, "", (), (given[name],))
        elif isinstance(node.layer, Use):
            assert isinstance(plain, Use)
            rendered = self._used(name, node.layer, plain, inputs)
        elif node.layer.expressions or inputs is not known.inputs:
            rendered = self._traced(name, node.layer, plain, inputs)
        else:
            self.nodes[name] = self._plainly(name, plain, known)
            return
        self.nodes[name] = rendered
        for port, tensor in zip(node.layer.outputs, rendered.outputs, strict=True):
            if is_traced(tensor.shape):
                self._tensors[name, port.name] = tensor

    def _plainly(self, name: str, layer: Layer, known: Inference) -> Rendered:
        """A node in plain numbers; the very same one while it stays as it is."""
        if self.is_trial:
            return Rendered(NOT_MADE, "", known.inputs, known.outputs, True)
        module = self._module(name)
        before = self._known.get(name)
        if before and before[0] is layer and before[1] is known and before[2] == module:
            return before[3]
        called = self._call(name, layer, known.inputs)
        made = _made(layer, known.inputs)
        rendered = Rendered(made, called, known.inputs, known.outputs, True)
        self._known[name] = (layer, known, module, rendered)
        return rendered

    def _inputs(self, name: str, plain: Tensors) -> Tensors:
        """The tensors that reach a node; the very ones given if none is traced."""
        if not self._tensors:
            return plain
        wires = self.graph.wires_into(name)
        sources = {port: (w.source, w.source_port) for port, w in wires.items()}
        if not any(source in self._tensors for source in sources.values()):
            return plain
        found: list[Tensor | None] = []
        for port in self.graph.nodes[name].layer.inputs:
            wired = [s for p, s in sources.items() if port.many or p == port.name]
            found += [self._tensors.get(source) for source in wired] or [None]
        both = zip(found, plain, strict=True)
        return tuple([mine or theirs for mine, theirs in both])

    def _used(self, name: str, use: Use, plain: Use, inputs: Tensors) -> Rendered:
        made, outputs = self.using(use, plain, self.known(name), inputs, self.settings)
        called = use.call(self._module(name), *self.arguments(name))
        return Rendered(made, called, inputs, outputs)

    def _traced(
        self, name: str, layer: Layer, plain: Layer, inputs: Tensors
    ) -> Rendered:
        known = self.known(name)
        own = with_texts(layer, plain, self.settings)
        outputs = known.outputs
        if not layer.needs_running:
            outputs = tried(lambda: _outputs(own, inputs), outputs)
        if outputs != known.outputs:
            outputs = known.outputs
        if self.is_trial:
            return Rendered(NOT_MADE, "", inputs, outputs)
        made = tried(lambda: _made_of(own, inputs), _made(plain, known.inputs))
        held = with_texts(layer, plain, self.settings, HELD)
        called = tried(
            lambda: self._call(name, held, tuple(map(_held_tensor, inputs)), False),
            self._call(name, plain, known.inputs),
        )
        return Rendered(made, called, inputs, outputs)

    def _call(
        self, name: str, layer: Layer, inputs: Tensors, is_plain: bool = True
    ) -> Call | str:
        if self.is_trial:
            return ""
        arguments = list(self.arguments(name))
        if layer.needs_batch:
            if not self.inputs:
                title = titled(self.graph, name)
                raise CodeError(f"{title} needs an Input, for its batch.")
            arguments.append(self.inputs[0])
        if is_plain:
            return _called(layer, inputs, self._module(name), tuple(arguments))
        return layer.call_on(inputs, self._module(name), *arguments)

    def _module(self, name: str) -> str:
        return f"self.{self.graph.nodes[name].shares or name}"


def with_texts(
    layer: Layer, plain: Layer, settings: Mapping[str, Number], around: str = ""
) -> Layer:
    """The layer with values that remember their expressions, maybe in `around(...)`."""
    own = object.__new__(type(plain))
    values = {n: v for n, v in plain.__dict__.items() if n not in ("_hash",)}
    own.__dict__.update(values)
    for name, expression in layer.expressions.items():
        text = f"{around}({expression.text})" if around else expression.text
        value = getattr(plain, name)
        own.__dict__[name] = _remembering(value, text, around, settings)
    return own


def _remembering(
    value: Any, text: str, around: str, settings: Mapping[str, Number]
) -> Any:
    """A value with its text; of a row, each number with the text of its own."""
    if not isinstance(value, tuple):
        return traced(value, text)
    row = rewritten(text.removeprefix(around), settings)
    parts = row if isinstance(row, tuple) else (row,) * len(value)
    form = f"{around}({{!r}})" if around else "{!r}"
    each = [
        traced(one, form.format(part)) if is_traced(part) else one
        for one, part in zip(value, parts, strict=True)
    ]
    return TracedTuple(tuple(each), text)


def tried(rule: Callable[[], T], plain: T) -> T:
    """What a layer's rule gives for traced numbers, or else `plain`.

    Rules are written for plain numbers, those of plug-ins too, and may want no others.
    """
    try:
        return rule()
    except Exception:
        return plain


def _outputs(layer: Layer, inputs: Tensors) -> tuple[Tensor, ...]:
    made = layer.output(*inputs)
    return (made,) if isinstance(made, Tensor) else made


@lru_cache(maxsize=1 << 14)
def _made(layer: Layer, inputs: Tensors) -> Made:
    """The module of a node in plain numbers; kept, for most nodes stay as they are."""
    return _made_of(layer, inputs)


@lru_cache(maxsize=1 << 14)
def _called(
    layer: Layer, inputs: Tensors, module: str, arguments: tuple[str, ...]
) -> Call | str:
    """The call of a node in plain numbers; kept likewise."""
    return layer.call_on(inputs, module, *arguments)


def _made_of(layer: Layer, inputs: Tensors) -> Made:
    call = layer.make(*inputs)
    if call is None:
        return NOT_MADE
    derived: dict[str, Any] = tried(lambda: layer.derived(*inputs), {})
    names = [(name, repr(value)) for name, value in derived.items()]
    first = next(iter(layer.declared_settings.values()), None)
    if first is not None and first.required:
        names.append((first.name, code(getattr(layer, first.name))))
    return Made(call, tuple(names))


def _held_tensor(tensor: Tensor | None) -> Tensor | None:
    if tensor is None or not is_traced(tensor.shape):
        return tensor
    shape = [
        Traced.of(size, f"{HELD}({size!r})") if is_traced(size) else size
        for size in tensor.shape
    ]
    return Tensor(tuple(shape), tensor.dtype)


# Calls, changed ------------------------------------------------------------------------


def mapped(call: Call | str, change: Callable[[str], str]) -> Call | str:
    """A call with each text in it changed."""
    if isinstance(call, Loop):
        element = mapped(call.element, change)
        assert isinstance(element, Call)
        return Loop(element, change(call.clause), call.start)
    if isinstance(call, str):
        return change(call)
    arguments = tuple([mapped(each, change) for each in call.arguments])
    return Call(change(call.function), arguments, call.brackets)


def texts_of(call: Call | str | None) -> list[str]:
    """The texts in a call, in order."""
    found: list[str] = []
    if call is not None:
        mapped(call, lambda text: found.append(text) or text)  # type: ignore[func-returns-value]
    return found


def without_holds(text: str, stored: Callable[[str], None]) -> str:
    """The text with self.channels in place of _held(channels), told to `stored`.

    What is reckoned stands in brackets, unless it is an argument by itself.
    """
    before, mark, rest = text.partition(f"{HELD}(")
    if not mark:
        return text
    end = _closing(rest)
    inside = WORD.sub(lambda word: _of_self(word.group(), stored), rest[:end])
    after = rest[end + 1 :]
    is_alone = before.rstrip()[-1:] in ("", "(", ",", "=", "[", ":") and (
        after[:1] in ("", ")", ",", "]", ":")
    )
    if not (is_alone or SIMPLE.fullmatch(inside)):
        before, inside = TO_THE_POWER.sub(" ** ", before), f"({inside})"
    return _spaced(without_holds(f"{before}{inside}{after}", stored))


def _spaced(text: str) -> str:
    """A slice with spaces around its colon where a formatter puts them."""
    begin, colon, end = text.partition(":")
    is_reckoned = bool(colon) and " " in f"{begin}{end}"
    return f"{begin.rstrip()} : {end.lstrip()}" if is_reckoned else text


def _of_self(word: str, stored: Callable[[str], None]) -> str:
    if word in KEYWORDS:
        return word
    stored(word)
    return f"self.{word}"


def _closing(text: str) -> int:
    """The place of the bracket that closes one before the text."""
    depth = 1
    for place, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return place
    raise AssertionError(f"unbalanced {text}")
