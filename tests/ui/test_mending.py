"""Going from problem to problem and mending them, in the whole window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer import layers
from designer.graph import Block, Design, Graph, Use
from designer.layers import Layer
from designer.ui.canvas.badge import middle_of_badge
from designer.ui.problems.card import apply
from designer.ui.problems.cards import KindCard
from designer.ui.window import MainWindow
from tests.graph.test_habits import in_a_row


def picture(*wanted: Layer) -> Design:
    """Digits through some layers to ten classes."""
    image = layers.Input(shape=(1, 8, 8))
    end = (layers.Flatten(), layers.Linear(out_features=10))
    return Design(in_a_row(image, *wanted, *end))


BROKEN = picture(
    layers.Conv2d(), layers.BatchNorm1d(), layers.ReLU(), layers.ReLU()
).with_graph(
    picture(
        layers.Conv2d(), layers.BatchNorm1d(), layers.ReLU(), layers.ReLU()
    ).graph.add("later", layers.Tanh(), (0.0, 400.0))
)


@pytest.fixture
def shown(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window on a design with an error, two warnings and a hint."""
    window.document.open_design(BROKEN, "broken")
    window.show()
    qtbot.waitExposed(window)
    window.docks.show("problems")
    return window


def act(window: MainWindow, key: str) -> None:
    window.actions_by_key[key].trigger()


def labels(window: MainWindow) -> list[str]:
    stack = window.document.undo_stack
    return [stack.text(place) for place in range(stack.count())]


def test_f8_goes_round_the_problems_and_shows_what_mends_each(
    shown: MainWindow,
) -> None:
    seen = []
    for _ in range(4):
        act(shown, "next_problem")
        seen.append(shown.selection.single)
        popover = shown.mending.popover
        assert popover.isVisible()
        assert popover.node == seen[-1], seen
        assert shown.canvas.rect().contains(popover.geometry())
        card = popover.cards[0]
        assert popover.height() >= card.heightForWidth(popover.width() - 16) > 40
    assert seen == ["bn1", "later", "relu2", "conv1"]
    act(shown, "next_problem")
    assert shown.selection.single == "bn1"
    act(shown, "previous_problem")
    assert shown.selection.single == "conv1"


def test_a_mend_is_one_step_and_is_told(shown: MainWindow) -> None:
    act(shown, "mend")
    assert labels(shown) == ["Use BatchNorm2d for bn1"]
    assert (
        "Use BatchNorm2d for bn1: done. 2 problems left." in shown.canvas.toast.text()
    )
    shown.canvas.choose(["conv1"])
    act(shown, "mend")
    assert labels(shown)[-1] == "Set conv1 bias to off"


def test_what_is_not_wired_yet_is_shown_and_not_deleted(shown: MainWindow) -> None:
    shown.canvas.choose(["later"])
    act(shown, "mend")
    assert labels(shown) == []
    assert shown.mending.popover.node == "later"
    assert "yours to decide" in shown.canvas.toast.text()


def test_all_are_mended_as_one_step_and_what_stays_is_said(shown: MainWindow) -> None:
    before = shown.document.design
    shown.activateWindow()
    shown.problems.mend_all.setFocus()
    shown.problems.mend_all.click()
    assert labels(shown) == ["Mend 2 problems"]
    assert shown.problems.isAncestorOf(QApplication.focusWidget())
    assert [p.node for p in shown.document.report.problems] == ["later"]
    assert shown.problems.said.text() == (
        "Mended 2 problems. 1 left.\nlater: That is yours to decide: Delete later."
    )
    shown.document.undo_stack.undo()
    assert shown.document.design == before
    assert shown.problems.said.isHidden()


def test_with_nothing_to_mend_that_is_said(window: MainWindow) -> None:
    for key in ("mend", "mend_all", "next_problem"):
        window.canvas.toast.setText("")
        act(window, key)
        assert window.canvas.toast.text() == "No problems: nothing to mend."
    window.document.open_design(Design(), "untitled")
    act(window, "next_problem")
    assert window.canvas.toast.text() == "The design is empty."
    assert labels(window) == []


def test_a_mark_is_pressed_for_its_fixes_and_mends_on_the_canvas(
    shown: MainWindow,
) -> None:
    canvas, popover = shown.canvas, shown.mending.popover
    canvas.reset_zoom()
    canvas.centerOn(canvas.stage.nodes["bn1"])
    place = canvas.mapFromScene(canvas.stage.nodes["bn1"].pos() + middle_of_badge())
    above = place - QPoint(0, 4)  # the upper half stands out of the card
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=above)
    assert popover.isVisible()
    assert popover.node == "bn1"
    (card,) = popover.cards
    QTest.mouseClick(card.buttons[0], Qt.MouseButton.LeftButton)
    assert labels(shown) == ["Use BatchNorm2d for bn1"]
    assert not popover.isVisible()


