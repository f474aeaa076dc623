"""The lines of the table as Qt's views ask for them. An edit touches what it changes."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from designer.graph.costs.rows import Costs, Row
from designer.graph.design import Way
from designer.ui.costs.lines import HEADS, HELP, NUMBERS, Line, View, lines, text, value

Index = QModelIndex | QPersistentModelIndex

SHARE = Qt.ItemDataRole.UserRole + 1
"""The share that a cell has of the column's total, from 0 to 1."""

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CostModel(QAbstractItemModel):
    """Lines, filtered and sorted at the top; those in blocks as the graph goes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: list[Line] = []
        self.shown: list[Line] = []
        self.view = View()
        self.total: Row | None = None
        self._names: list[str] = []
        self._gone: list[Line] = []
        self._within: dict[Line, list[Line]] = {}

    def show_costs(self, costs: Costs) -> None:
        """Show what the network costs now; lines of nodes that stay are kept."""
        self.total, rows = costs.total, costs.rows
        if self._names != list(rows):
            self._begin_anew(costs)
            return
        changed = [line for line in self.all if rows[line.node] is not line.row]
        for line in self.all:
            line.costs = costs
        followed = [line.follow(costs, rows[line.node]) for line in changed]
        if all(followed):
            self._tell(changed)
        else:
            self._begin_anew(costs)

    def arrange(self, view: View) -> None:
        """Show other lines, or the same in another order."""
        same_lines = (view.words, view.with_parameters) == (
            self.view.words,
            self.view.with_parameters,
        )
        self.view = view
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADS) - 1)
        if same_lines:
            self._order(view.shown(self.all))
        else:
            self.beginResetModel()
            self._within.clear()
            self._number(view.shown(self.all))
            self.endResetModel()

    def under(self, line: Line) -> list[Line]:
        """The lines under a line, without those that the filter leaves out."""
        if line not in self._within:
            self._within[line] = self.view.within(line)
            for at, each in enumerate(self._within[line]):
                each.at = at
        return self._within[line]

    def line(self, index: Index) -> Line:
        """The line at an index that is there."""
        found: Line = index.internalPointer()
        return found

    def index_of(self, line: Line, column: int = 0) -> QModelIndex:
        """Where a line stands."""
        return self.createIndex(line.at, column, line)

    def find(self, way: Way, node: str) -> QModelIndex:
        """Where the node of a block that a way leads to stands; invalid if nowhere."""
        found: list[Line] = self.shown
        for step in way:
            outer = next((line for line in found if line.node == step.node), None)
            if outer is None or not outer.has_lines:
                return QModelIndex()
            repeats = outer.costs.repeats(step.node)
            found = self.under(outer)
            if repeats > 1:
                place = min(step.repeat, repeats - 1)
                repeat = next((each for each in found if each.place == place), None)
                found = self.under(repeat) if repeat else []
        line = next((line for line in found if line.node == node), None)
        return self.index_of(line) if line else QModelIndex()

    # What views ask

    def index(
        self,
        row: int,
        column: int,
        parent: Index = QModelIndex(),  # noqa: B008
    ) -> QModelIndex:
        under = self._under(parent)
        if 0 <= row < len(under) and 0 <= column < len(HEADS):
            return self.createIndex(row, column, under[row])
        return QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self.line(index).parent if index.isValid() else None
        return self.index_of(above) if above else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._under(parent)) if parent.column() <= 0 else 0

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        if not parent.isValid():
            return bool(self.shown)
        return parent.column() == 0 and self.line(parent).has_lines

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return text(self.line(index).row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column > 1 else LEFT
        if role == SHARE and column in NUMBERS and self.total is not None:
            whole = value(self.total, column)
            return value(self.line(index).row, column) / whole if whole else 0.0
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._help(index)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section] + self.view.sign(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return HELP[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section > 1 else LEFT
        return None

    # How

    def _under(self, parent: Index) -> list[Line]:
        return self.under(self.line(parent)) if parent.isValid() else self.shown

    def _help(self, index: Index) -> str:
        line = self.line(index)
        share = self.data(index, SHARE)
        if share:
            return f"{share:.1%} of all {HEADS[index.column()]}"
        if index.column() == 0 and line.row.shared:
            return f"{line.path} uses the weights of another node"
        return line.path if index.column() == 0 else ""

    def _begin_anew(self, costs: Costs) -> None:
        self.beginResetModel()
        self._gone = self.all  # indexes point to them until all views were told
        self._within.clear()
        self.all, self._names = list(lines(costs)), list(costs.rows)
        self._number(self.view.shown(self.all))
        self.endResetModel()

    def _number(self, shown: list[Line]) -> None:
        self.shown = shown
        for at, line in enumerate(shown):
            line.at = at

    def _order(self, shown: list[Line]) -> None:
        """Put lines into another order; what views keep of them moves with them."""
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self.line(index)) for index in self.persistentIndexList()]
        self._number(shown)
        for index, line in kept:
            moved = self.createIndex(line.at, index.column(), line)
            self.changePersistentIndex(index, moved)
        self.layoutChanged.emit()

    def _tell(self, changed: list[Line]) -> None:
        """Say which lines show other numbers, and put them where they belong now."""
        if not changed:
            return
        shown = self.shown if self.view.is_plain else self.view.shown(self.all)
        if len(shown) != len(self.shown) or set(shown) != set(self.shown):
            self.beginResetModel()
            self._number(shown)
            self.endResetModel()
            return
        if shown != self.shown:
            self._order(shown)
        seen = [
            line
            for line in changed
            if line.at < len(self.shown) and self.shown[line.at] is line
        ]
        if seen:
            self._tell_rows(self.shown, seen)
        for line in seen:
            for under in self._opened(line):
                self._tell_rows(under, under)

    def _tell_rows(self, beside: list[Line], changed: list[Line]) -> None:
        """Say at once that all show other numbers from the first changed to the last."""
        places = [line.at for line in changed]
        first, last = beside[min(places)], beside[max(places)]
        self.dataChanged.emit(self.index_of(first), self.index_of(last, len(HEADS) - 1))

    def _opened(self, line: Line) -> Iterator[list[Line]]:
        """The lines under a line that a view may show, those of each parent together."""
        if line in self._within and self.under(line):
            yield self.under(line)
            for each in self.under(line):
                yield from self._opened(each)
