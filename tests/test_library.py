"""A library of blocks: what is saved is found, and no file can do it harm."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from designer.errors import FileError
from designer.graph import Design, save
from designer.graph.block_file import with_block_from
from designer.library import Library, load_block
from tests.graph.blocks import network, residual
from tests.graph.test_merging import stage, with_stride


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "new" / "blocks")


def test_there_is_nothing_at_first_and_looking_makes_no_folder(
    library: Library,
) -> None:
    assert library.blocks() == []
    assert library.rows() == []
    assert not library.folder.exists()


def test_what_is_saved_comes_back_with_all_that_it_needs(library: Library) -> None:
    design = network().with_block(stage(residual()))
    path = library.save(design, "Stage")
    assert path == library.folder / "Stage.json"
    fresh, name = with_block_from(Design(), library.load("Stage"))
    assert fresh.blocks[name] == design.blocks["Stage"]
    assert fresh.blocks.keys() == {"Stage", "Residual"}
    library.save(design, "Residual")
    assert library.rows() == [("Residual", "2 settings"), ("Stage", "0 settings")]
    kept = library.blocks()[0]
    assert kept.block == residual()
    assert kept.when == pytest.approx(kept.path.stat().st_mtime)


def test_only_another_content_is_asked_about(library: Library) -> None:
    design = network()
    other = Design().with_block(with_stride(residual()))
    assert not library.would_replace(design, "Residual")
    library.save(design, "Residual")
    assert not library.would_replace(design, "Residual")
    assert library.would_replace(other, "Residual")
    library.save(other, "Residual")
    assert len(library.blocks()) == 1
    assert library.blocks()[0].block == other.blocks["Residual"]


def test_what_is_removed_is_gone(library: Library) -> None:
    library.save(network(), "Residual")
    library.remove("Residual")
    assert library.blocks() == []
    with pytest.raises(FileError, match="Residual could not be removed"):
        library.remove("Residual")
    with pytest.raises(FileError, match="could not be read"):
        library.load("Residual")


def test_a_block_is_called_as_its_file_is(library: Library) -> None:
    path = library.save(network(), "Residual")
    path.rename(path.with_name("my-own block.json"))
    assert [kept.name for kept in library.blocks()] == ["MyOwnBlock"]
    assert library.load("MyOwnBlock").name == "MyOwnBlock"
    library.save(
        Design().with_block(replace(residual(), name="MyOwnBlock")), "MyOwnBlock"
    )
    assert [path.name for path in library.folder.iterdir()] == ["my-own block.json"]


def test_a_file_that_changes_is_read_again_and_no_other(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(
        "designer.library.load_block", lambda p: read.append(p.stem) or load_block(p)
    )
    library.save(network(), "Residual")
    path = library.save(network().with_block(stage(residual())), "Stage")
    library.blocks()
    library.blocks()
    assert read == ["Residual", "Stage"]
    save(network(), path)
    os.utime(path, (1, 1))
    assert [kept.about for kept in library.blocks()] == ["2 settings", "2 settings"]
    assert read == ["Residual", "Stage", "Stage"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Bad.json cannot be opened: it is empty"),
        ("{", "it is no JSON"),
        ("[]", "it holds no JSON object"),
        ('{"format": 99}', "it is of format 99"),
        (
            '{"format": 2, "nodes": []}',
            "cannot be placed as a block: it holds no Output",
        ),
        (
            '{"format": 2, "blocks": {"Bad": {"nodes": []}}, "name": "Bad"}',
            "both called",
        ),
        ("\xff", "is not a text file"),
    ],
)
def test_a_broken_file_is_listed_with_its_reason(
    library: Library, text: str, words: str
) -> None:
    library.save(network(), "Residual")
    (library.folder / "Bad.json").write_bytes(text.encode("latin-1"))
    bad, good = library.blocks()
    assert (bad.name, bad.block, bad.about) == ("Bad", None, "cannot be read")
    assert words in bad.why
    assert good.name == "Residual" and not good.why
    assert library.would_replace(network(), "Residual") is False


def test_what_is_no_block_file_is_passed_over(library: Library) -> None:
    path = library.save(network(), "Residual")
    for name in (".Residual.json.x7", ".hidden.json", "notes.txt"):
        (library.folder / name).write_text(path.read_text())
    (library.folder / "folder.json").mkdir()
    assert [kept.name for kept in library.blocks()] == ["Residual"]


def test_a_folder_that_cannot_be_made_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    library = Library(tmp_path / "file" / "blocks")
    with pytest.raises(FileError, match="blocks could not be made"):
        library.save(network(), "Residual")
    assert library.blocks() == []


def test_by_itself_it_is_kept_with_the_data_of_the_person(own_folders: Path) -> None:
    assert Library().folder == own_folders / "data" / "network-designer" / "blocks"
