"""Every error that Network Designer raises on purpose.

A message says who needs what, what it got, and what to do. Anything else that is
raised is a bug. Mistakes in a design are not errors but problems: see `graph.check`.
"""

from typing import Any


class DesignerError(Exception):
    """An action could not be done. The message is written for the person."""


class SettingError(DesignerError):
    """A value does not suit its setting.

    `setting` is the setting's name, for the form that must show the message.
    """

    def __init__(self, message: str, setting: str = "") -> None:
        super().__init__(message)
        self.setting = setting


class ShapeError(DesignerError):
    """A layer cannot take the tensors that reach it.

    The message starts with a verb, for the node's name goes before it: "needs
    channels × height × width and gets 128." `changes` are settings of this layer that
    would mend it, `instead` are layers that would fit in its place, and `before` are
    layers that would help if inserted in front; each is the start of a
    fix. `rule` is a sentence to add where nothing else says what is wanted. `setting`
    is the field to look at, by default the first that `changes` names; `line` is the
    line of its text, from 1.
    """

    def __init__(
        self,
        message: str,
        *,
        changes: tuple[dict[str, Any], ...] = (),
        instead: tuple[Any, ...] = (),
        before: tuple[Any, ...] = (),
        rule: str = "",
        setting: str = "",
        line: int = 0,
    ) -> None:
        super().__init__(message)
        self.changes = changes
        self.instead = instead
        self.before = before
        self.rule = rule
        self.setting = setting or next((key for each in changes for key in each), "")
        self.line = line


class GraphError(DesignerError):
    """An edit would break the graph: a name used twice, a wire to nowhere, a cycle."""


class WireError(GraphError):
    """A wire cannot be; `wire` says which, for a message that names its place."""

    def __init__(self, message: str, wire: Any) -> None:
        super().__init__(message)
        self.wire = wire


class FileError(DesignerError):
    """A file cannot be read or written."""


class CodeError(DesignerError):
    """A design cannot become code because it still has problems."""


class TrainingError(DesignerError):
    """A training cannot start or go on."""


class MissingLibraryError(DesignerError):
    """A library that the action needs is not installed."""
