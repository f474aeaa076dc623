"""Adding without the palette, wiring into the void, and dropping; `test_adding.py`
starts this.

Arguments: the design to open, the folder for pictures, the theme.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from designer.ui import application
from designer.ui.window import MainWindow
from tests.screen import places
from tests.screen.person import Person, xdotool

DESIGN, SHOTS = map(Path, sys.argv[1:3])
THEME = sys.argv[3]


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    person.wait("the canvas", lambda: len(window.canvas.stage.nodes) == 3)
    person.ask(lambda: window.appearance.choose(THEME))
    tap_space(person, window)
    type_a_chain(person, window)
    err(person, window)
    from_the_menu(person, window)
    add_on_the_ground(person, window)
    wire_into_the_void(person, window)
    drop_on_a_wire(person, window)
    drop_on_a_node(person, window)
    into_a_wire(person, window)
    person.press("ctrl+s")
    person.wait("the saved design", lambda: not window.document.dirty)
    person.press("ctrl+q")


def tap_space(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: places.node(window, "image")))
    person.wait("the node", lambda: window.selection.single == "image")
    person.move(person.ask(lambda: ground(window)))
    person.press("space")
    person.wait("the search", lambda: is_open(window))
    person.type("conv")
    seen(person, "1-search")
    person.press("Escape")
    person.wait("no search", lambda: not is_open(window))


def type_a_chain(person: Person, window: MainWindow) -> None:
    person.press("space")
    person.wait("the search", lambda: is_open(window))
    person.type("conv 8 3x3, bn, relu")
    person.wait("three", lambda: window.adding.popup.head.text() == "adds three")
    seen(person, "2-chain")
    person.press("Return")
    person.wait("the chain", lambda: {"conv1", "bn1", "relu1"} <= nodes(window))
    person.wait("the keys back", lambda: window.canvas.hasFocus())
    seen(person, "3-added")


def from_the_menu(person: Person, window: MainWindow) -> None:
    place = person.ask(lambda: ground(window))
    person.move(place)
    xdotool("click", "3")
    person.wait("the menu", lambda: QApplication.activePopupWidget() is not None)
    person.press("Down", "Return")
    person.wait("the search", lambda: is_open(window))
    popup = window.adding.popup
    corner = person.ask(lambda: popup.mapToGlobal(QPoint(0, 0)))
    assert abs(corner.x() - place.x()) < 4
    person.press("Escape")


def err(person: Person, window: MainWindow) -> None:
    person.press("space")
    person.wait("the search", lambda: is_open(window))
    person.type("pool 2, bm")
    person.press("Return")
    seen(person, "4-mistake")
    assert person.ask(lambda: is_open(window) and "bn2" not in nodes(window))
    person.press("Escape")


def add_on_the_ground(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: ground(window)), times=2)
    person.wait("the search", lambda: is_open(window))
    person.type("add")
    seen(person, "5-ground")
    person.press("Return")
    person.wait("the join", lambda: "add1" in nodes(window))


def wire_into_the_void(person: Person, window: MainWindow) -> None:
    start = person.ask(lambda: places.port(window, "relu1", "output", "output"))
    person.drag(start, start + QPoint(-60, 60))
    person.wait("the search", lambda: is_open(window))
    person.type("tanh")
    seen(person, "6-void")
    person.press("Return")
    person.wait("the wire", lambda: "relu1>tanh1" in wires(window))
    seen(person, "7-wired")


def drop_on_a_wire(person: Person, window: MainWindow) -> None:
    start = person.ask(lambda: places.entry(window, "Dropout"))
    stop = person.ask(lambda: places.on_wire(window, "conv1", "bn1"))
    person.move(start)
    xdotool("mousedown", "1")
    person.move(stop - QPoint(0, 60))
    person.move(stop)
    seen(person, "8-over-a-wire")
    xdotool("mouseup", "1")
    person.wait("the insert", lambda: "conv1>drop1" in wires(window))
    seen(person, "9-inserted")


def drop_on_a_node(person: Person, window: MainWindow) -> None:
    start = person.ask(lambda: places.entry(window, "MaxPool2d"))
    stop = person.ask(lambda: places.node(window, "tanh1"))
    person.move(start)
    xdotool("mousedown", "1")
    person.move(stop - QPoint(0, 60))
    person.move(stop)
    seen(person, "a-over-a-node")
    xdotool("mouseup", "1")
    person.wait("the other layer", lambda: "relu1>pool1" in wires(window))


def into_a_wire(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: places.on_wire(window, "conv1", "drop1")))
    person.wait("the wire", lambda: len(window.canvas.selected_wires) == 1)
    person.press("space")
    person.wait("the search", lambda: is_open(window))
    person.type("gelu")
    person.press("Return")
    person.wait("the insert", lambda: "gelu1>drop1" in wires(window))
    seen(person, "b-into-a-wire")


def is_open(window: MainWindow) -> bool:
    popup = window.adding.popup
    return popup is not None and popup.isVisible() and popup.field.hasFocus()


def ground(window: MainWindow) -> QPoint:
    """A place of the canvas where nothing is."""
    canvas = window.canvas
    return canvas.viewport().mapToGlobal(canvas.viewport().rect().bottomLeft()) + (
        QPoint(60, -60)
    )


def nodes(window: MainWindow) -> set[str]:
    return set(window.document.design.graph.nodes)


def wires(window: MainWindow) -> set[str]:
    graph = window.document.design.graph
    return {f"{wire.source}>{wire.target}" for wire in graph.wires}


def seen(person: Person, name: str) -> None:
    size = f"{THEME}-{person.ask(lambda: places.the_window().width())}"
    person.look(SHOTS / f"adding-{size}-{name}.png")


if __name__ == "__main__":
    person = Person()
    person.start(act, SHOTS / "failed.png")
    sys.exit(application.run(["designer", str(DESIGN)]))
