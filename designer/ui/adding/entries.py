"""What the search on the canvas lists for a query: layers and blocks, or a chain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from designer.errors import DesignerError
from designer.graph import Design, Use
from designer.graph.block_file import with_block_from
from designer.graph.chain import Chain, Step, read_chain
from designer.graph.spot import Spot
from designer.graph.taking import Taken
from designer.layers import CATALOGUE, Layer, layer_type
from designer.layers.search import Found, Results
from designer.library import KeptBlock, load_block
from designer.ui.finding import HERE, KEPT, find, lacking, sections_of
from designer.ui.layer_tree import COMMON_TYPES
from designer.ui.placing_blocks import BLOCK, FILE, layer_for

Sort = Literal["fits", "misfits", "wrong"]

FITS = "fits"
BLOCK_WORDS = (HERE.lower(), KEPT.lower())
"""What blocks are found by, besides their names."""

COUNTS = (
    "one two three four five six seven eight nine ten eleven twelve".split()
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A row: what it stands for, in words, and at the right what is said of it.

    `key` is what it is placed by; a step of a chain has none. One that "misfits" can be
    added and is a mistake then; one that is "wrong" cannot be.
    """

    key: str
    name: str
    kind: type[Layer] | None
    detail: str = ""
    note: str = ""
    sort: Sort = "fits"
    help: str = ""
    more: str = ""
    """What is said besides the note of the row that is marked."""

    @property
    def spoken(self) -> str:
        """All of it in one line, for who listens."""
        return ", ".join(
            filter(None, (self.name, self.detail, f"{self.note} {self.more}".strip()))
        )


@dataclass(frozen=True)
class Listing:
    """What a query gives: rows, or a chain, and what is said above them."""

    entries: tuple[Entry, ...]
    chain: Chain | None = None
    head: str = ""
    message: str = ""

    def can_add(self, row: int) -> bool:
        """Whether something is added when a row is chosen; a chain is as a whole."""
        if self.chain is not None:
            return not self.chain.problem
        return 0 <= row < len(self.entries) and self.entries[row].sort != "wrong"


