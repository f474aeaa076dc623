"""The order of places in layers, with few wires that cross: the way to fast-sugiyama.

It is called in one function only, for it aborts the whole process on a wire from a place
to itself, and takes for granted that no wire comes twice and no place stands alone.
"""

from collections.abc import Iterable, Sequence

from fast_sugiyama import from_edges

from designer.errors import GraphError


def in_order(
    layers: Sequence[Sequence[int]], wires: Iterable[tuple[int, int]]
) -> list[list[int]]:
    """The places of each layer from the first side to the other.

    Wires lead from a place to one of the next layer. Places that hang together stay
    together; groups of them follow each other as the first of each does in `layers`.
    Raises GraphError for a wire from a place to itself.
    """
    places = [place for layer in layers for place in layer]
    number = {place: index for index, place in enumerate(places)}
    edges = list(dict.fromkeys((number[a], number[b]) for a, b in wires))
    for source, target in edges:
        if source == target:
            raise GraphError(f"A wire leads from {places[source]} to itself.")
    found = {index: (index, 0.0, index) for index in range(len(places))}
    joined = sorted({end for edge in edges for end in edge})
    short = {index: place for place, index in enumerate(joined)}
    for group in _groups([(short[a], short[b]) for a, b in edges]):
        own = [(joined[end], x) for end, x in group if end < len(joined)]
        first = min(index for index, _ in own)
        found.update((index, (first, x, index)) for index, x in own)
    return [sorted(layer, key=lambda p: found[number[p]]) for layer in layers]


def _groups(edges: list[tuple[int, int]]) -> list[list[tuple[int, float]]]:
    """What hangs together, each end with how far to one side it stands.

    Ends are numbered from 0 without a gap; those beyond are fast-sugiyama's own.
    """
    if not edges:
        return []
    layouts = from_edges(
        edges, vertex_spacing=1, ranking_type="minimize", check_layout=False
    )
    return [[(int(end), x) for end, (x, _) in placed] for placed, *_ in layouts]
