"""The tab that lists what each node costs: to sort, to filter, to copy, to look inside."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from designer.errors import DesignerError
from designer.graph.costs.rows import Row, sum_of
from designer.graph.costs.table import WRITTEN
from designer.ui.costs.cost_model import CostModel
from designer.ui.costs.cost_rows import CostRows, TotalLine
from designer.ui.costs.ledger import Ledger
from designer.ui.costs.lines import Line, View
from designer.ui.hints import EMPTY_DESIGN
from designer.ui.place import Place
from designer.ui.selection import Selection
from designer.ui.theme import Theme
from designer.words import counted

COPIES = {"text": "Copy", "markdown": "Copy as Markdown", "csv": "CSV"}
FILTER_WIDTH = 240


class CostTree(QTreeView):
    """The table. `copy_wanted` asks for the selected lines as text."""

    copy_wanted = Signal()

    def event(self, event: QEvent) -> bool:
        """Ctrl+C is for the table here, not for the canvas."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        is_key = isinstance(event, QKeyEvent)
        if is_asked and is_key and event.matches(QKeySequence.StandardKey.Copy):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)


class Summary(QWidget):
    """A line for each node. It follows the selection, and a click on a line leads there.

    `said` tells what was copied, or why a place cannot be shown. What is not seen is not
    worked out.
    """

    said = Signal(str)

    def __init__(
        self, ledger: Ledger, place: Place, selection: Selection, theme: Theme
    ) -> None:
        super().__init__()
        self.ledger = ledger
        self.place = place
        self.selection = selection
        self.model = CostModel(self)
        self.tree = CostTree()
        self.rows = CostRows(self.tree, theme)
        self.total = TotalLine(self.tree, theme)
        self.filter = QLineEdit()
        self.learning = QCheckBox("Only with parameters")
        self.copies = {key: QPushButton(words) for key, words in COPIES.items()}
        self._nothing = QLabel()
        self._build()
        self._lay_out()
        ledger.changed.connect(self.refresh)
        selection.changed.connect(self._mark_selected)
        place.moved.connect(self._mark_selected)

    def refresh(self) -> None:
        """Show the costs as they are now, if anyone can see them."""
        if not self.isVisible():
            return
        open_paths = {line.path for line in self._open_lines()}
        line = self.model.shown[0] if self.model.shown else None
        self.model.show_costs(self.ledger.costs)
        if self.model.shown and self.model.shown[0] is not line:
            self._open_again(open_paths)
        self._show_total()
        self._mark_selected()

    def copy(self, way: str, lines: list[Line] | None = None) -> None:
        """Put lines on the clipboard, all that are shown unless some are given."""
        shown = list(self._shown_lines()) if lines is None else lines
        rows = [line.row._replace(name=line.path) for line in shown]
        whole = [self._sum()] if lines is None else []
        QGuiApplication.clipboard().setText(WRITTEN[way]([*rows, *whole]))
        self.said.emit(f"Copied {counted(len(rows), 'line')}.")

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.rows.set_theme(theme)
        self.total.theme = theme
        self.tree.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # Following

    def _show_total(self) -> None:
        shown, everything = len(self.model.shown), len(self.model.all)
        name = "Total" if shown == everything else f"{shown} of {everything} nodes"
        self.total.show_total(self._sum(), name)
        self._nothing.setVisible(not shown)
        self._nothing.setText(
            "No node suits the filter." if everything else EMPTY_DESIGN
        )

    def _sum(self) -> Row:
        if len(self.model.shown) == len(self.model.all):
            return self.ledger.costs.total
        return sum_of(line.row for line in self.model.shown)

    def _mark_selected(self) -> None:
        """Mark the lines of the selected nodes, and bring the first one into view."""
        if not self.isVisible():
            return
        chooser = self.tree.selectionModel()
        found = [self.model.find(self.place.way, n) for n in self.selection.names]
        found = [index for index in found if index.isValid()]
        marked = {self.model.line(index) for index in chooser.selectedRows()}
        if {self.model.line(index) for index in found} <= marked and found:
            return
        flag = QItemSelectionModel.SelectionFlag
        chooser.clearSelection()
        for index in found[:MOST_MARKED]:
            chooser.select(index, flag.Select | flag.Rows)
        if found:
            chooser.setCurrentIndex(found[0], flag.NoUpdate)
            self.tree.scrollTo(found[0])

    def _go_to(self, index: QModelIndex) -> None:
        """Show the node of a line, in the block where it lies; several are selected."""
        chosen = [self.model.line(i) for i in self.tree.selectionModel().selectedRows()]
        if len(chosen) > 1:
            here = [line.node for line in chosen if line.way == self.place.way]
            self.selection.set(filter(None, here))
            return
        line = self.model.line(index)
        node = line.node or (line.parent.node if line.parent else "")
        try:
            self.place.go(line.way)
        except DesignerError as error:
            self.said.emit(str(error))
            return
        if node in self.place.design.graph.nodes:
            self.selection.reveal(node)

    # Which lines

    def _filter(self) -> None:
        words, learning = self.filter.text(), self.learning.isChecked()
        view = replace(self.model.view, words=words, with_parameters=learning)
        self._arrange(view)
        for line in self.model.shown if words else ():
            self._open_to_what_suits(line)

    def _open_to_what_suits(self, line: Line) -> None:
        """Open blocks that are shown only for what is in them."""
        if not self.model.view.suits(line.row):
            self.tree.expand(self.model.index_of(line))
            for each in self.model.under(line):
                self._open_to_what_suits(each)

    def sort(self, column: int) -> None:
        """Sort by a column; the other way round, and not at all, when asked again."""
        self._arrange(self.model.view.sorted_by(column))

    def _arrange(self, view: View) -> None:
        open_paths = {line.path for line in self._open_lines()}
        self.model.arrange(view)
        self._open_again(open_paths)
        self._show_total()
        self._mark_selected()

    def _shown_lines(self) -> Iterator[Line]:
        """The lines that can be seen, those in open blocks among them."""
        for line in self.model.shown:
            yield from self._with_open(line)

    def _with_open(self, line: Line) -> Iterator[Line]:
        yield line
        if line.is_open and self.tree.isExpanded(self.model.index_of(line)):
            for each in self.model.under(line):
                yield from self._with_open(each)

    def _open_lines(self) -> list[Line]:
        asked = [line for line in self.model.shown if line.is_open]
        seen = (each for line in asked for each in self._with_open(line))
        return [
            line
            for line in seen
            if line.is_open and self.tree.isExpanded(self.model.index_of(line))
        ]

    def _open_again(self, paths: set[str]) -> None:
        for line in self._shown_lines() if paths else ():
            if line.path in paths:
                self.tree.expand(self.model.index_of(line))

    def _copy_selected(self) -> None:
        chosen = {self.model.line(i) for i in self.tree.selectionModel().selectedRows()}
        self.copy("text", [line for line in self._shown_lines() if line in chosen])

    # Building

    def _build(self) -> None:
        tree, header = self.tree, self.tree.header()
        tree.setModel(self.model)
        tree.setItemDelegate(self.rows)
        tree.setAccessibleName("Costs of each node")
        tree.setUniformRowHeights(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setAllColumnsShowFocus(True)
        tree.setExpandsOnDoubleClick(True)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(True)
        header.setSectionsMovable(False)
        header.setSortIndicatorShown(False)
        header.sectionClicked.connect(self.sort)
        tree.clicked.connect(self._go_to)
        tree.activated.connect(self._go_to)
        tree.copy_wanted.connect(self._copy_selected)
        self.filter.setPlaceholderText("Filter by name or layer")
        self.filter.setAccessibleName("Filter the nodes")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(FILTER_WIDTH)
        self.filter.textChanged.connect(self._filter)
        self.learning.toggled.connect(self._filter)
        for key, button in self.copies.items():
            button.setToolTip(f"Copy the table as {COPY_NAMES[key]}")
            button.setAccessibleName(f"Copy as {COPY_NAMES[key]}")
            button.clicked.connect(lambda _=False, key=key: self.copy(key))

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(8, 0, 12, 4)
        above.setSpacing(8)
        for widget in (self.filter, self.learning):
            above.addWidget(widget)
        above.addStretch(1)
        for button in self.copies.values():
            above.addWidget(button)
        self._nothing.setProperty("role", "muted")
        self._nothing.setContentsMargins(16, 8, 16, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self._nothing)
        column.addWidget(self.tree, 1)
        column.addWidget(self.total)


MOST_MARKED = 200
"""More selected lines are not marked: nobody sees them all."""

COPY_NAMES = {"text": "text", "markdown": "Markdown", "csv": "CSV"}
