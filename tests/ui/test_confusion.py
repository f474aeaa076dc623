from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication

from designer.ui.theme import DARK, LIGHT
from designer.ui.training.confusion import ConfusionMatrix

COUNTS = ((9, 1, 0), (0, 4, 0), (2, 6, 2))
CLASSES = ("circle", "square", "star")


@pytest.fixture
def matrix(qtbot):
    matrix = ConfusionMatrix(DARK)
    qtbot.addWidget(matrix)
    matrix.resize(240, 200)
    matrix.show_counts(COUNTS, CLASSES)
    return matrix


def colour_of(matrix, row, column):
    corner = matrix.cell(row, column).topLeft().toPoint() + QPoint(4, 4)
    return matrix.grab().toImage().pixelColor(corner)


def test_a_cell_says_what_it_means(matrix):
    assert matrix.words(2, 1) == "6 of 10 pictures of star were taken for square"
    assert matrix.words(0, 1) == "1 of 10 pictures of circle was taken for square"
    assert matrix.words(1, 1) == "4 of 4 pictures of square were recognized"


def test_a_point_finds_its_cell(matrix):
    for row in range(3):
        for column in range(3):
            centre = matrix.cell(row, column).center().toPoint()
            assert matrix.cell_at(centre) == (row, column)
    assert matrix.cell_at(QPoint(1, 1)) is None


def test_a_tooltip_shows_under_the_pointer(matrix, monkeypatch):
    shown = []
    tips = SimpleNamespace(
        showText=lambda place, text, widget, area: shown.append(text),
        hideText=lambda: shown.append(""),
    )
    monkeypatch.setattr("designer.ui.training.confusion.QToolTip", tips)
    for place in (matrix.cell(2, 1).center().toPoint(), QPoint(1, 1)):
        event = QHelpEvent(QHelpEvent.Type.ToolTip, place, place)
        QApplication.sendEvent(matrix, event)
    assert shown == [matrix.words(2, 1), ""]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_cell_is_as_strong_as_its_share_of_the_row(matrix, theme):
    matrix.set_theme(theme)
    assert colour_of(matrix, 1, 1) == QColor(theme.accent)
    assert colour_of(matrix, 1, 0) == QColor(theme.hover)
    accent = QColor(theme.accent)

    def distance(row, column):
        shown = colour_of(matrix, row, column)
        return abs(shown.red() - accent.red()) + abs(shown.green() - accent.green())

    assert distance(0, 0) < distance(2, 1) < distance(2, 0) < distance(0, 2)


def test_mistakes_are_told_to_those_who_do_not_see(matrix):
    assert "6 of 10 pictures of star" in matrix.accessibleDescription()
    matrix.show_counts(((3, 0), (0, 3)), ("a", "b"))
    assert matrix.accessibleDescription() == "Every picture was recognized."
    matrix.show_counts((), ())
    assert matrix.accessibleDescription() == "Nothing to show yet."


@pytest.mark.parametrize("classes", [1, 2, 10, 300])
@pytest.mark.parametrize("size", [(96, 96), (90, 400), (600, 100)])
def test_any_number_of_classes_fits(qtbot, classes, size):
    matrix = ConfusionMatrix(LIGHT)
    qtbot.addWidget(matrix)
    matrix.resize(*size)
    counts = tuple(tuple(r * c for c in range(classes)) for r in range(classes))
    matrix.show_counts(counts, tuple(f"a long name {n}" for n in range(classes)))
    assert not matrix.grab().isNull()
    last = matrix.cell(classes - 1, classes - 1)
    assert matrix.rect().contains(last.toAlignedRect().adjusted(1, 1, -1, -1))
    assert matrix.rect().contains(matrix.cell(0, 0).topLeft().toPoint())


def test_an_empty_matrix_says_when_it_fills(qtbot):
    matrix = ConfusionMatrix(DARK)
    qtbot.addWidget(matrix)
    assert not matrix.grab().isNull()
    assert matrix.cell_at(QPoint(50, 50)) is None


def test_very_many_classes_are_painted_as_strong_as_few(qtbot):
    matrix = ConfusionMatrix(DARK)
    qtbot.addWidget(matrix)
    matrix.resize(200, 200)
    counts = tuple(tuple(int(r == c) for c in range(50)) for r in range(50))
    matrix.show_counts(counts, ())
    image = matrix.grab().toImage()
    for row in (0, 20, 49):
        assert image.pixelColor(matrix.cell(row, row).center().toPoint()) == QColor(
            DARK.accent
        )
    assert image.pixelColor(matrix.cell(0, 9).center().toPoint()) == QColor(DARK.hover)


def test_a_name_cut_short_is_told_and_no_tooltip_covers_its_cell(matrix, monkeypatch):
    shown = []
    tips = SimpleNamespace(
        showText=lambda place, text, widget, area: shown.append((place, text)),
        hideText=lambda: None,
    )
    monkeypatch.setattr("designer.ui.training.confusion.QToolTip", tips)
    matrix.show_counts(COUNTS, ("a very long name of a class", "square", "star"))
    cell = matrix.cell(0, 0)
    place = QPoint(round(cell.left()) - 8, round(cell.center().y()))
    QApplication.sendEvent(matrix, QHelpEvent(QHelpEvent.Type.ToolTip, place, place))
    assert shown[0][1] == "a very long name of a class"
    assert shown[0][0].x() > place.x()
