"""What is selected: its name, its settings, its shapes, its cost and its problems."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from designer.errors import DesignerError
from designer.graph import Node, Problem
from designer.graph.block import MOST, REPEAT
from designer.graph.inference import Given
from designer.graph.settings_edits import with_setting_made
from designer.kinds import Whole
from designer.layers import Input, Layer
from designer.ui.code.program import Program, Programs, program_setting
from designer.ui.code.program_field import ProgramField
from designer.ui.code.window import CodeWindows
from designer.ui.document import Document
from designer.ui.expression_text import NOWHERE, Scope
from designer.ui.facts import (
    FactsGrid,
    design_facts,
    follows,
    kinds,
    node_facts,
    several_facts,
    what_is_told,
)
from designer.ui.fields import Line
from designer.ui.form import Form, Row, Words
from designer.ui.heading import Heading
from designer.ui.hints import (
    BLOCK,
    BLOCK_HINT,
    EMPTY_HINT,
    GIVEN,
    GIVEN_TIP,
    NETWORK,
    SELECT_HINT,
)
from designer.ui.input_order import InputOrder
from designer.ui.place import Place
from designer.ui.problems.foot import ProblemFoot
from designer.ui.scope import scope_in
from designer.ui.selection import Selection
from designer.ui.setting_help import SettingHelp
from designer.ui.settings_editor import SettingsEditor
from designer.ui.shared_weights import SharedWeights
from designer.ui.tab_order import chain, stops
from designer.ui.tall_scroll import TallScroll
from designer.ui.theme import DARK, Theme
from designer.words import counted

NAME_HELP = "Its name here and in the code: letters, digits and _."
NARROW = {REPEAT.name: replace(REPEAT, kind=Whole(1, MOST))}
"""Settings for which a form takes less than a file may hold."""


class Inspector(QWidget):
    """Shows the selected node, the sum of several, or the design when none is.

    `help_wanted` carries a layer type whose page somebody wants to read.
    """

    help_wanted = Signal(str)

    def __init__(
        self, document: Document | Place, selection: Selection, theme: Theme = DARK
    ) -> None:
        super().__init__()
        self.document = document
        self.selection = selection
        self.forms: dict[type[Layer], Form] = {}
        self.form: Form | None = None
        self._shown: Node | None = None
        self._told: object = None
        self._named = ("", "")
        self.programs = Programs(document, theme)
        self.code_windows = CodeWindows(self, document, theme)
        self._build(theme)
        document.checked.connect(self.refresh)
        selection.changed.connect(self._turn)
        self.refresh()

    def commit(self) -> None:
        """Enter whatever was typed and not yet entered."""
        self.name_row.field.commit()
        self.settings_editor.commit()
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
        """Show the field, or the line of code, that a problem of this node names."""
        shown = self._shown is not None and self._shown.name == problem.at
        if shown and problem.setting:
            self._reveal_row(problem.setting)
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
        if len(names) < 2:
            self._told = None
        if len(names) == 1:
            self._show_node(nodes[names[0]])
        elif names:
            self._show_several(names)
        else:
            self._show_design()
        self._settle()

    def _settle(self) -> None:
        """Let all stand where it will be, so that a press at once finds what it meant.

        Layouts within layouts ask one after another, so all that ask are answered.
        """
        if self.isVisible():
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            self.layout().activate()
            self._scroll.widget().layout().activate()

    def _turn(self) -> None:
        """Show another node, once what was typed for the one before is entered."""
        self.programs.commit()
        self.refresh()

    # What there is to show

    def _show_node(self, node: Node) -> None:
        report = self.document.report
        inference = report.inference(node.name)
        resolved = report.resolved.nodes[node.name].layer
        is_same = self._shown is not None and self._shown.name == node.name
        self._shown = node
        self.heading.show_layer(node.layer, node.name)
        self._show_name(node.name, NAME_HELP, is_same)
        self._show_form(node.layer, is_same)
        self.settings_editor.hide()
        self._show_given(resolved)
        is_given = isinstance(resolved, Given)
        words = GIVEN.format(resolved.output()) if is_given else ""
        self._follows.setText(words or follows(resolved, inference))
        self._follows.setVisible(bool(self._follows.text()))
        self.facts.show_facts("Shapes", node_facts(report, node, inference))
        self._show_problems(report.said_of(node.name))
        self._hint.hide()
        self._order_tabs()

    def _show_several(self, names: list[str]) -> None:
        report = self.document.report
        told = what_is_told(report, names)
        if told == self._told:
            return  # to sum up thousands takes a while
        self._told, self._shown = told, None
        self.heading.show_words(
            counted(len(names), "layer"), "selected", kinds(report, names)
        )
        self.name_row.hide()
        self._show_form(None)
        self.settings_editor.hide()
        self._follows.hide()
        self.facts.show_facts("Together", several_facts(report, names))
        self._show_problems(
            tuple(problem for name in names for problem in report.of(name))
        )
        self._hint.hide()

    def _show_design(self) -> None:
        design, report = self.document.design, self.document.report
        is_same, self._shown = self._shown is None, None
        is_block = bool(self.document.way)
        about = BLOCK if is_block else NETWORK
        self.heading.show_words("Block" if is_block else "Design", "", about)
        self._show_name(design.name, "The name of the class in the code.", is_same)
        self._show_form(None)
        self.settings_editor.show_settings()
        self.settings_editor.show()
        self._follows.hide()
        self.facts.show_facts("Totals", design_facts(design, report))
        self._show_problems(report.of(""))
        hint = BLOCK_HINT if is_block else SELECT_HINT
        self._hint.setText(hint if len(design.graph) else EMPTY_HINT)
        self._hint.show()
        self._order_tabs()

    def _show_given(self, resolved: Layer) -> None:
        """Show an Input of a block as what reaches it, which cannot be set inside."""
        if self.form is None or not issubclass(self.form.type, Input):
            return
        is_given = isinstance(resolved, Given)
        for name, row in self.form.rows.items():
            row.disable(GIVEN_TIP if is_given else "")
            if is_given:
                row.show_value(getattr(resolved, name))

    def _order_tabs(self) -> None:
        """Tab goes from the name through the form to the buttons that mend.

        Forms are made when first needed, and Qt would put them after everything.
        """
        parts: list[QWidget] = [self.name_row, self.weights, self.program]
        parts += [self.form] if self.form is not None else []
        parts += [self.input_order, *self.settings_editor.parts]
        chain([*(w for part in parts for w in stops(part)), *self.problems.buttons])

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.problems.share(event.size().height())
        super().resizeEvent(event)

    # Edits

    def _edit_name(self, _: str, name: Any, step: bool) -> None:
        design = self.document.design
        try:
            if self._shown is None:
                changed = replace(design, name=name)
                what = "block" if self.document.way else "design"
                label = f"Name the {what} {name}"
            else:
                graph = design.graph.rename(self._shown.name, name)
                changed = design.with_graph(graph)
                label = f"Rename {self._shown.name} to {name}"
            if changed == design:
                self.name_row.show_value(name)
            self.document.edit(label, changed)
        except DesignerError as error:
            self.name_row.refuse(str(error))

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

    def _make_setting(self, setting: str) -> None:
        """Make a setting of the node that is shown one of the block, or the network."""
        assert self._shown is not None and self.form is not None
        row = self.form.rows[setting]
        row.field.commit()
        if row.refusal:
            return
        node, whole = self._shown.name, self.document.document
        block = self.document.design.name if self.document.way else ""
        try:
            changed = with_setting_made(whole.design, node, setting, block)
        except DesignerError as error:
            self.form.refuse(setting, str(error))
            return
        whole.edit(f"Make {setting} of {node} a setting", changed)

    # How it is shown

    def _build(self, theme: Theme) -> None:
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
        self.weights = SharedWeights(self.document)
        self._help = SettingHelp()
        self._help.serve([self.name_row])
        self._follows = Words()
        self.settings_editor = SettingsEditor(self.document)
        self.facts = FactsGrid()
        self._hint = Words()
        self._scroll = TallScroll()
        self.problems = ProblemFoot(self.document, self._scroll)
        self.problems.pressed.connect(self.go_to)
        self._lay_out()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addSpacing(4)
        column.addWidget(self.name_row)
        column.addWidget(self.weights)
        column.addWidget(self.program)
        column.addLayout(self._form_place)
        for part in (self._help, self.input_order, self.settings_editor, self._follows):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(self.facts)
        column.addWidget(self._hint)
        scroll = self._scroll
        scroll.setWidget(content)
        scroll.setAccessibleName("Inspector")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self, spacing=0)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        layout.addWidget(self.problems)
        layout.addStretch()

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
        name = self._shown.name if self._shown is not None else ""
        for part in (self.weights, self.input_order):
            part.show_node(name)
        self.program.show_program(self._program)
        form = None if layer is None else self._form_for(type(layer))
        if form is not self.form:
            if self.form is not None:
                self._put_away(self.form)
            self.form = form
            rows = () if form is None else form.rows.values()
            self._help.serve([self.name_row, *rows])
        if form is not None:
            if not (is_same and form.settings is layer):
                form.show_settings(layer)
            form.show_scope()
            form.setVisible(bool(form.rows))

    def _form_for(self, kind: type[Layer]) -> Form:
        if kind not in self.forms:
            form = Form(kind, (program_setting(kind),), self._scope, NARROW)
            form.setting_wanted.connect(self._make_setting)
            form.edited.connect(self._edit_setting)
            form.focused.connect(self._show_help)
            self.forms[kind] = form
            self._form_place.addWidget(form)
        return self.forms[kind]

    def _scope(self, setting: str) -> Scope:
        """What a setting of the node that is shown may follow."""
        if self._shown is None:
            return NOWHERE
        whole, way = self.document.document.design, self.document.way
        return scope_in(whole, way, self._shown.layer, setting)

    def _put_away(self, form: Form) -> None:
        """Hide a form; one that follows from a program's text is not needed again."""
        form.hide()
        if program_setting(form.type):
            del self.forms[form.type]
            form.deleteLater()

    def _show_help(self, name: str) -> None:
        rows = self.form.rows if self.form is not None else {}
        row = rows.get(name, self.name_row)
        self._help.tell(row)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show them under the form, and the field that the first of them names."""
        before = self._named
        own = [each for each in problems if each.setting and not each.way]
        named = [(each.node, each.setting) for each in own]
        self._named = next(iter(named), ("", ""))
        self.problems.show_problems(problems)
        if self._named != before:
            self._reveal_row(self._named[1])

    def _reveal_row(self, setting: str) -> None:
        rows = self.form.rows if self.form is not None else {}
        if setting in rows:
            self._settle()
            self._scroll.ensureWidgetVisible(rows[setting], 0, 8)
