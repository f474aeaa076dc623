"""The graph that is seen and its selection, shown and followed.

It edits one thing only, the text of a note, which is written where it is shown. What
the mouse and the keys do is the canvas's.
"""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTransform,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

from designer.graph import Design, Graph, Wire
from designer.ui.canvas.glide import Glide
from designer.ui.canvas.hover import Hover
from designer.ui.canvas.look import LABEL_ZOOM, OVERVIEW_ZOOM, TEXT_ZOOM, Look
from designer.ui.canvas.messages import Hint, Remark, Toast, show_help
from designer.ui.canvas.navigation import MARGIN, STEP, NavigationView
from designer.ui.canvas.progress_strip import ProgressStrip
from designer.ui.canvas.scene import Scene
from designer.ui.document import Document
from designer.ui.place import Place
from designer.ui.selection import Selection
from designer.ui.theme import Theme

LITTLE = 0.77
"""How much smaller all may be seen so that new nodes are in view too."""

SMALL = 60
"""Nodes of a network that is kept in view as a whole while it grows."""

READABLE = 0.55
"""At this zoom cards and shapes can still be read, and a row fits a small window."""

LEAST_REACH = 11.0
"""How near to a port a press counts, in scene units ..."""

LEAST_REACH_ON_SCREEN = 7.0
"""... and at least so many pixels, at any zoom."""


class View(NamedTuple):
    """What part of a graph is seen: how large, and from which top left corner."""

    zoom: float
    corner: QPointF


