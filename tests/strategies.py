"""Random graphs for properties: working ones, and ones that a person may leave behind."""

from typing import Any

from hypothesis import strategies as st

from designer import layers
from designer.errors import GraphError
from designer.expression import Expression
from designer.graph import Design, Graph
from designer.graph.block import Block, Use
from designer.graph.block_settings import block_setting
from designer.graph.inference import Inference, infer
from designer.layers import Layer, Tensor
from designer.layers.merge import Join

POOL: tuple[Layer, ...] = (
    layers.ReLU(),
    layers.GELU(approximate="tanh"),
    layers.Softmax(),
    layers.Dropout(p=0.25),
    layers.Conv2d(out_channels=4, padding="same"),
    layers.Conv2d(out_channels=2, kernel_size=(3, 2), stride=(2, 1), padding=(1, 1)),
    layers.Conv2d(
        out_channels=4,
        kernel_size=(1, 1),
        stride=(1, 2),
        padding=(0, 1),
        dilation=(2, 1),
        bias=False,
        padding_mode="replicate",
    ),
    layers.Conv1d(out_channels=3, padding=1),
    layers.ConvTranspose2d(out_channels=2, stride=(2, 2)),
    layers.MaxPool2d(),
    layers.AvgPool2d(kernel_size=(2, 2), stride=(1, 1), ceil_mode=True),
    layers.AdaptiveAvgPool2d(output_size=(2, 3)),
    layers.BatchNorm2d(),
    layers.BatchNorm1d(momentum=None),
    layers.LayerNorm(axes=2),
    layers.GroupNorm(num_groups=2),
    layers.Flatten(),
    layers.Reshape(shape=(2, -1)),
    layers.Permute(dims=(3, 1, 2)),
    layers.Upsample(),
    layers.Linear(out_features=4),
    layers.Linear(out_features=3, bias=False),
    layers.Add(),
    layers.Multiply(),
    layers.Concat(),
)

LETTERS = "abcdefgh_0123456789"

NAMES = st.one_of(
    st.sampled_from(["x", "h", "y", "z", "x_", "conv1", "größe", "_", "print"]),
    st.text(LETTERS, min_size=1, max_size=8).map(lambda tail: "n" + tail),
    st.text(LETTERS, min_size=16, max_size=28).map(lambda tail: "long" + tail),
)


@st.composite
def working_graphs(
    draw: st.DrawFn, most: int = 12, names: st.SearchStrategy[str] = NAMES
) -> Graph:
    """A graph in which every node works: some Inputs, layers, and some Outputs."""
    graph = Graph()
    known: dict[str, Tensor] = {}

    def added(layer: Layer) -> str | None:
        nonlocal graph
        name = draw(names)
        try:
            graph = graph.add(name, layer)
        except GraphError:  # a name that is taken, or may not be
            name = graph.free_name(layer)
            graph = graph.add(name, layer)
        return name

    shapes = [(4, 6, 6), (2, 4, 5), (4, 6, 6), (5,)]
    for _ in range(draw(st.integers(1, 2))):
        layer = layers.Input(shape=draw(st.sampled_from(shapes)))
        known[added(layer)] = layer.output()
    for _ in range(draw(st.integers(0, most))):
        layer = draw(st.sampled_from(POOL))
        sources = drawn_sources(draw, layer, known)
        found = infer(layer, tuple(known[source] for source in sources))
        if isinstance(found, Inference) and found.outputs[0].elements < 5_000:
            name = added(layer)
            for source in sources:
                graph = graph.connect(source, name)
            known[name] = found.outputs[0]
    for source in draw(st.lists(st.sampled_from(sorted(known)), max_size=3)):
        name = added(layers.Output())
        graph = graph.connect(source, name)
    if draw(st.integers(0, 3)) == 0:
        added(
            layers.Note(
                text=draw(st.text(st.characters(exclude_categories=["C"]), max_size=30))
            )
        )
    return graph


def drawn_sources(draw: st.DrawFn, layer: Layer, known: dict[str, Tensor]) -> list[str]:
    """Where a layer's inputs come from: the last node, most often."""
    places = list(known)
    if not isinstance(layer, Join):
        return [places[-1] if draw(st.booleans()) else draw(st.sampled_from(places))]
    first = draw(st.sampled_from(places))
    alike = [name for name in places if known[name] == known[first]]
    many = 12 if draw(st.integers(0, 9)) == 0 else 3
    return draw(st.lists(st.sampled_from(alike), min_size=2, max_size=many))


