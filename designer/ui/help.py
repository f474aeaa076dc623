"""Help: a list of shortcuts, and what this app is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

import designer
from designer.resources import resource
from designer.ui.icons import QIcon
from designer.ui.theme import monospace

CANVAS = [
    ("Wire two ports", "drag from port to port"),
    ("Select several", "drag a frame, or Shift and click"),
    ("Move about", "drag with the middle button, or Space and drag"),
    ("Zoom", "Ctrl and wheel"),
    ("Append a layer", "double-click in the list, or Enter in its search"),
    ("Step a number in a form", "↑ and ↓, or the wheel"),
    ("Take back what is typed in a field", "Esc"),
]


class Shortcuts(QDialog):
    """Every shortcut and gesture, in a list."""

    def __init__(self, parent: QWidget, rows: list[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 620)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(16, 16, 16, 16)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(6)
        for place, (text, keys) in enumerate([*CANVAS, *rows]):
            shown = QLabel(keys)
            shown.setProperty("role", "muted")
            if place >= len(CANVAS):
                shown.setFont(monospace())
            grid.addWidget(QLabel(text), place, 0)
            grid.addWidget(shown, place, 1)
        grid.setColumnStretch(1, 1)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.setContentsMargins(16, 8, 16, 16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)


def show_about(parent: QWidget) -> QMessageBox:
    """Say what this app is, without waiting for an answer."""
    box = QMessageBox(parent)
    box.setWindowTitle("About Network Designer")
    box.setIconPixmap(QIcon(str(resource("icons", "app.svg"))).pixmap(64, 64))
    box.setText(f"<b>Network Designer {designer.__version__}</b>")
    box.setInformativeText(
        "Design, train and understand neural networks in one window, and take the "
        "PyTorch code away.\n\nLicensed under the Apache License 2.0."
    )
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
