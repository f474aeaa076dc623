"""What can be read off a person's Python text without running any of it.

A text defines a layer: a class of torch.nn.Module, or a function. Its ports and its
settings follow from the signature, as they stand there.
"""

import ast
import re
import types
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, NamedTuple, cast

from designer.kinds import kind_of
from designer.layers.layer import INPUT, OUTPUT, Port
from designer.settings import Setting

Function = ast.FunctionDef
Definition = ast.FunctionDef | ast.ClassDef

STATEMENTS = (
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.ClassDef,
    ast.Assign,
    ast.AnnAssign,
)
"""What may stand at the top of a text."""

HEADER = re.compile(
    r"^(?P<indent>[ \t]*)def[ \t]+(?P<name>\w+)[ \t]*\(.*?\)[^:\n]*:", re.M | re.S
)

RETURN = re.compile(r"^[ \t]+return[ \t]+(\w+(?:[ \t]*,[ \t]*\w+)+)[ \t]*$", re.M)
CLASS = re.compile(r"^class[ \t]+(?P<name>\w+)", re.M)


class Mistake(NamedTuple):
    """What keeps a text from working, and its line, from 1."""

    message: str
    line: int


@dataclass(frozen=True)
class Signature:
    """What a text defines. A module is a class, which is made once; else a function."""

    name: str = ""
    is_module: bool = False
    inputs: tuple[Port, ...] = INPUT
    outputs: tuple[Port, ...] = OUTPUT
    settings: tuple[Setting, ...] = ()
    imports: tuple[str, ...] = ()
    body: str = ""
    mistake: Mistake | None = None


class UnreadableError(ValueError):
    """A text whose ports cannot be told, so that it cannot stand for a layer."""


