"""Arranging on the canvas: all nodes or the selected ones, to the right or down.

A large network is arranged beside the window, which says how far it is and can end it;
what was changed meanwhile is not overwritten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from designer.graph import Graph
from designer.graph.closing import closed, opened
from designer.graph.framing import with_members
from designer.graph.layout.arrange import Box, Boxes, arrange, arrange_some
from designer.graph.layout.component import Tell
from designer.graph.node import Flow, Position
from designer.ui import garbage
from designer.ui.canvas.node_item import NodeItem
from designer.words import counted

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

QUICK = 400
"""So many nodes are arranged before anyone notices, without another thread."""

PATIENCE = 200
"""Milliseconds before it is said that something takes time."""

CHANGED = (
    "The network was changed while it was being arranged, so nothing was moved. "
    "Arrange again."
)

Job = Callable[[Tell], Graph]


class Arranging(QObject):
    """What arranges the nodes of a canvas. `ended` says that nothing is under way."""

    ended = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.strip = canvas.strip
        self.strip.cancelled.connect(self.cancel)
        self._thread: _Thread | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._show_strip)
        canvas.document.moved.connect(self.cancel)
        canvas.document.opened.connect(self.cancel)

    # What menus offer

    def whole(self) -> None:
        """Put all nodes into columns and rows, and show them all."""
        self._arrange("Arrange", self.canvas.graph)

    def selected(self) -> None:
        """Put the selected nodes in order among themselves, where they are."""
        seen = closed(self.canvas.graph)
        names = with_members(self.canvas.graph, self.canvas.selection.names)
        names = [name for name in names if name in seen.nodes]
        if len(names) < 2:
            self.canvas.refuse("Select the nodes to arrange first, at least two.")
            return
        graph, boxes = self.canvas.graph, self._boxes(self.canvas.graph.flow)
        label = f"Arrange {counted(len(names), 'node')}"
        cards = self._cards()
        self._begin(
            label,
            lambda tell: opened(
                graph, arrange_some(seen, names, boxes, tell), cards, names
            ),
            False,
        )

    def turn(self) -> None:
        """Let the network run down instead of to the right, or back again."""
        graph = self.canvas.graph
        flow: Flow = "down" if graph.flow == "right" else "right"
        words = "top to bottom" if flow == "down" else "left to right"
        self._arrange(f"Flow {words}", graph.flowing(flow))

    def cancel(self) -> bool:
        """End what is under way, and move nothing. Whether there was something."""
        thread, self._thread = self._thread, None
        if thread is None:
            return False
        thread.requestInterruption()
        self._close()
        return True

    def close(self) -> None:
        """End what is under way and wait until it has ended."""
        thread = self._thread
        self.cancel()
        if thread is not None:
            thread.wait()

    # How

    def _arrange(self, label: str, graph: Graph) -> None:
        boxes = self._boxes(graph.flow)
        seen, cards, view = closed(graph), self._cards(), self.canvas.room
        self._begin(
            label,
            lambda tell: opened(
                graph, arrange(seen, boxes, tell, view), cards, seen.nodes
            ),
            True,
        )

    def _cards(self) -> dict[str, Position]:
        """Where the card of each frame stands."""
        nodes = self.canvas.stage.nodes
        places = {name: nodes[name].pos() for name in self.canvas.graph.members}
        return {name: (place.x(), place.y()) for name, place in places.items()}

    def _boxes(self, flow: Flow) -> Boxes:
        """The room that each node takes, as it is shown, or would be."""
        found = {}
        for name, item in self.canvas.stage.nodes.items():
            rect = item.card_rect
            if isinstance(item, NodeItem):
                card = item.card
                if card.flow != flow:
                    card = replace(card, flow=flow)
                found[name] = Box(rect.width(), card.height, card.line)
            else:
                line = rect.width() / 2 if flow == "down" else rect.height() / 2
                found[name] = Box(rect.width(), rect.height(), line)
        return found.__getitem__

    def _begin(self, label: str, job: Job, fits: bool) -> None:
        self.cancel()
        self.canvas.glide.end()
        before = self.canvas.graph
        if len(before) <= QUICK:
            self._finish(label, before, job(lambda done: None), fits)
            return
        thread = self._thread = _Thread(job, self)
        thread.told.connect(self.strip.show_share)
        thread.finished.connect(
            lambda: self._take(thread, label, before, fits),
            Qt.ConnectionType.QueuedConnection,
        )
        garbage.hold(thread)
        thread.start()
        self._patience.start()

    def _take(self, thread: _Thread, label: str, before: Graph, fits: bool) -> None:
        """In the thread of the window, when a job has ended."""
        garbage.let_go(thread)
        thread.deleteLater()
        if thread is not self._thread:  # another was wanted, or none
            return
        self._thread = None
        self._close()
        if thread.error is not None:
            raise thread.error
        if thread.found is not None:
            self._finish(label, before, thread.found, fits)

    def _finish(self, label: str, before: Graph, found: Graph, fits: bool) -> None:
        now = self.canvas.graph
        if now is not before:
            if now.wiring is not before.wiring or now.flow != before.flow:
                self.canvas.refuse(CHANGED)
                return
            places = {node.name: node.position for node in found}
            found = now.flowing(found.flow).move(places)
        if found != now:
            self.canvas.glide.remember(now, found)
            self.canvas.edit(label, found)
        if fits:
            self.canvas.fit()

    def _show_strip(self) -> None:
        if self._thread is not None:
            self.strip.begin(f"Arranging {counted(len(self.canvas.graph), 'node')}")

    def _close(self) -> None:
        self._patience.stop()
        self.strip.hide()
        self.ended.emit()


class _EndedError(Exception):
    """Nobody wants it any more."""


class _Thread(QThread):
    """Does one job. `found` is what it gave, `error` what it met."""

    told = Signal(float)

    def __init__(self, job: Job, parent: QObject) -> None:
        super().__init__(parent)
        self.job = job
        self.found: Graph | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.found = self.job(self._tell)
        except _EndedError:
            pass
        except Exception as error:  # raised again where the window's hook sees it
            self.error = error

    def _tell(self, done: float) -> None:
        if self.isInterruptionRequested():
            raise _EndedError
        self.told.emit(done)
