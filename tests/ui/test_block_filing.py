"""Blocks in files and in the library: kept, replaced after a question, added, renamed."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from designer.errors import DesignerError, FileError, GraphError
from designer.graph import Design, load, save
from designer.graph.nesting import uses
from designer.library import Library
from designer.ui import block_filing
from designer.ui import filing as files
from designer.ui.block_filing import BlockFiling, chosen_block
from designer.ui.document import Document
from designer.ui.filing import Filing
from designer.ui.window import MainWindow
from tests.graph.blocks import network, residual
from tests.graph.test_merging import stage, with_stride


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def blocks(
    qtbot: QtBot,
    document: Document,
    settings: QSettings,
    tmp_path: Path,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> BlockFiling:
    window = QWidget()
    qtbot.addWidget(window)
    document.open_design(network(), "net")
    filing = Filing(window, document, settings, lambda: None)
    made = BlockFiling(filing, Library(tmp_path / "blocks"))
    made.said.connect(said.append)
    monkeypatch.setattr(block_filing, "to_trash", lambda path: False)
    return made


def answer(monkeypatch: pytest.MonkeyPatch, agreed: bool) -> list[str]:
    """Answer every question so, and see what is asked."""
    asked: list[str] = []
    monkeypatch.setattr(
        files, "ask", lambda window, words, more, deed: asked.append(words) or agreed
    )
    return asked


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    monkeypatch.setattr(files, "ask_path", lambda *_: path)


def test_a_block_is_kept_and_another_one_only_after_a_question(
    qtbot: QtBot,
    blocks: BlockFiling,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = answer(monkeypatch, False)
    with qtbot.waitSignal(blocks.kept_changed):
        blocks.keep("Residual")
    assert said == ["Residual is saved to my blocks"]
    blocks.keep("Residual")
    assert asked == []
    document = blocks.document
    document.edit("Change", document.design.with_block(with_stride(residual())))
    blocks.keep("Residual")
    assert asked == ["There is another block called Residual in my blocks."]
    assert blocks.library.blocks()[0].block == residual()
    answer(monkeypatch, True)
    blocks.keep("Residual")
    assert blocks.library.blocks()[0].block == document.design.blocks["Residual"]


def test_what_cannot_be_kept_is_told_and_changes_nothing(
    blocks: BlockFiling, tmp_path: Path, said: list[str]
) -> None:
    (tmp_path / "blocks").write_text("a file where the folder should be")
    with pytest.raises(FileError, match="could not be made"):
        blocks.keep("Residual")
    with pytest.raises(GraphError, match="no block 'Gone'"):
        blocks.keep("Gone")
    assert said == []
    assert not blocks.document.dirty


def test_others_who_change_the_library_are_noticed(
    qtbot: QtBot, blocks: BlockFiling
) -> None:
    blocks.keep("Residual")
    with qtbot.waitSignal(blocks.kept_changed):
        save(Design(name="Other"), blocks.library.folder / "Other.json")


def test_a_block_is_discarded_to_the_trash_or_after_a_question(
    blocks: BlockFiling, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks.keep("Residual")
    asked = answer(monkeypatch, False)
    blocks.discard("Residual")
    assert asked == ["Remove Residual from my blocks?"]
    assert blocks.library.rows()
    answer(monkeypatch, True)
    blocks.discard("Residual")
    assert blocks.library.rows() == []
    blocks.keep("Residual")
    asked = answer(monkeypatch, False)
    monkeypatch.setattr(block_filing, "to_trash", lambda path: not path.unlink())
    blocks.discard("Residual")
    assert asked == []
    assert said[-1] == "Residual is in the trash"


def test_a_block_goes_to_a_file_and_comes_back(
    blocks: BlockFiling,
    tmp_path: Path,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "mine.json"
    choose(monkeypatch, path)
    blocks.save_as_file("Residual")
    assert said == ["Residual is written to mine.json"]
    assert load(path).graph == residual().graph
    document = blocks.document
    blocks.add_from_file()
    assert said[-1] == "Residual is a block of this design already"
    assert not document.dirty
    document.open_design(Design(), "empty")
    blocks.add_from_file()
    assert document.design.blocks == {"Residual": residual()}
    assert document.undo_stack.undoText() == "Add block Residual"
    document.undo_stack.undo()
    assert document.design == Design()


def test_nothing_is_done_where_no_file_is_chosen(
    blocks: BlockFiling, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, None)
    blocks.save_as_file("Residual")
    blocks.add_from_file()
    assert said == []
    assert not blocks.document.dirty


@pytest.mark.parametrize(
    "text", ['{"format": 99}', "[]", "", '{"format": 2, "nodes": []}']
)
def test_a_bad_file_leaves_the_design(
    blocks: BlockFiling, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(DesignerError, match=r"bad|Bad"):
        blocks.add_path(path)
    assert not blocks.document.dirty


def test_a_block_is_renamed_and_every_use_follows(
    blocks: BlockFiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = blocks.document
    document.edit("Add", document.design.with_block(stage(residual())))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, text: ("Unit ", True))
    blocks.rename("Residual")
    design = document.design
    assert design.blocks.keys() == {"Unit", "Stage"}
    names = {use.block.name for _, graph in design.graphs() for _, use in uses(graph)}
    assert names == {"Unit"}
    assert document.undo_stack.undoText() == "Rename Residual to Unit"
    for wrong in ("Stage", "no name", "Net"):
        with pytest.raises(GraphError):
            blocks.call("Unit", wrong)
    assert document.design is design


def test_only_a_block_that_nothing_uses_is_removed(blocks: BlockFiling) -> None:
    document = blocks.document
    with pytest.raises(GraphError, match="stage1 uses Residual"):
        blocks.remove("Residual")
    document.edit("Add", document.design.with_block(stage(residual())))
    blocks.remove("Stage")
    assert list(document.design.blocks) == ["Residual"]
    assert document.undo_stack.undoText() == "Remove block Stage"


def test_a_design_begins_with_a_kept_block_if_the_open_one_may_be_left(
    blocks: BlockFiling, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks.keep("Residual")
    document = blocks.document
    before = document.design.with_block(stage(residual()))
    document.edit("Add", before)
    monkeypatch.setattr(
        files, "ask_to_save", lambda *_: QMessageBox.StandardButton.Cancel
    )
    blocks.begin_with("Residual")
    assert document.design is before
    document.undo_stack.setClean()
    blocks.begin_with("Residual")
    assert list(document.design.blocks) == ["Residual"]
    assert not document.report.problems
    with pytest.raises(FileError, match="could not be read"):
        blocks.begin_with("Gone")


def test_the_block_that_is_meant_is_that_of_the_only_selected_node() -> None:
    design = network()
    assert chosen_block(design, ["stage1"]) == "Residual"
    for names in ([], ["image"], ["stage1", "stage2"], ["gone"]):
        assert chosen_block(design, names) == ""


@pytest.mark.parametrize(
    ("press", "agreed"), [("Replace", True), ("Cancel", False), ("", False)]
)
def test_a_question_is_agreed_to_only_by_its_own_button(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, press: str, agreed: bool
) -> None:
    window = QWidget()
    qtbot.addWidget(window)

    def answered(box: QMessageBox) -> int:
        for button in box.buttons():
            if button.text().replace("&", "") == press:
                button.click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answered)
    assert files.ask(window, "Really?", "It is lost.", "Replace") is agreed


def test_the_menu_offers_what_can_be_done_with_the_selected_block(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.document.open_design(network(), "net")
    keep, write = map(window.actions_by_key.__getitem__, ("keep_block", "save_block"))
    for chosen, is_block in (("image", False), ("stage2", True)):
        window.selection.set([chosen])
        assert keep.isEnabled() is write.isEnabled() is is_block
    keep.trigger()
    assert window.blocks.library.rows() == [("Residual", "2 settings")]
    choose(monkeypatch, tmp_path / "mine.json")
    write.trigger()
    assert load(tmp_path / "mine.json").name == "Residual"
    window.document.open_design(Design(), "empty")
    assert not keep.isEnabled()
    window.actions_by_key["add_block"].trigger()
    assert list(window.document.design.blocks) == ["Residual"]
