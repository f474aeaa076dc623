"""New nodes come into view with as little change as can be."""

import pytest
from PySide6.QtCore import QPointF

from designer import layers
from designer.graph import Graph
from designer.ui.palette import Palette
from designer.ui.theme import DARK
from tests.ui.canvas_hand import open_canvas

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


@pytest.fixture
def canvas(qtbot):
    made = open_canvas(Graph())
    qtbot.addWidget(made)
    return made


def sees(canvas, *names):
    return all(canvas.seen.contains(canvas.stage.nodes[n].card_rect) for n in names)


def test_a_network_built_from_the_palette_is_seen_whole_while_it_is_small(
    canvas, qtbot
):
    palette = Palette(canvas.document, canvas.selection, DARK)
    qtbot.addWidget(palette)
    for key in "Input Conv2d BatchNorm2d ReLU MaxPool2d Flatten Linear Output".split():
        palette.append(key)
        assert canvas.seen.contains(canvas.stage.bounds())
    assert canvas.zoom > 0.55


def test_in_a_large_one_the_view_moves_on_just_as_far_as_it_must(canvas, qtbot):
    palette = Palette(canvas.document, canvas.selection, DARK)
    qtbot.addWidget(palette)
    canvas.edit("Far", Graph().add("far", layers.ReLU(), (0, 9_000)))
    canvas.edit("Row", canvas.graph.add("image", layers.Input(), (0, 0)))
    canvas.set_zoom(1.0)
    canvas.centerOn(QPointF(84, 27))
    canvas.choose(["image"])
    before = "image"
    for _ in range(4):
        palette.append("ReLU")
        assert canvas.zoom == 1.0
        assert sees(canvas, before, canvas.selection.single)
        before = canvas.selection.single


def test_what_is_seen_already_moves_nothing(canvas, qtbot):
    canvas.edit("Add", Graph().add("image", layers.Input(), (440, 280)))
    before = canvas.viewportTransform()
    canvas.show_new(["image"])
    assert canvas.viewportTransform() == before


def test_a_view_that_shows_all_from_afar_goes_on_to(canvas, qtbot):
    graph = Graph()
    for number in range(30):
        graph = graph.add(f"n{number}", layers.ReLU(), (number * 240, 0))
    canvas.edit("Many", graph)
    canvas.fit()
    zoom = canvas.zoom
    canvas.edit("More", graph.add("new", layers.ReLU(), (33 * 240, 0)))
    canvas.show_new(["new"])
    assert canvas.zoom < zoom and sees(canvas, "n0", "new")


def row(count, step=240):
    graph = Graph().add("n0", layers.ReLU(), (0, 0))
    for number in range(1, count):
        graph = graph.add(f"n{number}", layers.ReLU(), (number * step, 0))
        graph = graph.connect(f"n{number - 1}", f"n{number}")
    return graph


def test_what_was_seen_whole_stays_so_by_moving_on_where_that_does(canvas, qtbot):
    canvas.edit("Row", row(3))
    canvas.centerOn(QPointF(150, 27))
    assert canvas.zoom == 1.0 and canvas.seen.contains(canvas.stage.bounds())
    graph = canvas.graph.move({"n2": (720, 0)})
    canvas.edit("Mend", graph.add("flatten", layers.Flatten(), (480, 0)))
    canvas.glide.end()
    assert canvas.zoom == 1.0
    assert canvas.seen.contains(canvas.stage.bounds())


def test_more_than_a_little_is_not_zoomed_for_what_is_in_view(canvas, qtbot):
    canvas.edit("Row", row(4))
    canvas.fit()
    zoom = canvas.zoom
    graph = canvas.graph.move({"n2": (960, 0), "n3": (1200, 0)})
    graph = graph.add("a", layers.ReLU(), (480, 0)).add("b", layers.ReLU(), (720, 0))
    canvas.edit("Add", graph)
    canvas.glide.end()
    canvas.show_new(["a", "b"])
    assert canvas.zoom == zoom
    assert sees(canvas, "a", "b")


def test_a_little_is_zoomed_so_that_the_end_is_not_pushed_out(canvas, qtbot):
    canvas.edit("Row", row(4, 200))
    canvas.fit()
    graph = canvas.graph.move({"n3": (800, 0)})
    canvas.edit("Add", graph.add("a", layers.ReLU(), (600, 0)))
    canvas.glide.end()
    assert sees(canvas, *canvas.graph.nodes)
    assert canvas.zoom >= 0.77
    zoom = canvas.zoom
    canvas.edit("Move", canvas.graph.move({"n3": (4000, 0)}))
    assert canvas.zoom == zoom  # what a person moves away is not followed
