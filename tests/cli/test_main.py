import os
import subprocess
import sys
from pathlib import Path

import pytest

import designer
from designer import Design, Graph, layers, save
from designer.cli import main

BROKEN = Design(
    Graph()
    .add("image", layers.Input(shape=(1, 8, 8)))
    .add("fc", layers.Conv1d(out_channels=4))
    .connect("image", "fc")
)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    save(BROKEN, tmp_path / "broken.json")
    return str(tmp_path / "broken.json")


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["check", "--json"],
        ["summary"],
        ["export", "--to", "model"],
        ["export", "--to", "script"],
        ["train"],
    ],
)
@pytest.mark.parametrize("content", ["", "{", '{"format": 99}', None])
def test_what_cannot_be_read_is_one_line_and_status_two(
    command: list[str],
    content: str | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "net.json"
    if content is not None:
        path.write_text(content)
    assert main([command[0], str(path), *command[1:]]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("designer: ")
    assert output.err.count("\n") == 1
    assert "net.json" in output.err


def test_a_name_that_is_nearly_right_is_guessed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["summary", "digit-cnn"]) == 2
    assert "Did you mean digits-cnn?" in capsys.readouterr().err
    assert main(["chekc", "mlp"]) == 2
    assert "Did you mean check?" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["model", "script"])
def test_a_design_with_problems_has_no_code(
    kind: str, broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.py"
    assert main(["export", broken, "--to", kind, "-o", str(output)]) == 2
    assert "Conv1d fc" in capsys.readouterr().err
    assert not output.exists()


def test_export_writes_what_the_package_gives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "model.py"
    assert main(["export", "mlp", "--to", "model", "-o", str(output)]) == 0
    assert main(["export", "mlp", "--to", "model"]) == 0
    design = designer.load(designer.resources.examples()["mlp"])
    text = designer.model_source(design)
    assert output.read_text() == capsys.readouterr().out == text


def test_a_place_that_cannot_be_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "nowhere" / "out.py")
    assert main(["export", "mlp", "--to", "model", "-o", place]) == 2
    assert "could not be written" in capsys.readouterr().err


def test_examples_are_listed_and_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["examples"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("digits-cnn ")
    copy = tmp_path / "mine.json"
    assert main(["examples", "lenet-5", "-o", str(copy)]) == 0
    assert main(["check", str(copy)]) == 0
    assert main(["examples", "lenet-6"]) == 2
    assert "Did you mean lenet-5?" in capsys.readouterr().err


def test_help_shows_the_commands_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        main(["--help"])
    assert exit.value.code == 0
    text = capsys.readouterr().out
    for command in ("check", "summary", "export", "train", "examples"):
        assert f"\n    {command}" in text
    assert "worker" not in text


@pytest.mark.usefixtures("python_path")
def test_a_reader_that_stops_early_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "designer", "examples"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
