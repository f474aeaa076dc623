"""Saving and copying pictures from the window, and opening them again."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from designer.errors import FileError
from designer.ui.pictures import offers as module
from designer.ui.pictures.dialog import PictureDialog
from designer.ui.pictures.offers import BLOCK, SELECTED, WHOLE
from designer.ui.window import MainWindow


def opened(window: MainWindow) -> PictureDialog:
    window.actions_by_key["picture"].trigger()
    dialogs = window.findChildren(PictureDialog)
    return dialogs[-1]


def press(dialog: PictureDialog, words: str) -> None:
    (button,) = [
        b for b in dialog.findChildren(QPushButton) if b.text().startswith(words)
    ]
    button.click()


def choose(box, key: str) -> None:
    box.setCurrentIndex(box.findData(key))


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder in which every picture is saved, under the name that is proposed."""
    monkeypatch.setattr(
        module, "ask_path", lambda *given: tmp_path / Path(given[2]).name
    )
    return tmp_path


@pytest.mark.parametrize("format", ["png", "svg"])
def test_a_saved_picture_opens_the_design(
    window: MainWindow, answer: Path, format: str
) -> None:
    window.show()
    design = window.document.design
    dialog = opened(window)
    choose(dialog.format, format)
    press(dialog, "Save")
    path = answer / f"small.{format}"
    dialog.close()
    window.document.edit("Delete", design.with_graph(design.graph.remove("conv1")))
    window.filing.open_path(path)
    assert window.document.design == design
    assert window.document.path is None, "saving would overwrite the picture"
    assert window.document.title == "small"


def test_the_design_may_be_left_out(window: MainWindow, answer: Path) -> None:
    window.show()
    for format in ("png", "svg", "pdf"):
        dialog = opened(window)
        choose(dialog.format, format)
        if dialog.carries.isChecked():
            dialog.carries.click()
        press(dialog, "Save")
        data = (answer / f"small.{format}").read_bytes()
        assert b"out_channels" not in data
        assert b"iTXt" not in data
        dialog.close()


def test_what_was_chosen_is_remembered(window: MainWindow, answer: Path) -> None:
    window.show()
    dialog = opened(window)
    choose(dialog.format, "svg")
    choose(dialog.theme, "dark")
    dialog.clear.setChecked(True)
    press(dialog, "Save")
    dialog.close()
    wish = window.pictures.last()
    assert (wish.format, wish.paper.theme, wish.paper.transparent) == (
        "svg",
        "dark",
        True,
    )


def test_the_size_is_told_and_what_a_format_lacks_is_off(window: MainWindow) -> None:
    window.show()
    dialog = opened(window)
    choose(dialog.scale, "4")
    width = dialog.picture.size.width() * 4
    assert f"{width:,}" in dialog.note.text()
    choose(dialog.format, "pdf")
    assert not dialog.scale.isEnabled()
    assert not dialog.carries.isEnabled()
    assert "sharp at any size" in dialog.note.text()
    dialog.close()


def test_a_pdf_says_that_it_holds_no_design(window: MainWindow, answer: Path) -> None:
    window.show()
    dialog = opened(window)
    assert dialog.carries.isChecked()
    words = dialog.carries.text()
    choose(dialog.format, "pdf")
    assert not dialog.carries.isChecked()
    assert dialog.carries.text() == "A PDF does not hold the design; PNG and SVG do."
    choose(dialog.format, "svg")
    assert dialog.carries.isChecked(), "what was chosen for other formats stays"
    assert dialog.carries.text() == words
    choose(dialog.format, "pdf")
    press(dialog, "Save")
    with pytest.raises(FileError, match=r"^small\.pdf is a PDF; only PNG and SVG"):
        window.filing.open_path(answer / "small.pdf")
    assert window.pictures.last().carries
    dialog.close()


def test_a_smaller_picture_than_wanted_is_told(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show()
    monkeypatch.setattr("designer.ui.pictures.picture.MOST_PIXELS", 100_000)
    dialog = opened(window)
    assert "more than most programs" in dialog.note.text()
    dialog.close()


def test_parts_are_what_there_is(window: MainWindow) -> None:
    assert list(window.pictures.parts()) == [WHOLE]
    window.filing.open_example("resnet-50")
    window.place.enter("layer1")
    name = next(iter(window.place.design.graph.nodes))
    window.selection.set([name])
    assert list(window.pictures.parts()) == [WHOLE, BLOCK, SELECTED]


def test_copying_puts_pixels_on_the_clipboard(qtbot: QtBot, window: MainWindow) -> None:
    window.selection.set(["conv1", "relu1"])
    window.actions_by_key["copy_picture"].trigger()
    part: QImage = QGuiApplication.clipboard().image()
    window.selection.set([])
    window.actions_by_key["copy_picture"].trigger()
    whole = QGuiApplication.clipboard().image()
    assert 0 < part.width() < whole.width()
