"""Networks of any size to be arranged: chains, residual ones, and U-Nets."""

from collections.abc import Iterable

from designer import layers
from designer.graph import Graph
from designer.graph.node import Node
from designer.graph.wiring import Wire, rewire
from designer.layers import Layer


class Sketch:
    """Layers put one after another, made into a graph at once."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.wires: list[Wire] = []

    def put(self, layer: Layer, *sources: str) -> str:
        """A layer that follows others; gives its name."""
        name = f"{type(layer).__name__.lower()}_{len(self.nodes)}"
        self.nodes[name] = Node(name, layer)
        join = len(layer.inputs) == 1 and layer.inputs[0].many
        for number, source in enumerate(sources, start=1):
            port = f"input{number}" if join else "input"
            self.wires.append(Wire(source, "output", name, port))
        return name

    def row(self, kinds: Iterable[Layer], source: str) -> str:
        """Layers in a row; gives the name of the last."""
        for layer in kinds:
            source = self.put(layer, source)
        return source

    def graph(self) -> Graph:
        """All of it."""
        empty = Graph()
        wiring = rewire(empty.wiring, add_nodes=self.nodes, add_wires=self.wires)
        return Graph(self.nodes, wiring)


STAGE = (layers.Conv2d(), layers.BatchNorm2d(), layers.ReLU())


def chain(count: int) -> Graph:
    """So many nodes in a row."""
    sketch = Sketch()
    sketch.row([layers.ReLU()] * (count - 1), sketch.put(layers.Input()))
    return sketch.graph()


def residual(count: int) -> Graph:
    """About so many nodes in blocks of seven, each with a skip around it."""
    sketch = Sketch()
    last = sketch.put(layers.Input())
    while len(sketch.nodes) < count:
        start = last
        last = sketch.row((*STAGE, *STAGE[:2]), last)
        last = sketch.put(layers.ReLU(), sketch.put(layers.Add(), last, start))
    return sketch.graph()


def u_net(count: int, stage: int = 3) -> Graph:
    """About so many nodes down and up again, with a skip across at each level."""
    sketch = Sketch()
    last = sketch.put(layers.Input())
    kinds = STAGE[:stage]
    skips = []
    for _ in range(max(1, (count - stage) // (2 * stage + 3))):
        last = sketch.row(kinds, last)
        skips.append(last)
        last = sketch.put(layers.MaxPool2d(), last)
    last = sketch.row(kinds, last)
    for skip in reversed(skips):
        last = sketch.put(layers.Upsample(), last)
        last = sketch.row(kinds, sketch.put(layers.Concat(), skip, last))
    return sketch.graph()
