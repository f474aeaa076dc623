"""SHORTCUTS.md: the sheet of shortcuts as a page to read without the app.

`python -m designer.ui.shortcuts_page` writes it anew, and a test holds it to the window.
"""

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMenuBar

from designer.ui.shortcuts import sheet

PATH = Path(__file__).with_name("SHORTCUTS.md")
RENEW = "python -m designer.ui.shortcuts_page"
INTRODUCTION = f"""\
# Shortcuts and gestures

The window shows these by Ctrl+F1 or ?, and Ctrl+K finds every action by its words. On a
Mac it writes keys as the Mac does. This page is made by `{RENEW}`.
"""


def page(bar: QMenuBar) -> str:
    """The page for a window with these menus, in Markdown."""
    parts = [INTRODUCTION]
    for title, lines in sheet(bar).items():
        rows = [f"| {_cell(line.words)} | {_cell(line.keys)} |" for line in lines]
        parts.append(
            "\n".join([f"## {title}", "", "| what | how |", "|---|---|", *rows])
        )
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _write() -> None:
    """Open a window that nobody sees, with no settings of anybody, and read its menus."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from designer.ui.style import Appearance
    from designer.ui.window import MainWindow

    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder, "settings.ini"))
        settings = QSettings(place, QSettings.Format.IniFormat)
        window = MainWindow(Appearance(application, settings), settings)
        PATH.write_text(page(window.menuBar()), encoding="utf-8")
        window.close()


if __name__ == "__main__":
    _write()
