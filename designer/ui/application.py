"""The application: what there is one of, whatever is open."""

import signal
import sys
from collections.abc import Sequence

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from designer.errors import DesignerError
from designer.layers.plugins import load_plugins
from designer.resources import resource
from designer.ui import messages
from designer.ui.style import Appearance
from designer.ui.window import MainWindow

NAME = "Network Designer"


def run(arguments: Sequence[str]) -> int:
    """Open the window, on the file or example named after the program's own name."""
    application = QApplication(list(arguments))
    application.setApplicationName(NAME)
    application.setOrganizationName("network-designer")
    application.setDesktopFileName("network-designer")
    application.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    messages.install()
    settings = QSettings()
    left_out = load_plugins()
    window = MainWindow(Appearance(application, settings), settings)
    window.show_left_out(left_out)
    _open_first(window, application.arguments()[1:])
    window.show()
    _listen_to_interrupts(application)
    return application.exec()


def _open_first(window: MainWindow, names: list[str]) -> None:
    """Open what was asked for; without a name, or if it cannot be, the start page."""
    name = next((name for name in names if not name.startswith("-")), "")
    if not name:
        window.start_page.show()
        return
    try:
        window.filing.begin(name)
    except DesignerError as error:
        message = str(error)
        window.start_page.show()
        print(f"designer: {message}", file=sys.stderr)
        QTimer.singleShot(0, window, lambda: messages.tell(window, message))


def _listen_to_interrupts(application: QApplication) -> None:
    """Let Ctrl+C in a terminal close the window, which asks about unsaved work."""
    signal.signal(signal.SIGINT, lambda *_: application.closeAllWindows())
    timer = QTimer(application)
    timer.timeout.connect(lambda: None)  # lets Python see the signal
    timer.start(500)
