"""Designs as files: JSON with one node a line, so that a diff shows what changed.

A file is text from a stranger: reading one runs nothing, and every name and value is
checked before anything else sees it. A message names the file and the place in it. How
a design is written stands in `writing`, and how it is read in `reading`.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from designer.errors import DesignerError, FileError
from designer.graph import reading, writing
from designer.graph.design import Design
from designer.graph.picture_file import is_pdf_file, is_picture_file, text_in
from designer.storage import read_bytes, read_text, write_whole

LONGEST = 400
"""Characters of a message, for a file may hold values of any length."""


def save(design: Design, path: str | Path) -> None:
    """Write a design whole or not at all; raises FileError in words."""
    write_whole(path, to_text(design))


def load(path: str | Path) -> Design:
    """Read a design, also from a picture that carries one.

    Raises FileError that names the place.
    """
    try:
        if is_picture_file(path):
            return from_text(text_in(read_bytes(path)))
        if is_pdf_file(path):
            raise FileError(
                f"{Path(path).name} is a PDF; only PNG and SVG pictures can carry a "
                "design."
            )
        return from_text(read_text(path))
    except FileError:
        raise
    except DesignerError as error:
        words = str(error)
        half = LONGEST // 2
        shown = words if len(words) < LONGEST else f"{words[:half]} … {words[-half:]}"
        raise FileError(f"{Path(path).name} cannot be opened: {shown}") from error


def to_text(design: Design) -> str:
    """A design as the text of a file. The same design gives the same text."""
    return writing.to_text(design)


def from_text(text: str) -> Design:
    """The design in the text of a file; raises DesignerError that names the place."""
    return reading.from_json(_parse(text))


def _parse(text: str) -> dict[str, Any]:
    if not text.strip():
        raise DesignerError("it is empty.")
    try:
        content = json.loads(
            text, object_pairs_hook=_unique_keys, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        if not text.lstrip("\ufeff \t\r\n").startswith("{"):
            raise DesignerError("it is plain text and no design.") from None
        raise DesignerError(
            f"it is no JSON, or only part of it. Reading stopped at line {error.lineno}, "
            f"column {error.colno}: {error.msg.removesuffix(' at').lower()}."
        ) from None
    except ValueError as error:  # a number of thousands of digits
        raise DesignerError(f"it is no JSON that can be read: {error}.") from None
    except RecursionError:
        raise DesignerError("it is nested too deeply to be a design.") from None
    if not isinstance(content, dict):
        raise DesignerError("it holds no JSON object, so it is no design.")
    return content


def _no_number(word: str) -> None:
    raise DesignerError(f"it is no JSON: {word} is no number there.")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((key, _),) = Counter(key for key, _ in pairs).most_common(1)
        raise DesignerError(f"the key {key!r} stands twice in one object.")
    return found
