"""Every shortcut and every gesture, in a list."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.ui.theme import monospace

GESTURES = {
    "Canvas": [
        ("Add by search", "tap Space, or double-click on the ground"),
        ("Add a chain", "Space, then for instance conv 64, bn, relu"),
        ("Add what fits a wire", "drag a wire from a port and let go over nothing"),
        ("Put a layer into a wire, or in place of a node", "drop it there"),
        ("Wire two ports", "drag from port to port, or onto a card"),
        ("Move a wire", "drag it near either end; let go over nothing to remove it"),
        ("Swap two inputs", "drag the wire from one to the other"),
        ("Cut wires", "Alt and drag across them, or X and drag"),
        ("Select several", "drag a frame; Shift adds, Ctrl turns around"),
        ("Choose the next or the previous layer", "Tab, Shift+Tab"),
        ("Move what is selected", "drag, or the arrow keys"),
        ("Move freely, or straight", "Ctrl or Shift while dragging"),
        ("Zoom", "wheel"),
        ("Move about", "drag with the middle button, or Space and drag"),
        ("Cancel what the mouse does, or select nothing", "Esc"),
    ],
    "Lists and forms": [
        ("Append a layer", "double-click in the list, or Enter in its search"),
        ("Step a number in a form", "↑ and ↓, or the wheel"),
        ("Take back what is typed in a field", "Esc"),
    ],
}


class Shortcuts(QDialog):
    """Every shortcut and gesture, in a list."""

    def __init__(
        self, parent: QWidget, menus: dict[str, list[tuple[str, str]]]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 620)
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(16, 16, 16, 16)
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        for title, rows in GESTURES.items():
            self._add(title, rows, QFont())
        for title, rows in menus.items():
            self._add(title, rows, monospace())
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

    def _add(self, title: str, rows: list[tuple[str, str]], font: QFont) -> None:
        """Add a heading with its rows."""
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        heading.setContentsMargins(0, 10 if self._grid.count() else 0, 0, 0)
        self._grid.addWidget(heading, self._grid.rowCount(), 0)
        for text, keys in rows:
            shown = QLabel(keys)
            shown.setProperty("role", "muted")
            shown.setFont(font)
            place = self._grid.rowCount()
            self._grid.addWidget(QLabel(text), place, 0)
            self._grid.addWidget(shown, place, 1)
