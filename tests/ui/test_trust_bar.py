"""A design's code runs in the window only after the person said yes to it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer import layers
from designer.codegen.measuring import measure
from designer.graph import Design, Graph
from designer.layers import Tensor
from designer.trust import Trust
from designer.ui.document import Document
from designer.ui.trust_bar import TrustBar


def design(body: str = "x.flatten(1)") -> Design:
    text = f"def laid(x: Tensor) -> Tensor:\n    return {body}\n"
    graph = Graph().add("image", layers.Input(shape=(1, 8, 8)))
    graph = graph.add("code1", layers.Code(text=text)).connect("image", "code1")
    return Design(graph.add("relu1", layers.ReLU()).connect("code1", "relu1"))


@pytest.fixture
def document(qapp: QApplication, tmp_path: Path) -> Document:
    return Document(measure=measure, trust=Trust(tmp_path / "trusted.json"))


@pytest.fixture
def bar(qtbot: QtBot, document: Document) -> TrustBar:
    made = TrustBar(document)
    qtbot.addWidget(made)
    return made


def is_known(document: Document) -> bool:
    return "relu1" in document.report.tensors


def test_without_code_there_is_no_bar(document: Document, bar: TrustBar) -> None:
    assert bar.isHidden()
    document.edit("Add", Design(Graph().add("code1", layers.Code())))
    assert bar.isHidden()  # the first text is the app's own


def test_unknown_code_waits_for_a_yes(
    qtbot: QtBot, document: Document, bar: TrustBar
) -> None:
    document.open_design(design(), "theirs")
    assert not bar.isHidden()
    assert "(code1)" in bar.label.text()
    assert not is_known(document)
    assert "runs only in a design that you trust" in document.report.errors[0].message
    with qtbot.waitSignal(document.rechecked):
        qtbot.mouseClick(bar.trust_button, Qt.MouseButton.LeftButton)
    assert bar.isHidden()
    assert document.report.tensors["relu1"] == Tensor((64,))
    assert not document.dirty
    document.open_design(Design(), "other")
    document.open_design(design(), "theirs again")
    assert is_known(document)


def test_read_it_names_the_node(
    qtbot: QtBot, document: Document, bar: TrustBar
) -> None:
    theirs = design().graph.add("code2", layers.Code())
    theirs = theirs.rename("code1", "code3").rename("code2", "code1")
    document.open_design(Design(theirs), "theirs")
    assert "(code3)" in bar.label.text()
    with qtbot.waitSignal(bar.read_wanted) as read:
        qtbot.mouseClick(bar.read_button, Qt.MouseButton.LeftButton)
    assert read.args == ["code3"]


def test_what_is_written_here_runs_at_once(document: Document, bar: TrustBar) -> None:
    document.write_code("Write", design("x * 2"))
    assert is_known(document)
    assert bar.isHidden()
    document.edit("Paste", design("x * 3"))
    assert not bar.isHidden()
    document.undo_stack.undo()
    assert bar.isHidden()
    document.undo_stack.redo()
    assert not is_known(document)


def test_writing_in_a_strangers_design_trusts_nothing(
    document: Document, bar: TrustBar
) -> None:
    document.open_design(design(), "theirs")
    document.write_code("Write", design("x * 2"))
    assert not is_known(document)
    assert not bar.isHidden()


def test_a_file_made_here_is_trusted_when_opened_again(
    document: Document, tmp_path: Path
) -> None:
    document.write_code("Write", design("x * 2"))
    document.save(tmp_path / "mine.json")
    document.remember_code()
    again = Document(measure=measure, trust=Trust(document.trust.path))
    again.open(tmp_path / "mine.json")
    assert is_known(again)
    again.open_design(design(), "theirs")
    again.save(tmp_path / "theirs.json")
    again.remember_code()
    again.open(tmp_path / "theirs.json")
    assert not is_known(again)


def test_what_cannot_be_remembered_runs_for_now(
    qtbot: QtBot,
    tmp_path: Path,
    document: Document,
    bar: TrustBar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    monkeypatch.setattr("designer.ui.trust_bar.tell", lambda _, text: told.append(text))
    (tmp_path / "file").write_text("in the way")
    document.trust.path = tmp_path / "file" / "trusted.json"
    document.open_design(design(), "theirs")
    qtbot.mouseClick(bar.trust_button, Qt.MouseButton.LeftButton)
    assert is_known(document)
    assert "runs for now" in told[0]
