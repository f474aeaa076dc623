"""Code runs where the person said yes to just that text, now or earlier."""

from pathlib import Path

import pytest

import designer
from designer import layers
from designer.errors import FileError
from designer.trust import Trust, default_path


def design(*texts: str) -> designer.Design:
    graph = designer.Graph().add("image", layers.Input())
    for place, body in enumerate(texts):
        text = f"def f{place}(x):\n    return {body}\n"
        graph = graph.add(f"code{place}", layers.Code(text=text))
    return designer.Design(graph)


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    return Trust(tmp_path / "folder" / "trusted.json")


def test_without_code_there_is_nothing_to_ask(trust: Trust) -> None:
    assert trust.holds(design())
    trust.add(design())
    assert not trust.path.exists()


def test_each_text_is_asked_about_once(trust: Trust) -> None:
    assert not trust.holds(design("x"))
    trust.add(design("x", "x + 1"))
    assert trust.holds(design("x"))
    assert not trust.holds(design("x + 2"))
    assert not trust.holds(design("x", "x + 2"))
    later = Trust(trust.path)
    assert later.holds(design("x", "x + 1"))
    assert not later.holds(design("x + 2"))


def test_what_is_allowed_for_now_is_not_remembered(trust: Trust) -> None:
    trust.allow(design("x"))
    assert trust.holds(design("x"))
    assert not trust.path.exists()
    trust.add(design("x + 1"))
    assert not Trust(trust.path).holds(design("x"))
    trust.add(design("x"))
    assert Trust(trust.path).holds(design("x"))


def test_what_another_window_added_stays(trust: Trust) -> None:
    assert not trust.holds(design("x"))
    Trust(trust.path).add(design("x"))
    trust.add(design("x + 1"))
    for each in (trust, Trust(trust.path)):
        assert each.holds(design("x"))
        assert each.holds(design("x + 1"))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"trusted": 3}', "\0", "[" * 9])
def test_a_broken_memory_trusts_nothing(trust: Trust, content: str) -> None:
    trust.path.parent.mkdir()
    trust.path.write_text(content)
    assert not trust.holds(design("x"))
    trust.add(design("x"))
    assert Trust(trust.path).holds(design("x"))


def test_what_cannot_be_remembered_is_trusted_for_now(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    trust = Trust(tmp_path / "file" / "trusted.json")
    with pytest.raises(FileError, match="could not be made"):
        trust.add(design("x"))
    assert trust.holds(design("x"))


def test_it_is_kept_with_the_persons_data(own_folders: Path) -> None:
    assert own_folders / "data" in default_path().parents