def test_esc_and_a_press_elsewhere_close_the_fixes(shown: MainWindow) -> None:
    canvas, popover = shown.canvas, shown.mending.popover
    shown.activateWindow()
    popover.show_node("bn1")
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    popover.show_node("bn1")
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not popover.isVisible()
    assert labels(shown) == []


def test_the_fixes_over_the_canvas_are_walked_and_pressed_by_keys(
    shown: MainWindow,
) -> None:
    shown.document.open_design(picture(layers.Conv2d(kernel_size=(9, 9))), "large")
    shown.activateWindow()
    act(shown, "next_problem")
    first, second = shown.mending.popover.buttons
    assert QApplication.focusWidget() is first
    before = shown.document.design
    for key, there in (
        (Qt.Key.Key_Down, second),
        (Qt.Key.Key_Tab, first),
        (Qt.Key.Key_Up, second),
        (Qt.Key.Key_Backtab, first),
    ):
        QTest.keyClick(QApplication.focusWidget(), key)
        assert QApplication.focusWidget() is there
    assert shown.selection.single == "conv1"
    assert shown.document.design == before
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert labels(shown) == ["Set conv1 kernel_size to 8"]
    assert QApplication.focusWidget() is shown.canvas


def test_a_problem_in_a_block_is_gone_to_and_mended_there(shown: MainWindow) -> None:
    inner = in_a_row(layers.Input(shape=(8, 8, 8)), layers.BatchNorm1d())
    design = picture(layers.Conv2d(out_channels=8), Use(Block("Inner", inner)))
    shown.document.open_design(design, "blocks")
    act(shown, "next_problem")
    assert shown.place.titles[1:] == ("inner1",)
    assert shown.selection.single == "bn1"
    assert shown.mending.popover.node == "bn1"
    act(shown, "mend")
    assert not shown.document.report.errors
    assert len(labels(shown)) == 1


# The panel -----------------------------------------------------------------------------


def test_errors_and_warnings_are_shown_apart(shown: MainWindow) -> None:
    problems = shown.problems
    texts = {sort: button.text() for sort, button in problems.sorts.items()}
    assert texts == {
        "": "All 4",
        "error": "Errors 1",
        "warning": "Warnings 2",
        "hint": "Hints 1",
    }
    problems.sorts["warning"].click()
    assert [card.problem.node for card in problems.cards] == ["later", "relu2"]
    act(shown, "mend_all")
    assert [card.problem.node for card in problems.cards] == ["later"]


def test_arrows_walk_through_the_cards_and_enter_goes_there(shown: MainWindow) -> None:
    shown.activateWindow()
    cards = shown.problems.cards
    cards[0].setFocus()
    QTest.keyClick(cards[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is cards[1]
    QTest.keyClick(cards[1], Qt.Key.Key_Return)
    assert shown.selection.single == "later"
    QTest.keyClick(cards[1], Qt.Key.Key_Up)
    assert QApplication.focusWidget() is cards[0]
    assert all(card.accessibleName() for card in cards)


def test_the_focus_stays_in_the_cards_after_a_mend(shown: MainWindow) -> None:
    shown.activateWindow()
    button = shown.problems.cards[0].buttons[0]
    button.setFocus()
    button.click()
    assert QApplication.focusWidget() is shown.problems.cards[0]


def test_a_habit_at_many_places_is_one_card_with_one_button(shown: MainWindow) -> None:
    row = [
        layers.Conv2d(out_channels=4, padding="same"),
        layers.BatchNorm2d(),
        layers.ReLU(),
    ]
    shown.document.open_design(picture(*row * 100), "many")
    (card,) = shown.problems.cards
    assert isinstance(card, KindCard)
    assert card.places.isHidden()
    card.opener.click()
    assert not card.places.isHidden()
    card.buttons[0].click()
    assert labels(shown) == ["Mend 100 problems"]
    assert shown.problems.cards == []
    assert not shown.document.report.hints


def test_an_empty_design_is_met_kindly(window: MainWindow) -> None:
    window.document.open_design(Design(Graph()), "untitled")
    start = window.training.start
    assert (
        start.lacking.text()
        == "Put some layers on the canvas first, or open an example."
    )
    assert start.lacking.property("role") == "muted"


def test_the_view_follows_to_what_the_button_of_a_fix_adds(window: MainWindow) -> None:
    window.resize(1280, 800)
    window.show()
    graph = window.document.design.graph.remove("flatten1").connect("relu1", "fc1")
    graph = graph.move({"fc1": (240.0, 4000.0), "output1": (480.0, 4000.0)})
    window.document.open_design(Design(graph), "far")
    canvas = window.canvas
    canvas.centerOn(*graph.node("fc1").position)
    problem = next(p for p in window.document.report.found if p.find_fixes())
    fix = next(f for f in problem.fixes if "Flatten" in f.label)
    apply(window.place, fix)
    (added,) = window.document.design.graph.nodes.keys() - graph.nodes.keys()
    assert canvas.seen.contains(canvas.stage.nodes[added].card_rect)