@lru_cache(maxsize=256)
def read_signature(text: str) -> Signature:
    """What a text defines; raises UnreadableError in words.

    A mistake further down, where the ports can still be told, is part of the answer.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of doubtful Python, as it is typed
            tree, mistake = ast.parse(text), None
    except SyntaxError as error:
        mistake = Mistake(f"is no Python: {error.msg}", error.lineno or 1)
        return replace(_of_header(text, mistake), mistake=mistake)
    except (ValueError, RecursionError, MemoryError):
        raise UnreadableError("needs Python, and holds what that cannot") from None
    definition = _defined(tree)
    if definition is None:
        raise UnreadableError(
            "needs a function, or a class with a method forward, and has neither"
        )
    imports, body = _parted(text, tree)
    found = _read(definition)
    return replace(
        found,
        imports=imports,
        body=body,
        mistake=found.mistake or _misplaced(tree) or _undefined_self(definition),
    )


def _of_header(text: str, mistake: Mistake) -> Signature:
    """The ports of a text with a mistake in it, from the line that names its inputs."""
    headers: dict[str, Function] = {}
    for header in HEADER.finditer(text):
        with suppress(SyntaxError):
            (function,) = ast.parse(f"{header.group().strip()} pass").body
            name = header["name"] if header["indent"] else ""
            headers[name] = cast(Function, function)
    found = headers.get("forward") or headers.get("")
    if found is None:
        raise UnreadableError(
            f"needs Python{mistake.message.removeprefix('is no Python')} "
            f"(line {mistake.line})"
        )
    module = CLASS.search(text) if "forward" in headers else None
    tensors = _tensors(found, bool(module))
    init = headers.get("__init__")
    arguments = list(_arguments(init))[1:] if init else []
    if not module:
        arguments = [a for a in _arguments(found) if a not in tensors]
    return Signature(
        module["name"] if module else found.name,
        bool(module),
        _inputs(tensors),
        _outputs(found, _last_names(text)),
        _settings(arguments)[0],
    )


def _defined(tree: ast.Module) -> Definition | None:
    """The definition that the text is there for: the last that can be a layer."""
    found: list[Definition] = []
    for node in tree.body:
        is_module = isinstance(node, ast.ClassDef) and _method(node, "forward")
        is_public = isinstance(node, ast.FunctionDef) and node.name[0] != "_"
        if is_module or is_public:
            found.append(cast(Definition, node))
    modules = [node for node in found if isinstance(node, ast.ClassDef)]
    return (modules or found or [None])[-1]


def _method(node: ast.ClassDef, name: str) -> Function | None:
    methods = [n for n in node.body if isinstance(n, ast.FunctionDef)]
    return next((method for method in methods if method.name == name), None)


def _read(node: Definition) -> Signature:
    if isinstance(node, ast.ClassDef):
        forward, init = _method(node, "forward"), _method(node, "__init__")
        assert forward is not None
        tensors = _tensors(forward, True)
        arguments = list(_arguments(init))[1:] if init else []
    else:
        forward, tensors = node, _tensors(node, False)
        names = {argument.name for argument in tensors}
        arguments = [a for a in _arguments(node) if a.name not in names]
    settings, mistake = _settings(arguments)
    if not tensors:
        mistake = Mistake("takes no tensor: give it one, as in x: Tensor", node.lineno)
    if node.name in ("torch", "nn", "Tensor"):
        mistake = Mistake(f"is called {node.name}, which is torch's own", node.lineno)
    return Signature(
        node.name,
        isinstance(node, ast.ClassDef),
        _inputs(tensors),
        _outputs(forward, _returned(forward)),
        settings,
        mistake=mistake,
    )


# Arguments -----------------------------------------------------------------------------


class Argument(NamedTuple):
    """An argument of a function, as it is written."""

    name: str
    annotation: str
    default: ast.expr | None
    line: int
    many: bool = False

    @property
    def is_tensor(self) -> bool:
        """Whether it takes what flows along a wire."""
        if self.annotation:
            return bool(re.search(r"\bTensor\b", self.annotation))
        return self.default is None or self.many


def _arguments(function: Function) -> Iterator[Argument]:
    given = function.args
    plain = [*given.posonlyargs, *given.args]
    without = len(plain) - len(given.defaults)
    defaults: list[ast.expr | None] = [*[None] * without, *given.defaults]
    pairs = [
        *zip(plain, defaults, strict=True),
        *zip(given.kwonlyargs, given.kw_defaults, strict=True),
    ]
    for argument, default in pairs:
        yield _argument(argument, default)
    if given.vararg:
        yield _argument(given.vararg, None)._replace(many=True)


def _argument(node: ast.arg, default: ast.expr | None) -> Argument:
    written = ast.unparse(node.annotation).strip("'\"") if node.annotation else ""
    return Argument(node.arg, written, default, node.lineno)


def _tensors(function: Function, is_method: bool) -> list[Argument]:
    arguments = list(_arguments(function))[is_method:]
    return [argument for argument in arguments if argument.is_tensor]


def _inputs(tensors: Sequence[Argument]) -> tuple[Port, ...]:
    if not tensors:
        return INPUT
    return tuple(
        Port(each.name, optional=each.default is not None, many=each.many)
        for each in tensors
    )


def _returned(function: Function) -> list[str]:
    """What the last return gives, where that is a tuple, as it is written."""
    returns = [n.value for n in ast.walk(function) if isinstance(n, ast.Return)]
    last = returns[-1] if returns else None
    return list(map(ast.unparse, last.elts)) if isinstance(last, ast.Tuple) else []


def _last_names(text: str) -> list[str]:
    """The same of a text that is no Python yet."""
    found = RETURN.findall(text)
    return re.split(r"[ \t]*,[ \t]*", found[-1]) if found else []


def _outputs(function: Function, returned: Sequence[str]) -> tuple[Port, ...]:
    """As many as the annotation says, or else as are returned, and named so."""
    wanted = len(returned) or 1
    if function.returns:
        written = ast.unparse(function.returns).strip("'\"")
        wanted = written.count("Tensor") if "tuple" in written.lower() else 1
    if wanted < 2:
        return OUTPUT
    names = [name for name in returned if name.isidentifier()]
    if len(set(names)) != wanted:
        names = [f"output{place}" for place in range(1, wanted + 1)]
    return tuple(map(Port, names))


# Settings ------------------------------------------------------------------------------

TYPES: dict[str, Any] = {"int": int, "float": float, "bool": bool, "str": str}


def _settings(
    arguments: Sequence[Argument],
) -> tuple[tuple[Setting, ...], Mistake | None]:
    """A setting for each argument that is no tensor, and the first that cannot be."""
    found = []
    mistake = None
    for argument in arguments:
        try:
            if argument.name == "text":
                raise ValueError("cannot have a setting called text: rename it")
            found.append(_setting(argument))
        except ValueError as error:
            mistake = mistake or Mistake(str(error), argument.line)
    return tuple(found), mistake


def _setting(argument: Argument) -> Setting:
    if argument.default is None:
        raise ValueError(
            f"needs a default for {argument.name}, as in {argument.name}: int = 32"
        )
    try:
        default = ast.literal_eval(argument.default)
    except ValueError:
        default = argument.default
    annotation: Any = type(default)
    if argument.annotation:
        annotation = _type(ast.parse(argument.annotation, mode="eval").body)
    elif isinstance(default, tuple) and default:
        annotation = types.GenericAlias(tuple, (type(default[0]), ...))
    try:
        kind = kind_of(annotation)
        brief = f"{argument.name} {{}}"
        help = _help(argument)
        return Setting(argument.name, kind, kind.read(default), help, brief=brief)
    except (TypeError, ValueError):
        raise ValueError(
            f"cannot have {argument.name} as a setting: a setting is an int, a float, a "
            f"bool, a str, a Literal or a tuple of numbers, with a default of that type"
        ) from None


def _type(node: ast.expr) -> Any:
    """The type that an annotation stands for, of those that a setting may have."""
    match node:
        case ast.Constant(value=None):
            return types.NoneType
        case ast.Name(id=name) if name in TYPES:
            return TYPES[name]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _type(left) | _type(right)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=words):
            return Literal[ast.literal_eval(words)]
        case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=parts)):
            rest = [... if _is_dots(part) else _type(part) for part in parts]
            return tuple[tuple(rest)]  # type: ignore[misc]
    return object


def _is_dots(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _help(argument: Argument) -> str:
    words = argument.name.replace("_", " ")
    return f"{words[0].upper()}{words[1:]}."


# The rest of the text ------------------------------------------------------------------


def _parted(text: str, tree: ast.Module) -> tuple[tuple[str, ...], str]:
    """The imports at the top, as statements, and the text without them."""
    lines = text.splitlines()
    imports: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports.append(ast.unparse(node))
            for line in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[line] = ""
    return tuple(imports), "\n".join(lines).strip("\n") if imports else text.strip("\n")


def _misplaced(tree: ast.Module) -> Mistake | None:
    """A statement at the top that would do something when the file is imported."""
    rest = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
    for node in rest:
        if not isinstance(node, STATEMENTS):
            return Mistake(
                "may hold only imports, definitions and constants at the top",
                node.lineno,
            )
    return None


def _undefined_self(definition: Definition) -> Mistake | None:
    """A class that is no module, or a function that returns nothing."""
    if isinstance(definition, ast.ClassDef):
        bases = [ast.unparse(base) for base in definition.bases]
        if not bases:
            message = f"needs class {definition.name}(nn.Module)"
            return Mistake(message, definition.lineno)
        forward = _method(definition, "forward")
        assert forward is not None
        definition = forward
    if not any(isinstance(n, ast.Return) and n.value for n in ast.walk(definition)):
        return Mistake("returns nothing", definition.lineno)
    return None
