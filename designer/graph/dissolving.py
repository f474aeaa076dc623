"""A block taken apart again: the nodes inside it in place of the one that uses it."""

from collections.abc import Iterator, Mapping, Sequence

from designer.errors import GraphError, SettingError
from designer.expression import Expression, Value
from designer.graph.block import INDEX, MOST, REPEAT, Use
from designer.graph.design import Design, Step
from designer.graph.graph import Graph
from designer.graph.grouping import End, exchanged
from designer.graph.layout.arrange import arrange_some
from designer.graph.layout.room import ROW
from designer.graph.names import free_name, stem_of
from designer.graph.node import SPACING, Node, Position
from designer.graph.wiring import Wire
from designer.layers import Frame, Input, Layer, Note, Output

NEAR = (SPACING - 60, 70.0)
"""Nodes whose corners are nearer than this, in both directions, stand too close."""


def dissolved(design: Design, name: str) -> Design:
    """With what is inside a block in place of its node; the block itself is kept.

    Its settings get the values that the node gives them, and repeats become copies in a
    row. Raises GraphError in words where that cannot be.
    """
    graph = design.graph
    use = design.use_at(Step(name))
    count = dissolvable(graph, name)
    taken = {each for each in graph.nodes if each != name}
    taken |= {each.name for each in design.settings}
    given: dict[str, End | None] = {
        port: End(wire.source, wire.source_port)
        for port, wire in graph.wires_into(name).items()
    }
    graph, places = _with_room(graph, name, use.block.graph, count)
    nodes: list[Node] = []
    wires: set[Wire] = set()
    answers: dict[str, End | None] = {}
    for place in range(count):
        copy = _Copy(graph.nodes[name], place, taken, given)
        nodes += copy.nodes(places[place])
        wires |= set(copy.wires())
        answers = copy.answers()
        if use.inputs and use.outputs:
            given = {**given, use.inputs[0].name: answers[use.outputs[0].name]}
    for wire in graph.wires_from(name):
        if source := answers.get(wire.source_port):
            wires.add(Wire(*source, wire.target, wire.target_port))
    return design.with_graph(exchanged(graph, [name], nodes, wires))


def dissolvable(graph: Graph, name: str) -> int:
    """How often a node repeats its block; raises GraphError if it must stay whole."""
    use = graph.node(name).layer
    if not isinstance(use, Use):
        raise GraphError(f"{name} is no block.")
    others = [each for each in graph.group(name) if each != name]
    if others:
        raise GraphError(
            f"{name} and {others[0]} share their weights. Give {name} weights of its "
            f"own first."
        )
    count = use.repeat
    try:
        if isinstance(count, Expression):
            count = REPEAT.worked_out(count, {})
    except SettingError:
        raise GraphError(
            f"How often {name} is repeated follows from {use.repeat}. Give it a number "
            f"first."
        ) from None
    assert isinstance(count, int)
    if not 1 <= count <= MOST:
        raise GraphError(f"{name} is repeated {count} times, which cannot be.")
    return count


def standing_clear(before: Graph, after: Graph, name: str) -> Graph:
    """With what came out of a node arranged by itself, where that node stood.

    `before` still holds the node. What followed it moves on along the flow, just as far
    as the new nodes need.
    """
    along = 0 if before.flow == "right" else 1
    come = [each for each in after.nodes if each not in before.nodes]
    if not come:
        return after
    after = arrange_some(after, come)
    start = before.node(name).position
    places = [after.node(each).position for each in come]
    first = [min(axis) for axis in zip(*places, strict=True)]
    room = max(place[along] for place in places) - first[along]
    step = [start[0] - first[0], start[1] - first[1]]
    moved = {each: _shifted(after.node(each).position, step) for each in come}
    gap = [room if axis == along else 0.0 for axis in (0, 1)]
    for node in before:
        if node.name != name:
            behind = node.position[along] > start[along]
            moved[node.name] = _shifted(node.position, gap if behind else [0.0, 0.0])
    return arrange_some(after.move(moved), come)


def _shifted(place: Position, step: Sequence[float]) -> Position:
    return place[0] + step[0], place[1] + step[1]


