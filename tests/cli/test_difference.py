import json
from pathlib import Path

import pytest

from designer import load, save
from designer.cli import main
from designer.resources import examples


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    design = load(examples()["classic-cnn"])
    graph = design.graph.set("conv1", out_channels=48).remove("note1")
    path = tmp_path / "changed.json"
    save(design.with_graph(graph).with_training(epochs=3), path)
    return path


def test_the_same_design_has_no_differences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "classic-cnn", "classic-cnn"]) == 0
    assert capsys.readouterr().out == "The designs are the same.\n"


def test_differences_are_listed(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", "classic-cnn", str(changed)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "Network",
        "    ~ conv1 Conv2d",
        "        out_channels 32 → 48",
    ]
    assert lines[3].startswith("    - note1 Note")
    assert lines[4] == "Training"
    assert lines[5].startswith("    ~ epochs") and lines[5].endswith("→ 3")
    assert lines[6].startswith("Parameters: 1,626,442 → ")


def test_differences_as_json(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "classic-cnn", str(changed), "--json"]) == 1
    content = json.loads(capsys.readouterr().out)
    (part,) = content["parts"]
    assert [(n["kind"], n["name"]) for n in part["nodes"]] == [
        ("changed", "conv1"),
        ("removed", "note1"),
    ]
    assert content["before"]["parameters"] == 1_626_442


def test_what_cannot_be_read_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "classic-cnn", "nothing-there"]) == 2
    assert "nothing-there" in capsys.readouterr().err
