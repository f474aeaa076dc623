"""Products of tensors as matrices: each number of the answer is a sum of products."""

import math
from collections import Counter
from typing import Annotated

from designer.errors import ShapeError
from designer.layers.layer import Call, Port, code, layer
from designer.layers.merge import FAMILY, PAIR, Join, mismatch
from designer.layers.needs import need_float
from designer.layers.tensor import Tensor
from designer.settings import setting
from designer.words import counted

EQUATION = "bij,bjk->bik"


@layer(FAMILY, "@ dot product bmm mm matrix multiplication attention scores Dot")
class Matmul(Join):
    """Multiplies matrices: each row of the first with each column of the second.

    Inputs: input1, L×E, and input2, E×M; or more axes before them, which must be equal.
    Output: the same axes, then L×M. For queries times keys, L×E and S×E, put a Transpose
    of the last two axes before input2. Source: torch.matmul.
    """

    @property
    def inputs(self) -> tuple[Port, ...]:
        return PAIR

    def output(self, *inputs: Tensor) -> Tensor:
        first, second = inputs
        for x in inputs:
            need_float(x)
            if len(x.shape) < 2:
                raise ShapeError(f"needs matrices, L×E and E×M, and gets {x}.")
        if first.shape[:-2] != second.shape[:-2]:
            raise mismatch(inputs, "All axes but the last two must be equal.")
        if first.shape[-1] != second.shape[-2]:
            rule = "The last axis of input1 must be as large as the last but one of input2."
            raise mismatch(inputs, rule)
        return Tensor((*first.shape[:-1], second.shape[-1]))

    def call(self, module: str, *arguments: str) -> str:
        return " @ ".join(arguments)

    def macs(self, *inputs: Tensor) -> int:
        return self.output(*inputs).elements * inputs[0].shape[-1]


@layer(FAMILY, "Einstein sum summation notation Dot bilinear tensor product contract")
class Einsum(Join):
    """Multiplies tensors and sums over axes, as an equation with a letter an axis says.

    Inputs: one for each term. Output: the axes after the arrow; a letter that is missing
    there is summed over. The first letter of each term and of the answer is the batch,
    the same everywhere, so that no samples are mixed: bij,bjk->bik multiplies matrices.
    Source: torch.einsum.
    """

    equation: Annotated[str, "line"] = setting(
        EQUATION,
        "A letter for each axis of each input, and of the output after an arrow.",
        required=True,
        brief="{}",
    )

    def output(self, *inputs: Tensor) -> Tensor:
        terms, answer = self._read()
        if len(terms) != len(inputs):
            raise ShapeError(
                f"has an equation with {counted(len(terms), 'term')} and gets "
                f"{counted(len(inputs), 'input')}.",
                setting="equation",
            )
        sizes: dict[str, int] = {}
        for place, (term, x) in enumerate(zip(terms, inputs, strict=True), start=1):
            need_float(x)
            if len(term) != len(x.shape) + 1:
                raise ShapeError(
                    f"has {term} for input {place}, the batch {term[0]} and "
                    f"{len(term) - 1} more axes, and gets {x}.",
                    setting="equation",
                )
            for letter, size in zip(term[1:], x.shape, strict=True):
                if sizes.setdefault(letter, size) != size:
                    raise ShapeError(
                        f"gets {sizes[letter]} and {size} for the letter {letter}.",
                        setting="equation",
                    )
        return Tensor(tuple(sizes[letter] for letter in answer[1:]))

    def call(self, module: str, *arguments: str) -> Call:
        return Call("torch.einsum", (code(self.equation), *arguments))

    def macs(self, *inputs: Tensor) -> int:
        """torch multiplies from left to right, and counts what sums over shared letters.

        A letter that one of two factors has alone is summed over before, uncounted.
        """
        terms, answer = self._read()
        sizes = {
            letter: size
            for term, x in zip(terms, inputs, strict=True)
            for letter, size in zip(term[1:], x.shape, strict=True)
        }
        done, total = set(terms[0][1:]), 0
        for place, term in enumerate(terms[1:], start=1):
            later = set("".join(terms[place + 1 :])) | set(answer)
            both, either = done & set(term[1:]), done | set(term[1:])
            summed = both - later
            kept = either & later
            if any(sizes[letter] > 1 for letter in summed):
                total += math.prod(sizes[letter] for letter in kept | summed)
            done = kept
        return total

    def _read(self) -> tuple[list[str], str]:
        """The term of each input and of the output; raises ShapeError in words."""
        left, arrow, answer = self.equation.replace(" ", "").partition("->")
        terms = left.split(",")
        batch = left[:1]
        if not arrow:
            raise _wrong("needs an arrow, and the axes of the output after it.")
        for term in (*terms, answer):
            if not (term.isalpha() and term.isascii()):
                raise _wrong(f"needs letters for axes, and has {term or 'none'}.")
            if term[0] != batch or batch in term[1:]:
                raise _wrong(
                    f"needs the batch {batch} first, and only there, in {term}."
                )
        counts = Counter(answer)
        for letter, count in counts.items():
            if count > 1:
                raise _wrong(f"has the letter {letter} twice in its output.")
            if letter not in left:
                raise _wrong(f"has the letter {letter} in its output, but in no input.")
        return terms, answer


def _wrong(message: str) -> ShapeError:
    return ShapeError(message, changes=({"equation": EQUATION},))