class _Copy:
    """What is inside a block, once, under names that are free."""

    def __init__(
        self,
        node: Node,
        place: int,
        taken: set[str],
        given: Mapping[str, End | None],
    ) -> None:
        assert isinstance(node.layer, Use)
        self.use = use = node.layer
        self.frame = node.frame
        self.graph = use.block.graph
        self.place = place
        self.given = given
        self.names: dict[str, str] = {}
        for node in self._kept():
            stem = stem_of(type(node.layer).__name__)
            free = free_name(stem, taken) if node.name in taken else node.name
            self.names[node.name] = free
            taken.add(free)

    def _kept(self) -> Iterator[Node]:
        """The nodes that are there afterwards; a remark is made once."""
        gone = (Input, Output, Note) if self.place else (Input, Output)
        return (node for node in self.graph if not isinstance(node.layer, gone))

    def nodes(self, corner: Position) -> Iterator[Node]:
        """The nodes, with the top left of them all at a place."""
        left, top = _corner(self.graph)
        values = _values(self.use, self.place)
        for node in self._kept():
            x, y = node.position
            is_frame = isinstance(node.layer, Frame)
            yield Node(
                self.names[node.name],
                _substituted(node.layer, values),
                (x - left + corner[0], y - top + corner[1]),
                self.names.get(node.shares, ""),
                self.names.get(node.frame, "" if is_frame else self.frame),
            )

    def wires(self) -> Iterator[Wire]:
        """The wires between the nodes, and those that come from outside."""
        for inner, name in self.names.items():
            for port, wire in self.graph.wires_into(inner).items():
                if source := self._source(wire):
                    yield Wire(*source, name, port)

    def answers(self) -> dict[str, End | None]:
        """Where each output of the block comes from now."""
        found: dict[str, End | None] = {}
        for port in self.use.outputs:
            layer = self.graph.node(port.name).layer
            if isinstance(layer, Output):
                wires = self.graph.wires_into(port.name).values()
                found[port.name] = next(map(self._source, wires), None)
            else:
                found[port.name] = self._end(port.name, layer)
        return found

    def _source(self, wire: Wire) -> End | None:
        if isinstance(self.graph.node(wire.source).layer, Input):
            return self.given.get(wire.source)
        return End(self.names[wire.source], wire.source_port)

    def _end(self, name: str, layer: Layer) -> End | None:
        """The first output of a node that ends a path."""
        if isinstance(layer, Input):
            return self.given.get(name)
        return End(self.names[name], layer.outputs[0].name) if layer.outputs else None


def _values(use: Use, place: int) -> dict[str, Expression | Value]:
    """What a use gives for each setting of its block, in one of its repeats."""
    found: dict[str, Expression | Value] = {}
    for declaration in use.block.settings:
        value = getattr(use, declaration.name)
        if isinstance(value, Expression):
            value = value.substituted({INDEX: place})
        found[declaration.name] = value
    return found


def _substituted(layer: Layer, values: Mapping[str, Expression | Value]) -> Layer:
    """A layer with these in place of names; as plain values where nothing is open."""
    changes = {}
    for name, expression in layer.expressions.items():
        try:
            new = expression.substituted(
                {n: v for n, v in values.items() if n in expression.names}
            )
        except ValueError as error:
            raise GraphError(f"The {name} of a layer inside {error}.") from None
        changes[name] = new
        if not new.names:
            try:
                changes[name] = layer.declared_settings[name].worked_out(new, {})
            except SettingError:
                continue  # a value that cannot be stays as it is written
    return layer.changed(**changes) if changes else layer


# Where it stands ----------------------------------------------------------------------


def _with_room(
    graph: Graph, name: str, inner: Graph, count: int
) -> tuple[Graph, list[Position]]:
    """The corner of each copy, around the middle of the node or with room made.

    Where the copies would stand on others, those to the right and below move away.
    """
    width, height = _size(inner)
    step = width + SPACING
    x, y = graph.node(name).position
    around = (x - (step * count - SPACING) / 2, y - height / 2)
    left, top = _corner(inner)
    places = [
        (px - left + around[0] + step * place, py - top + around[1])
        for place in range(count)
        for px, py in _places(inner)
    ]
    others = [node.position for node in graph if node.name != name]
    if not any(_is_near(a, b) for a in places for b in others):
        return graph, [(around[0] + step * n, around[1]) for n in range(count)]
    moved = {
        node.name: (nx, ny + height)
        if ny >= y + ROW
        else (nx + step * count - SPACING, ny)
        for node in graph
        for nx, ny in [node.position]
        if ny >= y + ROW or (ny > y - ROW and nx > x)
    }
    return graph.move(moved), [(x + step * place, y) for place in range(count)]


def _is_near(one: Position, other: Position) -> bool:
    return abs(one[0] - other[0]) < NEAR[0] and abs(one[1] - other[1]) < NEAR[1]


def _places(inner: Graph) -> list[Position]:
    """Where the nodes stand that are left of a block."""
    gone = Input | Output | Frame
    places = [n.position for n in inner if not isinstance(n.layer, gone)]
    return places or [(0.0, 0.0)]


def _corner(inner: Graph) -> Position:
    columns, rows = zip(*_places(inner), strict=True)
    return min(columns), min(rows)


def _size(inner: Graph) -> tuple[float, float]:
    columns, rows = zip(*_places(inner), strict=True)
    return max(columns) - min(columns), max(rows) - min(rows)
