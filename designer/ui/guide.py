"""Leads the person to what is spoken of: a problem, a block, some code, a setting."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from designer.graph import Problem
from designer.graph.report import BETWEEN
from designer.ui.canvas import Canvas
from designer.ui.inspector import Inspector
from designer.ui.place import Place
from designer.ui.selection import Selection


class Guide(QObject):
    """Goes into the block that is meant, selects the node and shows the field."""

    def __init__(
        self, place: Place, selection: Selection, canvas: Canvas, inspector: Inspector
    ) -> None:
        super().__init__(canvas)
        self.place = place
        self.selection = selection
        self.canvas = canvas
        self.inspector = inspector
        inspector.problems.pressed.connect(self.go_inside)

    def ask(self, commit: Callable[[], None], unfinished: Callable[[], str]) -> None:
        """Before each move, enter what was typed, and stay where that cannot be."""

        def reason() -> str:
            commit()
            return unfinished()

        self.place.ask = reason

    def show_problem(self, problem: Problem) -> None:
        """Go to a problem of the whole design."""
        self.place.go(problem.way)
        if problem.at in self.place.design.graph.nodes:
            self.selection.reveal(problem.at)
            self.inspector.go_to(problem)

    def go_inside(self, problem: Problem) -> None:
        """Go to a problem of the place that is seen, if it lies deeper."""
        if problem.way:
            self.place.go((*self.place.way, *problem.way))
            self.selection.reveal(problem.at)
            self.inspector.go_to(problem)

    def read_code(self, where: str) -> None:
        """Show code that stands at "node", or in a block at "Block ▸ node"."""
        block, _, node = where.rpartition(BETWEEN)
        if self.open_block(block):
            self.selection.reveal(node)
            self.inspector.open_large()

    def open_block(self, block: str) -> bool:
        """Go to where a block is used, or without a name to the network."""
        way = self.place.document.design.way_to(block) if block else ()
        if way is None:
            self.canvas.refuse(f"Nothing uses {block} now. Place it to see inside.")
            return False
        if not (block and self.place.way and self.place.design.name == block):
            self.place.go(way)
        return True

    def show_repeat(self) -> None:
        """Let be typed how often the selected block is repeated."""
        form = self.inspector.form
        if form is not None and "repeat" in form.rows:
            self.inspector.window().activateWindow()
            form.rows["repeat"].field.setFocus()
