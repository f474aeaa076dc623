"""Code of one's own, from the palette to the export; `test_code_journey.py` starts this.

Arguments: the design to open, the folder to work in, the folder for pictures.
"""

import sys
from pathlib import Path

from designer.ui import application
from designer.ui.window import MainWindow
from tests.screen import places
from tests.screen.person import Person

DESIGN, FOLDER, SHOTS = map(Path, sys.argv[1:4])

WIDTH = 32

LINES = (
    "def normed(x: Tensor, power: float = 2.0) -> Tensor:",
    "    size = x.abs().pow(power).sum(dim=1, keepdim=True)",
    "    return x / (size + 1).pow(1 / power)",
)


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    person.wait("the canvas", lambda: len(window.canvas.stage.nodes) == 6)
    person.focus(window)
    trust_a_stranger(person, window)
    drop_code(person, window)
    write_it(person, window)
    change_a_setting(person, window)
    make_a_mistake(person, window)
    open_large(person, window)
    train(person, window)
    export(person, window)
    leave(person, window)


def trust_a_stranger(person: Person, window: MainWindow) -> None:
    bar = window.trust_bar
    person.wait("the bar", bar.isVisible)
    assert person.ask(lambda: shape(window, "half1")) is None
    person.click(person.ask(lambda: places.middle(bar.read_button)))
    large = person.wait("the code", lambda: the_large(window))
    person.focus(large)
    person.type("x")
    assert person.ask(lambda: text(window, "half1")) == (FOLDER / "half.py").read_text()
    assert "trust it first" in person.ask(large.view.lock.text)
    seen(person, "1-read")
    person.click(person.ask(lambda: places.middle(large.trust_bar.trust_button)))
    person.wait("its shape", lambda: shape(window, "half1") == (1, 4, 8), 60)
    assert person.ask(bar.isHidden)
    person.ask(large.close)
    person.focus(window)
    seen(person, "2-trusted")


def drop_code(person: Person, window: MainWindow) -> None:
    person.press("slash")
    person.type("python")
    person.wait("Code", lambda: "Code" in window.palette_panel.tree.names())
    start = person.ask(lambda: places.entry(window, "Code"))
    person.drag(start, person.ask(lambda: places.on_wire(window, "flatten", "fc1")))
    person.wait("the dropped layer", lambda: "code1" in nodes(window))
    person.wait("its shape", lambda: shape(window, "code1") == (WIDTH,), 60)
    seen(person, "3-dropped")


def write_it(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: places.middle(window.inspector.program.editor)))
    person.press("ctrl+a")
    for place, line in enumerate(LINES):
        person.press("Return") if place else None
        person.type(line.lstrip() if place == 1 else line.strip())
    person.wait("the text", lambda: "size + 1" in text(window))
    person.wait("its shape", lambda: shape(window, "code1") == (WIDTH,))
    person.wait("no mistake", lambda: not window.document.report.errors)
    assert person.ask(lambda: text(window)) == "\n".join(LINES)
    assert person.ask(lambda: window.inspector.program.editor.hasFocus())
    seen(person, "4-written")


def change_a_setting(person: Person, window: MainWindow) -> None:
    person.wait("the setting", lambda: "power" in window.inspector.form.rows)
    person.click(person.ask(lambda: places.field(window, "power")))
    person.press("ctrl+a")
    person.type("3")
    person.press("Return")
    person.wait("the setting", lambda: nodes(window)["code1"].layer.power == 3.0)
    person.wait("its shape", lambda: shape(window, "fc1") == (64,))


def make_a_mistake(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: places.middle(window.inspector.program.editor)))
    person.press("ctrl+End")
    person.type(" + y")
    person.wait("the mistake", lambda: window.document.report.errors)
    assert person.ask(lambda: window.document.report.errors[0].line) == 3
    assert list(person.ask(lambda: window.inspector.program.editor.marks)) == [3]
    person.wait("fc1 unknown", lambda: shape(window, "fc1") is None)
    seen(person, "5-mistake")
    person.press("BackSpace", "BackSpace", "BackSpace", "BackSpace")
    person.wait("no mistake", lambda: not window.document.report.errors)


def open_large(person: Person, window: MainWindow) -> None:
    button = window.inspector.program.large_button
    person.click(person.ask(lambda: places.middle(button)))
    large = person.wait("the large window", lambda: the_large(window))
    person.focus(large)
    person.press("ctrl+Home", "End", "Return")
    person.type('"""Divided by how large it is."""')
    person.wait("the text", lambda: "how large" in text(window))
    editor = window.inspector.program.editor
    assert "how large" in person.ask(editor.toPlainText)
    seen(person, "6-large")
    person.ask(large.close)
    person.focus(window)


def train(person: Person, window: MainWindow) -> None:
    person.press("F5")
    person.wait("the run", lambda: window.training.run, 30)
    person.wait("the end of the run", lambda: window.training.state == "idle", 120)
    assert window.training.run and window.training.run.done, "the run failed"
    seen(person, "7-trained")


def export(person: Person, window: MainWindow) -> None:
    person.press("ctrl+shift+e")
    person.wait("the dialog", lambda: dialog_is_open())
    person.press("ctrl+a")
    person.type(str(FOLDER / "exported.py"))
    person.press("Return")
    person.wait("the script", (FOLDER / "exported.py").is_file)


def leave(person: Person, window: MainWindow) -> None:
    person.wait("the dialog's end", lambda: not dialog_is_open())
    person.focus(window)
    person.press("ctrl+s")
    person.wait("the saved design", lambda: not window.document.dirty)
    person.press("ctrl+q")


def nodes(window: MainWindow):  # type: ignore[no-untyped-def]
    return window.document.design.graph.nodes


def text(window: MainWindow, name: str = "code1") -> str:
    return nodes(window)[name].layer.text


def the_large(window: MainWindow):  # type: ignore[no-untyped-def]
    """The large window with code that is open, if one is."""
    large = window.inspector.code_windows.by_program.values()
    return next((each for each in large if each.isVisible()), None)


def shape(window: MainWindow, name: str) -> tuple[int, ...] | None:
    tensor = window.document.report.tensors.get(name)
    return tensor.shape if tensor else None


def dialog_is_open() -> bool:
    return application.QApplication.activeModalWidget() is not None


def seen(person: Person, name: str) -> None:
    person.look(SHOTS / f"code-{name}.png")


if __name__ == "__main__":
    person = Person()
    person.start(act, SHOTS / "failed.png")
    sys.exit(application.run(["designer", str(DESIGN)]))
