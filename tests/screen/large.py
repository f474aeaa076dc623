"""A network of 5,000 nodes, and the costs of ResNet-50; `test_pictures.py` starts this.

Arguments: the size of the screen, such as 1280x800, and the folder for pictures.
"""

import sys
import tempfile
from pathlib import Path

from designer.graph import Design, Graph, save
from designer.graph.layout.arrange import arrange
from designer.layers import Add, BatchNorm2d, Conv2d, Frame, Input, ReLU
from designer.ui import application
from designer.ui.theme import DARK, LIGHT
from designer.ui.window import MainWindow
from tests.graph.networks import Sketch
from tests.screen import places
from tests.screen.person import Person

SIZE, SHOTS = sys.argv[1], Path(sys.argv[2])

KEYS = {DARK: "ctrl+alt+d", LIGHT: "ctrl+alt+l"}
STAGES = ("Stem", "Early stages", "Middle stages", "Late stages", "Towards the head")
COUNT = 5000


def act(person: Person) -> None:
    window = person.wait("the window", places.the_window, 60)
    canvas = person.ask(lambda: window.canvas)
    person.wait("the network", lambda: len(canvas.stage.nodes) >= COUNT, 60)
    person.ask(lambda: window.setGeometry(window.screen().geometry()))
    person.focus(window)
    person.wait("all wires", lambda: canvas.stage.tracks.waiting.is_done, 120)
    person.ask(canvas.fit)
    show(person, window, "large")
    name = person.ask(lambda: list(canvas.graph.nodes)[COUNT // 2])
    person.ask(lambda: window.selection.reveal(name))
    show(person, window, "large-100")
    assert person.ask(lambda: canvas.zoom) == 1
    look_at_costs(person, window)
    person.ask(lambda: window.document.undo_stack.setClean())
    person.press("ctrl+q")


def look_at_costs(person: Person, window: MainWindow) -> None:
    """ResNet-50 coloured by its parameters, a frame around its stages, the table."""
    person.ask(lambda: window.filing.open_example("resnet-50"))
    graph = person.ask(lambda: window.canvas.graph)
    stages = [name for name in graph.nodes if name.startswith("layer")]
    person.ask(lambda: window.canvas.choose(stages))
    person.press("ctrl+j")
    person.type("Residual stages")
    person.press("Return")
    person.wait("a frame", lambda: window.canvas.graph.members)
    person.ask(lambda: window.canvas.choose(()))
    person.ask(lambda: window.account.heat.choose("parameters"))
    person.ask(lambda: window.docks.show("summary"))
    person.ask(window.canvas.fit)
    show(person, window, "canvas")


def show(person: Person, window: MainWindow, name: str) -> None:
    """Keep a picture in each theme."""
    for theme, keys in KEYS.items():
        person.press(keys)
        person.wait("the theme", lambda theme=theme: window.appearance.theme is theme)
        person.look(SHOTS / f"{SIZE}-{theme.name}-{name}.png")


def large() -> Graph:
    """A residual network in rows, each fifth of it in a frame with a title."""
    sketch = Sketch()
    conv = Conv2d(out_channels=64, padding="same")
    steps = (conv, BatchNorm2d(), ReLU(), conv, BatchNorm2d())
    last = sketch.put(conv, sketch.put(Input(shape=(3, 32, 32))))
    while len(sketch.nodes) < COUNT:
        last = sketch.put(Add(), sketch.row(steps, last), last)
    graph = arrange(sketch.graph())
    order = sorted(graph, key=lambda node: node.position[::-1])
    size = len(order) // len(STAGES) + 1
    for number, title in enumerate(STAGES):
        inside = [node.name for node in order[number * size : (number + 1) * size]]
        frame = f"frame{number}"
        graph = graph.add(frame, Frame(title=title)).put_in(frame, *inside)
    return graph


if __name__ == "__main__":
    path = Path(tempfile.mkdtemp()) / "residual-5000.json"
    save(Design(large()), path)
    person = Person()
    person.start(act, SHOTS / "failed.png")
    sys.exit(application.run(["designer", str(path)]))
