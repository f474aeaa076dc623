"""The scene: items that follow the graph.

It compares what it shows with a new design and touches only what differs. It knows
nothing of the mouse, and changes no design.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from typing import TypeGuard

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsScene

from designer.graph import Design, Graph, Report, Wire
from designer.graph.framing import with_hidden
from designer.layers import Frame
from designer.ui.canvas import path
from designer.ui.canvas.card import Card, PortEnd, Side, card_of
from designer.ui.canvas.changes import (
    changed,
    given,
    moved_nodes,
    touched_nodes,
    whole_step,
)
from designer.ui.canvas.frame_card import frame_card
from designer.ui.canvas.frame_item import FrameItem
from designer.ui.canvas.frames import Frames
from designer.ui.canvas.highlights import Highlights
from designer.ui.canvas.hovering import help_at
from designer.ui.canvas.items import Item, item_type
from designer.ui.canvas.look import Look
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.note_item import NoteItem
from designer.ui.canvas.overview import Overview
from designer.ui.canvas.settling import MANY_WIRES, Settling
from designer.ui.canvas.tracks import Tracks
from designer.ui.canvas.wire_item import ShapeLabel, WireItem


class Scene(QGraphicsScene):
    """Items for the nodes and wires of one design.

    `written` is called with a note's name and text when a person has edited it.
    `redrawn` says that it looks different from far away.
    """

    redrawn = Signal()

    def __init__(self, look: Look, written: Callable[[str, str], None]) -> None:
        super().__init__()
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.BspTreeIndex)
        self.look = look
        self.nodes: dict[str, Item] = {}
        self.wires: dict[Wire, WireItem] = {}
        self.sketches: list[QGraphicsPathItem] = []
        self.overview = Overview()
        self.frames = Frames(self)
        self.tracks = Tracks(self)
        self._settling = Settling(self)
        self._highlights = Highlights(self)
        self._offered: Set[str] = frozenset()
        self._written = written
        self._design = Design()
        self._report: Report | None = None
        self._is_redrawn = False

    @property
    def graph(self) -> Graph:
        """The graph that is shown."""
        return self._design.graph

    # Following the design

    def follow(self, design: Design, report: Report) -> None:
        """Show a design; what equals the one shown before is left as it is."""
        self._is_redrawn = False
        before, self._design = self._design, design
        known, self._report = self._report, report
        old, new = before.graph, design.graph
        same_wires = old.wiring is new.wiring
        gone = set() if same_wires else old.wires - new.wires
        come = set() if same_wires else new.wires - old.wires
        for wire in gone:
            self._remove_wire(wire)
        for name in old.nodes.keys() - new.nodes.keys():
            self._remove_node(name)
        moved, others = moved_nodes(before, design), changed(known, report)
        touched = touched_nodes(before, known, design, report, moved)
        touched |= {wire.target for wire in gone | come if wire.target in new.nodes}
        ends = {wire.source for wire in gone | come}
        touched |= self.frames.follow(before, design, touched | moved | others | ends)
        step = whole_step(before, design, touched | others, moved)
        if step and self._settling.is_done:
            self._shift_all(*step)
            return
        shifted = [name for name in new.nodes if name in touched and self._show(name)]
        shifted += [self._shift(name) for name in moved - touched]
        shifted += [n for n in new.members if n in touched and self._show_frame(n)]
        self.frames.part_titles()
        for wire in come:
            self._add_wire(wire)
        self.settle([*shifted, *(old.nodes.keys() - new.nodes.keys())])
        beside_gone = {each.wire for wire in gone for each in self.tracks.beside(wire)}
        self.tracks.route((come | beside_gone) - self.wires_at(shifted))
        for wire in come | self.wires_at(touched | others):
            broken = self.nodes[wire.target].card.severity == "error"
            self.wires[wire].set_tensor(report.on_wire(wire), broken)
        if self._is_redrawn or gone or come or shifted:
            self.renew()

    def set_look(self, look: Look) -> None:
        """Show all in other colours."""
        self.look = look
        for item in self.nodes.values():
            item.set_card(item.card, look)
        for wire in self.wires.values():
            wire.set_look(look)
        self.renew()
        self.update()

    def place(self, positions: dict[str, QPointF]) -> None:
        """Put items elsewhere for now, as while they are dragged."""
        self._settling.begin(positions)
        for name, position in positions.items():
            self.nodes[name].setPos(position)
            self.tracks.stand(name)
        cards = self.frames.place(positions)
        for name in cards:
            self.tracks.stand(name)
        wires = self.wires_at([*positions, *cards])
        self.tracks.drag(wires, straight=len(wires) > MANY_WIRES)
        self.renew()

    def settle(self, names: Collection[str]) -> None:
        """Draw wires anew where nodes have come to stand, or stood before."""
        self._settling.settle(names)

    def highlight(self, names: Iterable[str], wires: Iterable[Wire]) -> None:
        """Show which nodes and wires are selected."""
        self._highlights.show(frozenset(names), frozenset(wires))

    def offer(self, ports: Mapping[PortEnd, bool]) -> None:
        """Let ports stand out where a wire could end; those glow that are free."""
        offered: dict[str, dict[tuple[Side, str], bool]] = {}
        for end, is_free in ports.items():
            port = str(end) if end.node in self.frames.hidden else end.port
            name = self.frames.hidden.get(end.node, end.node)
            offered.setdefault(name, {})[end.side, port] = is_free
        for name in self._offered | offered.keys():
            item = self.nodes.get(name)
            if isinstance(item, NodeItem):
                item.set_offered(offered.get(name, {}))
        self._offered = offered.keys()

    def dim(self, kept: Collection[str] | None) -> None:
        """Make all pale but some nodes; with None, nothing."""
        shown = {self.frames.hidden.get(name, name) for name in kept or ()}
        for name, item in self.nodes.items():
            item.setOpacity(1.0 if kept is None or name in shown else PALE)
        for wire in self.wires.values():
            for part in wire.parts:
                part.setOpacity(1.0 if kept is None else PALE)
        self.renew()

    def labels_in(self, area: QRectF) -> list[ShapeLabel]:
        """The shapes on the wires near an area, made where there are none yet."""
        around = area.adjusted(-LABEL_REACH, -LABEL_REACH, LABEL_REACH, LABEL_REACH)
        return [
            item.label
            for item in self.near(around)
            if isinstance(item, WireItem) and item.wire in self.wires
        ]

    def add_sketch(self, sketch: QGraphicsPathItem) -> None:
        """Show what a gesture draws, above all else, until `remove_sketch`."""
        sketch.setZValue(SKETCH_LEVEL)
        self.sketches.append(sketch)
        self.addItem(sketch)

    def remove_sketch(self, sketch: QGraphicsPathItem) -> None:
        """Take away what a gesture drew."""
        self.sketches.remove(sketch)
        self.removeItem(sketch)

    # Finding

    def near(self, area: QRectF) -> list[QGraphicsItem]:
        """The items whose bounds touch an area, the topmost first."""
        return self.items(area, Qt.ItemSelectionMode.IntersectsItemBoundingRect)

    def node_at(self, place: QPointF) -> Item | None:
        """The node whose card is there, the topmost if there are several.

        Of a frame, its title and its edge.
        """
        around = QRectF(place, QSizeF(0.5, 0.5))
        for item in self.near(around):
            if isinstance(item, FrameItem) and item.is_held_at(place):
                return item
            if self._is_node(item) and item.card_rect.contains(place):
                return item
        return None

    def card_of(self, name: str) -> Item:
        """What shows a node: its own item, or the card of the frame that hides it."""
        return self.nodes[self.frames.hidden.get(name, name)]

    def port_at(
        self, place: QPointF, reach: float, side: Side | None = None
    ) -> PortEnd | None:
        """The nearest port within reach, in scene units."""
        return next(iter(self.ports_near(place, reach, side)), None)

    def ports_near(
        self, place: QPointF, reach: float, side: Side | None = None
    ) -> list[PortEnd]:
        """The ports within reach, in scene units, the nearest first."""
        found = [
            each
            for item in self.near(_square(place, reach))
            if isinstance(item, NodeItem)
            for each in item.distances(place, side)
            if each[0] <= reach
        ]
        return [end for _, end in sorted(found)]

    def wire_at(self, place: QPointF, reach: float) -> WireItem | None:
        """The wire within reach, in scene units."""
        for item in self.near(_square(place, reach)):
            if isinstance(item, WireItem) and item.is_near(place, reach):
                return item
            if isinstance(item, ShapeLabel) and item.covers(place):
                return item.owner
        return None

    def wires_across(self, cut: QLineF) -> list[Wire]:
        """The wires that a straight cut goes through."""
        around = QRectF(cut.p1(), cut.p2()).normalized().adjusted(-1, -1, 1, 1)
        return [
            item.wire
            for item in self.near(around)
            if isinstance(item, WireItem)
            and item.isVisible()
            and path.is_cut(item.path(), cut)
        ]

    def wires_at(self, names: Iterable[str]) -> set[Wire]:
        """The wires that begin or end at nodes, and at those that these hide."""
        graph = self.graph
        return {
            wire
            for name in with_hidden(graph, names)
            for wire in (*graph.wires_into(name).values(), *graph.wires_from(name))
        }

    def nodes_in(self, rect: QRectF) -> list[str]:
        """The nodes whose cards touch a rectangle, and the frames wholly within it."""
        return [
            item.name
            for item in self.near(rect)
            if (isinstance(item, FrameItem) and rect.contains(item.card_rect))
            or (
                isinstance(item, NodeItem | NoteItem)
                and item.card_rect.intersects(rect)
            )
        ]

    def place_of(self, end: PortEnd) -> QPointF:
        """The middle of a port."""
        item = self.card_of(end.node)
        assert isinstance(item, NodeItem)
        if end.node in self.frames.hidden:
            return item.place_of(end.side, str(end))
        return item.place_of(end.side, end.port)

    def bounds(self, names: Iterable[str] | None = None) -> QRectF:
        """The rectangle around some nodes, or all."""
        rect = QRectF()
        for name in self.nodes if names is None else names:
            rect = rect.united(self.card_of(name).card_rect)
        return rect

    def help_at(self, place: QPointF, reach: float) -> str:
        """What hovering there says."""
        return help_at(self, self._report, place, reach) if self._report else ""

    # How

    def renew(self) -> None:
        """What is seen from far away has changed."""
        self.overview.forget()
        self.redrawn.emit()

    def _show(self, name: str) -> bool:
        """Show a node as it is now; whether its wires must be drawn anew."""
        assert self._report is not None
        node = self.graph.nodes[name]
        if isinstance(node.layer, Frame):
            return False  # it follows once its nodes stand
        card = card_of(
            self._design, node, self._report.of(name), given(self._report, name)
        )
        return self._show_card(card, QPointF(*node.position))

    def _shift(self, name: str) -> str:
        """Put a node elsewhere of which all else stays."""
        self.nodes[name].setPos(*self.graph.nodes[name].position)
        self.tracks.stand(name)
        return name

    def _shift_all(self, x: float, y: float) -> None:
        """Move all there is by one step: no wire has to find its way again."""
        self.sceneRect()  # it grows, and the index with it, only when asked for
        for name, item in self.nodes.items():
            if name not in self.graph.members:
                item.setPos(*self.graph.nodes[name].position)
            else:
                item.moveBy(x, y)
        self._settling.shift(x, y)
        self.tracks.shift(x, y)
        self.overview.shift(QPointF(x, y))
        frames = [name for name in self.graph.members if self._show_frame(name)]
        if frames:  # their cards keep to the grid, so they may have moved otherwise
            self.settle(frames)
            self.overview.forget()
        self.redrawn.emit()

    def _show_frame(self, name: str) -> bool:
        """Show a frame around the nodes that are in it now, or its card in their place."""
        assert self._report is not None
        card = frame_card(self._design, self._report, self.graph.nodes[name])
        rect = self.frames.rect(name)
        self._is_redrawn = True
        shifted = self._show_card(card, rect.topLeft())
        item = self.nodes[name]
        if isinstance(item, FrameItem):
            item.surround(rect)
        return shifted

    def _show_card(self, card: Card, position: QPointF) -> bool:
        """Show a card at a place; whether wires at it must be drawn anew."""
        item = self.nodes.get(card.name)
        if item and type(item) is not item_type(card):
            self._remove_node(card.name)
            item = None
        is_hidden = card.name in self.frames.hidden
        if item is None:
            item = self._new_item(card)
            item.setPos(position)
            item.setVisible(not is_hidden)
            item.set_highlighted(card.name in self._highlights.names)
            self.addItem(item)
            self.nodes[card.name] = item
            self.tracks.stand(card.name)
            return True
        places = item.card.places
        if card != item.card:
            self._is_redrawn |= card.from_afar != item.card.from_afar
            item.set_card(card, self.look)
        moved = item.pos() != position or item.isVisible() == is_hidden
        if moved:
            item.setPos(position)
            item.setVisible(not is_hidden)
        self.tracks.stand(card.name)
        return moved or card.places != places

    def _new_item(self, card: Card) -> Item:
        kind = item_type(card)
        if kind is NoteItem:
            return NoteItem(card, self.look, self._written)
        return kind(card, self.look)

    def _remove_node(self, name: str) -> None:
        self._is_redrawn = True
        item = self.nodes.pop(name)
        self.tracks.leave(name)
        if isinstance(item, NoteItem):
            item.end_edit(keep=False)
        self.removeItem(item)

    def _is_node(self, item: QGraphicsItem) -> TypeGuard[NodeItem | NoteItem]:
        """Whether an item is a node that is there, and no ghost of one to come."""
        is_card = isinstance(item, NodeItem | NoteItem)
        return is_card and self.nodes.get(item.name) is item

    def _add_wire(self, wire: Wire) -> None:
        item = WireItem(wire, self.look)
        self.wires[wire] = item
        self.addItem(item)

    def _remove_wire(self, wire: Wire) -> None:
        self.tracks.free(wire)
        for part in self.wires.pop(wire).parts:
            self.removeItem(part)


PALE = 0.28
"""How much is seen of what is not sought."""

SKETCH_LEVEL = 5.0

LABEL_REACH = 24.0
"""How far from its wire a label may stand, in scene units."""


def _square(middle: QPointF, reach: float) -> QRectF:
    return QRectF(middle.x() - reach, middle.y() - reach, 2 * reach, 2 * reach)
