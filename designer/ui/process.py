"""Processes that the window starts: how they are started, read and ended.

Torch lives in them and never in the window.
"""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QProcessEnvironment

import designer


class Lines:
    """Cuts a stream of bytes into lines, however the bytes arrive."""

    LONGEST = 64 * 1024 * 1024
    """Bytes after which a line without an end is thrown away."""

    def __init__(self) -> None:
        self._part: list[bytes] = []
        self._size = 0
        self._skipping = False

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes, without their ends."""
        *ended, rest = data.split(b"\n")
        lines = []
        for end in ended:
            if not self._skipping:
                lines.append(b"".join((*self._part, end)))
            self._clear()
            self._skipping = False
        if rest and not self._skipping:
            self._part.append(rest)
            self._size += len(rest)
            if self._size > self.LONGEST:
                self._clear()
                self._skipping = True
        return lines

    def _clear(self) -> None:
        self._part.clear()
        self._size = 0


def command_line(name: str) -> list[str]:
    """The command that starts a process: from source, installed, or in a frozen app."""
    if getattr(sys, "frozen", False):
        return [sys.executable, name]
    return [sys.executable, "-m", "designer", name]


def environment() -> QProcessEnvironment:
    """This environment; in a source checkout also with the way to the package."""
    made = QProcessEnvironment.systemEnvironment()
    made.insert("PYTHONUTF8", "1")
    checkout = Path(designer.__file__).parent.parent
    if (checkout / "pyproject.toml").exists():
        paths = [str(checkout), made.value("PYTHONPATH")]
        made.insert("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    return made


def death(what: str, code: int) -> str:
    """Words for a process that did not end by itself, as "The training process"."""
    if sys.platform == "win32":
        return f"{what} crashed with code {code & 0xFFFFFFFF:#x}."
    try:
        name = signal.Signals(code).name
    except ValueError:
        return f"{what} crashed with code {code}."
    memory = " Often that means that memory ran out." if name == "SIGKILL" else ""
    return f"{what} was killed by signal {code} ({name}).{memory}"


def end(process: QProcess) -> None:
    """End a process: kindly, then firmly."""
    process.blockSignals(True)
    if process.state() != QProcess.ProcessState.NotRunning:
        process.closeWriteChannel()
        process.terminate()
        if not process.waitForFinished(500):
            process.kill()
            process.waitForFinished(500)
