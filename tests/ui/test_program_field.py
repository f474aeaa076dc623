"""Code in the inspector: typed like Python, entered after a rest, never lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from designer import layers
from designer.errors import DesignerError, FileError, ShapeError
from designer.graph import Design, Graph
from designer.graph.inference import NotRun, do_not_run
from designer.layers.code import TEMPLATE
from designer.trust import Trust
from designer.ui import filing
from designer.ui.code.program_editor import (
    ProgramEditor,
    commented,
    indented,
    opens_block,
    outdented,
)
from designer.ui.document import Document
from designer.ui.follow import follow
from designer.ui.inspector import Inspector
from designer.ui.problems.view import ProblemsView
from designer.ui.selection import Selection
from designer.ui.theme import LIGHT
from designer.ui.window import MainWindow

Key = Qt.Key
Button = QMessageBox.StandardButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

TWO_LINES = "def f(x: Tensor) -> Tensor:\n    return x\n"
SUM = "def f(x: Tensor, y: Tensor) -> Tensor:\n    return x + y\n"


def code_design() -> Design:
    """An input, code of one's own, and an output."""
    graph = Graph()
    graph = graph.add("input1", layers.Input(shape=(4,)))
    graph = graph.add("code1", layers.Code(text=TWO_LINES))
    graph = graph.add("code2", layers.Code())
    graph = graph.add("output1", layers.Output())
    graph = graph.connect("input1", "code1").connect("code1", "output1")
    return Design(graph)


@pytest.fixture
def document(qapp: QApplication, tmp_path: Path) -> Document:
    made = Document(trust=Trust(tmp_path / "trusted.json"))
    made.open_design(code_design(), "code")
    return made


@pytest.fixture
def selection(document: Document) -> Selection:
    made = Selection()
    follow(document, made)
    return made


@pytest.fixture
def inspector(
    qtbot: QtBot, document: Document, selection: Selection
) -> Iterator[Inspector]:
    made = Inspector(document, selection)
    qtbot.addWidget(made)
    made.resize(320, 800)
    made.show()
    selection.set(["code1"])
    made.activateWindow()
    made.program.editor.setFocus()
    qtbot.waitUntil(made.program.editor.hasFocus)
    yield made
    made.code_windows.close()


@pytest.fixture
def editor(inspector: Inspector) -> ProgramEditor:
    return inspector.program.editor


def written(document: Document, node: str = "code1") -> str:
    layer = document.design.graph.node(node).layer
    assert isinstance(layer, layers.Code)
    return str(layer.text)


def put_cursor(editor: ProgramEditor, after: str) -> None:
    """Put the cursor behind the first place where a text stands."""
    cursor = editor.textCursor()
    cursor.setPosition(editor.toPlainText().index(after) + len(after))
    editor.setTextCursor(cursor)


def mark_text(editor: ProgramEditor, first: str, last: str) -> None:
    """Select from the start of one text to the end of another."""
    whole = editor.toPlainText()
    cursor = editor.textCursor()
    cursor.setPosition(whole.index(first))
    keep = QTextCursor.MoveMode.KeepAnchor
    cursor.setPosition(whole.index(last) + len(last), keep)
    editor.setTextCursor(cursor)


