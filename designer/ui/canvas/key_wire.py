"""Wiring by keys: from the selected node to a port that Tab or an arrow chooses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMarginsF, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsPathItem, QLabel

from designer.errors import GraphError
from designer.graph import Graph, Wire, edits
from designer.graph.wire_trial import Verdict, WireTrial
from designer.ui.announce import announce
from designer.ui.canvas import routes
from designer.ui.canvas.card import PortEnd, Side
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.walking import nearest

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas

ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
TURNS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
OTHERS = (Qt.Key.Key_W, Qt.Key.Key_Space, Qt.Key.Key_Escape)
OWN = {*TURNS, *ARROWS, *ENTER, *REMOVES, *OTHERS}
HOW = "Tab and arrows choose    Enter wires"
TRIED = 60
"""Ports near by of which it is known before they are chosen whether a wire fits."""

BEHIND = 1e5
"""Farther than anything: what lies behind comes after all that lies ahead."""

AROUND = QMarginsF(24, 24, 24, 24)
BELOW, INSET = 14, 14


class KeyWire(QObject):
    """Lives from its start until a wire is made, Esc is pressed, or the keys are gone.

    It hears the keys of the canvas before anything else does. Nothing is edited before
    Enter, which is one step of undo.
    """

    def __init__(self, canvas: Canvas, node: str) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.node = node
        self.graph = canvas.graph
        outputs = self.graph.output_ports(node)
        self.seeks: Side = "input" if outputs else "output"
        self.own = [PortEnd(node, "output", port) for port in outputs] or [
            PortEnd(node, "input", port) for port in self.graph.input_ports(node)
        ]
        self.trial = WireTrial(canvas.document.report)
        self.held = self._first_held()
        self.ends = self._possible()
        self.end = self.ends[0]
        self.hint = QLabel(canvas)
        self._sketch = QGraphicsPathItem()
        self._begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.modifiers() in PLAIN and event.key() in OWN:
                event.accept()  # these keys mean something else here
            return False
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return event.modifiers() in PLAIN and self._take(event)
        if kind in (QEvent.Type.FocusOut, QEvent.Type.MouseButtonPress):
            self.end_it()
        return False

    def end_it(self) -> None:
        """Take away what it shows."""
        canvas, stage = self.canvas, self.canvas.stage
        if canvas.key_wire is not self:
            return
        canvas.key_wire = None
        canvas.removeEventFilter(self)
        canvas.viewport().removeEventFilter(self)
        stage.remove_sketch(self._sketch)
        stage.offer({})
        canvas.hover.show()
        self.hint.hide()
        self.hint.deleteLater()
        self.deleteLater()

    # Choosing

    def _take(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in TURNS:
            is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            place = self.ends.index(self.end) + (-1 if is_back else TURNS[key])
            self._choose(self.ends[place % len(self.ends)])
        elif key in ARROWS:
            places = {end: self._place(end) for end in self.ends if end != self.end}
            self._choose(
                nearest(self._place(self.end), places, ARROWS[key]) or self.end
            )
        elif key in ENTER:
            self._wire()
        elif key in REMOVES:
            self._unwire()
        elif key == Qt.Key.Key_Space:
            self._seek()
        elif key == Qt.Key.Key_W and len(self.own) > 1:
            self._hold(self.own[(self.own.index(self.held) + 1) % len(self.own)])
        elif key == Qt.Key.Key_Escape:
            self.end_it()
            announce(self.canvas, "No wire")
        else:
            return False
        return True

    def _choose(self, end: PortEnd) -> None:
        self.end = end
        stage = self.canvas.stage
        node = stage.nodes[end.node]
        assert isinstance(node, NodeItem)
        self.canvas.hover.show(node, end)
        ends = (self._place(self.held), self._place(end))
        start, stop = ends if self.seeks == "input" else ends[::-1]
        self._sketch.setPath(routes.straight(start, stop).path)
        self.canvas.ensureVisible(node.card_rect.marginsAdded(AROUND))
        self._tell()

    def _hold(self, held: PortEnd) -> None:
        self.held = held
        self._choose(self.end)

    def _first_held(self) -> PortEnd:
        """The first of the node's own ports that has no wire, or the first of all."""
        graph = self.graph
        wired: Iterable[str] = graph.wires_into(self.node)
        if self.seeks == "input":
            wired = {wire.source_port for wire in graph.wires_from(self.node)}
        free = [end for end in self.own if end.port not in wired]
        return (free or self.own)[0]

    def _possible(self) -> list[PortEnd]:
        """Where a wire could end without a cycle.

        What fits comes first, then what is free, then what is near.
        """
        here, forward = self._place(self.held), self.seeks == "input"
        ways = (edits.possible_targets, edits.possible_sources)
        names = ways[not forward](self.graph, self.node)
        graph, ends = self.graph, []
        for name in names:
            ports = graph.input_ports(name) if forward else graph.output_ports(name)
            taken = graph.wires_into(name) if forward else {}
            for place, port in enumerate(ports):
                end = PortEnd(name, self.seeks, port)
                rank = (port in taken, self._far(here, self._place(end)), place)
                ends.append((rank, end))
        if not ends:
            raise GraphError(_nothing(self.node, forward))
        near = [end for _, end in sorted(ends)]
        tried = sorted(near[:TRIED], key=lambda end: not self._verdict(end).suits)
        return [*tried, *near[TRIED:]]

    def _verdict(self, end: PortEnd) -> Verdict:
        """What would come of a wire to a port."""
        ends = (self.held, end) if self.seeks == "input" else (end, self.held)
        source, target = ends
        wire = Wire(source.node, source.port, target.node, target.port)
        return self.trial.of(wire)

    def _far(self, here: QPointF, there: QPointF) -> float:
        way = there - here if self.seeks == "input" else here - there
        ahead = way.x() if self.graph.flow == "right" else way.y()
        return way.manhattanLength() + (BEHIND if ahead < 0 else 0)

    def _place(self, end: PortEnd) -> QPointF:
        return self.canvas.stage.place_of(end)

    # Editing

    @property
    def _ends(self) -> tuple[PortEnd, PortEnd]:
        """Where the wire begins and where it ends."""
        return (self.held, self.end) if self.seeks == "input" else (self.end, self.held)

    @property
    def _there(self) -> Wire | None:
        """The wire that ends at the chosen port already."""
        target = self._ends[1]
        return self.graph.wires_into(target.node).get(target.port)

    def _wire(self) -> None:
        source, target = self._ends
        try:
            graph = edits.rewired(self.graph, str(source), str(target))
        except GraphError as error:
            self.canvas.refuse(str(error))
            return
        self._edit(f"Wire {source.node} to {target.node}", graph)
        self.canvas.choose([self.end.node])

    def _unwire(self) -> None:
        wire = self._there
        if wire is not None:
            label = f"Delete wire from {wire.source} to {wire.target}"
            self._edit(label, self.graph.disconnect(wire))

    def _seek(self) -> None:
        """Let a layer be found that comes into the wire that is there."""
        wire = self._there
        if wire is not None:
            self.end_it()
            self.canvas.choose((), [wire])
            self.canvas.add_wanted.emit(None)

    def _edit(self, label: str, graph: Graph) -> None:
        self.end_it()
        self.canvas.edit(label, graph)
        announce(self.canvas, label)

    # Showing

    def _begin(self) -> None:
        canvas, stage = self.canvas, self.canvas.stage
        self._sketch.setPen(stage.look.wires["selected"])
        stage.add_sketch(self._sketch)
        stage.offer(dict.fromkeys(self.ends, True))
        self.hint.setObjectName("keys")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        canvas.key_wire = self
        canvas.installEventFilter(self)
        canvas.viewport().installEventFilter(self)
        self._choose(self.end)

    def _tell(self) -> None:
        """Say which wire it would be, and which keys there are."""
        source, target = self._ends
        there, verdict = self._there, self._verdict(self.end)
        words = f"{source} → {target}"
        if verdict.sort == "stands":
            words += " (is there)"
        elif verdict.words:
            words += f": {verdict.words}"
        more = "    Space inserts    Delete unwires" if there is not None else ""
        more += "    W next output" if len(self.own) > 1 else ""
        self.hint.setText(f"{words}\n{HOW}{more}    Esc cancels")
        self._place_hint()
        self.hint.show()
        self.hint.raise_()
        announce(self.canvas, words)

    def _place_hint(self) -> None:
        """At the bottom, as wide as its lines, or wrapped where there is no room."""
        hint, room = self.hint, self.canvas.rect()
        metrics = hint.fontMetrics()
        lines = map(metrics.horizontalAdvance, hint.text().split("\n"))
        width = min(max(lines) + 2 * INSET, room.width() - 2 * BELOW)
        height = max(hint.heightForWidth(width), hint.sizeHint().height())
        left, top = (room.width() - width) // 2, room.height() - height - BELOW
        hint.setGeometry(left, top, width, height)


PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


def _nothing(node: str, forward: bool) -> str:
    if forward:
        return (
            f"No wire can start at {node}: every other node leads to it, or takes "
            "nothing. Add a node first."
        )
    return f"No wire can end at {node}: there is no node whose output it could take."
