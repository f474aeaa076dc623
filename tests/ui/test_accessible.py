"""Every control of the window has a name for who cannot see it, and a way to it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from designer.ui.tab_order import stops
from designer.ui.window import MainWindow

MEANINGLESS = (QAccessible.Role.NoRole, QAccessible.Role.Client)


def nameless(parent: QWidget) -> list[str]:
    """What can have the keys and says nothing of itself."""
    found = []
    for widget in stops(parent):
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name)
        is_area = isinstance(widget, QScrollArea)  # holds what has roles itself
        has_role = is_area or interface.role() not in MEANINGLESS
        if widget.isVisible() and not (name and has_role):
            found.append(f"{type(widget).__name__} {widget.objectName()!r}: {name!r}")
    return found


@pytest.mark.parametrize(
    "example", ["residual-cnn", "resnet-50", "digits-transformer", "mlp"]
)
def test_all_that_can_have_the_keys_has_a_name(
    qtbot: QtBot, window: MainWindow, example: str
) -> None:
    window.filing.open_example(example)
    window.resize(1600, 1000)
    window.show()
    tabs = window.docks.tabs
    chosen = [(), *((name,) for name in window.place.design.graph.nodes)]
    for names in chosen:
        window.selection.set(names)
        assert nameless(window) == []
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        assert nameless(window) == []
    window.data.loader.wait()


def test_the_start_page_and_the_palette_of_commands_have_names(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show()
    window.start_page.show()
    assert nameless(window) == []
    window.actions_by_key["commands"].trigger()
    assert nameless(window) == []


def test_what_the_list_of_layers_has_is_reached_by_tab(window: MainWindow) -> None:
    for panel in (window.palette_panel, window.inspector, window.docks.tabs):
        assert any(
            stop.focusPolicy() & Qt.FocusPolicy.TabFocus for stop in stops(panel)
        )
