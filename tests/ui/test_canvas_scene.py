"""What the canvas shows is what the document holds, after whatever was done."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from designer import layers
from designer.errors import DesignerError
from designer.graph import Design, Graph, Node, Problem, Wire
from designer.graph.edits import reordered
from designer.layers.layer import Port
from designer.settings import declared
from designer.ui.canvas import scene, tracks
from designer.ui.canvas.card import card_of
from designer.ui.canvas.node_item import NodeItem
from designer.ui.canvas.wire_item import WireItem
from designer.ui.theme import DARK, LIGHT
from tests.strategies import any_graphs, chain
from tests.ui.canvas_hand import Hand, assert_agrees, open_canvas

pytestmark = pytest.mark.qt_log_level_fail("WARNING")

CHAIN = (
    Graph()
    .add("image", layers.Input(shape=(1, 28, 28)), (0, 0))
    .add("conv1", layers.Conv2d(out_channels=8), (240, 0))
    .add("relu1", layers.ReLU(), (480, 0))
    .add("flatten1", layers.Flatten(), (0, 160))
    .add("fc1", layers.Linear(out_features=10), (240, 160))
    .add("out", layers.Output(), (720, 160))
    .add("note1", layers.Note(text="Look here"), (480, 160))
    .connect("image", "conv1")
    .connect("conv1", "relu1")
    .connect("relu1", "flatten1")
    .connect("flatten1", "fc1")
    .connect("fc1", "out")
)


@pytest.fixture
def canvas(qtbot):
    canvas = open_canvas(CHAIN)
    qtbot.addWidget(canvas)
    return canvas


def edit(canvas, graph):
    canvas.document.edit("Edit", canvas.document.design.with_graph(graph))


NEW = st.sampled_from(
    [
        layers.ReLU(),
        layers.Conv2d(),
        layers.Add(),
        layers.MaxPool2d(return_indices=True),
        layers.LSTM(),
        layers.Output(),
        layers.Note(),
    ]
)
PLACES = st.tuples(st.integers(-300, 900), st.integers(-300, 600))


@st.composite
def edits_of(draw, graph):
    """Some edit of a graph; a refused one leaves it as it is."""
    names = st.sampled_from(sorted(graph.nodes)) if graph.nodes else st.just("none")
    kind = draw(
        st.sampled_from("add remove connect disconnect move rename swap".split())
    )
    try:
        if kind == "add":
            layer = draw(NEW)
            return graph.add(graph.free_name(layer), layer, draw(PLACES))
        if kind == "remove":
            return graph.remove(draw(names))
        if kind == "connect":
            return graph.connect(draw(names), draw(names))
        if kind == "disconnect" and graph.wires:
            return graph.disconnect(draw(st.sampled_from(sorted(graph.wires))))
        if kind == "move":
            return graph.move({draw(names): draw(PLACES)})
        if kind == "rename":
            return graph.rename(draw(names), draw(st.sampled_from(["a", "b", "c"])))
        return graph.replace(draw(names), draw(NEW))
    except DesignerError:
        return graph


@settings(max_examples=30)
@given(data=st.data(), first=any_graphs(), steps=st.integers(1, 12))
def test_the_scene_follows_any_edits_and_any_undo(qapp, data, first, steps):
    canvas = open_canvas(first)
    stack = canvas.document.undo_stack
    for _ in range(steps):
        does = data.draw(st.sampled_from(["edit", "edit", "edit", "undo", "redo"]))
        if does == "edit":
            edit(canvas, data.draw(edits_of(canvas.graph)))
        else:
            getattr(stack, does)()
        canvas.choose(list(canvas.graph.nodes)[:2])
        assert_agrees(canvas)
    stack.setIndex(0)
    assert canvas.graph == first
    assert_agrees(canvas)
    canvas.deleteLater()


def test_another_design_takes_the_place_of_the_first(canvas):
    canvas.document.open_design(Design(Graph().add("conv1", layers.ReLU())), "other")
    assert_agrees(canvas)
    assert canvas.stage.nodes["conv1"].card.title == "ReLU"


def test_a_setting_touches_one_node_and_what_it_feeds(canvas, monkeypatch):
    shown, labelled = [], []
    labels = [wire.label for wire in canvas.stage.wires.values()]
    monkeypatch.setattr(
        NodeItem, "set_card", lambda self, c, look: shown.append(c.name)
    )
    monkeypatch.setattr(
        type(labels[0]),
        "set_text",
        lambda self, text, look: labelled.append(text),
    )
    monkeypatch.setattr(WireItem, "set_route", lambda *_: pytest.fail("drawn anew"))
    edit(canvas, canvas.graph.set("conv1", out_channels=4))
    assert shown == ["conv1"]
    assert sorted(labelled) == ["2704", "4×26×26", "4×26×26"]


def test_shapes_are_made_where_they_can_be_read(qapp):
    canvas = open_canvas(chain(200))
    canvas.set_zoom(0.3)
    canvas.grab()
    assert not [wire for wire in canvas.stage.wires.values() if len(wire.parts) > 1]
    canvas.reset_zoom()
    canvas.centerOn(canvas.stage.nodes["fc100"])
    canvas.grab()
    made = {str(w) for w, item in canvas.stage.wires.items() if len(item.parts) > 1}
    assert "fc99.output → fc100.input" in made
    assert len(made) < 10
    assert all(item.label.scene() for item in canvas.stage.wires.values())
    assert_agrees(canvas)
    canvas.deleteLater()


def many_skips() -> Graph:
    """Joins in a row, each with what stands before it and three before it."""
    nodes = [Node("image", layers.Input())]
    nodes += [Node(f"add{i}", layers.Add(), (240.0 * i, 0.0)) for i in range(1, 201)]
    wires = [
        Wire(nodes[max(i - back, 0)].name, "output", nodes[i].name, f"input{port}")
        for i in range(1, 201)
        for port, back in ((1, 1), (2, 3))
    ]
    return Graph.of(nodes, wires)


def ways(canvas):
    return {wire: item.path() for wire, item in canvas.stage.wires.items()}


def test_thousands_of_wires_find_their_ways_later(qtbot, monkeypatch):
    canvas = open_canvas(many_skips())
    first = ways(canvas)
    assert_agrees(canvas)
    monkeypatch.setattr(tracks, "AT_ONCE", 1000)
    at_once = open_canvas(many_skips())
    assert first != ways(at_once)
    qtbot.waitUntil(lambda: ways(canvas) == ways(at_once), timeout=30_000)
    canvas.edit("Move", canvas.graph.move({"add7": (7 * 240, 400)}))
    canvas.edit("Remove", canvas.graph.remove("add9"))
    canvas.stage.tracks.waiting.finish()
    assert_agrees(canvas)
    canvas.deleteLater()
    at_once.deleteLater()


def test_all_of_a_large_graph_can_be_seen(qapp):
    nodes = [
        Node(f"relu{i}", layers.ReLU(), (i % 70 * 240.0, i // 70 * 120.0))
        for i in range(5000)
    ]
    canvas = open_canvas(Graph.of(nodes))
    canvas.fit()
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.stage.bounds())
    canvas.deleteLater()


def test_what_only_moved_is_not_made_anew(canvas, monkeypatch):
    before = dict(canvas.stage.nodes)
    made = []
    monkeypatch.setattr(scene, "card_of", lambda *rest: made.append(rest))
    places = {n.name: (n.position[0] + 48, n.position[1] + 24) for n in canvas.graph}
    canvas.edit("Move", canvas.graph.move(places))
    assert not made
    monkeypatch.undo()
    assert canvas.stage.nodes == before
    assert_agrees(canvas)
    canvas.document.undo_stack.undo()
    assert_agrees(canvas)


def test_a_port_that_a_setting_takes_away_goes_with_its_wire(canvas):
    graph = Graph().add("image", layers.Input(shape=(1, 8, 8)), (0, 0))
    graph = graph.add("pool1", layers.MaxPool2d(return_indices=True), (240, 0))
    graph = graph.add("unpool1", layers.MaxUnpool2d(), (480, 0))
    for ends in (
        ("image", "pool1"),
        ("pool1", "unpool1"),
        ("pool1.indices", "unpool1.indices"),
    ):
        graph = graph.connect(*ends)
    canvas.document.open_design(Design(graph), "indices")
    assert_agrees(canvas)
    tall = canvas.stage.nodes["pool1"].card_rect.height()
    edit(canvas, graph.set("pool1", return_indices=False))
    assert_agrees(canvas)
    assert len(canvas.stage.wires) == 2
    assert canvas.stage.nodes["pool1"].card_rect.height() < tall
    canvas.document.undo_stack.undo()
    assert canvas.graph is graph
    assert_agrees(canvas)
    assert len(canvas.stage.wires) == 3


def test_inputs_in_another_order_are_wired_otherwise(canvas):
    graph = CHAIN.add("cat1", layers.Concat(), (0, 320))
    graph = graph.connect("conv1", "cat1").connect("relu1", "cat1")
    edit(canvas, graph)
    edit(canvas, reordered(graph, "cat1", ["input2", "input1"]))
    assert_agrees(canvas)
    canvas.document.undo_stack.undo()
    assert_agrees(canvas)


def test_the_loss_is_shown_at_the_output(canvas):
    assert canvas.stage.nodes["out"].card.detail == "out · CrossEntropy"
    design = canvas.document.design
    options = type(design.training).require("loss").kind.variants
    other = next(n for n in options if n != "CrossEntropyLoss")
    canvas.document.edit("Loss", design.with_training(loss=options[other]()))
    assert (
        canvas.stage.nodes["out"].card.detail == f"out · {other.removesuffix('Loss')}"
    )


def test_a_mistake_is_red_and_says_why(canvas):
    edit(canvas, canvas.graph.set("conv1", kernel_size=(40, 40)))
    assert_agrees(canvas)
    card = canvas.stage.nodes["conv1"].card
    assert card.severity == "error"
    hand = Hand(canvas)
    place = canvas.mapToScene(hand.pixel(hand.body("conv1")))
    assert canvas.stage.help_at(place, 5) == card.message != ""
    unknown = [w.label.text for w in canvas.stage.wires.values() if not w.tensor]
    assert unknown == ["?"] * 4


def test_a_loose_node_is_a_warning(canvas):
    edit(canvas, canvas.graph.add("loose", layers.ReLU(), (0, 400)))
    assert canvas.stage.nodes["loose"].card.severity == "warning"


def test_ports_and_wires_say_what_they_carry(canvas):
    hand = Hand(canvas)
    helped = {
        place: canvas.stage.help_at(canvas.mapToScene(hand.pixel(place)), 5)
        for place in (hand.output("conv1"), hand.wire("image", "conv1"))
    }
    assert list(helped.values()) == [
        "conv1.output: 8×26×26 float32",
        "image.output → conv1.input: 1×28×28 float32",
    ]


def test_a_join_has_a_port_to_spare_and_grows(canvas):
    graph = canvas.graph.add("sum", layers.Add(), (700, 0))
    edit(canvas, graph.connect("image", "sum").connect("conv1", "sum"))
    card = canvas.stage.nodes["sum"].card
    assert card.inputs == ("input1", "input2", "input3")
    assert card.spare == {"input3"}
    graph = canvas.graph
    for number in range(5):
        graph = graph.add(f"extra{number}", layers.ReLU()).connect(
            f"extra{number}", "sum"
        )
    edit(canvas, graph)
    assert canvas.stage.nodes["sum"].card.height > card.height
    assert_agrees(canvas)


def test_a_wire_alone_gives_a_join_its_next_port(canvas):
    graph = canvas.graph
    for name in ("one", "two", "three"):
        graph = graph.add(name, layers.ReLU()).connect("image", name)
    graph = graph.add("sum", layers.Add(), (700, 0)).add("end", layers.Output())
    graph = graph.connect("one", "sum").connect("two", "sum").connect("sum", "end")
    edit(canvas, graph)
    edit(canvas, canvas.graph.connect("three", "sum"))
    assert canvas.stage.nodes["sum"].card.spare == {"input4"}
    assert_agrees(canvas)


@declared
class Cell(layers.Layer):
    """Two inputs and two outputs, each with a name."""

    family = "Linear"

    @property
    def inputs(self):
        return (Port("input"), Port("state"))

    @property
    def outputs(self):
        return (Port("output"), Port("next_state"))


def test_named_ports_stand_apart_and_are_shown(canvas):
    edit(canvas, canvas.graph.add("cell", Cell(), (700, 300)))
    item = canvas.stage.nodes["cell"]
    assert item.card.labelled
    ports = [("input", "input"), ("input", "state"), ("output", "next_state")]
    assert len({item.place_of(*port).y() for port in ports}) == 2
    assert not canvas.grab().isNull()


def test_selection_goes_both_ways(canvas):
    canvas.selection.set(["conv1"])
    assert canvas.stage.nodes["conv1"].highlighted
    Hand(canvas).click(Hand(canvas).body("relu1"))
    assert canvas.selection.names == ("relu1",)
    assert_agrees(canvas)


def test_a_node_that_is_gone_is_not_selected(canvas):
    canvas.selection.set(["conv1", "relu1"])
    edit(canvas, canvas.graph.remove("conv1"))
    assert canvas.selection.names == ("relu1",)


def test_revealing_brings_a_node_into_view(canvas):
    edit(canvas, canvas.graph.move({"out": (9000, 9000)}))
    canvas.set_zoom(0.15)
    canvas.selection.reveal("out")
    at = canvas.mapFromScene(canvas.stage.nodes["out"].card_rect.center())
    assert (at - canvas.viewport().rect().center()).manhattanLength() < 4
    assert canvas.zoom == 1


def test_an_empty_canvas_says_what_to_do(canvas):
    assert not canvas.hint.isVisible()
    canvas.document.open_design(Design(), "empty")
    assert canvas.hint.isVisible()
    assert "Press Space or double-click" in canvas.hint.text()


def test_opening_fits_the_graph_into_view(qtbot):
    graph = CHAIN.move({"out": (4000, 1500)})
    canvas = open_canvas(graph)
    qtbot.addWidget(canvas)
    canvas.document.open_design(Design(graph), "again")
    area = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert area.contains(canvas.stage.bounds())


def is_near(one, other):
    """Thin lines between pixels are mixed with what is behind them."""
    a, b = QColor(one).getRgb(), QColor(other).getRgb()
    return sum(abs(x - y) for x, y in zip(a, b, strict=True)) < 90


@pytest.mark.parametrize("zoom", [0.12, 0.3, 0.45, 1.0, 3.0])
@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_it_paints_at_every_zoom(canvas, zoom, theme):
    canvas.set_theme(theme)
    edit(canvas, canvas.graph.set("conv1", kernel_size=(40, 40)))
    canvas.selection.set(["relu1"])
    canvas.set_zoom(zoom)
    canvas.centerOn(canvas.stage.nodes["relu1"].card_rect.center())
    image = canvas.grab().toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }
    assert theme.canvas in colours
    assert any(is_near(colour, theme.accent) for colour in colours)
    family = theme.family(layers.ReLU)
    assert family in colours


def test_zoom_keeps_what_is_under_the_pointer(canvas, qtbot):
    pixel = QPoint(700, 200)
    before = canvas.mapToScene(pixel)
    with qtbot.waitSignal(canvas.zoomed) as signal:
        canvas.set_zoom(2.0, pixel)
    assert signal.args == [2.0]
    assert (canvas.mapToScene(pixel) - before).manhattanLength() < 2


def test_zoom_has_limits(canvas):
    for _ in range(30):
        canvas.zoom_in()
    assert canvas.zoom == 4
    for _ in range(60):
        canvas.zoom_out()
    assert canvas.zoom == 0.02
    canvas.reset_zoom()
    assert canvas.zoom == 1


def test_a_card_names_every_problem():
    problems = (Problem("a", "One.", "warning"), Problem("a", "Two."))
    graph = Graph().add("a", layers.ReLU())
    card = card_of(Design(graph), graph.node("a"), problems)
    assert (card.severity, card.message) == ("error", "One.\nTwo.")


def labels_between(canvas, source, target):
    items = [w for w in canvas.stage.wires.values() if w.wire[::2] == (source, target)]
    rects = [item.label.sceneBoundingRect() for item in items]
    return sorted(rects, key=lambda rect: rect.top())


def assert_apart(rects):
    for above, below in itertools.pairwise(rects):
        assert not above.adjusted(0, 0.1, 0, -0.1).intersects(below)


@pytest.mark.parametrize("place", [(480, 0), (480, 40), (480, -300), (0, 300), (0, 0)])
def test_labels_of_wires_side_by_side_do_not_lie_on_each_other(qtbot, place):
    graph = Graph().add("steps", layers.Input(shape=(16, 32)), (240, 0))
    graph = graph.add("attention1", layers.MultiheadAttention(num_heads=4), place)
    for port in ("query", "key", "value"):
        graph = graph.connect("steps", f"attention1.{port}")
    canvas = open_canvas(graph)
    qtbot.addWidget(canvas)
    rects = labels_between(canvas, "steps", "attention1")
    assert len(rects) == 3
    assert_apart(rects)
    edit(canvas, graph.move({"attention1": (place[0], place[1] + 30)}))
    assert_apart(labels_between(canvas, "steps", "attention1"))


def test_a_wire_that_is_alone_again_has_its_label_where_it_was(qtbot):
    graph = Graph().add("steps", layers.Input(shape=(16, 32)), (240, 0))
    graph = graph.add("attention1", layers.MultiheadAttention(), (480, 0))
    graph = graph.connect("steps", "attention1.query")
    canvas = open_canvas(graph)
    qtbot.addWidget(canvas)
    (before,) = labels_between(canvas, "steps", "attention1")
    edit(canvas, graph.connect("steps", "attention1.key"))
    assert before not in labels_between(canvas, "steps", "attention1")
    edit(canvas, graph)
    assert labels_between(canvas, "steps", "attention1") == [before]


@pytest.mark.parametrize(("zoom", "is_read"), [(0.3, True), (0.22, False)])
def test_titles_are_read_from_far_away_but_not_where_they_are_a_blur(
    qtbot, zoom: float, is_read: bool
) -> None:
    canvas = open_canvas(Graph().add("relu1", layers.ReLU(), (0, 0)))
    canvas.set_zoom(zoom)
    canvas.centerOn(84, 27)
    image = canvas.viewport().grab().toImage()
    middle = image.rect().center()
    shades = {
        image.pixelColor(middle.x() + x, middle.y() + y).lightness()
        for x in range(-20, 20)
        for y in range(-6, 6)
    }
    assert (max(shades) > 150) == is_read


# From far away -------------------------------------------------------------------------


def looks_other(canvas, qtbot, graph):
    """Whether an edit says that the scene looks different from far away."""
    told = []
    canvas.stage.redrawn.connect(lambda: told.append(True))
    edit(canvas, graph)
    return bool(told)


def test_a_setting_that_only_words_show_is_not_seen_from_far_away(canvas, qtbot):
    assert not looks_other(canvas, qtbot, CHAIN.set("conv1", out_channels=9))


@pytest.mark.parametrize(
    "graph",
    [
        pytest.param(CHAIN.move({"conv1": (240, 400)}), id="moved"),
        pytest.param(CHAIN.remove("relu1"), id="removed"),
        pytest.param(CHAIN.add("relu2", layers.ReLU(), (0, 400)), id="added"),
        pytest.param(
            CHAIN.disconnect(Wire("image", "output", "conv1", "input")), id="unwired"
        ),
        pytest.param(CHAIN.set("conv1", kernel_size=99), id="wrong"),
        pytest.param(CHAIN.replace("relu1", layers.BatchNorm2d()), id="another family"),
        pytest.param(CHAIN.set("note1", text="More\nto read"), id="a taller note"),
        pytest.param(
            CHAIN.add("frame1", layers.Frame()).put_in("frame1", "relu1", "conv1"),
            id="framed",
        ),
    ],
)
def test_what_is_seen_from_far_away_is_told(canvas, qtbot, graph):
    assert looks_other(canvas, qtbot, graph)


def test_another_frame_around_the_same_nodes_is_seen_from_far_away(canvas, qtbot):
    framed = CHAIN.add("frame1", layers.Frame()).put_in("frame1", "relu1", "conv1")
    edit(canvas, framed)
    assert looks_other(canvas, qtbot, framed.put_in("", "conv1"))
