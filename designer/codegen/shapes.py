"""Shapes in comments, in the names of a class: in_channels×H×W."""

import re
from collections.abc import Mapping

from designer.codegen.traced import is_traced
from designer.graph.inference import Tensors
from designer.graph.names import is_plain
from designer.kinds import TIMES
from designer.layers import Tensor

SIZE = re.compile(r"\b_size(\d+)_(\d+)\b")
"""The size of an input along one axis, by both their places, before it has a name."""

LONGEST = 32
"""Characters of a shape in a comment."""

LETTERS = ((), ("F",), ("L", "E"), ("C", "H", "W"), ("C", "D", "H", "W"))
"""What sizes are called in comments, by the number of axes."""


class Shapes:
    """Says shapes in which sizes of inputs have names, or else are letters.

    `inputs` are what reaches the class somewhere, and `names` those of sizes that are
    arguments.
    """

    def __init__(self, inputs: Tensors, names: Mapping[tuple[int, int], str]) -> None:
        self.inputs = inputs
        self.names = names

    def in_full(self, tensor: Tensor) -> str:
        """A shape in the names of the class and in letters; empty if it has neither."""
        if not is_traced(tensor.shape):
            return str(tensor)
        texts = [SIZE.sub(self._letter, repr(size)) for size in tensor.shape]
        if any("?" in text for text in texts):
            return ""
        if len(texts) > 1:
            texts = [
                text if text.isalnum() or is_plain(text) else f"({text})"
                for text in texts
            ]
        shape = TIMES.join(texts)
        return shape if len(shape) <= LONGEST else ""

    def in_short(self, tensor: Tensor) -> str:
        """The same, where a size that is long is H' and not ((H - 1) // stride + 1)."""
        letters = LETTERS[len(tensor.shape)] if len(tensor.shape) < len(LETTERS) else ()
        whole = self.in_full(tensor)
        if whole or not letters:
            return whole
        texts = []
        for letter, size in zip(letters, tensor.shape, strict=True):
            text = SIZE.sub(self._letter, repr(size))
            texts.append(text if text.isalnum() or is_plain(text) else f"{letter}'")
        return "" if "?" in "".join(texts) else TIMES.join(texts)

    def _letter(self, found: re.Match[str]) -> str:
        size = int(found.group(1)), int(found.group(2))
        if size in self.names:
            return self.names[size]
        tensor = self.inputs[size[0]]
        assert tensor is not None
        alone = len(self.inputs) == 1
        letters = LETTERS[len(tensor.shape)] if len(tensor.shape) < len(LETTERS) else ()
        return letters[size[1]] if alone and letters else "?"


def in_numbers(tensor: Tensor) -> str:
    """A shape in numbers, whatever they follow from."""
    return TIMES.join(str(int(size)) for size in tensor.shape) or str(tensor)
