"""What a layer is: its settings, its ports, and the methods that are its meaning.

A layer type is one short class, decorated by `layer(family)`. Its fields are its
settings, its docstring is its help, `output` is its shape rule, `make` and `call` are
its code, `parameters` and `macs` its cost. The catalogue below holds every type by its
name; nothing else in the app lists them.
"""

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple, TypeVar

from designer.errors import DesignerError, SettingError
from designer.expression import Expression
from designer.layers.keeping import Keeps
from designer.layers.sight import Sights
from designer.layers.tensor import Tensor
from designer.settings import Settings, declared
from designer.words import nearest

L = TypeVar("L", bound="type[Layer]")


class Port(NamedTuple):
    """A place on a node where a wire ends.

    A port with `many` stands for as many ports as are used, numbered from 1: a join
    with the port "input" has "input1", "input2" and so on.
    """

    name: str
    optional: bool = False
    many: bool = False


INPUT = (Port("input"),)
OUTPUT = (Port("output"),)


class Call(NamedTuple):
    """A call in Python: the function's name and its arguments, each as code.

    Without a function it is a tuple of two or more. With the brackets "[]" it is a
    place in a tensor, as x[:, 1], or a list.
    """

    function: str
    arguments: tuple["str | Call", ...] = ()
    brackets: str = "()"

    def __str__(self) -> str:
        inside = ", ".join(map(str, self.arguments))
        return f"{self.function}{self.brackets[0]}{inside}{self.brackets[1]}"


class Layer(Settings):
    """Base of every layer type. A subclass needs the decorator `layer`.

    `output`, `make`, `parameters` and `macs` take one tensor for each input port, in
    order; an optional port without a wire gives None, and a port with `many` gives all
    its tensors. Tensors have no batch axis.
    """

    takes_expressions: ClassVar[bool] = True
    family: ClassVar[str]
    words: ClassVar[str] = ""
    """Other words to find it by: plain ones, and its names elsewhere, as in Keras."""
    needs_batch: ClassVar[bool] = False
    """Whether `call` gets an argument more, a tensor with the batch as its first axis.

    For layers without inputs, whose output must hold one tensor for each sample.
    """

    needs_running: ClassVar[bool] = False
    """Whether only running its code tells what it makes of its inputs.

    Then `output` raises ShapeError for what can be seen without, or returns ().
    """

    def __init__(self, **settings: Any) -> None:
        """Raises SettingError in words for a name or a value that cannot be."""
        super().__init__(**settings)
        if self.expressions:
            self._check_ports()

    def _check_ports(self) -> None:
        """Which ports there are must not follow from an expression."""
        try:
            self.inputs, self.outputs  # noqa: B018
        except TypeError:
            name = next(iter(self.expressions))
            raise SettingError(
                f"{name} decides which ports there are, so it needs a value and no "
                f"expression",
                name,
            ) from None

    @property
    def inputs(self) -> tuple[Port, ...]:
        """The input ports."""
        return INPUT

    @property
    def outputs(self) -> tuple[Port, ...]:
        """The output ports."""
        return OUTPUT

    def output(self, *inputs: Any, **_: Any) -> Tensor | tuple[Tensor, ...]:
        """The tensor of each output port; raises ShapeError in words."""
        raise NotImplementedError(f"{type(self).__name__} has no shape rule")

    def derived(self, *inputs: Any, **_: Any) -> dict[str, int | tuple[int, ...]]:
        """The arguments of torch's class that follow from the input, by name."""
        return {}

    def make(self, *inputs: Any, **_: Any) -> Call | None:
        """The code that makes the module, or None when no module is needed.

        First what follows from the input, then each setting that torch would not
        choose by itself; the first setting without its name if torch requires it, as
        in nn.Conv2d(3, 32, kernel_size=3).
        """
        derived = tuple(map(repr, self.derived(*inputs).values()))
        return Call(f"nn.{type(self).__name__}", (*derived, *self.written()))

    def call(self, module: str, *arguments: Any, **_: Any) -> Call | str:
        """The code that calls the layer. `module` is where `make` put its module."""
        return Call(module, arguments)

    def call_on(
        self, inputs: tuple[Any, ...], module: str, *arguments: str
    ) -> Call | str:
        """The code that calls the layer on these tensors; `call` unless it needs them."""
        return self.call(module, *arguments)

    def assign(self, *names: str) -> str:
        """What the call's result is assigned to, with a name for each output port."""
        return ", ".join(names)

    def then(self, *names: str) -> tuple[tuple[str, Call], ...]:
        """What is assigned after the call, each a variable and the code of its value.

        An output that nothing uses has the name "_".
        """
        return ()

    @property
    def definition(self) -> str:
        """A class or a function that the code needs, as text for the top of the file."""
        return ""

    @property
    def imports(self) -> tuple[str, ...]:
        """Import statements that the code needs besides torch's."""
        return ()

    def along(self, *inputs: Any, **_: Any) -> str:
        """Where it works on some axes only, which a person may not expect, on which."""
        return ""

    def parameters(self, *inputs: Any, **_: Any) -> int:
        """How many numbers are learned."""
        return 0

    def macs(self, *inputs: Any, **_: Any) -> int:
        """Multiply-accumulates for one sample; 0 where none are counted."""
        return 0

    def sights(self, *inputs: Any, **_: Any) -> Sights:
        """What each number of the output sees of each input, if that is known."""
        return (None,) * len(inputs)

    def keeps(self, *inputs: Any, **_: Any) -> Keeps:
        """What is kept of a call until it learns: all that it gets, unless it says."""
        return Keeps(tuple(range(len(inputs))))

    def written(self) -> tuple[str, ...]:
        """The settings that torch would not choose by itself, as arguments in code."""
        arguments = []
        for position, (name, declaration) in enumerate(self.declared_settings.items()):
            value = code(getattr(self, name))
            if position == 0 and declaration.required:
                arguments.append(value)
            elif self.differs(name) and not declaration.ours:
                arguments.append(f"{name}={value}")
        return tuple(arguments)


CATALOGUE: dict[str, type[Layer]] = {}


def layer(family: str, words: str = "") -> Callable[[L], L]:
    """Declare a layer type and put it into the catalogue, under `family`.

    `words` are other words to find it by, the most telling ones first: "shrink
    downsample MaxPooling2D".
    """

    def declare(cls: L) -> L:
        made = declared(cls)
        made.family = family
        made.words = words
        CATALOGUE[made.__name__] = made
        return made

    return declare


def layer_type(name: str) -> type[Layer]:
    """The layer type of that name; raises DesignerError with the nearest name."""
    try:
        return CATALOGUE[name]
    except KeyError:
        raise DesignerError(
            f"There is no layer {name!r}.{nearest(name, CATALOGUE)} It may come from a "
            f"plug-in that is not installed."
        ) from None


def help_line(cls: type[Layer]) -> str:
    """The first sentence of a layer's help."""
    return (cls.__doc__ or "").strip().split("\n")[0]


def code(value: Any) -> str:
    """A setting's value as Python code; a size with equal numbers as one number."""
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, tuple) and len(set(value)) == 1 and type(value[0]) is int:
        return repr(value[0])
    if isinstance(value, str) and repr(value).startswith("'") and '"' not in value:
        return f'"{repr(value)[1:-1]}"'
    return repr(value).replace("e+", "e") if isinstance(value, float) else repr(value)
