"""The code view: it follows the design, and touches only lines that changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from designer.codegen import model_source
from designer.graph.edits import insert
from designer.graph.inference import NotRun, do_not_run
from designer.layers import Code
from designer.ui.code.editor import CodeEditor
from designer.ui.code.python_text import changes
from designer.ui.code.view import CodeView
from designer.ui.document import Document
from designer.ui.selection import Selection
from designer.ui.theme import DARK, LIGHT

Lines = st.lists(st.sampled_from("abcde"), max_size=12).map(tuple)


@pytest.fixture
def view(qtbot: QtBot, document: Document, selection: Selection) -> CodeView:
    made = CodeView(document, selection, DARK)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    return made


@given(Lines, Lines)
def test_changes_turn_one_text_into_another(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    lines = list(before)
    for first, last, new in changes(before, after):
        lines[first:last] = new
    assert tuple(lines) == after


def test_the_editor_shows_whatever_it_is_given(qtbot: QtBot) -> None:
    editor = CodeEditor(DARK)
    qtbot.addWidget(editor)
    texts = ["a b c", "a x c", "a c", "b a c", "a b c d", "d", "d e f", "f", "g h", "a"]
    for text in texts:
        editor.show_lines(tuple(text.split()))
        assert editor.toPlainText().split("\n") == text.split()


def test_an_edit_touches_only_its_lines(view: CodeView, document: Document) -> None:
    touched: list[int] = []
    show = view.editor.show_lines
    view.editor.show_lines = lambda lines: touched.append(show(lines))  # type: ignore
    graph = document.design.graph.set("conv1", bias=False)
    document.edit("bias", document.design.with_graph(graph))
    assert touched == [2]  # the docstring's count of parameters, and the layer itself
    assert view.editor.toPlainText() + "\n" == model_source(document.design)


def test_the_selected_nodes_lines_are_marked(
    view: CodeView, selection: Selection
) -> None:
    selection.set(["conv1"])
    lines = view.editor.toPlainText().splitlines()
    assert len(view.editor.marked) == 2
    assert all("conv1" in lines[number - 1] for number in view.editor.marked)


def test_a_press_on_a_line_selects_its_node(
    qtbot: QtBot, view: CodeView, selection: Selection
) -> None:
    number = view.source.lines_of["fc1"][0]
    block = view.editor.document().findBlockByNumber(number - 1)
    place = view.editor.blockBoundingGeometry(block)
    y = place.translated(view.editor.contentOffset()).center().y()
    qtbot.mouseClick(
        view.editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, int(y))
    )
    assert selection.names == ("fc1",)


def test_a_problem_dims_the_last_good_code(view: CodeView, document: Document) -> None:
    good = view.editor.toPlainText()
    graph = document.design.graph.set("conv1", kernel_size=(9, 9))
    document.edit("spoil", document.design.with_graph(graph))
    assert view.editor.toPlainText() == good
    assert view.editor.is_dimmed
    assert view.banner.isVisible()
    assert "conv1" in view._words.text()
    document.undo_stack.undo()
    assert not view.editor.is_dimmed
    assert not view.banner.isVisible()


def test_what_is_being_tried_out_is_no_mistake(
    view: CodeView, document: Document
) -> None:
    good = view.editor.toPlainText()
    graph, _ = insert(
        document.design.graph, document.design.graph.wires_from("relu1")[0], Code()
    )
    document.measure = lambda layer, inputs: NotRun()
    document.edit("code", document.design.with_graph(graph))
    assert view.editor.toPlainText() == good
    assert "is being tried out" in view._words.text()
    assert view.banner.property("card") == "note"
    document.measure = do_not_run
    document.recheck()
    assert "runs only" in view._words.text()
    assert view.banner.property("card") == "error"


def test_nothing_is_generated_while_nobody_looks(
    view: CodeView, document: Document
) -> None:
    view.hide()
    before = view.source
    graph = document.design.graph.set("conv1", bias=False)
    document.edit("bias", document.design.with_graph(graph))
    assert view.source is before
    view.show()
    assert view.source is not before


def test_the_whole_script_can_be_shown_and_copied(qtbot: QtBot, view: CodeView) -> None:
    view.script_button.click()
    assert "def main()" in view.editor.toPlainText()
    view.copy_button.click()
    assert QGuiApplication.clipboard().text() == view.source.text


def test_the_theme_can_change(view: CodeView) -> None:
    view.set_theme(LIGHT)
    assert view.editor.theme is LIGHT
