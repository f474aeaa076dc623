"""The confusion matrix: which classes the network takes for which."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from designer.ui.theme import Theme
from designer.words import counted

Counts = tuple[tuple[int, ...], ...]

GAP = 1.0
NAMES_SHARE = 0.3
"""The most of the width that the names of the classes may take."""


NAME_SIZE = 10

AXES = ("true", "predicted")
"""What the rows and what the columns are."""

TIP_OF_QT = QPoint(2, 16)
TIP_AWAY = QPoint(16, 16)
"""From the pointer to a tooltip, so that the cells around it stay in sight."""

SMALL = 5.0
"""Cells of fewer pixels are painted together, without gaps."""


@dataclass(frozen=True)
class Grid:
    """Where the cells are: square, `side` wide, with `names` of room at their left.

    `words` is the room for what the rows and the columns are, outside the names.
    """

    left: float
    top: float
    side: float
    names: float
    words: float

    def cell(self, row: int, column: int) -> QRectF:
        """The place of a cell."""
        gap = GAP if self.side >= SMALL else 0.0
        return QRectF(
            self.left + column * self.side,
            self.top + row * self.side,
            self.side - gap,
            self.side - gap,
        )


class ConfusionMatrix(QWidget):
    """Counts of what each class was taken for: a row a class, a column an answer.

    A cell is as strong as its share of its row. Names and counts are written where
    there is room; a tooltip says what a cell means.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.counts: Counts = ()
        self.classes: tuple[str, ...] = ()
        self.setMinimumSize(96, 96)
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self.setAccessibleName("Confusion matrix of the validation")
        self._describe()

    def show_counts(self, counts: Counts, classes: tuple[str, ...]) -> None:
        """Show `counts[true][predicted]`; none clears the matrix."""
        if (counts, classes) != (self.counts, self.classes):
            self.counts, self.classes = counts, classes
            self._describe()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, 180)

    def words(self, row: int, column: int) -> str:
        """A cell in words: "8 of 36 pictures of 3 were taken for 5"."""
        count, total = self.counts[row][column], sum(self.counts[row])
        was = "was" if count == 1 else "were"
        end = "recognized" if row == column else f"taken for {self._name(column)}"
        of = f"{count:,} of {counted(total, 'picture')}"
        return f"{of} of {self._name(row)} {was} {end}"

    def cell(self, row: int, column: int) -> QRectF:
        """Where a cell is drawn."""
        return self._grid().cell(row, column)

    def cell_at(self, position: QPoint) -> tuple[int, int] | None:
        """The row and column under a point, if there is a cell."""
        grid, classes = self._grid(), len(self.counts)
        row = math.floor((position.y() - grid.top) / grid.side)
        column = math.floor((position.x() - grid.left) / grid.side)
        inside = 0 <= row < classes and 0 <= column < classes
        return (row, column) if inside else None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().event(event)

    def name_at(self, position: QPoint) -> str:
        """The class whose name is written at a point, at the left of the cells."""
        grid = self._grid()
        row = math.floor((position.y() - grid.top) / grid.side)
        beside = grid.left - grid.names <= position.x() < grid.left
        return self._name(row) if beside and 0 <= row < len(self.counts) else ""

    def _show_tip(self, event: QHelpEvent) -> None:
        found = self.cell_at(event.pos())
        text = self.words(*found) if found else self.name_at(event.pos())
        if not text:
            QToolTip.hideText()
            return
        area = self.cell(*found).toAlignedRect() if found else QRect()
        # Qt itself puts a tooltip a little below and beside the place it is given.
        place = event.globalPos() + TIP_AWAY - TIP_OF_QT
        QToolTip.showText(place, text, self, area)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.counts:
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(
                self.rect(),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                "Shown after the first epoch",
            )
        else:
            grid = self._grid()
            if grid.side < SMALL:
                self._paint_small_cells(painter, grid)
            else:
                self._paint_cells(painter, grid)
            self._paint_names(painter, grid)
        painter.end()

    def _paint_small_cells(self, painter: QPainter, grid: "Grid") -> None:
        """One point of a picture for each cell, for there are very many."""
        classes = len(self.counts)
        counts = np.array(self.counts, dtype=float)  # (true, predicted)
        shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        levels = (shares * 255).astype(np.uint8).tobytes()
        form = QImage.Format.Format_Indexed8
        picture = QImage(levels, classes, classes, classes, form)
        picture.setColorTable([self._colour(n / 255).rgba() for n in range(256)])
        size = classes * grid.side
        painter.drawImage(QRectF(grid.left, grid.top, size, size), picture)

    def _paint_cells(self, painter: QPainter, grid: "Grid") -> None:
        font = self._font(min(grid.side * 0.42, 12))
        painter.setFont(font)
        most = max(max(row) for row in self.counts)
        widest = QFontMetricsF(font).horizontalAdvance(f"{most:,}")
        written = grid.side >= 15 and widest <= grid.side - 4
        radius = min(2.0, grid.side / 6)
        for row, counts in enumerate(self.counts):
            total = max(sum(counts), 1)
            for column, count in enumerate(counts):
                where = grid.cell(row, column)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._colour(count / total))
                painter.drawRoundedRect(where, radius, radius)
                if written and count:
                    painter.setPen(self._ink(count / total))
                    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, f"{count:,}")

    def _paint_names(self, painter: QPainter, grid: "Grid") -> None:
        """The classes at the left, and above where they are short enough."""
        if not grid.names:
            return
        font = self._font(NAME_SIZE)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        names = [self._name(number) for number in range(len(self.counts))]
        across = max(map(metrics.horizontalAdvance, names)) <= grid.side
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for number, name in enumerate(names):
            cell = grid.cell(number, number)
            left = QRectF(
                grid.left - grid.names, cell.y(), grid.names - 5, cell.height()
            )
            elided = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left.width())
            painter.drawText(left, right, elided)
            if across:
                above = QRectF(cell.x(), grid.words, cell.width(), metrics.height() + 2)
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, name)
        self._paint_axes(painter, grid, metrics.height())

    def _paint_axes(self, painter: QPainter, grid: "Grid", height: float) -> None:
        """ "predicted" over the columns, "true" beside the rows, read upwards."""
        true, predicted = AXES
        size, middle = grid.side * len(self.counts), Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(grid.left, 0, size, height), middle, predicted)
        painter.save()
        painter.translate(grid.left - grid.names - grid.words, grid.top + size)
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, size, height), middle, true)
        painter.restore()

    def _colour(self, share: float) -> QColor:
        """From the ground to the accent; a root, for few mistakes should show too."""
        ground, full = QColor(self.theme.hover), QColor(self.theme.accent)
        strength = math.sqrt(share)
        return QColor.fromRgbF(
            *(
                low + (high - low) * strength
                for low, high in zip(ground.getRgbF(), full.getRgbF(), strict=True)
            )
        )

    def _ink(self, share: float) -> QColor:
        strong = share > 0.2
        return QColor(self.theme.accent_text if strong else self.theme.text)

    def _grid(self) -> "Grid":
        """The largest square for the cells, beside the names if there is room."""
        classes = max(len(self.counts), 1)
        metrics = QFontMetricsF(self._font(NAME_SIZE))
        names, top, words = 0.0, 0.0, 0.0
        if min(self.width(), self.height()) / classes > metrics.height() * 0.8:
            widest = max(
                metrics.horizontalAdvance(self._name(number))
                for number in range(classes)
            )
            names = min(widest + 7, self.width() * NAMES_SHARE)
            words = metrics.height()
            top = words + metrics.height() + 2
        beside = names + words
        size = max(min(self.width() - beside, self.height() - top), 1.0)
        left = beside + max(self.width() - beside - size, 0) / 2
        return Grid(left, top, size / classes, names, words)

    def _font(self, pixels: float) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(round(pixels), 7))
        return font

    def _name(self, number: int) -> str:
        return self.classes[number] if number < len(self.classes) else str(number)

    def _describe(self) -> None:
        """Words for those who do not see the cells: the mistakes made most often."""
        mistakes = sorted(
            (
                (count, row, column)
                for row, counts in enumerate(self.counts)
                for column, count in enumerate(counts)
                if row != column and count
            ),
            key=lambda each: -each[0],
        )
        if not self.counts:
            text = "Nothing to show yet."
        elif not mistakes:
            text = "Every picture was recognized."
        else:
            words = [self.words(row, column) for _, row, column in mistakes[:3]]
            text = f"The most frequent mistakes: {'; '.join(words)}."
        self.setAccessibleDescription(text)
