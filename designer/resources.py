"""Files that come with the app: icons and example designs.

They lie in `resources/` beside the package in a checkout and an editable install, and
in `designer/_resources/` in a wheel and a frozen app.
"""

import sys
from pathlib import Path

OPENED_FIRST = ("digits-cnn", "classic-cnn", "lenet-5", "residual-cnn", "mlp")


def resource(*parts: str) -> Path:
    """The path of a file or folder in resources: resource("icons", "app.svg")."""
    return _folder().joinpath(*parts)


def examples() -> dict[str, Path]:
    """The example designs by name, the one to begin with first."""
    found = {path.stem: path for path in resource("examples").glob("*.json")}
    ranks = {name: rank for rank, name in enumerate(OPENED_FIRST)}
    ordered = sorted(found, key=lambda name: (ranks.get(name, len(ranks)), name))
    return {name: found[name] for name in ordered}


def _folder() -> Path:
    package = Path(__file__).resolve().parent
    unpacked = Path(getattr(sys, "_MEIPASS", package.parent))
    places = (package / "_resources", unpacked / "designer" / "_resources")
    return next((place for place in places if place.is_dir()), unpacked / "resources")
