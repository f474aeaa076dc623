"""A page of help for each layer, as Markdown made from its declaration.

    python -m designer.layers.page

writes all of them into CATALOGUE.md beside this file. The window shows single ones.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from designer.kinds import Either, Kind, Text, Truth
from designer.layers.example import Example, code_lines, example
from designer.layers.help_text import HelpText, formulas, help_text
from designer.layers.layer import CATALOGUE, Layer, Port
from designer.layers.markdown import Link, fenced, links, plain, sentence, table
from designer.layers.tensor import Tensor
from designer.settings import Setting
from designer.words import counted, listed

PATH = Path(__file__).with_name("CATALOGUE.md")
RENEW = "python -m designer.layers.page"

INTRODUCTION = (
    "Every layer of Network Designer: {} layers in {} families. Shapes are those of one "
    "sample; in the code each tensor has one axis more in front, the batch. This file is "
    "written by `{}` from the declarations of the layers."
)
SETTINGS = ("setting", "values", "default", "what it is for")
PORTS = ("port", "use", "for example")


def page(cls: type[Layer], link: Link, level: int = 1, siblings: bool = True) -> str:
    """A layer's page, its title at a level of heading. `link` leads to other pages.

    With `siblings` it ends with links to the other layers of its family.
    """
    text, shown = help_text(cls), example(cls)
    name = cls.__name__
    family = [each for each in by_family()[cls.family] if each != name]
    sections = {
        "Formula": _formula(text, link, name),
        "Shapes": [*_shapes(text, link, name), *_example(cls(), shown)],
        "Settings": _settings(cls, link),
        "Good to know": [sentence(each, link, name) for each in text.remarks],
        "In code": _code(shown),
        "Source": [_source(text)] if text.source else [],
        "Words to find it by": [plain(cls.words)] if cls.words else [],
        f"More of {cls.family}": [links(family, link)] if family and siblings else [],
    }
    blocks = [f"{'#' * level} {name}", sentence(text.line, link, name)]
    for title, content in sections.items():
        if content:
            blocks += [f"{'#' * (level + 1)} {title}", *content]
    return "\n\n".join(blocks) + "\n"


def catalogue() -> str:
    """All pages as one text: a list of all by family, then each in that order."""
    families = by_family()
    blocks = ["# Layers", INTRODUCTION.format(len(CATALOGUE), len(families), RENEW)]
    for family, names in families.items():
        blocks.append(f"**{family}**: {links(names, anchor)}")
    for family, names in families.items():
        blocks.append(f"## {family} layers")
        blocks += [page(CATALOGUE[n], anchor, 3, siblings=False).strip() for n in names]
    return "\n\n".join(blocks) + "\n"


def by_family() -> dict[str, list[str]]:
    """The names of all layers by family, in the order of the catalogue."""
    found: dict[str, list[str]] = {}
    for name, cls in CATALOGUE.items():
        found.setdefault(cls.family, []).append(name)
    return found


def anchor(name: str) -> str:
    """Where a layer's page stands in CATALOGUE.md."""
    return f"#{name.lower()}"


# The parts of a page -------------------------------------------------------------------


def _formula(text: HelpText, link: Link, name: str) -> list[str]:
    if not text.formula:
        return []
    block = fenced(re.sub(r" and (?=\w+'? = )", "\n", text.formula))
    where = sentence(_capital(text.where), link, name)
    return [block, where] if where else [block]


def _shapes(text: HelpText, link: Link, name: str) -> Iterator[str]:
    """What goes in and comes out, with each formula on a line of its own."""
    for label, said in text.shapes:
        lead = f"**{label}:** "
        for is_formula, piece in formulas(said):
            words = piece.strip().removeprefix(", ").removeprefix("; ")
            if is_formula:
                yield fenced(words)
            elif words not in ("", ".", ",", "and"):
                yield lead + sentence(words, link, name)
                lead = ""


def _example(layer: Layer, shown: Example | None) -> list[str]:
    """Shapes and costs by example; a table where there are several ports."""
    if shown is None or not shown.outputs:
        return []
    costs = [_costs(shown)] if _costs(shown) else []
    if any(port.many for port in layer.inputs) or len(layer.inputs + layer.outputs) < 3:
        if shown.inputs == shown.outputs and not costs:
            return []
        verb = "becomes" if len(shown.inputs) == 1 else "become"
        given = listed([_shape(x) for x in shown.inputs])
        made = listed([_shape(x) for x in shown.outputs])
        said = f"{given} {verb} {made}." if given else f"{made}."
        return [" ".join(["**For example:**", said, *costs])]
    ports = zip(layer.inputs + layer.outputs, shown.inputs + shown.outputs, strict=True)
    rows = [
        (f"`{port.name}`", _use(port, place < len(layer.inputs)), _shape(x))
        for place, (port, x) in enumerate(ports)
    ]
    return [table(PORTS, rows), *costs]


def _costs(shown: Example) -> str:
    """What the example learns and computes; empty if neither is anything."""
    parameters = shown.layer.parameters(*shown.inputs)
    macs = shown.layer.macs(*shown.inputs)
    said = [f"learns {counted(parameters, 'parameter')}"] if parameters else []
    said += [f"takes {macs:,} multiply-accumulates for each sample"] if macs else []
    return f"It {' and '.join(said)}." if said else ""


def _use(port: Port, is_input: bool) -> str:
    if not is_input:
        return "output"
    return "input, may stay open" if port.optional else "input"


def _shape(x: Tensor | None) -> str:
    if x is None:
        return "open"
    shape = f"`{x}`" if x.shape else str(x)
    return shape if x.dtype == "float32" else f"{shape} of {x.dtype}"


def _settings(cls: type[Layer], link: Link) -> list[str]:
    rows = [
        (
            f"`{name}`",
            _values(setting),
            _default(setting),
            sentence(setting.help, link, cls.__name__),
        )
        for name, setting in cls.declared_settings.items()
    ]
    return [table(SETTINGS, rows)] if rows else ["None."]


def _values(setting: Setting) -> str:
    said = plain(_kind(setting.kind))
    return f"{said}, in {setting.unit}" if setting.unit else said


def _kind(kind: Kind) -> str:
    if isinstance(kind, Truth):
        return "on or off"
    if isinstance(kind, Text):
        return "text"
    if isinstance(kind, Either):
        return " or ".join(map(_kind, kind.kinds))
    return str(kind)


def _default(setting: Setting) -> str:
    shown = setting.kind.show(setting.default)
    if "\n" in shown:
        return "an example"
    return f"`{shown}`" if shown else "empty"


def _code(shown: Example | None) -> list[str]:
    lines = code_lines(shown) if shown is not None else []
    return [fenced("\n".join(lines), "python")] if lines else []


def _source(text: HelpText) -> str:
    """The source, with torch's names as links to its documentation."""
    source = plain(text.source if text.references else _capital(text.source))
    for name, address in text.references.items():
        source = re.sub(
            rf"(?<![\w.\[]){re.escape(name)}(?!\w|\.\w)", f"[{name}]({address})", source
        )
    return source


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


if __name__ == "__main__":
    PATH.write_text(catalogue(), encoding="utf-8")
