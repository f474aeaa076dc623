"""The inputs of a join in the order in which it takes them, with buttons to change it."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from designer.graph import Report, Wire
from designer.graph.edits import reordered
from designer.resources import resource
from designer.ui.document import Document
from designer.ui.form import Words
from designer.ui.live_label import LiveLabel
from designer.ui.numbers import batched
from designer.ui.theme import monospace

BUTTON = 22
"""The side of a button, in pixels."""

UP, DOWN = -1, 1


class InputOrder(QWidget):
    """A row for each wire that ends at a join. Hidden where there is nothing to order."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.node = ""
        self.rows: list[InputRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(Words("Inputs, in this order", role="heading"))
        self.hide()

    def show_node(self, name: str) -> None:
        """Show the inputs of a node; without a name, or with one input, none."""
        report = self.document.report
        ports = listed_ports(report, name) if name else ()
        self.node = name
        while len(self.rows) < len(ports):
            self._add_row()
        wires = report.graph.wires_into(name) if ports else {}
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(ports))
            if place < len(ports):
                row.show_wire(report, wires[ports[place]], len(ports))
        self.setVisible(bool(ports))

    def move(self, place: int, step: int) -> None:
        """Let an input and its neighbour change places, as one step of undo."""
        graph, name = self.document.design.graph, self.node
        ports = list(listed_ports(self.document.report, name))
        source = graph.wires_into(name)[ports[place]].source
        ports[place], ports[place + step] = ports[place + step], ports[place]
        changed = reordered(graph, name, ports)
        label = f"Move {source} {'up' if step < 0 else 'down'} in {name}"
        self.document.edit(label, self.document.design.with_graph(changed))
        self.rows[place + step].take_focus(step)

    def _add_row(self) -> None:
        row = InputRow(len(self.rows))
        row.moved.connect(partial(self.move, row.place))
        self.rows.append(row)
        self._column.addWidget(row)


class InputRow(QWidget):
    """One input: its number, where it comes from, its shape. `moved` carries the step."""

    moved = Signal(int)

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
        number = QLabel(f"{place + 1}")
        number.setProperty("role", "muted")
        number.setMinimumWidth(14)
        self.source = LiveLabel()
        self.shape_label = QLabel()
        self.shape_label.setFont(monospace())
        self.up = self._button("control-up", UP)
        self.down = self._button("control-down", DOWN)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(number)
        line.addWidget(self.source, 1)
        line.addWidget(self.shape_label)
        line.addWidget(self.up)
        line.addWidget(self.down)

    def show_wire(self, report: Report, wire: Wire, count: int) -> None:
        """Show what a wire brings, as one of so many."""
        several = len(report.graph.output_ports(wire.source)) > 1
        source = f"{wire.source}.{wire.source_port}" if several else wire.source
        self.source.set_text(source)
        self.shape_label.setText(batched(report.on_wire(wire)))
        self.up.setEnabled(self.place > 0)
        self.down.setEnabled(self.place < count - 1)
        for button, words in ((self.up, "up"), (self.down, "down")):
            button.setToolTip(f"Move {source} {words}")
            button.setAccessibleName(f"Move {source} {words}")

    def take_focus(self, step: int) -> None:
        """Let the same key move the input on; at an end, back."""
        button, other = (self.up, self.down) if step < 0 else (self.down, self.up)
        (button if button.isEnabled() else other).setFocus()

    def _button(self, picture: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setProperty("words", True)
        button.setFixedSize(BUTTON, BUTTON)
        button.setIcon(QIcon(str(resource("icons", f"{picture}.svg"))))
        button.setIconSize(QSize(12, 12))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.moved.emit(step))
        return button


def listed_ports(report: Report, name: str) -> tuple[str, ...]:
    """The ports of a node that stand in the list: those of a join, if two are wired."""
    ports = report.graph.joined(name)
    return ports if len(ports) > 1 else ()
