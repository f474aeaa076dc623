"""Where wires run."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from designer.ui.canvas.routes import crosses, route, stacked

SOURCE = QRectF(0, 0, 168, 54)
START = QPointF(168, 27)


def wire_to(x, y, *others):
    target = QRectF(x, y, 168, 54)
    return route(
        START,
        QPointF(x, y + 27),
        SOURCE,
        target,
        lambda area: [card for card in others if card.intersects(area)],
    )


@pytest.mark.parametrize("x", [-400, 0, 150, 180, 240, 900])
@pytest.mark.parametrize("y", [-200, -40, 0, 3, 40, 300])
def test_a_wire_joins_its_ports_and_enters_from_the_left(x, y):
    path = wire_to(x, y).path
    assert path.pointAtPercent(0) == START
    end = QPointF(x, y + 27)
    assert (path.currentPosition() - end).manhattanLength() < 0.01
    assert path.pointAtPercent(0.01).x() >= START.x()
    assert path.pointAtPercent(0.99).x() <= end.x() + 0.01


def test_in_a_row_it_is_straight_with_the_label_above():
    found = wire_to(240, 0)
    assert found.path.boundingRect().height() == 0
    assert found.label.y() < 27
    assert found.room == 72


def test_to_a_lower_row_it_runs_between_the_rows():
    found = wire_to(-480, 150)
    assert found.path.boundingRect().bottom() == pytest.approx(177)
    assert not crosses(found.path, QRectF(-470, 150, 150, 54))
    assert 54 < found.label.y() < 150


def test_back_in_its_own_row_it_runs_below():
    assert wire_to(-300, 0).path.boundingRect().bottom() > 54


@pytest.mark.parametrize("shift", [-30, -10, 0, 10, 30])
def test_it_goes_around_cards_in_between(shift):
    between = [QRectF(240, shift, 168, 54), QRectF(480, 0, 168, 54)]
    found = wire_to(720, 0, *between)
    assert not any(crosses(found.path, card) for card in between)


def test_it_finds_a_level_between_cards_that_crowd_the_aisle():
    crowd = [QRectF(-200, 70, 168, 54), QRectF(-200, 160, 168, 54)]
    found = wire_to(-480, 220, *crowd)
    assert not any(crosses(found.path, card) for card in crowd)


@given(st.lists(st.floats(-500, 500), max_size=6), st.floats(1, 30))
def test_labels_are_stacked_where_they_would_lie_on_each_other(heights, apart):
    heights.sort()
    found = stacked(heights, apart)
    gaps = [below - above for above, below in itertools.pairwise(found)]
    assert all(gap >= apart - 1e-6 for gap in gaps)
    assert sum(found) == pytest.approx(sum(heights), abs=1e-6)
    if all(b - a >= apart for a, b in itertools.pairwise(heights)):
        assert found == heights
