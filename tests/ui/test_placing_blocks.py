"""What a drag of the palette carries, and what it becomes on the canvas."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from designer import layers
from designer.errors import DesignerError, FileError, GraphError
from designer.graph import Design
from designer.graph.block import Use
from designer.graph.design import Step
from designer.graph.files import from_text
from designer.library import Library
from designer.ui.placing_blocks import block_offer, kept_offer, layer_for, layer_offer
from tests.graph.blocks import network, residual
from tests.graph.test_merging import with_stride
from tests.ui.canvas_hand import Hand, open_canvas


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path)
    made.save(network(), "Residual")
    return made


def key_of(library: Library) -> str:
    (kept,) = library.blocks()
    return kept_offer(kept).key


def test_a_layer_is_one_of_its_type_and_leaves_the_design() -> None:
    design = network()
    found, layer = layer_for(design, layer_offer("Conv2d").key)
    assert found is design
    assert layer == layers.Conv2d()
    with pytest.raises(DesignerError, match="no layer 'Conv9d'"):
        layer_for(design, "Conv9d")


def test_a_block_of_the_design_is_a_use_of_it() -> None:
    design = network()
    found, layer = layer_for(design, block_offer(residual()).key)
    assert found is design
    assert isinstance(layer, Use)
    assert layer.block is design.blocks["Residual"]
    with pytest.raises(GraphError, match="no block 'Gone'"):
        layer_for(design, "block:Gone")


def test_a_kept_block_comes_into_the_design(library: Library) -> None:
    found, layer = layer_for(Design(), key_of(library))
    assert isinstance(layer, Use)
    assert layer.block is found.blocks["Residual"]
    design = network()
    assert layer_for(design, key_of(library))[0] is design
    other = Design().with_block(with_stride(residual()))
    found, layer = layer_for(other, key_of(library))
    assert list(found.blocks) == ["Residual", "Residual2"]
    assert isinstance(layer, Use)
    assert layer.block.name == "Residual2"


def test_a_kept_block_cannot_come_into_itself(library: Library) -> None:
    inside = network().at((Step("stage1"),))
    with pytest.raises(GraphError, match="Residual cannot stand inside Residual"):
        layer_for(inside, key_of(library))


def test_a_file_that_is_gone_or_broken_is_told_of(library: Library) -> None:
    key = key_of(library)
    (kept,) = library.blocks()
    kept.path.write_text("{}")
    with pytest.raises(FileError, match=r"Residual\.json cannot be opened"):
        layer_for(Design(), key)
    (kept,) = library.blocks()
    assert kept_offer(kept).kind is None
    assert "cannot be opened" in kept_offer(kept).help
    kept.path.unlink()
    with pytest.raises(FileError, match="could not be read"):
        layer_for(Design(), key)


def test_dropping_a_kept_block_is_one_step_of_undo(
    qtbot: QtBot, library: Library
) -> None:
    canvas = open_canvas(Design().graph)
    qtbot.addWidget(canvas)
    assert Hand(canvas).carry(key_of(library), (500, 300))
    document = canvas.document
    assert list(document.design.blocks) == ["Residual"]
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.design == Design()


def test_a_block_that_is_pasted_elsewhere_brings_its_block_and_settings(
    qtbot: QtBot,
) -> None:
    first, second = open_canvas(Design().graph), open_canvas(Design().graph)
    for canvas in (first, second):
        qtbot.addWidget(canvas)
    first.document.open_design(network(), "net")
    first.choose(["stage2", "fc1"])
    first.copy()
    second.paste()
    design = second.document.design
    assert set(design.graph.nodes) == {"stage2", "fc1"}
    assert design.blocks == network().blocks
    assert design.values == {"width": 8, "classes": 10}
    second.paste()
    assert design.blocks == second.document.design.blocks
    for _ in range(2):
        second.document.undo_stack.undo()
    assert second.document.design == Design()
    first.choose(["fc1"])
    first.copy()
    assert from_text(QGuiApplication.clipboard().text()).blocks == {}
    QGuiApplication.clipboard().clear()
