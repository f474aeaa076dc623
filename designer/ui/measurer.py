"""The process that tries out code of a person's own, and what it has said so far.

It is started when the first such layer must be measured, asked one thing at a time, and
ended when an answer takes too long. What a layer makes of its inputs is remembered.
"""

import logging

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from designer.errors import ShapeError, TrainingError
from designer.graph.inference import Inference, NotRun
from designer.layers import Layer, Tensor
from designer.training.measurer import is_ready, question, read_answer
from designer.ui.process import Lines, command_line, death, end, environment

log = logging.getLogger(__name__)

Asked = tuple[Layer, tuple[Tensor | None, ...]]

PATIENCE = 20_000
"""Milliseconds for an answer, once the process is ready."""

MOST = 4096
"""Answers that are remembered; then all are forgotten."""


class Measurer(QObject):
    """Tells what layers make of their inputs. `answered` says that there is more."""

    answered = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        command: list[str] | None = None,
        patience: int = PATIENCE,
    ) -> None:
        super().__init__(parent)
        self.command = command or command_line("measurer")
        self._answers: dict[Asked, Inference | ShapeError] = {}
        self._waiting: dict[Asked, None] = {}
        self._asked: Asked | None = None
        self._process: QProcess | None = None
        self._is_ready = False
        self._lines = Lines()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(patience)
        self._patience.timeout.connect(self._give_up)

    def look_up(
        self, layer: Layer, inputs: tuple[Tensor | None, ...]
    ) -> Inference | ShapeError | NotRun:
        """What is known of a layer; if nothing is, it is found out meanwhile."""
        known = self._answers.get((layer, inputs))
        if known is not None:
            return known
        if (layer, inputs) != self._asked:
            self._waiting[layer, inputs] = None
            self._ask_next()
        return NotRun()

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._asked is not None

    @property
    def process_id(self) -> int:
        """The id of the process, or 0."""
        return self._process.processId() if self._process else 0

    def close(self) -> None:
        """End the process and wait for it, a second at most."""
        process, self._process = self._process, None
        self._asked = None
        self._waiting.clear()
        self._patience.stop()
        if process is not None:
            end(process)

    def _ask_next(self) -> None:
        if self._asked is not None or not self._waiting:
            return
        self._asked = next(iter(self._waiting))
        del self._waiting[self._asked]
        if self._process is None:
            self._start()
        if self._is_ready:
            self._say()

    def _start(self) -> None:
        process = QProcess(self)
        process.setProcessEnvironment(environment())
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._log)
        process.errorOccurred.connect(self._fail)
        process.finished.connect(self._finish)
        self._process, self._is_ready, self._lines = process, False, Lines()
        process.start(self.command[0], self.command[1:])

    def _say(self) -> None:
        if self._process is not None and self._asked is not None:
            self._process.write(f"{question(*self._asked)}\n".encode())
            self._patience.start()

    def _read(self) -> None:
        process = self.sender()
        if process is not self._process:
            return
        for line in self._lines.feed(process.readAllStandardOutput().data()):
            text = line.decode(errors="replace")
            if not self._is_ready:
                self._is_ready = is_ready(text)
                self._say()
            elif self._asked is not None:
                self._take(text)

    def _take(self, text: str) -> None:
        assert self._asked is not None
        try:
            self._settle(read_answer(text, self._asked[1]))
        except TrainingError as error:
            log.warning("%s", error)

    def _settle(self, answer: Inference | ShapeError) -> None:
        """Remember an answer. What else is wanted is asked for by who hears of it."""
        assert self._asked is not None
        self._patience.stop()
        if len(self._answers) >= MOST:
            self._answers.clear()
        self._answers[self._asked] = answer
        self._asked = None
        self._waiting.clear()
        self.answered.emit()

    def _give_up(self) -> None:
        """End a process that does not answer, as for a loop without an end."""
        seconds = self._patience.interval() / 1000
        self._lose(f"cannot run: it took longer than {seconds:g} seconds.")

    def _fail(self, error: QProcess.ProcessError) -> None:
        process = self.sender()
        if process is self._process and error == QProcess.ProcessError.FailedToStart:
            self._lose(
                f"cannot be tried out: {self.command[0]} could not be started: "
                f"{process.errorString()}."
            )

    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        process = self.sender()
        if process is self._process:
            is_crash = status == QProcess.ExitStatus.CrashExit
            ended = f"The process ended by itself with code {code}."
            self._lose(
                f"cannot run: it ended the process that tried it out. "
                f"{death('The process', code) if is_crash else ended}"
            )

    def _lose(self, reason: str) -> None:
        """Let go of the process; what it was asked has this for an answer."""
        process, self._process = self._process, None
        self._is_ready = False
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.finished.connect(process.deleteLater)
        if self._asked is not None:
            self._settle(ShapeError(reason, setting="text"))

    def _log(self) -> None:
        text = self.sender().readAllStandardError().data().decode(errors="replace")
        for line in filter(None, map(str.rstrip, text.splitlines())):
            log.info("measurer: %s", line[:500])
