"""The way from the network to the block that is seen, above the canvas.

Each part leads there. Where a block is repeated, one can look at another repeat, for its
shapes differ; and it is said what an edit in here changes.
"""

from functools import cached_property, partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from designer.errors import GraphError
from designer.graph.design import Step
from designer.ui.canvas import Canvas
from designer.ui.icons import icon
from designer.ui.place import Crumb, Place
from designer.ui.theme import Theme

BETWEEN = "▸"
ICON = QSize(14, 14)
LEAST = 60
"""Pixels of words that stay of a long part."""

SLACK = 2
"""Pixels, for letters that lean out."""


class Breadcrumbs(QFrame):
    """Hidden in the network itself. What cannot be is refused on the canvas."""

    def __init__(self, place: Place, canvas: Canvas, theme: Theme) -> None:
        super().__init__()
        self.place = place
        self.canvas = canvas
        self.theme = theme
        self.parts: list[CrumbButton] = []
        self.setAccessibleName("Where you are")
        self._crumbs: tuple[Crumb, ...] = ()
        self._way = QHBoxLayout()
        self._way.setSpacing(2)
        self.earlier = self._button("The repeat before this one", -1)
        self.later = self._button("The repeat after this one", 1)
        self.repeat = QLabel()
        self.about = Remark()
        self.about.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 12, 3)
        row.setSpacing(4)
        row.addLayout(self._way)
        for widget in (self.earlier, self.repeat, self.later):
            row.addWidget(widget)
        row.addWidget(self.about, 1)
        place.checked.connect(self.refresh)
        place.document.saved.connect(self.refresh)
        self.set_theme(theme)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.earlier.setIcon(icon("chevron-left", theme, theme.muted))
        self.later.setIcon(icon("chevron-right", theme, theme.muted))

    def refresh(self) -> None:
        """Show where one is now."""
        self.setVisible(bool(self.place.way))
        if not self.place.way:
            return
        crumbs = self.place.crumbs
        if [c[:2] for c in crumbs] != [c[:2] for c in self._crumbs]:
            self._show_way(crumbs)
        self._crumbs = crumbs
        self._show_repeat(crumbs[-1])
        self.about.setText(scope(self.place.design.name, self.place.uses))

    def look_at(self, step: int) -> None:
        """See the block as it is in the repeat after, or before, this one."""
        *outer, (node, repeat) = self.place.way
        self._go((*outer, Step(node, repeat + step)))

    def _show_way(self, crumbs: tuple[Crumb, ...]) -> None:
        while (item := self._way.takeAt(0)) is not None:
            widget = item.widget()
            widget.hide()
            widget.deleteLater()
        self.parts = []
        for depth, crumb in enumerate(crumbs):
            if depth:
                between = QLabel(BETWEEN)
                between.setProperty("role", "muted")
                self._way.addWidget(between)
            self._way.addWidget(self._part(crumb, depth, depth == len(crumbs) - 1))

    def _part(self, crumb: Crumb, depth: int, is_last: bool) -> QWidget:
        part = CrumbButton(_called(crumb), is_last)
        part.setProperty("crumb", "last" if is_last else "true")
        part.setEnabled(not is_last)
        part.setCursor(Qt.CursorShape.PointingHandCursor)
        where = f"the block {crumb.block}" if crumb.block else "the network"
        part.setToolTip(f"In {where}" if is_last else f"Go out to {where}")
        part.clicked.connect(lambda: self._go(self.place.way[:depth]))
        self.parts.append(part)
        return part

    def _show_repeat(self, crumb: Crumb) -> None:
        several = crumb.repeats > 1
        for widget in (self.earlier, self.repeat, self.later):
            widget.setVisible(several)
        self.repeat.setText(f"{crumb.repeat + 1} of {crumb.repeats}")
        self.earlier.setEnabled(crumb.repeat > 0)
        self.later.setEnabled(crumb.repeat < crumb.repeats - 1)

    def _button(self, tip: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setProperty("crumb", "true")
        button.setIconSize(ICON)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(partial(self._step, step))
        return button

    def _step(self, step: int, _: bool = False) -> None:
        self.look_at(step)

    def _go(self, way: tuple[Step, ...]) -> None:
        try:
            self.place.go(way)
        except GraphError as error:
            self.canvas.refuse(str(error))


class CrumbButton(QToolButton):
    """A part of the way; where there is no room, its words lack their middle."""

    def __init__(self, words: str, is_last: bool) -> None:
        super().__init__()
        self.words = words
        font = self.font()
        if is_last:  # not by the style sheet, for Qt measures without its weight
            font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)
        self.setText(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._beside + self._wide(self.words), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        least = min(self._wide(self.words), LEAST)
        return QSize(self._beside + least, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        middle = Qt.TextElideMode.ElideMiddle
        room = self.width() - self._beside
        self.setText(self.fontMetrics().elidedText(self.words, middle, room))

    def _wide(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words) + SLACK

    @cached_property
    def _beside(self) -> int:
        """Pixels that are not for words, measured while all of them are shown."""
        self.ensurePolished()
        shown = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.words)
        return super().sizeHint().width() - shown.width()


class Remark(QLabel):
    """A sentence that gives way to what stands beside it, and ends in … then."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        end = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.text(), end, self.width())
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), side, shown)


def _called(crumb: Crumb) -> str:
    """A part of the way: the node, and its block where that has another name."""
    is_same = crumb.block in ("", crumb.title)
    return crumb.title if is_same else f"{crumb.title} ({crumb.block})"


def scope(block: str, uses: int) -> str:
    """What an edit inside a block changes."""
    if uses > 1:
        return f"Edits here change all {uses:,} uses of {block}."
    return f"{block} is used once." if uses else f"Nothing uses {block}."
