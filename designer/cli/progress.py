"""A training as a person follows it in a terminal: a bar, and a line an epoch.

Where the output is no terminal, only the lines are written.
"""

import shutil
from typing import TextIO

from designer.training.messages import Done, Epoch, Failed, Message, Started, Steps
from designer.words import counted

BAR = 20


class Progress:
    """Shows the worker's messages on `stream` as they come."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.is_terminal = stream.isatty()
        self.started: Started | None = None

    def show(self, message: Message) -> None:
        """Show one message; those without news for a person show nothing."""
        match message:
            case Started():
                self.begin(message)
            case Steps() if self.is_terminal and self.started:
                self.bar(message, self.started)
            case Epoch() if self.started:
                self.line(epoch_line(message, self.started.epochs))
            case Done():
                end = "Stopped" if message.stopped else "Done"
                epochs = counted(message.epochs, "epoch")
                self.line(f"{end} after {epochs} and {message.seconds:.1f} s.")
            case Failed():
                self.clear()

    def begin(self, message: Started) -> None:
        """Say what the training has to work with."""
        self.started = message
        steps = counted(message.epochs * message.steps_per_epoch, "step")
        self.line(
            f"{counted(message.training_samples, 'sample')} to learn from, "
            f"{message.validation_samples:,} to test on; {steps} on "
            f"{message.device} with {counted(message.threads, 'thread')}."
        )
        if message.note:
            self.line(message.note)

    def bar(self, message: Steps, started: Started) -> None:
        """Draw the bar again, over the one before it."""
        step = message.first + len(message.losses) - 1
        total = started.epochs * started.steps_per_epoch
        epoch = (step - 1) // started.steps_per_epoch + 1
        filled = "#" * (BAR * step // total)
        text = (
            f"Epoch {epoch}/{started.epochs} [{filled:.<{BAR}}] "
            f"loss {message.losses[-1]:.4f}  accuracy {message.accuracies[-1]:.1%}  "
            f"{message.samples_per_second:,.0f} samples/s"
        )
        if message.samples_per_second > 0:
            samples = (total - step) / started.steps_per_epoch
            samples *= started.training_samples
            text += f"  {clock(samples / message.samples_per_second)} left"
        self.clear()
        self.stream.write(text[: shutil.get_terminal_size().columns - 1])
        self.stream.flush()

    def clear(self) -> None:
        """Wipe the bar away."""
        if self.is_terminal:
            self.stream.write("\r\x1b[K")

    def line(self, text: str) -> None:
        """Write a line that stays."""
        self.clear()
        self.stream.write(f"{text}\n")
        self.stream.flush()


def epoch_line(message: Epoch, epochs: int) -> str:
    """What an epoch came to, in one line."""
    return (
        f"Epoch {message.epoch:{len(str(epochs))}}/{epochs}  "
        f"loss {message.training_loss:.4f}  "
        f"accuracy {message.training_accuracy:.1%}  "
        f"validation loss {message.validation_loss:.4f}  "
        f"accuracy {message.validation_accuracy:.1%}  "
        f"{message.seconds:.1f} s"
    )


def clock(seconds: float) -> str:
    """Seconds as a clock shows them: "0:07", "1:02:03"."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
