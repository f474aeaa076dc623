"""Where the panels stand: layers left, inspector right, four tabs at the bottom.

The bottom panels may be dragged elsewhere and floated. While they are tabs, their tab
is their title, so they have no other.
"""

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

LAYOUT_VERSION = 1
LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
WIDTHS = {"layers": 196, "inspector": 304}
BOTTOM_SHARE = 0.29

Feature = QDockWidget.DockWidgetFeature


class Docks:
    """The docks by name: layers, inspector, training, problems, code and data."""

    def __init__(self, window: QMainWindow, panels: dict[str, QWidget]) -> None:
        self.window = window
        self.by_name: dict[str, QDockWidget] = {}
        window.setDockNestingEnabled(True)
        window.setDocumentMode(True)
        window.setTabPosition(
            Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North
        )
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            window.setCorner(corner, BOTTOM)
        for number, (name, panel) in enumerate(panels.items(), start=1):
            self._add(name, panel, f"Alt+{number}")
        self.arrange()

    def __getitem__(self, name: str) -> QDockWidget:
        return self.by_name[name]

    @property
    def toggles(self) -> list[QAction]:
        """An action for each panel that shows it or hides it."""
        return [dock.toggleViewAction() for dock in self.by_name.values()]

    def arrange(self) -> None:
        """Put every panel where it stands at first."""
        first: QDockWidget | None = None
        for name, dock in self.by_name.items():
            dock.setFloating(False)
            area = (
                LEFT if name == "layers" else RIGHT if name == "inspector" else BOTTOM
            )
            self.window.addDockWidget(area, dock)
            if area == BOTTOM:
                if first is not None:
                    self.window.tabifyDockWidget(first, dock)
                first = first or dock
            dock.show()
        if first is not None:
            first.raise_()
        self._size()
        self._retitle()

    def show(self, name: str) -> None:
        """Bring a panel to the front."""
        self.by_name[name].show()
        self.by_name[name].raise_()

    def put_code_beside(self) -> None:
        """Move the code between canvas and inspector, or back to its tab."""
        code = self.by_name["code"]
        if self.window.dockWidgetArea(code) == BOTTOM:
            self.window.addDockWidget(RIGHT, code)
            inspector = self.by_name["inspector"]
            self.window.splitDockWidget(code, inspector, Qt.Orientation.Horizontal)
            width = max(360, self.window.width() // 3)
            self.window.resizeDocks(
                [code, inspector],
                [width, WIDTHS["inspector"]],
                Qt.Orientation.Horizontal,
            )
        else:
            self.window.tabifyDockWidget(self.by_name["problems"], code)
        self.show("code")

    def remember(self, settings: QSettings) -> None:
        """Keep size and layout for the next start."""
        settings.setValue("geometry", self.window.saveGeometry())
        settings.setValue("layout", self.window.saveState(LAYOUT_VERSION))

    def recall(self, settings: QSettings) -> bool:
        """Take up the last size and layout. Returns whether there were any."""
        geometry, layout = settings.value("geometry"), settings.value("layout")
        if not isinstance(geometry, QByteArray) or not isinstance(layout, QByteArray):
            return False
        self.window.restoreGeometry(geometry)
        recalled = self.window.restoreState(layout, LAYOUT_VERSION)
        self._retitle()
        return recalled

    def _add(self, name: str, panel: QWidget, shortcut: str) -> None:
        dock = QDockWidget(name.capitalize(), self.window)
        dock.setObjectName(f"{name}_dock")
        dock.setWidget(panel)
        is_fixed = name in WIDTHS
        movable = Feature.DockWidgetMovable | Feature.DockWidgetFloatable
        dock.setFeatures(
            Feature.DockWidgetClosable
            if is_fixed
            else Feature.DockWidgetClosable | movable
        )
        dock.toggleViewAction().setShortcut(QKeySequence(shortcut))
        self.by_name[name] = dock
        if is_fixed:
            dock.setTitleBarWidget(QWidget())
            return
        for changed in (dock.topLevelChanged, dock.dockLocationChanged):
            changed.connect(self._retitle_soon)
        dock.visibilityChanged.connect(self._retitle_soon)

    def _size(self) -> None:
        for name, width in WIDTHS.items():
            self.window.resizeDocks(
                [self.by_name[name]], [width], Qt.Orientation.Horizontal
            )
        height = int(self.window.height() * BOTTOM_SHARE)
        self.window.resizeDocks(
            [self.by_name["training"]], [height], Qt.Orientation.Vertical
        )

    def _retitle_soon(self) -> None:
        QTimer.singleShot(0, self.window, self._retitle)

    def _retitle(self) -> None:
        """Give a title to panels that stand or float alone."""
        for name, dock in self.by_name.items():
            if name in WIDTHS:
                continue
            alone = not self.window.tabifiedDockWidgets(dock)
            wants_title = dock.isFloating() or (
                alone and self.window.dockWidgetArea(dock) != BOTTOM
            )
            if wants_title and dock.titleBarWidget() is not None:
                dock.setTitleBarWidget(None)  # type: ignore[arg-type]
            elif not wants_title and dock.titleBarWidget() is None:
                dock.setTitleBarWidget(QWidget())
