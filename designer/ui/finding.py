"""Finding what can be placed: blocks first, for they are few and one's own, then layers.

How that is shown is the palette's, and the search's on the canvas.
"""

from collections.abc import Iterable, Sequence

from designer.graph import Design
from designer.layers.search import Found, Index, Results, search
from designer.library import KeptBlock
from designer.ui.placing_blocks import Section, block_offer, kept_offer

HERE = "This design"
KEPT = "My blocks"


def sections_of(design: Design, kept: Iterable[KeptBlock]) -> list[Section]:
    """The blocks of a design and those of the library, each if there are any."""
    here = Section(HERE, tuple(map(block_offer, design.blocks.values())))
    own = Section(KEPT, tuple(map(kept_offer, kept)))
    return [section for section in (here, own) if section.offers]


def find(query: str, sections: Sequence[Section]) -> Results:
    """What suits a query, the best first; blocks are found by their keys."""
    blocks = [
        Found(keys[found.name], section.title.lower())
        for section in sections
        for keys, index in [_index(section)]
        if not (results := index.search(query)).nearest
        for found in results.found
    ]
    results = search(query)
    if not blocks:
        return results
    return Results((*blocks, *(() if results.nearest else results.found)))


def lacking(query: str, results: Results) -> str:
    """What to say where nothing suits a query as it was typed."""
    if not results.found:
        return f"No layer suits “{query}”."
    return f"Nothing suits “{query}”. Nearest:" if results.nearest else ""


def _index(section: Section) -> tuple[dict[str, str], Index]:
    """The keys of a section's blocks by their names, and what these are found by."""
    kinds = {offer.name: offer.kind for offer in section.offers if offer.kind}
    return {offer.name: offer.key for offer in section.offers}, Index(kinds)
