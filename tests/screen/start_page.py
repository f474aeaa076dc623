"""From the start page to an example and back; `test_pictures.py` starts this.

Arguments: the size of the screen, such as 1280x800, and the folder for pictures.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QPoint

from designer.ui import application
from designer.ui.gallery.gallery import Gallery
from designer.ui.theme import DARK, LIGHT
from designer.ui.window import MainWindow
from tests.screen import places
from tests.screen.person import Person

SIZE, SHOTS = sys.argv[1], Path(sys.argv[2])

KEYS = {DARK: "ctrl+alt+d", LIGHT: "ctrl+alt+l"}


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    gallery = person.wait("the start page", lambda: window.start_page.gallery)
    person.ask(lambda: window.setGeometry(window.screen().geometry()))
    person.focus(window)
    person.wait("every picture", lambda: all(c.picture for c in gallery.cards.cards))
    for theme, keys in KEYS.items():
        person.press(keys)
        person.wait("the theme", lambda theme=theme: gallery.theme is theme)
        person.look(SHOTS / f"{SIZE}-{theme.name}-gallery.png")
    click_a_card(person, window, gallery)
    come_back(person, window)
    search_and_enter(person, window, gallery)
    begin_with_nothing(person, window, gallery)
    person.press("ctrl+q")


def click_a_card(person: Person, window: MainWindow, gallery: Gallery) -> None:
    person.click(person.ask(lambda: card(gallery, 1)))
    person.wait("the example", lambda: window.document.title == "classic-cnn")
    assert not person.ask(lambda: window.start_page.is_shown)
    person.wait("the canvas", lambda: window.canvas.stage.nodes)


def come_back(person: Person, window: MainWindow) -> None:
    person.press("ctrl+shift+n")
    person.wait("the start page", lambda: window.start_page.is_shown)
    person.look(SHOTS / f"{SIZE}-light-gallery-back.png")
    person.press("Escape")
    person.wait("the canvas", lambda: not window.start_page.is_shown)
    assert person.ask(lambda: window.document.title) == "classic-cnn"
    person.press("ctrl+shift+n")


def search_and_enter(person: Person, window: MainWindow, gallery: Gallery) -> None:
    person.wait("the start page", lambda: window.start_page.is_shown)
    person.type("lecun 1998")
    person.wait("one card", lambda: gallery.chosen.rowCount() == 1)
    person.look(SHOTS / f"{SIZE}-light-gallery-search.png")
    person.press("Return")
    person.wait("the example", lambda: window.document.title == "lenet-5")


def begin_with_nothing(person: Person, window: MainWindow, gallery: Gallery) -> None:
    person.press("ctrl+shift+n")
    person.wait("the start page", lambda: window.start_page.is_shown)
    person.click(person.ask(lambda: places.middle(gallery.side.empty)))
    person.wait("nothing", lambda: not window.document.design.graph.nodes)
    assert not person.ask(lambda: window.start_page.is_shown)


def card(gallery: Gallery, row: int) -> QPoint:
    """The middle of a card."""
    view = gallery.view
    rect = view.visualRect(gallery.chosen.index(row, 0))
    return view.viewport().mapToGlobal(rect.center())


if __name__ == "__main__":
    person = Person()
    person.start(act, SHOTS / "failed.png")
    sys.exit(application.run(["designer"]))
