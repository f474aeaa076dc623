"""The window of help: pages, links between them, the way back, and its list."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QTextCursor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from designer.layers import CATALOGUE
from designer.ui.help_pages import FIRST, HelpPages
from designer.ui.page_view import ICON, PageView, is_code
from designer.ui.theme import DARK, LIGHT
from designer.ui.window import MainWindow


@pytest.fixture
def help_pages(qtbot: QtBot, settings: QSettings) -> Iterator[HelpPages]:
    parent = QWidget()
    qtbot.addWidget(parent)
    yield HelpPages(parent, DARK, settings)


def title(page: PageView) -> str:
    return page.document().firstBlock().text().removeprefix("￼").strip()


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_layer_has_a_page(help_pages: HelpPages, name: str) -> None:
    help_pages.page.show_layer(name)
    assert title(help_pages.page) == help_pages.page.name == name
    text = help_pages.page.toPlainText()
    assert not re.search(r"```|\*\*[A-Z]|\| ---|\]\(", text)
    for setting in CATALOGUE[name].declared_settings:
        assert setting in text


def test_it_opens_at_a_layer_and_stays_there(help_pages: HelpPages) -> None:
    help_pages.read()
    assert help_pages.isVisible()
    assert not help_pages.isModal()
    assert help_pages.page.name == FIRST
    help_pages.read("Conv2d")
    assert help_pages.windowTitle() == "Conv2d – Help"
    help_pages.read()
    assert help_pages.page.name == "Conv2d"


def test_links_and_the_way_back(qtbot: QtBot, help_pages: HelpPages) -> None:
    help_pages.read("MaxUnpool2d")
    assert not help_pages.back.isEnabled()
    help_pages.page.setSource(QUrl("layer:MaxPool2d"))
    assert title(help_pages.page) == "MaxPool2d"
    assert help_pages.list.tree.current == "MaxPool2d"
    help_pages.back.click()
    assert title(help_pages.page) == help_pages.list.tree.current == "MaxUnpool2d"
    help_pages.forward.click()
    assert title(help_pages.page) == "MaxPool2d"
    help_pages.page.setSource(QUrl("layer:NoSuchLayer"))
    assert title(help_pages.page) == "MaxPool2d"


def test_a_click_on_a_link_leads_to_its_page_or_to_the_browser(
    qtbot: QtBot, help_pages: HelpPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.url())
    )
    help_pages.resize(900, 1400)
    help_pages.read("Conv2d")
    for words in ("torch.nn.Conv2d", "ConvTranspose3d"):
        page = help_pages.page
        place = page.cursorRect(page.document().find(words)).center()
        qtbot.mouseClick(
            page.viewport(), Qt.MouseButton.LeftButton, pos=place - QPoint(9, 0)
        )
    assert [url.rsplit("/", 1)[1] for url in opened] == ["torch.nn.Conv2d.html"]
    assert title(help_pages.page) == "ConvTranspose3d"


def test_its_list_leads_to_pages(qtbot: QtBot, help_pages: HelpPages) -> None:
    help_pages.read()
    qtbot.keyClicks(help_pages.list.search, "lstm")
    assert help_pages.page.name == "LSTM"
    qtbot.keyClick(help_pages.list.search, Qt.Key.Key_Down)
    assert help_pages.page.name == "LSTMCell"
    assert help_pages.list.search.text() == "lstm"


def history(pages: HelpPages) -> list[str]:
    """The pages that Back leads to, the last one first, by going there."""
    found = []
    while pages.back.isEnabled():
        pages.back.click()
        assert title(pages.page) == pages.page.name
        found.append(pages.page.name)
    return found


def test_back_leads_to_no_page_that_only_a_search_marked(
    qtbot: QtBot, help_pages: HelpPages
) -> None:
    help_pages.read("Conv2d")
    qtbot.keyClicks(help_pages.list.search, "lstm")
    qtbot.keyClick(help_pages.list.search, Qt.Key.Key_Down)
    qtbot.keyClick(help_pages.list.search, Qt.Key.Key_Return)
    help_pages.list.search.clear()
    qtbot.keyClicks(help_pages.list.search, "relu")
    assert title(help_pages.page) == help_pages.page.name == "ReLU"
    assert history(help_pages) == ["LSTMCell", "Conv2d"]


def test_a_page_is_read_by_a_click_by_a_link_or_by_staying(
    qtbot: QtBot, help_pages: HelpPages
) -> None:
    help_pages.read("Conv2d")
    tree, page = help_pages.list.tree, help_pages.page
    qtbot.keyClicks(help_pages.list.search, "pool2d")
    place = tree.visualItemRect(tree.topLevelItem(1)).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    clicked = page.name
    help_pages.list.search.setText("gru")
    page.stay.timeout.emit()
    help_pages.list.search.setText("tanh")
    page.anchorClicked.emit(QUrl("layer:Sigmoid"))
    assert history(help_pages) == ["Tanh", "GRU", clicked, "Conv2d"]


def test_a_glance_away_and_back_leaves_nothing(
    qtbot: QtBot, help_pages: HelpPages
) -> None:
    help_pages.read("Conv2d")
    for query in ("gru", "conv2d", "gelu", "lstm"):
        help_pages.list.search.setText(query)
    assert help_pages.windowTitle() == "LSTM – Help"
    assert history(help_pages) == ["Conv2d"]


def test_it_is_laid_out_in_its_theme(help_pages: HelpPages) -> None:
    help_pages.page.show_layer("Conv2d")
    for theme in (LIGHT, DARK):
        help_pages.set_theme(theme)
        document = help_pages.page.document()
        links = QTextCursor(document.find("torch.nn.Conv2d")).charFormat()
        assert links.foreground().color() == QColor(theme.accent)
        blocks = [document.findBlockByNumber(i) for i in range(document.blockCount())]
        code = [block.text() for block in blocks if is_code(block) and block.text()]
        assert code == [
            "H' = floor((H + 2·padding − dilation·(kernel_size − 1) − 1) / stride) + 1",
            "self.layer = nn.Conv2d(3, 32, kernel_size=3)",
            "x = self.layer(x)",
        ]


def test_its_icon_is_the_familys(help_pages: HelpPages) -> None:
    page = help_pages.page
    page.show_layer("Conv2d")
    made = page.loadResource(2, QUrl("icon:Conv2d"))
    assert made.deviceIndependentSize().width() == ICON


def test_its_size_is_remembered(
    qtbot: QtBot, help_pages: HelpPages, settings: QSettings
) -> None:
    help_pages.read()
    help_pages.resize(700, 500)
    help_pages.close()
    other = HelpPages(help_pages.parentWidget(), DARK, settings)
    assert (other.width(), other.height()) == (700, 500)


# In the window -------------------------------------------------------------------------


def test_f1_opens_the_page_of_what_is_selected(window: MainWindow) -> None:
    window.show()
    window.selection.set(["conv1"])
    window.actions_by_key["help"].trigger()
    assert window.help.pages is not None and window.help.pages.page.name == "Conv2d"
    window.selection.set(["conv1", "fc1"])
    window.actions_by_key["help"].trigger()
    assert window.help.pages.page.name == "Conv2d"
    window.close()
    assert not window.help.pages.isVisible()


def test_f1_in_the_palette_opens_the_page_of_what_is_marked(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show()
    window.selection.set(["conv1"])
    window.palette_panel.search.setText("lstm")
    window.activateWindow()
    window.palette_panel.focus_search()
    qtbot.waitUntil(window.palette_panel.search.hasFocus)
    window.actions_by_key["help"].trigger()
    assert window.help.pages is not None and window.help.pages.page.name == "LSTM"


def test_links_of_the_panels_lead_to_the_page(window: MainWindow) -> None:
    window.inspector.help_wanted.emit("Linear")
    assert window.help.pages is not None and window.help.pages.page.name == "Linear"
    window.palette_panel.help_wanted.emit("GRU")
    assert window.help.pages.page.name == "GRU"
    window.set_theme(LIGHT)
    assert window.help.pages.page.theme is LIGHT
