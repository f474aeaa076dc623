"""How much memory training takes: what torch keeps of each layer until it learns.

It counts each tensor once, however many layers need it, and tensors seen in another way
not at all. What a device and its kernels take besides is theirs, so it is about right.
"""

from designer.graph.block import Use
from designer.graph.design import Design
from designer.graph.differing import differing
from designer.graph.ends import outputs_of
from designer.graph.inference import Inference, Inside
from designer.layers import Input, Layer, Output
from designer.layers.keeping import NOTHING, Keeps
from designer.layers.tensor import BYTES

NUMBER = BYTES["float32"]

Storage = tuple[str, str]
"""Where a tensor came to be: a node and its output port."""


def training_bytes(design: Design, inside: Inside, before: Inside | None = None) -> int:
    """About how many bytes it takes to train a network on one of its batches.

    Parameters, their gradients, what the optimizer remembers, and what is kept of the
    batch between forward and backward. `before` is what was known before an edit; then
    only what the edit touches is worked out.
    """
    training = design.training
    each = inside.parameters * NUMBER
    held = each * (2 + training.optimizer.slots)
    return held + training.batch_size * saved_bytes(inside, before)


def saved_bytes(inside: Inside, before: Inside | None = None) -> int:
    """Bytes that are kept of one sample from forward to backward."""
    return _kept(inside, before).bytes


class _Kept:
    """The tensors that a graph keeps: how often each is needed, and its bytes."""

    def __init__(self) -> None:
        self.keeps: dict[str, Keeps] = {}
        self.uses: dict[str, tuple[tuple[Storage, int], ...]] = {}
        self.needed: dict[Storage, int] = {}
        self.sizes: dict[Storage, int] = {}
        self.roots: dict[Storage, Storage] = {}
        self.more = 0

    @property
    def bytes(self) -> int:
        """All that is kept of a sample."""
        return sum(self.sizes.values()) + self.more

    def root(self, storage: Storage) -> Storage:
        """The tensor whose memory it is."""
        return self.roots.get(storage, storage)

    def copy(self) -> "_Kept":
        """The same, to be changed."""
        made = _Kept()
        for name, value in vars(self).items():
            setattr(made, name, dict(value) if isinstance(value, dict) else value)
        return made

    def drop(self, name: str) -> None:
        """Forget what a node needs."""
        self.more -= self.keeps.pop(name, NOTHING).more
        for storage, _ in self.uses.pop(name, ()):
            self.needed[storage] -= 1
            if not self.needed[storage]:
                del self.needed[storage], self.sizes[storage]

    def add(self, inside: Inside, name: str) -> None:
        """Count what a node needs, if that is known."""
        outcome = inside.outcomes.get(name)
        if not isinstance(outcome, Inference):
            return
        layer = inside.graph.nodes[name].layer
        is_block = isinstance(layer, Use)
        keeps = _block_keeps(outcome) if is_block else layer.keeps(*outcome.inputs)
        self.keeps[name] = keeps
        self.more += keeps.more
        own = (name, layer.outputs[0].name) if layer.outputs else (name, "")
        uses: list[tuple[Storage, int]] = []
        if keeps.inputs or keeps.shared:
            sources = _sources(inside, name, layer)
            for place in keeps.inputs:
                storage, tensor = sources[place], outcome.inputs[place]
                if storage is not None and tensor is not None:
                    uses.append((self.root(storage), tensor.bytes))
            if keeps.shared and sources and sources[0] is not None:
                self.roots[own] = self.root(sources[0])
        if keeps.output:
            uses.append((self.root(own), outcome.outputs[0].bytes))
        for storage, size in uses:
            self.needed[storage] = self.needed.get(storage, 0) + 1
            self.sizes.setdefault(storage, size)
        self.uses[name] = tuple(uses)


def _kept(inside: Inside, before: Inside | None = None) -> _Kept:
    """What is kept of a graph, worked out once."""
    found: _Kept | None = inside.kept.get("memory")
    if found is None:
        known: _Kept | None = before.kept.get("memory") if before else None
        if before and known and before.graph.wiring is inside.graph.wiring:
            found = _edited(inside, before, known)
        found = inside.kept["memory"] = found or _worked_out(inside)
    return found


def _worked_out(inside: Inside) -> _Kept:
    kept = _Kept()
    for name in inside.graph.order:
        kept.add(inside, name)
    return kept


def _edited(inside: Inside, before: Inside, known: _Kept) -> _Kept | None:
    """What is kept after an edit; None if it changes which tensors are one memory."""
    kept, old = known.copy(), before.outcomes
    changed = differing(old, inside.outcomes)
    for name in changed:
        kept.drop(name)
    for name in changed:
        kept.add(inside, name)
        was, now = known.keeps.get(name, NOTHING), kept.keeps.get(name, NOTHING)
        if was.shared != now.shared:
            return None
    return kept


def _sources(inside: Inside, name: str, layer: Layer) -> list[Storage | None]:
    """Where the tensor at each input came from, in the order of the inputs."""
    wires = inside.graph.wires_into(name)
    from_port = {port: (w.source, w.source_port) for port, w in wires.items()}
    named = {port.name for port in layer.inputs if not port.many}
    found: list[Storage | None] = []
    for port in layer.inputs:
        if port.many:
            found += [each for wired, each in from_port.items() if wired not in named]
        else:
            found.append(from_port.get(port.name))
    return found


# Blocks --------------------------------------------------------------------------------


def _block_keeps(outcome: Inference) -> Keeps:
    """What a block keeps, as a layer would say it; of repeats, all together."""
    keeps = [_inside_keeps(inside) for inside in outcome.inside]
    more = sum(each.more for each in keeps)
    for before, inside, after in zip(keeps, outcome.inside, keeps[1:], strict=False):
        passed = inside.answers
        if passed and (before.output or 0 in after.inputs) and not before.shared:
            more += passed[0].bytes
    return Keeps(
        tuple(sorted({place for each in keeps[:1] for place in each.inputs})),
        keeps[-1].output,
        more,
        all(each.shared for each in keeps),
    )


def _inside_keeps(inside: Inside) -> Keeps:
    found: Keeps | None = inside.kept.get("keeps")
    if found is None:
        found = inside.kept["keeps"] = _summed_up(inside)
    return found


def _summed_up(inside: Inside) -> Keeps:
    """What a graph keeps of its inputs, of its first output, and besides."""
    kept, graph = _kept(inside), inside.graph
    entries = [
        name for name, node in graph.nodes.items() if isinstance(node.layer, Input)
    ]
    places = {
        (name, graph.output_ports(name)[0]): at for at, name in enumerate(entries)
    }
    ends = outputs_of(graph)
    given = _given(inside, ends[0], kept) if ends else None
    inputs = tuple(sorted(places[each] for each in kept.sizes if each in places))
    rest = sum(
        size
        for each, size in kept.sizes.items()
        if each not in places and each != given
    )
    is_shared = given in places
    return Keeps(
        inputs, given in kept.sizes and not is_shared, rest + kept.more, is_shared
    )


def _given(inside: Inside, end: str, kept: _Kept) -> Storage | None:
    """The tensor that a graph gives at one of its ends."""
    layer = inside.graph.nodes[end].layer
    if isinstance(layer, Output):
        sources = _sources(inside, end, layer)
        return kept.root(sources[0]) if sources[0] else None
    return kept.root((end, layer.outputs[0].name))
