"""What a node shows, as a value, and where its ports are.

Two cards are compared to know whether a node must be painted again. Nothing here
paints.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF

from designer.data.source import NoData
from designer.graph import Design, Node, Problem
from designer.graph.block import Absent, Use
from designer.graph.node import Flow
from designer.layers import Annotation, Frame, Layer, Output, help_line
from designer.ui.theme import NODE_HEIGHT, NODE_WIDTH
from designer.words import listed

Side = Literal["input", "output"]

PORT_GAP = 16.0
"""Between ports on one edge, in scene units."""


class PortEnd(NamedTuple):
    """A port of a node on the canvas."""

    node: str
    side: Side
    port: str

    def __str__(self) -> str:
        return f"{self.node}.{self.port}"


@dataclass(frozen=True)
class Card:
    """A node as it is shown. `spare` are the free input ports that may stay so.

    `gone` are the ports that are not there any more and still have a wire, `repeats`
    says how often a block stands in a row, and `shares` whose weights the node uses.
    `sharers` are the nodes that use its own.
    Where the network runs down, ports stand at the top and at the bottom.
    """

    name: str
    layer: Layer
    detail: str
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    spare: frozenset[str] = frozenset()
    severity: str = ""
    message: str = ""
    gone: frozenset[tuple[Side, str]] = frozenset()
    repeats: str = ""
    shares: str = ""
    flow: Flow = "right"
    sharers: tuple[str, ...] = ()

    @property
    def is_block(self) -> bool:
        """Whether one can go into it."""
        return isinstance(self.layer, Use)

    @property
    def from_afar(self) -> object:
        """What of it, but for its place, can be seen where it is a few pixels wide."""
        if isinstance(self.layer, Annotation):
            return self
        return self.layer.family, self.severity, self.height

    @property
    def is_absent(self) -> bool:
        """Whether it stands for a block that is not there."""
        return isinstance(self.layer, Absent)

    @property
    def title(self) -> str:
        """The layer's type, and what a frame is called."""
        if isinstance(self.layer, Frame):
            return self.layer.title or "Frame"
        return type(self.layer).__name__

    @property
    def help(self) -> str:
        """What hovering over the node says."""
        about = f"{self.title} {self.name}: {help_line(type(self.layer))}"
        if isinstance(self.layer, Frame):
            learned = " parameters" if "·" in self.detail else ""
            about = ": ".join(filter(None, (self.title, f"{self.detail}{learned}")))
        if self.shares:
            about = f"{about}\nIt uses the weights of {self.shares}."
        if self.sharers:
            verb = "uses" if len(self.sharers) == 1 else "use"
            about = f"{about}\n{listed(self.sharers)} {verb} its weights too."
        return self.message or about

    @property
    def has_link(self) -> bool:
        """Whether its weights are another node's too."""
        return bool(self.shares or self.sharers)

    @cached_property
    def labelled(self) -> bool:
        """Whether ports have names worth reading, and so stand below the title."""
        return bool(self.gone) or any(
            len(ports) > 1 and not any(port.many for port in ports)
            for ports in (self.layer.inputs, self.layer.outputs)
        )

    @cached_property
    def height(self) -> float:
        """Tall enough for all ports, in scene units."""
        rows = max(len(self.inputs), len(self.outputs))
        if self.flow == "down":
            named = bool(self.inputs) + bool(self.outputs)
            return NODE_HEIGHT + (named * PORT_GAP if self.labelled else 0.0)
        if self.labelled:
            return NODE_HEIGHT + rows * PORT_GAP
        return max(NODE_HEIGHT, rows * PORT_GAP + 6)

    @cached_property
    def text_top(self) -> float:
        """Where the title begins."""
        if not self.labelled:
            return self.height / 2 - 18
        under_ports = self.flow == "down" and bool(self.inputs)
        return 9.0 + (PORT_GAP if under_ports else 0.0)

    @cached_property
    def line(self) -> float:
        """How far across the flow the wire runs that leads through the card."""
        places = [*self.places.items()]
        main = [at for (side, _), at in places if side == "output"] or [
            at for _, at in places
        ]
        if not main:
            return NODE_WIDTH / 2 if self.flow == "down" else self.height / 2
        return main[0].x() if self.flow == "down" else main[0].y()

    @cached_property
    def rect(self) -> QRectF:
        """The card itself, without ports and badge."""
        return QRectF(0, 0, NODE_WIDTH, self.height)

    @cached_property
    def places(self) -> dict[tuple[Side, str], QPointF]:
        """The middle of each port, from the card's top left corner."""
        return {
            (side, name): self._place(side, index, len(names))
            for side, names in (("input", self.inputs), ("output", self.outputs))
            for index, name in enumerate(names)
        }

    def _place(self, side: Side, index: int, count: int) -> QPointF:
        if self.flow == "down":
            x = NODE_WIDTH / 2 + (index - (count - 1) / 2) * self.port_room(count)
            return QPointF(x, 0.0 if side == "input" else self.height)
        return QPointF(
            0.0 if side == "input" else NODE_WIDTH, self._port_y(index, count)
        )

    def port_room(self, count: int) -> float:
        """How far apart so many ports stand at the top or at the bottom."""
        room = NODE_WIDTH - 2 * PORT_GAP
        return room / count if self.labelled else min(2 * PORT_GAP, room / count)

    def _port_y(self, index: int, count: int) -> float:
        if self.labelled:
            return NODE_HEIGHT + (index + 0.5) * PORT_GAP - 4
        if count == 2:
            return self.height * (1 + index) / 3
        return self.height / 2 + (index - (count - 1) / 2) * PORT_GAP


