"""The small picture of a design: what it shows, and what it leaves out."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from designer import layers
from designer.graph import Design, Graph
from designer.layers import Layer
from designer.ui.gallery.miniature import COLUMNS, Miniature, Square, miniature, paint
from designer.ui.theme import DARK, LIGHT, Theme

AREA = QRectF(0, 0, 240, 120)


class Repeated(layers.Conv2d):
    """As a block that stands three times in a row."""

    repeat = 3


def chain(*middle: Layer) -> Graph:
    graph, before = Graph(), ""
    for layer in (layers.Input(shape=(3, 32, 32)), *middle, layers.Output()):
        name = graph.free_name(layer)
        graph = graph.add(name, layer)
        graph = graph.connect(before, name) if before else graph
        before = name
    return graph


def drawn(*middle: Layer) -> Miniature:
    return miniature(Design(chain(*middle)))


def types(picture: Miniature) -> list[str]:
    return [type(square.layer).__name__ for square in picture.squares]


def test_a_short_chain_is_drawn_as_it_is() -> None:
    picture = drawn(layers.Conv2d(), layers.ReLU())
    assert types(picture) == ["Input", "Conv2d", "ReLU", "Output"]
    assert [square.place for square in picture.squares] == [(n, 0) for n in range(4)]
    assert picture.wires == tuple(((n, 0), (n + 1, 0)) for n in range(3))
    assert (picture.columns, picture.rows) == (4, 1)


def test_an_empty_design_is_an_empty_picture() -> None:
    assert miniature(Design()) == Miniature()


def test_notes_and_loose_layers_are_left_out() -> None:
    graph = chain(layers.Conv2d())
    graph = graph.add("note1", layers.Note(text="x")).add("loose", layers.Linear())
    assert types(miniature(Design(graph))) == ["Input", "Conv2d", "Output"]


def test_a_wire_that_passes_a_layer_does_not_run_through_it() -> None:
    graph = chain(layers.Conv2d(), layers.Conv2d(), layers.Add())
    graph = graph.connect("conv1", "add1")
    picture = miniature(Design(graph))
    (skip,) = (wire for wire in picture.wires if len(wire) == 3)
    assert skip == ((1, 0), (2, 0.5), (3, 0)) or skip == ((1, 0), (2, -0.5), (3, 0))
    assert skip[1] not in [square.place for square in picture.squares]
    assert picture.rows == 2


def test_what_feeds_a_late_layer_stands_next_to_it() -> None:
    graph = chain(layers.Conv2d(), layers.Flatten(), layers.Concat())
    graph = graph.add("token", layers.LearnedConstant()).connect("token", "concat1")
    picture = miniature(Design(graph))
    (token,) = (
        square
        for square in picture.squares
        if isinstance(square.layer, layers.LearnedConstant)
    )
    assert token.place[0] == 2


def test_in_a_long_design_small_layers_go_with_the_layer_before() -> None:
    group = (layers.Conv2d(), layers.BatchNorm2d(), layers.ReLU(), layers.MaxPool2d())
    picture = drawn(*group * 4)
    assert types(picture) == ["Input", *["Conv2d", "MaxPool2d"] * 4, "Output"]
    assert not any(square.repeated for square in picture.squares)


def test_in_a_longer_one_equal_neighbours_become_a_stack() -> None:
    group = (layers.Conv2d(), layers.ReLU(), layers.Conv2d(), layers.MaxPool2d())
    picture = drawn(*group * 5)
    assert types(picture) == ["Input", *["Conv2d", "MaxPool2d"] * 5, "Output"]
    stacks = {type(s.layer).__name__ for s in picture.squares if s.repeated}
    assert stacks == {"Conv2d"}


def test_in_the_longest_the_middle_is_left_out() -> None:
    picture = drawn(*(layers.Conv2d(), layers.MaxPool2d()) * 40)
    assert picture.columns <= COLUMNS
    assert types(picture).count("NoneType") == 1
    ends = [sorted(s.place for s in picture.squares)[i] for i in (0, -1)]
    assert ends == [(0, 0), (picture.columns - 1, 0)]


def test_however_long_a_design_is_its_branches_are_seen() -> None:
    graph = chain(*[layers.Conv2d()] * 20, layers.Concat())
    graph = graph.add("other", layers.Conv2d())
    graph = graph.connect("conv19", "other").connect("other", "concat1")
    picture = miniature(Design(graph))
    assert types(picture) == ["Input", *["Conv2d"] * 3, "Concat", "Output"]
    rows = [square.place[1] for square in picture.squares if square.place[0] == 2]
    assert sorted(rows) == [-0.5, 0.5]


def test_a_repeated_block_is_a_stack() -> None:
    picture = drawn(Repeated(), layers.Conv2d())
    assert [square.repeated for square in picture.squares] == [
        False,
        True,
        False,
        False,
    ]


@st.composite
def tangles(draw: st.DrawFn) -> Graph:
    """A graph in which every node sums up some nodes before it."""
    graph = Graph().add("n0", layers.Input(shape=(4,)))
    for number in range(1, draw(st.integers(1, 40))):
        name = f"n{number}"
        graph = graph.add(name, layers.Add())
        sources = draw(st.sets(st.integers(0, number - 1), min_size=1, max_size=4))
        for source in sorted(sources):
            graph = graph.connect(f"n{source}", name)
    return graph


@given(tangles())
def test_no_two_things_stand_on_each_other_and_wires_go_right(graph: Graph) -> None:
    picture = miniature(Design(graph))
    places = Counter(square.place for square in picture.squares)
    assert set(places.values()) == {1}
    assert picture.columns <= COLUMNS
    for wire in picture.wires:
        assert {wire[0], wire[-1]} <= places.keys()
        assert not set(wire[1:-1]) & places.keys()
        columns = [column for column, _ in wire]
        assert columns == list(range(columns[0], columns[-1] + 1))


@given(tangles())
def test_the_picture_follows_from_the_design_alone(graph: Graph) -> None:
    again = Graph()
    for node in graph:
        again = again.add(node.name, node.layer, node.position)
    for wire in sorted(graph.wires, reverse=True):
        source = f"{wire.source}.{wire.source_port}"
        again = again.connect(source, f"{wire.target}.{wire.target_port}")
    assert miniature(Design(again)) == miniature(Design(graph))


def image(picture: Miniature, theme: Theme) -> QImage:
    made = QImage(240, 120, QImage.Format.Format_RGB32)
    made.fill(QColor(theme.canvas))
    painter = QPainter(made)
    paint(painter, AREA, picture, theme)
    painter.end()
    return made


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_squares_have_their_familys_colour(qapp: QApplication, theme: Theme) -> None:
    layer = layers.Conv2d()
    made = image(Miniature((Square((0, 0.0), layer),)), theme)
    assert made.pixelColor(120, 60).name() == theme.family(layer)
    assert made.pixelColor(2, 2).name() == theme.canvas


def test_a_stack_is_seen_behind_the_square(qapp: QApplication) -> None:
    layer = layers.Conv2d()
    alone = image(Miniature((Square((0, 0.0), layer),)), DARK)
    stack = image(Miniature((Square((0, 0.0), layer, repeated=True),)), DARK)
    assert alone.pixelColor(129, 48).name() == DARK.canvas
    assert stack.pixelColor(129, 48).name() != DARK.canvas


def test_even_a_wide_picture_stays_inside_its_area(qapp: QApplication) -> None:
    squares = tuple(
        Square((column, float(row)), layers.Conv2d())
        for column in range(COLUMNS)
        for row in range(-8, 9)
    )
    made = image(Miniature(squares), DARK)
    assert made != image(Miniature(), DARK)
    edge = [made.pixelColor(x, y).name() for x in (0, 239) for y in range(120)]
    edge += [made.pixelColor(x, y).name() for x in range(240) for y in (0, 119)]
    assert set(edge) == {DARK.canvas}
