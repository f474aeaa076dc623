"""The process that tries out code of a person's own, and what it has said so far.

It is started when the first such layer must be measured, asked one thing at a time, and
ended when an answer takes too long. What a layer makes of its inputs is remembered.
"""

import logging
from collections import deque

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from designer.errors import ShapeError, TrainingError
from designer.graph import Design
from designer.graph.inference import Inference, NotRun
from designer.layers import Code, Layer, Tensor
from designer.training.measurer import is_ready, question, read_answer
from designer.ui.process import Lines, command_line, death, end, environment

log = logging.getLogger(__name__)

Asked = tuple[Layer, tuple[Tensor | None, ...]]

PATIENCE = 20_000
"""Milliseconds for an answer, once the process is ready."""

LITTLE_PATIENCE = 1_000
"""The same, for an answer that nobody waits for any more."""

START = 120_000
"""Milliseconds until the process is ready; on a busy computer torch takes its time."""

NOT_BEGUN = "cannot be tried out: the process for that"

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
        self._errors: deque[str] = deque(maxlen=1)
        self._failures: set[Asked] = set()
        self._is_stale = False
        self.patience = patience
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._give_up)

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
        elif self._is_stale:
            self._is_stale = False
            self._clock.start(self.patience)
        return NotRun()

    def keep_to(self, design: Design) -> None:
        """Let go of what has to do with layers that a design does not hold any more.

        What took too long or ended the process is tried again if it comes back.
        """
        if not (self._waiting or self._failures or self._asked):
            return
        held = [node.layer for _, graph in design.graphs() for node in graph]
        layers = {each for each in held if isinstance(each, Code)}
        open_texts = {each.text for each in layers if each.expressions}

        def is_held(asked: Asked) -> bool:
            return asked[0] in layers or getattr(asked[0], "text", "") in open_texts

        self._waiting = {each: None for each in self._waiting if is_held(each)}
        for each in [each for each in self._failures if not is_held(each)]:
            self._failures.remove(each)
            self._answers.pop(each, None)
        if self._asked is None or is_held(self._asked) or self._is_stale:
            return
        if self._is_ready:
            self._is_stale = True
            self._clock.start(min(LITTLE_PATIENCE, self.patience))
        else:
            self._asked = None
            self._ask_next()

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
        self._process = self._asked = None
        self._waiting.clear()
        self._clock.stop()
        for each in self.findChildren(QProcess):  # those that were given up as well
            end(each)

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
        self._errors.clear()
        self._clock.start(START)
        process.start(self.command[0], self.command[1:])

    def _say(self) -> None:
        if self._process is not None and self._asked is not None:
            self._process.write(f"{question(*self._asked)}\n".encode())
            self._clock.start(self.patience)

    def _read(self) -> None:
        process = self.sender()
        if process is not self._process:
            return
        for line in self._lines.feed(process.readAllStandardOutput().data()):
            text = line.decode(errors="replace")
            if not self._is_ready:
                self._begin(text)
            elif self._asked is not None:
                self._take(text)

    def _begin(self, text: str) -> None:
        self._is_ready = is_ready(text)
        if self._is_ready:
            self._clock.stop()
            self._say()

    def _take(self, text: str) -> None:
        assert self._asked is not None
        try:
            self._settle(read_answer(text, self._asked[1]))
        except TrainingError as error:
            log.warning("%s", error)

    def _settle(self, answer: Inference | ShapeError) -> None:
        """Remember an answer. What else is wanted is asked for by who hears of it."""
        assert self._asked is not None
        self._clock.stop()
        if len(self._answers) >= MOST:
            self._answers.clear()
        self._answers[self._asked] = answer
        self._asked, self._is_stale = None, False
        self._waiting.clear()
        self.answered.emit()

    def _give_up(self) -> None:
        """End a process that does not answer, as for a loop without an end."""
        if self._is_ready:
            seconds = f"{self.patience / 1000:g} seconds"
            self._lose(
                f"cannot run: it took longer than {seconds}. Perhaps a loop in it has "
                f"no end."
            )
        else:
            self._lose(f"{NOT_BEGUN} did not begin within {START // 60_000} minutes.")

    def _fail(self, error: QProcess.ProcessError) -> None:
        process = self.sender()
        if process is self._process and error == QProcess.ProcessError.FailedToStart:
            self._lose(
                f"{NOT_BEGUN} could not be started: {self.command[0]}: "
                f"{process.errorString()}."
            )

    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        process = self.sender()
        if process is self._process:
            is_crash = status == QProcess.ExitStatus.CrashExit
            how = (
                death("The process", code)
                if is_crash
                else f"The process ended by itself with code {code}."
            )
            if self._is_ready:
                reason = f"cannot run: it ended the process that tried it out. {how}"
            else:
                said = " ".join(self._errors)
                reason = f"{NOT_BEGUN} ended before it began. {how} {said}".rstrip()
            self._lose(reason)

    def _lose(self, reason: str) -> None:
        """Let go of the process; what it was asked has this for an answer."""
        process, self._process = self._process, None
        self._is_ready = False
        self._clock.stop()
        if process is not None:
            process.kill()
            process.finished.connect(process.deleteLater)
        asked = self._asked
        if asked is None:
            return
        if self._is_stale:
            self._asked, self._is_stale = None, False
            self._ask_next()
        else:
            self._failures.add(asked)
            self._settle(ShapeError(reason, setting="text"))

    def _log(self) -> None:
        process = self.sender()
        text = process.readAllStandardError().data().decode(errors="replace")
        for line in filter(None, map(str.rstrip, text.splitlines())):
            log.info("measurer: %s", line[:500])
            if process is self._process:
                self._errors.append(line[:500])
