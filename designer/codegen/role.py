"""What a block is in the code around it: an object of its class, with its arguments."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from designer.codegen.occurrence import Key
from designer.codegen.traced import is_traced
from designer.layers import Call, Tensor
from designer.layers.layer import code


class Argument(NamedTuple):
    """An argument of a class. Without `text` it has no default.

    `source` is the axis of an input that it follows from, as input and axis; else it is
    a setting, or a number of which only the uses tell.
    """

    name: str
    annotation: str
    text: str = ""
    default: Any = None
    source: tuple[int, int] | None = None


class Role(NamedTuple):
    """What one occurrence of a block is in code: an object of this class.

    `numbers` are those of its arguments that only the uses tell, and `outputs` what it
    gives, in the names of its class; `names` are those of the sizes of its inputs.
    """

    function: str
    arguments: tuple[Argument, ...]
    numbers: Mapping[str, Any]
    outputs: tuple[Tensor, ...]
    names: Mapping[str, tuple[int, int]]


Roles = Mapping[Key, Role]

Row = dict[str, Any]
"""The value of each argument in one repeat."""


class Round(NamedTuple):
    """One repeat: which class it is of, and with which arguments."""

    role: Role
    row: Row

    def call(self) -> Call:
        """The code that makes it; only what differs from the defaults is written."""
        written, is_first = [], True
        for argument in self.role.arguments:
            value = self.row[argument.name]
            if not argument.text:
                written.append(code(value))
            elif is_traced(value) or value != argument.default:
                named = "" if is_first else f"{argument.name}="
                written.append(f"{named}{code(value)}")
            is_first = is_first and not argument.text
        return Call(self.role.function, tuple(written))
