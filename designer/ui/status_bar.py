"""The status bar: problems, size and cost of the network, its training, the zoom."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar

from designer.graph import Report
from designer.graph.costs.memory import training_bytes
from designer.graph.problems.lacking import lacking_ends
from designer.ui.costs.budget import Budget
from designer.ui.document import Document
from designer.ui.icons import icon
from designer.ui.live_label import LiveLabel
from designer.ui.numbers import PARAMETER_BYTES, memory, short
from designer.ui.problems.card import heading
from designer.ui.style import mark
from designer.ui.theme import Theme
from designer.words import counted, listed

TRAINING_WIDTH, LEAST_TRAINING = 360, 90


class StatusBar(QStatusBar):
    """Facts about the design. `problems_pressed` asks to see the problems."""

    problems_pressed = Signal()

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self.document = document
        self.theme = theme
        self._over = ("", "")
        self._known = document.report.inside
        self.setSizeGripEnabled(False)
        self.problems = QPushButton()
        self.problems.setToolTip("Show the problems")
        self.problems.clicked.connect(self.problems_pressed)
        self.parameters = QLabel()
        self.macs = QLabel()
        self.macs.setToolTip("Multiply-accumulates for one sample")
        self.weights = QLabel()
        self.need = QLabel()
        self.need.setToolTip(
            "Parameters, gradients, the optimizer's memory and what is kept of a batch"
        )
        self.training = LiveLabel(right=True, width=TRAINING_WIDTH)
        self.training.set_text("")
        self.training.setMinimumWidth(LEAST_TRAINING)  # or the window would grow
        self.zoom = QLabel()
        for widget in (
            self.problems,
            self.parameters,
            self.macs,
            self.weights,
            self.need,
        ):
            self.addWidget(widget)
        for widget in (self.training, self.zoom):
            self.addPermanentWidget(widget)
        self.setContentsMargins(8, 0, 8, 0)
        document.checked.connect(self.show_report)
        self.show_report(document.report)
        self.show_zoom(1.0)

    def show_report(self, report: Report) -> None:
        """Show the totals of a design."""
        lacking = lacking_ends(report.graph)
        awaited = f"trying out {listed(report.awaited)} …" if report.awaited else ""
        state = "none"
        if report.problems:
            state = "errors" if report.errors else "warnings"
        elif lacking or awaited:
            state = "lacking"
        name, colour = {
            "errors": ("error", self.theme.error),
            "warnings": ("warning", self.theme.warning),
            "lacking": ("info", self.theme.muted),
            "none": ("check", self.theme.good),
        }[state]
        words = [heading(report.problems)[0]] if report.problems else []
        if awaited:
            words.append(awaited)
        if lacking:
            words.append(f"not ready to train yet: {lacking}")
        self.problems.setText(" · ".join(words) or "no problems")
        self.problems.setIcon(icon(name, self.theme, colour))
        mark(self.problems, "state", state)
        self.parameters.setText(counted(report.parameters, "parameter"))
        number = short(report.macs)
        self.macs.setText(f"{number}MACs" if " " in number else f"{number} MACs")
        self.weights.setText(f"{memory(report.parameters * PARAMETER_BYTES)} weights")

        design = self.document.design
        needed = training_bytes(design, report.inside, self._known)
        self._known = report.inside
        batch = f"batch of {design.training.batch_size:,}"
        self.need.setText(f"{batch}: about {memory(needed)} to train")
        self._show_over()

    def show_budget(self, budget: Budget) -> None:
        """Show in red what is more than a person allows."""
        over = (budget.kind, budget.words) if budget.is_over else ("", "")
        if over != self._over:
            self._over = over
            self.show_report(self.document.report)

    def _show_over(self) -> None:
        kind, words = self._over
        labels = {"parameters": self.parameters, "macs": self.macs, "memory": self.need}
        for each, label in labels.items():
            mark(label, "over", each == kind)
            if each == kind:
                label.setText(words)

    def show_training(self, text: str) -> None:
        """Say what the training does."""
        self.training.set_text(text)

    def show_zoom(self, factor: float) -> None:
        """Say how large the canvas is shown."""
        self.zoom.setText(f"zoom {factor * 100:.0f} %")

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.show_report(self.document.report)
