"""What a screen reader finds on the canvas, and what it is told."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.ui.canvas import Canvas, voice
from tests.strategies import chain
from tests.ui.canvas_hand import open_canvas

Text = QAccessible.Text

KEPT = []
"""Documents with steps of undo, which must not be left to the garbage collector."""


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[Canvas]:
    made = open_canvas(chain(6))
    KEPT.append(made.document)
    yield made
    made.close()
    made.deleteLater()


def test_it_is_a_list_of_nodes_in_their_order(canvas: Canvas) -> None:
    whole = QAccessible.queryAccessibleInterface(canvas)
    assert whole.role() == QAccessible.Role.List
    assert whole.text(Text.Name) == "Canvas"
    children = [whole.child(place) for place in range(whole.childCount())]
    told = [child.text(Text.Name) for child in children]
    assert [words.split(",")[0] for words in told] == list(canvas.graph.order)
    assert all(child.role() == QAccessible.Role.ListItem for child in children)
    for place, child in enumerate(children):
        assert whole.indexOfChild(child) == place
        assert child.parent() is whole
        assert whole.childAt(*child.rect().center().toTuple()) is child


def test_a_node_tells_its_state(canvas: Canvas) -> None:
    first, second, *_ = canvas.graph.order
    canvas.choose([first])
    whole = QAccessible.queryAccessibleInterface(canvas)
    assert whole.child(0).state().selected
    assert not whole.child(1).state().selected
    gone = whole.child(1)
    canvas.edit("Delete", canvas.graph.remove(second))
    assert not gone.isValid()
    assert gone.text(Text.Name) == ""
    assert gone.state().invalid
    assert whole.childCount() == len(canvas.graph.nodes)


def test_who_moves_is_told_and_who_edits_is_described(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(voice, "tell_focus", lambda _, name: said.append(name))
    monkeypatch.setattr(voice, "announce", lambda _, words: said.append(words))
    first, second, *_ = canvas.graph.order
    canvas.choose([first])
    canvas.choose([first, second])
    canvas.choose([second])
    assert said == [first, f"2 nodes selected: {first} and {second}", second]
    canvas.edit("Rename", canvas.graph.rename(first, "another"))
    assert "wired from another" in canvas.accessibleDescription()
    assert len(said) == 3


def test_it_outlives_its_canvas(qtbot: QtBot) -> None:
    """Qt finds objects by number long after; none may point at what is gone."""
    numbers = []
    for _ in range(5):
        canvas = open_canvas(chain(4))
        whole = QAccessible.queryAccessibleInterface(canvas)
        children = [whole.child(place) for place in range(whole.childCount())]
        numbers += [QAccessible.uniqueId(child) for child in children]
        voice.tell_focus(canvas, canvas.graph.order[0])
        canvas.close()
        canvas.deleteLater()
        del canvas, whole, children
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    for number in numbers:
        found = QAccessible.accessibleInterface(number)
        assert found is None or not found.isValid()
