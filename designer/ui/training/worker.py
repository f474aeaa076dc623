"""The training process: started ahead of time, told what to do, listened to.

One process performs one run. The next is started as soon as the last has ended, so that
PyTorch is imported while nobody waits for it. What a run means is left to `run.py`.
"""

import json
import logging
from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from designer.errors import TrainingError
from designer.graph import Design
from designer.graph.files import to_text
from designer.training.messages import Done, Failed, Ready, decode
from designer.ui.process import Lines, command_line, death, end, environment

log = logging.getLogger(__name__)

PATIENCE = 3000
"""Milliseconds that a process has to end after its run."""


class Worker(QObject):
    """The process that trains.

    `received` carries each message of the run. `ended` follows the last one, with words
    when the process died in the middle of a run and empty when the run ended as it
    should. Nothing is emitted for a process that waits.
    """

    ready = Signal()
    received = Signal(object)
    ended = Signal(str)

    def __init__(
        self, parent: QObject | None = None, command: list[str] | None = None
    ) -> None:
        super().__init__(parent)
        self.command = command or command_line("worker")
        self.running = False
        self.is_ready = False
        self._process: QProcess | None = None
        self._lines = Lines()
        self._errors: deque[str] = deque(maxlen=12)
        self._killed = False

    @property
    def process_id(self) -> int:
        """The id of the process that waits or runs, or 0."""
        return self._process.processId() if self._process else 0

    def start_ahead(self) -> None:
        """Start the process that will perform the next run, unless one waits."""
        if self._process is None:
            self._start()

    def train(self, design: Design, weights: Path | None) -> None:
        """Begin a run. Each epoch's weights are written to `weights`, if given."""
        if self.running:
            raise RuntimeError("a run is under way")
        self.running = True
        self.start_ahead()
        if self.running:  # a command that is not there fails at once
            path = str(weights) if weights else None
            self._say(command="train", design=to_text(design), weights=path)

    def pause(self) -> None:
        """Ask the run to wait after its step; Paused tells when it does."""
        self._ask("pause")

    def resume(self) -> None:
        """Ask the run to go on; Resumed tells when it does."""
        self._ask("resume")

    def stop(self) -> None:
        """Ask the run to end after its step; Done tells when it has."""
        self._ask("stop")

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        if self._process is not None:
            self._killed = True
            self._process.kill()

    def close(self) -> None:
        """End the process and wait for it, a second at most. No run can follow."""
        process, self._process = self._process, None
        self.running = False
        for each in (process, *self.findChildren(QProcess)):
            if each is not None:
                end(each)

    def _start(self) -> None:
        process = QProcess(self)
        process.setProcessEnvironment(environment())
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_errors)
        process.errorOccurred.connect(self._fail)
        process.finished.connect(self._finish)
        self._process, self.is_ready, self._killed = process, False, False
        self._lines = Lines()
        self._errors.clear()
        process.start(self.command[0], self.command[1:])

    def _ask(self, command: str) -> None:
        if self.running:
            self._say(command=command)

    def _say(self, **command: object) -> None:
        if self._process is not None:
            self._process.write(json.dumps(command).encode() + b"\n")

    def _read(self) -> None:
        process = self.sender()
        if process is not self._process:
            return
        for line in self._lines.feed(process.readAllStandardOutput().data()):
            self._take(line)
            if process is not self._process:  # the line ended the run
                return

    def _take(self, line: bytes) -> None:
        text = line.decode(errors="replace").strip()
        if not text:
            return
        try:
            message = decode(text)
        except TrainingError:
            log.warning("the training process printed %r", text[:500])
            return
        if isinstance(message, Ready):
            self.is_ready = True
            self.ready.emit()
        elif self.running:
            last = isinstance(message, Done | Failed)
            if last:
                self._retire()
            self.received.emit(message)
            if last:
                self._end_run("")

    def _read_errors(self) -> None:
        process = self.sender()
        text = process.readAllStandardError().data().decode(errors="replace")
        for line in filter(None, map(str.rstrip, text.splitlines())):
            log.info("training process: %s", line[:500])
            if process is self._process:
                self._errors.append(line[:500])

    def _retire(self) -> None:
        """Let go of a process whose run has ended; it has a while to end itself."""
        process, self._process = self._process, None
        if process is None:
            return
        process.closeWriteChannel()
        process.finished.connect(process.deleteLater)
        QTimer.singleShot(PATIENCE, process, process.kill)

    def _fail(self, error: QProcess.ProcessError) -> None:
        process = self.sender()
        if process is self._process and error == QProcess.ProcessError.FailedToStart:
            self._process = None
            process.deleteLater()
            self._lose(
                f"The training process could not be started: {process.errorString()}. "
                f"The command was: {' '.join(self.command)}"
            )

    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        process = self.sender()
        if process is not self._process:
            return
        self._read()
        self._read_errors()
        if process is not self._process:  # its last words ended the run
            return
        self._process = None
        process.deleteLater()
        self._lose(self._reason(code, status))

    def _lose(self, reason: str) -> None:
        """Say that the process is gone, if that matters to anyone."""
        if self.running:
            self._end_run(reason)
        else:  # a waiting one; Train starts another, and tells if that one dies too
            log.warning("%s", reason)

    def _end_run(self, reason: str) -> None:
        self.running = False
        self.start_ahead()
        self.ended.emit(reason)

    def _reason(self, code: int, status: QProcess.ExitStatus) -> str:
        if self._killed:
            return "The training process was ended before it answered."
        if status == QProcess.ExitStatus.CrashExit:
            how = death("The training process", code)
        else:
            how = f"The training process ended by itself with code {code}."
        said = "\n".join(self._errors)
        return f"{how}\n{said}" if said else how
