"""What tests of panels begin with: an open design, a selection, a whole window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer import layers
from designer.graph import Design, Graph
from designer.ui.document import Document
from designer.ui.follow import follow
from designer.ui.selection import Selection
from designer.ui.style import Appearance
from designer.ui.training.panel import TrainingPanel
from designer.ui.window import MainWindow


def small_design() -> Design:
    """Digits to ten classes, with nothing wrong."""
    graph = Graph()
    before = ""
    for layer in (
        layers.Input(shape=(1, 8, 8)),
        layers.Conv2d(out_channels=4),
        layers.ReLU(),
        layers.Flatten(),
        layers.Linear(out_features=10),
        layers.Output(),
    ):
        name = graph.free_name(layer)
        graph = graph.add(name, layer)
        if before:
            graph = graph.connect(before, name)
        before = name
    return Design(graph)


@pytest.fixture
def document(qapp: QApplication) -> Document:
    made = Document()
    made.open_design(small_design(), "small")
    return made


@pytest.fixture
def selection(document: Document) -> Selection:
    made = Selection()
    follow(document, made)
    return made


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(
    qtbot: QtBot,
    qapp: QApplication,
    settings: QSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MainWindow]:
    """A window on the small design, without a worker."""
    monkeypatch.setattr(TrainingPanel, "prepare", lambda self: None)
    appearance = Appearance(qapp, settings)
    made = MainWindow(appearance, settings)
    made.document.open_design(small_design(), "small")
    yield made
    _forget_edits(made)
    made.close()
    made.deleteLater()
    qapp.sendPostedEvents(made, QEvent.Type.DeferredDelete)
    qapp.styleHints().colorSchemeChanged.disconnect(appearance._follow)
    qapp.setStyleSheet("")  # which takes long where windows are left over


def _forget_edits(window: MainWindow) -> None:
    window.document.undo_stack.setClean()
    for program in window.inspector.programs.by_node.values():
        program.reset()
