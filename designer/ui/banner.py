"""A red banner: what went wrong, where, and the details for who wants them."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from designer.ui.theme import monospace


class Banner(QFrame):
    """Hidden until something went wrong. `node_clicked` carries the node's name."""

    node_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "error")
        self.text = ""
        self.details = ""
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._label.linkActivated.connect(self.node_clicked)
        self.details_button = QPushButton("Details…")
        self.details_button.setProperty("quiet", "true")
        self.details_button.clicked.connect(self.show_details)
        self.close_button = QPushButton("Dismiss")
        self.close_button.setProperty("quiet", "true")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 6, 2)
        row.addWidget(self._label, 1)
        row.addWidget(self.details_button)
        row.addWidget(self.close_button)
        self.hide()

    def say(self, text: str, node: str = "", details: str = "") -> None:
        """Show a text, with a link to a node and a button for details, if given."""
        self.text, self.details = text, details
        link = f' <a href="{escape(node)}">Show {escape(node)}</a>' if node else ""
        self._label.setText(f"{escape(text)}{link}")
        self._label.setAccessibleName(text)
        self.details_button.setVisible(bool(details))
        self.show()

    def show_details(self) -> None:
        """Open a window with the details, to read and to copy."""
        dialog = Details(self.text, self.details, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class Details(QDialog):
    """A text to read and to copy, such as a traceback."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Details")
        self.resize(760, 420)
        self.heading = QLabel(title)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.view = QPlainTextEdit(text)
        self.view.setReadOnly(True)
        self.view.setFont(monospace())
        self.view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton(
            "Copy", QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.clicked.connect(self.copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.heading)
        column.addWidget(self.view, 1)
        column.addWidget(buttons)

    def copy(self) -> None:
        """Put the whole text on the clipboard."""
        QGuiApplication.clipboard().setText(
            f"{self.heading.text()}\n\n{self.view.toPlainText()}"
        )