def override(editor: ProgramEditor, key: Key, modifiers: Qt.KeyboardModifier) -> bool:
    """Whether the text takes a key that is a shortcut of the window too."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
    event.ignore()
    QApplication.sendEvent(editor, event)
    return event.isAccepted()


# What is entered, and when


def test_the_editor_stands_in_place_of_the_setting(inspector: Inspector) -> None:
    assert inspector.program.isVisible()
    assert inspector.program.editor.toPlainText() == TWO_LINES
    assert inspector.form is not None
    assert "text" not in inspector.form.rows
    inspector.selection.set(["input1"])
    assert not inspector.program.isVisible()


def test_showing_a_text_is_no_edit(
    qtbot: QtBot, document: Document, inspector: Inspector
) -> None:
    inspector.selection.set(["code2"])
    inspector.commit()
    assert document.undo_stack.count() == 0


def test_typing_is_entered_after_a_rest_and_merges(
    qtbot: QtBot, document: Document, editor: ProgramEditor
) -> None:
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " + 1")
    assert written(document) == TWO_LINES
    qtbot.waitUntil(lambda: "return x + 1\n" in written(document))
    qtbot.keyClicks(editor, " + 2")
    qtbot.waitUntil(lambda: "return x + 1 + 2\n" in written(document))
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Edit the code of code1"
    document.undo_stack.undo()
    assert written(document) == TWO_LINES
    assert editor.toPlainText() == TWO_LINES


def test_what_a_text_gives_is_found_out_before_it_is_entered(
    qtbot: QtBot, document: Document, editor: ProgramEditor
) -> None:
    seen: list[tuple[str, str]] = []

    def measure(layer: layers.Layer, inputs: object) -> NotRun:
        seen.append((str(layer.text), written(document)))  # type: ignore[attr-defined]
        return NotRun()

    document.measure = measure
    document.trust_design()
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " + 1")
    qtbot.waitUntil(lambda: "x + 1" in written(document))
    first = next(before for text, before in seen if "x + 1" in text)
    assert first == TWO_LINES


def test_nothing_is_found_out_of_code_that_nobody_trusts(
    qtbot: QtBot, document: Document, editor: ProgramEditor
) -> None:
    seen: list[object] = []
    document.measure = lambda layer, inputs: seen.append(layer) or NotRun()
    document.look_ahead(code_design())
    assert seen == []


def test_it_says_when_it_is_being_found_out(
    document: Document, inspector: Inspector
) -> None:
    large = inspector.code_windows.show(inspector.programs.of("code1"))
    document.measure = lambda layer, inputs: NotRun()
    document.trust_design()
    assert inspector.program.label.text() == "text · trying it out …"
    assert large.problems.text() == "Trying it out …"
    document.measure = lambda layer, inputs: ShapeError("cannot run.")
    document.recheck()
    assert inspector.program.label.text() == "text"
    assert large.problems.text() == "Code code1 cannot run."


def test_commit_enters_at_once(
    qtbot: QtBot, document: Document, inspector: Inspector, editor: ProgramEditor
) -> None:
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " * 3")
    inspector.commit()
    assert "x * 3" in written(document)


def test_another_selection_enters_first(
    qtbot: QtBot, document: Document, selection: Selection, editor: ProgramEditor
) -> None:
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " * 3")
    selection.set(["code2"])
    assert "x * 3" in written(document)
    assert editor.toPlainText() == TEMPLATE
    assert written(document, "code2") == TEMPLATE


def test_the_keyboard_elsewhere_enters_first(
    qtbot: QtBot, document: Document, inspector: Inspector, editor: ProgramEditor
) -> None:
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " * 3")
    inspector.name_row.field.focusProxy().setFocus()
    assert "x * 3" in written(document)


def test_a_refused_text_is_kept_and_not_entered(
    qtbot: QtBot,
    document: Document,
    selection: Selection,
    inspector: Inspector,
    editor: ProgramEditor,
) -> None:
    before = document.design
    editor.selectAll()
    qtbot.keyClicks(editor, "nothing")
    view = inspector.program.view
    qtbot.waitUntil(view.refusal.isVisible)
    assert "needs a function" in view.refusal.text()
    assert document.design is before
    selection.set(["code2"])
    assert not view.refusal.isVisible()
    selection.set(["code1"])
    assert editor.toPlainText() == "nothing"
    assert view.refusal.isVisible()
    assert document.design is before
    editor.selectAll()
    editor.insertPlainText(TWO_LINES)
    inspector.commit()
    assert not view.refusal.isVisible()
    assert document.design is before


def test_a_design_opened_anew_forgets_what_was_refused(
    qtbot: QtBot, document: Document, selection: Selection, inspector: Inspector
) -> None:
    editor = inspector.program.editor
    editor.selectAll()
    qtbot.keyClicks(editor, "nothing")
    inspector.commit()
    document.open_design(code_design(), "again")
    assert editor.toPlainText() == TWO_LINES
    assert inspector.program.view.refusal.text() == ""


def test_a_half_written_line_costs_no_wire_and_no_setting(
    qtbot: QtBot, document: Document, editor: ProgramEditor
) -> None:
    rest = ", y: Tensor, factor: float = 2.0"
    graph = document.design.graph.set("code2", text=SUM.replace(", y: Tensor", rest))
    graph = graph.set("code2", factor=7.0)
    graph = graph.connect("input1", "code2.x").connect("input1", "code2.y")
    document.edit("wire", document.design.with_graph(graph))
    before = document.design.graph
    inspector_of(editor).selection.set(["code2"])
    mark_text(editor, rest, rest)
    qtbot.keyClick(editor, Key.Key_Delete)
    inspector_of(editor).commit()
    assert list(document.design.graph.wires_into("code2")) == ["x"]
    qtbot.keyClicks(editor, rest)
    inspector_of(editor).commit()
    assert document.design.graph == before
    assert document.undo_stack.undoText() == "wire"


def test_a_wire_follows_a_port_that_is_called_otherwise(
    qtbot: QtBot, document: Document, editor: ProgramEditor
) -> None:
    put_cursor(editor, "def f(x")
    for letter in ("_", "y", "z"):
        qtbot.keyClicks(editor, letter)
        inspector_of(editor).commit()
        (wire,) = document.design.graph.wires_into("code1").values()
    assert (wire.source, wire.target_port) == ("input1", "x_yz")


def inspector_of(editor: ProgramEditor) -> Inspector:
    widget = editor.parentWidget()
    while not isinstance(widget, Inspector):
        widget = widget.parentWidget()
    return widget


# What stays while the design changes


def test_a_setting_appears_and_the_cursor_stays(
    qtbot: QtBot, document: Document, inspector: Inspector, editor: ProgramEditor
) -> None:
    put_cursor(editor, "x: Tensor")
    qtbot.keyClicks(editor, ", factor: float = 2.0")
    position = editor.textCursor().position()
    qtbot.waitUntil(lambda: "factor" in getattr(inspector.form, "rows", {}))
    assert inspector.program.editor is editor
    assert editor.hasFocus()
    assert editor.textCursor().position() == position
    assert inspector.form is not None
    assert list(inspector.form.rows) == ["factor"]
    qtbot.keyClick(inspector.form.rows["factor"].field.stepper, Key.Key_Up)  # type: ignore[attr-defined]
    assert document.design.graph.node("code1").layer.factor == 3.0  # type: ignore[attr-defined]
    assert "factor: float = 2.0" in editor.toPlainText()


def test_forms_of_half_written_signatures_are_not_kept(
    qtbot: QtBot, inspector: Inspector, editor: ProgramEditor
) -> None:
    put_cursor(editor, "x: Tensor")
    qtbot.keyClicks(editor, ", a=1")
    inspector.commit()
    for _ in range(5):
        qtbot.keyClicks(editor, "0")
        inspector.commit()
    assert len(inspector.forms) == 1


def test_an_undo_elsewhere_touches_only_its_lines(
    qtbot: QtBot, document: Document, editor: ProgramEditor
) -> None:
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " + 1")
    inspector_of(editor).commit()
    put_cursor(editor, "def f")
    document.undo_stack.undo()
    assert editor.textCursor().position() == len("def f")
    document.undo_stack.redo()
    assert "x + 1" in editor.toPlainText()


def test_a_renamed_node_keeps_its_text(
    qtbot: QtBot, document: Document, selection: Selection, editor: ProgramEditor
) -> None:
    editor.selectAll()
    qtbot.keyClicks(editor, "nothing")
    inspector_of(editor).commit()
    graph = document.design.graph.rename("code1", "other")
    document.edit("rename", document.design.with_graph(graph))
    assert selection.names == ("other",)
    assert editor.toPlainText() == "nothing"


def test_a_deleted_node_lets_go_of_the_editor(
    qtbot: QtBot, document: Document, inspector: Inspector, editor: ProgramEditor
) -> None:
    large = inspector.code_windows.show(inspector.programs.of("code1"))
    with qtbot.waitSignal(large.destroyed):
        document.edit(
            "delete", document.design.with_graph(document.design.graph.remove("code1"))
        )
    assert editor.toPlainText() == ""
    document.undo_stack.undo()
    inspector.selection.set(["code1"])
    assert editor.toPlainText() == TWO_LINES


# Undo


def test_undo_is_the_editors_first_and_then_the_designs(
    qtbot: QtBot, document: Document, inspector: Inspector, editor: ProgramEditor
) -> None:
    assert not override(editor, Key.Key_Z, CONTROL)
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " + 1")
    inspector.commit()
    assert override(editor, Key.Key_Z, CONTROL)
    qtbot.keyClick(editor, Key.Key_Z, CONTROL)
    assert editor.toPlainText() == TWO_LINES
    inspector.commit()
    assert written(document) == TWO_LINES
    assert document.undo_stack.count() == 0
    assert not override(editor, Key.Key_Z, CONTROL)


def test_another_edit_ends_the_editors_undo(
    qtbot: QtBot, document: Document, inspector: Inspector, editor: ProgramEditor
) -> None:
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " + 1")
    inspector.commit()
    graph = document.design.graph.move({"code1": (50.0, 50.0)})
    document.edit("move", document.design.with_graph(graph))
    assert not override(editor, Key.Key_Z, CONTROL)
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " + 2")
    inspector.commit()
    assert document.undo_stack.count() == 3


def test_keys_that_type_are_no_shortcuts(editor: ProgramEditor) -> None:
    none = Qt.KeyboardModifier.NoModifier
    for locked in (False, True):
        editor.setReadOnly(locked)
        assert override(editor, Key.Key_Delete, none)
        assert override(editor, Key.Key_Slash, none)
        assert override(editor, Key.Key_Slash, CONTROL)
        assert not override(editor, Key.Key_S, CONTROL)
        assert not override(editor, Key.Key_F5, none)


# Keys


def test_enter_keeps_the_indentation(qtbot: QtBot, editor: ProgramEditor) -> None:
    put_cursor(editor, "Tensor:")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.keyClicks(editor, "y = x")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.keyClicks(editor, "if y:  # why")
    qtbot.keyClick(editor, Key.Key_Enter)
    qtbot.keyClicks(editor, "z")
    added = editor.toPlainText().split("\n")[1:4]
    assert added == ["    y = x", "    if y:  # why", "        z"]


def test_backspace_takes_a_level_back(qtbot: QtBot, editor: ProgramEditor) -> None:
    put_cursor(editor, "    ")
    qtbot.keyClick(editor, Key.Key_Backspace)
    assert editor.toPlainText().split("\n")[1] == "return x"
    assert editor.textCursor().positionInBlock() == 0


def test_tab_indents_and_shift_tab_takes_it_back(
    qtbot: QtBot, editor: ProgramEditor
) -> None:
    put_cursor(editor, "    return")
    qtbot.keyClick(editor, Key.Key_Tab)
    assert "    return" + "  " + " x" in editor.toPlainText()
    qtbot.keyClick(editor, Key.Key_Z, CONTROL)
    mark_text(editor, "def", "return x")
    qtbot.keyClick(editor, Key.Key_Tab)
    assert editor.toPlainText().startswith("    def f")
    assert "\n        return x" in editor.toPlainText()
    qtbot.keyClick(editor, Key.Key_Backtab, SHIFT)
    assert editor.toPlainText() == TWO_LINES
    assert editor.hasFocus()


def test_escape_and_tab_leaves(
    qtbot: QtBot, inspector: Inspector, editor: ProgramEditor
) -> None:
    qtbot.keyClick(editor, Key.Key_Escape)
    qtbot.keyClicks(editor, "a")
    qtbot.keyClick(editor, Key.Key_Tab)
    assert editor.hasFocus()
    qtbot.keyClick(editor, Key.Key_Escape)
    qtbot.keyClick(editor, Key.Key_Shift, SHIFT)
    qtbot.keyClick(editor, Key.Key_Backtab, SHIFT)
    assert not editor.hasFocus()
    editor.setFocus()
    text = editor.toPlainText()
    qtbot.keyClick(editor, Key.Key_Escape)
    qtbot.keyClick(editor, Key.Key_Tab)
    assert not editor.hasFocus()
    editor.setFocus()
    qtbot.keyClick(editor, Key.Key_Tab, CONTROL)
    assert not editor.hasFocus()
    assert editor.toPlainText() == text


def test_lines_turn_into_comments_and_back(qtbot: QtBot, editor: ProgramEditor) -> None:
    put_cursor(editor, "return")
    qtbot.keyClick(editor, Key.Key_Slash, CONTROL)
    assert "\n    # return x\n" in editor.toPlainText()
    qtbot.keyClick(editor, Key.Key_Slash, CONTROL)
    assert editor.toPlainText() == TWO_LINES
    qtbot.keyClick(editor, Key.Key_Z, CONTROL)
    assert "# return x" in editor.toPlainText()


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (indented, ["a", "", "  b"], ["    a", "", "      b"]),
        (
            outdented,
            ["a", "  b", "    c", "      d", "\te"],
            [*"abc", "    d", "e"],
        ),
        (commented, ["  a", "", "    b"], ["  # a", "", "  #   b"]),
        (commented, ["  # a", "", "  #b"], ["  a", "", "  b"]),
        (commented, [""], [""]),
        (commented, ["# a", "b"], ["# # a", "# b"]),
    ],
)
def test_changes_of_lines(change: object, before: list[str], after: list[str]) -> None:
    assert callable(change)
    assert change(before) == after


@pytest.mark.parametrize(
    ("line", "opens"),
    [("def f():", True), ("if a:  # b", True), ("x = {1: 2}", False), ("", False)],
)
def test_a_colon_at_the_end_opens_a_block(line: str, opens: bool) -> None:
    assert opens_block(line) is opens


# Problems, locks and the large window


def test_a_line_with_a_problem_is_marked_and_follows_its_line(
    qtbot: QtBot, document: Document, inspector: Inspector, editor: ProgramEditor
) -> None:
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " +")
    inspector.commit()
    assert list(editor.marks) == [2]
    assert "is no Python" in editor.marks[2]
    assert inspector.problems.cards
    put_cursor(editor, "def f")
    cursor = editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, Key.Key_Return)
    assert list(editor.marks) == [3]
    put_cursor(editor, " +")
    qtbot.keyClicks(editor, " 1")
    inspector.commit()
    assert editor.marks == {}


def test_a_pressed_problem_puts_the_cursor_on_its_line(
    qtbot: QtBot, document: Document, selection: Selection, inspector: Inspector
) -> None:
    graph = document.design.graph.set("code1", text="import os\n" + TWO_LINES + "f(1)")
    document.edit("spoil", document.design.with_graph(graph))
    selection.set(["input1"])
    view = ProblemsView(document, selection)
    qtbot.addWidget(view)
    view.show()
    view.went_to.connect(inspector.go_to)
    card = next(card for card in view.cards if card.problem.line)
    card.pressed.emit()
    assert selection.names == ("code1",)
    cursor = inspector.program.editor.textCursor()
    assert cursor.blockNumber() + 1 == card.problem.line == 4


def test_a_card_of_the_inspector_leads_to_the_line_too(
    qtbot: QtBot, document: Document, inspector: Inspector, editor: ProgramEditor
) -> None:
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " +")
    inspector.commit()
    inspector.name_row.field.focusProxy().setFocus()
    put_cursor(editor, "def f")
    qtbot.mouseClick(inspector.problems.cards[0], Qt.MouseButton.LeftButton)
    assert editor.textCursor().blockNumber() + 1 == 2
    assert editor.hasFocus()


def test_a_long_line_is_read_from_its_start_when_it_is_left(
    qtbot: QtBot, inspector: Inspector, editor: ProgramEditor
) -> None:
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " + 1" * 20)
    assert editor.horizontalScrollBar().value() > 0
    inspector.name_row.field.focusProxy().setFocus()
    assert editor.horizontalScrollBar().value() == 0


def test_locked_code_is_read_only_and_says_why(
    qtbot: QtBot, document: Document, inspector: Inspector, editor: ProgramEditor
) -> None:
    reason = "Trust this design to edit its code."
    inspector.set_code_locked(reason)
    qtbot.keyClicks(editor, "abc")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.keyClick(editor, Key.Key_Slash, CONTROL)
    assert editor.toPlainText() == TWO_LINES
    lock = inspector.program.view.lock
    assert (lock.text(), lock.isVisible()) == (reason, True)
    inspector.selection.set(["code2"])
    assert editor.isReadOnly()
    inspector.set_code_locked("")
    assert not editor.isReadOnly()
    assert not lock.isVisible()


def test_what_was_typed_before_a_lock_is_entered_after_it(
    qtbot: QtBot, document: Document, inspector: Inspector, editor: ProgramEditor
) -> None:
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " + 1")
    inspector.set_code_locked("No.")
    inspector.commit()
    assert written(document) == TWO_LINES
    inspector.set_code_locked("")
    qtbot.waitUntil(lambda: "x + 1" in written(document))


def test_the_large_window_is_in_step(
    qtbot: QtBot, document: Document, inspector: Inspector, editor: ProgramEditor
) -> None:
    inspector.program.large_button.click()
    (large,) = inspector.code_windows.by_program.values()
    assert large.isVisible()
    assert large.windowTitle() == "Code code1"
    qtbot.waitUntil(large.view.editor.hasFocus)
    put_cursor(large.view.editor, "return x")
    qtbot.keyClicks(large.view.editor, " +")
    assert editor.toPlainText() == large.view.editor.toPlainText()
    inspector.selection.set(["input1"])
    inspector.commit()
    assert "x +\n" in written(document)
    assert large.problems.isVisible()
    assert "is no Python" in large.problems.text()
    assert list(large.view.editor.marks) == [2]
    qtbot.keyClicks(large.view.editor, " 1")
    inspector.commit()
    assert "Python" not in large.problems.text()
    document.undo_stack.undo()
    assert large.view.editor.toPlainText() == TWO_LINES
    inspector.selection.set(["code1"])
    inspector.program.large_button.click()
    assert len(inspector.code_windows.by_program) == 1


def test_undo_in_the_large_window_reaches_the_design(
    qtbot: QtBot, window: MainWindow
) -> None:
    document, inspector = open_code(window)
    large = inspector.code_windows.show(inspector.programs.of("code1"))
    qtbot.waitUntil(large.view.editor.hasFocus)
    graph = document.design.graph.set("code1", text=SUM)
    document.edit("sum", document.design.with_graph(graph))
    assert large.view.editor.toPlainText() == SUM
    qtbot.keyClick(large.view.editor, Key.Key_Z, CONTROL)
    assert written(document) == TWO_LINES
    document.open_design(code_design(), "again")
    assert not large.isVisible()


def open_code(window: MainWindow) -> tuple[Document, Inspector]:
    """A window with a design that holds code, which is trusted nowhere else."""
    window.document.trust = Trust(Path(window.settings.fileName()).with_name("t.json"))
    window.document.measure = do_not_run
    window.document.trust.allow(code_design())
    window.document.open_design(code_design(), "code")
    window.show()
    return window.document, window.inspector


def test_code_that_nobody_trusts_is_read_and_not_typed(
    qtbot: QtBot, window: MainWindow
) -> None:
    document, inspector = open_code(window)
    graph = code_design().graph.set("code1", text=SUM)
    document.edit("paste", Design(graph))
    assert window.trust_bar.isVisible()
    window.trust_bar.read_button.click()
    (large,) = inspector.code_windows.by_program.values()
    assert large.isVisible() and large.view.editor.toPlainText() == SUM
    assert window.selection.names == ("code1",)
    assert large.view.editor.isReadOnly() and inspector.program.editor.isReadOnly()
    assert large.view.lock.text() == "To edit this code, trust it first."
    assert not large.problems.isVisible()
    large.trust_bar.trust_button.click()
    assert not window.trust_bar.isVisible() and not large.trust_bar.isVisible()
    assert not large.view.editor.isReadOnly() and not large.view.lock.isVisible()


def test_what_was_written_here_is_trusted_once_it_is_saved(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    document, inspector = open_code(window)
    window.selection.set(["code1"])
    editor = inspector.program.editor
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " + 1")
    window.commit()
    assert document.trusted
    assert not Trust(document.trust.path).holds(document.design)
    window.filing.save_to(tmp_path / "mine.json")
    assert Trust(document.trust.path).holds(document.design)
    document.trust.path = tmp_path / "mine.json" / "nowhere"
    qtbot.keyClicks(editor, " + 2")
    with pytest.raises(FileError, match="The design is saved"):
        window.filing.save_to(tmp_path / "mine.json")
    assert not document.dirty and document.trusted


@pytest.fixture
def unfinished(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A window in which a text was typed that no layer takes."""
    open_code(window)
    window.selection.set(["code1"])
    window.inspector.program.editor.selectAll()
    qtbot.keyClicks(window.inspector.program.editor, "def")
    return window


