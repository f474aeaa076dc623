"""Keeps Python from collecting garbage while other threads run.

It would do so in whichever thread makes some, and an object of Qt that is destroyed
outside its own thread leaves its timers behind, which then call what is no longer there.
"""

import gc
from weakref import WeakSet

_holders: "WeakSet[object]" = WeakSet()


def hold(owner: object) -> None:
    """Collect nothing until this owner, and all others, let go."""
    _holders.add(owner)
    gc.disable()


def let_go(owner: object) -> None:
    """Collect again, if no other owner holds it back."""
    _holders.discard(owner)
    if not _holders:
        gc.enable()
