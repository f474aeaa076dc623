"""How errors reach a person: in words, or as a report of a bug."""

import sys

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from designer.errors import FileError
from designer.ui import messages
from designer.ui.messages import BugReport


@pytest.fixture
def hook(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    messages.install()
    return sys.excepthook


def raised(error: Exception) -> None:
    try:
        raise error
    except Exception as caught:
        sys.excepthook(type(caught), caught, caught.__traceback__)


def test_a_designer_error_is_shown_as_its_sentence(
    hook: object, capsys: pytest.CaptureFixture[str]
) -> None:
    raised(FileError("net.json could not be read."))
    (box,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox))
    assert box.text() == "net.json could not be read."
    box.close()
    assert capsys.readouterr().err == "designer: net.json could not be read.\n"


def test_a_bug_is_shown_with_a_report_to_copy(
    hook: object, capsys: pytest.CaptureFixture[str]
) -> None:
    raised(KeyError("conv1"))
    report = BugReport.shown
    assert report is not None
    assert "KeyError: 'conv1'" in report.text.toPlainText()
    raised(ValueError("another"))
    assert BugReport.shown is report
    report.copy_button.click()
    text = QGuiApplication.clipboard().text()
    assert "Network Designer" in text
    assert "ValueError: another" in text
    assert "KeyError" in capsys.readouterr().err
    report.close()
    QApplication.sendPostedEvents()
