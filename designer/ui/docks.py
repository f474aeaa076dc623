"""Where the panels stand: layers left, inspector right, and tabs at the bottom.

The code may also stand beside the canvas. All of it is remembered.
"""

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QTabWidget, QWidget

LAYOUT_VERSION = 3
LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
LAYERS_WIDTH, INSPECTOR_WIDTH = 224, 304
BOTTOM_SHARE = 0.29
TABS = ("training", "problems", "code", "summary", "data")


class Docks(QObject):
    """The panels by name: layers, inspector, training, problems, code, summary
    and data."""

    def __init__(self, window: QMainWindow, panels: dict[str, QWidget]) -> None:
        super().__init__(window)
        self.window = window
        self.panels = panels
        self._counted: dict[str, tuple[int, str]] = {}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            window.setCorner(corner, BOTTOM)
        self.layers = self._dock("Layers", LEFT, panels["layers"])
        self.inspector = self._dock("Inspector", RIGHT, panels["inspector"])
        self.bottom = self._dock("Bottom", BOTTOM, self.tabs)
        self.beside = self._dock("Code", RIGHT, QWidget())
        window.splitDockWidget(self.beside, self.inspector, Qt.Orientation.Horizontal)
        self.toggles = self._make_toggles()
        self.arrange()

    @property
    def code_is_beside(self) -> bool:
        """Whether the code stands beside the canvas and not in its tab."""
        return self.tabs.indexOf(self.panels["code"]) < 0

    def arrange(self) -> None:
        """Put every panel where it stands at first."""
        self._put_code(beside=False)
        for dock in (self.layers, self.inspector, self.bottom):
            dock.show()
        self.tabs.setCurrentIndex(0)
        self.window.resizeDocks(
            [self.layers, self.inspector],
            [LAYERS_WIDTH, INSPECTOR_WIDTH],
            Qt.Orientation.Horizontal,
        )
        height = int(self.window.height() * BOTTOM_SHARE)
        self.window.resizeDocks([self.bottom], [height], Qt.Orientation.Vertical)

    def show(self, name: str) -> None:
        """Bring a panel to the front."""
        if name in ("layers", "inspector"):
            (self.layers if name == "layers" else self.inspector).show()
        elif name == "code" and self.code_is_beside:
            self.beside.show()
        else:
            self.bottom.show()
            self.tabs.setCurrentWidget(self.panels[name])

    def move_code(self) -> None:
        """Move the code beside the canvas, or back to its tab."""
        self._put_code(beside=not self.code_is_beside)
        self.show("code")

    def count(self, name: str, number: int, colour: str, text_colour: str) -> None:
        """Show a number in a tab, such as how many problems there are."""
        if self._counted.get(name) == (number, colour):
            return
        self._counted[name] = (number, colour)
        place = self.tabs.indexOf(self.panels[name])
        side = self.tabs.tabBar().ButtonPosition.RightSide
        badge = self.tabs.tabBar().tabButton(place, side)
        if not isinstance(badge, QLabel):
            badge = QLabel()
            badge.setObjectName("badge")
            badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if number:
            badge.setText(str(number))
            badge.setStyleSheet(f"background: {colour}; color: {text_colour};")
            badge.setFixedSize(max(16, badge.sizeHint().width()), 16)
        else:
            badge.setFixedSize(0, 16)
        self.tabs.tabBar().setTabButton(place, side, badge)
        badge.show()

    def remember(self, settings: QSettings) -> None:
        """Keep size and layout for the next start."""
        settings.setValue("code_beside", self.code_is_beside)
        settings.setValue("tab", self.tabs.currentIndex())
        settings.setValue("geometry", self.window.saveGeometry())
        settings.setValue("layout", self.window.saveState(LAYOUT_VERSION))

    def recall(self, settings: QSettings) -> bool:
        """Take up the last size and layout. Returns whether there were any."""
        geometry, layout = settings.value("geometry"), settings.value("layout")
        if not isinstance(geometry, QByteArray) or not isinstance(layout, QByteArray):
            return False
        self._put_code(beside=settings.value("code_beside", False, type=bool))
        self.tabs.setCurrentIndex(settings.value("tab", 0, type=int))
        self.window.restoreGeometry(geometry)
        recalled = self.window.restoreState(layout, LAYOUT_VERSION)
        self.beside.setVisible(self.code_is_beside)
        return recalled

    def _put_code(self, beside: bool) -> None:
        code = self.panels["code"]
        if beside and not self.code_is_beside:
            self.tabs.removeTab(self.tabs.indexOf(code))
            self.beside.setWidget(code)
            code.show()
            inspector = self.inspector.width()
            width = max(360, self.window.width() // 3)
            self.beside.show()
            self.window.resizeDocks(
                [self.beside, self.inspector],
                [width, inspector],
                Qt.Orientation.Horizontal,
            )
        if not beside:
            for place, name in enumerate(TABS):
                if self.tabs.indexOf(self.panels[name]) < 0:
                    self.tabs.insertTab(place, self.panels[name], name.capitalize())
            inspector = self.inspector.width()
            self.beside.hide()
            self.window.resizeDocks(  # or the inspector would take all of its room
                [self.inspector], [inspector], Qt.Orientation.Horizontal
            )

    def _dock(
        self, title: str, area: Qt.DockWidgetArea, content: QWidget
    ) -> QDockWidget:
        dock = QDockWidget(title, self.window)
        dock.setObjectName(f"{title.lower()}_dock")
        dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        dock.setTitleBarWidget(QWidget())  # each panel says itself what it is
        dock.setWidget(content)
        self.window.addDockWidget(area, dock)
        return dock

    def _make_toggles(self) -> list[QAction]:
        """Actions that show and hide panels, or bring a tab to the front."""
        made = [
            dock.toggleViewAction()
            for dock in (self.layers, self.inspector, self.bottom)
        ]
        for name in TABS:
            action = QAction(name.capitalize(), self)
            action.triggered.connect(lambda _=False, name=name: self.show(name))
            made.append(action)
        for number, action in enumerate(made, start=1):
            action.setShortcut(QKeySequence(f"Alt+{number}"))
        return made