class Finder:
    """Lists what can be added at a spot, with the blocks of the design and of a library."""

    def __init__(self, spot: Spot, kept: Sequence[KeptBlock] = ()) -> None:
        self.spot = spot
        self.kept = {each.name: each for each in kept if each.block is not None}
        self.sections = sections_of(spot.design, kept)
        self._offers = {
            offer.key: offer for section in self.sections for offer in section.offers
        }

    def listed(self, query: str) -> Listing:
        """What a query means there."""
        query = query.strip()
        if not query:
            return Listing(tuple(self._sorted(query, self._usual())))
        chain = read_chain(query, self.spot.context(self._blocks()))
        results = find(query, self.sections) if len(chain.steps) == 1 else Results(())
        if self._is_chain(chain, results):
            steps = tuple(map(_step_entry, chain.steps))
            return Listing(steps, chain, _head(chain), chain.fault)
        entries = tuple(self._sorted(query, results.found))
        return Listing(entries, None, "", lacking(query, results))

    def layers(self, listing: Listing, row: int) -> tuple[Design, list[Layer]]:
        """What is added when a row is chosen, and the design with the blocks it needs.

        Raises DesignerError in words.
        """
        if listing.chain is None:
            design, layer = layer_for(self.spot.design, listing.entries[row].key)
            return design, [layer]
        if listing.chain.problem:
            raise DesignerError(listing.chain.problem)
        design, layers = self.spot.design, []
        for layer in listing.chain.layers:
            if isinstance(layer, Use) and layer.block.name not in design.blocks:
                kept = self.kept[layer.block.name]
                design, name = with_block_from(design, load_block(kept.path))
                layer = layer.of(design.block(name))
            layers.append(layer)
        return design, layers

    def _is_chain(self, chain: Chain, results: Results) -> bool:
        """Whether a query is read as a chain: it has several steps, or settings."""
        if chain.fault or len(chain.steps) != 1:
            return True
        step = chain.steps[0]
        if not step.has_settings:
            return False
        return step.layer is not None or bool(results.nearest) or not results.found

    def _usual(self) -> Iterator[Found]:
        """Everything, what most designs need first and then the blocks."""
        common = [name for name in COMMON_TYPES if name in CATALOGUE]
        yield from map(Found, dict.fromkeys([*common, *self._offers, *CATALOGUE]))

    def _sorted(
        self, query: str, found: Iterator[Found] | Sequence[Found]
    ) -> list[Entry]:
        """Rows for what was found, what fits first; a whole name stays where it is.

        What is hardly meant, by the beginning of some word, comes last.
        """
        rows = []
        for place, each in enumerate(found):
            layer = self._layer(each.name)
            is_named = each.name.lower() == query.lower()
            likely = is_named or (layer is not None and self.spot.is_likely(layer))
            is_weak = each.word.lower() not in ("", query.lower(), *BLOCK_WORDS)
            entry = self._entry(query, each, layer)
            if layer is not None and not is_named and self.spot.judge(layer).along:
                place = max(place, len(COMMON_TYPES))  # after what works on all of it
            rows.append((is_weak, not likely, place, entry))
        return [entry for *_, entry in sorted(rows, key=lambda row: row[:3])]

    def _entry(self, query: str, found: Found, layer: Layer | None) -> Entry:
        offer = self._offers.get(found.name)
        if layer is None:
            why = offer.help if offer else ""
            name = offer.name if offer else found.name
            return Entry(found.name, name, None, "", "cannot be read", "wrong", why)
        made = self.spot.judge(layer)
        kind = type(layer)
        name = offer.name if offer else found.name
        if not made.fits:
            return Entry(found.name, name, kind, "", made.brief, "misfits", made.why)
        note, tensor = self._note(query, found, kind, made), self.spot.tensor
        more = str(tensor) if tensor and note == FITS else ""
        return Entry(found.name, name, kind, note=note, more=more)

    def _note(self, query: str, found: Found, kind: type[Layer], made: Taken) -> str:
        if found.name.startswith(FILE):
            return "my block"
        if found.name.startswith(BLOCK):
            return "block"
        if made.along:
            return f"{FITS}, {made.along}"
        if self.spot.words:
            return FITS if made.output is not None or self.spot.tensor else ""
        return kind.family if found.word.lower() in ("", query.lower()) else found.word

    def _layer(self, key: str) -> Layer | None:
        """What a key stands for, to be judged; None where it cannot be placed."""
        if key.startswith(BLOCK):
            return Use(self.spot.design.block(key.removeprefix(BLOCK)))
        if key.startswith(FILE):
            kept = self.kept.get(self._offers[key].name)
            return Use(kept.block) if kept and kept.block else None
        return layer_type(key)()

    def _blocks(self) -> dict[str, Layer]:
        """The blocks by their names, those of the design before those of the library."""
        own = {n: Use(each.block) for n, each in self.kept.items() if each.block}
        return {**own, **{n: Use(each) for n, each in self.spot.design.blocks.items()}}


def _step_entry(step: Step) -> Entry:
    """The row of a step: what it became and what it gives, or what is wrong."""
    if step.layer is None:
        return Entry("", step.problem, None, sort="wrong", help=step.problem)
    kind, made = type(step.layer), step.taken
    name, detail = kind.__name__, step.layer.brief()
    if made and not made.fits:
        return Entry("", name, kind, detail, made.brief, "misfits", made.why)
    note = str(made.output) if made and made.output else ""
    if made and made.along:
        note = f"{made.along}: {note}"
    return Entry("", name, kind, detail, note)


def _head(chain: Chain) -> str:
    """How many layers a chain adds: "adds three"; nothing while one is not understood."""
    count = len(chain.layers)
    if chain.problem or not count:
        return ""
    return f"adds {COUNTS[count - 1] if count <= len(COUNTS) else count}"
