"""What could be put before a layer so that its input has the axes that it wants.

Guesses only: `fixes` tries each before it is offered.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from designer.graph.edits import insert
from designer.graph.graph import Graph
from designer.graph.inference import Inference, Outcome, carried
from designer.graph.report import Fix
from designer.graph.wiring import Wire
from designer.kinds import TIMES
from designer.layers import Flatten, Layer, Matmul, PixelShuffle, Transpose
from designer.words import listed

SEQUENCES = ("Recurrent", "Transformer", "Attention")
"""Families of layers that read steps, each with its features."""

WORTH = 2
"""How often smaller a map must have become, so that it is told by what."""


def rearrangements(
    graph: Graph, name: str, outcomes: Mapping[str, Outcome]
) -> Iterator[Fix]:
    """Edits that turn what reaches a node, or make it wider, so that the node takes it."""
    layer = graph.nodes[name].layer
    for wire in graph.wires_into(name).values():
        tensor = carried(graph, wire, outcomes)
        if tensor is None:
            continue
        if len(tensor.shape) == 3 and layer.family in SEQUENCES:
            label = f"Read the {tensor.shape[1]}×{tensor.shape[2]} places before {name} as steps"
            yield _insertion(
                label, wire, Flatten(start_dim=2), Transpose(dim0=1, dim1=2)
            )
        if isinstance(layer, Matmul):
            swap = Transpose(dim0=-2, dim1=-1)
            yield _insertion(
                f"Insert Transpose at {wire.target_port} of {name}", wire, swap
            )
        if isinstance(layer, PixelShuffle) and tensor.shape:
            yield from _wider(
                graph, wire.source, tensor.shape[0], layer.upscale_factor**2
            )


def size_lost(graph: Graph, name: str, outcomes: Mapping[str, Outcome]) -> str:
    """Which layers before a node have made its map small, in a sentence; or nothing."""
    lost: list[str] = []
    first = last = None
    wires = graph.wires_into(name)
    while len(wires) == 1:
        (wire,) = wires.values()
        outcome = outcomes.get(wire.source)
        if not isinstance(outcome, Inference) or not outcome.inputs:
            break
        before, after = outcome.inputs[0], outcome.outputs[0]
        if before is None or len(before.shape) != len(after.shape):
            break
        if before.shape[1:] != after.shape[1:]:
            lost.insert(0, wire.source)
            first = before
        last = last or after
        wires = graph.wires_into(wire.source)
    if first is None or last is None or first.elements < WORTH * last.elements:
        return ""
    names = lost if len(lost) < 5 else [*lost[:2], f"{len(lost) - 3} more", lost[-1]]
    have = "has" if len(lost) == 1 else "have"
    was, now = (TIMES.join(map(str, each.shape[1:])) for each in (first, last))
    return f"{listed(names)} {have} made {was} to {now} before it."


def _wider(graph: Graph, name: str, channels: int, factor: int) -> Iterator[Fix]:
    """So many channels more, where they are made, that a factor divides them."""
    wanted = -(-channels // factor) * factor
    while "out_channels" not in graph.nodes[name].layer.declared_settings:
        before = list(graph.wires_into(name).values())
        if len(before) != 1:
            return
        name = before[0].source
    edit = partial(_widened, name=name, wanted=wanted)
    yield Fix(
        f"Set {name} out_channels to {wanted}",
        lambda design: design.with_graph(edit(design.graph)),
    )


def _widened(graph: Graph, name: str, wanted: int) -> Graph:
    return graph.set(name, out_channels=wanted)


def _insertion(label: str, wire: Wire, *layers: Layer) -> Fix:
    """Layers put into a wire, one after another."""

    def inserted(graph: Graph) -> Graph:
        at = wire
        for layer in layers:
            graph, new = insert(graph, at, layer)
            (at,) = graph.wires_from(new)
        return graph

    return Fix(label, lambda design: design.with_graph(inserted(design.graph)))
