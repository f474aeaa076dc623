"""The window that compares a design with the one that is open, and follows its edits."""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from designer.graph import Design
from designer.graph.diff import Difference, Kind, NodeChange, Part, difference
from designer.graph.wiring import Wire
from designer.ui.comparison.differences import Differences
from designer.ui.comparison.marks import KINDS, colour_of
from designer.ui.comparison.side import Side
from designer.ui.document import Document
from designer.ui.form import Words
from designer.ui.style import blend
from designer.ui.theme import Theme
from designer.words import counted, listed

SIZE = (1180, 740)
LIST_HEIGHT = 240


class Comparison(QWidget):
    """A design before, on the left, and the open one after, on the right.

    The list under them leads to what differs; the views move together.
    """

    def __init__(self, parent: QWidget, document: Document, theme: Theme) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.document = document
        self.theme = theme
        self.found = Difference((), ())
        self.part: Part | None = None
        self.before = Side("before", document, theme)
        self.after = Side("after", document, theme)
        self.differences = Differences(theme)
        self.kinds = {kind: self._kind_button(kind) for kind in KINDS}
        self.together = QCheckBox("Move together")
        self.together.setChecked(True)
        self.same = Words("The two designs are the same.")
        self._moving = False
        self._lay_out()
        self._connect()
        self.resize(*SIZE)

    def compare(self, before: Design, name: str) -> None:
        """Compare a design with the open one."""
        self.before.open(before, name)
        self.after.open(self.document.design, f"{self.document.title} (open)")
        self.setWindowTitle(f"{name} and {self.document.title} – Comparison")
        self.part = None
        self._refresh()
        self.show()
        self.raise_()
        self.activateWindow()
        self.differences.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self.theme = theme
        for part in (self.before, self.after, self.differences):
            part.set_theme(theme)
        self._show_found()

    # How

    @property
    def _shown(self) -> frozenset[Kind]:
        return frozenset(k for k, button in self.kinds.items() if button.isChecked())

    def _follow(self) -> None:
        if self.isVisible():
            self.after.follow(self.document.design)
            self._refresh()

    def _refresh(self) -> None:
        self.found = difference(self.before.document.design, self.document.design)
        self._show_found()

    def _show_found(self) -> None:
        things: dict[Kind, Counter[str]] = {kind: Counter() for kind in KINDS}
        for kind, noun in _things(self.found):
            things[kind][noun] += 1
        counts = {kind: found.total() for kind, found in things.items()}
        for kind, button in self.kinds.items():
            button.setText(f"{kind.capitalize()} {counts[kind]}")
            button.setEnabled(bool(counts[kind]))
            button.setStyleSheet(_kind_look(colour_of(kind, self.theme), self.theme))
            what = listed([counted(n, noun) for noun, n in things[kind].items()])
            button.setToolTip(
                f"Show what was {kind}: {what}" if what else f"Nothing was {kind}"
            )
        self.same.setVisible(not self.found)
        self._list()

    def _list(self) -> None:
        self.differences.show_difference(self.found, self._shown)
        block = self.part.block if self.part else ""
        self.part = next((p for p in self.found.parts if p.block == block), None)
        self._mark()

    def _mark(self) -> None:
        for side in (self.before, self.after):
            side.mark(self.part, self._shown)

    def _go(self, part: Part, shown: NodeChange | Wire | None) -> None:
        """Show a part in both designs, and a node or a wire of it."""
        if self.part is None or part.block != self.part.block:
            self.part = part
            for side in (self.before, self.after):
                side.enter(part.block)
            self._mark()
        if isinstance(shown, NodeChange):
            self._show(
                shown.before.name if shown.before else "",
                shown.after.name if shown.after else "",
            )
        elif isinstance(shown, Wire):
            self._show(shown.target, shown.target)

    def _show(self, before: str, after: str) -> None:
        """Bring nodes into view; where one is in one design only, the other follows."""
        self._moving = bool(before and after)
        self.before.show_node(before)
        self.after.show_node(after)
        self._moving = False

    def _choose(self, name: str, side: str) -> None:
        """A node was clicked in one of the views: the list shows what became of it."""
        other = self.after if side == "before" else self.before
        part = self.part
        change = next(
            (
                each
                for each in (part.nodes if part else ())
                if name == getattr(getattr(each, side), "name", None)
            ),
            None,
        )
        here = self.before if side == "before" else self.after
        here.view.selection.set([name])
        partner = getattr(change, other.side) if change else None
        known = other.place.design.graph.nodes
        twin = partner.name if partner else name if name in known else ""
        other.view.selection.set([twin] if twin else ())

    def _move_like(self, one: Side, other: Side) -> None:
        if self._moving or not self.together.isChecked():
            return
        self._moving = True
        other.view.set_zoom(one.view.zoom)
        middle = one.view.viewport().rect().center()
        other.view.centerOn(one.view.mapToScene(middle))
        self._moving = False

    def _connect(self) -> None:
        self.document.checked.connect(self._follow)
        self.document.opened.connect(self.close)
        self.differences.gone_to.connect(self._go)
        self.together.toggled.connect(lambda: self._move_like(self.after, self.before))
        for one, other in ((self.before, self.after), (self.after, self.before)):
            view = one.view
            for moved in (
                view.zoomed,
                view.horizontalScrollBar().valueChanged,
                view.verticalScrollBar().valueChanged,
            ):
                moved.connect(lambda _, a=one, b=other: self._move_like(a, b))
            view.clicked.connect(lambda name, side=one.side: self._choose(name, side))
        for keys in ("Esc", QKeySequence(QKeySequence.StandardKey.Close)):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)

    def _kind_button(self, kind: Kind) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        button.setChecked(True)
        button.setProperty("quiet", True)
        button.toggled.connect(lambda: self._list())
        return button

    def _lay_out(self) -> None:
        views = QSplitter()
        for side in (self.before, self.after):
            views.addWidget(side)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 8)
        bar.setSpacing(8)
        bar.addWidget(QLabel("Show"))
        for button in self.kinds.values():
            bar.addWidget(button)
        bar.addWidget(self.same, 1)
        bar.addStretch(1)
        bar.addWidget(self.together)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.differences, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(views)
        parts.addWidget(below)
        parts.setSizes([SIZE[1] - LIST_HEIGHT, LIST_HEIGHT])
        for splitter in (views, parts):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
            splitter.setStretchFactor(0, 1)
        views.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)


def _things(found: Difference) -> Iterator[tuple[Kind, str]]:
    """What became of each thing that differs, and what it is."""
    for part in found.parts:
        if part.kind != "changed":
            yield part.kind, "block"
        yield from ((each.kind, "node") for each in part.nodes)
        yield from (("added", "wire") for _ in part.added)
        yield from (("removed", "wire") for _ in part.removed)
        yield from (("changed", "setting") for _ in part.settings)
    yield from (("changed", "setting") for _ in found.training)


def _kind_look(colour: str, theme: Theme) -> str:
    """A button that is filled while it is on, and bare while it is off."""
    fill = blend(colour, theme.window, 0.18)
    return (
        f"QPushButton {{ color: {theme.muted}; }}"
        f"QPushButton:checked {{ color: {colour}; background: {fill}; "
        f"border-color: {colour}; }}"
        f"QPushButton:disabled {{ color: {theme.wire}; background: transparent; "
        "border-color: transparent; }"
        f"QPushButton:focus {{ border-color: {theme.accent}; }}"
    )