@st.composite
def any_graphs(draw: st.DrawFn, most: int = 10) -> Graph:
    """A graph as a person may leave it: loose ends, misfits, missing inputs."""
    pool = [*POOL, layers.Input(), layers.Input(shape=(4,), dtype="int64")]
    pool += [layers.Output(), layers.Note()]
    graph = Graph()
    for _ in range(draw(st.integers(0, most))):
        layer = draw(st.sampled_from(pool))
        position = draw(st.tuples(st.integers(-900, 900), st.floats(-1e6, 1e6)))
        graph = graph.add(graph.free_name(layer), layer, position)
    places = list(graph.nodes)
    for _ in range(draw(st.integers(0, 2 * len(places)))):
        source, target = draw(st.sampled_from(places)), draw(st.sampled_from(places))
        try:
            graph = graph.connect(source, target)
        except GraphError:
            continue
    return graph.flowing(draw(st.sampled_from(["right", "down"])))


@st.composite
def framed_graphs(draw: st.DrawFn, most: int = 10) -> Graph:
    """A graph as a person may leave it, with frames around some of its nodes."""
    graph = draw(any_graphs(most))
    places = list(graph.nodes)
    for _ in range(draw(st.integers(0, 3))):
        layer = layers.Frame(collapsed=draw(st.booleans()))
        name = graph.free_name(layer)
        graph = graph.add(name, layer, draw(st.tuples(*[st.integers(-900, 900)] * 2)))
        inside = draw(st.lists(st.sampled_from(places), unique=True)) if places else []
        graph = graph.put_in(name, *inside)
    return graph


VALUES = st.one_of(
    st.integers(0, 4),
    st.sampled_from(
        ["size", "size * 2", "size // 2 + 1", "1 if size else 3", "7 // size", "other"]
    ).map(Expression),
)


@st.composite
def any_designs(draw: st.DrawFn) -> Design:
    """A design with blocks in blocks, as a person may leave it."""
    design = Design(settings=(block_setting("size", draw(st.integers(0, 4))),))
    for number in range(draw(st.integers(0, 3))):
        graph = _with_uses(draw, draw(framed_graphs(5)), design)
        settings = (block_setting("size", draw(st.integers(0, 4))),)
        design = design.with_block(Block(f"Block{number}", graph, settings))
    return design.with_graph(_with_uses(draw, draw(framed_graphs(5)), design))


def _with_uses(draw: st.DrawFn, graph: Graph, design: Design) -> Graph:
    """The graph with some of the design's blocks, and with some expressions."""
    for block in design.blocks.values():
        for _ in range(draw(st.integers(0, 2))):
            use = Use(block, size=draw(VALUES), repeat=draw(st.integers(-1, 3)))
            graph = graph.add(graph.free_name(use), use)
    for node in graph:
        if isinstance(node.layer, layers.Linear | layers.Conv2d):
            name = next(iter(node.layer.declared_settings))
            if draw(st.booleans()):
                value = draw(VALUES.filter(lambda value: value != 0))
                graph = graph.set(node.name, **{name: value})
    places = list(graph.nodes)
    for _ in range(draw(st.integers(0, 2 * len(places)))):
        source, target = draw(st.sampled_from(places)), draw(st.sampled_from(places))
        try:
            graph = graph.connect(source, target)
        except GraphError:
            continue
    return graph


def designs(graphs: st.SearchStrategy[Graph]) -> st.SearchStrategy[Design]:
    """Designs with the usual training settings."""
    return st.builds(Design, graphs)


def chain(length: int, width: int = 8, **settings: Any) -> Graph:
    """Input, `length` Linear layers in a row, Output."""
    graph = Graph().add("image", layers.Input(shape=(width,)))
    last = "image"
    for number in range(length):
        name = f"fc{number}"
        graph = graph.add(name, layers.Linear(out_features=width, **settings))
        graph = graph.connect(last, name)
        last = name
    return graph.add("answer", layers.Output()).connect(last, "answer")
