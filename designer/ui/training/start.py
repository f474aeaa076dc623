"""What the training panel shows before the first run: what Train will do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.graph import Design
from designer.graph.problems.fit import surplus_problems
from designer.graph.problems.lacking import lacking_ends
from designer.ui.icons import icon
from designer.ui.style import mark
from designer.ui.theme import Theme
from designer.words import counted


class TrainingStart(QWidget):
    """A sentence about the recipe, and a button that follows it."""

    train_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel("Nothing trained yet")
        heading.setProperty("role", "heading")
        self.words = QLabel()
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setMaximumWidth(560)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.train_button = QPushButton("Train")
        self.train_button.setProperty("accent", "true")
        self.train_button.clicked.connect(self.train_clicked)
        self.lacking = QLabel()
        self.lacking.setProperty("role", "error")
        self.lacking.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(10)
        column.addStretch()
        row = QHBoxLayout()  # lets the words be as wide as they may, and in the middle
        row.addStretch(1)
        row.addWidget(self.words, 100)
        row.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(heading, 0, middle)
        column.addLayout(row)
        column.addWidget(self.train_button, 0, middle)
        column.addWidget(self.lacking, 0, middle)
        column.addStretch()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on a theme's colours."""
        self.train_button.setIcon(icon("play", theme, theme.accent_text))

    def show_design(self, design: Design, errors: int) -> None:
        """Say what Train will do with a design of so many errors, and what it lacks."""
        self.words.setText(plan(design))
        text = f"{counted(errors, 'problem')} to mend first." if errors else ""
        mark(self.lacking, "role", "error" if errors else "muted")
        if not design.training.data.is_there:  # the plan says what to do about that
            text = ""
        elif not errors:
            text = lacks(design)
        self.lacking.setText(text)
        self.lacking.setVisible(bool(text))


def lacks(design: Design) -> str:
    """What there must be before Train can begin, in words; empty if it is there."""
    if not len(design.graph):
        return "Put some layers on the canvas first, or open an example."
    if gone := lacking_ends(design.graph):
        return f"Not ready to train yet: {gone}."
    surplus = (each.message.partition(":")[0] for each in surplus_problems(design))
    return next((f"{words}." for words in surplus), "")


def plan(design: Design) -> str:
    """What Train will do, in words: the data, the loss, the optimizer, how long."""
    training = design.training
    data, optimizer = training.data, training.optimizer
    if not data.is_there:
        return (
            f"{design.name} has no data to learn from yet. Choose some in the Data tab; "
            f"designing and exporting need none."
        )
    rate = type(optimizer).require("lr").kind.show(optimizer.lr)
    times = "once" if training.epochs == 1 else f"{training.epochs:,} times"
    return (
        f"Train teaches {design.name} to tell {len(data.classes)} classes apart. "
        f"Data: {data.title}, with {training.validation:.0%} kept for validation. "
        f"It goes through the rest {times}, "
        f"{counted(training.batch_size, 'picture')} at a step, and "
        f"{type(optimizer).__name__} with learning rate {rate} lowers "
        f"{type(training.loss).__name__}."
    )
