"""A layer of one's own: Python text on the canvas, kept as it is written.

The text is read here and never run: what it makes of its inputs is found out by
`codegen.measuring`, where the person trusts it.
"""

from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Self, cast

from designer.errors import SettingError, ShapeError
from designer.layers.layer import Call, Layer, Port, code, layer
from designer.layers.signature import Signature, UnreadableError, read_signature
from designer.layers.tensor import Tensor
from designer.settings import Setting, made_once, setting

FAMILY = "Code"

TEMPLATE = '''\
def scaled(x: Tensor, factor: float = 2.0) -> Tensor:
    """What it does, in a sentence."""
    return x * factor
'''


@layer(FAMILY, "python custom own lambda function module script Lambda")
class Code(Layer):
    """A layer of your own, written in Python: a function, or a class of nn.Module.

    Inputs: each argument that is a Tensor; one with the default None may stay open, and
    *xs takes as many as you wire. Output: what is returned, or several with names where
    it is a tuple. Arguments that are no tensors become settings, and need a default. The
    text stands unchanged in the exported code, with its imports at the top of the file.
    `torch`, `nn` and `Tensor` are there without an import. It runs only in a design that
    you trust. Source: your own.
    """

    needs_running: ClassVar[bool] = True

    text: Annotated[str, "python"] = setting(
        TEMPLATE, "The Python text of the layer.", required=True, ours=True
    )

    def __new__(cls, **settings: Any) -> "Code":
        """The type follows from the text, for so do its settings."""
        return object.__new__(_type_for(settings.get("text", TEMPLATE)))

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        try:
            self.signature  # noqa: B018
        except UnreadableError as error:
            raise SettingError(f"text {error}", "text") from None

    @property
    def signature(self) -> Signature:
        """What the text defines."""
        return read_signature(self.text)

    @property
    def inputs(self) -> tuple[Port, ...]:
        return self.signature.inputs

    @property
    def outputs(self) -> tuple[Port, ...]:
        return self.signature.outputs

    @property
    def definition(self) -> str:
        return self.signature.body

    @property
    def imports(self) -> tuple[str, ...]:
        return self.signature.imports

    def output(self, *inputs: Tensor | None) -> tuple[Tensor, ...]:
        """Raises ShapeError for what can be seen without running the text."""
        mistake = self.signature.mistake
        if mistake:
            raise ShapeError(
                f"{mistake.message} (line {mistake.line}).",
                setting="text",
                line=mistake.line,
            )
        return ()

    def make(self, *inputs: Tensor | None) -> Call | None:
        if not self.signature.is_module:
            return None
        return Call(self.signature.name, self.written())

    def call(self, module: str, *arguments: str) -> Call:
        given = _without_open_ends(arguments)
        if self.signature.is_module:
            return Call(module, given)
        return Call(self.signature.name, (*given, *self.written()))

    def written(self) -> tuple[str, ...]:
        return tuple(
            f"{each.name}={code(getattr(self, each.name))}"
            for each in self.signature.settings
            if self.differs(each.name)
        )

    def brief(self) -> str:
        return " · ".join(filter(None, (self.signature.name, super().brief())))

    def changed(self, **changes: Any) -> Self:
        """With other settings; with another text, those that it still has stay."""
        if "text" not in changes:
            return super().changed(**changes)
        type_ = _type_for(changes["text"])
        kept = dict(zip(self.declared_settings, self.values, strict=True))
        for name, value in kept.items():
            declaration = type_.declared_settings.get(name)
            if declaration is not None and _takes(declaration.read, value):
                changes.setdefault(name, value)
        return cast(Self, Code(**changes))

    @classmethod
    def from_json(cls, values: Any) -> Self:
        text = values.get("text") if isinstance(values, dict) else None
        type_ = _type_for(text) if isinstance(text, str) else cls
        if type_ is cls:
            return super().from_json(values)
        return cast(Self, type_.from_json(values))


def _type_for(text: Any) -> type[Code]:
    """The type of layers with a text: it declares the text and the text's settings."""
    try:
        return _type_with(read_signature(text).settings)
    except (UnreadableError, TypeError):  # the text's own declaration says why
        return Code


@made_once
def _type_with(settings: tuple[Setting, ...]) -> type[Code]:
    """One type for all texts with the same settings, so that a form can stay."""
    if not settings:
        return Code
    declared = {**Code.declared_settings, **{each.name: each for each in settings}}
    space = {"declared_settings": MappingProxyType(declared), "__doc__": Code.__doc__}
    return type("Code", (Code,), {**space, "__module__": __name__})


def _without_open_ends(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Without the last arguments that are None, which is their default."""
    given = list(arguments)
    while given and given[-1] == "None":
        given.pop()
    return tuple(given)


def _takes(read: Any, value: Any) -> bool:
    try:
        read(value)
    except SettingError:
        return False
    return True
