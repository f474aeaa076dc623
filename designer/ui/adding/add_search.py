"""Adding by search on a canvas: where it opens, what it adds there, and how it is wired.

It opens at a tap of Space, at a double click on the ground, and where a new wire is let
go over nothing.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QGraphicsPathItem

from designer.errors import DesignerError
from designer.graph import Graph
from designer.graph.adding import Site, added, site_after
from designer.graph.layout.room import STEP
from designer.graph.node import Position
from designer.graph.spot import Spot
from designer.library import Library
from designer.ui.adding.entries import Finder
from designer.ui.adding.popup import AddPopup
from designer.ui.canvas import Canvas, placing, routes
from designer.ui.canvas.card import PortEnd
from designer.ui.canvas.commands import named
from designer.ui.theme import NODE_HEIGHT, NODE_WIDTH

BESIDE = 16
"""Pixels from a node to the search beside it."""


class AddSearch(QObject):
    """The search of one canvas. With a library its blocks are found too."""

    def __init__(self, canvas: Canvas, library: Library | None = None) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.library = library
        self.popup: AddPopup | None = None
        self._wire: QGraphicsPathItem | None = None
        self._is_adding = False
        canvas.add_wanted.connect(self.open)
        canvas.wire_dropped.connect(self.open_at_wire)
        canvas.document.changed.connect(self._follow)

    def open(self, place: QPointF | None = None) -> None:
        """Open at a place of the scene, to add there and wire to nothing.

        Without a place it is what is selected that new nodes are wired to: they come
        after a node or into a wire. It opens at the pointer, or beside the selection.
        """
        site = self._chosen_site() if place is None else None
        if site is None:
            middle = place or self.canvas.mapToScene(self._pixel())
            site = Site(place=placing.dropped(self.canvas.graph, middle))
        pixel = self._pixel() if place is None else self.canvas.mapFromScene(place)
        self._show(site, pixel)

    def open_at_wire(self, held: PortEnd, place: QPointF) -> None:
        """Open where a new wire was let go, to add what it will be wired to."""
        site = wire_site(self.canvas.graph, held, place)
        self._draw_wire(held, place)
        self._show(site, self.canvas.mapFromScene(place), keep_wire=True)

    def close(self) -> None:
        """Close it, if it is open."""
        if self.popup is not None:
            self.popup.close_up()

    def _show(self, site: Site, pixel: QPoint, keep_wire: bool = False) -> None:
        canvas = self.canvas
        popup = self.popup
        if popup is None:
            popup = self.popup = AddPopup(canvas.window(), canvas.stage.look.theme)
            popup.chosen.connect(self._add)
            popup.closed.connect(self._leave)
        if not keep_wire:
            self._drop_wire()
        place = canvas.viewport().mapTo(canvas.window(), pixel)
        popup.open(self._finder(site), place, canvas.stage.look.theme)

    def _finder(self, site: Site) -> Finder:
        document = self.canvas.document
        kept = self.library.blocks() if self.library is not None else []
        return Finder(Spot(document.design, document.report, site), kept)

    def _add(self, row: int, stay: bool) -> None:
        """Add what was chosen, as one step of undo."""
        popup = self.popup
        assert popup is not None and popup.finder is not None
        site = popup.finder.spot.site
        try:
            design, layers = popup.finder.layers(popup.model.listing, row)
            graph, names = added(design.graph, layers, site, design.taken)
            graph = self.canvas.stage.frames.taken_in(graph, names)
            self._is_adding = True
            self.canvas.document.edit(f"Add {named(names)}", design.with_graph(graph))
        except DesignerError as error:
            popup.say(str(error))
            return
        finally:
            self._is_adding = False
        self._drop_wire()
        self.canvas.choose(names[-1:])
        self.canvas.show_new(names)
        again = next_site(self.canvas.graph, site, names) if stay else None
        if again is None:
            popup.close_up()
        else:
            popup.renew(self._finder(again))

    def _leave(self) -> None:
        """The search has gone: the keys go back to the canvas."""
        self._drop_wire()
        if self.popup is not None and self.popup.field.hasFocus():
            self.canvas.setFocus(Qt.FocusReason.PopupFocusReason)

    def _follow(self) -> None:
        """What is edited elsewhere may leave no place for what is sought."""
        if not self._is_adding:
            self.close()

    # Where

    def _chosen_site(self) -> Site | None:
        """After the node that is selected, or in the wire."""
        graph, wires = self.canvas.graph, self.canvas.selected_wires
        name = self.canvas.selection.single
        if len(wires) == 1 and not self.canvas.selection.names:
            return Site(wire=next(iter(wires)))
        if name in graph.nodes and graph.node(name).layer.outputs:
            return site_after(graph, name)
        return None

    def _pixel(self) -> QPoint:
        """Where the pointer is, or beside what is selected, or in the middle."""
        canvas = self.canvas
        if canvas.pointer is not None:
            return canvas.pointer
        if canvas.viewport().underMouse():  # it has not moved since it came
            return canvas.viewport().mapFromGlobal(QCursor.pos())
        item = canvas.stage.nodes.get(canvas.selection.single)
        if item is not None:
            card = canvas.mapFromScene(item.card_rect).boundingRect()
            if canvas.viewport().rect().intersects(card):
                return QPoint(card.right() + BESIDE, card.top())
        return canvas.viewport().rect().center()

    # The wire that waits

    def _draw_wire(self, held: PortEnd, place: QPointF) -> None:
        self._drop_wire()
        stage = self.canvas.stage
        start, card = stage.place_of(held), stage.nodes[held.node].card_rect
        dot, flow = QRectF(place, place), stage.graph.flow
        if held.side == "output":
            route = routes.route(start, place, card, dot, flow=flow)
        else:
            route = routes.route(place, start, dot, card, flow=flow)
        self._wire = QGraphicsPathItem(route.path)
        self._wire.setPen(stage.look.wires["selected"])
        stage.add_sketch(self._wire)

    def _drop_wire(self) -> None:
        if self._wire is not None:
            self.canvas.stage.remove_sketch(self._wire)
            self._wire = None


def wire_site(graph: Graph, held: PortEnd, place: QPointF) -> Site:
    """Where a node stands that a wire from a port leads to: its port is at a place."""
    is_down = graph.flow == "down"
    if is_down:
        left = place.x() - NODE_WIDTH / 2
        top = place.y() - (0 if held.side == "output" else NODE_HEIGHT)
    else:
        left = place.x() - (0 if held.side == "output" else NODE_WIDTH)
        top = place.y() - NODE_HEIGHT / 2
    corner = (placing.snapped(left), placing.snapped(top))
    if held.side == "output":
        return Site(source=str(held), place=corner)
    return Site(target=str(held), place=corner)


def next_site(graph: Graph, site: Site, names: Sequence[str]) -> Site | None:
    """Where to go on after nodes were added; None where nothing can follow."""
    if site.target and not site.source:
        first = graph.node(names[0])
        if not first.layer.inputs:
            return None
        port = graph.input_ports(first.name)[0]
        return Site(target=f"{first.name}.{port}", place=_before(graph, first.position))
    return site_after(graph, names[-1])


def _before(graph: Graph, place: Position) -> Position:
    x, y = place
    step = STEP[graph.flow]
    return (x - step, y) if graph.flow == "right" else (x, y - step)
