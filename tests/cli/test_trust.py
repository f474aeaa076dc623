"""Code that a design holds runs from a terminal only after the person said so."""

from pathlib import Path

import pytest

from designer import Design, Graph, layers, save
from designer.cli import main
from designer.trust import default_path

TEXT = "def widened(x: Tensor) -> Tensor:\n    return torch.cat((x, x), dim=1)\n"


@pytest.fixture(autouse=True)
def nothing_trusted() -> None:
    default_path().unlink(missing_ok=True)


def saved(folder: Path, text: str = TEXT) -> str:
    graph = Graph()
    before = ""
    for name, layer in {
        "image": layers.Input(shape=(1, 8, 8)),
        "code1": layers.Code(text=text),
        "flatten1": layers.Flatten(),
        "fc1": layers.Linear(out_features=10),
        "answer": layers.Output(),
    }.items():
        graph = graph.add(name, layer)
        graph = graph.connect(before, name) if before else graph
        before = name
    path = folder / "own.json"
    save(Design(graph), path)
    return str(path)


def test_it_is_not_run_until_trusted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = saved(tmp_path)
    assert main(["check", name]) == 1
    assert "read it in the file, then add --trust" in capsys.readouterr().out
    assert main(["export", name, "--to", "model"]) == 2
    assert main(["train", name, "--epochs", "1"]) == 2
    assert main(["check", name, "--trust"]) == 0
    assert main(["check", name]) == 0  # remembered
    assert main(["check", saved(tmp_path, TEXT.replace("(x, x)", "(x, x * 2)"))]) == 1


def test_what_is_trusted_is_checked_exported_and_trained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = saved(tmp_path)
    assert main(["summary", name, "--trust"]) == 0
    assert "2×8×8" in capsys.readouterr().out
    for kind in ("model", "script"):
        assert main(["export", name, "--to", kind]) == 0
        assert TEXT in capsys.readouterr().out
    assert main(["train", name, "--epochs", "1"]) == 0
    assert "Done after 1 epoch" in capsys.readouterr().out


@pytest.mark.parametrize("taken", ["train", "Epoch", "main"])
def test_a_name_that_the_script_needs_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], taken: str
) -> None:
    name = saved(tmp_path, TEXT.replace("widened", taken))
    assert main(["export", name, "--to", "script", "--trust"]) == 2
    assert f"The code of a layer defines {taken}" in capsys.readouterr().err
