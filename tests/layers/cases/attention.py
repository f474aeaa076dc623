"""Attention, as layers of its own."""

import math
from typing import Any

from hypothesis import strategies as st

from designer.layers import ScaledDotProductAttention, Tensor
from designer.layers.attending import Attending, Mask
from tests.layers.case import Cases
from tests.layers.oracle import Inputs, alike, any_dtype, counted_on_meta

SEQUENCES = "query", "key", "value"
CALL = "an argument of the module's call"
BATCH_FIRST = "every wire carries its batch first, so the code says so always"
TAKES = ("float32", "bool")


def attended(draw: st.DrawFn, layer: Any) -> Inputs:
    """Sequences whose features its heads divide, mostly, and some masks."""
    steps = st.integers(1, 5)
    long = draw(steps)
    heads = getattr(layer, layer.heads)
    wide = heads * draw(st.integers(1, 2)) if draw(st.integers(0, 9)) else draw(steps)
    given: dict[str, Tensor] = {}
    for port in layer.sequences:
        long = draw(st.sampled_from([long, long, draw(steps)]))
        given[port] = alike(draw, Tensor((long, wide)), odds=20)
    if layer.sequences == SEQUENCES and draw(st.booleans()):
        given |= others(draw, given["key"])
    masks = [mask_for(draw, mask, given) for mask in layer.masks]
    return (*given.values(), *masks)


def others(draw: st.DrawFn, key: Tensor) -> dict[str, Tensor]:
    """A key and a value of features of their own."""
    steps = key.shape[:1]
    sizes = st.integers(1, 6)
    return {name: Tensor((*steps, draw(sizes))) for name in ("key", "value")}


def mask_for(draw: st.DrawFn, mask: Mask, given: dict[str, Tensor]) -> Tensor | None:
    """Mostly none, else one that mostly fits."""
    if draw(st.integers(0, 3)):
        return None
    ports = [port for port in (mask.queries, mask.keys) if port]
    shape = tuple(given[port].shape[0] for port in ports)
    return alike(draw, Tensor(shape, any_dtype(draw, "bool")), odds=20)


def compared(draw: st.DrawFn, layer: Any) -> Inputs:
    """A query, a key and a value, mostly with axes in common, and sometimes a mask."""
    size = st.integers(1, 4)
    rest = tuple(draw(size) for _ in range(draw(st.sampled_from([0, 0, 1, 1, 1, 2]))))
    shared = rest
    if rest and layer.enable_gqa and draw(st.booleans()):
        shared = (*rest[:-1], math.gcd(rest[-1], draw(st.integers(1, 4))))
    queries, keys, features = draw(size), draw(size), draw(size)
    keys = queries if layer.is_causal and draw(st.integers(0, 5)) else keys
    mask = Tensor((*rest, queries, keys), any_dtype(draw, "bool"))
    query = alike(draw, Tensor((*rest, queries, features)), odds=20)
    key = alike(draw, Tensor((*shared, keys, features)), odds=6)
    (*axes, _, wide), dtype = alike(
        draw, Tensor((*key.shape[:-1], draw(size))), odds=20
    )
    # As many steps as the key's: with others torch writes where it must not, and dies.
    value = Tensor((*axes, key.shape[-2], wide), dtype)
    some = draw(st.integers(0, 3)) == 0
    return (query, key, value, alike(draw, mask, odds=8) if some else None)


def is_attending(holds: Any) -> Any:
    """A reason that holds only for layers with heads."""
    return lambda layer, inputs: isinstance(layer, Attending) and holds(layer, inputs)


def ports(layer: Any, inputs: Inputs) -> dict[str, Tensor | None]:
    """What reaches each port of a layer."""
    return dict(zip([port.name for port in layer.inputs], inputs, strict=True))


def is_causal_and_more(layer: Any, inputs: Inputs) -> bool:
    """Whether a causal mask is made where one is wired, or there is no earlier and later."""
    given = ports(layer, inputs)
    for mask in layer.masks:
        if mask.causal and getattr(layer, mask.causal):
            queries, keys = given[mask.queries], given[mask.keys]
            assert queries is not None and keys is not None
            if given[mask.port] is not None or queries.shape[0] != keys.shape[0]:
                return True
    return False


def is_of_two_dtypes(layer: Any, inputs: Inputs) -> bool:
    """Whether a mask and its mask of padding differ in dtype."""
    given = ports(layer, inputs)
    pairs = [(given[mask.port], given.get(mask.padding)) for mask in layer.masks]
    return any(a and b and a.dtype != b.dtype for a, b in pairs)


def is_too_soft(layer: Any, inputs: Inputs) -> bool:
    """Whether numbers to add reach a mask that may only say yes and no."""
    given = ports(layer, inputs)
    hard = [given[mask.port] for mask in layer.masks if not mask.is_soft]
    return any(x is not None and x.dtype == "float32" for x in hard)


def is_broadcast(layer: Any, inputs: Inputs) -> bool:
    """Whether torch would repeat one of several tensors that do not fit."""
    if not isinstance(layer, ScaledDotProductAttention):
        return False
    query, key, value, mask = inputs
    assert query and key and value
    axes = {x.shape[:-2] for x in (query, key, value)}
    looks = (*query.shape[:-1], key.shape[-2])
    return len(axes) > 1 or (mask is not None and mask.shape != looks)


def is_causal_twice(layer: Any, inputs: Inputs) -> bool:
    """Whether "before" is asked of two sequences, or a mask is wired besides."""
    if not isinstance(layer, ScaledDotProductAttention) or not layer.is_causal:
        return False
    query, key, _, mask = inputs
    assert query and key
    return query.shape[-2] != key.shape[-2] or mask is not None


CASES = Cases(
    inputs={"MultiheadAttention": attended, "ScaledDotProductAttention": compared},
    example={
        "MultiheadAttention": (*[Tensor((5, 16))] * 3, None, None),
        "ScaledDotProductAttention": (*[Tensor((5, 16))] * 3, None),
    },
    takes=dict.fromkeys(("MultiheadAttention", "ScaledDotProductAttention"), TAKES),
    refused={
        "a causal mask where one is wired, or where steps of two sequences meet": (
            is_attending(is_causal_and_more)
        ),
        "before and after between two sequences, or beside another mask": (
            is_causal_twice
        ),
        "attention over axes that differ, which hides mistakes": is_broadcast,
        "masks of two dtypes, of which torch itself warns": is_attending(
            is_of_two_dtypes
        ),
        "numbers to add to an encoder's looks, which torch takes for yes and no once it "
        "does not train": is_attending(is_too_soft),
    },
    without_module={
        "ScaledDotProductAttention": "torch.nn.functional.scaled_dot_product_attention"
    },
    left_out={("MultiheadAttention", "batch_first"): BATCH_FIRST},
    ours=dict.fromkeys(
        [
            ("MultiheadAttention", name)
            for name in ("need_weights", "average_attn_weights", "is_causal")
        ],
        CALL,
    ),
    macs=dict.fromkeys(
        ("MultiheadAttention", "ScaledDotProductAttention"), counted_on_meta
    ),
)
