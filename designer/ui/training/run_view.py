"""A run as a person watches it: curves, progress, numbers and the confusion matrix.

It shows a `Run` and asks for what its buttons say; `training_panel.py` does it. While
messages come in, it is refreshed by one timer, and only where it is seen.
"""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from designer.ui.icons import icon
from designer.ui.live_label import LiveLabel
from designer.ui.theme import Theme
from designer.ui.training.confusion import ConfusionMatrix
from designer.ui.training.curves import Plot
from designer.ui.training.run import Run, measure, percent

TICK = 100
"""Milliseconds between two drawings. Each draws one part, so that none takes long."""

SETTLING = 400
"""Milliseconds after the buttons change in which a second click does nothing."""

CARD_WIDTHS = (176, 320)
"""The least and the most of the confusion matrix with its heading."""

NARROW = 780
"""Below this width there is no room for the confusion matrix."""


class RunView(QWidget):
    """Shows a run as it goes."""

    train_clicked = Signal()
    pause_clicked = Signal()
    stop_clicked = Signal()
    refreshed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = None
        self.owner = ""
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._tick)
        self.loss = Plot("Loss", measure, theme)
        self.accuracy = Plot("Accuracy", percent, theme, ceiling=1.0)
        for plot in (self.loss, self.accuracy):
            plot.hovered.connect(self.loss.point_at)
            plot.hovered.connect(self.accuracy.point_at)
        self.confusion = ConfusionMatrix(theme)
        self.facts = Facts()
        self.facts.train_button.clicked.connect(self.train_clicked)
        self.facts.pause_button.clicked.connect(self.pause_clicked)
        self.facts.stop_button.clicked.connect(self.stop_clicked)
        self._parts = (self.loss.follow, self.accuracy.follow, self._say)
        self._lay_out()
        self.set_theme(theme)

    def show_run(self, run: Run) -> None:
        """Show another run."""
        self.run = run
        self.owner = ""
        self.loss.begin(run.loss, 1, 1)
        self.accuracy.begin(run.accuracy, 1, 1)
        self.refresh()

    def set_owner(self, owner: str) -> None:
        """Say of which design the run is, for another one is open."""
        self.owner = owner
        self.refresh()

    def begin(self) -> None:
        """Take note that the run has started and its length is known."""
        run = self.run
        epochs = run.started.epochs
        self.loss.begin(run.loss, run.steps_per_epoch, epochs)
        self.accuracy.begin(run.accuracy, run.steps_per_epoch, epochs)
        self.refresh()

    def note_news(self) -> None:
        """Draw soon: the run has grown."""
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Draw everything now."""
        self.loss.redraw()
        self.accuracy.redraw()
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self.loss.set_theme(theme)
        self.accuracy.set_theme(theme)
        self.confusion.set_theme(theme)
        self.facts.set_theme(theme)

    def minimumSizeHint(self) -> QSize:
        """Small enough for the curves and the facts: the matrix is left out first."""
        return QSize(580, max(140, self.facts.minimumSizeHint().height()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        least, most = CARD_WIDTHS
        self._confusion_card.setVisible(self.width() >= NARROW)
        self._confusion_card.setFixedWidth(
            round(max(min(self.height(), self.width() * 0.3, most), least))
        )

    def _tick(self) -> None:
        """Draw the next part, and go on until each has had its turn."""
        part = self._parts[self._ticks % len(self._parts)]
        part()
        self._ticks += 1
        if self._ticks % len(self._parts):
            self._timer.start()

    def _say(self) -> None:
        if self.run is None:
            return
        self.facts.show_run(self.run, self.owner)
        epoch, started = self.run.epoch, self.run.started
        if epoch is not None and started is not None:
            self.confusion.show_counts(epoch.confusion, started.classes)
        else:
            self.confusion.show_counts((), ())
        self.refreshed.emit()

    def _lay_out(self) -> None:
        self._confusion_card = QFrame()
        self._confusion_card.setProperty("card", "note")
        heading = QLabel("Confusion, validation")
        heading.setProperty("role", "heading")
        heading.setToolTip(
            "A row is what the pictures show, a column what they were taken for."
        )
        card = QVBoxLayout(self._confusion_card)
        card.setContentsMargins(10, 7, 10, 8)
        card.setSpacing(4)
        card.addWidget(heading)
        card.addWidget(self.confusion, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.loss, 6)
        row.addWidget(self.accuracy, 6)
        row.addWidget(self.facts, 7)
        row.addWidget(self._confusion_card)


class Facts(QWidget):
    """What a run is, where it is, its newest numbers, and its buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("role", "heading")
        self.recipe = LiveLabel()
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the training")
        self.progress = LiveLabel("muted")
        self.notes = LiveLabel("muted", width=20)
        self._about_data = ""
        self._about_design = ""
        self.train_button = QPushButton("Train")
        self.train_button.setProperty("accent", "true")
        self.pause_button = QPushButton("Pause")
        self.stop_button = QPushButton("Stop")
        self.numbers = Numbers()
        self._lay_out()
        self._theme: Theme | None = None
        self._state, self._stopping = "idle", ""
        self._settling = QTimer(self, singleShot=True)
        self._settling.timeout.connect(self._enable)
        self._say_notes()
        self._enable()
        self.pause_button.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self._theme = theme
        self.train_button.setIcon(icon("play", theme, theme.accent_text))
        self.stop_button.setIcon(icon("stop", theme))
        self._set_pause_icon()

    def show_run(self, run: Run, owner: str = "") -> None:
        """Say how far a run is, and of which design where another one is open."""
        title = f"Run {run.number}{f' of {owner}' if owner else ''}"
        if title != self.title.text():
            self.title.setText(title)
        if run.title != self.recipe.text():
            self.recipe.set_text(run.title)
        self.bar.setValue(
            1000 if run.done and not run.done.stopped else run.share * 1000
        )
        self.progress.set_text(run.progress)
        note = run.started.note if run.started else ""
        if note != self._about_data:
            self._about_data = note
            self._say_notes()
        self.numbers.show_run(run)

    def set_state(self, state: str, stopping: str = "") -> None:
        """Offer what can be done: `state` is idle, starting, running or paused.

        `stopping` takes the place of "Stop": "Stopping…", which cannot be pressed
        again, or "End now".
        """
        going = state != "idle"
        if going != (self._state != "idle"):
            self._settling.start(SETTLING)
        self._state, self._stopping = state, stopping
        self.train_button.setVisible(not going)
        self.pause_button.setVisible(going)
        self.pause_button.setText("Resume" if state == "paused" else "Pause")
        self.stop_button.setText(stopping or "Stop")
        self._enable()
        self._set_pause_icon()

    def say_of_design(self, text: str) -> None:
        """Say what has become of the design since this run; nothing when it is same."""
        self._about_design = text
        self._say_notes()

    def _enable(self) -> None:
        """Offer the buttons; not at once, for a click may be meant for the last ones.

        Train lies where Pause was, and a second click on it must not pause or stop.
        """
        state, stopping = self._state, self._stopping
        settled = not self._settling.isActive()
        can_pause = state in ("running", "paused") and not stopping
        self.train_button.setEnabled(settled)
        self.pause_button.setEnabled(settled and can_pause)
        can_stop = state != "idle" and not stopping.endswith("…")
        self.stop_button.setEnabled(settled and can_stop)

    def _say_notes(self) -> None:
        words = (self._about_design, self._about_data)
        self.notes.set_text(" ".join(filter(None, words)))

    def _set_pause_icon(self) -> None:
        if self._theme is not None:
            paused = self.pause_button.text() == "Resume"
            self.pause_button.setIcon(icon("play" if paused else "pause", self._theme))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.train_button, self.pause_button, self.stop_button):
            buttons.addWidget(button)
        buttons.addSpacing(4)
        buttons.addWidget(self.notes, 1)
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(self.title)
        heading.addWidget(self.recipe, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 0)
        column.setSpacing(5)
        column.addLayout(heading)
        column.addWidget(self.bar)
        column.addWidget(self.progress)
        column.addLayout(buttons)
        column.addWidget(self.numbers)
        column.addStretch()
        self.setMinimumWidth(210)


class Numbers(QWidget):
    """The newest loss and accuracy, of training and of validation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(0)
        for column, text in enumerate(("loss", "accuracy"), start=1):
            grid.addWidget(_muted(text), 0, column, Qt.AlignmentFlag.AlignRight)
        self._values: list[LiveLabel] = []
        for row, text in enumerate(("train", "validation"), start=1):
            grid.addWidget(_muted(text), row, 0)
            for column in (1, 2):
                value = LiveLabel(right=True)
                value.setFixedWidth(62)
                grid.addWidget(value, row, column)
                self._values.append(value)
        grid.setColumnStretch(3, 1)

    @property
    def texts(self) -> tuple[str, ...]:
        """Training loss and accuracy, validation loss and accuracy, as shown."""
        return tuple(value.text() for value in self._values)

    def show_run(self, run: Run) -> None:
        """Show a run's newest numbers."""
        texts = (
            measure(run.loss.smoothed.last),
            percent(run.accuracy.smoothed.last),
            measure(run.epoch.validation_loss) if run.epoch else "–",
            percent(run.epoch.validation_accuracy) if run.epoch else "–",
        )
        for label, text in zip(self._values, texts, strict=True):
            label.set_text(text)


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    return label
