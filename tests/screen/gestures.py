"""A hand that wires, cuts, moves and pastes; `test_gestures.py` starts this.

Arguments: the design to open, the folder for pictures.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QPoint

from designer.ui import application
from designer.ui.window import MainWindow
from tests.screen import places
from tests.screen.person import Person, xdotool

DESIGN, SHOTS = map(Path, sys.argv[1:3])


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    person.wait("the canvas", lambda: len(window.canvas.stage.nodes) == 9)
    wire(person, window)
    refuse(person, window)
    take_up(person, window)
    cut(person, window)
    move(person, window)
    select(person, window)
    paste(person, window)
    person.press("ctrl+s")
    person.wait("the saved design", lambda: not window.document.dirty)
    person.press("ctrl+q")


def wire(person: Person, window: MainWindow) -> None:
    """Onto a card, without aim; what fits glows from the beginning."""
    person.move(port(person, window, "relu1", "output"))
    with held(person):
        person.move(person.ask(lambda: places.on_canvas(window, 760, 330)))
        seen(person, "1-glow")
        person.move(person.ask(lambda: places.node(window, "pool2")))
        seen(person, "2-fits")
    person.wait("the wire", lambda: ("relu1", "pool2") in wires(window))


def refuse(person: Person, window: MainWindow) -> None:
    """What does not fit is told before release, and a cycle is refused."""
    person.move(port(person, window, "fc1", "output"))
    with held(person):
        person.move(person.ask(lambda: places.node(window, "loose")))
        seen(person, "3-misfit")
        person.move(person.ask(lambda: places.node(window, "conv1")))
        seen(person, "4-cycle")
    person.wait("the refusal", lambda: window.canvas.toast.isVisible())
    assert person.ask(lambda: "cycle" in window.canvas.toast.text())


def take_up(person: Person, window: MainWindow) -> None:
    """A wire at its source end to another node; at its target into the void."""
    person.move(port(person, window, "conv1", "output") + QPoint(20, 0))
    with held(person):
        person.move(person.ask(lambda: places.node(window, "image")))
        seen(person, "5-taken-at-its-source")
    person.wait("the wire", lambda: ("image", "relu1") in wires(window))
    person.press("ctrl+z")
    person.move(port(person, window, "relu1", "input") - QPoint(20, 0))
    with held(person):
        person.move(person.ask(lambda: places.on_canvas(window, 500, 400)))
        seen(person, "5-taken-at-its-target")
    person.wait("no wire", lambda: ("conv1", "relu1") not in wires(window))
    person.press("ctrl+z")
    person.wait("the wire", lambda: ("conv1", "relu1") in wires(window))


def cut(person: Person, window: MainWindow) -> None:
    """Two wires with one line, and back."""
    person.move(person.ask(lambda: places.on_canvas(window, 684, -50)))
    xdotool("keydown", "alt")
    with held(person):
        person.move(person.ask(lambda: places.on_canvas(window, 684, 190)))
        seen(person, "6-cut")
    xdotool("keyup", "alt")
    stack = window.document.undo_stack
    person.wait("the cut", lambda: stack.undoText().startswith("Cut "))
    person.press("ctrl+z")


def move(person: Person, window: MainWindow) -> None:
    """Into line with others: a guide shows it."""
    person.move(person.ask(lambda: places.node(window, "loose")))
    with held(person):
        person.move(person.ask(lambda: places.on_canvas(window, 328, 295)))
        seen(person, "7-guides")
    there = (240.0, 280.0)
    person.wait("the move", lambda: window.canvas.graph.node("loose").position == there)


def select(person: Person, window: MainWindow) -> None:
    """A band over some, then all that follows, in line."""
    person.move(person.ask(lambda: places.on_canvas(window, 200, -40)))
    with held(person):
        person.move(person.ask(lambda: places.on_canvas(window, 600, 30)))
        seen(person, "8-band")
    person.wait("three", lambda: len(window.selection.names) == 2)
    person.press("ctrl+shift+Right")
    person.wait("what follows", lambda: "output1" in window.selection.names)
    seen(person, "9-downstream")


def paste(person: Person, window: MainWindow) -> None:
    """Copies under the pointer."""
    person.click(person.ask(lambda: places.node(window, "conv1")))
    person.press("ctrl+c")
    person.move(person.ask(lambda: places.on_canvas(window, 500, 420)))
    person.press("ctrl+v")
    person.wait("the copy", lambda: "conv2" in window.canvas.graph.nodes)
    seen(person, "10-pasted")


@contextmanager
def held(person: Person) -> Iterator[None]:
    """While the left button is down."""
    xdotool("mousedown", "1")
    yield
    xdotool("mouseup", "1")
    person.ask(lambda: None)


def port(person: Person, window: MainWindow, name: str, side: str) -> QPoint:
    """The first port of a node on one side."""
    return person.ask(lambda: places.port(window, name, side, side))


def wires(window: MainWindow):  # type: ignore[no-untyped-def]
    return {(wire.source, wire.target) for wire in window.canvas.graph.wires}


def seen(person: Person, name: str) -> None:
    person.look(SHOTS / f"gestures-{name}.png")


if __name__ == "__main__":
    person = Person()
    person.start(act, SHOTS / "failed.png")
    sys.exit(application.run(["designer", str(DESIGN)]))
