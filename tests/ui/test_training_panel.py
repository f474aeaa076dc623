import itertools
import os
import signal
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from designer.errors import ShapeError
from designer.graph import Design, Graph, Problem, load
from designer.graph.edits import insert
from designer.graph.inference import Inference, NotRun
from designer.layers import Code, Conv2d, Flatten, Input, Linear, Output, Tensor
from designer.resources import examples
from designer.training.messages import Epoch, Started
from designer.ui.banner import Details
from designer.ui.document import Document
from designer.ui.theme import DARK, LIGHT
from designer.ui.training.panel import TrainingPanel
from designer.ui.training.worker import Worker

FAKE = Path(__file__).parent / "fake_worker.py"


def small_design():
    graph = Graph()
    graph = graph.add("image", Input(shape=(1, 8, 8)))
    graph = graph.add("flatten", Flatten()).connect("image", "flatten")
    graph = graph.add("fc1", Linear(out_features=10)).connect("flatten", "fc1")
    graph = graph.add("answer", Output()).connect("fc1", "answer")
    return Design(graph)


@pytest.fixture
def document(qtbot):
    document = Document()
    document.open_design(small_design(), "small")
    return document


@pytest.fixture
def make_panel(qtbot, document, tmp_path, monkeypatch):
    monkeypatch.setattr("designer.ui.training.run_view.SETTLING", 0)
    made = []

    def make(end="done", command=None):
        command = command or [sys.executable, str(FAKE), end]
        panel = TrainingPanel(
            document, DARK, worker=Worker(command=command), runs=tmp_path / "runs"
        )
        panel.states, panel.said = [], []
        panel.state_changed.connect(panel.states.append)
        panel.status.connect(panel.said.append)
        qtbot.addWidget(panel)
        panel.resize(1280, 240)
        panel.show()
        made.append(panel)
        return panel

    yield make
    for panel in made:
        panel.close()


def idle(qtbot, panel, timeout=20_000):
    return qtbot.waitSignal(
        panel.state_changed, timeout=timeout, check_params_cb=lambda s: s == "idle"
    )


def train(qtbot, panel, timeout=20_000):
    with idle(qtbot, panel, timeout):
        panel.train()


def on(panel, kind, do):
    """Do something when the first message of a kind has been shown."""
    done = []

    def look(message):
        if isinstance(message, kind) and not done:
            done.append(message)
            do()

    panel.worker.received.connect(look)


def test_before_the_first_run_it_says_what_train_will_do(make_panel, document):
    panel = make_panel()
    assert panel.start.isVisible()
    words = panel.start.words.text()
    for part in ("Handwritten digits", "10 times", "64 pictures", "CrossEntropyLoss"):
        assert part in words
    document.edit("Train longer", document.design.with_training(epochs=25))
    assert "25 times" in panel.start.words.text()
    assert panel.start.lacking.isHidden()
    broken = document.design.graph.remove("answer")
    document.edit("Remove", document.design.with_graph(broken))
    assert panel.start.lacking.text() == "Not ready to train yet: no Output."
    assert panel.start.lacking.property("role") == "muted"
    bad = broken.set("image", shape=(8,)).add("conv", Conv2d())
    bad = bad.connect("image", "conv")
    document.edit("Break", document.design.with_graph(bad))
    errors = len(document.report.errors)
    assert errors == 1
    assert panel.start.lacking.text() == "1 problem to mend first."
    assert panel.start.lacking.property("role") == "error"


def test_a_run_goes_through_its_states_and_shows_its_numbers(qtbot, make_panel):
    panel = make_panel()
    panel.start.train_button.click()
    assert panel.state == "starting"
    assert panel.view.facts.progress.text() == "starting PyTorch…"
    with idle(qtbot, panel):
        pass
    assert panel.states == ["starting", "running", "idle"]
    facts = panel.view.facts
    assert "Run 1" in facts.title.text()
    assert facts.progress.text() == "3 epochs in 0:02"
    assert facts.bar.value() == facts.bar.maximum()
    assert facts.notes.text() == "Pictures are resized from 8×8 to 28×28."
    assert facts.numbers.texts[2:] == ("0.200", "96.0 %")
    assert panel.view.confusion.counts[0][0] == 36
    assert len(panel.run.loss.training) == 60
    assert panel.said[-1] == "training run 1 · 96.0 % of validation right after epoch 3"
    assert panel.banner.isHidden()
    train(qtbot, panel)
    assert "Run 2" in facts.title.text()