class Display(NavigationView):
    """Follows a place and a selection. `refused` carries why an action failed.

    Each place keeps its view while a document is open; one seen first is fitted.
    `chosen` says that other nodes or wires are selected.
    """

    refused = Signal(str)
    chosen = Signal()
    badge_pressed = Signal(str)

    def __init__(
        self,
        document: Document | Place,
        selection: Selection,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.selection = selection
        self.selected_wires: frozenset[Wire] = frozenset()
        self.stage = Scene(Look(theme), self._write_note)
        self.setScene(self.stage)
        self.setAccessibleName("Canvas")
        self.hint = Hint(self)
        self.toast = Toast(self)
        self.remark = Remark(self)
        self.strip = ProgressStrip(self)
        self.hover = Hover()
        self.glide = Glide(self)
        self.pointer: QPoint | None = None
        self._to_fit = True
        self._fitted: QTransform | None = None
        self._views: dict[tuple[str, ...], View] = {}
        self._here: tuple[str, ...] = ()
        self.set_theme(theme)
        self.zoomed.connect(self._choose_painting)
        document.moved.connect(self._move)
        document.changed.connect(self.follow)
        document.rechecked.connect(self._follow_check)
        document.opened.connect(self._open)
        selection.changed.connect(self._show_selection)
        selection.revealed.connect(self.reveal)
        selection.presented.connect(self.show_new)
        self.follow(document.design, document.design)

    @property
    def graph(self) -> Graph:
        """The graph as it is now."""
        return self.document.design.graph

    @property
    def reach(self) -> float:
        """How far around the pointer a port or a wire counts, in scene units."""
        return max(LEAST_REACH, LEAST_REACH_ON_SCREEN / self.zoom)

    @property
    def port_reach(self) -> float:
        """How far around the pointer a port or a wire's end can be taken up.

        Not at all where ports are not drawn: all of a small card is there to move it.
        """
        return self.reach if self.zoom >= TEXT_ZOOM else 0.0

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self.ground, self.grid = QColor(theme.canvas), QColor(theme.grid)
        self.setStyleSheet(
            f"Canvas {{ border: 1px solid {theme.canvas}; }}"
            f'Canvas[ring="true"]:focus {{ border: 1px solid {theme.accent}; }}'
        )
        self.hint.set_theme(theme)
        self.toast.set_theme(theme)
        self.remark.set_theme(theme)
        self.strip.set_theme(theme)
        self.stage.set_look(Look(theme))
        self.viewport().update()

    def edit(self, label: str, graph: Graph, merge_key: str = "") -> None:
        """Put another graph in place of this one, as one step of undo."""
        self.document.edit(label, self.document.design.with_graph(graph), merge_key)

    # Following the document and the selection

    def follow(self, before: Design, after: Design) -> None:
        """Show a design in place of the one before it."""
        self.hover.show()
        more = [name for name in after.graph.nodes if name not in before.graph.nodes]
        keeps = bool(more) and self._sees_all()
        shown = self.glide.shown(before.graph, after.graph)
        self.stage.follow(after, self.document.report)
        self.glide.begin(shown)
        self.hint.setVisible(not self.graph.nodes)
        kept = [name for name in self.selection.names if name in self.graph.nodes]
        self.choose(kept, self.selected_wires & self.stage.wires.keys())
        if keeps:
            self._show_all()

    def _follow_check(self) -> None:
        """Show what is known now of the same design."""
        self.stage.follow(self.document.design, self.document.report)

    def _move(self) -> None:
        """Show another place; another repeat of a block is seen from where one was."""
        left, self._here = self._here, tuple(step.node for step in self.document.way)
        design = self.document.design
        if left == self._here:
            return
        self._views[left] = View(self.zoom, self.mapToScene(QPoint(0, 0)))
        self.follow(design, design)
        known = self._views.get(self._here)
        if known is None:
            self.fit()
        else:
            self.set_zoom(known.zoom)
            self.pan(self.mapFromScene(known.corner))

    def _open(self) -> None:
        self._views.clear()
        self._to_fit = True
        self._fit_once()

    def _show_selection(self) -> None:
        self.choose(self.selection.names)

    def choose(self, names: Iterable[str], wires: Iterable[Wire] = ()) -> None:
        """Select these nodes and wires and no others."""
        self.selection.set(names)
        self.selected_wires = frozenset(wires)
        self.stage.highlight(self.selection.names, self.selected_wires)
        self.chosen.emit()

    def toggle(self, name: str) -> None:
        """Add a node to the selection, or take it out."""
        names = dict.fromkeys(self.selection.names)
        if name in names:
            del names[name]
        else:
            names[name] = None
        self.choose(names, self.selected_wires)

    def pick(self, wire: Wire, adds: bool) -> None:
        """Select a wire alone, or add it to the selection or take it out."""
        if adds:
            self.choose(self.selection.names, self.selected_wires ^ {wire})
        else:
            self.choose((), {wire})

    def reveal(self, name: str) -> None:
        """Bring a node into the middle, unless it can be seen and read already."""
        if name in self.stage.nodes:
            card = self.stage.card_of(name).card_rect
            if self.zoom < TEXT_ZOOM:
                self.reset_zoom()
            elif self.seen.contains(card):
                return
            self.centerOn(card.center())

    def show_new(self, names: Iterable[str]) -> None:
        """Let nodes that have just been added be seen, with as little change as can be.

        Where all of the graph can be seen and read, it is; else the view moves on just
        as far as it must.
        """
        new = self.stage.bounds(names)
        if self.seen.contains(new):
            return
        is_fitted = self._fitted == self.viewportTransform()
        whole = self.zoom_for(self.stage.bounds())
        if self._is_near(whole) or (is_fitted and self.zoom < READABLE):
            self.fit()
        else:
            self.show_more(new)

    def _sees_all(self) -> bool:
        """Whether all of a network that is not large is in view."""
        nodes = self.stage.nodes
        return 0 < len(nodes) <= SMALL and self.seen.contains(self.stage.bounds())

    def _show_all(self) -> None:
        """Let what was seen whole before it grew be seen whole, if little does it."""
        whole = self.glide.bounds()
        if self.seen.contains(whole):
            return
        zoom = self.zoom_for(whole)
        if zoom >= self.zoom:
            self.show_more(whole, MARGIN)
        elif self._is_near(zoom):
            self.fit()

    def _is_near(self, zoom: float) -> bool:
        """Whether a view at another zoom is much like this one, and can be read."""
        return max(READABLE, LITTLE * self.zoom) <= zoom <= self.zoom <= STEP

    def fit(self) -> None:
        """Show all of the graph, and go on to while only the canvas's size changes."""
        if self.stage.nodes:
            self.show_rect(self.glide.bounds())
            self._fitted = self.viewportTransform()
        else:
            self.reset_zoom()

    def tell(self, message: str) -> None:
        """Say what was done, in the corner at the bottom that the minimap leaves free."""
        self.toast.say(message, self.viewport().rect().bottomLeft(), wrong=False)

    def refuse(self, message: str) -> None:
        """Say why an action was not done, where it lies on no node for long."""
        self.toast.say(message, self.viewport().rect().bottomLeft())
        self.refused.emit(message)

    def say(self, words: str, pixel: QPoint, wrong: bool = False) -> None:
        """Tell beside the pointer what would come of letting go; "" tells nothing."""
        self.remark.tell(words, self.viewport().mapTo(self, pixel), wrong)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer = None
        self.hover.show()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.mapToScene(event.pos())
            text = self.stage.help_at(place, self.reach)
            show_help(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def _write_note(self, name: str, text: str) -> None:
        if name in self.graph.nodes:
            self.edit(f"Edit {name}", self.graph.set(name, text=text))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.zoom >= LABEL_ZOOM:
            seen = self.mapToScene(event.rect()).boundingRect()
            self.stage.labels_in(seen)  # so that they are there to be painted
        if self.zoom >= OVERVIEW_ZOOM:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.setTransform(self.viewportTransform())
        area = self.mapToScene(event.rect()).boundingRect().adjusted(-9, -9, 9, 9)
        self.drawBackground(painter, area)
        self.stage.overview.paint(painter, self.stage)
        painter.end()

    def _choose_painting(self, zoom: float) -> None:
        """The overview is painted whole: no item could tell what part has changed."""
        mode = QGraphicsView.ViewportUpdateMode
        self.setViewportUpdateMode(
            mode.FullViewportUpdate
            if zoom < OVERVIEW_ZOOM
            else mode.MinimalViewportUpdate
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        was_fitted = self._fitted == self.viewportTransform()
        super().resizeEvent(event)
        self.hint.setGeometry(self.rect().adjusted(24, 24, -24, -24))
        if was_fitted:
            self.fit()
        self._fit_once()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_once()

    def _fit_once(self) -> None:
        """Fit what was opened, as soon as there is a size to fit it to."""
        if self._to_fit and self.isVisible():
            self._to_fit = False
            self.fit()
