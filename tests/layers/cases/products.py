"""Products of tensors as matrices."""

from typing import Any

from hypothesis import strategies as st

from designer.layers import Einsum, Matmul, Tensor
from tests.layers.case import Cases
from tests.layers.oracle import Inputs, alike, any_dtype

LETTERS = "ijkl"


@st.composite
def equations(draw: st.DrawFn) -> str:
    """Mostly an equation that keeps samples apart, sometimes one with a mistake."""
    ends = st.text(LETTERS, max_size=3)
    terms = ["b" + draw(ends) for _ in range(draw(st.sampled_from([1, 2, 2, 3, 3])))]
    known = sorted(set("".join(terms)) - {"b"})
    answer = "b" + "".join(draw(st.permutations(known)))[: draw(st.integers(0, 4))]
    equation = f"{','.join(terms)}->{answer}"
    return equation if draw(st.integers(0, 4)) else draw(mistaken(equation))


@st.composite
def mistaken(draw: st.DrawFn, equation: str) -> str:
    """An equation with a letter or a sign more, less, or another."""
    place = draw(st.integers(0, len(equation)))
    more = draw(
        st.sampled_from(["", " ", "b", "i", "B", "m", ",", "->", ".", "...", "1"])
    )
    return equation[:place] + more + equation[place + draw(st.integers(0, 1)) :]


def factors(draw: st.DrawFn, layer: Any) -> Inputs:
    """Mostly matrices that can be multiplied, with the same axes before them."""
    size = st.integers(1, 6)
    before = tuple(draw(st.lists(size, max_size=2)))
    rows, between, columns = draw(size), draw(size), draw(size)
    first = Tensor((*before, rows, between), any_dtype(draw, "float32"))
    second = Tensor((*before, between, columns), any_dtype(draw, "float32"))
    if not draw(st.integers(0, 9)):
        return Tensor(first.shape[-1:]), second
    return alike(draw, first, odds=8), alike(draw, second, odds=8)


def lettered(draw: st.DrawFn, layer: Any) -> Inputs:
    """Tensors as the equation says, mostly: a size for each letter."""
    sizes = st.integers(1, 4)
    size = {letter: draw(sizes) for letter in "bBijklm.1"}
    terms = layer.equation.replace(" ", "").partition("->")[0].split(",")
    fitting = [
        Tensor(
            tuple(size[x] for x in term[1:] if x in size), any_dtype(draw, "float32")
        )
        for term in terms
    ]
    if not draw(st.integers(0, 9)):
        fitting = fitting[: draw(st.integers(1, 3))]
    return tuple(alike(draw, x, odds=12) for x in fitting)


def mixes(layer: Any, inputs: Inputs) -> bool:
    """Whether an equation leaves open where the batch is, or sums over it."""
    if not isinstance(layer, Einsum):
        return False
    left, arrow, answer = layer.equation.replace(" ", "").partition("->")
    terms = [*left.split(","), answer]
    return (
        not arrow
        or "." in layer.equation
        or any(term[:1] != left[:1] or left[:1] in term[1:] for term in terms)
    )


def stretches(layer: Any, inputs: Inputs) -> bool:
    """Whether a letter stands for one size, and for 1."""
    if not isinstance(layer, Einsum):
        return False
    terms = layer.equation.replace(" ", "").partition("->")[0].split(",")
    sizes: dict[str, set[int]] = {}
    for term, x in zip(terms, inputs, strict=False):
        for letter, size in zip(term[1:], x.shape if x else (), strict=False):
            sizes.setdefault(letter, set()).add(size)
    return any(len(found) > 1 and 1 in found for found in sizes.values())


def is_broadcast(layer: Any, inputs: Inputs) -> bool:
    """Whether matrices are multiplied by others than their own."""
    if not isinstance(layer, Matmul):
        return False
    first, second = inputs
    assert first and second
    return first.shape[:-2] != second.shape[:-2]


CASES = Cases(
    settings={("Einsum", "equation"): equations()},
    inputs={"Matmul": factors, "Einsum": lettered},
    refused={
        "an equation that sums over the batch or leaves open where it is": mixes,
        "a letter of size 1 would be broadcast, which hides mistakes": stretches,
        "matrices would be broadcast, which hides mistakes": is_broadcast,
        "vectors take the batch for rows": (
            lambda layer, inputs: (
                isinstance(layer, Matmul) and any(len(x.shape) < 2 for x in inputs)
            )
        ),
    },
    without_module={
        "Matmul": "an operator",
        "Einsum": "torch.einsum, which has no signature to read",
    },
)
