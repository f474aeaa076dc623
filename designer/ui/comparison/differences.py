"""What differs as a list: each part, its nodes and wires, and both values of settings."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from designer.graph.diff import Change, Difference, Kind, NodeChange, Part
from designer.graph.wiring import Wire
from designer.ui.comparison.marks import colour_of
from designer.ui.theme import Theme, monospace

SIGNS = {"added": "+", "removed": "−", "changed": "~", "moved": "→"}
SHOWN = Qt.ItemDataRole.UserRole
COLUMNS = ("What differs", "Before", "After")
LONGEST = 240
"""Letters of a value; a longer text is cut, and whole in its tip."""


class Differences(QTreeWidget):
    """`gone_to` carries the part and the change that was chosen, or None for a part."""

    gone_to = Signal(object, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setAccessibleName("Differences")
        self.setColumnCount(len(COLUMNS))
        self.setHeaderLabels(COLUMNS)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 340)
        header.resizeSection(1, 240)
        self.currentItemChanged.connect(self._go)

    def show_difference(self, found: Difference, kinds: frozenset[Kind]) -> None:
        """List what differs, of these kinds; what was chosen stays so."""
        chosen = self._path()
        self.blockSignals(True)
        self.clear()
        for part in found.parts:
            self._add_part(part, kinds)
        if found.training and "changed" in kinds:
            top = self._row(self.invisibleRootItem(), "Training", None, None)
            for change in found.training:
                self._add_change(top, change, None, None)
        self.expandAll()
        self._choose(chosen)
        self.blockSignals(False)

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours at the next listing."""
        self.theme = theme

    def _add_part(self, part: Part, kinds: frozenset[Kind]) -> None:
        title = f"Block {part.block}" if part.block else "Network"
        if part.kind != "changed":
            word = "new" if part.kind == "added" else "gone"
            if part.kind in kinds:
                row = self._row(
                    self.invisibleRootItem(), f"{title} is {word}", part, None
                )
                self._colour(row, part.kind)
            return
        top = self._row(self.invisibleRootItem(), title, part, None)
        if "changed" in kinds:
            for change in part.settings:
                self._add_change(top, change, part, None)
        moved = part.of("moved")
        for node in (*(each for each in part.nodes if each.kind != "moved"), *moved):
            if node.kind in kinds:
                self._add_node(top, part, node)
        for kind, wire in _wires(part):
            if kind in kinds:
                row = self._row(top, f"{SIGNS[kind]} wire {wire}", part, wire)
                self._colour(row, kind)
        if not top.childCount():
            self.invisibleRootItem().removeChild(top)

    def _add_node(self, top: QTreeWidgetItem, part: Part, change: NodeChange) -> None:
        node = change.node
        words = f"{SIGNS[change.kind]} {node.name}  {type(node.layer).__name__}"
        row = self._row(top, words, part, change)
        self._colour(row, change.kind)
        if change.kind in ("added", "removed"):
            row.setText(2 if change.after else 1, node.layer.brief())
        if len(change.settings) == 1 and not _is_long(change.settings[0]):
            row.setText(0, f"{words}  {change.settings[0].name}")
            self._set_values(row, change.settings[0])
            return
        for each in change.settings:
            self._add_change(row, each, part, change)

    def _add_change(
        self,
        top: QTreeWidgetItem,
        change: Change,
        part: Part | None,
        node: NodeChange | None,
    ) -> None:
        self._set_values(self._row(top, change.name, part, node), change)

    def _set_values(self, row: QTreeWidgetItem, change: Change) -> None:
        for column, value in ((1, change.before), (2, change.after)):
            short = " ".join(value.split())
            row.setText(
                column, short if len(short) < LONGEST else short[:LONGEST] + "…"
            )
            row.setToolTip(column, value)
            row.setFont(column, monospace())

    def _row(
        self,
        top: QTreeWidgetItem,
        words: str,
        part: Part | None,
        shown: NodeChange | Wire | None,
    ) -> QTreeWidgetItem:
        row = QTreeWidgetItem(top, [words])
        row.setData(0, SHOWN, (part, shown))
        return row

    def _colour(self, row: QTreeWidgetItem, kind: Kind) -> None:
        row.setForeground(0, QBrush(QColor(colour_of(kind, self.theme))))

    def _go(self, row: QTreeWidgetItem | None) -> None:
        if row is not None:
            part, shown = row.data(0, SHOWN)
            if part is not None:
                self.gone_to.emit(part, shown)

    def _path(self) -> list[str]:
        """The words of the chosen row and of those above it."""
        row, found = self.currentItem(), []
        while row is not None:
            found.insert(0, row.text(0))
            row = row.parent()
        return found

    def _choose(self, path: list[str]) -> None:
        top, row = self.invisibleRootItem(), None
        for words in path:
            rows = (top.child(place) for place in range(top.childCount()))
            row = next((each for each in rows if each.text(0) == words), None)
            if row is None:
                return
            top = row
        if row is not None:
            self.setCurrentItem(row)


def _wires(part: Part) -> Iterator[tuple[Kind, Wire]]:
    yield from (("removed", wire) for wire in part.removed)
    yield from (("added", wire) for wire in part.added)


def _is_long(change: Change) -> bool:
    return "\n" in change.before + change.after
