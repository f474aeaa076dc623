"""The window in both themes, to be looked at; `test_pictures.py` starts this.

Arguments: the size of the screen, such as 1280x800, and the folder for pictures.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage

from designer.ui import application
from designer.ui.theme import DARK, LIGHT, Theme
from designer.ui.window import MainWindow
from tests.screen import places
from tests.screen.person import Person

SIZE, SHOTS = sys.argv[1], Path(sys.argv[2])

KEYS = {DARK: "ctrl+alt+d", LIGHT: "ctrl+alt+l"}
TABS = ("training", "problems", "code", "data")


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    person.wait("the canvas", lambda: window.canvas.stage.nodes)
    person.ask(lambda: window.setGeometry(window.screen().geometry()))
    size = person.ask(window.frameGeometry).size()
    assert f"{size.width()}x{size.height()}" == SIZE, "the window fills the screen"
    person.focus(window)
    for theme in (DARK, LIGHT):
        show(person, window, theme, "start")
    find_and_read(person, window, DARK, "dense")
    find_and_read(person, window, LIGHT, "attnetion")
    train(person, window)
    person.click(person.ask(lambda: places.node(window, "conv2")))
    for theme in (DARK, LIGHT):
        for tab in TABS:
            person.ask(lambda tab=tab: window.docks.show(tab))
            show(person, window, theme, f"tab-{tab}")
    break_it(person, window)
    for theme in (DARK, LIGHT):
        show(person, window, theme, "broken")
    person.ask(lambda: window.document.undo_stack.setClean())
    person.press("ctrl+q")


def find_and_read(person: Person, window: MainWindow, theme: Theme, typed: str) -> None:
    """Search the palette by another word, and read the page of what is found."""
    person.press("slash")
    person.type(typed)
    show(person, window, theme, "search")
    person.press("F1")
    pages = person.wait("the page", lambda: window.help.pages)
    person.ask(lambda: pages.move(240, 40))
    person.focus(pages)
    person.look(SHOTS / f"{SIZE}-{theme.name}-help.png")
    name = person.ask(lambda: pages.page.name)
    assert name == person.ask(lambda: window.palette_panel.tree.current)
    person.press("Escape")
    person.wait("its end", lambda: not pages.isVisible())
    person.focus(window)
    person.press("Escape")


def train(person: Person, window: MainWindow) -> None:
    person.press("F5")
    person.wait("a few epochs", lambda: running_epoch(window) >= 3, 90)
    for theme in (DARK, LIGHT):
        show(person, window, theme, "training")
    person.wait("the end of the run", lambda: window.training.state == "idle", 120)


def running_epoch(window: MainWindow) -> int:
    run = window.training.run
    return run.epoch.epoch if run and run.epoch else 0


def break_it(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: places.node(window, "conv2")))
    person.click(person.ask(lambda: places.field(window, "kernel_size")))
    person.press("ctrl+a")
    person.type("11")
    person.press("Return")
    person.wait("the problem", lambda: window.document.report.errors)


def show(person: Person, window: MainWindow, theme: Theme, name: str) -> None:
    """Turn to a theme, keep a picture, and see that it is drawn in that theme."""
    person.press(KEYS[theme])
    person.wait("the theme", lambda: window.appearance.theme is theme)
    path = SHOTS / f"{SIZE}-{theme.name}-{name}.png"
    person.look(path)
    image = QImage(str(path))
    place = person.ask(lambda: window.canvas.viewport().mapToGlobal(QPoint(3, 3)))
    near = [image.pixelColor(place + QPoint(x, y)) for x in (0, 2) for y in (0, 2)]
    assert QColor(theme.canvas) in near, f"{path.name} is not {theme.name}"


if __name__ == "__main__":
    person = Person()
    person.start(act, SHOTS / "failed.png")
    sys.exit(application.run(["designer", "digits-cnn"]))
