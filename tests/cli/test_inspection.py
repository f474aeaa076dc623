import csv
import io
import json
from pathlib import Path

import pytest

from designer import Design, Graph, check, layers, load, save
from designer.cli import main
from designer.resources import examples
from tests.graph.blocks import network


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    graph = Graph().add("image", layers.Input(shape=(1, 8, 8)))
    graph = graph.add("pool", layers.MaxPool2d(kernel_size=(9, 9)))
    graph = graph.connect("image", "pool").add("relu", layers.ReLU())
    graph = graph.connect("pool", "relu")
    save(Design(graph), tmp_path / "broken.json")
    return tmp_path / "broken.json"


@pytest.mark.parametrize("name", list(examples()))
def test_examples_have_no_problems(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", name]) == 0
    assert capsys.readouterr().out == f"{name} has 0 problems.\n"
    assert main(["check", name, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"problems": []}


def test_problems_are_told_with_their_place_and_their_fixes(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(broken)]) == 1
    text = capsys.readouterr().out
    assert "Error: MaxPool2d pool needs" in text
    assert text.endswith("broken.json has 1 problem.\n")
    assert main(["check", str(broken), "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    (known,) = check(load(broken)).problems
    assert problem["node"] == "pool"
    assert problem["severity"] == "error"
    assert problem["message"] == str(known)
    assert problem["fixes"] == [fix.label for fix in known.fixes]


def test_a_summary_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "classic-cnn", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["parameters"] == 1_626_442
    nodes = summary["nodes"]
    assert sum(node["parameters"] for node in nodes) == summary["parameters"]
    assert sum(node["macs"] for node in nodes) == summary["macs"]
    assert nodes[0]["output"] == [3, 64, 64]
    assert set(nodes[0]) == {
        *("name", "layer", "output", "parameters", "macs", "activations"),
        "receptive_field",
    }
    assert nodes[0]["receptive_field"] == [1, 1]
    assert nodes[-1]["receptive_field"] == ["all", "all"]
    assert summary["training_bytes"] > 16 * summary["parameters"]
    assert "Note" not in {node["layer"] for node in nodes}


def test_a_summary_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "lenet-5"]) == 0
    lines = capsys.readouterr().out.splitlines()
    head = "Node Layer Output Parameters MACs Activations Field"
    assert lines[0].split() == head.split()
    assert lines[-2].split()[:2] == ["Total", "61,706"]
    assert lines[-1].startswith("Training on batches of 64 samples takes about 3.")
    (image,) = (line.split() for line in lines if line.startswith("image "))
    assert image == ["image", "Input", "1×32×32", "0", "0", "4.0", "KiB", "1"]
    ends = {len(line) for line in lines[:-2]}
    assert len(ends) == 1, "numbers stand under each other"


def test_a_summary_is_written_for_spreadsheets_and_for_pages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["summary", "alexnet", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[-1]["node"] == "Total"
    counts = [int(row["parameters"]) for row in rows]
    assert sum(counts[:-1]) == counts[-1] == 61_100_840
    fields = {row["node"]: row["field"] for row in rows}
    assert fields["pool3"] == "195", "AlexNet's last pool, as published"
    assert main(["summary", "alexnet", "--format", "markdown"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.count("|") for line in lines} == {8}
    assert set(lines[1]) == set("|:- ")


def test_what_is_not_known_is_a_question_mark_or_null(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["summary", str(broken)]) == 0
    text = capsys.readouterr().out
    assert "relu   ReLU       ?" in text
    assert "1 problem" in text
    assert main(["summary", str(broken), "--json"]) == 0
    image, pool, relu = json.loads(capsys.readouterr().out)["nodes"]
    assert image["output"] == [1, 8, 8]
    assert (
        pool["output"] is pool["parameters"] is relu["output"] is relu["macs"] is None
    )


def test_a_summary_tells_of_blocks_and_of_what_is_inside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(network(), tmp_path / "net.json")
    assert main(["summary", str(tmp_path / "net.json")]) == 0
    assert "stage2    Residual ×3  16×8×8" in capsys.readouterr().out
    assert main(["summary", str(tmp_path / "net.json"), "--inside", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    names = [node["name"] for node in summary["nodes"]]
    assert {"stage1.conv1", "stage2.2.bn1", "fc1"} <= set(names)
    assert "stage2" not in names
    assert sum(node["parameters"] for node in summary["nodes"]) == summary["parameters"]
