"""Live curves of a run, drawn with pyqtgraph.

Drawing takes time from the training beside it, so little is drawn: few points, thin
pens, ranges that move seldom, and nothing while a curve has grown by less than a pixel.
What the curves hold is in `run.py`, how they are thinned out in `series.py`.

Importing pyqtgraph takes half a second: import this module only when curves are shown.
"""

import math
from collections.abc import Callable

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from designer.ui.theme import Theme
from designer.ui.training.run import Curve
from designer.ui.training.series import round_above

# Lines wider than a pixel as paths cost ten times as much.
pyqtgraph.setConfigOption("segmentedLineMode", "on")

FAINT = 90
"""Opacity of single steps, out of 255."""

FEW = 300
"""Below so many points single steps are drawn smooth; more cost too much."""

EPOCHS_WITH_DOTS = 40


class Plot(QFrame):
    """A card with one measure of a run: its training and its validation.

    `ceiling` is the highest value there can be, if there is one. The pointer shows
    values; `hovered` carries the step under it, or 0.
    """

    hovered = Signal(int)

    def __init__(
        self,
        title: str,
        show: Callable[[float], str],
        theme: Theme,
        ceiling: float | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("card", "note")
        self.setMinimumSize(150, 120)
        self.name = title
        self.curve = Curve()
        self.steps_per_epoch = 1
        self.epochs = 1
        self._show = show
        self._ceiling = ceiling
        self._step = 0
        self._drawn = (0, 0)
        self._title = QLabel(title)
        self._title.setProperty("role", "heading")
        self._training = Legend("train")
        self._validation = Legend("validation")
        self._canvas = _Canvas()
        self._canvas.setAccessibleName(title)
        self._canvas.pointed.connect(self._point)
        self._lay_out()
        self._make_lines()
        self.set_theme(theme)
        self.begin(self.curve, 1, 1)

    @property
    def values(self) -> str:
        """What the header says: the values under the pointer, or nothing."""
        return f"{self._title.text()} {self._training.text} {self._validation.text}"

    def begin(self, curve: Curve, steps_per_epoch: int, epochs: int) -> None:
        """Show another curve."""
        self.curve = curve
        self.steps_per_epoch = max(steps_per_epoch, 1)
        self.epochs = max(epochs, 1)
        self._range = (0.0, 0.0, 0.0)
        self._drawn = (0, -1)
        self.point_at(0)
        self.redraw()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._canvas.setBackground(theme.node)
        training, validation = QColor(theme.training), QColor(theme.validation)
        faint = QColor(training)
        faint.setAlpha(FAINT)
        self._steps.setPen(pyqtgraph.mkPen(faint, width=1))
        self._smooth.setPen(_strong(training))
        self._tests.setPen(_strong(validation))
        self._dots.setBrush(validation)
        self._cursor.setPen(pyqtgraph.mkPen(theme.muted, width=1))
        for side in ("left", "bottom"):
            axis = self._canvas.getAxis(side)
            axis.setPen(pyqtgraph.mkPen(theme.border))
            axis.setTickPen(pyqtgraph.mkPen(theme.border))
            axis.setTextPen(pyqtgraph.mkPen(theme.muted))
        self._training.set_colour(theme.training)
        self._validation.set_colour(theme.validation)

    def has_grown(self) -> bool:
        """Whether what is new would show."""
        steps, tests = self._drawn
        new = len(self.curve.training) - steps
        if len(self.curve.validation) != tests or new < 0:
            return True
        return new > 0 and new * self._pixels_per_step() >= 1

    def follow(self) -> None:
        """Draw what there is now if it would show."""
        if self.has_grown():
            self.redraw()

    def redraw(self) -> None:
        """Draw what there is now."""
        curve = self.curve
        _, tests = self._drawn
        self._drawn = (len(curve.training), len(curve.validation))
        self._set_range()
        steps, values = curve.training.drawn()
        self._steps.opts["antialias"] = len(steps) < FEW
        _draw(self._steps, steps, values, self.steps_per_epoch)
        _draw(self._smooth, *curve.smoothed.drawn(), self.steps_per_epoch)
        if tests != len(curve.validation):
            self._draw_validation()
        if self._step:
            self.point_at(self._step)

    def point_at(self, step: int) -> None:
        """Show the values of a step; 0 shows none."""
        step = min(step, len(self.curve.training))
        self._step = step
        self._cursor.setVisible(bool(step))
        if not step:
            self._title.setText(self.name)
            self._training.set_text("train")
            self._validation.set_text("validation")
            return
        self._cursor.setValue(step / self.steps_per_epoch)
        self._title.setText(f"{self.name}, step {step:,}")
        self._training.set_text(self._show(self.curve.training.at(step)))
        self._validation.set_text(self._show(self.curve.validation_at(step)))

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setSpacing(10)
        header.addWidget(self._title)
        header.addStretch()
        header.addWidget(self._training)
        header.addWidget(self._validation)
        header.setContentsMargins(2, 0, 4, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 7, 6, 4)
        column.setSpacing(4)
        column.addLayout(header)
        column.addWidget(self._canvas, 1)

    def _make_lines(self) -> None:
        self._steps = _line()
        self._smooth = _line()
        self._tests = _line()
        self._dots = pyqtgraph.ScatterPlotItem(size=5, pen=None, antialias=True)
        for item in (self._tests, self._dots):
            _keep_drawn(item)
        self._cursor = pyqtgraph.InfiniteLine(angle=90)
        self._cursor.setVisible(False)
        for item in (self._steps, self._smooth, self._tests, self._dots, self._cursor):
            self._canvas.addItem(item, ignoreBounds=True)

    def _draw_validation(self) -> None:
        tests = np.array(self.curve.validation, dtype=float).reshape(-1, 2)
        tests[~np.isfinite(tests[:, 1]), 1] = math.nan
        _draw(self._tests, tests[:, 0], tests[:, 1], self.steps_per_epoch)
        seen = tests[np.isfinite(tests[:, 1])]
        if len(tests) > EPOCHS_WITH_DOTS:
            seen = seen[:0]
        self._dots.setData(seen[:, 0] / self.steps_per_epoch, seen[:, 1])

    def _pixels_per_step(self) -> float:
        width = self._canvas.getViewBox().width()
        return float(width) / (self._range[0] or 1.0) / self.steps_per_epoch

    def _set_range(self) -> None:
        """Ranges that end at round numbers, so that they move seldom."""
        epochs = len(self.curve.training) / self.steps_per_epoch
        right = min(max(round_above(epochs), 1.0), max(float(self.epochs), epochs))
        low = self.curve.low
        bottom = -round_above(-low) if low < 0 and math.isfinite(low) else 0.0
        top = self._ceiling or max(round_above(self.curve.high), -bottom / 10)
        if (right, bottom, top) != self._range:
            self._range = (right, bottom, top)
            self._canvas.getViewBox().setRange(
                xRange=(0, right), yRange=(bottom, top), padding=0
            )

    def _point(self, epochs: float) -> None:
        step = 0 if math.isnan(epochs) else max(round(epochs * self.steps_per_epoch), 1)
        self.hovered.emit(min(step, len(self.curve.training)))


class Legend(QWidget):
    """A short line of a colour, and what it is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._colour = QColor()
        self._label = QLabel(text)
        self._label.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 0, 0)
        row.addWidget(self._label)

    @property
    def text(self) -> str:
        """What stands beside the line."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Change what stands beside the line."""
        self._label.setText(text)

    def set_colour(self, colour: str) -> None:
        """Change the line's colour."""
        self._colour = QColor(colour)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawRoundedRect(0, self.height() // 2 - 1, 10, 3, 1.5, 1.5)
        painter.end()


class _Canvas(pyqtgraph.PlotWidget):
    """A plot that neither moves nor zooms: it tells where the pointer is, in epochs."""

    pointed = Signal(float)

    def __init__(self) -> None:
        super().__init__(axisItems={side: _Axis(side) for side in ("left", "bottom")})
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setContentsMargins(0, 4, 8, 0)
        box = self.getViewBox()
        box.disableAutoRange()
        box.setMouseEnabled(False, False)
        self.setMinimumSize(80, 60)
        font = QFont(self.font())
        font.setPointSizeF(max(self.font().pointSizeF() - 1.5, 6.5))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setStyle(
                tickLength=0,
                tickFont=font,
                maxTickLevel=0,
                hideOverlappingLabels=False,
            )
        self.getAxis("left").setWidth(34)
        self.getAxis("left").setGrid(140)
        self.getAxis("bottom").setHeight(18)

    def sizeHint(self) -> QSize:
        return QSize(260, 160)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(math.nan)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        box = self.getViewBox()
        position = self.mapToScene(event.position().toPoint())
        inside = box.sceneBoundingRect().contains(position)
        self.pointed.emit(box.mapSceneToView(position).x() if inside else math.nan)


class _Axis(pyqtgraph.AxisItem):
    """An axis that labels its ends too, and writes 1 and 1.5, never 1.0."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        _keep_drawn(self)

    def boundingRect(self) -> QRectF:
        return super().boundingRect().adjusted(-8, -8, 8, 8)

    def tickStrings(
        self, values: list[float], scale: float, spacing: float
    ) -> list[str]:
        return [brief(value * scale) for value in values]


def brief(value: float) -> str:
    """A number in five or six letters: 0.25, 250, 2.5e12."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:g}"
    digits, _, power = f"{value:.2e}".partition("e")
    return f"{float(digits):g}e{int(power)}"


def _keep_drawn(item: QGraphicsItem) -> None:
    """Paint an item again only when it changes; words most of all take long."""
    item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)


def _strong(colour: QColor) -> QPen:
    pen = pyqtgraph.mkPen(colour, width=1.5)
    # Lines are drawn piece by piece: other ends would show as beads.
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _line() -> pyqtgraph.PlotCurveItem:
    return pyqtgraph.PlotCurveItem(antialias=True, connect="finite")


def _draw(
    line: pyqtgraph.PlotCurveItem, steps: np.ndarray, values: np.ndarray, per_epoch: int
) -> None:
    line.setData(steps / per_epoch, values, connect="finite")