@pytest.mark.parametrize("button", [Button.Discard, Button.Cancel])
def test_what_cannot_be_entered_is_not_left_without_a_question(
    unfinished: MainWindow, monkeypatch: pytest.MonkeyPatch, button: Button
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        filing, "ask_to_lose", lambda _, words: asked.append(words) or button
    )
    assert unfinished.filing.may_leave() == (button == Button.Discard)
    assert "The code of code1: text needs Python" in asked[0]
    unfinished.document.open_design(code_design(), "again")
    assert unfinished.filing.may_leave()
    assert len(asked) == 1


def test_what_cannot_be_entered_is_neither_trained_nor_exported_nor_hidden(
    unfinished: MainWindow, tmp_path: Path
) -> None:
    unfinished.selection.set([])
    unfinished.training_commands.train()
    assert unfinished.training.state == "idle"
    assert unfinished.selection.names == ("code1",)
    for export in (unfinished.filing.export_model, unfinished.filing.export_script):
        with pytest.raises(DesignerError, match="The code of code1: text needs Python"):
            export()
    unfinished.filing.save_to(tmp_path / "net.json")
    assert "Saved, but not all: The code of code1" in unfinished.canvas.toast.text()
    assert unfinished.inspector.program.editor.toPlainText() == "def"


def test_another_theme_is_drawn_at_once(inspector: Inspector) -> None:
    large = inspector.code_windows.show(inspector.programs.of("code1"))
    inspector.set_theme(LIGHT)
    assert inspector.program.editor.theme is LIGHT
    assert large.view.editor.theme is LIGHT


def test_the_window_binds_it_all(qtbot: QtBot, window: MainWindow) -> None:
    open_code(window)
    window.selection.set(["code2"])
    window.inspector.program.large_button.click()
    (large,) = window.inspector.code_windows.by_program.values()
    editor = window.inspector.program.editor
    put_cursor(editor, "return x")
    qtbot.keyClicks(editor, " + 1")
    window.commit()
    assert "return x + 1" in written(window.document, "code2")
    window.document.undo_stack.setClean()
    window.close()
    assert not large.isVisible()
