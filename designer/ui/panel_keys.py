"""The keys that lead from panel to panel, so that nobody needs a mouse to get anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from designer.ui.actions import Wanted
from designer.ui.docks import TABS
from designer.ui.tab_order import stops

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

ESCAPE = Qt.Key.Key_Escape
FORWARD, BACK = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason


class PanelKeys(QObject):
    """Goes round the panels, back to where one was in each, and from the canvas to a form.

    Who closes the panel that has the keys finds them on the canvas; so does who presses
    Esc where nothing else is meant by it, and who did something that hid the field.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.host = window
        self._last: dict[QWidget, QWidget] = {}
        window.canvas.form_wanted.connect(self.show_form)
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._catch)  # type: ignore[union-attr]

    def wanted(self) -> list[Wanted]:
        """What the View menu offers."""
        return [
            Wanted("next_panel", "&Next panel", "Ctrl+F6", "", lambda: self.go(1)),
            Wanted(
                "last_panel",
                "Pre&vious panel",
                "Ctrl+Shift+F6",
                "",
                lambda: self.go(-1),
            ),
        ]

    def go(self, step: int) -> None:
        """Give the keys to the next panel that can take them, or to the one before."""
        panels = [panel for panel in self._panels() if self._stops(panel)]
        now = QApplication.focusWidget()
        self._remember(now)
        here = next((p for p in panels if now and _holds(p, now)), None)
        start = panels.index(here) if here else -1 if step > 0 else 0
        panel = panels[(start + step) % len(panels)]
        self._enter(panel, FORWARD if step > 0 else BACK)

    def serve(self, toggles: Iterable[QAction]) -> None:
        """Let the keys go into each panel that one of these actions opens."""
        docks = self.host.docks
        docked = (docks.layers, docks.inspector, docks.bottom)
        panels = [dock.widget() for dock in docked] + [docks.panels[k] for k in TABS]
        for action, panel in zip(toggles, panels, strict=True):
            action.triggered.connect(lambda _=False, panel=panel: self._opened(panel))

    def _opened(self, panel: QWidget) -> None:
        if panel.isVisible() and panel is self.host.docks.tabs:
            panel = self.host.docks.tabs.currentWidget()
        if panel.isVisible():
            self._remember(QApplication.focusWidget())
            self._enter(panel, FORWARD)

    def _enter(self, panel: QWidget, why: Qt.FocusReason) -> None:
        """Give the keys to where one was in a panel, or to its first stop."""
        stops, known = self._stops(panel), self._last.get(panel)
        bar = self.host.docks.tabs.tabBar()
        (known if known in stops else (stops or [bar])[0]).setFocus(why)

    def show_form(self) -> None:
        """Give the keys to the first setting of what is selected, or to its name."""
        inspector = self.host.inspector
        self.host.docks.show("inspector")
        form = inspector.form
        found = [stop for stop in stops(form) if _can_stop(stop)] if form else []
        (found or self._stops(inspector))[0].setFocus(FORWARD)

    def watch(self, panels: Iterable[QWidget]) -> None:
        """Keep the keys from being lost with panels that are closed."""
        for panel in panels:
            panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind, host = event.type(), self.host
        if kind == QEvent.Type.Hide and watched is not host:
            now = QApplication.focusWidget()  # Qt has not moved the keys on yet
            if (
                now is not None
                and isinstance(watched, QWidget)
                and _holds(watched, now)
            ):
                host.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        elif watched is host and _is_escape(event):
            host.canvas.setFocus(BACK)
            return True
        return super().eventFilter(watched, event)

    def _catch(self, left: QWidget | None, now: QWidget | None) -> None:
        """Give the canvas the keys of what is gone; Qt gives them to whatever is next."""
        host = self.host
        if left is None or now is None or left.isVisible():
            return
        if left.window() is host and now.window() is host:
            host.canvas.setFocus(BACK)

    def _panels(self) -> list[QWidget]:
        """From the top left to the bottom, as one reads."""
        host, docks = self.host, self.host.docks
        beside = [host.code] if docks.code_is_beside else []
        return [
            host.tool_bar,
            host.palette_panel,
            host.banner,
            host.trust_bar,
            host.breadcrumbs,
            host.canvas,
            *beside,
            host.inspector,
            docks.tabs,
        ]

    def _stops(self, panel: QWidget) -> list[QWidget]:
        if panel is self.host.canvas:
            return [panel]
        found = [stop for stop in stops(panel) if _can_stop(stop)]
        bar = self.host.docks.tabs.tabBar()
        first = [stop for stop in found if stop is bar]
        last = [stop for stop in found if isinstance(stop, QScrollArea)]
        between = [stop for stop in found if stop not in (*first, *last)]
        return [*first, *between, *last]

    def _remember(self, now: QWidget | None) -> None:
        for panel in (*self._panels(), *self.host.docks.panels.values()):
            if now is not None and _holds(panel, now):
                self._last[panel] = now


def _holds(panel: QWidget, widget: QWidget) -> bool:
    return panel is widget or panel.isAncestorOf(widget)


def _can_stop(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()


def _is_escape(event: QEvent) -> bool:
    is_press = event.type() == QEvent.Type.KeyPress
    return is_press and isinstance(event, QKeyEvent) and event.key() == ESCAPE
