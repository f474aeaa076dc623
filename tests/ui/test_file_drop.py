"""Files dropped onto the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from designer import save
from designer.graph import load
from designer.ui import filing
from designer.ui.window import MainWindow
from tests.ui.conftest import small_design

COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def drop(target: QWidget, *paths: Path) -> bool:
    """Drag files onto a widget and let go; whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = QPoint(30, 30)
    enter = QDragEnterEvent(place, COPY, data, LEFT, NONE)
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(place), COPY, data, LEFT, NONE)
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def test_a_design_is_opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "net.json"
    save(small_design(), path)
    window.show()
    with qtbot.waitSignal(window.document.opened):
        assert drop(window.canvas.viewport(), path)
    assert window.document.path == path
    assert window.filing.recent[0] == path


def test_unsaved_work_is_asked_about(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "net.json"
    save(small_design(), path)
    design = window.document.design
    edited = design.with_graph(design.graph.remove("conv1"))
    window.document.edit("Delete", edited)
    asked: list[str] = []

    def cancel(_: QWidget, title: str) -> QMessageBox.StandardButton:
        asked.append(title)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(filing, "ask_to_save", cancel)
    drop(window, path)
    qtbot.waitUntil(lambda: bool(asked))
    assert window.document.design == edited


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (
            "photo.jpg",
            b"\xff\xd8\xff\xe0",
            "photo.jpg is a JPEG picture, and no design",
        ),
        ("net.pt", b"PK\x03\x04", "a file of PyTorch weights"),
        ("half.json", b'{"format": 2, "nod', "only part of it"),
        ("plain.svg", b"<svg></svg>", "without a design"),
    ],
)
def test_what_is_no_design_is_told(
    qtbot: QtBot,
    window: MainWindow,
    tmp_path: Path,
    name: str,
    data: bytes,
    words: str,
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    window.show()
    design = window.document.design
    with qtbot.waitSignal(window.canvas.refused) as said:
        drop(window.canvas.viewport(), path)
    assert words in said.args[0]
    assert window.document.design is design


def test_several_files_and_folders_are_refused(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    for files, words in (
        ((tmp_path, tmp_path), "2 files"),
        ((tmp_path,), "a folder"),
    ):
        with qtbot.waitSignal(window.canvas.refused) as said:
            drop(window, *files)
        assert words in said.args[0]


def test_what_is_no_file_is_left_to_others(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("relu")
    enter = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, NONE)
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()


def test_the_design_that_was_dropped_is_what_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "net.json"
    save(small_design(), path)
    assert load(path) == small_design()
