"""One of the two designs: its name and cost, and its graph to look at."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from designer.errors import GraphError
from designer.graph import Design
from designer.graph.diff import Kind, Part
from designer.ui.canvas.display import Display
from designer.ui.comparison.marks import (
    marked_nodes,
    marked_wires,
    node_mark,
    wire_mark,
)
from designer.ui.document import Document
from designer.ui.place import Place
from designer.ui.selection import Selection
from designer.ui.theme import Theme
from designer.words import counted


class ComparedView(Display):
    """A graph to look at: dragging moves the view, a click chooses a node."""

    clicked = Signal(str)

    def __init__(self, place: Place, theme: Theme) -> None:
        super().__init__(place, Selection(), theme)
        self._pressed: QPoint | None = None
        self._last = QPoint()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._last = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            here = event.position().toPoint()
            self.pan(self._last - here)
            self._last = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        here = event.position().toPoint()
        if pressed is None or _apart(pressed, here):
            return
        node = self.stage.node_at(self.mapToScene(here))
        if node is not None:
            self.clicked.emit(node.name)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class Side(QWidget):
    """The design "before" or "after", under a line that names it."""

    def __init__(self, side: str, document: Document, theme: Theme) -> None:
        super().__init__()
        self.side = side
        self.theme = theme
        self.document = Document(self, document.measure, document.trust)
        self.place = Place(self.document, self)
        self.view = ComparedView(self.place, theme)
        self.view.setAccessibleName(f"The design {side}")
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.costs = QLabel()
        self.costs.setProperty("role", "muted")
        head = QVBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.costs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self.name = ""

    def open(self, design: Design, name: str) -> None:
        """Show a design under a name."""
        self.name = name
        self.document.open_design(design, name)
        self._tell()

    def follow(self, design: Design) -> None:
        """Show what has become of the design."""
        self.document.show(design)
        self._tell()

    def enter(self, block: str) -> bool:
        """Go into a block, or out to the network; whether there is such a block."""
        way = self.document.design.way_to(block) if block else ()
        try:
            self.place.go(way or ())
        except GraphError:
            way = None
        self._tell("" if way is not None else block)
        return way is not None

    def mark(self, part: Part | None, kinds: frozenset[Kind]) -> None:
        """Let the differences of these kinds stand out."""
        stage = self.view.stage
        for sketch in list(stage.sketches):
            stage.remove_sketch(sketch)
        if part is None:
            return
        for wire in marked_wires(part, self.side, kinds):
            if wire in stage.wires:
                kind: Kind = "removed" if self.side == "before" else "added"
                path = stage.wires[wire].path()
                stage.add_sketch(wire_mark(path, kind, self.theme))
        for name, change in marked_nodes(part, self.side, kinds):
            if name in stage.nodes:
                card = stage.nodes[name].card_rect
                stage.add_sketch(node_mark(card, change.kind, self.theme))
        self.view.viewport().update()

    def show_node(self, name: str) -> None:
        """Bring a node into view and select it; without a name, select none."""
        if name in self.view.stage.nodes:
            self.view.selection.set([name])
            self.view.centerOn(self.view.stage.nodes[name].card_rect.center())
        else:
            self.view.selection.set(())

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self.theme = theme
        self.view.set_theme(theme)

    def _tell(self, missing: str = "") -> None:
        way = " ▸ ".join([self.name, *self.place.titles[1:]])
        self.title.setText(way)
        report = self.document.report
        words = [
            counted(report.parameters, "parameter"),
            f"{report.macs:,} MACs",
            counted(len(report.problems), "problem"),
        ]
        if missing:
            words.insert(0, f"has no block {missing}")
        self.costs.setText("  ·  ".join(words))


def _apart(one: QPoint, other: QPoint) -> bool:
    return (other - one).manhattanLength() >= QApplication.startDragDistance()
