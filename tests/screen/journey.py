"""From a dropped layer to an exported script; `test_journey.py` starts this.

Arguments: the design to open, the folder to work in, the folder for pictures.
"""

import json
import sys
from pathlib import Path

from designer.training.messages import Epoch, Message
from designer.ui import application
from designer.ui.window import MainWindow
from tests.screen import places
from tests.screen.person import Person

DESIGN, FOLDER, SHOTS = map(Path, sys.argv[1:4])


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    person.wait("the canvas", lambda: len(window.canvas.stage.nodes) == 5)
    epochs: list[Epoch] = []

    def keep(message: Message) -> None:
        if isinstance(message, Epoch):
            epochs.append(message)

    person.ask(lambda: window.training.worker.received.connect(keep))
    drop_a_layer(person, window)
    wire_it_up(person, window)
    type_a_setting(person, window)
    train(person, window, epochs)
    export(person, window)
    losses = [epoch.training_loss for epoch in epochs]
    (FOLDER / "losses.json").write_text(json.dumps(losses))
    leave(person, window)


def drop_a_layer(person: Person, window: MainWindow) -> None:
    start = person.ask(lambda: places.entry(window, "ReLU"))
    person.drag(start, person.ask(lambda: places.on_canvas(window, 560, 190)))
    person.wait("the dropped layer", lambda: "relu1" in nodes(window))
    seen(person, "1-dropped")


def wire_it_up(person: Person, window: MainWindow) -> None:
    for source, target in (("fc1", "relu1"), ("relu1", "fc2")):
        end = person.ask(lambda s=source: places.port(window, s, "output", "output"))
        goal = person.ask(lambda t=target: places.port(window, t, "input", "input"))
        person.drag(end, goal)
        person.wait(
            f"the wire to {target}",
            lambda t=target: window.document.design.graph.wires_into(t),
        )
    person.wait("no problems", lambda: not window.document.report.problems)
    seen(person, "2-wired")


def type_a_setting(person: Person, window: MainWindow) -> None:
    person.click(person.ask(lambda: places.node(window, "fc1")))
    person.wait("the form", lambda: window.selection.single == "fc1")
    person.click(person.ask(lambda: places.field(window, "out_features")))
    person.press("ctrl+a")
    person.type("96")
    person.press("Return")
    person.wait("the setting", lambda: nodes(window)["fc1"].layer.out_features == 96)
    person.press("ctrl+z")
    person.wait("the undo", lambda: nodes(window)["fc1"].layer.out_features == 64)
    person.press("ctrl+shift+z")
    person.wait("the redo", lambda: nodes(window)["fc1"].layer.out_features == 96)
    seen(person, "3-set")


def train(person: Person, window: MainWindow, epochs: list[Epoch]) -> None:
    person.click(person.ask(lambda: places.middle(window.tool_bar.train)))
    person.wait("an epoch", lambda: epochs, 90)
    seen(person, "4-training")
    person.wait("the end of the run", lambda: window.training.state == "idle", 90)
    assert window.training.run and window.training.run.done, "the run failed"
    assert epochs[-1].training_loss < epochs[0].training_loss / 2, "the loss must fall"
    seen(person, "5-trained")


def export(person: Person, window: MainWindow) -> None:
    person.press("ctrl+shift+e")
    person.wait("the dialog", lambda: dialog_is_open(window))
    person.press("ctrl+a")
    person.type(str(FOLDER / "exported.py"))
    seen(person, "6-exporting")
    person.press("Return")
    person.wait("the script", (FOLDER / "exported.py").is_file)


def leave(person: Person, window: MainWindow) -> None:
    person.wait("the dialog's end", lambda: not dialog_is_open(window))
    person.focus(window)
    person.press("ctrl+s")
    person.wait("the saved design", lambda: not window.document.dirty)
    person.press("ctrl+q")


def nodes(window: MainWindow):  # type: ignore[no-untyped-def]
    return window.document.design.graph.nodes


def dialog_is_open(window: MainWindow) -> bool:
    return application.QApplication.activeModalWidget() is not None


def seen(person: Person, name: str) -> None:
    person.look(SHOTS / f"journey-{name}.png")


if __name__ == "__main__":
    person = Person()
    person.start(act, SHOTS / "failed.png")
    sys.exit(application.run(["designer", str(DESIGN)]))
