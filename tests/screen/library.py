"""A block from one design into another; `test_pictures.py` starts this.

Arguments: the size of the screen, such as 1280x800, and the folder for pictures.
"""

import sys
from pathlib import Path

from designer.library import Library
from designer.ui import application
from designer.ui.finding import HERE, KEPT
from designer.ui.theme import DARK, LIGHT
from designer.ui.window import MainWindow
from tests.screen import places
from tests.screen.person import Person

SIZE, SHOTS = sys.argv[1], Path(sys.argv[2])

KEYS = {DARK: "ctrl+alt+d", LIGHT: "ctrl+alt+l"}


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    person.ask(lambda: window.setGeometry(window.screen().geometry()))
    person.focus(window)
    person.wait("the canvas", lambda: blocks(window))
    keep(person, window)
    begin_anew(person, window)
    drop(person, window)
    take_back(person, window)
    person.press("ctrl+q")


def keep(person: Person, window: MainWindow) -> None:
    """Save a block to the library."""
    person.press("ctrl+0")
    name = person.ask(lambda: blocks(window)[0])
    person.click(person.ask(lambda: places.node(window, name)))
    person.wait("the selection", lambda: window.selection.single == name)
    person.press("ctrl+shift+k")
    person.wait("the block in the library", lambda: Library().rows())
    person.wait("its row", lambda: KEPT in titles(window))
    look(person, window, "kept")


def begin_anew(person: Person, window: MainWindow) -> None:
    person.press("ctrl+n")
    person.wait("nothing", lambda: not window.document.design.graph.nodes)
    assert person.ask(lambda: HERE not in titles(window))


def drop(person: Person, window: MainWindow) -> None:
    """Drag the block in."""
    (name, _), *_ = Library().rows()
    start = person.ask(lambda: places.entry(window, name))
    person.drag(start, person.ask(lambda: places.middle(window.canvas)))
    person.wait("the block", lambda: blocks(window))
    person.wait("its row", lambda: HERE in titles(window))
    assert person.ask(lambda: window.document.undo_stack.count()) == 1
    look(person, window, "dropped")


def take_back(person: Person, window: MainWindow) -> None:
    person.press("ctrl+z")
    person.wait("nothing", lambda: not window.document.design.graph.nodes)
    assert person.ask(lambda: not window.document.design.blocks)
    assert person.ask(lambda: titles(window)[0]) == KEPT


def blocks(window: MainWindow) -> list[str]:
    """The nodes that are blocks."""
    graph = window.document.design.graph
    return [node.name for node in graph if node.layer.family == "Blocks"]


def titles(window: MainWindow) -> list[str]:
    """The headings of the palette."""
    tree = window.palette_panel.tree
    return [tree.topLevelItem(row).text(0) for row in range(tree.topLevelItemCount())]


def look(person: Person, window: MainWindow, name: str) -> None:
    """Keep a picture in each theme."""
    for theme, keys in KEYS.items():
        person.press(keys)
        person.wait("the theme", lambda theme=theme: window.appearance.theme is theme)
        person.look(SHOTS / f"{SIZE}-{theme.name}-library-{name}.png")


if __name__ == "__main__":
    person = Person()
    person.start(act, SHOTS / "failed.png")
    sys.exit(application.run(["designer", "resnet-18"]))
