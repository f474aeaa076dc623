"""Frames, collapse, search, back and the minimap; `test_wayfinding.py` starts this.

Arguments: the design to open, its name in pictures, the folder for them.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QPoint

from designer.ui import application
from designer.ui.window import MainWindow
from tests.screen import places
from tests.screen.person import Person

DESIGN, NAME, SHOTS = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    person.wait("the canvas", lambda: len(window.canvas.stage.nodes) > 8)
    frame(person, window)
    drag_out(person, window)
    collapse(person, window)
    find(person, window)
    lead_by_minimap(person, window)
    person.press("ctrl+s")
    person.wait("the saved design", lambda: not window.document.dirty)
    person.press("ctrl+q")


def frame(person: Person, window: MainWindow) -> None:
    """A band around three nodes, Ctrl+J, and the title typed at once."""
    person.press("ctrl+0")
    person.drag(
        person.ask(lambda: places.on_canvas(window, 200, -30)),
        person.ask(lambda: places.on_canvas(window, 900, 90)),
    )
    person.wait("a selection", lambda: len(window.selection.names) == 3)
    person.press("ctrl+j")
    field = window.canvas.annotations.field
    person.wait("the title", field.isVisible)
    seen(person, "1-title")
    person.type("Feature extraction")
    person.press("Return")
    person.wait("the frame", lambda: title(window) == "Feature extraction")
    seen(person, "2-framed")


def drag_out(person: Person, window: MainWindow) -> None:
    """A node dragged out of its frame leaves it, and dragged back joins it."""
    start = person.ask(lambda: places.node(window, "pool1"))
    person.drag(start, person.ask(lambda: places.on_canvas(window, 800, 420)))
    person.wait("two left", lambda: len(members(window)) == 2)
    seen(person, "3-dragged-out")
    person.press("ctrl+z")
    person.wait("three again", lambda: len(members(window)) == 3)


def collapse(person: Person, window: MainWindow) -> None:
    """By its chevron to one card, and by a double click out of it again."""
    middle = person.ask(lambda: window.canvas.stage.nodes["frame1"].chevron.center())
    person.click(person.ask(lambda: places.on_canvas(window, middle.x(), middle.y())))
    person.wait("one card", lambda: window.canvas.stage.frames.hidden)
    seen(person, "4-collapsed")
    person.click(person.ask(lambda: places.node(window, "frame1")), times=2)
    person.wait("all of it", lambda: not window.canvas.stage.frames.hidden)


def find(person: Person, window: MainWindow) -> None:
    """From one to the next, and back to where one was."""
    person.press("ctrl+1", "ctrl+f")
    bar = window.wayfinding.find
    person.wait("the bar", bar.isVisible)
    person.type("linear")
    person.wait("what is found", lambda: bar.count.text() == "2 found")
    seen(person, "5-found")
    person.press("Return", "Return")
    person.wait("the second", lambda: window.selection.names == ("fc2",))
    seen(person, "6-the-second")
    person.press("Escape")
    person.wait("no bar", lambda: not bar.isVisible())
    person.press("alt+Left")
    history = window.wayfinding.history
    person.wait("a place before", lambda: history.can_go_forward)
    person.press("alt+Right")
    person.wait("the place after", lambda: not history.can_go_forward)


def lead_by_minimap(person: Person, window: MainWindow) -> None:
    """A click in its upper left corner leads to the beginning."""
    minimap = window.wayfinding.minimap
    person.press("ctrl+equal", "ctrl+equal")
    person.wait("the minimap", minimap.isVisible)
    before = person.ask(lambda: window.canvas.mapToScene(0, 0))
    person.click(person.ask(lambda: minimap.mapToGlobal(QPoint(14, 14))))
    after = person.ask(lambda: window.canvas.mapToScene(0, 0))
    assert after.x() < before.x()
    seen(person, "7-minimap")


def title(window: MainWindow) -> str:
    node = window.canvas.graph.nodes.get("frame1")
    return node.layer.title if node else ""


def members(window: MainWindow) -> tuple[str, ...]:
    return window.canvas.graph.members["frame1"]


def seen(person: Person, name: str) -> None:
    person.look(SHOTS / f"wayfinding-{NAME}-{name}.png")


if __name__ == "__main__":
    person = Person()
    person.start(act, SHOTS / "failed.png")
    sys.exit(application.run(["designer", str(DESIGN)]))
