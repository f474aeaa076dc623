"""Pictures without a window, for a terminal."""

from PySide6.QtWidgets import QApplication

from designer.graph import Design, Report
from designer.ui.pictures.picture import Paper, Picture


def picture_of(
    design: Design,
    report: Report,
    format: str,
    theme: str,
    scale: float,
    transparent: bool,
    text: str,
) -> bytes:
    """A picture of a network as a file, with the text of its design unless empty.

    Raises DesignerError where there is nothing to draw.
    """
    application = QApplication.instance() or QApplication(["designer"])
    made = Picture(design, report, Paper(theme, transparent)).file(format, scale, text)
    assert application is not None  # it must outlive what is drawn
    return made
