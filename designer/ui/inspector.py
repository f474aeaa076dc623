"""What is selected: its name, its settings, its shapes, its cost and its problems."""

import itertools
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from designer.errors import DesignerError
from designer.graph import Design, Node, Problem, Report
from designer.graph.inference import Inference
from designer.layers import Layer, Tensor
from designer.ui.document import Document
from designer.ui.fields import Line
from designer.ui.form import Form, Row, Words
from designer.ui.heading import Heading
from designer.ui.input_order import InputOrder, listed_ports
from designer.ui.numbers import PARAMETER_BYTES, batched, grouped, memory
from designer.ui.problem_card import ProblemCard, heading
from designer.ui.selection import Selection
from designer.ui.theme import monospace
from designer.words import counted, listed

Facts = dict[str, str]

NAME_HELP = "Its name here and in the code: letters, digits and _."
EMPTY_HINT = (
    "Double-click a layer on the left, or drag it onto the canvas. "
    "Then drag a wire from its right side to the next layer."
)
SELECT_HINT = (
    "Select a layer to change its settings. The Data tab holds the training's."
)


MOST_CARDS = 2
"""So that the form keeps its room; the Problems tab shows them all."""


class Inspector(QWidget):
    """Shows the selected node, the sum of several, or the design when none is.

    `help_wanted` carries a layer type whose page somebody wants to read.
    """

    help_wanted = Signal(str)

    def __init__(self, document: Document, selection: Selection) -> None:
        super().__init__()
        self.document = document
        self.selection = selection
        self.forms: dict[type[Layer], Form] = {}
        self.form: Form | None = None
        self.cards: list[ProblemCard] = []
        self._shown: Node | None = None
        self._help_for = ""
        self._build()
        document.checked.connect(self.refresh)
        selection.changed.connect(self.refresh)
        self.refresh()

    def commit(self) -> None:
        """Enter whatever was typed and not yet entered."""
        self.name_row.field.commit()
        if self.form is not None:
            self.form.commit()

    def refresh(self) -> None:
        """Show what is selected as it is now."""
        nodes = self.document.design.graph.nodes
        names = [name for name in self.selection.names if name in nodes]
        if len(names) == 1:
            self._show_node(nodes[names[0]])
        elif names:
            self._show_several(names)
        else:
            self._show_design()

    # What there is to show

    def _show_node(self, node: Node) -> None:
        report = self.document.report
        inference = report.inference(node.name)
        is_same = self._shown is not None and self._shown.name == node.name
        self._shown = node
        self.heading.show_layer(node.layer, node.name)
        self._show_name(node.name, NAME_HELP, keep_refusal=is_same)
        self._show_form(node.layer)
        self.input_order.show_node(node.name)
        self._follows.setText(_follows(node.layer, inference))
        self._follows.setVisible(bool(self._follows.text()))
        self._show_facts("Shapes", _node_facts(report, node, inference))
        self._show_problems(report.of(node.name))
        self._hint.hide()
        self._order_tabs()

    def _show_several(self, names: list[str]) -> None:
        report = self.document.report
        self._shown = None
        known = [report.inference(name) for name in names]
        found = [each for each in known if each is not None]
        self.heading.show_words(
            counted(len(names), "layer"), "selected", _kinds(report, names)
        )
        self.name_row.hide()
        self._show_form(None)
        self.input_order.show_node("")
        self._follows.hide()
        facts = {
            "parameters": grouped(sum(each.parameters for each in found)),
            "MACs": grouped(sum(each.macs for each in found)),
            "activations": memory(sum(x.bytes for each in found for x in each.outputs)),
        }
        self._show_facts("Together", facts)
        self._show_problems(
            tuple(problem for name in names for problem in report.of(name))
        )
        self._hint.hide()

    def _show_design(self) -> None:
        design, report = self.document.design, self.document.report
        self._shown = None
        self.heading.show_words("Design", "", "The network as a whole.")
        self._show_name(design.name, "The name of the class in the code.")
        self._show_form(None)
        self.input_order.show_node("")
        self._follows.hide()
        self._show_facts("Totals", _design_facts(design, report))
        self._show_problems(report.of(""))
        self._hint.setText(SELECT_HINT if len(design.graph) else EMPTY_HINT)
        self._hint.show()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab goes from the name through the form to the buttons that mend.

        Forms are made when first needed, and Qt would put them after everything.
        """
        widgets = self._stops(self.name_row)
        if self.form is not None:
            widgets += self._stops(self.form)
        widgets += self._stops(self.input_order)
        widgets += [button for card in self.cards for button in card.buttons]
        for before, after in itertools.pairwise(widgets):
            QWidget.setTabOrder(before, after)

    def _stops(self, parent: QWidget) -> list[QWidget]:
        """Where Tab stops in a widget, from its top to its bottom."""
        return [
            widget
            for widget in parent.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.focusProxy() is None
            and widget.window() is self.window()
        ]

    # Edits

    def _edit_name(self, _: str, name: Any, step: bool) -> None:
        design = self.document.design
        try:
            if self._shown is None:
                changed = Design(design.graph, design.training, name)
                label = f"Name the design {name}"
            else:
                graph = design.graph.rename(self._shown.name, name)
                changed = design.with_graph(graph)
                label = f"Rename {self._shown.name} to {name}"
        except DesignerError as error:
            self.name_row.refuse(str(error))
            return
        if changed == design:
            self.name_row.show_value(name)
        self.document.edit(label, changed)

    def _edit_setting(self, setting: str, value: Any, step: bool) -> None:
        assert self._shown is not None and self.form is not None
        node, design = self._shown.name, self.document.design
        try:
            changed = design.with_graph(design.graph.set(node, **{setting: value}))
        except DesignerError as error:
            self.form.refuse(setting, str(error))
            return
        key = f"{node}.{setting}" if step else ""
        self.document.edit(f"Set {node} {setting}", changed, key)

    # How it is shown

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        self.heading = Heading()
        self.heading.help_wanted.connect(self.help_wanted)
        self.name_row = Row("name", Line(), NAME_HELP)
        self.name_row.edited.connect(self._edit_name)
        self.name_row.focused.connect(self._show_help)
        self._form_place = QVBoxLayout()
        self.input_order = InputOrder(self.document)
        self._help = Words()
        self._follows = Words()
        self._facts_title = Words(role="heading")
        self._build_facts()
        self._hint = Words()
        column.addWidget(self.heading)
        column.addSpacing(4)
        column.addWidget(self.name_row)
        column.addLayout(self._form_place)
        column.addWidget(self._help)
        column.addWidget(self.input_order)
        column.addWidget(self._follows)
        column.addSpacing(4)
        column.addWidget(self._facts_title)
        column.addLayout(self._facts)
        column.addWidget(self._hint)
        column.addStretch(1)
        self._help.hide()
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._build_problems())

    def _build_facts(self) -> None:
        self._facts = QGridLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(8)
        self._facts.setVerticalSpacing(3)
        self._facts.setColumnStretch(1, 1)
        self._fact_labels: list[tuple[QLabel, QLabel]] = []

    def _build_problems(self) -> QWidget:
        """A foot that stays in sight however long the form is."""
        self._foot = QWidget()
        self._problems_title = Words()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._problems_title)
        column.addLayout(self._cards)
        return self._foot

    def _show_name(self, name: str, help: str, keep_refusal: bool = False) -> None:
        self.name_row.help = help
        self.name_row.show()
        if not (keep_refusal and self.name_row.refusal):
            self.name_row.show_value(name)

    def _show_form(self, layer: Layer | None) -> None:
        form = None if layer is None else self._form_for(type(layer))
        if form is not self.form:
            if self.form is not None:
                self.form.hide()
            self._help.hide()
            self.form = form
        if form is not None:
            form.show_settings(layer)
            form.setVisible(bool(form.rows))

    def _form_for(self, kind: type[Layer]) -> Form:
        if kind not in self.forms:
            form = Form(kind)
            form.edited.connect(self._edit_setting)
            form.focused.connect(self._show_help)
            self.forms[kind] = form
            self._form_place.addWidget(form)
        return self.forms[kind]

    def _show_help(self, name: str) -> None:
        rows = self.form.rows if self.form is not None else {}
        row = rows.get(name, self.name_row)
        self._help.setText(f"{name}: {row.help}")
        self._help.show()

    def _show_facts(self, title: str, facts: Facts) -> None:
        self._facts_title.setText(title)
        self._facts_title.setVisible(bool(facts))
        while len(self._fact_labels) < len(facts):
            self._add_fact_labels()
        rows = list(facts.items())
        for place, (key, value) in enumerate(self._fact_labels):
            key.setVisible(place < len(rows))
            value.setVisible(place < len(rows))
            if place < len(rows):
                key.setText(rows[place][0])
                value.setText(rows[place][1])

    def _add_fact_labels(self) -> None:
        key, value = QLabel(), QLabel()
        key.setProperty("role", "muted")
        value.setFont(monospace())
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = len(self._fact_labels)
        self._facts.addWidget(key, row, 0)
        self._facts.addWidget(value, row, 1)
        self._fact_labels.append((key, value))

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [
            ProblemCard(self.document, problem, wide=False)
            for problem in problems[:MOST_CARDS]
        ]
        for card in self.cards:
            self._cards.addWidget(card)
        text, role = heading(problems) if problems else ("", "muted")
        self._problems_title.setText(text)
        self._problems_title.set_role(role)
        self._foot.setVisible(bool(problems))


def _follows(layer: Layer, inference: Inference | None) -> str:
    """What torch asks for and follows from the input: shown, and never asked."""
    if inference is None:
        return ""
    derived = layer.derived(*inference.inputs)
    if not derived:
        return ""
    values = [f"{name} {value}" for name, value in derived.items()]
    return (
        f"{listed(values)} {'follows' if len(values) == 1 else 'follow'} from the input"
    )


def _node_facts(report: Report, node: Node, inference: Inference | None) -> Facts:
    facts = _input_facts(report, node.name)
    outputs = report.graph.output_ports(node.name)
    for port in outputs:
        tensor = report.tensors.get(f"{node.name}.{port}")
        facts["out" if len(outputs) == 1 else f"out {port}"] = batched(tensor)
    if inference is None:
        return facts
    if inference.parameters or inference.inputs:
        facts["parameters"] = grouped(inference.parameters)
        facts["MACs"] = grouped(inference.macs)
    if inference.outputs:
        facts["activations"] = memory(sum(x.bytes for x in inference.outputs))
    return facts


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


def _design_facts(design: Design, report: Report) -> Facts:
    return {
        "layers": grouped(len(design.graph)),
        "parameters": grouped(report.parameters),
        "weights": memory(report.parameters * PARAMETER_BYTES),
        "MACs": grouped(report.macs),
    }


def _kinds(report: Report, names: list[str]) -> str:
    kinds: dict[str, int] = {}
    for name in names:
        kind = type(report.graph.nodes[name].layer).__name__
        kinds[kind] = kinds.get(kind, 0) + 1
    words = [f"{number} {kind}" for kind, number in kinds.items()]
    return f"{listed(words[:6])}{' and others' if len(words) > 6 else ''}."
