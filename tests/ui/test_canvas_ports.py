"""Ports on a card: their names keep apart, and those that may stay open say so."""

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from designer import layers
from designer.graph import Design, Graph, check
from designer.layers import CATALOGUE, Layer
from designer.layers.layer import Port
from designer.settings import declared
from designer.ui.canvas.card import Card, card_of
from designer.ui.canvas.card_text import PORTS_ROOM, TEXT_ROOM, CardText
from designer.ui.canvas.look import Look
from designer.ui.theme import DARK, LIGHT, NODE_HEIGHT, NODE_WIDTH, Theme
from tests.ui.canvas_hand import Hand, open_canvas


def card(layer: Layer, name: str = "node1") -> Card:
    design = Design(Graph().add(name, layer))
    return card_of(design, design.graph.node(name), ())


def boxes(text: CardText, look: Look) -> list[QRectF]:
    metrics = QFontMetricsF(look.shape_font)
    return [
        QRectF(place.x(), place.y(), metrics.horizontalAdvance(name.text()), 12)
        for place, name, _ in text.ports
    ]


@declared
class LongNames(layers.Layer):
    """Ports with long names at both sides."""

    family = "Code"

    @property
    def inputs(self) -> tuple[Port, ...]:
        return (Port("a_name_that_is_rather_long"), Port("b"), Port("c_is_long_enough"))

    @property
    def outputs(self) -> tuple[Port, ...]:
        return (Port("another_name_that_is_long"), Port("the_rest_of_it_all"))


@pytest.mark.parametrize("cls", [*CATALOGUE.values(), LongNames])
def test_names_of_ports_keep_apart(qtbot: QtBot, cls: type[Layer]) -> None:
    look, shown = Look(DARK), card(cls())
    text = CardText(shown, look)
    made = boxes(text, look)
    for a, b in itertools.combinations(made, 2):
        assert not a.intersects(b)
    for box in made:
        assert QRectF(9, NODE_HEIGHT - 6, NODE_WIDTH - 18, 999).contains(box)


def test_a_short_name_leaves_its_room_to_a_long_one(qtbot: QtBot) -> None:
    look = Look(DARK)
    shown = [name.text() for _, name, _ in CardText(card(LongNames()), look).ports]
    width = QFontMetricsF(look.shape_font).horizontalAdvance
    assert shown[0].endswith("…") and shown[3].endswith("…")
    assert width(shown[0]) <= PORTS_ROOM / 2 >= width(shown[3])
    assert shown[1] == "b"
    assert shown[4] == "the_rest_of_it_all"


def test_ports_that_may_stay_open_are_spare_until_they_are_wired() -> None:
    graph = Graph().add("lstm", layers.LSTM()).add("state", layers.Input(shape=(1, 64)))
    for graph_, spare in (
        (graph, {"h_0", "c_0"}),
        (graph.connect("state", "lstm.h_0"), {"c_0"}),
    ):
        design = Design(graph_)
        assert card_of(design, graph_.node("lstm"), ()).spare == spare


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_title_fits_or_ends_with_three_dots(qtbot: QtBot, name: str) -> None:
    look = Look(DARK)
    text = CardText(card(CATALOGUE[name]()), look)
    metrics = QFontMetricsF(text.title_font)
    assert metrics.horizontalAdvance(text.title.text()) <= TEXT_ROOM
    assert text.title.text() in (name, f"{name[: len(text.title.text()) - 1]}…")
    if text.title_font != look.title_font:
        assert not text.has_icon


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("zoom", [0.5, 0.8, 1.0, 2.0])
def test_cards_with_ports_are_painted(qtbot: QtBot, theme: Theme, zoom: float) -> None:
    graph = Graph()
    for place, cls in enumerate((layers.LSTM, layers.MultiheadAttention, layers.Add)):
        graph = graph.add(f"node{place}", cls(), (240 * place, 0))
    canvas = open_canvas(graph)
    qtbot.addWidget(canvas)
    canvas.set_theme(theme)
    canvas.set_zoom(zoom)
    assert not canvas.grab().isNull()


def test_hovering_a_port_says_what_it_is_and_whether_it_may_stay_open(
    qtbot: QtBot,
) -> None:
    graph = Graph().add("x", layers.Input(shape=(20, 8)), (0, 0))
    graph = graph.add("lstm", layers.LSTM(), (240, 0)).connect("x", "lstm")
    canvas = open_canvas(graph)
    qtbot.addWidget(canvas)
    hand = Hand(canvas)

    def said(side: str, port: str, name: str = "lstm") -> list[str]:
        place = canvas.mapToScene(hand.pixel(hand.port(name, side, port)))
        return canvas.stage.help_at(place, 5).split("\n")

    about = "Input: L×C; and h_0 and c_0 where it shall not begin with zeros."
    assert said("input", "h_0") == [
        "lstm.h_0: drag a wire here, or leave it open",
        about,
    ]
    assert said("input", "input") == ["x.output → lstm.input: 20×8 float32", about]
    assert said("output", "h_n")[0] == "lstm.h_n: 1×64 float32"
    assert said("output", "h_n")[1].startswith("Output: ")
    assert said("output", "output", "x") == ["x.output: 20×8 float32"]
    assert not check(Design(graph)).errors


@pytest.mark.parametrize("kind", [layers.Linear, layers.LSTM])
def test_the_detail_ends_before_the_ring_of_an_output(kind: type[Layer]) -> None:
    look = Look(DARK)
    long = replace(card(kind()), detail="layer3 · width * 4 · 6 · and · more · of · it")
    text = CardText(long, look)
    right = text.detail_left + text.detail.size().width()
    assert text.detail.text().endswith("…")
    assert right <= NODE_WIDTH - (10 if kind is layers.Linear else 5)


def test_a_long_title_stays_legible_and_ends_with_an_ellipsis() -> None:
    look = Look(DARK)
    text = CardText(card(layers.LearnedPositionalEncoding()), look)
    assert text.title_font.pixelSize() >= 11
    assert "LearnedPositionalEncoding" in card(layers.LearnedPositionalEncoding()).help
