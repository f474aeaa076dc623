"""What a layer makes torch keep until it learns: the memory that training takes.

Backward needs some tensors of forward. A tensor that two layers need is kept once.
"""

from typing import NamedTuple


class Keeps(NamedTuple):
    """What is kept of a call: some of its inputs, its first output, and `more` bytes.

    `more` are what it keeps besides, such as masks and indices, in bytes a sample. With
    `shared` the output is no memory of its own: it is the input, seen in another way.
    """

    inputs: tuple[int, ...] = ()
    output: bool = False
    more: int = 0
    shared: bool = False


NOTHING = Keeps()
THE_INPUT = Keeps((0,))
THE_OUTPUT = Keeps(output=True)
A_VIEW = Keeps(shared=True)
