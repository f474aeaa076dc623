"""Arranging on the canvas: one step of undo, nodes that glide, and a window that goes on."""

import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QWidget
from pytestqt.qtbot import QtBot

from designer.graph import Graph
from designer.graph.layout.arrange import arrange
from designer.layers import LSTM, Note, ReLU
from designer.ui.canvas import Canvas, arranging, glide
from designer.ui.window import MainWindow
from tests.graph.networks import chain, residual
from tests.ui.canvas_hand import Hand, assert_agrees, open_canvas

RUNNING = glide.Glide.State.Running
MANY = arranging.QUICK + 200

PATIENCE = 30_000
"""Milliseconds: a machine that does much else is no reason to fail."""


def messy(graph: Graph) -> Graph:
    """Nodes anywhere."""
    wide = 400 + 30 * len(graph)
    return graph.move(
        {n: (977.0 * i % wide, 611.0 * i % 5000) for i, n in enumerate(graph.nodes)}
    )


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    made = open_canvas(messy(residual(14)))
    qtbot.addWidget(made)
    return made


def places(canvas: Canvas) -> dict[str, tuple[float, float]]:
    return {name: node.position for name, node in canvas.graph.nodes.items()}


def test_arranging_is_one_step_and_shows_all(canvas: Canvas) -> None:
    before = canvas.graph
    canvas.arranging.whole()
    canvas.glide.end()
    assert_agrees(canvas)
    assert canvas.document.undo_stack.count() == 1
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.stage.bounds())
    canvas.document.undo_stack.undo()
    assert canvas.graph == before


def test_what_is_in_order_is_left_alone(canvas: Canvas) -> None:
    canvas.arranging.whole()
    canvas.arranging.whole()
    assert canvas.document.undo_stack.count() == 1


