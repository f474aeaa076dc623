"""What is done with the training: start, pause and stop it, and keep its weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.graph import Problem
from designer.graph.problems.fit import ready_problems
from designer.ui.actions import Wanted

if TYPE_CHECKING:
    from designer.ui.window import MainWindow


class TrainingCommands(QObject):
    """The Training menu's deeds, and when each of them can be done."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.panel = window.training

    def wanted(self) -> list[Wanted]:
        """The actions that it offers."""
        return [
            Wanted("train", "&Train", "F5", "play", self.train),
            Wanted("pause", "&Pause", "F6", "pause", self.pause_or_resume),
            Wanted("stop", "&Stop", "Shift+F5", "stop", self.panel.stop),
        ]

    def follow(self) -> None:
        """Keep actions and tool bar in step with the training from now on."""
        window, panel = self.window, self.panel
        panel.state_changed.connect(self.allow)
        panel.status.connect(window.status.show_training)
        panel.problem_found.connect(self._show_problem)
        panel.weights_available.connect(
            window.actions_by_key["export_weights"].setEnabled
        )
        self.allow()

    def train(self) -> None:
        """Train the design as it is, or show what keeps it from that."""
        window = self.window
        window.commit()
        program = window.inspector.programs.unfinished
        if program is not None:
            window.selection.reveal(program.node)
            self.panel.status.emit(f"Cannot train yet. {window.unfinished()}")
            return
        self.panel.train()
        if self.panel.state != "idle" or self.panel.is_put_off:
            window.docks.show("training")

    def pause_or_resume(self) -> None:
        """Pause the training, or go on with it."""
        if self.panel.state == "paused":
            self.panel.resume()
        else:
            self.panel.pause()

    def export_weights(self) -> None:
        """Ask where to, and write what was learned."""
        if self.panel.weights_path is not None:
            self.window.filing.export_weights(self.panel.weights_path)

    def allow(self) -> None:
        """Turn on what can be done in the state that the training is in."""
        window, state = self.window, self.panel.state
        actions, theme = window.actions_by_key, window.appearance.theme
        words, picture = (
            ("&Resume", "play") if state == "paused" else ("&Pause", "pause")
        )
        actions.rename("pause", words, picture, theme)
        actions["train"].setEnabled(state == "idle")
        actions["pause"].setEnabled(state in ("running", "paused"))
        actions["stop"].setEnabled(state != "idle")
        actions["export_weights"].setEnabled(self.panel.weights_path is not None)
        window.tool_bar.show_state(state)
        window.tool_bar.set_theme(theme)

    def _show_problem(self, problem: Problem) -> None:
        window, design = self.window, self.window.document.design
        lacking = ready_problems(design)
        if window.document.report.errors or lacking:
            window.docks.show("problems")
            window.problems.show_lacking(tuple(lacking))
        if problem.node in design.graph.nodes:
            window.guide.show_problem(problem)
