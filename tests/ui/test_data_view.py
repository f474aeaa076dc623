"""The data tab: the training's form, and pictures that load without stalling."""

import pytest
from pytestqt.qtbot import QtBot

from designer.data.source import Digits, NoData, Shapes
from designer.ui.data_view import DataView, resizing
from designer.ui.document import Document
from designer.ui.fields import Typed
from designer.ui.samples import read_samples
from designer.ui.theme import DARK
from designer.ui.training.start import plan


@pytest.fixture
def view(qtbot: QtBot, document: Document) -> DataView:
    made = DataView(document, DARK)
    qtbot.addWidget(made)
    return made


def test_a_setting_of_the_training_is_an_edit(
    view: DataView, document: Document
) -> None:
    view.show()
    assert view.form is not None
    field = view.form.rows["epochs"].field
    assert isinstance(field, Typed)
    field.edit.setText("3")
    view.commit()
    assert document.design.training.epochs == 3
    assert document.undo_stack.undoText() == "Set epochs"
    document.undo_stack.undo()
    assert field.edit.text() == "10"
    view.loader.wait()


def test_a_value_out_of_range_is_refused(view: DataView, document: Document) -> None:
    view.show()
    assert view.form is not None
    field = view.form.rows["epochs"].field
    assert isinstance(field, Typed)
    field.edit.setText("0")
    view.commit()
    assert document.design.training.epochs == 10
    assert "at least 1" in view.form.rows["epochs"].refusal
    view.loader.wait()


def test_pictures_are_loaded_beside_the_window(qtbot: QtBot, view: DataView) -> None:
    with qtbot.waitSignal(view.loader.loaded, timeout=60_000):
        view.show()
    assert len(view.strip.images) == 10
    assert view.strip.names == tuple("0123456789")
    assert view._facts.text() == "1,797 pictures · 8×8, grey · 10 classes"
    assert not view.grab().isNull()


@pytest.mark.parametrize("source", [Digits(), Shapes()])
def test_there_is_one_picture_of_each_class(source: Digits | Shapes) -> None:
    samples = read_samples(source)
    channels, height, width = source.shape
    assert len(samples.images) == len(source.classes)
    assert {(i.width(), i.height()) for i in samples.images} == {(width, height)}
    assert samples.images[0].isGrayscale() == (channels == 1)


def test_a_loader_that_fails_is_told(
    qtbot: QtBot, view: DataView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(source: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("designer.ui.samples.read_samples", broken)
    with qtbot.waitSignal(view.loader.failed, timeout=10_000):
        view.show()
    assert "the disk is gone" in view._facts.text()


def test_it_says_when_pictures_are_resized(document: Document) -> None:
    assert resizing(document.design) == ""
    graph = document.design.graph.set("image1", shape=(3, 28, 28))
    assert resizing(document.design.with_graph(graph)) == (
        "For the Input, pictures are resized from 8×8 to 28×28 and turned into three "
        "channels."
    )


def test_without_data_it_says_what_to_do(view: DataView, document: Document) -> None:
    document.edit("Set data", document.design.with_training(data=NoData()))
    view.show()
    assert "choose what it learns from" in view._facts.text()
    assert view.strip.names == ()
    assert resizing(document.design) == ""
    assert "no data to learn from" in plan(document.design)