def test_nodes_glide_to_their_places_and_back_when_undone(canvas: Canvas) -> None:
    before = places(canvas)
    canvas.arranging.whole()
    assert canvas.glide.state() == RUNNING
    shown = {name: item.pos() for name, item in canvas.stage.nodes.items()}
    assert shown == {name: QPointF(*place) for name, place in before.items()}
    assert places(canvas) != before
    canvas.glide.setCurrentTime(canvas.glide.duration() // 2)
    moved = sum(item.pos() != shown[n] for n, item in canvas.stage.nodes.items())
    assert moved > 5
    canvas.glide.end()
    assert_agrees(canvas)
    canvas.document.undo_stack.undo()
    assert canvas.glide.state() == RUNNING
    assert places(canvas) == before
    canvas.glide.end()
    assert_agrees(canvas)


def test_a_glide_ends_by_itself(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.arranging.whole()
    with qtbot.waitSignal(canvas.glide.finished, timeout=PATIENCE):
        canvas.glide.setCurrentTime(canvas.glide.duration())
    assert_agrees(canvas)


def test_a_press_or_a_key_ends_a_glide(canvas: Canvas) -> None:
    hand = Hand(canvas)
    canvas.arranging.whole()
    hand.press((-500, -500))
    assert canvas.glide.state() != RUNNING
    hand.release()
    assert_agrees(canvas)
    canvas.document.undo_stack.undo()
    hand.key(Qt.Key.Key_Escape)
    assert canvas.glide.state() != RUNNING
    assert_agrees(canvas)


def test_an_edit_in_the_middle_of_a_glide_is_shown_as_it_is(canvas: Canvas) -> None:
    canvas.arranging.whole()
    canvas.glide.setCurrentTime(50)
    canvas.edit("Add note1", canvas.graph.add("note1", Note()))
    assert canvas.glide.state() != RUNNING
    assert_agrees(canvas)


def test_without_animations_nodes_jump(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Still:
        def styleHint(self, hint: QStyle.StyleHint, *rest: object) -> int:
            assert hint == QStyle.StyleHint.SH_Widget_Animation_Duration
            return 0

    monkeypatch.setattr(canvas, "style", Still)
    canvas.arranging.whole()
    assert canvas.glide.state() != RUNNING
    assert_agrees(canvas)


def test_what_is_not_seen_does_not_glide(canvas: Canvas) -> None:
    canvas.hide()
    canvas.arranging.whole()
    assert canvas.glide.state() != RUNNING
    assert_agrees(canvas)


def test_tall_nodes_have_room(qtbot: QtBot) -> None:
    graph = chain(3).add("lstm1", LSTM()).add("lstm2", LSTM()).add("note1", Note())
    graph = graph.connect("relu_2", "lstm1").connect("relu_2", "lstm2")
    for flow in ("right", "down"):
        canvas = open_canvas(messy(graph).flowing(flow))
        qtbot.addWidget(canvas)
        canvas.arranging.whole()
        canvas.glide.end()
        rects = [item.card_rect for item in canvas.stage.nodes.values()]
        assert not any(a.intersects(b) for i, a in enumerate(rects) for b in rects[:i])


# A part of it


def test_the_selection_is_arranged_where_it_is(canvas: Canvas) -> None:
    names = [*canvas.graph.nodes][:3]
    canvas.choose(names)
    before = places(canvas)
    canvas.arranging.selected()
    after = places(canvas)
    assert {name for name in after if after[name] != before[name]} <= set(names)
    assert len({after[name][1] for name in names}) == 1
    assert canvas.document.undo_stack.undoText() == "Arrange 3 nodes"


def test_to_arrange_one_node_is_refused(canvas: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.refused, timeout=PATIENCE) as refused:
        canvas.arranging.selected()
    assert "at least two" in refused.args[0]


# Flow


def test_the_flow_is_turned_and_turned_back_in_one_step_each(canvas: Canvas) -> None:
    canvas.arranging.whole()
    right = canvas.graph
    canvas.arranging.turn()
    canvas.glide.end()
    assert canvas.graph.flow == "down"
    assert_agrees(canvas)
    assert canvas.document.undo_stack.count() == 2
    for wire, item in canvas.stage.wires.items():
        start, end = item.path().pointAtPercent(0), item.path().currentPosition()
        source, target = (
            canvas.stage.nodes[wire.source],
            canvas.stage.nodes[wire.target],
        )
        assert start.y() == source.card_rect.bottom()
        assert abs(end.y() - target.card_rect.top()) < 0.01
    canvas.arranging.turn()
    assert canvas.graph == right
    canvas.document.undo_stack.undo()
    canvas.document.undo_stack.undo()
    assert canvas.graph == right
    canvas.glide.end()
    assert_agrees(canvas)


def test_the_tool_bar_says_which_way_it_runs(window: MainWindow) -> None:
    button, canvas = window.tool_bar.flow, window.canvas
    assert button.text() == "Flow →"
    assert "Ctrl+Shift+F" in button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    canvas.glide.end()
    assert canvas.graph.flow == "down"
    assert button.text() == "Flow ↓"
    assert "Top to bottom" in button.accessibleName()
    window.document.undo_stack.undo()
    assert button.text() == "Flow →"


def test_the_menu_arranges_a_selection_of_two_or_more(window: MainWindow) -> None:
    action = window.actions_by_key["arrange_selection"]
    assert not action.isEnabled()
    window.canvas.choose(window.canvas.graph.nodes)
    assert action.isEnabled()


# Many nodes


@pytest.fixture
def large(qtbot: QtBot) -> Canvas:
    made = open_canvas(messy(chain(MANY)))
    qtbot.addWidget(made)
    yield made
    made.arranging.close()


def test_many_nodes_are_arranged_beside_the_window(large: Canvas, qtbot: QtBot) -> None:
    before = large.graph
    with qtbot.waitSignal(large.arranging.ended, timeout=PATIENCE):
        large.arranging.whole()
        assert large.graph is before
    assert large.graph == arrange(before)
    assert large.document.undo_stack.count() == 1
    assert large.glide.state() != RUNNING
    assert_agrees(large)


def test_it_says_how_far_it_is_and_escape_ends_it(
    large: Canvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = []

    def slow(graph, boxes, tell, view):  # type: ignore[no-untyped-def]
        while not go_on:
            tell(0.5)
            QTest.qSleep(1)
        return graph

    monkeypatch.setattr(arranging, "arrange", slow)
    before = large.graph
    large.arranging.whole()
    qtbot.waitUntil(large.strip.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: large.strip.bar.value() == 50, timeout=PATIENCE)
    assert large.strip.words.text() == f"Arranging {MANY} nodes"
    assert large.strip.geometry().center().x() in range(480, 520)
    large.resize(QSize(700, 600))
    assert large.strip.geometry().center().x() in range(330, 370)
    Hand(large).key(Qt.Key.Key_Escape)
    assert not large.strip.isVisible()
    large.arranging.close()
    assert large.graph is before
    large.arranging.whole()
    qtbot.waitUntil(large.strip.isVisible, timeout=PATIENCE)
    with qtbot.waitSignal(large.arranging.ended, timeout=PATIENCE):
        QTest.mouseClick(large.strip.button, Qt.MouseButton.LeftButton)
    go_on.append(True)
    assert large.graph is before


def test_the_button_to_cancel_is_reached_by_keys(large: Canvas) -> None:
    policy = large.strip.button.focusPolicy()
    assert policy & Qt.FocusPolicy.TabFocus
    assert large.strip.bar.accessibleName()
    assert isinstance(large.strip, QWidget)


def test_other_settings_meanwhile_are_kept(large: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(large.arranging.ended, timeout=PATIENCE):
        large.arranging.whole()
        large.edit("Set", large.graph.set("relu_3", inplace=True))
    assert large.graph.nodes["relu_3"].layer == ReLU(inplace=True)
    assert large.graph == arrange(large.graph)
    assert_agrees(large)


def test_other_wires_meanwhile_are_not_overwritten(large: Canvas, qtbot: QtBot) -> None:
    refused: list[str] = []
    large.refused.connect(refused.append)
    with qtbot.waitSignal(large.arranging.ended, timeout=PATIENCE):
        large.arranging.whole()
        edited = large.graph.remove("relu_3")
        large.edit("Remove", edited)
    assert refused == [arranging.CHANGED]
    assert large.graph == edited


def test_what_goes_wrong_inside_is_not_swallowed(
    large: Canvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Graph:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(arranging, "arrange", broken)
    with (
        qtbot.captureExceptions() as met,
        qtbot.waitSignal(large.arranging.ended, timeout=PATIENCE),
    ):
        large.arranging.whole()
    assert [kind for kind, *_ in met] == [ZeroDivisionError]


def test_opening_another_design_ends_it(large: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(large.arranging.ended, timeout=PATIENCE):
        large.arranging.whole()
        large.document.open_design(large.document.design, "again")
    before = large.graph
    large.arranging.close()
    assert large.graph is before
