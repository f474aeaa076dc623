"""The window: its actions, its themes, its memory, and what panels say to each other."""

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from designer.graph import Design, Graph
from designer.graph.edits import insert
from designer.graph.inference import NotRun
from designer.layers import Code, Linear, Output, ReLU
from designer.layers.plugins import PluginProblem
from designer.resources import examples
from designer.ui.offers import WITH_KEYS
from designer.ui.theme import DARK, LIGHT
from designer.ui.window import MainWindow


def spoil(window: MainWindow) -> None:
    graph = window.document.design.graph.set("fc1", out_features=7)
    window.document.edit("spoil", window.document.design.with_graph(graph))


def actions_in(menu: QMenu) -> list[QAction]:
    found: list[QAction] = []
    for action in menu.actions():
        if action.menu() is not None:
            found += actions_in(action.menu())
        elif not action.isSeparator():
            found.append(action)
    return found


def test_every_action_is_in_a_menu_and_has_a_shortcut(window: MainWindow) -> None:
    tops = [action.menu() for action in window.menuBar().actions()]
    shown = [action for menu in tops for action in actions_in(menu)]
    assert set(window.actions_by_key.by_key.values()) <= set(shown)
    without = [action for action in shown if action.shortcut().isEmpty()]
    later = list(examples())[WITH_KEYS:]  # there are no more digits
    assert [action.text() for action in without] == later


def test_no_two_actions_share_a_shortcut(window: MainWindow) -> None:
    actions = [*window.actions_by_key.by_key.values(), *window.docks.toggles]
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    assert sorted(set(keys)) == sorted(keys)


def test_only_what_is_selected_can_be_deleted(window: MainWindow) -> None:
    delete = window.actions_by_key["delete"]
    assert not delete.isEnabled()
    window.selection.set(["conv1"])
    assert delete.isEnabled()
    window.selection.set([])
    assert not delete.isEnabled()
    (wire,) = window.document.design.graph.wires_into("conv1").values()
    window.canvas.choose((), [wire])
    assert delete.isEnabled()
    delete.trigger()
    assert wire not in window.document.design.graph.wires
    assert not delete.isEnabled()


def test_training_what_has_too_many_ends_says_so_once(window: MainWindow) -> None:
    window.show()
    graph = window.document.design.graph.add("more", Output())
    graph = graph.connect("relu1", "more")
    window.document.edit("spoil", window.document.design.with_graph(graph))
    assert window.status.problems.text() == "1 warning"
    assert "more is one too many" in window.training.start.lacking.text()
    window.actions_by_key["train"].trigger()
    assert window.training.state == "idle"
    (card,) = window.problems.cards
    assert (card.problem.node, card.problem.severity) == ("more", "error")
    assert window.selection.names == ("more",)


def test_what_was_undone_is_told_where_it_is_not_seen(window: MainWindow) -> None:
    spoil(window)
    window.actions_by_key["undo"].trigger()
    assert window.canvas.toast.text() == ""
    design = window.document.design
    window.document.edit("Set epochs", design.with_training(epochs=7))
    window.actions_by_key["undo"].trigger()
    assert window.canvas.toast.text() == "Undone: Set epochs"
    window.actions_by_key["redo"].trigger()
    assert window.canvas.toast.text() == "Redone: Set epochs"


def test_undo_says_what_it_undoes(window: MainWindow) -> None:
    assert not window.actions_by_key["undo"].isEnabled()
    spoil(window)
    assert window.actions_by_key["undo"].text() == "&Undo spoil"
    window.actions_by_key["undo"].trigger()
    assert window.actions_by_key["redo"].isEnabled()


