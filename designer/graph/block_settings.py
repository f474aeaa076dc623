"""Settings that a block, or the network, declares: which names and values may be."""

from dataclasses import replace
from typing import Any

from designer.errors import SettingError
from designer.graph.block import INDEX, Use
from designer.graph.names import CODE_NAMES, MODULE_ATTRIBUTES, is_plain
from designer.kinds import kind_of
from designer.settings import Setting

NOT_SETTINGS = (
    CODE_NAMES | MODULE_ATTRIBUTES | {INDEX, "repeat", "min", "max", "range", "zip"}
)


def block_setting(name: str, default: Any, help: str = "") -> Setting:
    """A setting of a block or of the network; raises SettingError in words.

    Its kind is that of its default: a whole number, a number, or on and off.
    """
    is_own = hasattr(Use, name) or name in Use.__annotations__
    if not is_plain(name) or name in NOT_SETTINGS or name.startswith("_") or is_own:
        raise SettingError(
            f"{name!r} cannot name a setting: it becomes an argument in the code, so it "
            f"starts with a letter, holds only letters, digits and _, and is no name "
            f"that PyTorch, the code or a layer uses itself.",
            name,
        )
    if type(default) not in (int, float, bool):
        raise SettingError(
            f"{name} needs a number, or on or off, as its default, got {default!r}",
            name,
        )
    kind = kind_of(type(default))
    declared = Setting(name, kind, default, help, brief=f"{name} {{}}")
    return replace(declared, default=declared.read(default))
