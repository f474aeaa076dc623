"""Files that come with the app: icons and example designs.

They lie in `resources/` beside the package in a checkout and an editable install, and
in `designer/_resources/` in a wheel and a frozen app.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

CATEGORIES = ("Pictures", "Sequences", "Tables", "Generation")
"""What networks are for, as the start page sorts them."""

GALLERY = "gallery.json"
"""Beside the examples: what to say of each, in the order in which to show them."""


@dataclass(frozen=True)
class Example:
    """A design that comes with the app, and how it is presented."""

    name: str
    path: Path
    title: str
    subtitle: str = ""
    category: str = ""


def resource(*parts: str) -> Path:
    """The path of a file or folder in resources: resource("icons", "app.svg")."""
    return _folder().joinpath(*parts)


def examples() -> dict[str, Path]:
    """The example designs by name, the one to begin with first."""
    return {example.name: example.path for example in presented()}


def presented() -> list[Example]:
    """The examples as they are presented; those that nothing is said of come last."""
    found = {path.stem: path for path in resource("examples").glob("*.json")}
    text = found.pop(Path(GALLERY).stem).read_text(encoding="utf-8")
    said = {entry.pop("name"): entry for entry in json.loads(text)}
    ordered = [name for name in said if name in found] + sorted(found.keys() - said)
    return [
        Example(name, found[name], **{"title": _titled(name), **said.get(name, {})})
        for name in ordered
    ]


def _titled(name: str) -> str:
    """A title for an example that has none: "my-net" becomes "My net"."""
    words = name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _folder() -> Path:
    package = Path(__file__).resolve().parent
    unpacked = Path(getattr(sys, "_MEIPASS", package.parent))
    places = (package / "_resources", unpacked / "designer" / "_resources")
    return next((place for place in places if place.is_dir()), unpacked / "resources")