def test_problems_are_counted_and_lead_to_their_list(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show()
    assert window.status.problems.text() == "no problems"
    spoil(window)
    assert window.status.problems.text() == "1 problem"
    window.status.problems.click()
    assert window.docks.tabs.currentWidget() is window.problems
    (card,) = window.problems.cards
    card.pressed.emit()
    assert window.selection.names == (card.problem.node,)
    card.buttons[0].click()
    assert window.problems.cards == []
    assert window.status.problems.text() == "no problems"


def test_training_with_problems_shows_the_first(window: MainWindow) -> None:
    window.show()
    spoil(window)
    window.actions_by_key["train"].trigger()
    assert window.training.state == "idle"
    assert window.docks.tabs.currentWidget() is window.problems
    assert window.selection.names == (window.document.report.errors[0].node,)


def test_training_an_empty_design_says_what_it_lacks(window: MainWindow) -> None:
    window.show()
    window.document.open_design(Design(Graph()), "empty")
    window.actions_by_key["train"].trigger()
    words = [card.problem.message for card in window.problems.cards]
    assert any("Input" in message for message in words)


def test_a_design_without_an_output_is_not_called_ready(window: MainWindow) -> None:
    window.show()
    design = window.document.design
    window.document.edit("cut", design.with_graph(design.graph.remove("output1")))
    status = window.status.problems.text()
    assert "not ready to train yet: no Output" in status
    assert "no problems" not in status


def test_what_is_being_tried_out_is_not_called_faultless(window: MainWindow) -> None:
    window.document.measure = lambda layer, inputs: NotRun()
    graph = window.document.design.graph
    (wire,) = graph.wires_from("relu1")
    code, name = insert(graph, wire, Code())
    window.document.edit("code", window.document.design.with_graph(code))
    assert window.status.problems.text() == f"trying out {name} …"
    window.document.undo_stack.undo()
    assert window.status.problems.text() == "no problems"


def test_problems_are_counted_alike_everywhere(window: MainWindow) -> None:
    window.show()
    design = window.document.design
    graph = design.graph.add("loose", Linear(out_features=3)).set("fc1", out_features=7)
    window.document.edit("spoil", design.with_graph(graph))
    problems = window.document.report.problems
    errors = window.document.report.errors
    assert 0 < len(errors) < len(problems)
    numbers = [
        int(word) for word in window.status.problems.text().split() if word.isdigit()
    ]
    assert sum(numbers) == len(problems)
    bar = window.docks.tabs.tabBar()
    place = window.docks.tabs.indexOf(window.problems)
    badge = bar.tabButton(place, bar.ButtonPosition.RightSide)
    assert isinstance(badge, QLabel)
    assert badge.text() == str(len(problems))


def test_the_theme_is_switched_at_run_time_and_remembered(
    window: MainWindow, qapp: QApplication, settings: QSettings
) -> None:
    window.show()
    window.actions_by_key["theme_dark"].trigger()
    assert qapp.palette().window().color().name() == DARK.window
    assert window.code.editor.theme is DARK
    window.actions_by_key["theme_light"].trigger()
    assert qapp.palette().window().color().name() == LIGHT.window
    assert settings.value("theme") == "light"


def test_the_layout_is_remembered(window: MainWindow, settings: QSettings) -> None:
    window.show()
    window.docks.move_code()
    window.docks.layers.hide()
    window.docks.show("data")
    window.docks.remember(settings)
    again = MainWindow(window.appearance, settings)
    assert again.docks.code_is_beside
    assert again.docks.layers.isHidden()
    assert again.docks.tabs.currentWidget() is again.data
    again.docks.arrange()
    assert not again.docks.code_is_beside
    assert not again.docks.layers.isHidden()
    again.deleteLater()


def test_the_code_can_stand_beside_the_canvas(window: MainWindow) -> None:
    window.show()
    window.actions_by_key["code_beside"].trigger()
    assert window.code.isVisible()
    assert window.code.editor.toPlainText().startswith("from torch")
    window.actions_by_key["code_beside"].trigger()
    assert window.docks.tabs.currentWidget() is window.code


def widths(window: MainWindow) -> list[int]:
    window.layout().activate()
    parts = (window.docks.layers, window.canvas, window.docks.inspector)
    return [part.width() for part in parts]


def test_moving_the_code_beside_and_back_leaves_the_panels_as_they_were(
    window: MainWindow,
) -> None:
    window.resize(1600, 900)
    window.show()
    before = widths(window)
    window.actions_by_key["code_beside"].trigger()
    assert widths(window)[1] < before[1]
    window.actions_by_key["code_beside"].trigger()
    assert widths(window) == before


def test_resetting_the_layout_shows_the_whole_design(window: MainWindow) -> None:
    window.resize(1600, 900)
    window.show()
    window.actions_by_key["reset_layout"].trigger()
    fitted = (widths(window), window.canvas.zoom)
    window.actions_by_key["code_beside"].trigger()
    window.docks.layers.hide()
    window.canvas.set_zoom(3)
    window.actions_by_key["reset_layout"].trigger()
    assert (widths(window), window.canvas.zoom) == fitted
    seen = window.canvas.mapToScene(window.canvas.viewport().rect()).boundingRect()
    assert seen.contains(window.canvas.stage.bounds())


def test_a_new_design_is_shown_at_full_size_with_nothing_selected(
    window: MainWindow,
) -> None:
    window.show()
    window.selection.set(["conv1"])
    window.document.open_design(window.document.design, "the same")
    assert window.selection.names == ()
    window.canvas.set_zoom(0.5)
    window.filing.new()
    assert window.canvas.zoom == 1


def test_slash_begins_a_search(qtbot: QtBot, window: MainWindow) -> None:
    window.show()
    window.activateWindow()
    window.actions_by_key["search"].trigger()
    assert window.focusWidget() is window.palette_panel.search


def test_training_states_allow_what_can_be_done(window: MainWindow) -> None:
    actions = window.actions_by_key
    for state, train, pause, stop in (
        ("running", False, True, True),
        ("paused", False, True, True),
        ("idle", True, False, False),
    ):
        window.training.state = state
        window.training.state_changed.emit(state)
        enabled = [actions[key].isEnabled() for key in ("train", "pause", "stop")]
        assert enabled == [train, pause, stop]
    assert actions["pause"].text() == "&Pause"


def turn(window: MainWindow, state: str) -> None:
    window.training.state = state
    window.training.state_changed.emit(state)


def test_paste_waits_for_text_on_the_clipboard(window: MainWindow) -> None:
    clipboard = QApplication.clipboard()
    clipboard.clear()
    assert not window.actions_by_key["paste"].isEnabled()
    clipboard.setText("words")
    assert window.actions_by_key["paste"].isEnabled()


def test_nothing_in_the_tool_bar_moves_while_a_run_comes_and_goes(
    window: MainWindow,
) -> None:
    window.show()
    bar = window.tool_bar
    places = []
    for state in ("idle", "starting", "running", "paused", "idle"):
        turn(window, state)
        window.layout().activate()
        bar.layout().activate()
        buttons = (bar.train, bar.stop, bar.device, bar.export)
        places.append([button.geometry() for button in buttons])
        assert bar.stop.isVisible()
        assert bar.stop.isEnabled() == (state != "idle")
    assert all(place == places[0] for place in places)


def test_a_second_click_on_train_does_not_pause_the_run(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused: list[str] = []
    monkeypatch.setattr(window.training, "pause", lambda: paused.append("pause"))
    turn(window, "running")
    assert window.tool_bar.train.text() == "Pause"
    window.tool_bar.train.click()
    assert paused == []
    window.tool_bar.settling.stop()
    window.tool_bar.train.click()
    assert paused == ["pause"]


def test_resume_wears_the_icon_of_train(window: MainWindow) -> None:
    def picture() -> QImage:
        return window.tool_bar.train.icon().pixmap(16, 16).toImage()

    turn(window, "idle")
    train = picture()
    turn(window, "running")
    assert picture() != train
    turn(window, "paused")
    assert window.tool_bar.train.text() == "Resume"
    assert picture() == train


def test_device_and_threads_are_settings_of_the_design(window: MainWindow) -> None:
    menu = window.tool_bar.device.menu()
    chosen = {action.text(): action for action in menu.actions()}
    chosen["CPU"].trigger()
    chosen["1 thread"].trigger()
    training = window.document.design.training
    assert (training.device, training.threads) == ("cpu", 1)
    assert window.tool_bar.device.text() == "Device: CPU · 1 thread"


@pytest.mark.parametrize("mode", ["dark", "light"])
def test_every_part_takes_a_theme(window: MainWindow, mode: str) -> None:
    window.show()
    for tab in range(window.docks.tabs.count()):
        window.docks.tabs.setCurrentIndex(tab)
        window.actions_by_key[f"theme_{mode}"].trigger()
        assert not window.grab().isNull()


def test_plugins_that_are_left_out_are_told_above_the_canvas(
    window: MainWindow,
) -> None:
    window.show()
    window.show_left_out(())
    assert not window.banner.isVisible()
    assert window.canvas.geometry() == window.centralWidget().rect()
    one = PluginProblem("fancy", "fancy-layers", "No module named 'gone'.")
    window.show_left_out([one])
    assert window.banner.isVisible()
    assert window.banner.text == str(one)
    label = window.banner.findChild(QLabel)
    assert label.textFormat() == Qt.TextFormat.RichText
    assert "named &#x27;gone&#x27;" in label.text()
    assert not window.banner.details_button.isVisible()
    window.show_left_out([one, one._replace(name="other")])
    assert window.banner.text == "2 plug-ins are left out."
    assert window.banner.details.count("No module named") == 2
    window.banner.close_button.click()
    assert not window.banner.isVisible()


def test_what_becomes_edited_moves_nothing_in_the_tool_bar(window: MainWindow) -> None:
    window.show()
    window.filing.new()
    bar = window.tool_bar
    bar.layout().activate()
    undo = bar.widgetForAction(window.actions_by_key["undo"])
    place, name = undo.mapTo(bar, QPoint()), bar.name.width()
    assert bar.state.text() == "new"
    window.document.edit("add", Design(Graph().add("relu1", ReLU())))
    bar.layout().activate()
    assert bar.state.text() == "edited"
    assert (undo.mapTo(bar, QPoint()), bar.name.width()) == (place, name)
