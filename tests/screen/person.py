"""A person at the window: a hand on a real pointer and keys, and eyes on the screen.

It acts from a thread of its own while the app runs its event loop, and looks up where
things are on the screen, for a person sees that, in the app's thread.
"""

import os
import subprocess
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

T = TypeVar("T")

STEPS = 15
PAUSE = 0.015
"""Seconds between two moves of the pointer: Qt takes one long jump for no drag."""

SETTLE = 0.15
"""Seconds that a hand rests between a press and a move."""


class Person(QObject):
    """Drives the app from another thread."""

    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._asked.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)

    def start(self, act: Callable[["Person"], None], picture: Path) -> None:
        """Begin `act` in a thread. If it fails, the process ends with a picture."""

        def run() -> None:
            try:
                act(self)
            except BaseException:
                traceback.print_exc()
                take_picture(picture)
                os._exit(1)

        threading.Thread(target=run, daemon=True).start()

    def ask(self, question: Callable[[], T], patience: float = 20) -> T:
        """The answer to a question that only the app's thread may answer."""
        answers: list[tuple[Any, BaseException | None]] = []
        answered = threading.Event()

        def call() -> None:
            try:
                answers.append((question(), None))
            except BaseException as error:
                answers.append((None, error))
            answered.set()

        self._asked.emit(call)
        if not answered.wait(patience):
            raise TimeoutError("the window does not answer")
        answer, error = answers[0]
        if error is not None:
            raise error
        return answer

    def wait(self, what: str, true: Callable[[], T], patience: float = 20) -> T:
        """Look again and again until it is true; gives what was seen."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if seen := self.ask(true):
                return seen
            time.sleep(0.05)
        raise TimeoutError(f"{what} did not come about in {patience} s")

    def move(self, place: QPoint) -> None:
        """Move the pointer there, as a hand does."""
        start = self._pointer()
        for step in range(1, STEPS + 1):
            share = step / STEPS
            x = round(start.x() + (place.x() - start.x()) * share)
            y = round(start.y() + (place.y() - start.y()) * share)
            xdotool("mousemove", str(x), str(y))
            time.sleep(PAUSE)

    def click(self, place: QPoint, times: int = 1) -> None:
        """Click at a place."""
        self.move(place)
        xdotool("click", "--repeat", str(times), "--delay", "80", "1")
        time.sleep(SETTLE)

    def drag(self, start: QPoint, stop: QPoint) -> None:
        """Press at one place and let go at another."""
        self.move(start)
        xdotool("mousedown", "1")
        time.sleep(SETTLE)
        self.move(stop)
        time.sleep(SETTLE)
        xdotool("mouseup", "1")
        time.sleep(SETTLE)

    def press(self, *keys: str) -> None:
        """Press keys one after another, such as "ctrl+s"."""
        xdotool("key", "--delay", "60", *keys)
        time.sleep(SETTLE)

    def type(self, text: str) -> None:
        """Type a text."""
        xdotool("type", "--delay", "30", text)
        time.sleep(SETTLE)

    def focus(self, window: QWidget) -> None:
        """Give the keys to a window, as a window manager does: there is none here."""
        xdotool("windowfocus", "--sync", str(self.ask(window.winId)))

    def look(self, path: Path) -> None:
        """Keep a picture of the screen, once the window has drawn what is new."""
        time.sleep(2 * SETTLE)
        self.ask(lambda: None)
        take_picture(path)

    def _pointer(self) -> QPoint:
        words = xdotool("getmouselocation").split()
        return QPoint(*(int(word.split(":")[1]) for word in words[:2]))


def xdotool(*words: str) -> str:
    """What xdotool says."""
    return subprocess.run(
        ["xdotool", *words], check=True, capture_output=True, text=True
    ).stdout


def take_picture(path: Path) -> None:
    """Keep what is on the screen."""
    subprocess.run(["import", "-window", "root", str(path)], check=True)