def test_weights_lie_in_a_folder_of_the_run(qtbot, make_panel, tmp_path):
    panel = make_panel()
    available = []
    panel.weights_available.connect(available.append)
    train(qtbot, panel)
    first = panel.weights_path
    assert first.name == "weights.safetensors" and first.read_bytes() == b"weights"
    assert first.parent.parent == tmp_path / "runs"
    train(qtbot, panel)
    assert panel.weights_path.parent != first.parent
    assert available == [False, True, True, True, False, True, True, True]


def test_no_folder_is_left_where_no_weights_came(qtbot, make_panel, tmp_path):
    panel = make_panel("silent")
    train(qtbot, panel)
    assert panel.weights_path is None
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_run_goes_on_where_weights_cannot_be_kept(qtbot, make_panel, tmp_path):
    (tmp_path / "runs").write_text("in the way")
    panel = make_panel()
    train(qtbot, panel)
    assert "weights of this run cannot be kept" in panel.banner.text
    assert panel.run.done.epochs == 3


def test_pause_and_resume(qtbot, make_panel):
    panel = make_panel("asks-first")
    on(panel, Started, panel.pause)
    with qtbot.waitSignal(
        panel.state_changed, timeout=20_000, check_params_cb=lambda s: s == "paused"
    ):
        panel.train()
    assert panel.view.facts.pause_button.text() == "Resume"
    assert panel.view.facts.progress.text().endswith("paused")
    assert panel.run.step == 1
    with idle(qtbot, panel):
        panel.view.facts.pause_button.click()
    assert panel.states == ["starting", "running", "paused", "running", "idle"]
    assert panel.run.step == 60


def test_stop(qtbot, make_panel):
    panel = make_panel("asks-later")
    on(panel, Epoch, lambda: panel.view.facts.stop_button.click())
    train(qtbot, panel)
    assert panel.run.done.stopped
    assert panel.view.facts.progress.text().startswith("stopped after 1 of 3 epochs")
    assert panel.weights_path is not None
    assert panel.view.facts.train_button.isVisible()


def test_a_process_that_does_not_stop_can_be_ended(qtbot, make_panel, monkeypatch):
    monkeypatch.setattr("designer.ui.training.panel.IMPATIENT", 20)
    panel = make_panel("deaf")
    on(panel, Started, panel.stop)
    panel.train()
    button = panel.view.facts.stop_button
    qtbot.waitUntil(lambda: button.text() == "End now", timeout=20_000)
    with idle(qtbot, panel):
        button.click()
    assert "was ended before it answered" in panel.banner.text


def test_a_killed_process_leaves_its_curves_and_a_new_run_starts(qtbot, make_panel):
    panel = make_panel("asks-later")
    panel.worker.start_ahead()
    panel.worker.command[-1] = "done"  # of the next process
    on(panel, Epoch, lambda: os.kill(panel.worker.process_id, signal.SIGKILL))
    train(qtbot, panel)
    assert panel.banner.isVisible()
    assert "killed by signal 9" in panel.banner.text
    assert len(panel.run.loss.training) >= 20
    assert panel.view.isVisible()
    train(qtbot, panel)
    assert panel.banner.isHidden()
    assert panel.run.done.epochs == 3


def test_a_failure_names_its_node_and_keeps_its_details(qtbot, make_panel):
    panel = make_panel("failed")
    train(qtbot, panel)
    assert panel.banner.text == "Conv2d conv1 ran out of memory."
    with qtbot.waitSignal(panel.problem_found) as found:
        panel.banner.node_clicked.emit("conv1")
    assert found.args == [Problem("conv1", "Conv2d conv1 ran out of memory.", line=7)]
    panel.banner.details_button.click()
    details = panel.findChild(Details)
    assert details.view.toPlainText() == "Traceback …"
    details.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert copied == "Conv2d conv1 ran out of memory.\n\nTraceback …"
    details.reject()


def test_a_loss_that_is_no_number_says_at_which_step(qtbot, make_panel):
    panel = make_panel("nan")
    train(qtbot, panel)
    assert "at step 30" in panel.banner.text
    assert panel.view.facts.progress.text() == "ended in epoch 2 of 3, at step 30"
    assert len(panel.run.loss.training) == 30


def test_a_design_with_problems_is_not_trained(qtbot, make_panel, document):
    panel = make_panel()
    graph = document.design.graph.set("fc1", out_features=7)
    document.edit("Set", document.design.with_graph(graph))
    with qtbot.waitSignal(panel.problem_found) as found:
        panel.train()
    (problem,) = found.args
    assert problem.node == "answer" and "10 classes" in problem.message
    assert panel.states == [] and panel.run is None


