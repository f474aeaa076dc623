"""A beginner mends a wrong network by clicks and keys; `test_mending.py` starts this.

Arguments: the design to open, the folder for pictures, the theme.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QPoint

from designer.ui import application
from designer.ui.canvas.badge import middle_of_badge
from designer.ui.window import MainWindow
from tests.screen import places
from tests.screen.person import Person

DESIGN, SHOTS, THEME = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    person.wait("the canvas", lambda: len(window.canvas.stage.nodes) == 10)
    person.focus(window)
    person.ask(lambda: window.appearance.choose(THEME))
    by_the_mark(person, window)
    by_keys(person, window)
    by_the_panel(person, window)
    person.press("ctrl+s")
    person.wait("the saved design", lambda: not window.document.dirty)
    person.press("ctrl+q")


def by_the_mark(person: Person, window: MainWindow) -> None:
    """A click on the mark of a card, and one on the fix that opens there."""
    person.click(person.ask(lambda: mark(window, "bn1")))
    popover = window.mending.popover
    person.wait("the fixes", popover.isVisible)
    seen(person, "1-mark")
    person.click(person.ask(lambda: places.middle(popover.buttons[0])))
    person.wait("the norm", lambda: not window.document.report.of("bn1"))
    assert not person.ask(popover.isVisible)


def by_keys(person: Person, window: MainWindow) -> None:
    """F8 goes to what is wrong, Return mends it, Ctrl+Z takes it back, Ctrl+. again."""
    before = person.ask(lambda: window.document.design)
    person.press("F8")
    person.wait("the fixes", window.mending.popover.isVisible)
    seen(person, "2-next")
    person.press("Return")
    person.wait("an edit", lambda: window.document.design != before)
    person.press("ctrl+z")
    person.wait("the edit taken back", lambda: window.document.design == before)
    person.press("ctrl+period")
    person.wait("an edit", lambda: window.document.design != before)
    seen(person, "3-mended")


def by_the_panel(person: Person, window: MainWindow) -> None:
    """The number of problems opens the panel; one button mends what is left."""
    person.wait("what was undone to be told", window.status.problems.isVisible)
    person.click(person.ask(lambda: places.middle(window.status.problems)))
    person.wait("the cards", lambda: len(window.problems.cards) > 1)
    seen(person, "4-panel")
    person.click(person.ask(lambda: places.middle(window.problems.mend_all)))
    person.wait("nothing wrong", lambda: not window.document.report.problems)
    seen(person, "5-sound")


def mark(window: MainWindow, name: str) -> QPoint:
    """Where the mark of a node's card is on the screen."""
    canvas = window.canvas
    place = canvas.stage.nodes[name].pos() + middle_of_badge()
    return canvas.viewport().mapToGlobal(canvas.mapFromScene(place))


def seen(person: Person, what: str) -> None:
    person.look(SHOTS / f"mending-{THEME}-{what}.png")


if __name__ == "__main__":
    person = Person()
    person.start(act, SHOTS / "mending-failed.png")
    sys.exit(application.run(["designer", str(DESIGN)]))
