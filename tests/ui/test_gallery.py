"""The gallery: what it shows, how it is used by pointer and keys, and when it goes."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from designer.errors import FileError
from designer.graph import Design, check, load, save
from designer.resources import CATEGORIES, examples, presented
from designer.ui import filing as filing_module
from designer.ui.gallery import cards as gallery_cards
from designer.ui.gallery.cards import CARD, Card
from designer.ui.gallery.gallery import Gallery
from designer.ui.gallery.side import DAY, HOUR, MINUTE, edited
from designer.ui.gallery.view import GAP, costs
from designer.ui.numbers import large
from designer.ui.theme import DARK, LIGHT
from designer.ui.window import MainWindow
from tests.graph.blocks import network

Button = QMessageBox.StandardButton
Key = Qt.Key


@pytest.fixture
def gallery(window: MainWindow) -> Gallery:
    """The gallery over a window that was just started."""
    window.document.open_design(Design(), "untitled")
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1280, 800)
    window.start_page.show()
    window.show()
    gallery = window.start_page.gallery
    assert gallery is not None
    return gallery


def spoil(window: MainWindow) -> None:
    design = window.document.design
    window.document.edit("spoil", design.with_graph(design.graph.remove("conv1")))


def shown(gallery: Gallery) -> list[str]:
    model = gallery.view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def cards(gallery: Gallery) -> list[Card]:
    model = gallery.view.model()
    return [model.index(row, 0).data(CARD) for row in range(model.rowCount())]


def until_read(qtbot: QtBot, gallery: Gallery) -> None:
    qtbot.waitUntil(lambda: all(c.picture or c.trouble for c in cards(gallery)))


def press(gallery: Gallery, key: Key) -> None:
    """Press a key where the keys go to."""
    target = gallery.window().focusWidget()
    assert target is not None
    QTest.keyClick(target, key)


def marked(gallery: Gallery) -> str:
    return str(gallery.view.currentIndex().data())


def choose_category(gallery: Gallery, name: str) -> None:
    (chip,) = (c for c in gallery.chips.buttons() if c.text() == name)
    chip.click()


# What it shows


def test_titles_are_there_at_once_and_the_rest_comes(
    qtbot: QtBot, gallery: Gallery
) -> None:
    assert shown(gallery) == [example.title for example in presented()]
    assert not any(card.picture for card in cards(gallery))
    until_read(qtbot, gallery)
    for card in cards(gallery):
        report = check(load(card.example.path))
        assert card.parameters == f"{report.parameters:,}"
        assert card.macs == large(report.macs)
        assert not card.trouble
        assert card.picture and card.picture.squares


def test_nothing_is_read_before_the_page_was_painted(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    read: list[Path] = []

    def reading(path: Path) -> Design:
        read.append(path)
        return load(path)

    monkeypatch.setattr(gallery_cards, "load", reading)
    window.start_page.show()
    QApplication.processEvents()
    assert read == []
    window.show()
    gallery = window.start_page.gallery
    qtbot.waitUntil(
        lambda: all(card.picture for card in cards(gallery)), timeout=20_000
    )
    assert read == list(examples().values())
    window.start_page.leave()
    window.start_page.show()
    window.grab()
    QApplication.processEvents()
    assert len(read) == len(examples()), "what was read is kept"


def test_reading_rests_while_the_page_is_gone(
    window: MainWindow, gallery: Gallery, qtbot: QtBot
) -> None:
    window.start_page.leave()
    for _ in range(5 * len(examples())):
        QApplication.processEvents()
    assert not any(card.picture for card in cards(gallery))
    window.start_page.show()
    until_read(qtbot, gallery)


def test_a_design_that_cannot_be_read_says_so(
    gallery: Gallery, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bad.json"
    path.write_text("{")
    card = gallery.cards.cards[1]
    monkeypatch.setattr(
        card, "example", gallery_cards.Example("bad", path, "Bad", "broken")
    )
    until_read(qtbot, gallery)
    assert card.trouble == "cannot be read"
    assert card.words == "Bad, broken, cannot be read"


def test_a_card_says_all_of_it_to_who_does_not_see(
    qtbot: QtBot, gallery: Gallery
) -> None:
    until_read(qtbot, gallery)
    row = list(examples()).index("lenet-5")
    index = gallery.view.model().index(row, 0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "LeNet-5, LeCun et al., 1998, 61,706 parameters, 0.42 M MACs"


def test_what_a_card_costs_is_said_shortly_where_there_is_little_room(
    window: MainWindow,
) -> None:
    card = Card(presented()[0], None, "213,512,130", "213.51 M", "24.09 G")
    strong, font = QFont(window.font()), window.font()

    def said(room: float) -> str:
        return "".join(text for text, _ in costs(card, strong, font, room))

    whole = "213,512,130 parameters   24.09 G MACs"
    width = QFontMetricsF(font).horizontalAdvance(whole)
    assert said(width + 20) == whole
    assert said(width - 20) == "213.51 M parameters   24.09 G MACs"


@pytest.mark.parametrize("width", [760, 1000, 1280, 1680])
def test_cards_fill_the_width_and_the_header_ends_where_they_do(
    gallery: Gallery, width: int
) -> None:
    gallery.window().resize(width, 700)
    QApplication.processEvents()
    view = gallery.view
    rects = [
        view.visualRect(view.model().index(row, 0)) for row in range(len(examples()))
    ]
    first_row = [rect for rect in rects if rect.top() == rects[0].top()]
    right = view.mapTo(gallery, first_row[-1].topRight()).x() - GAP
    chips = gallery.chips.buttons()[-1]
    assert chips.mapTo(gallery, chips.rect().topRight()).x() == right
    assert gallery.width() - 40 < right < gallery.width() - 20
    assert len(first_row) == max(1, (view.width() - 11) // 288)


def test_recent_designs_say_when_they_were_edited_and_what_is_wrong(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.filing.save_to(tmp_path / "good.json")
    spoil(window)
    window.filing.save_to(tmp_path / "wrong.json")
    window.filing.save_to(tmp_path / "gone.json")
    (tmp_path / "gone.json").unlink()
    (tmp_path / "broken.json").write_text("{")
    window.settings.setValue(
        "recent",
        [str(tmp_path / f"{n}.json") for n in ("good", "wrong", "gone", "broken")],
    )
    window.start_page.show()
    window.show()
    gallery = window.start_page.gallery
    rows = gallery.side.recent_rows
    assert [row.text() for row in rows] == ["good", "wrong", "gone", "broken"]
    qtbot.waitUntil(lambda: "read" in rows[-1].detail)
    number = len(window.document.report.errors)
    assert [row.detail for row in rows] == [
        "edited just now",
        f"edited just now · {number} problem{'s' * (number != 1)}",
        "not there any more",
        "edited just now · cannot be read",
    ]


def test_blocks_are_listed_and_begin_a_design(window: MainWindow) -> None:
    page = window.start_page
    page.show()
    assert page.gallery.side.block_rows == []
    window.blocks.library.save(network(), "Residual")
    page.show()
    (row,) = page.gallery.side.block_rows
    assert (row.text(), row.detail) == ("Residual", "2 settings")
    row.click()
    assert not page.is_shown
    assert list(window.document.design.blocks) == ["Residual"]
    assert len(window.document.design.graph) == 3
    assert not window.document.dirty


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (0, "just now"),
        (-5, "just now"),
        (MINUTE, "1 minute ago"),
        (59 * MINUTE + 59, "59 minutes ago"),
        (HOUR, "1 hour ago"),
        (11 * HOUR, "11 hours ago"),
        (DAY, "yesterday"),
        (3 * DAY, "3 days ago"),
        (40 * DAY, "on 22 April 2026"),
    ],
)
def test_when_something_was_edited(ago: float, words: str) -> None:
    now = time.mktime((2026, 6, 1, 12, 0, 0, 0, 0, -1))
    assert edited(now - ago, now) == f"edited {words}"


def test_just_before_midnight_is_not_yesterday_at_once() -> None:
    now = time.mktime((2026, 6, 1, 0, 30, 0, 0, 0, -1))
    assert edited(now - 2 * HOUR, now) == "edited 2 hours ago"


@pytest.mark.parametrize(
    ("number", "words"),
    [(416_520, "0.42 M"), (4_089_184_256, "4.09 G"), (4_000, "4 k"), (0, "0")],
)
def test_costs_in_millions_and_billions(number: int, words: str) -> None:
    assert large(number) == words


def test_it_is_drawn_in_the_other_theme_at_once(
    qtbot: QtBot, window: MainWindow, gallery: Gallery
) -> None:
    until_read(qtbot, gallery)
    for theme in (DARK, LIGHT):
        window.appearance.choose(theme.name)
        picture: QImage = gallery.grab().toImage()
        side, page = picture.pixelColor(3, 600), picture.pixelColor(290, 5)
        assert side.name() == theme.window
        assert page.name() == theme.canvas
        corner = gallery.view.mapTo(gallery, QPoint(5, 40))
        assert picture.pixelColor(corner).name() == theme.window
        assert gallery.side.theme is theme


# Searching and choosing


def test_a_search_looks_for_every_word_in_titles_and_lines(gallery: Gallery) -> None:
    gallery.search.setText("lecun 1998")
    assert shown(gallery) == ["LeNet-5"]
    assert marked(gallery) == "LeNet-5"
    gallery.search.setText("lecun 1999")
    assert shown(gallery) == []
    assert gallery.nothing.isVisible()
    assert gallery.nothing.text() == "No example suits “lecun 1999”."
    gallery.search.clear()
    assert len(shown(gallery)) == len(examples())
    assert gallery.nothing.isHidden()


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_category_shows_only_its_own(gallery: Gallery, category: str) -> None:
    choose_category(gallery, category)
    own = [each.title for each in presented() if each.category == category]
    assert shown(gallery) == own
    assert gallery.nothing.isVisible() != bool(own)
    choose_category(gallery, "All")
    assert len(shown(gallery)) == len(examples())


def test_typing_and_enter_open_what_was_searched(
    window: MainWindow, gallery: Gallery
) -> None:
    assert window.focusWidget() is gallery.search
    QTest.keyClicks(gallery.search, "lstm")
    press(gallery, Key.Key_Return)
    assert window.document.title == "digits-lstm"
    assert not window.start_page.is_shown
    assert window.focusWidget() is window.canvas


def test_arrows_move_among_the_cards(window: MainWindow, gallery: Gallery) -> None:
    QApplication.processEvents()
    titles = shown(gallery)
    gallery.view.setFocus()
    assert marked(gallery) == titles[0]
    press(gallery, Key.Key_Right)
    assert marked(gallery) == titles[1]
    press(gallery, Key.Key_Down)
    assert marked(gallery) == titles[4]
    press(gallery, Key.Key_Left)
    press(gallery, Key.Key_Up)
    assert marked(gallery) == titles[0]
    press(gallery, Key.Key_Right)
    press(gallery, Key.Key_Return)
    assert window.document.title == list(examples())[1]


def test_arrows_reach_the_cards_from_the_search_too(gallery: Gallery) -> None:
    QApplication.processEvents()
    press(gallery, Key.Key_Down)
    assert marked(gallery) == shown(gallery)[3]
    press(gallery, Key.Key_Up)
    assert marked(gallery) == shown(gallery)[0]


def test_arrows_walk_all_columns_from_the_empty_search(gallery: Gallery) -> None:
    QApplication.processEvents()
    titles = shown(gallery)
    for title in titles[1:3]:
        press(gallery, Key.Key_Right)
        assert marked(gallery) == title
        assert gallery.view.hasFocus()
    press(gallery, Key.Key_Left)
    assert marked(gallery) == titles[1]
    gallery.search.setFocus()
    QTest.keyClicks(gallery.search, "net")
    first = marked(gallery)
    press(gallery, Key.Key_Left)
    assert gallery.search.cursorPosition() == 2
    assert marked(gallery) == first
    press(gallery, Key.Key_Down)
    gallery.search.setCursorPosition(3)
    press(gallery, Key.Key_W)
    assert gallery.search.text() == "netw"


def test_only_one_place_looks_as_if_it_had_the_keys(gallery: Gallery) -> None:
    def seen() -> bool:
        accent = QColor(gallery.theme.accent)
        place = gallery.view.visualRect(gallery.view.currentIndex())
        image = gallery.view.viewport().grab(place).toImage()
        pixels = [image.pixelColor(x, image.height() // 2) for x in range(4)]
        return any(
            abs(p.red() - accent.red()) < 20 > abs(p.blue() - accent.blue())
            for p in pixels
        )

    QApplication.processEvents()
    assert gallery.search.hasFocus()
    assert not seen()
    press(gallery, Key.Key_Right)
    assert seen()
    assert not gallery.search.hasFocus()


def test_typing_on_the_cards_begins_a_search(gallery: Gallery) -> None:
    gallery.view.setFocus()
    press(gallery, Key.Key_Slash)
    assert gallery.window().focusWidget() is gallery.search
    assert gallery.search.text() == ""
    gallery.view.setFocus()
    press(gallery, Key.Key_M)
    assert gallery.search.text() == "m"


def test_a_click_opens_an_example(window: MainWindow, gallery: Gallery) -> None:
    QApplication.processEvents()
    view = gallery.view
    place = view.visualRect(view.model().index(2, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.document.title == list(examples())[2]
    assert not window.start_page.is_shown


def test_tab_goes_round_the_page_and_never_below_it(gallery: Gallery) -> None:
    window = gallery.window()
    seen: list[QWidget | None] = []
    for _ in range(5):
        seen.append(window.focusWidget())
        press(gallery, Key.Key_Tab)
    checked, side = gallery.chips.checkedButton(), gallery.side
    assert seen == [gallery.search, checked, gallery.view, side.empty, side.open]
    assert window.focusWidget() is gallery.search
    press(gallery, Key.Key_Backtab)
    assert window.focusWidget() is side.open


def test_arrows_choose_a_category(gallery: Gallery) -> None:
    gallery.chips.checkedButton().setFocus()
    press(gallery, Key.Key_Right)
    checked = gallery.chips.checkedButton()
    assert checked.text() == CATEGORIES[0]
    assert gallery.window().focusWidget() is checked
    assert len(shown(gallery)) < len(examples())


def test_enter_presses_the_button_that_the_keys_go_to(
    window: MainWindow, gallery: Gallery
) -> None:
    gallery.side.empty.setFocus()
    press(gallery, Key.Key_Return)
    assert not window.start_page.is_shown


def test_the_marked_card_is_seen_where_enter_opens_it(gallery: Gallery) -> None:
    first = gallery.view.currentIndex()
    for widget, seen in (
        (gallery.search, True),
        (gallery.view, True),
        (gallery.side.open, False),
    ):
        widget.setFocus()
        assert gallery.view.is_marked(first) == seen


# When it is shown, and when it goes


def test_escape_clears_a_search_and_then_leaves(
    window: MainWindow, gallery: Gallery
) -> None:
    gallery.search.setText("lstm")
    press(gallery, Key.Key_Escape)
    assert gallery.search.text() == ""
    assert window.start_page.is_shown
    press(gallery, Key.Key_Escape)
    assert not window.start_page.is_shown
    assert window.document.title == "untitled"
    assert window.focusWidget() is window.canvas


def test_it_comes_back_without_the_last_search(
    window: MainWindow, gallery: Gallery
) -> None:
    all_of_them, first = shown(gallery), gallery.view.currentIndex().data()
    QTest.keyClicks(gallery.search, "resnet")
    assert shown(gallery) != all_of_them
    QTest.keyClick(gallery.search, Key.Key_Return)
    assert not window.start_page.is_shown
    window.start_page.show()
    assert gallery.search.text() == ""
    assert shown(gallery) == all_of_them
    assert gallery.view.currentIndex().data() == first


def test_escape_leaves_from_the_cards(window: MainWindow, gallery: Gallery) -> None:
    gallery.view.setFocus()
    press(gallery, Key.Key_Escape)
    assert not window.start_page.is_shown


def test_an_empty_design_is_an_empty_canvas(
    window: MainWindow, gallery: Gallery
) -> None:
    assert gallery.side.back.isHidden()
    gallery.side.empty.click()
    assert not window.start_page.is_shown
    assert window.document.design == Design()


def test_it_lies_over_the_window_below_the_menus(
    window: MainWindow, gallery: Gallery
) -> None:
    for size in ((1280, 800), (1000, 600)):
        window.resize(*size)
        QApplication.processEvents()
        top = window.menuBar().height()
        assert gallery.geometry().getRect() == (0, top, size[0], size[1] - top)
        assert window.childAt(size[0] // 2, 400) in gallery.findChildren(QWidget)


def test_it_comes_back_from_the_menu_and_leads_back(window: MainWindow) -> None:
    window.show()
    spoil(window)
    design = window.document.design
    window.actions_by_key["start"].trigger()
    gallery = window.start_page.gallery
    assert window.start_page.is_shown
    assert window.windowTitle().startswith("Start page")
    assert gallery.side.back.text() == "Back to small"
    gallery.side.back.click()
    assert not window.start_page.is_shown
    assert window.document.design is design
    assert window.document.dirty
    assert window.windowTitle().startswith("small")


def test_unsaved_work_is_asked_about_only_when_something_else_is_opened(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_: MainWindow, title: str) -> Button:
        asked.append(title)
        return Button.Cancel

    monkeypatch.setattr(filing_module, "ask_to_save", ask)
    window.show()
    spoil(window)
    window.start_page.show()
    assert asked == []
    press(window.start_page.gallery, Key.Key_Return)
    assert asked == ["small"]
    assert window.start_page.is_shown
    assert window.document.title == "small"


def test_a_recent_design_is_opened_with_a_click(
    window: MainWindow, tmp_path: Path
) -> None:
    save(load(examples()["mlp"]), tmp_path / "mine.json")
    window.settings.setValue("recent", [str(tmp_path / "mine.json")])
    window.start_page.show()
    window.start_page.gallery.side.recent_rows[0].click()
    assert window.document.path == tmp_path / "mine.json"
    assert not window.start_page.is_shown


def test_a_recent_design_that_is_gone_is_forgotten(
    window: MainWindow, tmp_path: Path
) -> None:
    paths = [str(tmp_path / name) for name in ("gone.json", "gone-too.json")]
    window.settings.setValue("recent", paths)
    window.start_page.show()
    side = window.start_page.gallery.side
    with pytest.raises(FileError, match="is not there any more"):
        window.filing.open_recent(Path(paths[0]))
    assert [row.text() for row in side.recent_rows] == ["gone-too"]
    assert window.start_page.is_shown


def test_whatever_is_opened_it_goes(window: MainWindow, tmp_path: Path) -> None:
    save(Design(), tmp_path / "net.json")
    for deed in (
        lambda: window.filing.open_path(tmp_path / "net.json"),
        lambda: window.filing.begin("mlp"),
        window.filing.new,
    ):
        window.start_page.show()
        deed()
        assert not window.start_page.is_shown


def test_what_means_the_design_is_off_while_it_is_not_seen(
    window: MainWindow, gallery: Gallery
) -> None:
    actions = window.actions_by_key
    off = (
        "undo",
        "delete",
        "arrange",
        "search",
        "fit",
        "train",
        "save",
        "export_model",
    )
    assert not any(actions[key].isEnabled() for key in off)
    assert not any(toggle.isEnabled() for toggle in window.docks.toggles)
    on = ("new", "open", "start", "example mlp", "theme_dark", "help", "quit")
    assert all(actions[key].isEnabled() for key in on)
    window.start_page.leave()
    on = ("arrange", "search", "fit", "train", "save", "export_model")
    assert all(actions[key].isEnabled() for key in on)
    assert not actions["undo"].isEnabled()
    assert window.tool_bar.train.isEnabled()


def test_keys_do_not_reach_what_lies_below(
    window: MainWindow, gallery: Gallery
) -> None:
    window.filing.open_example("mlp")
    window.canvas.select_all()
    window.start_page.show()
    design = window.document.design
    for key in (Key.Key_Delete, Key.Key_Backspace):
        press(gallery, key)
        gallery.view.setFocus()
        press(gallery, key)
    event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Delete, Qt.KeyboardModifier(0))
    QApplication.sendEvent(gallery, event)
    assert window.document.design is design
