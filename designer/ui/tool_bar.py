"""The tool bar: the design's name and state, undo, fit, training and export."""

import os
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCursor
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QWidget,
)

from designer.recipe import Training
from designer.resources import examples
from designer.ui.actions import EXPORTS, Actions, add_all
from designer.ui.document import Document
from designer.ui.icons import SIZE, icon
from designer.ui.theme import Theme
from designer.words import counted

DEVICES = {
    "auto": "automatic",
    "cpu": "CPU",
    "cuda": "GPU, CUDA",
    "mps": "GPU, Apple",
}


SETTLING = 400
"""Milliseconds after Train became another word, when a click is one too many."""

STATES = ("new", "example", "edited", "saved")
MEANINGS = ("Train", "Pause", "Resume")


class ToolBar(QToolBar):
    """The bar at the top. It shows actions and holds none of its own."""

    def __init__(self, document: Document, actions: Actions, theme: Theme) -> None:
        super().__init__("Tool bar")
        self.document = document
        self.actions_by_key = actions
        self.setObjectName("tool_bar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(SIZE, SIZE))
        self.name = QLabel()
        self.name.setProperty("role", "heading")
        self.state = QLabel()
        self.state.setProperty("role", "muted")
        self.train = self._button("train", accent=True)
        self.stop = self._button("stop")
        self.flow = self._button("flow")
        actions["flow"].changed.connect(self._show_flow)
        self._show_flow()
        self.settling = QTimer(self, singleShot=True, interval=SETTLING)
        self.device = QPushButton()
        self.device.setToolTip("Where the training computes, and with how many threads")
        self.device.setMenu(_DeviceMenu(document, self))
        self.export = QPushButton("Export")
        self.export.setMenu(QMenu(self))
        add_all(self.export.menu(), actions, EXPORTS)
        for button in (self.device, self.export):
            button.setProperty("menu", True)
            button.menu().aboutToHide.connect(partial(_leave, button))
        self._lay_out()
        self.show_state("idle")
        self.set_theme(theme)
        self.state.setMinimumWidth(_widest(self.state, STATES))
        document.changed.connect(self._show_training)
        document.undo_stack.cleanChanged.connect(self.show_name)
        document.opened.connect(self.show_name)
        document.saved.connect(self.show_name)
        self.show_name()
        self._show_training()

    def insert(self, *buttons: QPushButton) -> None:
        """Show buttons behind those for the canvas."""
        for button in buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.insertWidget(self._room, button)
            if button.menu():
                button.menu().aboutToHide.connect(partial(_leave, button))

    def show_name(self) -> None:
        """Show what is open and whether it is saved."""
        document = self.document
        self.name.setText(document.title)
        if document.dirty:
            self.state.setText("edited")
        elif document.path is not None:
            self.state.setText("saved")
        else:
            self.state.setText("example" if document.title in examples() else "new")

    def show_state(self, state: str) -> None:
        """Let Train become Pause, or Resume, while a training is under way."""
        idle = state in ("idle", "starting")
        before = self.train.text()
        self._follow_action(self.train, "train" if idle else "pause")
        self._follow_action(self.stop, "stop")
        if self.train.text() != before:
            self.settling.start()  # the second of two clicks was meant for the first

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        name = "pause" if self.train.text() == "Pause" else "play"
        self.train.setIcon(icon(name, theme, theme.accent_text))
        self.stop.setIcon(icon("stop", theme, theme.muted))
        self.train.setFixedWidth(width_for(self.train, MEANINGS))

    def _lay_out(self) -> None:
        self.addWidget(self.name)
        self.addWidget(self.state)
        self.addAction(self.actions_by_key["undo"])
        self.addAction(self.actions_by_key["redo"])
        self.addWidget(self._button("arrange"))
        self.addWidget(self._button("fit"))
        self.addWidget(self.flow)
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._room = self.addWidget(room)
        self.addWidget(self.stop)  # never under a pointer that was over Train
        self.addWidget(self.train)
        self.addWidget(self.device)
        self.addWidget(self.export)

    def _button(self, key: str, accent: bool = False) -> QPushButton:
        button = QPushButton()
        button.setProperty("accent", accent)
        button.setProperty("shows", key)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._press(button))
        self._follow_action(button, key)
        return button

    def _press(self, button: QPushButton) -> None:
        if button is not self.train or not self.settling.isActive():
            self.actions_by_key[button.property("shows")].trigger()

    def _follow_action(self, button: QPushButton, key: str) -> None:
        action = self.actions_by_key[key]
        button.setProperty("shows", key)
        button.setText(action.text().replace("&", ""))
        button.setToolTip(f"{button.text()} ({action.shortcut().toString()})")
        button.setEnabled(action.isEnabled())

    def _show_flow(self) -> None:
        action = self.actions_by_key["flow"]
        self._follow_action(self.flow, "flow")
        self.flow.setToolTip(action.toolTip())
        self.flow.setAccessibleName(f"Flow: {action.toolTip()}")

    def _show_training(self) -> None:
        training = self.document.design.training
        words = f"Device: {DEVICES[training.device]}"
        if training.threads is not None:
            words += f" · {counted(training.threads, 'thread')}"
        self.device.setText(words)


def width_for(button: QPushButton, words: Iterable[str]) -> int:
    """Pixels that a button needs so that each of these words has room."""
    button.ensurePolished()
    shown, widths = button.text(), []
    for word in words:
        button.setText(word)
        widths.append(button.sizeHint().width())
    button.setText(shown)
    return max(widths)


def _widest(label: QLabel, words: Iterable[str]) -> int:
    """Pixels in which each of these words has room, so that nothing beside it moves."""
    label.ensurePolished()
    widths = []
    for word in words:
        label.setText(word)
        widths.append(label.sizeHint().width())
    return max(widths)


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _leave(button: QPushButton) -> None:
    """Take the hover off a button, which does not see that the pointer left its menu."""
    place = button.mapFromGlobal(QCursor.pos())
    if not button.rect().contains(place):
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
        button.update()


class _DeviceMenu(QMenu):
    """Where to compute and with how many threads: settings of the training."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self.document = document
        kind: Any = Training.declared_settings["device"].kind
        names = {_begun(DEVICES[name]): name for name in kind.options}
        self._add("device", names)
        self.addSeparator()
        cores = os.cpu_count() or 1
        numbers = [n for n in (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64) if n <= cores]
        threads: dict[str, Any] = {"Threads: PyTorch chooses": None}
        threads.update({counted(n, "thread"): n for n in numbers})
        self._add("threads", threads)

    def _add(self, setting: str, choices: dict[str, Any]) -> None:
        group = QActionGroup(self)
        for text, value in choices.items():
            action = self.addAction(text)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(self._setting(setting, value))
            self.aboutToShow.connect(partial(self._check, action, setting, value))

    def _check(self, action: QAction, setting: str, value: Any) -> None:
        training = self.document.design.training
        action.setChecked(getattr(training, setting) == value)

    def _setting(self, setting: str, value: Any) -> Callable[[], None]:
        def choose() -> None:
            changed = self.document.design.with_training(**{setting: value})
            self.document.edit(f"Set {setting}", changed)

        return choose
