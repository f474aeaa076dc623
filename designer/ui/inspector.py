"""What is selected: its name, its settings, its shapes, its cost and its problems."""

import itertools
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from designer.errors import DesignerError
from designer.graph import Design, Node, Problem, Report
from designer.graph.inference import Inference
from designer.layers import Layer
from designer.ui.code_window import CodeWindows
from designer.ui.document import Document
from designer.ui.facts import FactsGrid, design_facts, node_facts
from designer.ui.fields import Line
from designer.ui.form import Form, Row, Words
from designer.ui.heading import Heading
from designer.ui.input_order import InputOrder
from designer.ui.numbers import grouped, memory
from designer.ui.problem_card import ProblemCard, heading
from designer.ui.program import Program, Programs, program_setting
from designer.ui.program_field import ProgramField
from designer.ui.selection import Selection
from designer.ui.theme import DARK, Theme
from designer.words import counted, listed

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

    def __init__(
        self, document: Document, selection: Selection, theme: Theme = DARK
    ) -> None:
        super().__init__()
        self.document = document
        self.selection = selection
        self.forms: dict[type[Layer], Form] = {}
        self.form: Form | None = None
        self.cards: list[ProblemCard] = []
        self._shown: Node | None = None
        self._help_for = ""
        self.programs = Programs(document, theme)
        self.code_windows = CodeWindows(self, document, theme)
        self._build(theme)
        document.checked.connect(self.refresh)
        selection.changed.connect(self._turn)
        self.refresh()

    def commit(self) -> None:
        """Enter whatever was typed and not yet entered."""
        self.name_row.field.commit()
        self.programs.commit()
        if self.form is not None:
            self.form.commit()

    def set_code_locked(self, reason: str) -> None:
        """Let no code be edited, and say why; an empty reason lets it again."""
        self.programs.lock(reason)

    def set_theme(self, theme: Theme) -> None:
        """Draw code in other colours."""
        self.programs.set_theme(theme)
        self.program.editor.set_theme(theme)
        self.code_windows.set_theme(theme)

    def go_to(self, problem: Problem) -> None:
        """Put the cursor on the line that a problem of the selected node names."""
        shown = self._shown is not None and self._shown.name == problem.node
        if shown and problem.line and self._program is not None:
            self.program.editor.go_to(problem.line)
            self._scroll.ensureWidgetVisible(self.program)

    def open_large(self) -> None:
        """Open the code of the selected node in a window of its own, if it has any."""
        if self._program is not None:
            self.code_windows.show(self._program)

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

    def _turn(self) -> None:
        """Show another node, once what was typed for the one before is entered."""
        self.programs.commit()
        self.refresh()

    # What there is to show

    def _show_node(self, node: Node) -> None:
        report = self.document.report
        inference = report.inference(node.name)
        is_same = self._shown is not None and self._shown.name == node.name
        self._shown = node
        self.heading.show_layer(node.layer, node.name)
        self._show_name(node.name, NAME_HELP, is_same)
        self._show_form(node.layer, is_same)
        self.input_order.show_node(node.name)
        self._follows.setText(_follows(node.layer, inference))
        self._follows.setVisible(bool(self._follows.text()))
        self.facts.show_facts("Shapes", node_facts(report, node, inference))
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
        self.facts.show_facts("Together", facts)
        self._show_problems(
            tuple(problem for name in names for problem in report.of(name))
        )
        self._hint.hide()

    def _show_design(self) -> None:
        design, report = self.document.design, self.document.report
        is_same, self._shown = self._shown is None, None
        self.heading.show_words("Design", "", "The network as a whole.")
        self._show_name(design.name, "The name of the class in the code.", is_same)
        self._show_form(None)
        self.input_order.show_node("")
        self._follows.hide()
        self.facts.show_facts("Totals", design_facts(design, report))
        self._show_problems(report.of(""))
        self._hint.setText(SELECT_HINT if len(design.graph) else EMPTY_HINT)
        self._hint.show()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab goes from the name through the form to the buttons that mend.

        Forms are made when first needed, and Qt would put them after everything.
        """
        widgets = self._stops(self.name_row) + self._stops(self.program)
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

    def _build(self, theme: Theme) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        self.heading = Heading()
        self.heading.help_wanted.connect(self.help_wanted)
        self.name_row = Row("name", Line(), NAME_HELP)
        self.name_row.edited.connect(self._edit_name)
        self.name_row.focused.connect(self._show_help)
        self.program = ProgramField(theme)
        self.program.large_wanted.connect(self.open_large)
        self.program.view.refused.connect(self._reveal_refusal)
        self._form_place = QVBoxLayout()
        self.input_order = InputOrder(self.document)
        self._help = Words()
        self._follows = Words()
        self.facts = FactsGrid()
        self._hint = Words()
        column.addWidget(self.heading)
        column.addSpacing(4)
        column.addWidget(self.name_row)
        column.addWidget(self.program)
        column.addLayout(self._form_place)
        column.addWidget(self._help)
        column.addWidget(self.input_order)
        column.addWidget(self._follows)
        column.addSpacing(4)
        column.addWidget(self.facts)
        column.addWidget(self._hint)
        column.addStretch(1)
        self._help.hide()
        self._scroll = scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._build_problems())

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

    def _show_name(self, name: str, help: str, is_same: bool) -> None:
        """Show a name; what is being typed in place of the same one stays."""
        self.name_row.help = help
        self.name_row.show()
        if not (is_same and name == self.name_row.value):
            self.name_row.show_value(name)

    @property
    def _program(self) -> Program | None:
        """The program of the node that is shown, if it has one."""
        if self._shown is None or not program_setting(self._shown.layer):
            return None
        return self.programs.of(self._shown.name)

    def _reveal_refusal(self) -> None:
        self._scroll.widget().layout().activate()
        self._scroll.ensureWidgetVisible(self.program.view.refusal, 0, 8)

    def _show_form(self, layer: Layer | None, is_same: bool = False) -> None:
        """Show a layer's settings; what is being typed into the same ones stays."""
        self.program.show_program(self._program)
        form = None if layer is None else self._form_for(type(layer))
        if form is not self.form:
            if self.form is not None:
                self._put_away(self.form)
            self._help.hide()
            self.form = form
        if form is not None:
            if not (is_same and form.settings is layer):
                form.show_settings(layer)
            form.setVisible(bool(form.rows))

    def _form_for(self, kind: type[Layer]) -> Form:
        if kind not in self.forms:
            form = Form(kind, skip=(program_setting(kind),))
            form.edited.connect(self._edit_setting)
            form.focused.connect(self._show_help)
            self.forms[kind] = form
            self._form_place.addWidget(form)
        return self.forms[kind]

    def _put_away(self, form: Form) -> None:
        """Hide a form; one that follows from a program's text is not needed again."""
        form.hide()
        if program_setting(form.type):
            del self.forms[form.type]
            form.deleteLater()

    def _show_help(self, name: str) -> None:
        rows = self.form.rows if self.form is not None else {}
        row = rows.get(name, self.name_row)
        self._help.setText(f"{name}: {row.help}")
        self._help.show()

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [
            ProblemCard(self.document, problem, wide=False)
            for problem in problems[:MOST_CARDS]
        ]
        for card in self.cards:
            card.pressed.connect(lambda card=card: self.go_to(card.problem))
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


def _kinds(report: Report, names: list[str]) -> str:
    kinds: dict[str, int] = {}
    for name in names:
        kind = type(report.graph.nodes[name].layer).__name__
        kinds[kind] = kinds.get(kind, 0) + 1
    words = [f"{number} {kind}" for kind, number in kinds.items()]
    return f"{listed(words[:6])}{' and others' if len(words) > 6 else ''}."