def card_of(
    design: Design,
    node: Node,
    problems: tuple[Problem, ...],
    given: Layer | None = None,
) -> Card:
    """What a node shows in a design.

    `given` is what an Input of a block is in here, with the shape that reaches it.
    """
    graph, layer = design.graph, node.layer
    inputs = graph.input_ports(node.name)
    wired = graph.wires_into(node.name)
    spare = {port.name for port in layer.inputs if port.optional and not port.many}
    if any(port.many for port in layer.inputs) and len(wired) > 1:
        spare |= set(inputs)
    words = [node.name, (given or layer).brief()]
    if isinstance(layer, Use):
        words = [node.name, *_values(layer)]
    if node.shares:
        words = [node.name, f"as {node.shares}"]
    if isinstance(layer, Output) and not isinstance(design.training.data, NoData):
        words.append(type(design.training.loss).__name__.removesuffix("Loss"))
    errors = any(problem.severity == "error" for problem in problems)
    return Card(
        node.name,
        layer,
        " · ".join(filter(None, words)),
        inputs,
        graph.output_ports(node.name),
        frozenset(spare - wired.keys()),
        ("error" if errors else "warning") if problems else "",
        "\n".join(map(_said, problems)),
        _gone(design, node) if isinstance(layer, Use | Absent) else frozenset(),
        _repeats(layer),
        node.shares,
        graph.flow,
        graph.sharers.get(node.name, ()),
    )


def _said(problem: Problem) -> str:
    """A problem's sentence, and where it is if that is inside a block."""
    place = f"{problem.place}: " if problem.place else ""
    return f"{place}{problem.message}"


def _gone(design: Design, node: Node) -> frozenset[tuple[Side, str]]:
    strays = design.graph.strays(node.name)
    into = {("input", w.target_port) for w in strays if w.target == node.name}
    out = {("output", w.source_port) for w in strays if w.source == node.name}
    known = {("input", port.name) for port in node.layer.inputs}
    known |= {("output", port.name) for port in node.layer.outputs}
    return frozenset((into | out) - known)


def _values(use: Use) -> list[str]:
    """What a use gives its block, in short: as "64 · 2"; hovering tells the names."""
    return [
        each.show(getattr(use, each.name))
        for each in use.block.settings
        if use.differs(each.name)
    ]


def _repeats(layer: Layer) -> str:
    """ "×3", or "×depth" where it follows from a setting; empty where it is once."""
    if not isinstance(layer, Use) or layer.repeat == 1:
        return ""
    return f"×{layer.repeat}"