def test_an_empty_design_is_not_trained(qtbot, make_panel, document):
    document.open_design(Design(), "empty")
    panel = make_panel()
    with qtbot.waitSignal(panel.problem_found) as found:
        panel.train()
    (problem,) = found.args
    assert problem.node == "" and "needs an Input layer" in problem.message


def code_design(name="own"):
    text = f"def {name}(x: Tensor) -> Tensor:\n    return x\n"
    graph = small_design().graph
    (wire,) = graph.wires_from("image")
    graph, _ = insert(graph, wire, Code(text=text))
    return Design(graph)


def test_code_that_nobody_trusts_keeps_from_training(qtbot, make_panel, document):
    """Also where the network does not need it: the worker would run it all the same."""
    panel = make_panel()
    for design in (code_design(), loose(code_design().graph)):
        document.open_design(design, "theirs")
        with qtbot.waitSignal(panel.problem_found) as found:
            panel.train()
        assert "runs only" in str(found.args[0])
        assert panel.states == [] and not panel.is_put_off


def loose(graph):
    """Its code leads nowhere, and the rest of it works."""
    (wire,) = graph.wires_from("code1")
    return Design(graph.disconnect(wire).connect("image", "flatten"))


def test_training_waits_for_code_that_is_being_tried_out(qtbot, make_panel, document):
    found = {}
    document.measure = lambda layer, inputs: found.get(layer, NotRun())
    document.write_code("Write", code_design())
    panel = make_panel()
    panel.train()
    assert panel.is_put_off and panel.state == "idle"
    assert panel.said[-1] == "Trying out code1 before training …"
    document.recheck()
    assert panel.state == "idle"
    image = (Tensor((1, 8, 8)),)
    found[document.design.graph.node("code1").layer] = Inference(image, image, 0, 0)
    with idle(qtbot, panel):
        document.recheck()
    assert not panel.is_put_off
    assert panel.run.done.epochs == 3


def test_training_that_waits_shows_what_keeps_it_from_beginning(
    qtbot, make_panel, document
):
    document.measure = lambda layer, inputs: NotRun()
    document.write_code("Write", code_design())
    panel = make_panel()
    panel.train()
    document.measure = lambda layer, inputs: ShapeError("cannot run.")
    with qtbot.waitSignal(panel.problem_found) as found:
        document.recheck()
    assert found.args[0].message == "Code code1 cannot run."
    assert panel.states == [] and not panel.is_put_off
    assert panel.said[-1] == "Cannot train yet: Code code1 cannot run."


def test_another_design_is_not_trained_in_place_of_one_that_waits(
    qtbot, make_panel, document
):
    document.measure = lambda layer, inputs: NotRun()
    document.write_code("Write", code_design())
    panel = make_panel()
    panel.train()
    document.open_design(small_design(), "other")
    QApplication.processEvents()
    assert panel.states == [] and not panel.is_put_off


def test_it_says_when_the_design_has_changed_since(qtbot, make_panel, document):
    panel = make_panel()
    train(qtbot, panel)
    notes = panel.view.facts.notes

    def changed():
        return notes.text().startswith("The design has changed since.")

    graph = document.design.graph
    document.edit("Move", document.design.with_graph(graph.move({"fc1": (500, 9)})))
    assert not changed()
    document.edit("Rate", document.design.with_training(epochs=2))
    assert changed()
    document.undo_stack.undo()
    assert not changed()
    document.edit("Remove", document.design.with_graph(graph.remove("flatten")))
    assert changed()


def test_nothing_overlaps_with_notes_and_a_banner(qtbot, make_panel, document):
    panel = make_panel("failed")
    train(qtbot, panel)
    document.edit("Rate", document.design.with_training(epochs=2))
    panel.resize(1280, 206)
    qtbot.waitUntil(lambda: panel.banner.isVisible())
    facts = panel.view.facts
    assert panel.minimumSizeHint().height() <= 206
    shown = [facts.title, facts.bar, facts.progress, facts.train_button, facts.numbers]
    for above, below in itertools.pairwise(shown):
        assert above.geometry().bottom() < below.geometry().top()
    numbers = facts.numbers
    assert numbers.height() >= numbers.minimumSizeHint().height()
    assert numbers.geometry().bottom() <= facts.rect().bottom()
    assert facts.notes.geometry().left() > facts.stop_button.geometry().right()


