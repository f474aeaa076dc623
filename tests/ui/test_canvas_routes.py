"""Where wires run."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from designer import load
from designer.graph import Design
from designer.resources import examples
from designer.ui.canvas import Canvas
from designer.ui.canvas.cells import Cells, Rect
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.path import crosses
from designer.ui.canvas.routes import DOWN, route, stacked
from designer.ui.document import Document
from designer.ui.selection import Selection
from designer.ui.theme import DARK
from tests.graph.networks import residual, u_net

SOURCE = QRectF(0, 0, 168, 54)
START = QPointF(168, 27)
FLOWS = pytest.mark.parametrize("flow", ["right", "down"])


def plain(rect: QRectF) -> Rect:
    return Rect(rect.left(), rect.top(), rect.right(), rect.bottom())


def wire_to(x, y, *others, lanes=(), port=27):
    target = QRectF(x, y, 168, 54)
    cards = [plain(card) for card in (SOURCE, target, *others)]
    return route(
        START,
        QPointF(x, y + port),
        SOURCE,
        target,
        lambda area: [card for card in cards if card.touches(area)],
        lambda area: [(False, lane) for lane in lanes if lane.touches(area)],
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


def test_far_away_it_is_level_for_most_of_the_way():
    found = wire_to(1200, 12)
    assert found.path.pointAtPercent(0.8).y() == 27
    assert found.room > 900


def test_it_is_level_first_or_last_whichever_is_free():
    between = QRectF(480, -20, 168, 54)
    found = wire_to(960, 100, between)
    assert not crosses(found.path, between)
    assert found.path.pointAtPercent(0.5).y() == 127


@pytest.mark.parametrize("shift", [-30, -10, 0, 10, 30])
def test_it_goes_around_cards_in_between(shift):
    between = [QRectF(240, shift, 168, 54), QRectF(480, 0, 168, 54)]
    found = wire_to(720, 0, *between)
    assert not any(crosses(found.path, card) for card in between)


def test_it_goes_around_on_the_side_of_the_port_where_it_ends():
    between = QRectF(240, 0, 168, 54)
    assert wire_to(480, 0, between, port=18).path.boundingRect().top() < -10
    assert wire_to(480, 0, between, port=36).path.boundingRect().bottom() > 64


def test_it_finds_a_level_between_cards_that_crowd_the_aisle():
    crowd = [QRectF(-200, 70, 168, 54), QRectF(-200, 160, 168, 54)]
    found = wire_to(-480, 220, *crowd)
    assert not any(crosses(found.path, card) for card in crowd)


def test_it_turns_behind_a_card_that_stands_where_it_would_turn():
    tower = QRectF(180, 40, 168, 300)
    found = wire_to(-480, 400, tower)
    assert not crosses(found.path, tower)


def test_wires_that_go_around_have_lanes_of_their_own():
    between = QRectF(240, 0, 168, 54)
    first = wire_to(480, 0, between, port=36)
    second = wire_to(480, 0, between, lanes=first.pieces, port=44)
    levels = [found.path.boundingRect().bottom() for found in (first, second)]
    assert abs(levels[0] - levels[1]) >= 14
    turns = [found.pieces[2].left for found in (first, second)]
    assert abs(turns[0] - turns[1]) >= 7


def test_down_is_right_turned():
    right = wire_to(-480, 150)
    down = route(
        QPointF(27, 168),
        QPointF(177, -480),
        QRectF(0, 0, 54, 168),
        QRectF(150, -480, 54, 168),
        flow="down",
    )
    box = down.path.boundingRect()
    assert (box.left(), box.top()) == pytest.approx((27, -480 - DOWN.turn))
    assert box.width() == pytest.approx(right.path.boundingRect().height())


@given(st.lists(st.floats(-500, 500), max_size=6), st.floats(1, 30))
def test_labels_are_stacked_where_they_would_lie_on_each_other(heights, apart):
    heights.sort()
    found = stacked(heights, apart)
    gaps = [below - above for above, below in itertools.pairwise(found)]
    assert all(gap >= apart - 1e-6 for gap in gaps)
    assert sum(found) == pytest.approx(sum(heights), abs=1e-6)


# On a canvas that was arranged


def arranged(design: Design, flow: str) -> Canvas:
    document = Document()
    canvas = Canvas(document, Selection(), DARK)
    document.open_design(design.with_graph(design.graph.flowing(flow)), "test")
    canvas.arranging.whole()
    return canvas


def assert_clear(canvas: Canvas) -> None:
    """No wire runs behind a card, and no two lie on each other."""
    cards = {
        name: item.card_rect
        for name, item in canvas.stage.nodes.items()
        if isinstance(item, NodeItem)
    }
    for wire, item in canvas.stage.wires.items():
        for name, card in cards.items():
            inner = card.adjusted(2, 2, -2, -2)
            assert not crosses(item.path(), inner), (wire, name)
    pieces = [
        (wire, piece)
        for wire, item in canvas.stage.wires.items()
        for piece in item.route.pieces
    ]
    for (wire, one), (other, two) in itertools.combinations(pieces, 2):
        if wire[:2] != other[:2]:
            across = min(one.right, two.right) - max(one.left, two.left)
            along = min(one.bottom, two.bottom) - max(one.top, two.top)
            assert max(across, along) <= 8 or min(across, along) < 0, (wire, other)


@FLOWS
@pytest.mark.parametrize("name", examples())
def test_on_the_examples_wires_are_clear_of_cards_and_of_each_other(qapp, name, flow):
    assert_clear(arranged(load(examples()[name]), flow))


@FLOWS
@pytest.mark.parametrize("network", [residual(60), u_net(60), u_net(24)])
def test_long_skips_are_clear_of_cards_and_of_each_other(qapp, network, flow):
    assert_clear(arranged(Design(network), flow))


# Cells

NUMBERS = st.integers(-2000, 2000).map(float)
STEPS = st.tuples(NUMBERS, NUMBERS)
RECTS = st.tuples(*[NUMBERS] * 4).map(
    lambda r: Rect(min(r[0], r[2]), min(r[1], r[3]), max(r[0], r[2]), max(r[1], r[3]))
)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.lists(RECTS, max_size=3), STEPS)), RECTS
)
def test_cells_find_what_touches_an_area(puts, area):
    cells: Cells[int] = Cells()
    known: dict[int, list[Rect]] = {}
    for key, rects, step in puts:
        cells.put(key, *rects)
        known[key] = rects
        cells.shift(*step)
        known = {k: [rect.moved(*step) for rect in v] for k, v in known.items()}
    found = [
        (k, rect) for k, rects in known.items() for rect in rects if rect.touches(area)
    ]
    assert sorted(cells.touching(area)) == sorted(found)
    for key in known:
        cells.remove(key)
    assert cells.touching(area) == []


@FLOWS
def test_where_all_nodes_move_alike_the_wires_go_with_them(qapp, flow):
    canvas = arranged(Design(residual(30)), flow)
    graph = canvas.graph
    moved = {
        node.name: (node.position[0] - 96, node.position[1] + 4000) for node in graph
    }
    canvas.edit("Move all", graph.move(moved))
    fresh = arranged(Design(residual(30)), flow)
    for wire, item in canvas.stage.wires.items():
        expected = fresh.stage.wires[wire].route.shifted(QPointF(-96, 4000))
        assert item.route == expected
    canvas.edit("Move one", canvas.graph.move({"relu_3": (0.0, 0.0)}))
    canvas.document.undo_stack.undo()
    canvas.document.undo_stack.undo()
    for wire, item in canvas.stage.wires.items():
        assert item.route == fresh.stage.wires[wire].route
    assert_clear(canvas)
