"""Into a block and out of it again; `test_blocks.py` starts this.

Arguments: the design to open, the folder for pictures.
"""

import sys
from pathlib import Path

from designer.ui import application
from designer.ui.window import MainWindow
from tests.screen import places
from tests.screen.person import Person, xdotool

DESIGN, SHOTS = map(Path, sys.argv[1:3])


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    person.wait("the canvas", lambda: len(window.canvas.stage.nodes) == 6)
    group(person, window)
    go_in(person, window)
    change(person, window)
    go_out(person, window)
    dissolve(person, window)
    person.press("ctrl+s")
    person.wait("the saved design", lambda: not window.document.dirty)
    person.press("ctrl+q")


def group(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: places.node(window, "conv1")))
    xdotool("keydown", "shift")
    person.click(person.ask(lambda: places.node(window, "relu1")))
    xdotool("keyup", "shift")
    person.wait("two nodes", lambda: len(window.selection.names) == 2)
    person.press("ctrl+g")
    person.wait("the block", lambda: "block1" in nodes(window))
    person.type("Stem")
    seen(person, "1-naming")
    person.press("Return")
    person.wait("its name", lambda: "Stem" in window.document.design.blocks)
    seen(person, "2-grouped")


def go_in(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: places.node(window, "block1")), times=2)
    person.wait("the inside", lambda: window.place.titles[1:] == ("block1",))
    person.wait("its layers", lambda: "conv1" in window.canvas.stage.nodes)
    seen(person, "3-inside")


def change(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: places.node(window, "conv1")))
    person.wait("the form", lambda: window.selection.single == "conv1")
    person.click(person.ask(lambda: places.field(window, "out_channels")))
    person.press("ctrl+a")
    person.type("12")
    person.press("Return")
    person.wait("the setting", lambda: convolution(window).out_channels == 12)
    seen(person, "4-changed")


def go_out(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: places.middle(window.breadcrumbs.parts[0])))
    person.wait("the network", lambda: window.place.way == ())
    person.wait("the block", lambda: window.selection.single == "block1")
    person.move(person.ask(lambda: places.node(window, "block1")))
    xdotool("click", "3")
    seen(person, "5-menu")
    person.press("Escape")


def dissolve(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: places.node(window, "block1")))
    person.press("ctrl+shift+g")
    person.wait("the layers", lambda: "conv1" in nodes(window))
    seen(person, "6-dissolved")


def convolution(window: MainWindow):  # type: ignore[no-untyped-def]
    return window.place.design.graph.node("conv1").layer


def nodes(window: MainWindow):  # type: ignore[no-untyped-def]
    return window.document.design.graph.nodes


def seen(person: Person, name: str) -> None:
    person.look(SHOTS / f"blocks-{name}.png")


if __name__ == "__main__":
    person = Person()
    person.start(act, SHOTS / "failed.png")
    sys.exit(application.run(["designer", str(DESIGN)]))
