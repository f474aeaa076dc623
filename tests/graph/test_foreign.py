"""What files are called that are no designs."""

from pathlib import Path

import pytest

from designer.graph.foreign import described


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0", "a JPEG picture"),
        ("photo.json", b"\xff\xd8\xff\xe0", "a JPEG picture"),
        ("net.pt", b"PK\x03\x04", "a file of PyTorch weights"),
        ("some.zip", b"PK\x03\x04", "a ZIP archive"),
        ("train.py", b"import torch", "a Python file"),
        ("paper.PDF", b"%PDF-1.4", "a PDF document"),
        ("nothing.json", b"", "an empty file"),
        ("unknown", b"\0\1\2", "a file"),
    ],
)
def test_a_file_is_known_by_its_beginning_or_its_name(
    name: str, data: bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert described(path) == words


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    assert described(tmp_path) == "a folder"
    assert "cannot be read" in described(tmp_path / "gone.json")
