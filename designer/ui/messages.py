"""How a person is told that something did not work: an error in words, or a bug.

`install` makes this the one place where exceptions of actions end up. A DesignerError
is shown as its sentence; anything else is a bug, shown with a report to copy. Both are
written to standard error too: a sentence as one line, a bug with its traceback.
"""

import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

import designer
from designer.errors import DesignerError
from designer.ui.form import Words
from designer.ui.theme import monospace


def install() -> None:
    """Show every exception that nothing else caught."""
    sys.excepthook = _show


def _show(
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    if isinstance(error, DesignerError):
        print(f"designer: {error}", file=sys.stderr)
        tell(_parent(), str(error))
        return
    sys.__excepthook__(kind, error, trace)
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
    else:
        BugReport.show_report("".join(traceback.format_exception(kind, error, trace)))


def tell(parent: QWidget | None, message: str) -> QMessageBox:
    """Show that an action could not be done. Does not wait for an answer."""
    box = QMessageBox(QMessageBox.Icon.Warning, "Network Designer", message)
    if parent is not None:
        box.setParent(parent, box.windowFlags())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.finished.connect(lambda _: box)  # holds it while it is open
    box.open()
    return box


def _parent() -> QWidget | None:
    return QApplication.activeWindow() or next(
        (widget for widget in QApplication.topLevelWidgets() if widget.isVisible()),
        None,
    )


class BugReport(QDialog):
    """What went wrong inside, ready to copy. Later bugs are added to an open report."""

    shown: "BugReport | None" = None

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 420)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("field", True)
        self.text.setFont(monospace())
        self.copy_button = QPushButton("Copy report")
        self.copy_button.clicked.connect(self._copy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(Words("Network Designer made a mistake.", role="heading"))
        layout.addWidget(
            Words(
                "This is a bug. Your design is as it was before, and you can go on; "
                "save it to be safe. Please send this report to its makers."
            )
        )
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)

    @classmethod
    def show_report(cls, text: str) -> None:
        """Show a report, or add it to the one that is open."""
        if cls.shown is None:
            cls.shown = cls(_parent())
            cls.shown.destroyed.connect(cls._forget)
            cls.shown.text.setPlainText(f"{_versions()}\n\n{text}")
            cls.shown.open()
        elif cls.shown.text.blockCount() < 1000:
            cls.shown.text.appendPlainText(text)

    @classmethod
    def _forget(cls) -> None:
        cls.shown = None

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


def _versions() -> str:
    return (
        f"Network Designer {designer.__version__}, Python {platform.python_version()}, "
        f"Qt {qVersion()}, {platform.platform()}"
    )
