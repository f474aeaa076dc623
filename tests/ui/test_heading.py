"""The head of the inspector: the layer's help, and links to more."""

import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from designer.layers import Conv2d, Crop
from designer.ui.heading import Heading


@pytest.fixture
def heading(qtbot: QtBot) -> Heading:
    made = Heading()
    qtbot.addWidget(made)
    return made


def test_a_layer_has_its_help_and_two_links(heading: Heading) -> None:
    heading.show_layer(Conv2d(), "conv1")
    assert heading.title.text() == "<b>Conv2d</b> conv1"
    assert heading.about.text().startswith(
        "Slides small learned filters over a picture;"
    )
    assert heading.about.text().count("<a href=") == 2
    heading.show_layer(Crop(), "crop1")
    assert heading.about.text().count("<a href=") == 1


def test_what_is_no_layer_has_no_links(heading: Heading) -> None:
    heading.show_words("Design", "", "x < y & z")
    assert heading.about.text() == "x &lt; y &amp; z"


def test_links_lead_to_the_page_and_to_pytorch(
    qtbot: QtBot, heading: Heading, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.url())
    )
    heading.show_layer(Conv2d(), "conv1")
    with qtbot.waitSignal(heading.help_wanted) as asked:
        heading.about.linkActivated.emit("page:Conv2d")
    assert asked.args == ["Conv2d"]
    heading.about.linkActivated.emit("https://docs.pytorch.org/x")
    assert opened == ["https://docs.pytorch.org/x"]
