"""Pictures for paper: whole, tight, in both themes, whatever the window shows."""

import re

import pytest
from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from designer import Design, check, layers
from designer.errors import DesignerError
from designer.graph import Graph
from designer.ui.pictures import picture as module
from designer.ui.pictures.picture import MARGIN, THEMES, Paper, Picture
from tests.strategies import chain
from tests.ui.conftest import small_design


def drawn(design: Design, paper: Paper | None = None, **given) -> Picture:
    return Picture(design, check(design), paper or Paper(), **given)


@pytest.fixture(autouse=True)
def application(qtbot: QtBot) -> None:
    """Fonts need one."""


@pytest.mark.parametrize("theme", THEMES)
def test_all_formats_show_the_same_size_and_ground(theme: str) -> None:
    picture = drawn(small_design(), Paper(theme))
    width, height = picture.size.toTuple()
    image = QImage.fromData(picture.png(2))
    assert image.size() == picture.size * 2
    assert image.pixelColor(1, 1) == QColor(THEMES[theme].canvas)
    renderer = QSvgRenderer(QByteArray(picture.svg()))
    assert renderer.isValid()
    assert renderer.viewBox().size() == picture.size
    pdf = picture.pdf()
    assert pdf.startswith(b"%PDF")
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", pdf)
    assert [float(side) for side in box] == pytest.approx([width, height], abs=1)


def test_text_is_text_and_icons_are_lines() -> None:
    picture = drawn(small_design())
    svg = picture.svg().decode()
    texts = re.findall(r">([^<>]+)</text>", svg)
    assert {"Conv2d", "ReLU", "4×6×6"} <= {text.strip() for text in texts}
    assert any(text.startswith("conv1") for text in texts)
    assert "<image" not in svg
    assert "sans-serif" in svg
    assert "monospace" in svg
    assert b"/Type0" in picture.pdf() or b"/Font" in picture.pdf()


def test_it_is_drawn_in_full_detail_at_any_size() -> None:
    picture = drawn(small_design())
    small = picture.image(picture.size / 8)
    text = QColor(THEMES["light"].muted)
    sheet = picture.svg()
    assert sheet.count(b"<text") > 10
    assert small.size() == picture.size / 8
    assert text.isValid()


def test_the_bounds_are_tight() -> None:
    picture = drawn(small_design())
    image = picture.image(picture.size)
    ground = image.pixelColor(0, 0)
    for x, y, dx, dy in ((0, 0, 1, 0), (0, 0, 0, 1)):
        first = next(
            place
            for place in range(max(picture.size.toTuple()))
            if any(
                image.pixelColor(x + dx * place + dy * n, y + dy * place + dx * n)
                != ground
                for n in range(min(picture.size.toTuple()))
            )
        )
        assert MARGIN <= first <= MARGIN + 40


def test_transparent_has_no_ground() -> None:
    picture = drawn(small_design(), Paper("light", transparent=True))
    assert picture.image(picture.size).pixelColor(1, 1).alpha() == 0
    assert QImage.fromData(picture.png(1)).pixelColor(1, 1).alpha() == 0


def test_problems_leave_no_mark() -> None:
    design = small_design()
    broken = design.with_graph(design.graph.set("conv1", kernel_size=(99, 99)))
    assert check(broken).errors
    svg = drawn(broken).svg().decode().lower()
    assert THEMES["light"].error not in svg
    assert ">!</text>" not in svg


def test_a_part_is_smaller_and_holds_only_its_nodes() -> None:
    design = small_design()
    part = drawn(design, names=["conv1", "relu1"])
    assert part.size.width() < drawn(design).size.width()
    svg = part.svg().decode()
    assert "Conv2d" in svg and "ReLU" in svg
    assert "Linear" not in svg
    assert svg.count("4×6×6") == 1


def test_too_many_pixels_are_scaled_down(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = drawn(small_design())
    assert picture.pixels(2) == picture.size * 2
    monkeypatch.setattr(module, "MOST_PIXELS", 10_000)
    size = picture.pixels(4)
    assert size.width() * size.height() <= 10_000
    monkeypatch.setattr(module, "LONGEST_SIDE", 50)
    assert max(picture.pixels(4).toTuple()) <= 50


def test_a_very_long_network_gives_every_format() -> None:
    graph = Graph()
    for place, node in enumerate(chain(400)):
        graph = graph.add(node.name, node.layer, (240.0 * place, 0.0))
    picture = drawn(Design(graph))
    assert picture.size.width() > 90_000
    size = picture.pixels(4)
    assert max(size.toTuple()) <= module.LONGEST_SIDE
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", picture.pdf())
    assert max(map(float, box)) <= module.POINTS + 1
    assert picture.svg().count(b"<text") > 400
    assert not picture.image(QSize(2000, 20)).isNull()


def test_there_is_no_picture_of_nothing() -> None:
    with pytest.raises(DesignerError, match="nothing to draw"):
        drawn(Design(Graph()))


def test_notes_are_drawn() -> None:
    graph = Graph().add("note", layers.Note(text="A word of advice"))
    assert "A word of advice" in drawn(Design(graph)).svg().decode()
