"""The code of a node while it is typed: entered into the design after a rest.

A text that its layer refuses is kept here and not entered, until it is mended. What
draws it may come and go, and several widgets may show the same.
"""

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from designer.errors import DesignerError
from designer.graph import Design, Problem
from designer.graph.edits import succeeded
from designer.kinds import Program as ProgramKind
from designer.layers import Layer
from designer.ui.code.python_text import PythonDocument
from designer.ui.document import Document
from designer.ui.follow import renamed
from designer.ui.theme import Theme

REST = 400
"""Milliseconds without a key after which a text is entered."""


def program_setting(layer: type[Layer] | Layer) -> str:
    """The name of the setting that is a program; empty if there is none."""
    settings = layer.declared_settings.items()
    found = (name for name, each in settings if isinstance(each.kind, ProgramKind))
    return next(found, "")


class Program(QObject):
    """The text of one node. `told` says that there is something else to say of it.

    All typing between two other edits is one step of undo. It is entered into the
    design before it, so that a wire or a setting that a half-written line cost is there
    again when the line is done.
    """

    told = Signal()
    gone = Signal()

    def __init__(
        self, document: Document, node: str, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.node = node
        self.text = PythonDocument(theme, self)
        self.message = ""
        self.locked = ""
        self.problems: tuple[Problem, ...] = ()
        self._before = self._known = document.design
        self._is_entering = False
        self._rest = self._timer(REST, self._end_rest)
        self._half_rest = self._timer(REST // 2, self._look_ahead)
        self._put(self._written)
        for timer in (self._rest, self._half_rest):
            self.text.contentsChanged.connect(timer.start)
        self.follow()

    @property
    def setting(self) -> str:
        """The setting that holds the text; empty once the node has none."""
        node = self.document.design.graph.nodes.get(self.node)
        return program_setting(node.layer) if node is not None else ""

    @property
    def is_typed(self) -> bool:
        """Whether the text is another than the design's."""
        return self.text.toPlainText() != self._plain

    @property
    def is_tried(self) -> bool:
        """Whether it is being found out what the layer makes of its inputs."""
        return self.node in self.document.report.awaited

    @property
    def lines(self) -> dict[int, str]:
        """The lines with a problem, from 1, and what that is; unknown when refused."""
        if self.message:
            return {}
        own = (p for p in self.problems if p.setting == self.setting and p.line)
        return {problem.line: problem.message for problem in own}

    def commit(self) -> None:
        """Enter what was typed, if anything was and it can be."""
        if self._rest.isActive():
            self._rest.stop()
            self._end_rest()

    def lock(self, reason: str) -> None:
        """Let nothing be typed, and say why; an empty reason lets it again."""
        self.locked = reason
        if not reason and self.is_typed:
            self._rest.start()
        self.told.emit()

    def follow(self) -> None:
        """Show the design's text if it is another, and what there is to say of it."""
        design = self.document.design
        if design is not self._known and not self._is_entering:
            self._before = self._known = design
            if self._written != self._source:
                self._put(self._written)
            if not self.is_typed:
                self.text.clearUndoRedoStacks()
        self.problems = self.document.report.of(self.node)
        self.told.emit()

    def reset(self) -> None:
        """Show the design's text, and forget what was typed and not entered."""
        self._put(self._written)
        self.told.emit()

    @property
    def _written(self) -> str:
        layer = self.document.design.graph.node(self.node).layer
        return str(getattr(layer, self.setting))

    def _put(self, text: str) -> None:
        self.text.turn_into(text.split("\n"))
        self._source, self._plain = text, self.text.toPlainText()
        self.text.clearUndoRedoStacks()
        self._rest.stop()
        self._half_rest.stop()
        self.message = ""

    def _timer(self, interval: int, deed: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(deed)
        return timer

    def _look_ahead(self) -> None:
        """Let be found out what a text gives, so that it is known when it is entered."""
        if self.setting and not self.locked and self.is_typed:
            with suppress(DesignerError):
                self.document.look_ahead(self._edited())

    def _edited(self) -> Design:
        """The design with this text; raises DesignerError where there can be none."""
        graph, text = self._before.graph, self.text.toPlainText()
        layer = graph.node(self.node).layer.changed(**{self.setting: text})
        return self._before.with_graph(succeeded(graph, self.node, layer))

    def _end_rest(self) -> None:
        if self.setting and not self.locked:
            self._tell(self._enter() if self.is_typed else "")

    def _enter(self) -> str:
        """Enter the text; gives words for why it could not be."""
        try:
            design = self._edited()
        except DesignerError as error:
            return f"{str(error).rstrip('.')}. Until then, the layer stays as it was."
        self._source = self._plain = self.text.toPlainText()
        self._is_entering = True
        try:
            self.document.write_code(
                f"Edit the code of {self.node}", design, f"{self.node}.{self.setting}"
            )
        finally:
            self._is_entering = False
            self._known = self.document.design
        return ""

    def _tell(self, message: str) -> None:
        if message != self.message:
            self.message = message
            self.told.emit()


class Programs(QObject):
    """The programs that somebody looked at, by their node."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self.document = document
        self.theme = theme
        self.locked = ""
        self.by_node: dict[str, Program] = {}
        document.changed.connect(self._rename)
        document.checked.connect(self._follow)
        document.opened.connect(self._begin_afresh)

    def of(self, node: str) -> Program:
        """The program of a node that has one."""
        if node not in self.by_node:
            made = Program(self.document, node, self.theme, self)
            made.lock(self.locked)
            self.by_node[node] = made
        return self.by_node[node]

    def commit(self) -> None:
        """Enter whatever was typed and not yet entered."""
        for program in tuple(self.by_node.values()):
            program.commit()

    @property
    def unfinished(self) -> Program | None:
        """The first that holds a text which its layer refuses."""
        return next((each for each in self.by_node.values() if each.message), None)

    def lock(self, reason: str) -> None:
        """Let no code be typed, and say why; an empty reason lets it again."""
        if reason != self.locked:
            self.locked = reason
            for program in self.by_node.values():
                program.lock(reason)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        for program in self.by_node.values():
            program.text.highlighter.set_theme(theme)

    def _rename(self, before: Design, after: Design) -> None:
        for old, new in renamed(before.graph, after.graph).items():
            if old in self.by_node:
                program = self.by_node.pop(old)
                program.node = new
                self.by_node[new] = program

    def _follow(self) -> None:
        for program in tuple(self.by_node.values()):
            if program.setting:
                program.follow()
            else:
                self._forget(program)

    def _begin_afresh(self) -> None:
        for program in self.by_node.values():
            program.reset()

    def _forget(self, program: Program) -> None:
        del self.by_node[program.node]
        program.gone.emit()
        program.deleteLater()
