"""What the status bar says has room, whatever it says."""

from pytestqt.qtbot import QtBot

from designer import layers
from designer.graph import Design, Graph
from designer.ui.window import MainWindow


def test_a_window_does_not_outgrow_a_small_screen_for_what_its_status_bar_says(
    window: MainWindow, qtbot: QtBot
) -> None:
    graph = Graph().add("image", layers.Input()).add("conv", layers.Conv2d())
    window.document.open_design(Design(graph), "lacking")
    window.status.show_training("training run 12 · 60 %")
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    for zoom in (0.05, 1.0, 4.0):
        window.canvas.set_zoom(zoom)
        window.layout().activate()
        status = window.status
        assert status.minimumSizeHint().width() <= 1280
        status.layout().activate()
        label = status.zoom
        assert label.text() == f"zoom {zoom * 100:.0f} %"
        assert label.geometry().right() < status.width() <= 1280
        assert label.width() >= label.sizeHint().width()