def test_a_second_click_on_a_button_does_nothing(qtbot, make_panel, monkeypatch):
    monkeypatch.setattr("designer.ui.training.run_view.SETTLING", 60_000)
    panel = make_panel("asks-first")
    panel.train()
    facts = panel.view.facts
    for button in (facts.stop_button, facts.pause_button):
        button.click()
    assert panel.state == "starting" and panel.view.facts.stop_button.text() == "Stop"
    with idle(qtbot, panel):
        panel.stop()
    facts.train_button.click()
    assert panel.state == "idle" and panel.run.number == 1


def test_buttons_can_be_pressed_again_in_a_moment(qtbot, make_panel, monkeypatch):
    monkeypatch.setattr("designer.ui.training.run_view.SETTLING", 30)
    panel = make_panel()
    train(qtbot, panel)
    facts = panel.view.facts
    assert not facts.stop_button.isEnabled()
    qtbot.waitUntil(facts.train_button.isEnabled)


def test_another_design_forgets_a_run_that_is_over(qtbot, make_panel, document):
    panel = make_panel()
    train(qtbot, panel)
    panel.banner.say("Something went wrong.")
    available = []
    panel.weights_available.connect(available.append)
    document.open_design(Design(), "other")
    assert panel.start.isVisible() and panel.banner.isHidden()
    assert panel.weights_path is None and available == [False]


def test_a_run_that_goes_on_says_whose_it_is(qtbot, make_panel, document):
    panel = make_panel("asks-later")
    on(panel, Epoch, lambda: document.open_design(Design(), "other"))
    with qtbot.waitSignal(document.opened, timeout=20_000):
        panel.train()
    facts = panel.view.facts
    assert panel.state == "running"
    assert facts.title.text() == "Run 1 of small"
    assert facts.notes.text().startswith("Another design is open now.")
    with idle(qtbot, panel):
        panel.stop()
    assert panel.view.isVisible() and panel.weights_path is not None


def test_it_takes_on_a_theme_before_and_after_a_run(qtbot, make_panel):
    panel = make_panel()
    panel.set_theme(LIGHT)
    train(qtbot, panel)
    for theme in (LIGHT, DARK):
        panel.set_theme(theme)
        image = panel.grab().toImage()
        middle = panel.view.loss.mapTo(panel, panel.view.loss.rect().center())
        near = [image.pixelColor(middle.x() + n, middle.y()).name() for n in range(9)]
        assert theme.node in near


def test_a_narrow_panel_leaves_out_the_confusion_matrix(qtbot, make_panel):
    panel = make_panel()
    train(qtbot, panel)
    assert panel.view.confusion.isVisible()
    panel.resize(700, 240)
    qtbot.waitUntil(lambda: not panel.view.confusion.isVisible())
    assert panel.minimumSizeHint().width() < 640


def test_close_ends_the_process(qtbot, make_panel):
    panel = make_panel("deaf")
    on(panel, Started, lambda: None)
    with qtbot.waitSignal(panel.worker.received, timeout=20_000):
        panel.train()
    assert panel.worker.process_id
    panel.close()
    assert panel.worker.process_id == 0


def test_the_real_worker_trains_pauses_stops_and_is_killed(qtbot, document, tmp_path):
    design = load(examples()["mlp"]).with_training(epochs=40, threads=1)
    document.open_design(design, "mlp")
    panel = TrainingPanel(document, DARK, runs=tmp_path / "runs")
    qtbot.addWidget(panel)
    panel.show()
    limit = 90_000
    on(panel, Epoch, panel.pause)
    with qtbot.waitSignal(
        panel.state_changed, timeout=limit, check_params_cb=lambda s: s == "paused"
    ):
        panel.train()
    step = panel.run.step
    assert step > 0 and sum(map(sum, panel.run.epoch.confusion)) == 360
    on(panel, Epoch, panel.stop)
    with idle(qtbot, panel, limit):
        panel.resume()
    assert panel.banner.isHidden(), panel.banner.text
    assert panel.run.done.stopped and panel.run.step > step
    assert panel.weights_path.stat().st_size > 1000
    on(panel, Epoch, lambda: os.kill(panel.worker.process_id, signal.SIGKILL))
    train(qtbot, panel, limit)
    assert "killed by signal 9" in panel.banner.text
    document.edit("Less", document.design.with_training(epochs=3))
    train(qtbot, panel, limit)
    assert panel.banner.isHidden(), panel.banner.text
    assert panel.run.done.epochs == 3
    first, last = panel.run.loss.validation[0][1], panel.run.loss.validation[-1][1]
    assert last < first
    panel.close()
