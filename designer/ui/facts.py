"""What is known of a node or of the design, as a grid of names and numbers."""

from itertools import zip_longest

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from designer.graph import Design, Node, Report
from designer.graph.costs.rows import given_bytes, layer_count
from designer.graph.inference import Inference
from designer.layers import Layer, Tensor
from designer.ui.form import Words
from designer.ui.input_order import listed_ports
from designer.ui.numbers import PARAMETER_BYTES, batched, grouped, memory
from designer.ui.theme import monospace
from designer.words import listed

Facts = dict[str, str]


class FactsGrid(QWidget):
    """A title and rows under it, each a name and a number."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Words(role="heading")
        self.labels: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.title, 0, 0, 1, 2)
        self._grid.setRowMinimumHeight(0, self.title.sizeHint().height() + 5)

    def show_facts(self, title: str, facts: Facts) -> None:
        """Show these, or nothing at all."""
        self.setVisible(bool(facts))
        self.title.setText(title)
        while len(self.labels) < len(facts):
            self._add_labels()
        rows = list(facts.items())
        for place, (key, value) in enumerate(self.labels):
            key.setVisible(place < len(rows))
            value.setVisible(place < len(rows))
            if place < len(rows):
                key.setText(rows[place][0])
                value.setText(rows[place][1])

    def _add_labels(self) -> None:
        key, value = QLabel(), QLabel()
        key.setProperty("role", "muted")
        value.setFont(monospace())
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.labels.append((key, value))
        row = len(self.labels)
        self._grid.addWidget(key, row, 0)
        self._grid.addWidget(value, row, 1)


def node_facts(report: Report, node: Node, inference: Inference | None) -> Facts:
    """What goes into a node and comes out, and what that costs."""
    facts = _input_facts(report, node.name)
    outputs = report.graph.output_ports(node.name)
    known = inference.outputs if inference else ()
    for port, tensor in zip_longest(outputs, known):
        facts["out" if len(outputs) == 1 else f"out {port}"] = batched(tensor)
    if inference is None:
        return facts
    if inference.parameters or inference.inputs:
        facts["parameters"] = grouped(inference.parameters)
        facts |= _per_repeat(inference, "parameters")
        facts["MACs"] = grouped(inference.macs)
        facts |= _per_repeat(inference, "macs")
    if inference.outputs:
        facts["activations"] = memory(given_bytes(inference))
    return facts


def _per_repeat(inference: Inference, what: str) -> Facts:
    """What each repeat of a block costs: of all alike, or of the first and the last."""
    costs = [getattr(inside, what) for inside in inference.inside]
    if len(costs) < 2 or not any(costs):
        return {}
    shown = [grouped(cost) for cost in (costs[0], costs[-1])]
    name = "per repeat" if what == "parameters" else "per repeat "
    return {name: shown[0] if len(set(costs)) == 1 else " → ".join(shown)}


def follows(layer: Layer, inference: Inference | None) -> str:
    """What follows from the input: shown, and never asked.

    Of a repeated block, what its first repeat takes and what its last gives.
    """
    if inference is None:
        return ""
    if len(inference.inside) > 1 and inference.inputs[0] and inference.outputs:
        first, last = inference.inputs[0], inference.outputs[0]
        return f"Repeat 1 takes {first}, the last gives {last}"
    derived = layer.derived(*inference.inputs)
    if not derived:
        return ""
    values = [f"{name} {value}" for name, value in derived.items()]
    verb = "follows" if len(values) == 1 else "follow"
    return f"{listed(values)} {verb} from the input"


def kinds(report: Report, names: list[str]) -> str:
    """Which layers these nodes are: "2 Conv2d and 1 ReLU."."""
    found: dict[str, int] = {}
    for name in names:
        kind = type(report.graph.nodes[name].layer).__name__
        found[kind] = found.get(kind, 0) + 1
    words = [f"{number} {kind}" for kind, number in found.items()]
    return f"{listed(words[:6])}{' and others' if len(words) > 6 else ''}."


def _input_facts(report: Report, name: str) -> Facts:
    wires = report.graph.wires_into(name)
    if not wires and report.graph.node(name).layer.inputs:
        return {"in": "no wire"}
    shapes: dict[str, Tensor | None] = {
        port: report.on_wire(wire)
        for port, wire in wires.items()
        if port not in listed_ports(report, name)
    }
    if len(shapes) == 1:
        return {"in": batched(next(iter(shapes.values())))}
    return {f"in {port}": batched(shape) for port, shape in shapes.items()}


def what_is_told(report: Report, names: list[str]) -> object:
    """All that what is said of several nodes follows from, to compare it."""
    nodes = [report.graph.nodes[name] for name in names]
    known = [report.outcomes.get(name) for name in names]
    return names, [(n.layer, n.shares) for n in nodes], known, report.problems


def several_facts(report: Report, names: list[str]) -> Facts:
    """What several nodes cost together; weights that some of them share count once."""
    known = {name: report.inference(name) for name in names}
    found = {name: each for name, each in known.items() if each is not None}
    nodes = report.graph.nodes
    learned = {nodes[name].shares or name: found[name].parameters for name in found}
    return {
        "parameters": grouped(sum(learned.values())),
        "MACs": grouped(sum(each.macs for each in found.values())),
        "activations": memory(sum(map(given_bytes, found.values()))),
    }


def design_facts(design: Design, report: Report) -> Facts:
    """How large the whole design is; layers in blocks as often as they stand there."""
    return {
        "layers": grouped(layer_count(report.inside)),
        "parameters": grouped(report.parameters),
        "weights": memory(report.parameters * PARAMETER_BYTES),
        "MACs": grouped(report.macs),
    }
