"""Where things are on the screen, asked of the window in its own thread."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from designer.ui.canvas.card import PortEnd, Side
from designer.ui.window import MainWindow


def the_window() -> MainWindow | None:
    """The window, once it is shown."""
    shown = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    return next((window for window in shown if window.isVisible()), None)


def middle(widget: QWidget) -> QPoint:
    """The middle of a widget."""
    return widget.mapToGlobal(widget.rect().center())


def entry(window: MainWindow, layer: str) -> QPoint:
    """A layer in the palette, scrolled into view."""
    tree = window.palette_panel.tree
    item = next(item for item in tree.entries() if item.text(0) == layer)
    tree.scrollToItem(item)
    return tree.viewport().mapToGlobal(tree.visualItemRect(item).center())


def on_canvas(window: MainWindow, x: float, y: float) -> QPoint:
    """A place of the scene."""
    canvas = window.canvas
    return canvas.viewport().mapToGlobal(canvas.mapFromScene(x, y))


def node(window: MainWindow, name: str) -> QPoint:
    """A node's title."""
    place = window.canvas.stage.nodes[name].card_rect.center()
    return on_canvas(window, place.x(), place.y() - 10)


def on_wire(window: MainWindow, source: str, target: str) -> QPoint:
    """The middle of the wire between two nodes."""
    wires = window.canvas.stage.wires.items()
    item = next(i for w, i in wires if (w.source, w.target) == (source, target))
    place = item.path().pointAtPercent(0.5)
    return on_canvas(window, place.x(), place.y())


def port(window: MainWindow, name: str, side: Side, port_name: str) -> QPoint:
    """A port of a node."""
    place = window.canvas.stage.place_of(PortEnd(name, side, port_name))
    return on_canvas(window, place.x(), place.y())


def field(window: MainWindow, setting: str) -> QPoint:
    """The field of a setting in the inspector."""
    row = window.inspector.form.rows[setting]
    return middle(row.field.focusProxy())
