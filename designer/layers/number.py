"""How a number is written in code, as a person would write it."""


def number(value: float) -> str:
    """A number without needless letters: 2 for 2.0, 1e9 for 1000000000.0, 0.1.

    One that remembers what it follows from is written by that.
    """
    if hasattr(value, "text"):
        return repr(value)
    if value.is_integer() and abs(value) < 1e6:
        return str(int(value))
    short = f"{value:g}"
    text = short if float(short) == value else repr(value)
    return text.replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")


def is_whole(value: float) -> bool:
    """Whether an int64 can hold the value."""
    return value.is_integer() and abs(value) < 2**63
