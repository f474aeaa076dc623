"""What flows along a wire, as far as a design knows it: a shape and a dtype."""

import math
from typing import Literal, NamedTuple

from designer.kinds import TIMES

Dtype = Literal["float32", "int64", "bool"]
BYTES = {"float32": 4, "int64": 8, "bool": 1}


class Tensor(NamedTuple):
    """A tensor's shape without its batch axis, and its dtype by torch's name."""

    shape: tuple[int, ...]
    dtype: str = "float32"

    @property
    def elements(self) -> int:
        """Numbers in one sample."""
        return math.prod(self.shape)

    @property
    def bytes(self) -> int:
        """Memory of one sample."""
        return self.elements * BYTES[self.dtype]

    def __str__(self) -> str:
        return TIMES.join(map(str, self.shape)) or "1 number"
