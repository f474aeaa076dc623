"""What differs between two states of one thing, found at the cost of a look at each."""

from collections.abc import Mapping
from itertools import compress
from operator import is_not


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """The names in `after` that stand for another thing than before, or are new.

    An edit keeps what it does not touch, so it is enough to ask whether it is the same.
    """
    if list(before) == list(after):
        others = map(is_not, before.values(), after.values())
        return list(compress(after, others))
    return [
        name
        for name, value in after.items()
        if name not in before or before[name] is not value
    ]
