"""The training panel: starts runs, steers them, and says what became of them.

It holds the worker and the run; what a run looks like is left to `run_view.py`, which
is imported once the window stands, for it brings pyqtgraph with it.
"""

import itertools
import time
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from designer.graph import Design, Problem
from designer.graph.problems.fit import ready_problems
from designer.training.messages import Epoch, Message, Paused, Resumed, Started, Weights
from designer.ui.banner import Banner
from designer.ui.document import Document
from designer.ui.theme import Theme
from designer.ui.training.start import TrainingStart
from designer.ui.training.worker import Worker
from designer.words import listed

if TYPE_CHECKING:
    from designer.ui.training.run import Run
    from designer.ui.training.run_view import RunView

IMPATIENT = 4000
"""Milliseconds after Stop, when the process may be ended by force."""


UNTRUSTED = Problem(
    "",
    "This design holds code of its own, which runs only if you trust it.",
    rule="The bar above the canvas lets you.",
)


class TrainingPanel(QWidget):
    """Trains the document's design.

    `state` is "idle", "starting", "running" or "paused". `weights_path` is the file of
    the last epoch's weights, once there is one. While code of one's own is being tried
    out, Train `is_put_off`.
    """

    state_changed = Signal(str)
    status = Signal(str)
    problem_found = Signal(Problem)
    weights_available = Signal(bool)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        *,
        worker: Worker | None = None,
        runs: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.theme = theme
        self.worker = worker or Worker(self)
        self.runs = (
            runs or Path(platformdirs.user_data_dir("network-designer")) / "runs"
        )
        self.state = "idle"
        self.run: Run | None = None
        self.view: RunView | None = None
        self.weights_path: Path | None = None
        self.is_put_off = False
        self._folder: Path | None = None
        self._numbers = itertools.count(1)
        self._stopping = ""
        self._said = ""
        self._owner = ""
        self._opened_another = False
        self._patience = QTimer(self, singleShot=True, interval=IMPATIENT)
        self._patience.timeout.connect(self._offer_force)
        self.banner = Banner()
        self.start = TrainingStart(theme)
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self._follow_design()

    def train(self) -> None:
        """Begin a run of the design as it is, or show what keeps it from that."""
        if self.state != "idle":
            return
        design, awaited = self.document.design, self.document.report.awaited
        problem = self._first_problem()
        self.is_put_off = problem is None and bool(awaited)
        if problem is not None:
            self.problem_found.emit(problem)
            self.status.emit(f"Cannot train yet: {problem}")
            return
        if awaited:
            self.status.emit(f"Trying out {listed(awaited)} before training …")
            return
        self._begin(design)
        self.worker.train(design, self._weights_file())

    def _go_on(self) -> None:
        if self.is_put_off:
            self.train()

    def pause(self) -> None:
        """Let the run wait after its step."""
        if self.state == "running":
            self.worker.pause()

    def resume(self) -> None:
        """Let the run go on."""
        if self.state == "paused":
            self.worker.resume()

    def stop(self) -> None:
        """End the run after its step. Called again when it does not answer: by force."""
        if self.state == "idle":
            return
        if self._stopping == "End now":
            self.worker.kill()
        elif not self._stopping:
            self._set_stopping("Stopping…")
            self._patience.start()
            self.worker.stop()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self.theme = theme
        self.start.set_theme(theme)
        if self.view is not None:
            self.view.set_theme(theme)

    def prepare(self) -> None:
        """Import curves and start the process, or the first Train would wait for both.

        It takes half a second, so the window calls it when it has been painted.
        """
        self._make_view()
        self.worker.start_ahead()

    def close(self) -> bool:
        """End the process too."""
        self._patience.stop()
        self.worker.close()
        return super().close()

    # A run

    def _begin(self, design: Design) -> None:
        from designer.ui.training.run import Run

        view = self._make_view()
        self.banner.hide()
        self._owner, self._opened_another = self.document.title, False
        self.run = Run(next(self._numbers), design)
        self.run.torch_is_ready = self.worker.is_ready
        self._set_weights(None)
        self._set_stopping("")
        view.show_run(self.run)
        self._pages.setCurrentWidget(view)
        self._set_state("starting")
        self._follow_design()

    def _take(self, message: Message) -> None:
        run, view = self.run, self.view
        if run is None or view is None:
            return
        run.take(message)
        match message:
            case Started():
                view.begin()
                self._set_state("running")
            case Paused():
                view.refresh()
                self._set_state("paused")
            case Resumed():
                view.refresh()
                self._set_state("running")
            case Epoch():
                view.refresh()
            case Weights():
                self._set_weights(Path(message.path))
            case _:
                view.note_news()

    def _end(self, reason: str) -> None:
        run, view = self.run, self.view
        if run is None or view is None:
            return
        self._patience.stop()
        if reason:
            run.lost = reason
            words, _, said = reason.partition("\n")
            self.banner.say(words, details=said)
        elif run.failed is not None:
            failed = run.failed
            self.banner.say(failed.message, failed.node, failed.detail)
        self._forget_empty_folder()
        self._set_stopping("")
        self._set_state("idle")
        view.refresh()

    def _show_failure(self, node: str) -> None:
        """Lead to the node that a run failed at, and to the line of its own code."""
        line = self.run.failed.line if self.run and self.run.failed else 0
        self.problem_found.emit(Problem(node, self.banner.text, line=line))

    def _weights_file(self) -> Path | None:
        """Where this run's weights go, in a folder of its own, or None with a banner."""
        stamp = time.strftime("%Y-%m-%d %H-%M-%S")
        for number in itertools.count(1):
            folder = self.runs / (stamp if number == 1 else f"{stamp} {number}")
            try:
                folder.mkdir(parents=True)
            except FileExistsError:
                continue
            except OSError as error:
                self.banner.say(
                    f"The weights of this run cannot be kept: {folder} could not be "
                    f"made ({error.strerror or error})."
                )
                return None
            self._folder = folder
            return folder / "weights.safetensors"
        return None

    def _forget_empty_folder(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None and not any(folder.iterdir()):
            folder.rmdir()

    def _set_weights(self, path: Path | None) -> None:
        self.weights_path = path
        self.weights_available.emit(path is not None)

    # What it shows

    def _set_state(self, state: str) -> None:
        changed = state != self.state
        self.state = state
        self._offer()
        if changed:
            self.state_changed.emit(state)

    def _set_stopping(self, text: str) -> None:
        self._stopping = text
        self._offer()

    def _offer_force(self) -> None:
        self._set_stopping("End now")

    def _offer(self) -> None:
        if self.view is not None:
            self.view.facts.set_state(self.state, self._stopping)

    def _follow_design(self) -> None:
        """Say what Train would do now, and whether the run is still of this design.

        What waited for code to be tried out goes on once that is done.
        """
        design = self.document.design
        self.start.show_design(design, len(self.document.report.errors))
        if self.run is not None and self.view is not None:
            self.view.facts.say_of_design(self._since(design))
        if self.is_put_off and not self.document.report.awaited:
            QTimer.singleShot(0, self, self._go_on)  # another design may be opening

    def _since(self, design: Design) -> str:
        if self.run is None or same(self.run.design, design):
            return ""
        if self._opened_another:
            return "Another design is open now."
        return "The design has changed since."

    def _follow_opened(self) -> None:
        """A run that is over went with its design; one going on says whose it is."""
        self.is_put_off = False
        if self.run is None or self.view is None:
            return
        if self.state == "idle":
            self.run = None
            self.banner.hide()
            self._set_weights(None)
            self._pages.setCurrentWidget(self.start)
            self.status.emit("")
        else:
            self._opened_another = True
            self.view.set_owner(self._owner)
            self._follow_design()

    def _first_problem(self) -> Problem | None:
        errors = self.document.report.errors
        untrusted = () if self.document.trusted else (UNTRUSTED,)
        lacking = ready_problems(self.document.design)
        return next(iter((*errors, *untrusted, *lacking)), None)

    def _report(self) -> None:
        run = self.run
        if run is not None:
            parts = [f"training run {run.number}"]
            if not run.over:
                parts.append("paused" if run.paused else f"{run.share * 100:.0f} %")
            elif run.result:
                parts.append(run.result)
            text = " · ".join(parts)
            if text != self._said:
                self._said = text
                self.status.emit(text)

    def _pause_or_resume(self) -> None:
        (self.resume if self.state == "paused" else self.pause)()

    def _note_ready(self) -> None:
        if self.run is not None and self.view is not None and not self.run.over:
            self.run.torch_is_ready = True
            self.view.refresh()

    def _make_view(self) -> "RunView":
        if self.view is None:
            from designer.ui.training.run_view import RunView

            self.view = view = RunView(self.theme)
            view.train_clicked.connect(self.train)
            view.pause_clicked.connect(self._pause_or_resume)
            view.stop_clicked.connect(self.stop)
            view.refreshed.connect(self._report)
            self._pages.addWidget(view)
        return self.view

    def _lay_out(self) -> None:
        self._pages.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.banner)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.start.train_clicked.connect(self.train)
        self.banner.node_clicked.connect(self._show_failure)
        self.worker.ready.connect(self._note_ready)
        self.worker.received.connect(self._take)
        self.worker.ended.connect(self._end)
        self.document.checked.connect(self._follow_design)
        self.document.opened.connect(self._follow_opened)


def same(one: Design, other: Design) -> bool:
    """Whether two designs train alike: positions do not matter."""
    if one is other:
        return True
    return (
        one.training == other.training
        and one.graph.wires == other.graph.wires
        and {node.name: node.layer for node in one.graph}
        == {node.name: node.layer for node in other.graph}
    )
