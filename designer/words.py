"""How the app speaks: small rules of wording that every message shares."""

import difflib
from collections.abc import Iterable, Sequence

LONGEST_NAME = 200


def nearest(name: object, known: Iterable[str]) -> str:
    """ " Did you mean Conv2d?", or nothing when no known name is close."""
    if len(str(name)) > LONGEST_NAME:
        return ""  # a text of a stranger; to compare a million letters takes long
    names = {known_name.lower(): known_name for known_name in known}
    close = difflib.get_close_matches(str(name).lower(), names, n=1)
    return f" Did you mean {names[close[0]]}?" if close else ""


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 problem", "2 problems"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def short(number: float) -> str:
    """A number with three digits and a letter: "11.9 M"."""
    for size, letter in ((1e12, " T"), (1e9, " G"), (1e6, " M"), (1e3, " k")):
        if number >= 0.9995 * size:  # what would be rounded to 1000 of the one below
            return f"{number / size:.3g}{letter}"
    return f"{number:.3g}"


def memory(size: int) -> str:
    """Bytes in the unit that suits them: "36.0 KiB"."""
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} B"
