"""A network with a skip, built, wired, trained and exported without a mouse.

`test_keyboard.py` starts this. Arguments: the folder to export to and that of pictures.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from designer.ui import application
from designer.ui.window import MainWindow
from tests.screen import places
from tests.screen.person import Person

FOLDER, SHOTS = Path(sys.argv[1]), Path(sys.argv[2])


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    person.wait("the start page", lambda: window.start_page.gallery)
    person.focus(window)
    person.press("Escape")
    person.wait("an empty canvas", lambda: not window.start_page.is_shown)
    add_layers(person, window)
    set_what_they_need(person, window)
    wire_the_skip(person, window)
    train(person, window)
    export(person, window)
    save_a_picture(person, window)
    person.press("ctrl+s")
    name_a_file(person, FOLDER / "net.json")
    person.wait("the saved design", lambda: not window.document.dirty)
    person.focus(window)
    person.press("ctrl+q")


def add_layers(person: Person, window: MainWindow) -> None:
    """Each follows the one before it and is wired to it."""
    person.press("slash")
    for layer in ("input", "conv2d", "relu", "add", "flatten", "linear", "output"):
        count = person.ask(lambda: len(nodes(window)))
        person.type(layer)
        person.press("Return")
        person.wait(layer, lambda count=count: len(nodes(window)) == count + 1)
    person.look(SHOTS / "keyboard-1-added.png")


def set_what_they_need(person: Person, window: MainWindow) -> None:
    """Go to a node by its name, and by Enter to its first setting."""
    for query, setting, value in (
        ("@input", "shape", "1x8x8"),
        ("@conv", "out_channels", "1"),
        ("@linear", "out_features", "10"),
    ):
        person.press("ctrl+k")
        person.type(query)
        person.press("Return")
        person.wait("the canvas", lambda: window.canvas.hasFocus())
        person.press("Return")
        person.wait("the form", lambda s=setting: has_keys(window, s))
        person.press("ctrl+a")
        person.type(value)
        person.press("Return", "ctrl+shift+F6")
        person.wait("the canvas", lambda: window.canvas.hasFocus())
    person.press("ctrl+k")
    person.type("@conv")
    person.press("Return")
    person.wait("the canvas", lambda: window.canvas.hasFocus())
    person.press("Return")
    person.wait("the form", lambda: has_keys(window, "out_channels"))
    person.press(*["Tab"] * steps_to(person, window, "padding"))
    person.wait("the form", lambda: has_keys(window, "padding"))
    person.press("ctrl+a")
    person.type("1x1")
    person.press("Return", "ctrl+shift+F6")
    person.wait("the canvas", lambda: window.canvas.hasFocus())


def wire_the_skip(person: Person, window: MainWindow) -> None:
    """From the Input, past the convolution, to the Add."""
    person.press("ctrl+k")
    person.type("@input")
    person.press("Return")
    person.wait("the canvas", lambda: window.canvas.hasFocus())
    person.press("w")
    person.wait("the wire", lambda: window.canvas.key_wire)
    for _ in range(20):
        wire = window.canvas.key_wire
        if person.ask(lambda w=wire: w.end.node.startswith("add")):
            break
        person.press("Tab")
    person.look(SHOTS / "keyboard-2-wiring.png")
    person.press("Return")
    person.wait("the skip", lambda: len(window.document.design.graph.wires) == 7)
    person.wait("no problems", lambda: not window.document.report.errors)
    person.press("ctrl+l")
    person.look(SHOTS / "keyboard-3-wired.png")


def train(person: Person, window: MainWindow) -> None:
    person.press("ctrl+k")
    person.type("panels data")
    person.press("Return")
    tabs = window.docks.tabs
    person.wait("the tab", lambda: tabs.currentWidget() is window.data)
    press_until(
        person, "ctrl+F6", lambda: tabs.isAncestorOf(QApplication.focusWidget())
    )
    epochs = window.data.form.rows["epochs"]
    press_until(person, "Tab", lambda: epochs.isAncestorOf(QApplication.focusWidget()))
    person.press("ctrl+a")
    person.type("2")
    person.press("Return")
    person.wait("two", lambda: window.document.design.training.epochs == 2)
    person.press("F5")
    person.wait("a run", lambda: window.training.run, 60)  # it may be over already
    person.wait("its end", lambda: window.training.state == "idle", 120)
    assert window.training.run.done, "the run failed"
    person.look(SHOTS / "keyboard-4-trained.png")


def export(person: Person, window: MainWindow) -> None:
    person.press("ctrl+e")
    name_a_file(person, FOLDER / "model.py")


def save_a_picture(person: Person, window: MainWindow) -> None:
    person.focus(window)
    person.press("ctrl+shift+i")
    person.wait("the dialog", dialog)
    person.look(SHOTS / "keyboard-5-picture.png")
    person.press("Return")
    name_a_file(person, FOLDER / "net.png")
    person.wait("its end", lambda: dialog() is None)
    person.focus(window)


def name_a_file(person: Person, path: Path) -> None:
    person.wait("the dialog", lambda: "File" in type(dialog()).__name__)
    person.press("ctrl+a")
    person.type(str(path))
    person.press("Return")
    person.wait(path.name, path.is_file)


def press_until(person: Person, key: str, true: Callable[[], bool]) -> None:
    """Press a key as often as it takes, as one does who looks."""
    for _ in range(30):
        if person.ask(true):
            return
        person.press(key)
    raise TimeoutError(f"{key} did not lead there")


def steps_to(person: Person, window: MainWindow, setting: str) -> int:
    """How often one presses Tab to come from the first setting of a form to another."""
    return person.ask(lambda: list(window.inspector.form.rows).index(setting))


def has_keys(window: MainWindow, setting: str) -> bool:
    form, now = window.inspector.form, QApplication.focusWidget()
    row = form.rows.get(setting) if form is not None else None
    return row is not None and now is not None and row.isAncestorOf(now)


def dialog() -> object:
    return QApplication.activeModalWidget()


def nodes(window: MainWindow):  # type: ignore[no-untyped-def]
    return window.document.design.graph.nodes


if __name__ == "__main__":
    person = Person()
    person.start(act, SHOTS / "failed.png")
    sys.exit(application.run(["designer"]))
