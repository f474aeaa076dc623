import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication

from designer.ui.theme import DARK, LIGHT
from designer.ui.training.curves import Plot
from designer.ui.training.run import Curve, measure


@pytest.fixture
def plot(qtbot):
    plot = Plot("Loss", measure, DARK)
    qtbot.addWidget(plot)
    plot.resize(320, 220)
    plot.show()
    return plot


def move_to(widget, at):
    """Move the pointer there, whatever other windows lie above."""
    none = Qt.MouseButton.NoButton
    place = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        QPointF(widget.mapToGlobal(at)),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def falling(steps):
    return tuple(2.3 * math.exp(-step / 40) for step in range(steps))


def begin(plot, values=(), validation=(), epochs=10):
    curve = Curve()
    curve.begin(20)
    curve.add(tuple(values))
    curve.validation.extend(validation)
    plot.begin(curve, 20, epochs)
    return curve


def pixels(plot, colour):
    """How many pixels of the plot are nearly of a colour."""
    image = plot.grab().toImage().convertToFormat(image_format())
    rows = np.array(image.constBits()).reshape(image.height(), -1, 4)[..., 2::-1]
    wanted = np.array(QColor(colour).getRgb()[:3])
    plotted = rows[40:].astype(int)  # below the legend
    return int((np.abs(plotted - wanted).sum(axis=2) < 60).sum())


def image_format():
    from PySide6.QtGui import QImage

    return QImage.Format.Format_RGB32


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_training_and_validation_are_drawn_in_their_colours(plot, theme):
    plot.set_theme(theme)
    begin(plot)
    assert pixels(plot, theme.training) == pixels(plot, theme.validation) == 0
    begin(plot, falling(100), [(20, 2.0), (40, 1.5), (60, 1.2), (100, 1.0)])
    assert pixels(plot, theme.training) > 100
    assert pixels(plot, theme.validation) > 50


def test_the_first_validation_is_a_dot(plot):
    begin(plot, falling(20), [(20, 1.0)])
    assert pixels(plot, DARK.validation) > 5


def test_values_that_are_no_numbers_are_gaps(plot):
    values = [*falling(30), math.nan, math.inf, *falling(30)]
    begin(plot, values, [(20, math.nan), (40, 1.0), (60, math.inf)])
    assert pixels(plot, DARK.training) > 50


def test_only_growth_that_shows_is_drawn(plot):
    curve = begin(plot, falling(1000), epochs=100)
    assert not plot.has_grown()
    curve.add((0.1,))
    assert not plot.has_grown()  # 1,001 steps on some 280 pixels
    curve.add((0.1,) * 10)
    assert plot.has_grown()
    plot.redraw()
    assert not plot.has_grown()
    curve.validation.append((1011, 0.2))
    assert plot.has_grown()


def test_the_pointer_shows_the_values_under_it(plot, qtbot):
    begin(plot, [2.0] * 50 + [1.0] * 50, [(20, 1.5), (100, 0.5)], epochs=5)
    steps = []
    plot.hovered.connect(steps.append)
    plot.hovered.connect(plot.point_at)
    canvas = plot.findChild(type(plot._canvas)).viewport()
    for share, training, validation in ((0.3, "2.000", "1.500"), (0.99, "1.000", "")):
        at = QPoint(int(40 + (canvas.width() - 50) * share), canvas.height() // 2)
        move_to(canvas, at)
        assert abs(steps[-1] - 100 * share) < 6
        assert training in plot.values and validation in plot.values
    move_to(canvas, QPoint(2, canvas.height() - 2))
    assert plot.values == "Loss train validation"


def test_a_negative_loss_is_in_range(plot):
    begin(plot, [-float(step) for step in range(60)])
    assert pixels(plot, DARK.training) > 50


def test_nothing_drawn_is_longer_than_it_may_be(plot):
    curve = begin(plot, np.random.default_rng(0).normal(size=50_000), epochs=2500)
    plot.redraw()
    assert max(map(len, (curve.training.drawn()[0], curve.smoothed.drawn()[0]))) <= 1024
